"""Paints lines: a mark, a title over its detail, and at the right a state over its time, or a bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.activity.lines import Line, LineRole
from ui.icons import paint_icon
from ui.pill import Tone, tone_colour
from ui.qt_types import AnyIndex
from ui.theme import TextSize, current_tokens, text_font

_EDGE, _GAP = 16, 12
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_BAR = 4


class LineDelegate(QStyledItemDelegate):
    """Two rows of text a line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        line: Line = index.data(LineRole.LINE)
        body, caption = self._heights()
        return QSize(120, caption + 22 if line.is_section else body + caption + 21)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line: Line = index.data(LineRole.LINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.is_section:
            self._paint_section(painter, option.rect, line)
        else:
            self._paint_ground(painter, option)
            self._paint_line(painter, option.rect.adjusted(_EDGE, 0, -_EDGE, 0), line)
        painter.restore()

    # -- parts -----------------------------------------------------------------------------------------------

    def _heights(self) -> tuple[int, int]:
        return QFontMetrics(text_font()).height(), QFontMetrics(text_font(TextSize.CAPTION)).height()

    def _paint_section(self, painter: QPainter, rect: QRect, line: Line) -> None:
        tokens = current_tokens()
        room = rect.adjusted(_EDGE, 10, -_EDGE, -2)
        painter.setFont(text_font(TextSize.CAPTION, bold=True))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(room, _LEFT, elided(painter, line.title, room.width()))
        if line.count:
            left = painter.fontMetrics().horizontalAdvance(line.title) + 8
            painter.setFont(text_font(TextSize.CAPTION))
            painter.drawText(room.adjusted(left, 0, 0, 0), _LEFT, line.count)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        tokens, state = current_tokens(), option.state
        box = QRectF(option.rect).adjusted(4.5, 1.5, -4.5, -1.5)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(tokens.accent_soft))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(tokens.surface_raised))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(tokens.focus), 1.5) if has_focus else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 6, 6)

    def _paint_line(self, painter: QPainter, room: QRect, line: Line) -> None:
        body, caption = self._heights()
        top = room.top() + 9
        side = self._side_width(room, line)
        mark = QRect(room.left(), top, min(body, 24), body)
        if line.icon:
            paint_icon(painter, mark, line.icon, tone_colour(line.tone))
        left = room.left() + min(body, 24) + _GAP
        width = room.right() - side - (_GAP if side else 0) - left
        used = self._paint_title(painter, QRect(left, top, width, body), line)
        if line.badge:
            paint_badge(painter, QRect(left + used + 8, top, width - used - 8, body), line.badge)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(current_tokens().muted))
        below = QRect(left, top + body + 3, width, caption)
        painter.drawText(below, _LEFT, elided(painter, line.detail, width))
        if side:
            self._paint_side(painter, QRect(room.right() - side, top, side, body + caption + 3), line)

    def _paint_title(self, painter: QPainter, rect: QRect, line: Line) -> int:
        tokens, font = current_tokens(), text_font(bold=True)
        font.setStrikeOut(line.is_struck)
        painter.setFont(font)
        painter.setPen(QColor(tokens.muted if line.is_struck else tokens.text))
        words = elided(painter, line.title, rect.width())
        painter.drawText(rect, _LEFT, words)
        return painter.fontMetrics().horizontalAdvance(words)

    def _side_width(self, room: QRect, line: Line) -> int:
        metrics = QFontMetrics(text_font(TextSize.CAPTION))
        words = max(map(metrics.horizontalAdvance, (line.side, line.side_detail)))
        if line.progress is not None:
            words = max(words, metrics.averageCharWidth() * 22)
        return min(words + 2, room.width() // 2)

    def _paint_side(self, painter: QPainter, rect: QRect, line: Line) -> None:
        body, caption = self._heights()
        tokens = current_tokens()
        above = QRect(rect.left(), rect.top(), rect.width(), body)
        below = QRect(rect.left(), rect.top() + body + 3, rect.width(), caption)
        painter.setFont(text_font(TextSize.CAPTION))
        if line.progress is not None:
            paint_bar(painter, QRectF(rect.left(), below.center().y() - 1, rect.width(), _BAR), line.progress)
            painter.setPen(QColor(tokens.muted))
            painter.drawText(above, _RIGHT, elided(painter, line.side, rect.width()))
            return
        word_tone = line.tone if line.tone in (Tone.BAD, Tone.WARN) else Tone.MUTED
        painter.setPen(QColor(tone_colour(word_tone)))
        painter.drawText(above, _RIGHT, elided(painter, line.side, rect.width()))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(below, _RIGHT, elided(painter, line.side_detail, rect.width()))


class CompactLineDelegate(LineDelegate):
    """One row a line: side (a time) first, then mark and title, and the detail in a column of its own."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(120, self._heights()[0] + 15)

    def _paint_section(self, painter: QPainter, rect: QRect, line: Line) -> None:
        super()._paint_section(painter, rect.adjusted(0, -4, 0, 0), line)

    def _paint_line(self, painter: QPainter, room: QRect, line: Line) -> None:
        body, _ = self._heights()
        tokens = current_tokens()
        top = room.top() + (room.height() - body) // 2
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.muted))
        time_width = painter.fontMetrics().horizontalAdvance("00:00") + _GAP
        painter.drawText(QRect(room.left(), top, time_width, body), _LEFT, line.side)
        left = room.left() + time_width
        mark = min(body, 20)
        paint_icon(painter, QRect(left, top, mark, body), line.icon, tone_colour(line.tone))
        left += mark + _GAP
        middle = room.left() + round(room.width() * 0.58)
        badge = badge_width(line.badge)
        width = middle - left - _GAP - badge
        used = self._paint_title(painter, QRect(left, top, width, body), line)
        if line.badge:
            paint_badge(painter, QRect(left + used + 8, top, badge, body), line.badge)
        painter.setFont(text_font())
        painter.setPen(QColor(tokens.muted))
        column = QRect(middle, top, room.right() - middle, body)
        painter.drawText(column, _LEFT, elided(painter, line.detail, column.width()))

    def _paint_title(self, painter: QPainter, rect: QRect, line: Line) -> int:
        tokens, font = current_tokens(), QFont(text_font())
        font.setStrikeOut(line.is_struck)
        painter.setFont(font)
        painter.setPen(QColor(tokens.muted if line.is_struck else tokens.text))
        words = elided(painter, line.title, rect.width())
        painter.drawText(rect, _LEFT, words)
        return painter.fontMetrics().horizontalAdvance(words)


def elided(painter: QPainter, text: str, width: int) -> str:
    """Return *text* on one line, cut at its end to *width* px of the font *painter* has."""
    return painter.fontMetrics().elidedText(
        text.replace("\n", " "), Qt.TextElideMode.ElideRight, max(0, width)
    )


def paint_bar(painter: QPainter, box: QRectF, share: float) -> None:
    """Paint how much is done, 0 to 1."""
    tokens = current_tokens()
    painter.setPen(Qt.PenStyle.NoPen)
    track = QColor(tokens.border_strong)
    track.setAlphaF(0.35)  # it lies on the ground of a selected line as well
    painter.setBrush(track)
    painter.drawRoundedRect(box, _BAR / 2, _BAR / 2)
    if share > 0:
        done = QRectF(box)
        done.setWidth(max(float(_BAR), box.width() * share))
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(done, _BAR / 2, _BAR / 2)


def badge_width(words: str) -> int:
    """Return how much room a badge takes, its distance included; 0 without words."""
    return QFontMetrics(text_font(TextSize.CAPTION)).horizontalAdvance(words) + 22 if words else 0


def paint_badge(painter: QPainter, room: QRect, words: str) -> None:
    """Paint *words* in a small frame at the left of *room*."""
    tokens = current_tokens()
    painter.setFont(text_font(TextSize.CAPTION))
    metrics = painter.fontMetrics()
    box = QRectF(room.left() + 0.5, room.center().y() - metrics.height() / 2 - 0.5, 0, metrics.height() + 2)
    box.setWidth(min(metrics.horizontalAdvance(words) + 12, room.width()))
    painter.setPen(QPen(QColor(tokens.border_strong), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(tokens.muted))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
