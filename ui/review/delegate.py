"""Paints one proposal: what is there now, what is proposed, and the lines that say why."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QToolTip

from metarr_desktop.domain.enrichment import Proposal
from ui.grid_view import TileDelegate, TileGrid
from ui.icons import paint_icon
from ui.images import paint_focus_ring, rounded_path
from ui.qt_types import AnyIndex
from ui.review.model import ProposalModel
from ui.review.pair import paint_pair, paint_words, pair_places
from ui.review.pictures import ReviewPictures
from ui.review.wording import facts_text, slot_text
from ui.theme import RADIUS, TextSize, current_tokens, text_font
from ui.tile_cache import TileCache, draw_picture_draft

LINES = 4
"""Slot and score, facts, and two of the reason."""
_MARGIN, _PAD = 10, 8
_STATES = QStyle.StateFlag
_OVER_TILES = _STATES.State_HasFocus | _STATES.State_Selected | _STATES.State_MouseOver


@dataclass(frozen=True, slots=True)
class TileButton:
    """A button painted onto the tile under the pointer, for the mouse; keys and buttons beside do the same."""

    name: str
    glyph: str
    words: str
    place: QRect


def buttons_of(cell: QRect) -> tuple[TileButton, ...]:
    """Return the buttons of the picture in *cell*: two discs in its upper corners."""
    side = round(text_font().pointSizeF() * 2.6)
    top = cell.y() + 6
    left, right = (
        QRect(cell.x() + 6, top, side, side),
        QRect(cell.right() + 1 - 6 - side, top, side, side),
    )
    return (
        TileButton("dismiss", "reject", "Dismiss (X)", left),
        TileButton("use", "check", "Use (P)", right),
    )


class ProposalDelegate(TileDelegate):
    """Paints from memory only; a tile that did not change is a copy of pixels."""

    def __init__(self, grid: TileGrid, model: ProposalModel, pictures: ReviewPictures) -> None:
        super().__init__(grid)
        self._grid, self._model, self._pictures = grid, model, pictures
        self._tiles = TileCache()
        self.is_several = False
        """Whether more than one tile is marked: then each of them shows it, the current one too."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        proposal = self._model.item(index)
        self._tiles.draw(
            painter,
            option.rect,
            proposal.id,
            self._look_of(proposal),
            lambda own, tile: self._paint_tile(own, tile, proposal),
            draft=lambda own, tile, before: self._paint_draft(own, tile, proposal),
            pace=self._grid.pace,
        )
        state = option.state & _OVER_TILES
        if not state:
            return
        cell = self._grid.picture_rect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & _STATES.State_Selected and self.is_several:
            self._paint_marked(painter, cell)
        if state & _STATES.State_MouseOver:
            painter.strokePath(rounded_path(QRectF(cell)), QPen(QColor(current_tokens().border_strong), 1))
            for button in buttons_of(cell):
                _paint_button(painter, button)
        if state & _STATES.State_HasFocus:
            paint_focus_ring(painter, cell)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        """Say what a button on the tile does, or else the whole reason."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        cell = self._grid.picture_rect(self._grid.visualRect(index))
        proposal = self._model.item(index)
        words = [each.words for each in buttons_of(cell) if each.place.contains(event.pos())]
        failure = self._pictures.failed(proposal.asset)
        QToolTip.showText(event.globalPos(), (*words, failure or proposal.reason)[0], view)
        return True

    def _look_of(self, proposal: Proposal) -> tuple[object, ...]:
        now = self._model.current_of(proposal)
        looks = []
        for asset in (proposal.asset, now):
            picture = None if asset is None else self._pictures.pixmap(asset)
            failure = self._pictures.failed(asset) if asset is not None and picture is None else None
            looks.append((asset, failure if picture is None else picture.cacheKey()))
        return (proposal, *looks, self._model.place_words(proposal), self._model.provider_of(proposal))

    def _paint_tile(self, painter: QPainter, tile: QRect, proposal: Proposal) -> None:
        tokens, cell = current_tokens(), self._grid.picture_rect(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(QRectF(cell).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        asset, now = proposal.asset, self._model.current_of(proposal)
        area = cell.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        places = pair_places(area, asset.asset_type, has_current=proposal.replaces is not None)
        paint_pair(
            painter,
            places,
            (asset, self._pictures.pixmap(asset), self._pictures.failed(asset)),
            None if now is None else (now, self._pictures.pixmap(now), self._pictures.failed(now)),
            self._model.place_words(proposal),
        )
        self._paint_caption(painter, self._grid.caption_rect(tile), proposal)

    def _paint_draft(self, painter: QPainter, tile: QRect, proposal: Proposal) -> None:
        """Paint what is seen for a moment while tiles scroll by: the ground, and the picture without smoothing."""
        cell, asset = self._grid.picture_rect(tile), proposal.asset
        painter.fillRect(cell, QColor(current_tokens().surface))
        pixmap = self._pictures.pixmap(asset)
        if pixmap is not None:
            area = cell.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            places = pair_places(area, asset.asset_type, has_current=proposal.replaces is not None)
            draw_picture_draft(painter, places.proposed, pixmap, is_smooth=False)

    def _paint_caption(self, painter: QPainter, box: QRect, proposal: Proposal) -> None:
        tokens, asset = current_tokens(), proposal.asset
        line = QRect(box.x(), box.y(), box.width(), box.height() // LINES)
        score = "–" if asset.score is None else f"{asset.score}"
        used = paint_words(painter, line, score, tokens.text, bold=True, right=True)
        rest = line.adjusted(0, 0, -used - _PAD, 0)
        paint_words(painter, rest, slot_text(asset), tokens.text, bold=True)
        facts = facts_text(asset, self._model.provider_of(proposal))
        paint_words(painter, line.translated(0, line.height()), facts, tokens.muted)
        painter.setFont(text_font(TextSize.CAPTION))
        painter.setPen(QColor(tokens.muted))
        reason = QRect(box.x(), line.y() + 2 * line.height(), box.width(), 2 * line.height())
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        painter.drawText(reason, flags, _two_lines(painter, proposal.reason, reason.width()))

    def _paint_marked(self, painter: QPainter, cell: QRect) -> None:
        """Show that a tile is one of several: a frame, and a tick, for those who see no colours."""
        tokens = current_tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        side = round(text_font().pointSizeF() * 2)
        disc = QRect(cell.right() - 5 - side, cell.bottom() - 5 - side, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(disc)
        third = side // 5
        paint_icon(painter, disc.adjusted(third, third, -third, -third), "check", tokens.accent_text)


def _paint_button(painter: QPainter, button: TileButton) -> None:
    tokens = current_tokens()
    painter.setPen(QPen(QColor(tokens.border_strong), 1))  # on black the ground alone would not be seen
    painter.setBrush(QColor(tokens.scrim))
    painter.drawEllipse(button.place)
    inset = button.place.width() // 5
    glyph = button.place.adjusted(inset, inset, -inset, -inset)
    paint_icon(painter, glyph, button.glyph, tokens.scrim_text)


def _two_lines(painter: QPainter, text: str, width: int) -> str:
    """Return as much of *text* as two lines hold; the tool tip and the panel have all of it."""
    metrics = painter.fontMetrics()
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(width * 1.8))
