"""The identification window."""

from ui.identify.page import IdentifyWindow

__all__ = ["IdentifyWindow"]
