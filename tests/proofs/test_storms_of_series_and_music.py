"""Storms of 429 and 503 at the services of series and music, ten consumers at once: told from the services' own log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from metarr_desktop.demo.albums import load_albums
from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind, RetryAfter
from metarr_desktop.demo.request_log import LoggedRequest
from metarr_desktop.demo.series import load_series
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest, FetchResult
from metarr_desktop.domain.status import Lamp
from metarr_desktop.providers.registry import BUILT_IN
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings
from tests.invariants import assert_sound
from tests.proofs.rig import a_server, database_of, requests_to
from tests.proofs.test_request_storms import JITTER_S, assert_rate_kept

CONSUMERS = 10
RATES: Mapping[DemoService, float] = {
    **{DemoService(definition.info.name): definition.info.requests_per_s for definition in BUILT_IN},
    **{DemoService(side.name): side.requests_per_s for definition in BUILT_IN for side in definition.sides},
}
SERIES = [
    FetchRequest(EntityKey(EntityType.TV, number), ExternalIds(tvdb=series.tvdb_id, tmdb=series.tmdb_id))
    for number, series in enumerate(load_series().series[:5], start=1)
]
ALBUMS = [
    FetchRequest(EntityKey(EntityType.MUSIC, number), ExternalIds(musicbrainz=album.mbid))
    for number, album in enumerate(load_albums().albums[:2], start=1)
]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[DemoServer]:
    """Services that refuse whoever is faster than their limit."""
    async with a_server(tmp_path, enforces_rate_limits=True) as running:
        yield running


@asynccontextmanager
async def a_whole_program(home: Path, server: DemoServer) -> AsyncIterator[Services]:
    """A core that asks all four services."""
    services = build_services(load_settings({"METARR_HOME": str(home), **server.environment()}))
    try:
        yield services
    finally:
        await services.close()


async def ask_at_once(services: Services, requests: Sequence[FetchRequest]) -> list[FetchResult]:
    """Let ten consumers ask for the titles at once, each title by several of them."""
    wanted = [requests[number % len(requests)] for number in range(CONSUMERS)]
    return await asyncio.gather(*map(services.cache.fetch_assets, wanted))


def assert_silent_after(requests: Sequence[LoggedRequest], status: int, pause_s: float) -> None:
    """Fail if anything but what was on the wire came before the pause was over."""
    refused = [request for request in requests if request.status == status]
    assert refused, f"nobody was refused with {status}"
    for first in refused:
        waits = [
            (request.at - first.at).total_seconds() for request in requests if request.number > first.number
        ]
        early = [wait for wait in waits if JITTER_S < wait < pause_s - 0.05]
        assert not early, f"asked {early[0]:.2f} s after a {status} that asked for {pause_s} s"


def assert_rates_kept(server: DemoServer, *services: DemoService) -> None:
    for service in services:
        requests = requests_to(server, service)
        if service is DemoService.COVER_ART_ARCHIVE:  # where it points on to is the Internet Archive
            requests = tuple(request for request in requests if request.path.startswith("/release-group/"))
        assert requests, f"{service} was never asked"
        assert_rate_kept(requests, RATES[service])


def statuses(server: DemoServer, service: DemoService) -> list[int | None]:
    return [request.status for request in requests_to(server, service)]


async def test_a_storm_at_thetvdb_pauses_it_alone_and_passes(isolated: Path, server: DemoServer) -> None:
    storm = Fault(Failure.TOO_MANY_REQUESTS, requests=2, retry_after_s=1)
    async with a_whole_program(isolated, server) as services:
        # the token and the table of artwork types are there before the storm, as in a program that has run a while
        await services.cache.fetch_assets(SERIES[0])
        server.services.log.clear()
        server.services.faults.switch_on(DemoService.TVDB, storm, PathKind.API)
        results = await ask_at_once(services, SERIES[1:])
        lamps = {status.provider: status.lamp for status in services.providers.statuses()}

    for result in results:
        assert {"tmdb", "fanart_tv", "tvdb"} <= set(result.metadata.completed_providers)
    assert_silent_after(requests_to(server, DemoService.TVDB), 429, 1.0)
    assert statuses(server, DemoService.TVDB).count(429) == 2
    for other in (DemoService.TMDB, DemoService.FANART_TV):
        assert set(statuses(server, other)) == {200}
    assert_rates_kept(server, DemoService.TVDB, DemoService.TMDB, DemoService.FANART_TV)
    assert set(lamps.values()) == {Lamp.READY}
    assert_sound(database_of(isolated))


@pytest.mark.parametrize("said", [RetryAfter.ZERO, pytest.param(RetryAfter.ABSENT, marks=pytest.mark.soak)])
async def test_a_503_of_musicbrainz_halves_its_pace_and_harms_nobody_else(
    isolated: Path, server: DemoServer, said: RetryAfter
) -> None:
    storm = Fault(Failure.STATUS, requests=1, status=503, retry_after=said)
    server.services.faults.switch_on(DemoService.MUSICBRAINZ, storm, PathKind.API)
    started = time.monotonic()
    async with a_whole_program(isolated, server) as services:
        results = await ask_at_once(services, ALBUMS)
    took_s = time.monotonic() - started

    assert all(result.metadata.failed_providers == () for result in results)
    seen = requests_to(server, DemoService.MUSICBRAINZ)
    assert [request.status for request in seen] == [503, 200, 200], "each album once, however many ask"
    assert_silent_after(seen, 503, 2.0)
    assert (seen[2].at - seen[1].at).total_seconds() > 2.0 - JITTER_S, "half the rate for a minute"
    assert set(statuses(server, DemoService.FANART_TV)) <= {200, 404}
    assert_rates_kept(server, DemoService.FANART_TV, DemoService.COVER_ART_ARCHIVE)
    assert took_s < 15.0
    assert {request.user_agent.partition("/")[0] for request in seen} == {"MetarrDesktop"}
    assert_sound(database_of(isolated))


async def test_ten_consumers_at_once_keep_to_one_request_a_second_at_musicbrainz(
    isolated: Path, server: DemoServer
) -> None:
    albums = [
        FetchRequest(EntityKey(EntityType.MUSIC, number), ExternalIds(musicbrainz=album.mbid))
        for number, album in enumerate(load_albums().albums[:3], start=1)
    ]
    async with a_whole_program(isolated, server) as services:
        results = await ask_at_once(services, albums)

    assert all("musicbrainz" in result.metadata.completed_providers for result in results)
    assert statuses(server, DemoService.MUSICBRAINZ) == [200] * 3
    assert_rates_kept(server, DemoService.MUSICBRAINZ, DemoService.COVER_ART_ARCHIVE, DemoService.FANART_TV)


@pytest.mark.soak
async def test_no_rate_is_exceeded_while_storms_come_and_go(isolated: Path, server: DemoServer) -> None:
    storms = (
        (DemoService.TVDB, Fault(Failure.TOO_MANY_REQUESTS, requests=3, retry_after_s=2)),
        (DemoService.MUSICBRAINZ, Fault(Failure.STATUS, requests=2, status=503, retry_after=RetryAfter.ZERO)),
        (
            DemoService.TMDB,
            Fault(Failure.TOO_MANY_REQUESTS, requests=5, retry_after=RetryAfter.DATE, retry_after_s=2),
        ),
        (DemoService.FANART_TV, Fault(Failure.STATUS, requests=3, status=503)),
    )
    wanted = [*SERIES, *ALBUMS]
    until = time.monotonic() + 120.0
    async with a_whole_program(isolated, server) as services:

        async def consumer(number: int) -> None:
            turn = number
            while time.monotonic() < until:
                request = wanted[turn % len(wanted)]
                await services.cache.fetch_assets(
                    FetchRequest(request.key, request.external_ids, force=turn % 2 == 0)
                )
                turn += 1
                await asyncio.sleep(0)

        async def weather() -> None:
            while time.monotonic() < until:
                for service, fault in storms:
                    server.services.faults.switch_on(service, fault, PathKind.API)
                    await asyncio.sleep(8)

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(weather())
            for number in range(CONSUMERS):
                tasks.create_task(consumer(number))
    assert_rates_kept(server, *RATES)
    assert_sound(database_of(isolated))
