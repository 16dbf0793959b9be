"""What stands in place of results: a headline, what is still true, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui.icons import IconLabel
from ui.identify.wording import breakable
from ui.theme import set_role

_TEXT_WIDTH = 520


@dataclass(frozen=True, slots=True)
class Offer:
    """A way on: the words of its button, what it does, one sentence about it."""

    words: str
    act: Callable[[], object]
    tooltip: str = ""


class StatePanel(QWidget):
    """One state in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = IconLabel("search", "muted", 40, self)
        self.headline, self.body = QLabel(self), QLabel(self)
        set_role(self.headline, "title")
        set_role(self.body, "muted")
        for label in (self.headline, self.body):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedWidth(_TEXT_WIDTH)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(6)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.headline, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.body, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addLayout(self._offers)
        column.addStretch(3)
        self._buttons: list[QPushButton] = []

    def say(self, icon_name: str, headline: str, body: str, offers: tuple[Offer, ...] = ()) -> None:
        """Show a state; the first offer is the likeliest way on."""
        self._glyph.set_icon(icon_name, "muted")
        self.headline.setText(breakable(headline))
        self.body.setText(body)
        self.body.setVisible(bool(body))
        self.setAccessibleName(f"{headline}. {body}")
        for button in self._buttons:
            self._offers.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(offer, is_first=at == 0) for at, offer in enumerate(offers)]

    def offers(self) -> tuple[str, ...]:
        """Return the words of the buttons, in order."""
        return tuple(button.text() for button in self._buttons)

    def button(self, words: str) -> QPushButton:
        """Return the button that says *words*; KeyError when it is not offered."""
        for button in self._buttons:
            if button.text() == words:
                return button
        raise KeyError(words)

    def _button(self, offer: Offer, *, is_first: bool) -> QPushButton:
        button = QPushButton(offer.words.replace("&", "&&"), self)
        button.setAutoDefault(True)
        button.setMinimumWidth(260)
        button.setAccessibleName(offer.words)
        button.setToolTip(offer.tooltip or offer.words)
        if is_first:
            set_role(button, "primary")
        button.clicked.connect(lambda _=False: offer.act())
        self._offers.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button
