"""What a grid may rely on when it asks for pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PySide6.QtGui import QColor

from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from tests.async_gui import eventually
from ui.images import PixmapCache
from ui.picture_feed import PictureFeed

BOX = Size(342, 513)


class Shelf:
    """Pictures that come when the test says so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.given_up: list[str] = []
        self.broken: set[str] = set()
        self.is_open = asyncio.Event()
        self.is_open.set()

    async def load(self, url: str, box: Size) -> Thumbnail:
        self.asked.append(url)
        try:
            await self.is_open.wait()
        except asyncio.CancelledError:
            self.given_up.append(url)
            raise
        if url in self.broken:
            raise ThumbnailUnavailable("The address answers with a web page instead of a picture.")
        return Thumbnail(2, 3, bytes([10, 20, 200, 255] * 6), False, 2000, 3000)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def feed(qapp: Any, shelf: Shelf) -> AsyncIterator[PictureFeed]:
    feed = PictureFeed(shelf, PixmapCache())
    yield feed
    await feed.close()


async def test_a_wanted_picture_arrives_in_its_colours(feed: PictureFeed) -> None:
    feed.want(["a"], BOX)
    await eventually(lambda: feed.pixmap("a", BOX))
    pixmap = feed.pixmap("a", BOX)
    assert pixmap is not None
    assert pixmap.toImage().pixelColor(0, 0) == QColor(200, 20, 10)


async def test_pictures_are_asked_for_in_the_order_of_the_screen(feed: PictureFeed, shelf: Shelf) -> None:
    urls = [f"p{number}" for number in range(40)]
    feed.want(urls, BOX)
    await eventually(lambda: feed.is_idle)
    assert shelf.asked == urls


async def test_many_pictures_are_announced_in_few_batches(feed: PictureFeed) -> None:
    batches: list[list[str]] = []
    feed.arrived.connect(batches.append)
    urls = [f"p{number}" for number in range(10)]
    feed.want(urls, BOX)
    await eventually(lambda: feed.is_idle)
    assert sorted(url for batch in batches for url in batch) == urls
    assert len(batches) <= 3


async def test_painting_does_not_follow_in_the_same_turn_of_the_loop(
    feed: PictureFeed,
) -> None:
    turns: list[str] = []
    flush = feed._on_flush

    def noted() -> None:
        flush()
        turns.append("made")

    feed._flush.timeout.disconnect()
    feed._flush.timeout.connect(noted)
    feed.arrived.connect(lambda urls: turns.append("told"))
    feed.want(["a", "b"], BOX)
    await eventually(lambda: feed.is_idle)
    assert turns == ["made", "told"]


async def test_what_scrolled_away_is_given_up(feed: PictureFeed, shelf: Shelf) -> None:
    shelf.is_open.clear()
    feed.want(["away", "stays"], BOX)
    await eventually(lambda: len(shelf.asked) == 2)
    feed.want(["stays", "new"], BOX)
    await eventually(lambda: len(shelf.asked) == 3)
    assert shelf.given_up == ["away"]
    assert shelf.asked == ["away", "stays", "new"]


async def test_what_waits_in_the_queue_yields_to_what_is_seen_now(feed: PictureFeed, shelf: Shelf) -> None:
    shelf.is_open.clear()
    feed.want([f"old{number}" for number in range(100)], BOX)
    await eventually(lambda: shelf.asked)
    feed.want(["seen"], BOX)
    shelf.is_open.set()
    await eventually(lambda: feed.pixmap("seen", BOX))
    assert "seen" in shelf.asked
    assert len(shelf.asked) < 20


async def test_a_picture_that_is_here_is_not_loaded_again(feed: PictureFeed, shelf: Shelf) -> None:
    feed.want(["a"], BOX)
    await eventually(lambda: feed.is_idle)
    feed.want(["a", "b"], BOX)
    await eventually(lambda: feed.is_idle)
    assert shelf.asked == ["a", "b"]


async def test_a_broken_picture_leaves_a_sentence_and_is_tried_again_when_it_comes_back(
    feed: PictureFeed, shelf: Shelf
) -> None:
    shelf.broken.add("a")
    batches: list[list[str]] = []
    feed.arrived.connect(batches.append)
    feed.want(["a"], BOX)
    await eventually(lambda: batches)
    assert feed.failed("a") == "The address answers with a web page instead of a picture."
    feed.want(["a"], BOX)  # still in sight: not hammered
    assert feed.is_idle
    feed.want([], BOX)
    shelf.broken.clear()
    feed.want(["a"], BOX)
    await eventually(lambda: feed.pixmap("a", BOX))
    assert feed.failed("a") is None


async def test_another_box_is_another_picture(feed: PictureFeed, shelf: Shelf) -> None:
    feed.want(["a"], BOX)
    await eventually(lambda: feed.is_idle)
    other = Size(780, 440)
    feed.want(["a"], other)
    await eventually(lambda: feed.pixmap("a", other))
    assert shelf.asked == ["a", "a"]


async def test_nothing_is_loaded_after_closing(qapp: Any, shelf: Shelf) -> None:
    feed = PictureFeed(shelf, PixmapCache())
    await feed.close()
    feed.want(["a"], BOX)
    await asyncio.sleep(0)
    assert shelf.asked == []
