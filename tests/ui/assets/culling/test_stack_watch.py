"""Looking for stacks in the background: when it begins, what stops it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.thumbnail import Size
from tests.async_gui import eventually
from tests.fakes import FakeCache, FakeStacks, an_asset, an_entity
from ui.assets.stack_watch import StackWatch
from ui.assets.title_fetch import AssetsRead

KEY, POSTER, BOX = an_entity(1).key, AssetType.POSTER, Size(342, 513)


class Scene:
    """A watch over fakes; notes what it says."""

    def __init__(self) -> None:
        self.cache = FakeCache({KEY: [an_asset() for _ in range(4)]})
        self.stacks = FakeStacks(self.cache)
        self.is_busy = False
        self.problems: list[str] = []
        self.found: list[Any] = []
        self.watch = StackWatch(self.stacks, lambda: self.is_busy, on_error=self.problems.append, quiet_ms=5)
        self.watch.found.connect(lambda *what: self.found.append(what))

    def read(self, kind: AssetType = POSTER) -> AssetsRead:
        return AssetsRead(KEY, kind, tuple(self.cache.assets[KEY]))


@pytest.fixture
async def scene(qapp: Any) -> AsyncIterator[Scene]:
    scene = Scene()
    yield scene
    await scene.watch.close()


async def test_what_was_read_is_looked_at_once_it_is_quiet(scene: Scene) -> None:
    a, b, *_ = (asset.id for asset in scene.cache.assets[KEY])
    scene.stacks.hidden = ((a, b),)
    scene.watch.on_read(scene.read(), BOX)
    await eventually(lambda: scene.found)
    assert scene.found == [(KEY, POSTER, ((a, b),))]


async def test_it_waits_for_the_pictures_in_sight(scene: Scene) -> None:
    scene.is_busy = True
    scene.watch.on_read(scene.read(), BOX)
    await asyncio.sleep(0.03)
    assert scene.stacks.examined == []
    scene.is_busy = False
    await eventually(lambda: scene.found)


async def test_scrolling_stops_it_and_it_goes_on_afterwards(scene: Scene) -> None:
    scene.stacks.gate.clear()
    scene.watch.on_read(scene.read(), BOX)
    await asyncio.sleep(0.03)
    scene.watch.pause()
    scene.stacks.gate.set()
    await asyncio.sleep(0)
    assert scene.stacks.examined == []
    await eventually(lambda: scene.found)


async def test_leaving_the_title_ends_it(scene: Scene) -> None:
    scene.stacks.gate.clear()
    scene.watch.on_read(scene.read(), BOX)
    await asyncio.sleep(0.03)
    scene.watch.leave()
    scene.stacks.gate.set()
    await asyncio.sleep(0.03)
    assert scene.found == []
    assert scene.watch.is_idle


async def test_reading_the_same_candidates_again_looks_at_nothing_twice(scene: Scene) -> None:
    scene.watch.on_read(scene.read(), BOX)
    await eventually(lambda: scene.found)
    scene.watch.on_read(scene.read(), BOX)
    assert scene.watch.is_idle


async def test_trailers_and_single_pictures_are_not_looked_at(scene: Scene) -> None:
    scene.watch.on_read(scene.read(AssetType.TRAILER), BOX)
    scene.watch.on_read(AssetsRead(KEY, POSTER, (scene.cache.assets[KEY][0],)), BOX)
    assert scene.watch.is_idle
    assert await scene.watch.groups(KEY, AssetType.TRAILER) == ()


async def test_a_store_that_cannot_be_read_is_said_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreError("The library is locked by another program.")

    monkeypatch.setattr(scene.stacks, "examine", fail)
    scene.watch.on_read(scene.read(), BOX)
    await eventually(lambda: scene.problems)
    assert scene.problems == ["The library is locked by another program."]
    assert scene.watch.is_idle
