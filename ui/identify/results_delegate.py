"""Paints a row of the result list: poster, what it is, who found it, how sure we are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from metarr_desktop.domain.country import country_name
from ui.identify.results_model import ResultRow
from ui.identify.wording import Verdict, description_of, facts_of
from ui.images import paint_picture, paint_placeholder
from ui.keyed_list_model import ItemRole
from ui.kinds import words_of
from ui.qt_types import AnyIndex
from ui.theme import RADIUS, TextSize, current_tokens, text_font

_LEAST, _LARGE, _MOST = 93, 150, 240
"""Heights of a poster, px: the least, from where the row says more, the most."""
FEW, _SHARE = 3, 0.6
_PAD, _GAP, _BAR_HEIGHT = 12, 14, 6
_FEWEST_LETTERS = 18
_LONGEST_TEXT = 600  # more than two lines ever hold; laying out thousands of characters would be felt


def verdict_colour(verdict: Verdict) -> str:
    """Return the present colour of *verdict*."""
    tokens = current_tokens()
    return {Verdict.SAFE: tokens.good, Verdict.POSSIBLE: tokens.warn, Verdict.UNLIKELY: tokens.bad}[verdict]


@dataclass(frozen=True, slots=True)
class RowLook:
    """How large a row is: a few results take the room that many would need."""

    poster_height: int = _LEAST
    ratio: float = 2 / 3
    """Width divided by height of a poster or cover."""

    @classmethod
    def for_rows(cls, count: int, room: int, ratio: float = 2 / 3) -> RowLook:
        """Return the look of *count* rows in *room* px of height."""
        if not 0 < count <= FEW:
            return cls(ratio=ratio)
        return cls(min(_MOST, max(_LEAST, int(room * _SHARE / count) - 2 * _PAD)), ratio)

    @property
    def poster(self) -> QSize:
        """The size of the poster, px at 100 %."""
        return QSize(round(self.poster_height * self.ratio), self.poster_height)

    @property
    def is_large(self) -> bool:
        """There is room for more than two lines of description."""
        return self.poster_height >= _LARGE

    @property
    def height(self) -> int:
        """The height of a row at the present text size, the space between two rows included."""
        return max(self.poster_height, self.words_height) + 2 * _PAD - 2

    @property
    def words_height(self) -> int:
        """The height of the words at the present text size."""
        body = QFontMetrics(text_font()).height()
        caption = QFontMetrics(text_font(TextSize.CAPTION)).height()
        words = (
            QFontMetrics(self.title_font).height() + self.gap + self.most_lines * body + self.gap + caption
        )
        return words + (body + self.gap if self.is_large else 0)

    @property
    def gap(self) -> int:
        """Between two kinds of words, px."""
        return 10 if self.is_large else 4

    @property
    def most_lines(self) -> int:
        """Lines of description."""
        return 5 if self.is_large else 2

    @property
    def title_font(self) -> QFont:
        """The font of the title."""
        if self.is_large:
            return text_font(TextSize.TITLE, bold=True)
        font = text_font(bold=True)
        font.setPointSizeF(font.pointSizeF() * 1.1)
        return font


class ResultsDelegate(QStyledItemDelegate):
    """Rows of the result list.

    Args:
        picture_of: returns the poster at an address if it is here; never loads.
    """

    def __init__(self, picture_of: Callable[[str], QPixmap | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture_of = picture_of
        self.is_dimmed = False
        """The rows are those of an older text."""
        self.look = RowLook()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(320, self.look.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(ItemRole.ITEM)
        if not isinstance(row, ResultRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = option.rect.adjusted(8, 2, -8, -2)
        self._paint_ground(painter, cell, option)
        if self.is_dimmed:
            painter.setOpacity(0.45)
        inner = cell.adjusted(_PAD, _PAD - 4, -_PAD, 4 - _PAD)
        poster = QRect(inner.topLeft(), self.look.poster)
        poster.moveTop(inner.y() + (inner.height() - poster.height()) // 2)
        metrics = QFontMetrics(text_font())
        score_width = max(116, metrics.horizontalAdvance("0" * 9))
        least = metrics.averageCharWidth() * _FEWEST_LETTERS
        if inner.width() - poster.width() - score_width - _GAP * 3 < least:
            # Large text in a narrow window: the words say more than the length of a bar, and than a picture.
            score_width = metrics.horizontalAdvance("Unlikely")
        if inner.width() - poster.width() - score_width - _GAP * 3 < least:
            poster.setWidth(0)
        else:
            self._paint_poster(painter, poster, row)
        score = QRect(inner.right() - score_width, poster.y(), score_width, poster.height())
        self._paint_score(painter, score, row)
        left = poster.right() + _GAP
        # Large text is taller than the poster: the words begin above it then.
        top = min(poster.y(), inner.y() + (inner.height() - self.look.words_height) // 2)
        score.moveTop(top)
        words = QRect(left, top, score.x() - left - 2 * _GAP, inner.height())
        self._paint_words(painter, words, row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, cell: QRect, option: QStyleOptionViewItem) -> None:
        tokens = current_tokens()
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not is_current and not is_hovered:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface_raised if is_current else tokens.surface))
        painter.drawRoundedRect(QRectF(cell), RADIUS, RADIUS)
        if not is_current:
            return
        painter.setBrush(QColor(tokens.accent))
        painter.save()
        painter.setClipRect(QRect(cell.x(), cell.y(), 3, cell.height()))
        painter.drawRoundedRect(QRectF(cell), RADIUS, RADIUS)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(tokens.focus))
            painter.drawRoundedRect(QRectF(cell).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_poster(self, painter: QPainter, box: QRect, row: ResultRow) -> None:
        url = row.result.poster_url
        pixmap = self._picture_of(url) if url else None
        if pixmap is not None:
            paint_picture(painter, box, pixmap, radius=3, opacity=painter.opacity())
        else:
            words = f"No {words_of(row.result.entity_type).picture}"
            paint_placeholder(painter, box, "" if url else words, is_dashed=not url, radius=3)

    def _paint_score(self, painter: QPainter, box: QRect, row: ResultRow) -> None:
        tokens, colour = current_tokens(), QColor(verdict_colour(row.verdict))
        font = text_font(TextSize.TITLE, bold=True)
        font.setPointSizeF(font.pointSizeF() * 1.3)
        painter.setFont(font)
        painter.setPen(colour)
        height = painter.fontMetrics().height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(box.x(), box.y() - 2, box.width(), height), right, str(row.result.confidence))
        bar = QRectF(box.x(), box.y() + height + 1, box.width(), _BAR_HEIGHT)
        radius = _BAR_HEIGHT / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.border))
        painter.drawRoundedRect(bar, radius, radius)
        painter.setBrush(colour)
        filled = max(2 * radius, bar.width() * row.result.confidence / 100)
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), filled, bar.height()), radius, radius)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(colour)
        top = round(bar.bottom()) + 3
        painter.drawText(
            QRect(box.x(), top, box.width(), painter.fontMetrics().height()), right, row.verdict.word
        )

    def _paint_words(self, painter: QPainter, box: QRect, row: ResultRow) -> None:
        tokens, result = current_tokens(), row.result
        bold, plain = self.look.title_font, text_font()
        line = QFontMetrics(bold).height()
        facts = facts_of(result)
        room = box.width() - QFontMetrics(plain).horizontalAdvance("(2000)…") - 8  # the year at least
        title = _elided(bold, result.title[:_LONGEST_TEXT], room)
        used = QFontMetrics(bold).horizontalAdvance(title)
        start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.setFont(bold)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(box.x(), box.y(), used + 4, line), start, title)
        painter.setFont(plain)
        painter.setPen(QColor(tokens.muted))
        rest = QRect(box.x() + used + 6, box.y(), box.width() - used - 6, line)
        painter.drawText(rest, start, _elided(plain, facts, rest.width()))
        below = QRect(box.x(), box.y() + line + self.look.gap, box.width(), box.height())
        if self.look.is_large:
            countries = ", ".join(map(country_name, result.countries))
            kind = " · ".join(filter(None, (countries, ", ".join(result.genres))))
            first = QRect(below.x(), below.y(), below.width(), painter.fontMetrics().height())
            painter.drawText(first, start, _elided(plain, kind, first.width()))
            below.translate(0, (first.height() + self.look.gap) if kind else 0)
            painter.setPen(QColor(tokens.text))
        words = description_of(result)
        lines = paint_lines(painter, below, words, plain, most=self.look.most_lines)
        caption = text_font(TextSize.CAPTION)
        painter.setFont(caption)
        painter.setPen(QColor(tokens.text))
        top = below.y() + lines + (self.look.gap if lines else 0)
        origins = QRect(box.x(), top, box.width(), QFontMetrics(caption).height())
        painter.drawText(origins, start, _elided(caption, row.origins, box.width()))


def paint_lines(painter: QPainter, box: QRect, text: str, font: QFont, *, most: int) -> int:
    """Paint *text* in at most *most* lines, the last one elided; return the height used, px."""
    text = " ".join(text[:_LONGEST_TEXT].split())
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    height = QFontMetrics(font).height()
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1, box.width()))
        line.setPosition(QPointF(0, len(starts) * height))
        starts.append(line.textStart())
    layout.endLayout()
    painter.setFont(font)
    for at in range(min(most, len(starts))):
        target = QRect(box.x(), box.y() + at * height, box.width(), height)
        is_cut = at == most - 1 and len(starts) > most
        if is_cut:
            painter.drawText(
                target, int(Qt.AlignmentFlag.AlignVCenter), _elided(font, text[starts[at] :], box.width())
            )
        else:
            layout.lineAt(at).draw(painter, QPointF(box.topLeft()))
    return min(most, len(starts)) * height


def _elided(font: QFont, text: str, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
