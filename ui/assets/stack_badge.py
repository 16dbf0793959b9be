"""How a stack looks on its tile, and the clicks upon its badge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QToolTip

from ui.assets.asset_model import AssetModel
from ui.assets.stack_view import StackMark
from ui.grid_view import TileGrid
from ui.icons import paint_icon
from ui.theme import RADIUS, TextSize, current_tokens, text_font

_ICON, _PAD, _EDGE = 13, 7, 6


def badge_rect(picture: QRect, mark: StackMark) -> QRect:
    """Return where the badge of *mark* is on the tile whose picture cell is *picture*: at its lower right."""
    metrics = QFontMetrics(text_font(TextSize.CAPTION, bold=True))
    icon = _ICON + 3 if mark.is_first else 0
    width = min(metrics.horizontalAdvance(mark.badge) + icon + 2 * _PAD, picture.width() - 2 * _EDGE)
    height = metrics.height() + 4
    return QRect(picture.right() - _EDGE - width + 1, picture.bottom() - _EDGE - height + 1, width, height)


def paint_stack_badge(painter: QPainter, picture: QRect, mark: StackMark) -> None:
    """Paint ``×4`` with the sign of a stack, or ``2 of 4``."""
    tokens = current_tokens()
    pill = badge_rect(picture, mark)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.accent if mark.is_open and mark.is_first else tokens.scrim))
    painter.drawRoundedRect(QRectF(pill), pill.height() / 2, pill.height() / 2)
    colour = tokens.accent_text if mark.is_open and mark.is_first else tokens.scrim_text
    words = pill.adjusted(_PAD, 0, -_PAD, 0)
    if mark.is_first:
        middle = pill.center().y() - _ICON // 2
        paint_icon(painter, QRect(words.x() - 1, middle, _ICON, _ICON), "stack", colour)
        words.adjust(_ICON + 2, 0, 0, 0)
    painter.setPen(QColor(colour))
    painter.setFont(text_font(TextSize.CAPTION, bold=True))
    painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), mark.badge)
    painter.restore()


def paint_stack_ground(painter: QPainter, cell: QRect, mark: StackMark) -> None:
    """Paint the common ground behind the members of an open stack; *cell* is the tile with its share of the gaps."""
    if not mark.is_open:
        return
    area = QRectF(cell).adjusted(2 if mark.is_first else 0, 2, -2 if mark.is_last else 0, -2)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(area, RADIUS + 2, RADIUS + 2)
    if not mark.is_first:
        path.addRect(area.adjusted(0, 0, -area.width() / 2, 0))
    if not mark.is_last:
        path.addRect(area.adjusted(area.width() / 2, 0, 0, 0))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, QColor(current_tokens().surface_raised))
    painter.restore()


class StackClicks(QObject):
    """Takes the clicks upon badges before the grid sees them, and says what they do.

    Signals:
        toggled(asset id)
    """

    toggled = Signal(int)

    def __init__(self, grid: TileGrid, model: AssetModel) -> None:
        super().__init__(grid)
        self._grid, self._model = grid, model
        grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if event.type() not in (kinds.MouseButtonPress, kinds.MouseButtonDblClick):
                return False
            asset_id = self._badge_at(event.position().toPoint())
            if asset_id is None:
                return False
            self.toggled.emit(asset_id)
            return True
        if isinstance(event, QHelpEvent) and event.type() == kinds.ToolTip:
            asset_id = self._badge_at(event.pos())
            mark = None if asset_id is None else self._model.stack_mark(asset_id)
            if mark is not None:
                QToolTip.showText(event.globalPos(), hint_of(mark), self._grid)
                return True
        return False

    def _badge_at(self, point: QPoint) -> int | None:
        index = self._grid.indexAt(point)
        if not index.isValid():
            return None
        asset = self._model.item(index)
        mark = self._model.stack_mark(asset.id)
        if mark is None:
            return None
        picture = self._grid.picture_rect(self._grid.visualRect(index))
        return asset.id if badge_rect(picture, mark).contains(point) else None


def hint_of(mark: StackMark) -> str:
    """Return what a badge says when the pointer rests on it."""
    if mark.is_open:
        return f"{len(mark.ids)} pictures that look the same. Fold them into one tile (S)"
    return f"{len(mark.ids)} pictures that look the same. Show them side by side (S)"
