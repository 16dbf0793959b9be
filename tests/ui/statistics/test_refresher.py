"""What is fetched for rows of the cache table, and what is said of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CachePair
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.provider import AnswerGroup
from tests.async_gui import eventually
from tests.fakes import FANART_INFO, TMDB_INFO, FakeCache, an_asset
from ui.statistics.refresher import refresh, report_sentence, requests_for

KEY, OTHER = EntityKey(EntityType.MOVIE, 1), EntityKey(EntityType.MOVIE, 2)
INFOS = {"tmdb": TMDB_INFO, "fanart_tv": FANART_INFO}
TITLES = {"tmdb": "TMDB", "fanart_tv": "Fanart.tv"}


def test_only_the_selected_parts_of_the_selected_providers_are_asked_for() -> None:
    pairs = [
        CachePair(KEY, "tmdb", "poster"), CachePair(KEY, "tmdb", "metadata"), CachePair(KEY, "fanart_tv", "banner"),
    ]  # fmt: skip
    asked = {(request.providers, request.asset_types) for request in requests_for(pairs, INFOS, force=True)}
    assert asked == {
        (frozenset({"tmdb"}), (AssetType.POSTER,)),
        (frozenset({"fanart_tv"}), (AssetType.BANNER,)),
    }


def test_a_whole_title_is_asked_for_in_one_call_although_providers_differ_in_what_they_have() -> None:
    have = {"tmdb": {"poster", "trailer"}, "fanart_tv": {"poster", "banner"}}
    infos = {
        name: replace(
            TMDB_INFO, name=name, answers={EntityType.MOVIE: (AnswerGroup("all", frozenset(parts)),)}
        )
        for name, parts in have.items()
    }
    pairs = [CachePair(KEY, name, part) for name, parts in have.items() for part in parts]
    (request,) = requests_for(pairs, infos, force=False)
    assert (request.providers, request.force) == (frozenset(have), False)
    assert set(request.asset_types) == {AssetType.POSTER, AssetType.TRAILER, AssetType.BANNER}


def test_metadata_alone_does_not_ask_for_all_artwork() -> None:
    def asked_of(*groups: AnswerGroup) -> tuple[AssetType, ...]:
        info = replace(TMDB_INFO, answers={EntityType.MOVIE: groups})
        (request,) = requests_for([CachePair(KEY, "tmdb", "metadata")], {"tmdb": info}, force=True)
        return request.asset_types

    details = AnswerGroup("details", frozenset({"metadata", "trailer"}))
    pictures = AnswerGroup("pictures", frozenset(AssetType) - {"trailer", "banner"})
    assert asked_of(details, pictures) == (AssetType.BANNER,)  # which it does not have
    rest = AnswerGroup("rest", frozenset(AssetType) - {"trailer"})
    assert asked_of(rest, details) == (AssetType.TRAILER,)  # which comes along


async def test_the_report_counts_titles_and_what_is_new_and_names_who_failed() -> None:
    cache = FakeCache(cache_age=None)
    cache.arriving = {KEY: [an_asset(), an_asset()]}
    cache.outcomes = (
        ProviderOutcome("tmdb", Outcome.OK),
        ProviderOutcome(
            "fanart_tv", Outcome.FAILED, message="Fanart.tv could not be reached. Rows are kept."
        ),
    )
    pairs = [CachePair(key, "tmdb", "poster") for key in (KEY, OTHER)]
    steps: list[tuple[int, int]] = []
    requests = requests_for(pairs, INFOS, force=True)
    report = await refresh(cache, requests, lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]
    assert report_sentence(report, TITLES) == (
        "2 titles refreshed: 2 new pictures, none vanished. Fanart.tv could not be reached (2 times)."
    )


async def test_what_is_fresh_is_said_to_be() -> None:
    report = await refresh(
        FakeCache(), requests_for([CachePair(KEY, "tmdb", "poster")], INFOS, force=False), print
    )
    assert report_sentence(report, TITLES).startswith("1 title up to date; no provider needed to be asked.")


async def test_a_cancelled_refresh_says_how_far_it_came() -> None:
    cache = FakeCache()
    cache.gate.clear()
    task = asyncio.create_task(
        refresh(cache, requests_for([CachePair(KEY, "tmdb", "poster")], INFOS, force=True), print)
    )
    await eventually(lambda: cache.fetches)
    task.cancel()
    assert report_sentence(await task, TITLES) == "Cancelled after 0 of 1 title. What arrived is kept."
    assert len(cache.cancelled) == 1


async def test_few_titles_are_under_way_however_many_are_selected() -> None:
    cache = FakeCache()
    cache.gate.clear()
    pairs = [CachePair(EntityKey(EntityType.MOVIE, number), "tmdb", "poster") for number in range(500)]
    others = len(asyncio.all_tasks())
    task = asyncio.create_task(refresh(cache, requests_for(pairs, INFOS, force=True), print))
    await eventually(lambda: len(cache.fetches) == 3)
    assert (
        len(asyncio.all_tasks()) - others < 10
    )  # a task for each would hold the window up while they are made
    task.cancel()
    await task
