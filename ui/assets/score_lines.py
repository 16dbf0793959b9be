"""The parts of a score under a tile: five short lines of name, bar and points."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from metarr_desktop.domain.ranking import LANGUAGE, PART_NAMES, Ranked
from ui.grid_geometry import TileShape
from ui.theme import TextSize, current_tokens, text_font

_BAR, _GAP, _LEAST_BAR = 4, 6, 20


def unfolded(shape: TileShape) -> TileShape:
    """Return *shape* with room for the parts of the score."""
    return replace(shape, caption_lines=shape.caption_lines + len(PART_NAMES))


def paint_score_lines(
    painter: QPainter, box: QRect, ranked: Ranked | None, *, has_language: bool = True
) -> None:
    """Paint the parts into *box*, one line each; a tile that was never scored says so.

    A narrow tile keeps name and points, and gives up the bar. Without a language its line stays free at the end.
    """
    tokens, flags = current_tokens(), Qt.AlignmentFlag
    font = text_font(TextSize.CAPTION)
    metrics = QFontMetrics(font)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    box = box.adjusted(0, 2, 0, 2)  # a little apart from the facts above
    line = box.height() // len(PART_NAMES)
    left = max(metrics.horizontalAdvance(name) for name in PART_NAMES) + _GAP
    right = metrics.horizontalAdvance("100") + _GAP
    parts = () if ranked is None else zip(PART_NAMES, ranked.points, ranked.most, strict=True)
    for row, (name, points, most) in enumerate(part for part in parts if has_language or part[0] != LANGUAGE):
        place = QRect(box.x(), box.y() + row * line, box.width(), line)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(place, int(flags.AlignVCenter | flags.AlignLeft), name)
        painter.setPen(QColor(tokens.text))
        painter.drawText(place, int(flags.AlignVCenter | flags.AlignRight), f"{points:.0f}")
        bar = QRectF(place.x() + left, place.center().y() - _BAR / 2 + 1, box.width() - left - right, _BAR)
        if bar.width() >= _LEAST_BAR:
            _paint_bar(painter, bar, points, most)
    if ranked is None:
        painter.setPen(QColor(tokens.muted))
        painter.drawText(QRect(box.x(), box.y(), box.width(), line), int(flags.AlignVCenter), "Not scored")
    painter.restore()


def _paint_bar(painter: QPainter, bar: QRectF, points: float, most: float) -> None:
    tokens = current_tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.surface_hover))
    painter.drawRoundedRect(bar, 2, 2)
    if points > 0 and most > 0:
        bar.setWidth(max(4.0, bar.width() * min(1.0, points / most)))
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(bar, 2, 2)
