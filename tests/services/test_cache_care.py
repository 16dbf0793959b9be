"""Care of the cache beside the program at work."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CachePair, CacheQuery, PairState
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import JobPriority, NewJob
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.services import Services
from tests.invariants import violations
from tests.services.conftest import Build, Clock
from tests.services.one_film import AGAIN, FILM, INCEPTION, asked

POSTERS = CachePair(FILM, "tmdb", "poster")


def assert_sound(services: Services) -> None:
    file = services.store.forgetting.file
    assert file is not None
    assert violations(file) == []


async def test_after_forgetting_only_that_provider_is_asked_anew(fetched: Services) -> None:
    told = await fetched.cache_care.forget([POSTERS, POSTERS])
    assert told.startswith("Forgot 1 answer with ")
    result = await fetched.cache.fetch_assets(AGAIN)
    assert (asked(fetched), result.cached) == ({"tmdb"}, False)
    assert (
        await fetched.cache_care.forget([CachePair(FILM, "tmdb", "discart")])
        == "There was nothing to forget."
    )
    assert_sound(fetched)


async def test_what_a_person_chose_survives_forgetting_everything(fetched: Services) -> None:
    first, second, *_ = await fetched.cache.get_cached_assets(FILM, AssetType.POSTER)
    await fetched.curation.select(first.id)
    await fetched.curation.reject(second.id)
    entries = (await fetched.cache_care.entries(CacheQuery(limit=1000))).entries
    told = await fetched.cache_care.forget([entry.pair for entry in entries])
    assert "selected, rejected or in locked slots stay" in told
    await fetched.cache.fetch_assets(AGAIN)
    now = {each.id: each for each in await fetched.cache.get_cached_assets(FILM, AssetType.POSTER)}
    assert (now[first.id].is_selected, now[second.id].is_rejected) == (True, True)
    assert (await fetched.curation.undo()) is not None
    assert_sound(fetched)


async def test_forgetting_beside_a_fetch_under_way_leaves_a_whole_answer(fetched: Services) -> None:
    entries = (await fetched.cache_care.entries(CacheQuery(limit=1000))).entries
    for _ in range(3):
        fetch = asyncio.create_task(fetched.cache.fetch_assets(replace(AGAIN, force=True)))
        for entry in entries:
            await fetched.cache_care.forget([entry.pair])
        await fetch
    await fetched.cache.fetch_assets(AGAIN)
    found = await fetched.cache_care.entries(CacheQuery(limit=1000))
    assert {(each.pair, each.state) for each in found.entries} == {
        (each.pair, PairState.FRESH) for each in entries
    }
    # The catalogue of the demo lives: a forced fetch may bring some more, but nothing is lost.
    assert sum(each.rows for each in found.entries) >= sum(each.rows for each in entries)
    assert_sound(fetched)


async def test_failed_attempts_are_forgotten_so_that_the_background_asks_again(program: Build) -> None:
    services = program()
    assert services.demo is not None
    services.demo.site.faults.switch_on(DemoService.TVDB, Fault(Failure.STATUS, status=400, requests=1))
    await services.cache.fetch_assets(INCEPTION)
    assert (await services.cache_care.entries(CacheQuery(state=PairState.RESTING))).total > 0
    assert "nothing rests any longer" in await services.cache_care.forget_failed()
    assert (await services.cache_care.sizes()).failed == 0
    assert await services.cache_care.forget_failed() == "There were no failed attempts to forget."


async def test_thumbnails_are_counted_where_they_are_used_and_cleared(fetched: Services) -> None:
    [poster, *_] = await fetched.cache.get_cached_assets(FILM, AssetType.POSTER)
    assert poster.thumb_url is not None
    for width in (90, 180):
        await fetched.thumbnails.load(poster.thumb_url, Size(width, width * 3 // 2))
    found = (await fetched.cache_care.entries(CacheQuery(limit=1000))).entries
    sizes = await fetched.cache_care.sizes()
    using = {each.part for each in found if each.thumbnail_bytes}
    assert (sizes.thumbnail_files, using) == (2, {"poster"})
    assert [each.thumbnail_bytes for each in found if each.thumbnail_bytes] == [sizes.thumbnails]
    assert (await fetched.cache_care.clear_thumbnails()).startswith("Deleted 2 small pictures")
    assert (await fetched.cache_care.sizes()).thumbnail_files == 0
    assert (await fetched.thumbnails.load(poster.thumb_url, Size(90, 135))).width > 0


async def test_compacting_gives_room_back_and_leaves_others_their_turn(fetched: Services) -> None:
    entries = (await fetched.cache_care.entries(CacheQuery(limit=1000))).entries
    await fetched.cache_care.forget([each.pair for each in entries])
    before = (await fetched.cache_care.sizes()).database
    told, posters = await asyncio.gather(
        fetched.cache_care.compact(), fetched.cache.get_cached_assets(FILM, AssetType.POSTER)
    )
    after = (await fetched.cache_care.sizes()).database
    assert (told.endswith("smaller."), posters) == (True, [])
    assert before is not None
    assert after is not None
    assert after < before


async def test_a_database_of_an_earlier_version_is_compacted_when_nothing_runs(
    fetched: Services, clock: Clock
) -> None:
    def as_made_earlier() -> None:
        fetched.store._database.rows("PRAGMA auto_vacuum = 0")
        fetched.store._database.run("VACUUM")
        fetched.store.automation_lease.take("me", now=clock())
        job = NewJob(kind="enrich", key="enrich:movie:1", priority=JobPriority.USER)
        fetched.store.jobs.defer(job, now=clock())
        assert fetched.store.jobs.claim("me", ["enrich"], now=clock()) is not None

    await fetched.store.run(as_made_earlier)
    with pytest.raises(InvalidInput, match="automatic work under way has ended"):
        await fetched.cache_care.compact()
    await fetched.store.run(fetched.store._database.run, "DELETE FROM jobs")
    assert (await fetched.cache_care.compact()).startswith("The database ")
    assert await fetched.store.run(fetched.store.forgetting.give_back) is False


async def test_what_cannot_be_asked_is_refused_in_words(fetched: Services) -> None:
    with pytest.raises(InvalidInput, match="no part 'song'"):
        await fetched.cache_care.forget([CachePair(FILM, "tmdb", "song")])
    with pytest.raises(InvalidInput, match="1 to 1000"):
        await fetched.cache_care.entries(CacheQuery(limit=0))
