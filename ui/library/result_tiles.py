"""What providers found, as a list: a small picture, title and year, and what tells twins apart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from metarr_desktop.domain.search import SearchResult
from metarr_desktop.domain.thumbnail import Size
from ui.images import paint_picture, paint_placeholder, rounded_path
from ui.keyed_list_model import ItemRole, KeyedListModel
from ui.kinds import words_of
from ui.library.wording import isolated
from ui.qt_types import AnyIndex
from ui.theme import TextSize, current_tokens, text_font

RESULT_BOX = Size(92, 138)
_PADDING = 6


class ResultsModel(KeyedListModel[tuple[str, str], SearchResult]):
    """Results by their first hit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(lambda found: _references(found)[0], parent)

    def row_of_work(self, found: SearchResult) -> int | None:
        """Return the row of the same work; other hits may stand first in it since another provider answered."""
        mine = set(_references(found))
        return next((row for row, each in enumerate(self.items) if mine & set(_references(each))), None)

    def text(self, item: SearchResult) -> str:
        by = f" by {isolated(item.artist)}" if item.artist else ""
        year = f" ({item.year})" if item.year else ""
        return f"{isolated(item.title)}{year}{by}, confidence {item.confidence}"


def _references(found: SearchResult) -> list[tuple[str, str]]:
    return [(hit.provider_id, hit.provider_result_id) for hit in found.hits]


class ResultDelegate(QStyledItemDelegate):
    """Picture; title and year with the confidence at the right; artist or original title, and the story."""

    def __init__(self, picture_of: Callable[[str], QPixmap | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._picture_of = picture_of

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(200, self._height() + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        found, tokens, flags = index.data(ItemRole.ITEM), current_tokens(), Qt.AlignmentFlag
        box = option.rect.adjusted(4, 1, -4, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillPath(rounded_path(box), QColor(tokens.accent_soft))
        picture = self._paint_picture(painter, box, found)
        inner = QRect(box)
        inner.setLeft(picture.right() + 12)
        inner.adjust(0, _PADDING + 6, -10, -_PADDING - 6)
        painter.setFont(text_font(bold=True))
        score = str(found.confidence)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(inner, flags.AlignRight | flags.AlignTop, score)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(score) - 10
        painter.setPen(QColor(tokens.text))
        year = f" ({found.year})" if found.year else ""
        self._draw(painter, inner, flags.AlignTop, f"{isolated(found.title)}{year}", room)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.muted))
        original = found.original_title if found.original_title != found.title else ""
        parts = (isolated(found.artist), isolated(original), found.overview.split("\n")[0])
        line = " · ".join(part for part in parts if part)
        self._draw(painter, inner, flags.AlignBottom, line, inner.width())

    def _paint_picture(self, painter: QPainter, box: QRect, found: SearchResult) -> QRect:
        height = self._height()
        place = QRect(box.x() + _PADDING, box.y() + _PADDING - 1, 0, height)
        place.setWidth(round(height * words_of(found.entity_type).ratio))
        pixmap = self._picture_of(found.poster_url) if found.poster_url else None
        if pixmap is None:
            paint_placeholder(painter, place, "", is_dashed=not found.poster_url)
        else:
            paint_picture(painter, place, pixmap, radius=3)
        return place

    @staticmethod
    def _draw(painter: QPainter, box: QRect, edge: Qt.AlignmentFlag, text: str, room: int) -> None:
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | edge, words)

    @staticmethod
    def _height() -> int:
        lines = QFontMetrics(text_font()).height() + QFontMetrics(text_font(TextSize.CAPTION)).height()
        return lines + 20
