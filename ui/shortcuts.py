"""Keys without a modifier, which must stay letters while a person types."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)


def is_typing() -> bool:
    """True while a field that takes text has the focus."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox)


def letter_shortcut(parent: QWidget, key: str, on_pressed: Callable[[], object]) -> QShortcut:
    """Call *on_pressed* for *key* anywhere inside *parent*, except while a text field has the focus.

    The key repeats while it is held.  Set ``parent`` to the page, not to the window: pages share letters.
    """
    shortcut = QShortcut(QKeySequence(key), parent)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def act() -> None:
        if not is_typing():
            on_pressed()

    shortcut.activated.connect(act)
    return shortcut
