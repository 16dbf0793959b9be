"""The cross at the end of a line of text that empties it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

_ACTION = "_q_qlineeditclearaction"  # as Qt calls it; Qt gives it neither words nor a tool tip


def add_clear_button(field: QLineEdit, what: str, tooltip: str) -> None:
    """Let *field* be emptied by a click.

    Args:
        what: the name of the button for a screen reader ("Clear the search").
        tooltip: what a click does, with its key.
    """
    field.setClearButtonEnabled(True)
    action = field.findChild(QAction, _ACTION)
    if action is not None:
        action.setText(what)
        action.setToolTip(tooltip)
