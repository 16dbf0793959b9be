"""The five parts of a score as bars that start and end at the same place."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from metarr_desktop.domain.asset import ScoreParts
from ui.theme import TextSize, current_tokens, text_font

MOST_POINTS = (("Resolution", 30), ("Shape", 20), ("Language", 20), ("Votes", 20), ("Provider", 10))
"""Name and largest number of points of each part, as they are summed up."""


class ScoreBars(QWidget):
    """Name, bar and points of each part; the words are what a screen reader says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_parts(None)

    def show_parts(self, parts: ScoreParts | None) -> None:
        """Show *parts*; None for a picture that was never scored."""
        self._points = (
            ()
            if parts is None
            else (parts.resolution, parts.shape, parts.language, parts.votes, parts.provider)
        )
        words = [f"{name} {points} of {most}" for name, points, most in self.rows()]
        self.setAccessibleName(f"Score: {', '.join(words)}" if words else "Not scored")
        is_assumed = parts is not None and parts.is_size_assumed
        hint = "The provider states no size; its usual one is assumed." if is_assumed else ""
        self.setToolTip(hint or "What the score is made of")
        self.update()

    def rows(self) -> tuple[tuple[str, int, int], ...]:
        """Return name, points and most points of what is shown."""
        return tuple(
            (name, points, most) for points, (name, most) in zip(self._points, MOST_POINTS, strict=False)
        )

    def sizeHint(self) -> QSize:
        return QSize(220, len(MOST_POINTS) * self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def bar_rect(self, row: int) -> QRectF:
        """Return the full length of the bar of *row*: the same left and right for all."""
        metrics = QFontMetrics(text_font(TextSize.CAPTION))
        left = max(metrics.horizontalAdvance(name) for name, _ in MOST_POINTS) + 12
        right = self.width() - metrics.horizontalAdvance("30/30") - 12
        return QRectF(left, row * self._line() + self._line() / 2 - 2.5, max(8, right - left), 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, flags = current_tokens(), Qt.AlignmentFlag
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(TextSize.CAPTION))
        for row, (name, points, most) in enumerate(self.rows()):
            line = QRect(0, row * self._line(), self.width(), self._line())
            painter.setPen(QColor(tokens.muted))
            painter.drawText(line, int(flags.AlignVCenter | flags.AlignLeft), name)
            painter.setPen(QColor(tokens.text))
            painter.drawText(line, int(flags.AlignVCenter | flags.AlignRight), f"{points}/{most}")
            bar = self.bar_rect(row)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.surface_hover))
            painter.drawRoundedRect(bar, 2.5, 2.5)
            if points > 0:
                bar.setWidth(max(5.0, bar.width() * min(1.0, points / most)))
                painter.setBrush(QColor(tokens.accent))
                painter.drawRoundedRect(bar, 2.5, 2.5)
        painter.end()

    def _line(self) -> int:
        return QFontMetrics(text_font(TextSize.CAPTION)).height() + 4
