"""Lamps of the status bar: one provider each, as a dot and in words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from ui.pill import Tone, tone_colour
from ui.theme import TextSize, current_tokens, text_font

_DOT = 8


class Lamp(QAbstractButton):
    """Dot, provider title and, unless all is well, a word; a click asks for the health page."""

    def __init__(self, provider: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.provider = provider
        self._tone = Tone.MUTED
        self._word = ""
        self.setText(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_state(Tone.MUTED, "not asked yet", is_word_shown=False)

    def set_state(
        self, tone: Tone, word: str, *, details: str = "", is_word_shown: bool | None = None
    ) -> None:
        """Show *tone*; *word* ("answering", "waiting 8 s") is shown unless the tone is good.

        The word is always in the tool tip and in the accessible name.
        """
        is_quiet = tone is Tone.GOOD if is_word_shown is None else not is_word_shown
        self._tone, self._word = tone, "" if is_quiet else word
        self.setAccessibleName(f"{self.text()}: {word}")
        self.setToolTip(details or f"{self.text()}: {word}")
        self.updateGeometry()
        self.update()

    def label(self) -> str:
        """Return the words shown."""
        return f"{self.text()} · {self._word}" if self._word else self.text()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(text_font(TextSize.CAPTION))
        return QSize(_DOT + 6 + metrics.horizontalAdvance(self.label()) + 12, metrics.height() + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(tone_colour(self._tone))
        dot = QRectF(6, (self.height() - _DOT) / 2, _DOT, _DOT)
        # Shape differs too: full when it answers, a ring when nothing is known, a square when it is out of
        # order.
        painter.setPen(QPen(colour, 1.5) if self._tone is Tone.MUTED else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if self._tone is Tone.MUTED else colour)
        if self._tone is Tone.BAD:
            painter.drawRect(dot)
        else:
            painter.drawEllipse(dot)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.text if self.underMouse() else tokens.muted))
        words = self.rect().adjusted(6 + _DOT + 6, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.label())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()


class LampRow(QWidget):
    """The lamps of all registered providers, in their order."""

    lamp_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lamps: dict[str, Lamp] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def set_providers(self, providers: Iterable[tuple[str, str]]) -> None:
        """Show one lamp for each (id, title); those already there keep their state."""
        wanted = dict(providers)
        for key in set(self._lamps) - set(wanted):
            lamp = self._lamps.pop(key)
            self._row.removeWidget(lamp)
            lamp.hide()
            lamp.deleteLater()
        for place, (key, title) in enumerate(wanted.items()):
            if key not in self._lamps:
                lamp = Lamp(key, title, self)
                lamp.clicked.connect(lambda _=False, each=key: self.lamp_clicked.emit(each))
                self._lamps[key] = lamp
            self._row.insertWidget(place, self._lamps[key])
        self._lamps = {key: self._lamps[key] for key in wanted}
        for before, after in pairwise(self._lamps.values()):
            QWidget.setTabOrder(before, after)

    def providers(self) -> tuple[str, ...]:
        """Return whose lamps there are, in their order."""
        return tuple(self._lamps)

    def lamp(self, provider: str) -> Lamp:
        """Return the lamp of *provider*; KeyError when it is not registered."""
        return self._lamps[provider]
