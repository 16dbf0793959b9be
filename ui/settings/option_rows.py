"""Small parts the pages with options are laid out from: a check box and its sentence, a field and its word."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.settings.page_frame import a_text

INDENT = 24
"""px: where the words of a check box begin."""


def a_check(text: str, tooltip: str, parent: QWidget) -> QCheckBox:
    """Return a check box whose words are its name."""
    check = QCheckBox(text, parent)
    check.setToolTip(tooltip)
    check.setAccessibleName(text)
    return check


def mark(check: QCheckBox, is_on: bool) -> None:
    """Check or uncheck without telling."""
    check.blockSignals(True)
    check.setChecked(is_on)
    check.blockSignals(False)


def a_label(text: str, field: QWidget, parent: QWidget | None = None) -> QLabel:
    """Return the word before *field*."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(field)
    return label


def add_option(column: QVBoxLayout, check: QAbstractButton, consequence: str) -> QLabel:
    """Add *check* with the sentence of what follows from it; returns the sentence's label."""
    text = a_text(consequence, "caption", check.parentWidget())
    text.setContentsMargins(INDENT, 0, 0, 0)
    both = QVBoxLayout()
    both.setSpacing(0)
    both.addWidget(check)
    both.addWidget(text)
    column.addLayout(both)
    return text


def a_row(*widgets: QWidget, indent: int = 0) -> QHBoxLayout:
    """Return *widgets* side by side from the left."""
    row = QHBoxLayout()
    row.setContentsMargins(indent, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def follow(before: QWidget, *stops: QWidget) -> QWidget:
    """Let Tab go from *before* through *stops*; returns where it leaves."""
    for stop in stops:
        QWidget.setTabOrder(before, stop)
        before = stop
    return before
