"""All pictures of all windows together stay below one bound, and what is looked at stays longest."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPixmap

from metarr_desktop.domain.thumbnail import Size, Thumbnail
from tests.async_gui import eventually
from ui import picture_memory
from ui.images import PixmapCache
from ui.picture_feed import PictureFeed
from ui.picture_memory import PictureMemory
from ui.tile_cache import TileCache

SIDE = 64
ONE = SIDE * SIDE * 4
BOX = Size(SIDE, SIDE)


@pytest.fixture
def memory(qapp, monkeypatch) -> PictureMemory:
    """Room for eight pictures."""
    memory = PictureMemory(8 * ONE)
    monkeypatch.setattr(picture_memory, "shared", memory)
    return memory


def fill(cache: PixmapCache, name: str, count: int) -> None:
    for number in range(count):
        cache.put(f"{name}{number}", SIDE, SIDE, a_pixmap())


def a_pixmap() -> QPixmap:
    pixmap = QPixmap(SIDE, SIDE)
    pixmap.fill(QColor("#335577"))
    assert pixmap.depth() == 32
    return pixmap


def draw_tiles(cache: TileCache, count: int) -> None:
    from PySide6.QtGui import QPainter

    screen = QPixmap(SIDE, SIDE)
    with QPainter(screen) as painter:
        for number in range(count):
            cache.draw(painter, QRect(0, 0, SIDE, SIDE), number, "", lambda own, box: own.fillRect(box, 0))


def test_two_windows_share_one_bound(memory: PictureMemory) -> None:
    library, browser = PixmapCache(), PixmapCache()
    fill(library, "l", 6)
    fill(browser, "b", 6)
    assert (memory.used_bytes, browser.used_bytes, library.used_bytes) == (8 * ONE, 6 * ONE, 2 * ONE)


def test_painted_tiles_count_too(memory: PictureMemory) -> None:
    pictures, tiles = PixmapCache(), TileCache()
    fill(pictures, "p", 6)
    draw_tiles(tiles, 6)
    assert memory.used_bytes <= 8 * ONE
    assert tiles.used_bytes == 6 * ONE


def test_the_window_that_is_looked_at_keeps_its_pictures(memory: PictureMemory) -> None:
    seen, behind, coming = PixmapCache(), PixmapCache(), PixmapCache()
    fill(seen, "s", 3)
    fill(behind, "b", 3)
    seen.get("s0", SIDE, SIDE)
    fill(coming, "c", 4)
    assert (seen.used_bytes, behind.used_bytes) == (3 * ONE, ONE)


def test_a_closed_window_gives_its_room_back(memory: PictureMemory) -> None:
    closed = PixmapCache()
    fill(closed, "c", 5)
    del closed
    assert memory.used_bytes == 0


def test_the_last_picture_of_a_window_is_never_taken(memory: PictureMemory) -> None:
    loupe, grid = PixmapCache(), PixmapCache()
    fill(loupe, "one", 1)
    fill(grid, "g", 20)
    assert loupe.get("one0", SIDE, SIDE) is not None


def test_the_bound_of_the_program_is_256_megabytes() -> None:
    assert picture_memory.MOST_BYTES == 256 * 1024 * 1024


class Shelf:
    """Serves every picture and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def load(self, url: str, box: Size) -> Thumbnail:
        self.asked.append(url)
        await asyncio.sleep(0)
        return Thumbnail(SIDE, SIDE, bytes(ONE), False, SIDE, SIDE)


async def test_a_visible_picture_that_was_given_away_comes_again_when_painted(memory: PictureMemory) -> None:
    shelf = Shelf()
    feed = PictureFeed(shelf, PixmapCache())
    feed.want(["a", "b"], BOX)
    await eventually(lambda: feed.is_idle)
    other = PixmapCache()
    fill(other, "o", 8)
    assert feed.pixmap("a", BOX) is None
    feed.pixmap("a", BOX)
    other.clear()
    await eventually(lambda: feed.pixmap("a", BOX) is not None)
    assert shelf.asked == ["a", "b", "a"]
    await feed.close()
