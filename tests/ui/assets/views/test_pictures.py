"""Large pictures on their way: what is looked at first, nothing piles up, memory has an end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from PySide6.QtGui import QImage

from metarr_desktop.domain.thumbnail import Size, Thumbnail
from tests.async_gui import eventually
from tests.ui.assets.views.conftest import BROKEN
from tests.ui.assets.views.conftest import Pictures as Source
from ui.assets.views.difference import difference_of, difference_words
from ui.assets.views.pictures import ORIGINAL, Pictures, Want, screen_box
from ui.images import image_from_thumbnail

URLS = [f"https://image.example/{number}.jpg" for number in range(200)]


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
async def pictures(source: Source, qapp: object) -> AsyncIterator[Pictures]:
    pictures = Pictures(source)
    yield pictures
    await pictures.close()


def wants(*places: int) -> list[Want]:
    return [Want(URLS[place], screen_box()) for place in places]


async def test_neighbours_wait_until_what_is_looked_at_is_here(pictures: Pictures, source: Source) -> None:
    source.gate.clear()
    pictures.want(wants(1), wants(2, 0))
    await asyncio.sleep(0.2)
    assert source.of(screen_box()) == [URLS[1]]
    source.gate.set()
    await eventually(lambda: source.of(screen_box()) == [URLS[1], URLS[2], URLS[0]])
    await eventually(lambda: pictures.pixmap(URLS[0]) is not None)


async def test_flipping_fast_without_a_network_piles_nothing_up(pictures: Pictures, source: Source) -> None:
    source.gate.clear()
    most = 0
    for place in range(1, 150):
        pictures.want(wants(place), wants(place + 1, place - 1))
        await asyncio.sleep(0)
        most = max(most, source.under_way)
    assert most <= 2  # the one looked at, and the one being given up
    source.gate.set()
    await eventually(lambda: pictures.pixmap(URLS[149]) is not None)
    assert len(source.asked) - source.given_up <= 2  # only the last ones were loaded


async def test_going_back_to_the_grid_gives_everything_up(pictures: Pictures, source: Source) -> None:
    source.gate.clear()
    pictures.want(wants(1, 2, 3))
    await asyncio.sleep(0)
    pictures.want(())
    await eventually(lambda: source.under_way == 0)
    assert pictures.is_idle


async def test_a_neighbour_half_loaded_is_not_begun_again(pictures: Pictures, source: Source) -> None:
    pictures.want(wants(1), wants(2))
    await eventually(lambda: pictures.pixmap(URLS[1]) is not None)
    source.gate.clear()
    await eventually(lambda: source.under_way == 1)
    pictures.want(wants(2), wants(3))
    source.gate.set()
    await eventually(lambda: pictures.pixmap(URLS[2]) is not None)
    assert source.of(screen_box()).count(URLS[2]) == 1


async def test_a_failure_is_told_and_tried_again_when_looked_at_again(
    pictures: Pictures, source: Source
) -> None:
    source.errors[URLS[1]] = BROKEN
    pictures.want(wants(1))
    await eventually(lambda: pictures.failure(URLS[1]) == str(BROKEN))
    source.errors.clear()
    pictures.want(wants(2))
    pictures.want(wants(1))
    await eventually(lambda: pictures.pixmap(URLS[1]) is not None)
    assert pictures.failure(URLS[1]) == ""


async def test_the_smallest_picture_that_is_sharp_enough_is_shown(pictures: Pictures) -> None:
    pictures.want([Want(URLS[0], screen_box()), Want(URLS[0], ORIGINAL)])
    await eventually(lambda: pictures.is_idle)
    widths = [pictures.pixmap(URLS[0], width).width() for width in (0, 80, 81, 5000)]
    assert widths == [80, 80, 400, 400]


class Scans:
    """Every picture is a scan of 4000 by 3000 pixels, 48 MB in memory."""

    async def load(self, url: str, box: Size) -> Thumbnail:
        return Thumbnail(4000, 3000, bytes(4000 * 3000 * 4), False, 9000, 6750)


async def test_originals_never_take_more_than_their_share_of_memory(qapp: object) -> None:
    pictures = Pictures(Scans())
    for place in range(5):
        pictures.want([Want(URLS[place], ORIGINAL)])
        await eventually(lambda: pictures.is_idle, 10)
        assert pictures.used_bytes <= 128 * 1024 * 1024
    await pictures.close()


class LyingOnItsSide:
    """A camera's picture: the file says 6000 by 4000, upright it is 4000 by 6000."""

    async def load(self, url: str, box: Size) -> Thumbnail:
        return Thumbnail(40, 60, bytes(40 * 60 * 4), False, 6000, 4000)


async def test_the_size_of_the_file_is_that_of_the_picture_upright(qapp: object) -> None:
    pictures = Pictures(LyingOnItsSide())
    pictures.want(wants(0))
    await eventually(lambda: pictures.full_size(URLS[0]) is not None)
    assert pictures.full_size(URLS[0]).toTuple() == (4000, 6000)
    await pictures.close()


async def test_no_picture_is_made_on_the_thread_of_the_window(
    pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def noting(thumbnail: Thumbnail) -> QImage:
        threads.append(threading.current_thread())
        return image_from_thumbnail(thumbnail)

    monkeypatch.setattr("ui.assets.views.pictures.image_from_thumbnail", noting)
    pictures.want(wants(1))
    await eventually(lambda: pictures.pixmap(URLS[1]) is not None)
    assert threads
    assert threading.main_thread() not in threads


# -- the difference ------------------------------------------------------------------------------------------


def plain(width: int, height: int, colour: int, kind: QImage.Format = QImage.Format.Format_RGB32) -> QImage:
    image = QImage(width, height, kind)
    image.fill(colour)
    return image


def test_the_difference_of_a_picture_with_itself_is_black() -> None:
    image = plain(30, 40, 0xFF336699)
    made = difference_of(image, image.scaled(60, 80))
    assert made.share == 0
    assert made.image.size().toTuple() == (60, 80)
    assert difference_words(made.share) == "No difference"


def test_the_difference_has_no_sign() -> None:
    bright, dark = plain(8, 8, 0xFFC86432), plain(8, 8, 0xFF643232)
    for made in (difference_of(bright, dark), difference_of(dark, bright)):
        assert made.image.pixelColor(3, 3).getRgb()[:3] == (100, 50, 0)


def test_what_is_transparent_counts_as_black() -> None:
    clear = plain(8, 8, 0x00000000, QImage.Format.Format_ARGB32_Premultiplied)
    assert difference_of(clear, plain(8, 8, 0xFFFFFFFF)).share == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0123, "1.2 % difference on average: nearly the same picture"),
        (0.057, "5.7 % difference on average"),
        (0.234, "23 % difference on average"),
    ],
)
def test_the_difference_in_words(share: float, words: str) -> None:
    assert difference_words(share) == words
