"""The store of painted pictures: painted once, whole on disk, off the loop, shared, dropped when unwanted."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import httpx
import pytest

from metarr_desktop.demo.catalogue import DemoImage, load_catalogue
from metarr_desktop.demo.pictures import PictureStore, PictureStoreClosed
from metarr_desktop.demo.service import DemoServices


class Painter:
    """Counts; may be held in the middle of a painting."""

    def __init__(self) -> None:
        self.painted: list[tuple[str, int, int, str]] = []
        self.threads: set[str] = set()
        self.may_finish = threading.Event()
        self.may_finish.set()
        self.error: Exception | None = None

    def __call__(self, image: DemoImage, width: int, height: int, suffix: str) -> bytes:
        self.threads.add(threading.current_thread().name)
        self.painted.append((image.path, width, height, suffix))
        assert self.may_finish.wait(5)
        if self.error:
            raise self.error
        return f"{image.path} {width}x{height}".encode()


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def images() -> list[DemoImage]:
    catalogue = load_catalogue()
    return list(catalogue.images(catalogue.films[0], "tmdb"))


async def test_a_picture_is_painted_once_and_read_ever_after(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    for _ in range(2):
        store = PictureStore(tmp_path, painter)
        data = await store.read(images[0], 92, 138, "jpg")
        store.close()
    assert data == f"{images[0].path} 92x138".encode()
    assert len(painter.painted) == 1


async def test_each_size_is_a_picture_of_its_own(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path, painter)
    small, large = [await store.read(images[0], width, 100, "jpg") for width in (92, 342)]
    store.close()
    assert small != large


async def test_painting_happens_on_one_thread_of_its_own(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path, painter)
    await asyncio.gather(*(store.read(image, 92, 138, "jpg") for image in images[:5]))
    store.close()
    assert len(painter.threads) == 1
    assert threading.current_thread().name not in painter.threads


async def test_those_who_ask_at_once_share_one_painting(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path, painter)
    painter.may_finish.clear()
    tasks = [asyncio.create_task(store.read(images[0], 92, 138, "jpg")) for _ in range(5)]
    await asyncio.sleep(0.01)
    tasks[0].cancel()
    painter.may_finish.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    store.close()
    assert isinstance(outcomes[0], asyncio.CancelledError)
    assert set(outcomes[1:]) == {f"{images[0].path} 92x138".encode()}
    assert len(painter.painted) == 1


async def test_what_nobody_waits_for_any_more_is_not_painted(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path, painter)
    painter.may_finish.clear()
    first = asyncio.create_task(store.read(images[0], 92, 138, "jpg"))
    scrolled_away = [asyncio.create_task(store.read(image, 92, 138, "jpg")) for image in images[1:4]]
    last = asyncio.create_task(store.read(images[4], 92, 138, "jpg"))
    await asyncio.sleep(0.01)
    for task in scrolled_away:
        task.cancel()
    await asyncio.gather(*scrolled_away, return_exceptions=True)
    painter.may_finish.set()
    await asyncio.gather(first, last)
    store.close()
    assert [path for path, *_ in painter.painted] == [images[0].path, images[4].path]


async def test_a_painting_that_fails_tells_the_caller_and_leaves_nothing(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path, painter)
    painter.error = ValueError("no such palette")
    with pytest.raises(ValueError, match="no such palette"):
        await store.read(images[0], 92, 138, "jpg")
    painter.error = None
    assert await store.read(images[0], 92, 138, "jpg")
    store.close()
    assert len(painter.painted) == 2


async def test_only_whole_pictures_lie_in_the_folder(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path / "new" / "folder", painter)
    for image in images[:3]:
        await store.read(image, 92, 138, "jpg")
    store.close()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) == 3
    assert all(file.suffix == ".jpg" and file.stat().st_size > 0 for file in files)


async def test_a_picture_that_cannot_be_kept_is_given_all_the_same(
    tmp_path: Path, painter: Painter, images: list[DemoImage], caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "folder"
    in_the_way.write_text("a file where the folder should be")
    store = PictureStore(in_the_way / "pictures", painter)
    data = await store.read(images[0], 92, 138, "jpg")
    store.close()
    assert data == f"{images[0].path} 92x138".encode()
    assert "could not be kept" in caplog.text


async def test_what_was_painted_before_does_not_queue_behind_a_painting(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path, painter)
    before = await store.read(images[0], 92, 138, "jpg")
    painter.may_finish.clear()
    held = asyncio.create_task(store.read(images[1], 92, 138, "jpg"))
    await asyncio.sleep(0.01)
    async with asyncio.timeout(5):
        assert await store.read(images[0], 92, 138, "jpg") == before
    painter.may_finish.set()
    await held
    store.close()


async def test_a_closed_store_says_so_to_those_who_ask(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path, painter)
    store.close()
    with pytest.raises(PictureStoreClosed):
        await store.read(images[0], 92, 138, "jpg")


async def test_a_store_that_closes_says_so_to_those_who_wait(
    tmp_path: Path, painter: Painter, images: list[DemoImage]
) -> None:
    store = PictureStore(tmp_path, painter)
    painter.may_finish.clear()
    first, queued = [asyncio.create_task(store.read(image, 92, 138, "jpg")) for image in images[:2]]
    await asyncio.sleep(0.02)
    closing = threading.Thread(target=store.close)
    closing.start()
    await asyncio.sleep(0.02)
    painter.may_finish.set()
    outcomes = await asyncio.gather(first, queued, return_exceptions=True)
    closing.join()
    assert outcomes[0] == f"{images[0].path} 92x138".encode()
    assert isinstance(outcomes[1], PictureStoreClosed)


async def test_a_service_whose_pictures_are_closed_answers_500_quietly(
    tmdb: httpx.AsyncClient,
    services: DemoServices,
    images: list[DemoImage],
    caplog: pytest.LogCaptureFixture,
) -> None:
    services.close()
    answer = await tmdb.get(f"https://image.tmdb.org/t/p/w92{images[0].path}")
    assert (answer.status_code, caplog.text) == (500, "")
