"""What a key means in a list or a table of this window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def is_opening(event: QKeyEvent) -> bool:
    """True for Enter alone."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _CHORD


def letter_of(event: QKeyEvent) -> str:
    """Return what is typed, to be filtered by; empty for any other key."""
    text = event.text()
    return text if text.isprintable() and text.strip() and not event.modifiers() & _CHORD else ""
