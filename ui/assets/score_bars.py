"""The five parts of a score as bars that start and end at the same place."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from metarr_desktop.domain.asset import ScoreParts
from metarr_desktop.domain.ranking import BALANCED, LANGUAGE, PART_NAMES, Ranked
from ui.theme import TextSize, current_tokens, text_font

_STORED_MOST = BALANCED.parts()


class ScoreBars(QWidget):
    """Name, bar and points of each part; the words are what a screen reader says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[int, ...] = ()
        self._most: tuple[int, ...] = _STORED_MOST
        self._hidden: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_parts(None)

    def show_parts(self, parts: ScoreParts | None) -> None:
        """Show *parts* as they are stored; None for a picture that was never scored."""
        points = (
            ()
            if parts is None
            else (parts.resolution, parts.shape, parts.language, parts.votes, parts.provider)
        )
        self._show(points, _STORED_MOST, is_assumed=parts is not None and parts.is_size_assumed)

    def show_ranked(
        self, ranked: Ranked | None, *, is_size_assumed: bool = False, has_language: bool = True
    ) -> None:
        """Show the points under the weights of the person; None for a picture that was never scored.

        A picture whose language nobody states (*has_language* false) shows no bar for it.
        """
        self._hidden = frozenset() if has_language else frozenset({LANGUAGE})
        if ranked is None:
            self._show((), _STORED_MOST)
            return
        most = tuple(round(each) for each in ranked.most)
        self._show(tuple(round(each) for each in ranked.points), most, is_assumed=is_size_assumed)

    def _show(self, points: tuple[int, ...], most: tuple[int, ...], *, is_assumed: bool = False) -> None:
        self._points, self._most = points, most
        words = [f"{name} {points} of {most}" for name, points, most in self.rows()]
        self.setAccessibleName(f"Score: {', '.join(words)}" if words else "Not scored")
        hint = "The provider states no size; its usual one is assumed." if is_assumed else ""
        equal = (
            "What the score is made of. Pictures of albums state no language; that counts the same for all."
        )
        self.setToolTip(hint or (equal if self._hidden else "What the score is made of"))
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[tuple[str, int, int], ...]:
        """Return name, points and most points of what is shown."""
        if not self._points:
            return ()
        rows = zip(PART_NAMES, self._points, self._most, strict=True)
        return tuple(row for row in rows if row[0] not in self._hidden)

    def sizeHint(self) -> QSize:
        return QSize(220, (len(PART_NAMES) - len(self._hidden)) * self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def bar_rect(self, row: int) -> QRectF:
        """Return the full length of the bar of *row*: the same left and right for all."""
        metrics = QFontMetrics(text_font(TextSize.CAPTION))
        left = max(metrics.horizontalAdvance(name) for name in PART_NAMES) + 12
        widest = max(self._most, default=30)
        right = self.width() - metrics.horizontalAdvance(f"{widest}/{widest}") - 12
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
                bar.setWidth(max(5.0, bar.width() * min(1.0, points / (most or 1))))
                painter.setBrush(QColor(tokens.accent))
                painter.drawRoundedRect(bar, 2.5, 2.5)
        painter.end()

    def _line(self) -> int:
        return QFontMetrics(text_font(TextSize.CAPTION)).height() + 4
