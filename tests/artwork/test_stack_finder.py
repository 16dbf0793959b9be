"""Stacks and remembered rejections over a real store; only the look at a picture is scripted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from metarr_desktop.artwork.stack_finder import StackFinder
from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.picture_hash import PictureHash
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.library.stacks import StackKeeper
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image

POSTER, SEASON, BOX = AssetType.POSTER, AssetType.SEASONPOSTER, Size(342, 513)


@dataclass
class Eyes:
    """Sees what a test says of an address (its last part); other pictures are all different."""

    seen: dict[str, PictureHash] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    async def hash_of(self, url: str, box: Size) -> PictureHash:
        name = url.rsplit("/", 1)[-1]
        self.asked.append(name)
        await asyncio.sleep(0)
        if name in self.broken:
            raise ThumbnailUnavailable("The picture is damaged.", is_permanent=True)
        return self.seen.get(name, PictureHash(hash(name) % 2**64, hash(name * 2) % 2**64))


SAME = PictureHash(0xABCDEF, 0x123456)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path, FakeClock()) as opened:
        an_entity(opened)
        yield opened


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


def offered(store: Store, *pictures, provider: str = "tmdb") -> dict[str, int]:
    """Store what *provider* offers; returns the numbers of all candidates by name."""
    store.call(store.answers.save, an_answer(*pictures, provider=provider))
    rows = [row for kind in (POSTER, SEASON) for row in store.call(store.assets.list, MOVIE, kind)]
    return {row.url.rsplit("/", 1)[-1]: row.id for row in rows}


async def test_one_design_in_two_colours_makes_no_stack_also_after_it_was_kept(store, eyes):
    offered(store, an_image("a"), an_image("b"))
    eyes.seen = {"a": replace(SAME, tint=bytes(18)), "b": replace(SAME, tint=bytes((90,) * 18))}
    finder = StackFinder(store, eyes)

    assert await finder.examine(MOVIE, POSTER, BOX) == 2
    assert await finder.stacks(MOVIE, POSTER) == ()


async def test_the_same_picture_of_two_providers_is_a_stack(store, eyes):
    offered(store, an_image("a"), an_image("b"))
    ids = offered(store, an_image("c"), provider="fanart_tv")
    eyes.seen = {"a": SAME, "c": SAME}
    finder = StackFinder(store, eyes)

    assert await finder.stacks(MOVIE, POSTER) == ()
    assert await finder.examine(MOVIE, POSTER, BOX) == 3
    (stack,) = await finder.stacks(MOVIE, POSTER)
    assert set(stack) == {ids["a"], ids["c"]}


async def test_nobody_looks_twice_at_a_picture(store, eyes):
    offered(store, an_image("a"), an_image("b"))
    await StackFinder(store, eyes).examine(MOVIE, POSTER, BOX)

    assert await StackFinder(store, eyes).examine(MOVIE, POSTER, BOX) == 0
    assert sorted(eyes.asked) == ["a", "b"]


async def test_what_cannot_be_loaded_is_tried_another_time(store, eyes):
    offered(store, an_image("a"), an_image("b"))
    eyes.broken = {"b"}
    finder = StackFinder(store, eyes)

    assert await finder.examine(MOVIE, POSTER, BOX) == 1
    eyes.broken.clear()
    assert await finder.examine(MOVIE, POSTER, BOX) == 1


async def test_the_selected_picture_stays_on_top_of_its_stack(store, eyes):
    ids = offered(store, an_image("a"), an_image("b"))
    eyes.seen = {"a": SAME, "b": SAME}
    finder = StackFinder(store, eyes)
    await finder.examine(MOVIE, POSTER, BOX)
    await Curator(store).select(ids["b"])

    assert await finder.stacks(MOVIE, POSTER) == ((ids["b"], ids["a"]),)


async def test_posters_lettered_in_two_languages_are_no_stack(store, eyes):
    offered(store, an_image("a", language="de"), an_image("b", language="fr"))
    eyes.seen = {"a": SAME, "b": SAME}
    finder = StackFinder(store, eyes)
    await finder.examine(MOVIE, POSTER, BOX)

    assert await finder.stacks(MOVIE, POSTER) == ()


async def test_a_picture_of_two_seasons_is_no_stack(store, eyes):
    offered(store, an_image("a", SEASON, season_number=1), an_image("b", SEASON, season_number=2))
    eyes.seen = {"a": SAME, "b": SAME}
    finder = StackFinder(store, eyes)
    await finder.examine(MOVIE, SEASON, BOX)

    assert await finder.stacks(MOVIE, SEASON) == ()


async def test_a_rejected_picture_stays_rejected_under_another_address(store, eyes):
    eyes.seen = {"old": SAME, "new": SAME}
    keeper = StackKeeper(StackFinder(store, eyes), Curator(store))
    ids = offered(store, an_image("old"))
    await keeper.examine(MOVIE, POSTER, BOX)
    await Curator(store).reject(ids["old"])

    ids = offered(store, an_image("new"), an_image("other"))
    examination = await keeper.examine(MOVIE, POSTER, BOX)

    assert examination.rejected == (ids["new"],)
    rows = {
        row.url.rsplit("/", 1)[-1]: row.is_rejected for row in store.call(store.assets.list, MOVIE, POSTER)
    }
    assert rows == {"old": True, "new": True, "other": False}


async def test_the_copy_a_person_kept_beside_a_rejected_one_stays(store, eyes):
    eyes.seen = {"large": SAME, "small": SAME}
    keeper = StackKeeper(StackFinder(store, eyes), Curator(store))
    ids = offered(store, an_image("large"), an_image("small"))
    await keeper.examine(MOVIE, POSTER, BOX)

    await Curator(store).reject(ids["small"])

    assert (await keeper.examine(MOVIE, POSTER, BOX)).rejected == ()


async def test_what_an_interrupted_look_saw_is_still_compared_with_the_rejected(store, eyes):
    eyes.seen = {"old": SAME, "new": SAME}
    keeper = StackKeeper(StackFinder(store, eyes), Curator(store))
    ids = offered(store, an_image("old"))
    await keeper.examine(MOVIE, POSTER, BOX)
    await Curator(store).reject(ids["old"])
    ids = offered(store, an_image("new"), an_image("slow"))
    gate, fast = asyncio.Event(), eyes.hash_of

    async def hash_of(url: str, box: Size) -> PictureHash:
        if "slow" in url:
            gate.set()
            await asyncio.Event().wait()
        return await fast(url, box)

    eyes.hash_of = hash_of
    task = asyncio.create_task(keeper.examine(MOVIE, POSTER, BOX))
    await gate.wait()
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    eyes.hash_of = fast

    assert (await keeper.examine(MOVIE, POSTER, BOX)).rejected == (ids["new"],)


async def test_a_rejection_taken_back_is_not_made_again(store, eyes):
    eyes.seen = {"old": SAME, "new": SAME}
    curator = Curator(store)
    keeper = StackKeeper(StackFinder(store, eyes), curator)
    ids = offered(store, an_image("old"))
    await keeper.examine(MOVIE, POSTER, BOX)
    await curator.reject(ids["old"])
    ids = offered(store, an_image("new"))
    assert (await keeper.examine(MOVIE, POSTER, BOX)).rejected == (ids["new"],)

    await curator.clear(ids["new"])

    assert (await keeper.examine(MOVIE, POSTER, BOX)).rejected == ()


async def test_a_selected_picture_is_never_rejected_by_memory(store, eyes):
    eyes.seen = {"old": SAME, "new": SAME}
    curator = Curator(store)
    ids = offered(store, an_image("old"), an_image("new"))
    await curator.select(ids["new"])
    await curator.reject(ids["old"])

    assert (await StackKeeper(StackFinder(store, eyes), curator).examine(MOVIE, POSTER, BOX)).rejected == ()


async def test_cancelling_keeps_what_was_seen(store, eyes):
    offered(store, *(an_image(f"p{number}") for number in range(10)))
    gate = asyncio.Event()

    class SlowEyes(Eyes):
        async def hash_of(self, url: str, box: Size) -> PictureHash:
            if len(self.asked) >= 4:
                gate.set()
                await asyncio.Event().wait()
            return await super().hash_of(url, box)

    task = asyncio.create_task(StackFinder(store, SlowEyes()).examine(MOVIE, POSTER, BOX))
    await gate.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    looks = store.call(store.picture_hashes.looks, MOVIE, POSTER)
    assert sum(look.hash is not None for look in looks) >= 3
