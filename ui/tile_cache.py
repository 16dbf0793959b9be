"""Tiles painted once: a frame of scrolling then copies pixels instead of laying out text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui import picture_memory
from ui.images import bytes_of, fitted_rect
from ui.paint_pace import PaintPace
from ui.theme import TextSize, current_tokens, text_font

PaintTile = Callable[[QPainter, QRect], None]
PaintDraft = Callable[[QPainter, QRect, QPixmap | None], None]


class TileCache:
    """The finished pixels of the tiles seen last, at most *max_bytes* of them; GUI thread only.

    A tile is painted anew when its state, its size, the colours or the text size are others.  Focus, hover and
    selection are painted over it by the delegate.
    """

    def __init__(self, max_bytes: int = 48 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._used = 0
        self._tiles: OrderedDict[Hashable, tuple[tuple[object, ...], QPixmap]] = OrderedDict()

    def draw(
        self,
        painter: QPainter,
        cell: QRect,
        key: Hashable,
        state: object,
        paint: PaintTile,
        *,
        draft: PaintDraft | None = None,
        pace: PaintPace | None = None,
    ) -> None:
        """Draw the tile of *key* at *cell*.

        Args:
            state: everything its look depends on.
            paint: paints it into the rectangle it is given; called when there is no tile in this state.
            draft: paints something like it at once, helped by the tile as it looked before; called instead
                when *pace* has no time left in this frame and no tile of this size is there.
        """
        ratio = painter.device().devicePixelRatio()
        font = text_font(TextSize.CAPTION)
        look = (state, cell.width(), cell.height(), ratio, current_tokens(), font.pointSizeF(), font.family())
        kept = self._tiles.get(key)
        if kept is not None and kept[0] == look:
            self._tiles.move_to_end(key)
            picture_memory.shared.used(self)
            painter.drawPixmap(cell.topLeft(), kept[1])
            return
        if draft is not None and pace is not None and not pace.may_finish():
            if kept is not None and kept[0][1:] == look[1:]:  # as it was a moment ago: a placeholder, mostly
                painter.drawPixmap(cell.topLeft(), kept[1])
                return
            draft(painter, cell, None if kept is None else kept[1])
            return
        tile = _painted(cell.size(), ratio, paint)
        self._keep(key, look, tile)
        painter.drawPixmap(cell.topLeft(), tile)

    def _keep(self, key: Hashable, look: tuple[object, ...], tile: QPixmap) -> None:
        old = self._tiles.pop(key, None)
        self._used += bytes_of(tile) - (0 if old is None else bytes_of(old[1]))
        self._tiles[key] = (look, tile)
        while self._used > self._max_bytes and self.drop_oldest():
            pass
        picture_memory.shared.grew(self)

    @property
    def used_bytes(self) -> int:
        """Bytes of pixels held."""
        return self._used

    def drop_oldest(self) -> int:
        """Forget the tile drawn least recently; return its bytes, 0 when only one is left."""
        if len(self._tiles) < 2:
            return 0
        _, (_, dropped) = self._tiles.popitem(last=False)
        self._used -= bytes_of(dropped)
        return bytes_of(dropped)


def draw_picture_draft(painter: QPainter, box: QRect, pixmap: QPixmap, *, is_smooth: bool = True) -> None:
    """Draw *pixmap* whole inside *box* with sharp corners; a tenth of the cost, less where it need not be smooth."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
    painter.drawPixmap(fitted_rect(pixmap.size(), box), pixmap)


def draw_caption_draft(painter: QPainter, cell: QRect, before: QPixmap, height: int) -> None:
    """Draw the lowest *height* px of a tile as it looked at another size: both ends of its lines stay in place."""
    ratio = before.devicePixelRatio()
    half = min(cell.width(), int(before.width() / ratio)) // 2
    bottom = cell.bottom() + 1 - height
    source = QRect(0, before.height() - round(height * ratio), round(half * ratio), round(height * ratio))
    painter.drawPixmap(QRect(cell.x(), bottom, half, height), before, source)
    source.moveRight(before.width() - 1)
    painter.drawPixmap(QRect(cell.right() + 1 - half, bottom, half, height), before, source)


def _painted(size: QSize, ratio: float, paint: PaintTile) -> QPixmap:
    tile = QPixmap(size * ratio)
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    try:
        paint(painter, QRect(QPoint(0, 0), size))
    finally:
        painter.end()  # a painter left open would make Qt abort when the pixmap goes
    return tile
