"""What a provider's lamp means in colour and in words, and the label that shows it with its sentence."""

from __future__ import annotations

import math
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from metarr_desktop.domain.status import Lamp, ProviderReport, ProviderStatus
from ui.pill import Tone, tone_colour
from ui.text import for_people

LAMP_TONES = {
    Lamp.READY: (Tone.GOOD, "ready"),
    Lamp.WORKING: (Tone.BUSY, "fetching"),
    Lamp.WAITING: (Tone.WARN, "waiting"),
    Lamp.PAUSED: (Tone.WARN, "paused"),
    Lamp.REFUSED: (Tone.BAD, "key refused"),
    Lamp.NO_KEY: (Tone.MUTED, "no key"),
    Lamp.FAILING: (Tone.BAD, "failing"),
    Lamp.RECOVERING: (Tone.WARN, "recovering"),
}
OFF = (Tone.MUTED, "switched off")
_COUNTING = (Lamp.WAITING, Lamp.PAUSED, Lamp.FAILING)


def seconds_left(status: ProviderStatus, now: datetime) -> int:
    """Return how long *status* lasts yet, in whole seconds; 0 where nothing is waited for."""
    if status.until is None or status.lamp not in _COUNTING:
        return 0
    return max(0, math.ceil((status.until - now).total_seconds()))


def state_of(report: ProviderReport) -> tuple[Tone, str, str]:
    """Return colour, word and sentence of a provider."""
    if not report.is_enabled:
        return (*OFF, "Switched off. Its pictures stay and are marked; it is not asked any more.")
    tone, word = LAMP_TONES[report.status.lamp]
    return tone, word, for_people(report.status.sentence)


class Dot(QWidget):
    """A lamp: full when it answers, a ring when nothing is known, a square when it is out of order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.MUTED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def tone(self) -> Tone:
        return self._tone

    def set_tone(self, tone: Tone) -> None:
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * 0.8)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(tone_colour(self._tone))
        is_ring = self._tone is Tone.MUTED
        painter.setPen(QPen(colour, 1.5) if is_ring else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if is_ring else colour)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        if self._tone is Tone.BAD:
            painter.drawRect(box)
        else:
            painter.drawEllipse(box)
        painter.end()


class StateLabel(QWidget):
    """A lamp and its sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dot = Dot(self)
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.sentence, 1)

    def show_state(self, tone: Tone, word: str, sentence: str) -> None:
        """Show a state; *word* alone stands for it where a screen reader asks for the name."""
        self.dot.set_tone(tone)
        self.dot.setToolTip(word.capitalize())
        self.sentence.setText(sentence or f"{word.capitalize()}.")
        self.setAccessibleName(f"{word}: {sentence}" if sentence else word)
