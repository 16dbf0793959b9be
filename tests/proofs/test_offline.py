"""The offline journey: what was fetched once is all there when no service can be reached any more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault
from metarr_desktop.domain.asset import ASSET_TYPES, AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import Consumer, Priority
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.services import Services
from tests.builders import FakeClock
from tests.invariants import assert_sound, decisions
from tests.proofs.rig import FORCED, INCEPTION, MOVIE, a_program, all_assets, database_of

BOX = Size(171, 257)


def take_away(services: Services) -> None:
    """Make every demo service unreachable and forget what reached it."""
    assert services.demo is not None
    for service in DemoService:
        services.demo.site.faults.switch_on(service, Fault(Failure.UNREACHABLE))
    services.demo.site.log.clear()


async def test_everything_is_there_without_any_network(home: Path) -> None:
    clock = FakeClock()
    async with a_program(home, {}, clock=clock) as services:
        await services.lay_out_starter_library()
        fetched = await services.cache.fetch_assets(INCEPTION)
        posters = await services.cache.get_cached_assets(MOVIE, AssetType.POSTER)
        await services.curation.select(posters[1].id)
        await services.curation.reject(posters[2].id)
        thumb = posters[1].thumb_url
        assert thumb is not None
        shown = await services.thumbnails.load(thumb, BOX)
        before = await all_assets(services)
        details = await services.library.details(MOVIE)
        titles = [row.entity for row in await services.library.rows()]
        decided = decisions(database_of(home, is_demo=True))

    clock.advance(days=6, hours=23, minutes=59)
    async with a_program(home, {}, clock=clock) as services:
        take_away(services)
        assert [row.entity for row in await services.library.rows()] == titles
        again = await services.library.details(MOVIE)
        assert (again.row.entity, again.slots, again.history) == (
            details.row.entity,
            details.slots,
            details.history,
        )
        assert await all_assets(services) == before
        for consumer in Consumer:
            hit = await services.cache.fetch_assets(replace(INCEPTION, consumer=consumer))
            assert (hit.cached, hit.providers) == (True, fetched.providers)
        for priority in Priority:
            for asset_type in ASSET_TYPES[EntityType.MOVIE]:
                request = replace(INCEPTION, asset_types=(asset_type,), priority=priority)
                assert (await services.cache.fetch_assets(request)).cached
        kept = await services.thumbnails.load(thumb, BOX)
        assert (kept.width, kept.height) == (shown.width, shown.height)
        assert (await services.curation.undo()) is not None
        assert (await services.curation.redo()) is not None
        assert services.demo is not None
        assert services.demo.site.log.entries() == ()

    assert decisions(database_of(home, is_demo=True)) == decided
    assert_sound(database_of(home, is_demo=True))


async def test_after_seven_days_the_old_rows_are_returned_with_their_age_or_the_reason_is_said(
    home: Path, hurry: None
) -> None:
    clock = FakeClock()
    async with a_program(home, {}, clock=clock) as services:
        await services.cache.fetch_assets(INCEPTION)
        before = await all_assets(services)

    clock.advance(days=7)
    async with a_program(home, {}, clock=clock) as services:
        take_away(services)
        with pytest.raises(AllProvidersFailed, match="What is stored is untouched"):
            await services.cache.fetch_assets(INCEPTION)
        assert await all_assets(services) == before
        resting = await services.cache.fetch_assets(replace(INCEPTION, priority=Priority.AUTOMATION))
        assert (resting.cached, resting.cache_age) == (True, 7.0)
        assert all(data.is_stale for data in resting.providers.values())

    async with a_program(home, {}, clock=clock) as services:  # the network is back
        assert (await services.cache.fetch_assets(FORCED)).cache_age == 0.0
    assert_sound(database_of(home, is_demo=True))
