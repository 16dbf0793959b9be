"""Labels for words that come from elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import set_role


def text_label(role: str = "", parent: QWidget | None = None, *, is_selectable: bool = False) -> QLabel:
    """Return a label that wraps, and in which no sign means a format.

    Args:
        role: how it looks, as the styles call it.
        is_selectable: its words can be marked with the mouse, to copy them.
    """
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if is_selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        set_role(label, role)
    return label
