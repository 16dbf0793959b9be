"""What stands in place of results: a headline, what is still true, what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui.icons import IconLabel
from ui.identify.wording import breakable
from ui.theme import set_role

_WIDEST_LINE = 64
"""Characters; longer lines are hard to read."""


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
        self._offers = QVBoxLayout()
        self._offers.setSpacing(6)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        # Without an alignment: with one, a wrapped label gets the height of a single line.
        column.addWidget(self.headline)
        column.addWidget(self.body)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = self.body.fontMetrics().averageCharWidth() * _WIDEST_LINE
        side = max(24, (self.width() - widest) // 2)
        self._column.setContentsMargins(side, 0, side, 0)

    def minimumSizeHint(self) -> QSize:
        """The margins may shrink: they must not keep the window wide."""
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return QSize(max(280, widest + 48), self._column.minimumSize().height())

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
        button.show()  # a layout shows what it is given a turn of the event loop later
        return button
