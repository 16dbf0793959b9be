"""A refresh a person asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import (
    Consumer,
    FetchChanges,
    FetchRequest,
    FetchResult,
    Outcome,
    Priority,
    ProviderOutcome,
)
from tests.async_gui import eventually
from tests.fakes import FakeCache, an_entity
from ui.library import refresh_controller
from ui.library.refresh_controller import RefreshController, RefreshEnd

FILMS = [an_entity(number, f"Film {number}") for number in range(1, 6)]


@pytest.fixture
def cache() -> FakeCache:
    return FakeCache()


@pytest.fixture
async def refresh(qapp, cache: FakeCache) -> AsyncIterator[RefreshController]:
    controller = RefreshController(cache)
    controller.ends = []
    controller.ended.connect(controller.ends.append)
    yield controller
    await controller.close()


async def test_it_asks_by_force_with_the_priority_of_a_person(refresh, cache) -> None:
    refresh.refresh(FILMS[:1], force=True)
    await eventually(lambda: refresh.ends)
    request = cache.fetches[0]
    assert (request.force, request.priority, request.consumer) == (True, Priority.USER, Consumer.MANUAL)


async def test_at_most_three_titles_are_asked_for_at_once(refresh, cache) -> None:
    cache.gate.clear()
    refresh.refresh(FILMS, force=True)
    await asyncio.sleep(0.01)
    assert len(cache.fetches) == 3
    cache.gate.set()
    await eventually(lambda: refresh.ends)
    assert len(refresh.ends[0].results) == 5


async def test_a_second_refresh_does_not_start_while_one_runs(refresh, cache) -> None:
    cache.gate.clear()
    refresh.refresh(FILMS[:1], force=True)
    refresh.refresh(FILMS[1:2], force=True)
    await asyncio.sleep(0.01)
    assert refresh.keys == (FILMS[0].key,)


async def test_cancel_ends_it_at_once_and_says_so(refresh, cache) -> None:
    cache.gate.clear()
    refresh.refresh(FILMS[:2], force=True)
    await eventually(lambda: len(cache.fetches) == 2)
    refresh.cancel()
    await eventually(lambda: refresh.ends)
    assert (refresh.ends[0].is_cancelled, len(cache.cancelled), refresh.is_running) == (True, 2, False)


async def test_a_failure_is_kept_with_its_title(refresh, cache) -> None:
    cache.fetch_error = AllProvidersFailed("Nobody answered.", ())
    refresh.refresh(FILMS[:1], force=True)
    await eventually(lambda: refresh.ends)
    assert refresh.ends[0].errors == {FILMS[0].key: "Nobody answered."}


async def test_one_provider_can_be_asked_alone(refresh, cache) -> None:
    refresh.refresh(FILMS[:1], force=True, providers=frozenset({"tmdb"}))
    await eventually(lambda: refresh.ends)
    assert cache.fetches[0].providers == frozenset({"tmdb"})


async def test_cancelling_before_the_first_step_leaves_it_ready_again(refresh, cache) -> None:
    refresh.refresh(FILMS[:1], force=True)
    refresh.cancel()
    await eventually(lambda: not refresh.is_running)
    assert [end.is_cancelled for end in refresh.ends] == [True]


class PausedCache(FakeCache):
    """TMDB lets one call through at a time while it is tried again, as a paused provider does."""

    async def fetch_assets(self, request: FetchRequest, **values: Any) -> FetchResult:
        is_probe = not self.fetches
        is_back = len(self.fetches) >= 3
        result = await super().fetch_assets(request, **values)
        await asyncio.sleep(0)
        if is_probe or is_back:
            return result
        paused = ProviderOutcome("tmdb", Outcome.SKIPPED, "paused", was_asked=False)
        changes = FetchChanges({AssetType.DISCART: (request.key.entity_id,)})
        return replace(result, changes=changes, metadata=replace(result.metadata, outcomes=(paused,)))


async def test_titles_that_came_too_early_for_a_paused_provider_are_asked_for_again(qapp) -> None:
    cache = PausedCache()
    controller = RefreshController(cache)
    ends: list[RefreshEnd] = []
    controller.ended.connect(ends.append)
    controller.refresh(FILMS[:3], force=True)
    await eventually(lambda: ends)
    assert [request.key for request in cache.fetches[3:]] == [FILMS[1].key, FILMS[2].key]
    assert ends[0].is_good
    assert ends[0].results[FILMS[1].key].changes.new_asset_ids, "what the first try brought is told as well"
    await controller.close()


async def test_the_end_of_a_large_refresh_is_looked_over_once(refresh, monkeypatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(
        refresh_controller, "_missed", lambda results, errors: looked.append(len(results)) or set()
    )
    refresh.refresh(FILMS, force=True)
    await eventually(lambda: refresh.ends)
    assert looked == [5]  # for each title, it would be a hundred million outcomes of 10,000
