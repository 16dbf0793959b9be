"""Grids full of posters: the asset browser's own model, delegate and feed, and a bare painter to hold them against."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea

from benchmarks.cached_rows import NOW
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from ui import picture_memory
from ui.assets.asset_delegate import AssetDelegate
from ui.assets.asset_model import AssetModel
from ui.assets.tile_shapes import grid_shape
from ui.grid_geometry import GridGeometry
from ui.grid_view import TileGrid
from ui.images import PixmapCache
from ui.picture_feed import PictureFeed
from ui.picture_memory import PictureMemory

WINDOW = QSize(1280, 860)
SHAPE = grid_shape(AssetType.POSTER)


def asset(number: int, thumb_url: str | None = None) -> CachedAsset:
    """Return the candidate *number* of a title: posters of two providers in five languages."""
    provider = ("tmdb", "fanart_tv", "tmdb")[number % 3]
    url = f"https://images.example/{provider}/{number}.jpg"
    wide = 1000 if provider == "fanart_tv" else 2000
    return CachedAsset(
        number, AssetType.POSTER, provider, url, thumb_url or f"{url}?small", wide, wide * 3 // 2,
        ("en", None, "de", "fr", "ja")[number % 5], None, 100 - number * 37 % 101, False, number == 1,
        number % 23 == 0, False, None, None, NOW, NOW, None,
        f'{{"votes":{number * 7919 % 300},"voteAverage":5.3}}',
    )  # fmt: skip


def asset_model(assets: Sequence[CachedAsset]) -> AssetModel:
    """Return the browser's model with *assets* in it."""
    model = AssetModel()
    model.set_providers({"tmdb": "TMDB", "fanart_tv": "Fanart.tv"}, {"tmdb", "fanart_tv"})
    model.show(assets, frozenset())
    return model


class NoPictures:
    """A source that is never to be asked: everything is in the cache."""

    async def load(self, url: str, box: Size) -> Thumbnail:
        raise AssertionError(f"{url} was asked for although it is cached")


class AssetGrid(TileGrid):
    """The grid of the browser, put together as the browser does; tells when it has painted."""

    def __init__(
        self, assets: AssetModel, thumbnails: Thumbnails, cache: PixmapCache, on_painted: Callable[[], None]
    ) -> None:
        super().__init__()
        self._on_painted = on_painted
        self.assets = assets
        self.feed = PictureFeed(thumbnails, cache)
        delegate = AssetDelegate(self, self.assets, self.feed)
        delegate.set_box(SHAPE.box)
        self.setItemDelegate(delegate)
        self.setModel(self.assets)
        self.set_shape(SHAPE.tile)
        self.set_tile_width(SHAPE.widths[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._on_painted()


class BareGrid(QAbstractScrollArea):
    """The floor: the same places, a picture of exactly the right size and two lines of text; nothing else."""

    def __init__(self, count: int, pictures: list[QPixmap], on_painted: Callable[[], None]) -> None:
        super().__init__()
        self._count, self._pictures, self._on_painted = count, pictures, on_painted
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def _geometry(self) -> GridGeometry:
        shape = SHAPE.tile
        return GridGeometry(self.viewport().width(), SHAPE.widths[1], shape, shape.caption_height())

    def resizeEvent(self, event: object) -> None:
        height = self._geometry().content_height(self._count)
        self.verticalScrollBar().setRange(0, max(0, height - self.viewport().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        geometry, top = self._geometry(), self.verticalScrollBar().value()
        first, last = geometry.rows_between(top, top + self.viewport().height() - 1)
        painter = QPainter(self.viewport())
        for row in range(first, min(self._count, last + 1)):
            cell = geometry.cell(row).translated(0, -top)
            painter.drawPixmap(geometry.picture_rect(cell), self._pictures[row % len(self._pictures)])
            caption = geometry.caption_rect(cell)
            half = caption.height() // 2
            painter.drawText(QRect(caption.x(), caption.y(), caption.width(), half), 0, f"{row} TMDB")
            painter.drawText(QRect(caption.x(), caption.y() + half, caption.width(), half), 0, "2000 x 3000")
        painter.end()
        self._on_painted()


def picture(number: int, size: QSize) -> QImage:
    """Return a picture of one colour: what it shows costs a painter nothing."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(0xFF000000 | number * 0x9E3779 & 0xFFFFFF)
    return image


def full_cache(assets: Sequence[CachedAsset]) -> PixmapCache:
    """Return a cache in which every picture of *assets* is ready, in the size the browser loads."""
    picture_memory.shared = PictureMemory(1 << 50)  # 24 pixmaps stand for all of them
    cache = PixmapCache(max_bytes=1 << 40)
    box = SHAPE.box
    shared = [QPixmap.fromImage(picture(number, QSize(box.width, box.height))) for number in range(24)]
    for each in assets:
        cache.put(each.thumb_url or "", box.width, box.height, shared[each.id % len(shared)])
    return cache
