"""Type aliases which every override of a Qt model or view method needs to pass ``mypy --strict``."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

AnyIndex = QModelIndex | QPersistentModelIndex
"""What PySide6's stubs declare for an index argument of an overridden method."""

ROOT = QModelIndex()
"""The invalid index: the parent of every row of a flat model.  Never changed, so one is shared."""
