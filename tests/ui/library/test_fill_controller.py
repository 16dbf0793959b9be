"""The wall fills by itself: visible titles first, two at once, quietly ended when nobody answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from metarr_desktop.domain.entity import EntityKey, IdentityState
from metarr_desktop.domain.errors import AllProvidersFailed, StoreError
from metarr_desktop.domain.fetch import Consumer, FetchRequest, Priority, ProgressState, ProviderProgress
from metarr_desktop.domain.library import LibraryRow
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCache, a_series, an_entity
from tests.ui.main_window_builders import key_of
from ui.library.fill_controller import FillController


class CountingCache(FakeCache):
    """Notes how many fetches run at the same time."""

    running = most = 0

    async def fetch_assets(self, request: FetchRequest, *, on_progress=None):
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(0)
            return await super().fetch_assets(request, on_progress=on_progress)
        finally:
            self.running -= 1


def rows(*numbers: int, age: float | None = None, **changes) -> list[LibraryRow]:
    return [
        LibraryRow(
            an_entity(number, **changes), fetched_at=None if age is None else NOW - timedelta(days=age)
        )
        for number in numbers
    ]


@pytest.fixture
def cache() -> CountingCache:
    return CountingCache(cache_age=None)


@pytest.fixture
def visible() -> list[EntityKey]:
    return []


@pytest.fixture
async def fill(qapp, cache: CountingCache, visible: list[EntityKey]) -> AsyncIterator[FillController]:
    controller = FillController(cache, lambda: visible)
    controller.ends = []
    controller.ended.connect(controller.ends.append)
    yield controller
    await controller.close()


def fetched(cache: FakeCache) -> list[int]:
    return [request.key.entity_id for request in cache.fetches]


async def test_titles_never_fetched_are_fetched_in_the_background(fill, cache) -> None:
    fill.add(rows(1))
    await eventually(lambda: fill.ends)
    request = cache.fetches[0]
    assert (request.priority, request.consumer, request.force) == (
        Priority.AUTOMATION,
        Consumer.SCHEDULED,
        False,
    )


async def test_at_most_two_run_at_once(fill, cache) -> None:
    fill.add(rows(*range(1, 9)))
    await eventually(lambda: fill.ends)
    assert (cache.most, len(cache.fetches)) == (2, 8)


async def test_what_is_on_screen_comes_first(fill, cache, visible) -> None:
    visible[:] = [key_of(7), key_of(5)]
    fill.add(rows(*range(1, 9)))
    await eventually(lambda: fill.ends)
    assert fetched(cache)[:2] == [7, 5]


async def test_the_kind_in_front_comes_before_the_others(fill, cache, visible) -> None:
    visible[:] = [a_series(1).key]
    fill.add([*rows(1, 2), *(LibraryRow(a_series(number)) for number in (8, 9))])
    await eventually(lambda: fill.ends)
    assert fetched(cache) == [8, 9, 1, 2]


@pytest.mark.parametrize(
    "some",
    [
        rows(1, age=3.0),
        rows(1, state=IdentityState.UNIDENTIFIED),
        rows(1, state=IdentityState.IN_NO_PROVIDER),
    ],
)
async def test_titles_with_data_or_without_identity_are_left_alone(fill, cache, some) -> None:
    fill.add(some)
    await asyncio.sleep(0.01)
    assert (cache.fetches, fill.is_running) == ([], False)


async def test_a_title_is_tried_once(fill, cache) -> None:
    fill.add(rows(1))
    await eventually(lambda: fill.ends)
    fill.add(rows(1))
    await asyncio.sleep(0.01)
    assert fetched(cache) == [1]


async def test_a_title_that_is_another_work_now_is_tried_again(fill, cache) -> None:
    fill.add(rows(1))
    await eventually(lambda: fill.ends)
    fill.forget(key_of(1))
    fill.add(rows(1))
    await eventually(lambda: fetched(cache) == [1, 1])


async def test_it_ends_with_one_sentence_when_no_provider_can_be_reached(fill, cache) -> None:
    cache.fetch_error = AllProvidersFailed("Nobody answered.", ())
    fill.add(rows(*range(1, 9)))
    await eventually(lambda: fill.ends)
    await asyncio.sleep(0.01)
    assert fill.ends == ["No provider could be reached; what is cached is shown."]
    assert len(cache.fetches) <= 2


async def test_a_full_disk_ends_it_with_its_own_sentence(fill, cache) -> None:
    cache.fetch_error = StoreError("The disk is full. Free some space.", reason="disk_full")
    fill.add(rows(1, 2, 3))
    await eventually(lambda: fill.ends)
    assert fill.ends == ["The disk is full. Free some space."]


async def test_stop_cancels_what_runs_and_forgets_what_waits(fill, cache) -> None:
    cache.gate.clear()
    fill.add(rows(*range(1, 9)))
    await eventually(lambda: len(cache.fetches) == 2)
    fill.stop()
    await eventually(lambda: len(cache.cancelled) == 2)
    assert (fill.is_running, fill.ends, len(cache.fetches)) == (False, [""], 2)


async def test_what_was_stopped_stays_so_whatever_changes_in_the_library(fill, cache) -> None:
    cache.gate.clear()
    fill.add(rows(1, 2, 3))
    await eventually(lambda: len(cache.fetches) == 2)
    fill.stop()
    cache.gate.set()
    fill.add(rows(1, 2, 3, 4))
    await eventually(lambda: 4 in fetched(cache))
    assert 3 not in fetched(cache)


async def test_a_stopped_title_that_is_identified_anew_is_fetched(fill, cache) -> None:
    cache.gate.clear()
    fill.add(rows(1, 2, 3))
    await eventually(lambda: len(cache.fetches) == 2)
    fill.stop()
    cache.gate.set()
    [key] = [row.key for row in rows(3)]
    fill.forget(key)
    fill.add(rows(3))
    await eventually(lambda: 3 in fetched(cache))


async def test_it_says_how_far_it_is(fill, cache) -> None:
    seen: list[tuple[int, int]] = []
    fill.progressed.connect(lambda at, total: seen.append((at, total)))
    fill.add(rows(1, 2, 3))
    await eventually(lambda: fill.ends)
    assert seen[-1] == (3, 3)
    assert all(1 <= at <= total == 3 for at, total in seen)


async def test_after_a_new_key_what_failed_is_tried_once_more(fill, cache) -> None:
    cache.fetch_error = AllProvidersFailed("No key.", ())
    fill.add(rows(1))
    await eventually(lambda: not fill.is_running)
    cache.fetch_error = None
    fill.add(rows(1))
    before = fetched(cache)
    fill.forget_all()
    fill.add(rows(1))
    await eventually(lambda: not fill.is_running)

    assert (before, fetched(cache)) == ([1], [1, 1])


class HalfAnsweredCache(FakeCache):
    """One provider has answered; the other is asked until the test lets go."""

    def __init__(self) -> None:
        super().__init__(cache_age=None)
        self.rest = asyncio.Event()

    async def fetch_assets(self, request: FetchRequest, *, on_progress=None):
        on_progress(ProviderProgress("tmdb", ProgressState.RUNNING))
        on_progress(ProviderProgress("tmdb", ProgressState.DONE))
        await self.rest.wait()
        return await super().fetch_assets(request)


async def test_what_one_provider_brought_is_told_while_another_is_still_asked(qapp) -> None:
    cache, came, done = HalfAnsweredCache(), [], []
    fill = FillController(cache, list)
    fill.some_came.connect(came.append)
    fill.title_done.connect(done.append)
    fill.add(rows(1))
    await eventually(lambda: came)
    assert (came, done) == ([key_of(1)], [])
    cache.rest.set()
    await eventually(lambda: done)
    await fill.close()
