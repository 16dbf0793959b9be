"""The rounded button all chips are painted as."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import TextSize, current_tokens, text_font


class Tone(StrEnum):
    """What a state means to the person.  Colour follows it; a word or a glyph always says it too."""

    NEUTRAL = "neutral"
    BUSY = "busy"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    MUTED = "muted"


def tone_colour(tone: Tone) -> str:
    """Return the present text colour of *tone*."""
    tokens = current_tokens()
    return {
        Tone.NEUTRAL: tokens.text,
        Tone.BUSY: tokens.accent,
        Tone.GOOD: tokens.good,
        Tone.WARN: tokens.warn,
        Tone.BAD: tokens.bad,
        Tone.MUTED: tokens.muted,
    }[tone]


class Pill(QAbstractButton):
    """A button with round ends, outlined in the accent while checked, with a ring while it has the focus."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFont(text_font(TextSize.CAPTION))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def label(self) -> str:
        """Return the words on the pill."""
        return self.text()

    def text_colour(self) -> str:
        """Return the colour of the words."""
        return current_tokens().text if self.isEnabled() else current_tokens().disabled

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(text_font(TextSize.CAPTION))
        height = metrics.height() + 10
        # Two px more than the words need: the painter elides when rounding takes a fraction away.
        words = metrics.horizontalAdvance(self.label()) + 2
        return QSize(words + height - 2 + self.extra_width(), height)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), 96), hint.height())

    def extra_width(self) -> int:
        """Return how many px a mark left of the words needs."""
        return 0

    def paint_mark(self, painter: QPainter, rect: QRect) -> None:
        """Paint the mark into *rect*, as wide as `extra_width`."""

    def paint_under(self, painter: QPainter, shape: QPainterPath) -> None:
        """Paint between the ground and the words, clipped to the pill."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A button of its own moves the focus to whatever stands nearest; the row knows its order better.
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = box.height() / 2
        shape = QPainterPath()
        shape.addRoundedRect(box, radius, radius)
        is_lit = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.fillPath(shape, QColor(tokens.surface_hover if is_lit else tokens.surface_raised))
        if self.isChecked():
            painter.fillPath(shape, QColor(tokens.accent_soft))
        painter.save()
        painter.setClipPath(shape)
        self.paint_under(painter, shape)
        painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawPath(shape)
        elif self.isChecked():
            painter.setPen(QPen(QColor(tokens.accent), 1.2))
            painter.drawPath(shape)
        inner = self.rect().adjusted(self.height() // 2 - 1, 0, 1 - self.height() // 2, 0)
        if mark := self.extra_width():
            self.paint_mark(painter, QRect(inner.x(), inner.y(), mark, inner.height()))
            inner.setLeft(inner.left() + mark)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(self.text_colour()))
        words = painter.fontMetrics().elidedText(self.label(), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()
