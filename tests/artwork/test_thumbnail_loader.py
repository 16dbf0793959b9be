"""One download per address, disk before network, nothing left behind when a row scrolls away."""

import asyncio
import io
import os
import shutil
from dataclasses import dataclass, field

import pytest
from PIL import Image

from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.artwork.thumbnail_loader import ThumbnailLoader
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size
from tests.async_gui import eventually

BOX = Size(100, 150)
URL = "https://image.tmdb.org/t/p/w342/abc.jpg"


@dataclass(frozen=True)
class Answer:
    data: bytes


@dataclass
class Source:
    """Serves one picture; counts downloads; can be held back or made to fail."""

    error: ThumbnailUnavailable | None = None
    data: bytes | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    cancelled: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    async def download(self, url: str, *, max_bytes: int) -> Answer:
        self.asked.append(url)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error:
            raise self.error
        return Answer(self.data if self.data is not None else a_jpeg())


def a_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 300), (10, 120, 200)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
async def build(tmp_path):
    loaders = []

    def a_loader(source: Source, **options) -> ThumbnailLoader:
        cache = DiskCache(tmp_path / "thumbnails", max_bytes=10_000_000)
        loaders.append(ThumbnailLoader(source, cache, threads=1, **options))
        return loaders[-1]

    yield a_loader
    for loader in loaders:
        await loader.close()


async def test_a_picture_that_several_seasons_share_is_one_download(build):
    source = Source()
    loader = build(source)
    first = await loader.load(URL, BOX)
    again = await loader.load(f"{URL}#season=2", BOX)
    assert (source.asked, again.width) == ([URL], first.width)


async def test_the_second_program_start_needs_no_network(build):
    first, second = Source(), Source()
    await build(first).load(URL, BOX)

    thumbnail = await build(second).load(URL, BOX)

    assert (thumbnail.width, thumbnail.height) == (100, 150)
    assert second.asked == []


async def test_a_picture_of_the_right_size_is_kept_as_it_came(build, tmp_path):
    source = Source()
    sent = a_jpeg()
    await build(source).load(URL, Size(200, 300))
    kept = [path.read_bytes() for path in (tmp_path / "thumbnails").glob("*/*")]
    assert kept == [sent]


async def test_a_picture_larger_than_the_box_is_kept_small(build, tmp_path):
    source = Source()
    await build(source).load(URL, BOX)
    (kept,) = [path.read_bytes() for path in (tmp_path / "thumbnails").glob("*/*")]
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (BOX.width, BOX.height)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
async def test_what_is_kept_small_still_knows_how_large_the_file_was(build, mode):
    out = io.BytesIO()
    Image.new(mode, (600, 900), "teal").save(out, "PNG")
    first = await build(Source(data=out.getvalue())).load(URL, BOX)
    again = await build(Source(data=b"")).load(URL, BOX)
    assert (
        (again.source_width, again.source_height) == (600, 900) == (first.source_width, first.source_height)
    )


async def test_two_callers_share_one_download(build):
    source = Source()
    loader = build(source)

    await asyncio.gather(loader.load(URL, BOX), loader.load(URL, BOX))

    assert source.asked == [URL]


async def test_the_download_stops_when_its_last_row_scrolled_away(build):
    source = Source()
    source.gate.clear()
    loader = build(source)
    tasks = [asyncio.create_task(loader.load(URL, BOX)) for _ in range(2)]
    await eventually(lambda: source.asked)
    tasks[0].cancel()
    await asyncio.sleep(0)
    assert source.cancelled == 0
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)

    assert source.cancelled == 1
    source.gate.set()
    assert (await loader.load(URL, BOX)).width == 100


async def test_a_failed_address_is_not_asked_again_for_a_minute(build):
    now = [0.0]
    source = Source(error=ThumbnailUnavailable("The service did not answer."))
    loader = build(source, monotonic=lambda: now[0])
    for now[0] in (0.0, 59.0, 61.0):
        with pytest.raises(ThumbnailUnavailable):
            await loader.load(URL, BOX)

    assert len(source.asked) == 2


async def test_a_damaged_picture_is_not_fetched_again_for_a_quarter_of_an_hour(build):
    source = Source(data=b"<html>")
    now = [0.0]
    loader = build(source, monotonic=lambda: now[0])
    for now[0] in (0.0, 899.0, 901.0):
        with pytest.raises(ThumbnailUnavailable, match="web page"):
            await loader.load(URL, BOX)

    assert len(source.asked) == 2


async def test_the_thumbnail_folder_may_be_deleted_under_the_program(build, tmp_path):
    source = Source()
    loader = build(source)
    await loader.load(URL, BOX)
    shutil.rmtree(tmp_path / "thumbnails")

    assert (await loader.load(URL, BOX)).width == 100
    assert len(source.asked) == 2


async def test_half_a_file_on_disk_is_fetched_again(build, tmp_path):
    source = Source()
    loader = build(source)
    await loader.load(URL, BOX)
    [path] = (tmp_path / "thumbnails").glob("*/*")
    path.write_bytes(path.read_bytes()[:100])

    assert (await loader.load(URL, BOX)).width == 100
    assert len(source.asked) == 2


def test_the_disk_cache_drops_what_was_not_used_for_longest(tmp_path):
    cache = DiskCache(tmp_path, max_bytes=1000)
    for number in range(9):
        cache.write(f"picture {number}", b"x" * 100)
        os.utime(cache._path(f"picture {number}"), (number, number))
    cache.write("picture 9", b"x" * 200)

    kept = [number for number in range(10) if cache.read(f"picture {number}")]
    assert kept == [3, 4, 5, 6, 7, 8, 9]


def test_an_unwritable_cache_folder_loses_nothing_but_speed(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    cache = DiskCache(blocker / "below", max_bytes=1000)

    cache.write("a", b"1")

    assert cache.read("a") is None
