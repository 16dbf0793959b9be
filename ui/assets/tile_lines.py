"""The lines of facts under a tile: two texts share each, and the right one gives way first."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from ui.theme import TextSize, current_tokens, text_font


def paint_line(
    painter: QPainter, rect: QRect, left: str, right: str, colour: str | None = None, *, bold: bool = False
) -> int:
    """Paint *left*, and *right* at the end of the line, which gives way first; return the width of left."""
    flags = Qt.AlignmentFlag
    font = text_font(TextSize.CAPTION, bold=bold)
    line = _fitted(left, right, rect.width(), font.family(), font.pointSizeF(), bold)
    painter.setFont(font)
    painter.setPen(QColor(colour or current_tokens().muted))
    if line.has_right:
        painter.drawText(rect, int(flags.AlignRight | flags.AlignVCenter), right)
    painter.drawText(QRect(rect.x(), rect.y(), line.room, rect.height()), int(flags.AlignVCenter), line.words)
    return min(line.width, line.room)


class _FittedLine(NamedTuple):
    """How a line of two texts is shown: *words* is what fits of the left one in *room* px, *width* its whole width."""

    words: str
    width: int
    room: int
    has_right: bool


@lru_cache(maxsize=4096)
def _fitted(left: str, right: str, room: int, family: str, points: float, bold: bool) -> _FittedLine:
    """Measure once: tiles say the same few things, and measuring took a third of every frame."""
    font = QFont(text_font(TextSize.CAPTION, bold=bold))
    font.setFamily(family)
    font.setPointSizeF(points)
    metrics = QFontMetrics(font)
    right_width = metrics.horizontalAdvance(right) if right else 0
    width = metrics.horizontalAdvance(left)
    has_right = bool(right) and (width + 6 + right_width <= room or right_width < room // 2)
    if has_right:
        room -= right_width + 6
    return _FittedLine(metrics.elidedText(left, Qt.TextElideMode.ElideRight, room), width, room, has_right)
