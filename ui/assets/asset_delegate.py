"""Paints one candidate: the picture whole, its marks, and two lines of facts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QToolTip

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.ranking import PART_NAMES
from metarr_desktop.domain.thumbnail import Size
from ui.assets.asset_model import AssetModel, picture_url
from ui.assets.score_lines import paint_score_lines
from ui.assets.several import holds_several
from ui.assets.stack_badge import paint_stack_badge, paint_stack_ground
from ui.assets.stated_language import has_language
from ui.assets.tile_lines import paint_line
from ui.assets.wording import (
    NO_LONGER_OFFERED,
    PROPOSED,
    PROVIDER_OFF,
    REJECTED,
    pixels_text,
    selected_text,
    short_language,
    short_mark,
    trailer_line,
    trailer_name,
    votes_text,
)
from ui.grid_view import TileDelegate, TileGrid
from ui.images import (
    fitted_rect,
    mark_width,
    paint_focus_ring,
    paint_mark,
    paint_picture,
    paint_placeholder,
    rounded_path,
)
from ui.picture_feed import PictureFeed
from ui.qt_types import AnyIndex
from ui.theme import RADIUS, current_tokens
from ui.tile_cache import TileCache, draw_caption_draft, draw_picture_draft
from ui.transparency import checkerboard, chosen_ground, paint_checkerboard

_STATES = QStyle.StateFlag
_OVER_TILES = _STATES.State_HasFocus | _STATES.State_Selected | _STATES.State_MouseOver
REJECTED_OPACITY, OFF_OPACITY = 0.4, 0.45


class AssetDelegate(TileDelegate):
    """Paints from memory only: what is not loaded yet is a placeholder of the final shape."""

    def __init__(self, grid: TileGrid, model: AssetModel, feed: PictureFeed) -> None:
        super().__init__(grid)
        self._grid, self._model, self._feed = grid, model, feed
        self._box = Size(342, 513)
        self._tiles, self._captions = TileCache(), TileCache(max_bytes=6 * 1024 * 1024)

    def set_box(self, box: Size) -> None:
        """Say which box the pictures of the present type are loaded for."""
        self._box = box

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        asset = self._model.item(index)
        if (stack := self._model.stack_mark(asset.id)) is not None:
            paint_stack_ground(painter, option.rect, stack)
        self._tiles.draw(
            painter,
            option.rect,
            asset.id,
            self._look_of(asset),
            lambda own, tile: self._paint_tile(own, tile, asset),
            draft=lambda own, tile, before: self._paint_draft(own, tile, before, asset),
            pace=self._grid.pace,
        )
        state = option.state & _OVER_TILES
        if not state:
            return
        cell = self._grid.picture_rect(option.rect)
        if state & _STATES.State_HasFocus:
            paint_focus_ring(painter, cell)
            return
        if state & _STATES.State_Selected:
            self._paint_chosen(painter, cell)
        if state & _STATES.State_MouseOver:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.strokePath(rounded_path(QRectF(cell)), QPen(QColor(current_tokens().border_strong), 1))
            painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Say what the score is made of when the pointer rests on the lines under the picture."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        is_caption = self._grid.caption_rect(option.rect).contains(event.pos())
        words = self._model.score_tip(self._model.item(index)) if is_caption else ""
        if words:
            QToolTip.showText(event.globalPos(), words, view)
        else:
            QToolTip.hideText()
        return True

    def _look_of(self, asset: CachedAsset) -> tuple[object, ...]:
        """Return all that decides how the tile looks, apart from its size and the theme."""
        url, model = picture_url(asset), self._model
        pixmap = self._feed.pixmap(url, self._box) if url else None
        failure = self._feed.failed(url) if url and pixmap is None else None
        provider = (model.provider_title(asset), model.is_provider_off(asset))
        picture = failure if pixmap is None else pixmap.cacheKey()
        season = model.season_title(asset)
        stack = (model.stack_mark(asset.id), holds_several(asset.asset_type))
        score = (model.total(asset), self._points_of(asset))
        return (
            asset,
            picture,
            self._box,
            (model.is_new(asset.id), model.is_proposed(asset.id)),
            provider,
            season,
            stack,
            score,
            chosen_ground(),
        )

    def _points_of(self, asset: CachedAsset) -> tuple[float, ...] | None:
        """Return the points under the tile while it is unfolded."""
        ranked = self._model.ranking.of(asset) if self._model.is_unfolded else None
        return None if ranked is None else ranked.points + ranked.most

    def _opacity(self, asset: CachedAsset) -> float:
        if asset.is_rejected:
            return REJECTED_OPACITY
        return OFF_OPACITY if self._model.is_provider_off(asset) else 1.0

    def _paint_tile(self, painter: QPainter, tile: QRect, asset: CachedAsset) -> None:
        cell = self._grid.picture_rect(tile)
        self._paint_picture(painter, cell, asset)
        self._paint_marks(painter, cell, asset)
        self._draw_caption(painter, tile, asset)

    def _draw_caption(self, painter: QPainter, tile: QRect, asset: CachedAsset) -> None:
        """Draw the lines under the picture; they are laid out once, not again when the picture comes."""
        season, provider = self._model.season_title(asset), self._model.provider_title(asset)
        self._captions.draw(
            painter,
            self._grid.caption_rect(tile),
            asset.id,
            (asset, season, provider, self._model.total(asset), self._points_of(asset)),
            lambda own, box: self._paint_caption(own, box, asset),
        )

    def _paint_draft(
        self, painter: QPainter, tile: QRect, before: QPixmap | None, asset: CachedAsset
    ) -> None:
        """Paint what is seen for a moment: the picture; while the size is dragged also its marks and old caption."""
        cell, url = self._grid.picture_rect(tile), picture_url(asset)
        pixmap = self._feed.pixmap(url, self._box) if url else None
        if pixmap is None:
            painter.fillRect(cell, QColor(current_tokens().surface_raised))
        else:
            self._paint_picture_draft(painter, cell, pixmap, asset)
        if self._grid.pace.is_dragging:
            self._paint_marks(painter, cell, asset)
            if before is not None:
                draw_caption_draft(painter, tile, before, tile.bottom() - cell.bottom())

    def _paint_picture_draft(
        self, painter: QPainter, cell: QRect, pixmap: QPixmap, asset: CachedAsset
    ) -> None:
        painter.save()
        if ASSET_SHAPES[asset.asset_type].has_alpha:
            painter.fillRect(cell, checkerboard(pixmap))
            margin = _margin(cell)
            cell = cell.adjusted(margin, margin, -margin, -margin)
        elif not _fills(pixmap.size(), cell):
            painter.fillRect(cell, QColor(current_tokens().surface_raised))
        painter.setOpacity(self._opacity(asset))
        draw_picture_draft(painter, cell, pixmap, is_smooth=self._grid.pace.is_dragging)
        painter.restore()

    def _paint_chosen(self, painter: QPainter, cell: QRect) -> None:
        """Outline a tile that is part of a selection of several."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_tokens().accent), 2, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(QRectF(cell).adjusted(-3, -3, 3, 3), RADIUS + 3, RADIUS + 3)
        painter.restore()

    def _paint_picture(self, painter: QPainter, cell: QRect, asset: CachedAsset) -> None:
        tokens = current_tokens()
        url = picture_url(asset)
        pixmap = self._feed.pixmap(url, self._box) if url else None
        opacity = self._opacity(asset)
        if pixmap is None:
            self._paint_no_picture(painter, cell, asset, self._feed.failed(url) if url else None)
        elif ASSET_SHAPES[asset.asset_type].has_alpha:
            paint_alpha_picture(painter, cell, pixmap, opacity)
        else:
            if not _fills(pixmap.size(), cell):  # letterboxed, so that every tile has the same shape
                painter.save()
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.fillPath(rounded_path(QRectF(cell)), QColor(tokens.surface))
                painter.restore()
            paint_picture(painter, cell, pixmap, opacity=opacity)
        if asset.asset_type is AssetType.TRAILER:
            paint_play(painter, cell)

    def _paint_no_picture(
        self, painter: QPainter, cell: QRect, asset: CachedAsset, failure: str | None
    ) -> None:
        if failure:
            paint_placeholder(painter, cell, "This picture cannot be shown", is_dashed=True)
        else:
            paint_placeholder(painter, cell, "", is_dashed=False)

    def _paint_marks(self, painter: QPainter, cell: QRect, asset: CachedAsset) -> None:
        tokens = current_tokens()
        if (stack := self._model.stack_mark(asset.id)) is not None:
            paint_stack_badge(painter, cell, stack)
        left, right = QRect(), ""
        if asset.is_selected:
            text = selected_text(asset)
            left = paint_mark(
                painter, cell, text, tokens.good, tokens.good_text, is_right=False, short=short_mark(text)
            )
        ground, colour = tokens.scrim, tokens.scrim_text
        if asset.is_rejected:
            right = REJECTED
        elif asset.missing_since is not None:
            right = NO_LONGER_OFFERED
        elif self._model.is_provider_off(asset):
            right = PROVIDER_OFF
        elif self._model.is_proposed(asset.id) and not asset.is_selected:
            right, ground, colour = PROPOSED, tokens.accent, tokens.accent_text
        elif self._model.is_new(asset.id):
            right, ground, colour = "New", tokens.new, tokens.new_text
        if right:
            # Both marks on a narrow tile would overlap: the second goes below the first.
            is_tight = not left.isNull() and left.width() + mark_width(right) + 20 > cell.width()
            corner = cell.translated(0, left.height() + 4) if is_tight else cell
            paint_mark(painter, corner, right, ground, colour, short=short_mark(right))

    def _paint_caption(self, painter: QPainter, box: QRect, asset: CachedAsset) -> None:
        tokens = current_tokens()
        season = self._model.season_title(asset)
        line = box.height() // self._grid.shape.caption_lines
        if self._model.is_unfolded:
            below = line * (self._grid.shape.caption_lines - len(PART_NAMES))
            paint_score_lines(
                painter,
                box.adjusted(0, below, 0, 0),
                self._model.ranking.of(asset),
                has_language=has_language(asset),
            )
        upper = QRect(box.x(), box.y(), box.width(), line)
        if season:
            paint_line(painter, upper, season, "", tokens.text)
            upper.translate(0, line)
        lower = upper.translated(0, line)
        if asset.asset_type is AssetType.TRAILER:
            paint_line(painter, upper, trailer_name(asset), "", tokens.text, bold=True)
            language = short_language(asset) if asset.language else ""
            paint_line(painter, lower, trailer_line(asset) or self._model.provider_title(asset), language)
            return
        total = self._model.total(asset)
        score = "–" if total is None else str(total)
        used = paint_line(painter, upper, score, "", tokens.text, bold=True)
        rest = upper.adjusted(used + 8, 0, 0, 0)
        paint_line(painter, rest, self._model.provider_title(asset), short_language(asset))
        paint_line(painter, lower, pixels_text(asset), votes_text(asset))


def paint_alpha_picture(painter: QPainter, cell: QRect, pixmap: QPixmap, opacity: float = 1.0) -> None:
    """Paint a logo, disc or clear art with a little air on the checkerboard, which keeps its strength."""
    paint_checkerboard(painter, cell, pixmap)
    margin = _margin(cell)
    paint_picture(painter, cell.adjusted(margin, margin, -margin, -margin), pixmap, opacity=opacity, radius=0)


def _margin(cell: QRect) -> int:
    return max(4, cell.height() // 20)


def _fills(size: QSize, cell: QRect) -> bool:
    fitted = fitted_rect(size, cell)
    return fitted.width() >= cell.width() - 2 and fitted.height() >= cell.height() - 2


def paint_play(painter: QPainter, cell: QRect) -> None:
    """Paint the sign of something to play into the middle of *cell*."""
    tokens = current_tokens()
    size = min(cell.height() // 3, 44)
    disc = QRectF(cell.center().x() - size / 2, cell.center().y() - size / 2, size, size)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.scrim))
    painter.drawEllipse(disc)
    painter.setBrush(QColor(tokens.scrim_text))
    centre, third = disc.center(), size / 4
    corners = [(-0.7, -1.0), (1.05, 0.0), (-0.7, 1.0)]
    triangle = [QPointF(centre.x() + x * third, centre.y() + y * third) for x, y in corners]
    painter.drawPolygon(QPolygonF(triangle))
    painter.restore()
