"""What every page of the settings is: a heading, a sentence, a body that scrolls; its words can be searched."""

from __future__ import annotations

import re
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import act_button
from ui.placement import text_scale
from ui.theme import current_theme, set_role

_TAGS = re.compile(r"<[^>]*>")
_READING_WIDTH = 860  # px at 100 %: longer lines are hard to follow


class SettingsPage(QWidget):
    """Base of the pages.

    Signals:
        changed(): an option was changed by the person and waits for *Apply*.
        defaults_wanted(): *Restore defaults* of this page.
        refused(str): a sentence on what cannot be.
    """

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""

    changed = Signal()
    defaults_wanted = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, has_defaults: bool = True) -> None:
        super().__init__(parent)
        self.heading = QLabel(self.TITLE, self)
        set_role(self.heading, "title")
        self.intro = QLabel(self)
        self.intro.setWordWrap(True)
        self.intro.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.intro, "muted")
        self.restore_button = act_button(
            "Restore defaults", "Bring back what this page shows where nothing was ever changed", self,
            name=f"Restore the defaults of {self.TITLE}",
        )  # fmt: skip
        self.restore_button.clicked.connect(lambda _=False: self.defaults_wanted.emit())
        self.restore_button.setVisible(has_defaults)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 24, 0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.restore_button)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, though not seen where there is nothing to scroll: cards and button end in one line.
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._body = QWidget(self)
        self.body = QVBoxLayout(self._body)
        self.body.setContentsMargins(0, 0, 12, 12)
        self.body.setSpacing(12)
        inside = QWidget(self)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._body, 1000)
        row.addStretch(1)
        self.area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 12, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.intro)
        column.addSpacing(4)
        column.addWidget(self.area, 1)
        theme = current_theme()
        if theme is not None:
            theme.changed.connect(self._fit)
        self._fit()

    def say_intro(self, text: str) -> None:
        """Show *text* below the heading."""
        self.intro.setText(text)
        self.intro.setVisible(bool(text))

    def search(self, words: str) -> int:
        """Mark what says *words*, bring the first of it into sight, and return how many there are."""
        wanted = words.strip().casefold()
        first: QWidget | None = None
        count = 0
        for widget in self.findChildren(QWidget):
            is_found = bool(wanted) and wanted in _words_of(widget).casefold()
            if is_found and not widget.isVisibleTo(self):
                is_found = False
            if bool(widget.property("found")) != is_found:
                widget.setProperty("found", is_found)
                widget.style().unpolish(widget)  # a rule that reads a property is looked up once
                widget.style().polish(widget)
            if is_found:
                count += 1
                first = first or widget
        if first is not None and self._body.isAncestorOf(first):
            self.area.ensureWidgetVisible(first, 0, 60)
        return count + (bool(wanted) and wanted in self.TITLE.casefold() and not count)

    def take_focus(self) -> None:
        """Put the cursor on the first thing to change."""
        for widget in self._body.findChildren(QWidget):
            if (
                widget.isVisibleTo(self)
                and widget.isEnabled()
                and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            ):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _fit(self) -> None:
        self._body.setMaximumWidth(round(_READING_WIDTH * text_scale(self)))


def a_card(parent: QWidget | None = None) -> tuple[QFrame, QVBoxLayout]:
    """Return a framed area and its column."""
    card = QFrame(parent)
    set_role(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 14)
    column.setSpacing(8)
    return card, column


def a_text(text: str, role: str, parent: QWidget | None = None) -> QLabel:
    """Return a label in a role of the style sheet; it wraps unless it is a heading."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_role(label, role)
    if role == "heading":  # as wide as its words: a mark of the search is not wider
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    else:
        label.setWordWrap(True)
    return label


def _words_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return _TAGS.sub("", widget.text())
    if isinstance(widget, QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        return widget.accessibleName()
    return ""
