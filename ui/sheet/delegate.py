"""Painting of cells and headers of the contact sheet."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, CachedAsset
from metarr_desktop.domain.thumbnail import Size
from ui.images import fitted_rect, paint_mark, paint_picture, paint_placeholder
from ui.picture_feed import PictureFeed
from ui.qt_types import AnyIndex
from ui.sheet.model import SheetModel
from ui.sheet.picks import selected_of
from ui.theme import RADIUS, TextSize, current_tokens, text_font
from ui.transparency import paint_checkerboard

GAP = 8


def url_of(asset: CachedAsset) -> str:
    """Return the address of the small rendition."""
    return asset.thumb_url or asset.url


def paint_asset(
    painter: QPainter, box: QRect, asset: CachedAsset, pixmap: QPixmap | None, failure: str | None
) -> None:
    """Paint a picture whole into *box*, its place while it is on its way, or why it cannot be shown."""
    if pixmap is None:
        paint_placeholder(painter, box, failure or "", is_dashed=failure is not None)
        return
    if ASSET_SHAPES[asset.asset_type].has_alpha:
        paint_checkerboard(painter, box, pixmap)
        box = box.adjusted(4, 4, -4, -4)
    paint_picture(painter, box, pixmap)


class SheetDelegate(QStyledItemDelegate):
    """Paints the cells: picture, what is selected now, what is picked, where the focus is."""

    def __init__(self, model: SheetModel, feed: PictureFeed, box: Size, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._feed, self.box = model, feed, box

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens, model = current_tokens(), self._model
        row, column = index.row(), index.column()
        cell = QRect(option.rect)
        place = cell.adjusted(GAP, GAP, -GAP, -GAP)
        asset = model.asset(row, column)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if asset is not None:
            url = url_of(asset)
            picture = self._feed.pixmap(url, self.box)
            paint_asset(painter, place, asset, picture, self._feed.failed(url))
            selected = selected_of(model.row(row))
            if selected is not None and selected.id == asset.id:
                paint_mark(painter, place, "✓ Now", tokens.good, tokens.good_text, is_right=False)
            if model.is_picked(row, asset):
                self._paint_picked(painter, place)
        elif column == model.more_column:
            count = len(model.remaining(row))
            if count:
                self._paint_more(painter, place, count)
        else:
            words = "none like it" if model.row(row).candidates else "nothing yet"
            paint_placeholder(painter, place, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(QRectF(place).adjusted(-4, -4, 4, 4), RADIUS + 3, RADIUS + 3)
        painter.restore()

    def _paint_picked(self, painter: QPainter, place: QRect) -> None:
        tokens = current_tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 4))
        painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        paint_mark(painter, place, "Marked", tokens.accent, tokens.accent_text)

    def _paint_more(self, painter: QPainter, place: QRect, count: int) -> None:
        tokens = current_tokens()
        painter.setPen(QPen(QColor(tokens.border_strong), 1))
        painter.setBrush(QColor(tokens.surface_raised))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(QColor(tokens.accent))
        painter.setFont(text_font(TextSize.BODY, bold=True))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"+{count:,}")


def picture_place(area: QRect, asset: CachedAsset) -> QRect:
    """Return where a picture of the type's shape is in *area*."""
    shape = ASSET_SHAPES[asset.asset_type]
    return fitted_rect(QRect(0, 0, shape.ideal_width, shape.ideal_height).size(), area)
