"""What stands where a list would be when there is nothing to list: why, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.icons import IconLabel
from ui.theme import set_role

_MARGINS, _LOW_MARGINS = (24, 24, 24, 24), (24, 4, 24, 4)
_LEAST_WIDTH = 150
_BESIDE = QBoxLayout.Direction.LeftToRight
_FEW_LINES = 12
"""Of text, high: with less there is no room for the icon."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to do; the first of several is the primary one. ``key`` names its shortcut in the tool tip."""

    text: str
    on_chosen: Callable[[], object]
    key: str = ""


class EmptyState(QWidget):
    """An icon, a heading, a sentence and up to three buttons in the middle of the room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("film", "muted", 40, self)
        self._title = QLabel(self)
        set_role(self._title, "title")
        self._text = QLabel(self)
        set_role(self._text, "muted")
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(_LEAST_WIDTH)
            label.setMaximumWidth(560)
        self._row = QBoxLayout(_BESIDE)
        self._row.setSpacing(8)
        self._buttons: list[QPushButton] = []
        self._offered: tuple[Offer, ...] = ()
        centre = Qt.AlignmentFlag.AlignHCenter
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(*_MARGINS)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._icon, 0, centre)
        for label in (self._title, self._text):
            # In a row of its own: with an alignment, a wrapped label gets the height of a single line.
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(label, 100)
            row.addStretch(1)
            column.addLayout(row)
        column.addSpacing(4)
        column.addLayout(self._row)
        column.addStretch(3)
        self._row.setAlignment(centre)

    def show_state(self, icon_name: str, title: str, text: str, offers: Sequence[Offer] = ()) -> None:
        """Say *title* and *text*, and offer what can be done; buttons with the same words stay, with the focus."""
        self._icon.set_icon(icon_name, "muted")
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())
        before, self._offered = self._offered, tuple(offers)
        if [(each.text, each.key) for each in before] == [(each.text, each.key) for each in offers]:
            return
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()  # we may be inside its click
        self._buttons = [self._button(offer, at) for at, offer in enumerate(offers)]
        self._fold()

    def minimumSizeHint(self) -> QSize:
        # What stands beside each other now can stand below each other.
        widths = [_LEAST_WIDTH, *(button.sizeHint().width() for button in self._buttons)]
        return QSize(max(widths) + _MARGINS[0] + _MARGINS[2], super().minimumSizeHint().height())

    def _fold(self) -> None:
        """Put the offers below each other where they have no room side by side."""
        gaps = self._row.spacing() * max(0, len(self._buttons) - 1) + _MARGINS[0] + _MARGINS[2]
        needed = sum(button.sizeHint().width() for button in self._buttons) + gaps
        self._row.setDirection(_BESIDE if needed <= self.width() else QBoxLayout.Direction.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
        is_low = event.size().height() < _FEW_LINES * self.fontMetrics().height()
        self._icon.setVisible(not is_low)  # the words and what can be done matter more
        self._column.setContentsMargins(*(_LOW_MARGINS if is_low else _MARGINS))

    @property
    def title(self) -> str:
        """The heading shown."""
        return self._title.text()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def button(self, text: str) -> QPushButton:
        """Return the button with these words; KeyError when it is not offered."""
        for button in self._buttons:
            if button.text() == text:
                return button
        raise KeyError(text)

    def offers(self) -> tuple[str, ...]:
        """Return the words on the buttons, in order."""
        return tuple(button.text() for button in self._buttons)

    def choose_first(self) -> bool:
        """Do the primary thing; False when nothing is offered."""
        if self._buttons:
            self._buttons[0].click()
        return bool(self._buttons)

    def take_focus(self) -> None:
        """Put the keyboard on the primary offer, if there is any; on another one it stays."""
        if self._buttons and self.window().focusWidget() not in self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, offer: Offer, at: int) -> QPushButton:
        button = QPushButton(offer.text, self)
        if at == 0:
            set_role(button, "primary")
        button.setToolTip(f"{offer.text} ({offer.key})" if offer.key else offer.text)
        button.setAccessibleName(offer.text)
        button.clicked.connect(lambda _=False: self._offered[at].on_chosen())
        self._row.addWidget(button)
        return button
