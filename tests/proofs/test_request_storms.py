"""429 storms, many consumers at once, and calls nobody waits for: told from the log of the services."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.demo.faults import Failure, RetryAfter
from metarr_desktop.demo.request_log import LoggedRequest
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.fetch import FetchRequest, FetchResult, Priority, ProgressState, ProviderProgress
from metarr_desktop.domain.status import Lamp
from metarr_desktop.providers.registry import BUILT_IN
from metarr_desktop.services import Services
from tests.invariants import assert_sound
from tests.proofs.rig import (
    FANART_TV,
    FILMS,
    INCEPTION,
    MOVIE,
    TMDB,
    Pulse,
    a_program,
    a_server,
    assert_everybody_in_one_list,
    assert_fit_for_people,
    break_service,
    database_of,
    outcome_of,
    pulse,
    request_for,
    requests_to,
)

RATES = {definition.info.name: definition.info.requests_per_s for definition in BUILT_IN}
JITTER_S = 0.1
"""How unevenly requests of one client arrive at a server in the same loop, beside the stalls that were felt."""


async def fetch_many(services: Services, films: Sequence[str], **changes: Any) -> list[FetchResult]:
    """Let one consumer per film ask at once."""
    requests = [request_for(number, film, **changes) for number, film in enumerate(films, start=1)]
    return await asyncio.gather(*map(services.cache.fetch_assets, requests))


def assert_rate_kept(requests: Sequence[LoggedRequest], per_s: float, felt: Pulse | None = None) -> None:
    """Fail if any n requests came faster than the rate allows; what a stalled loop held back comes at once."""
    jitter_s = JITTER_S + (felt.longest_s if felt else 0.0)
    times = [request.at.timestamp() for request in requests]
    for first in range(len(times)):
        for last in range(first + 1, len(times)):
            least_s = (last - first) / per_s - jitter_s
            assert times[last] - times[first] >= least_s, f"{last - first + 1} requests too fast"


def assert_silent_while_paused(requests: Sequence[LoggedRequest], pause_s: float) -> None:
    """Fail if, after a 429, anything but what was on the wire already came before the pause was over."""
    for place, refused in enumerate(requests):
        if refused.status != 429:
            continue
        later = [each.at - refused.at for each in requests[place + 1 :]]
        early = [wait for wait in later if timedelta(seconds=0.2) < wait < timedelta(seconds=pause_s - 0.05)]
        assert not early, f"asked {early[0]} after a 429 that named {pause_s} seconds"


async def test_a_429_storm_pauses_one_provider_for_everybody_and_passes(
    home: Path, server: DemoServer, program: Callable[..., Any]
) -> None:
    break_service(server, TMDB, Failure.TOO_MANY_REQUESTS, requests=2, retry_after_s=1)
    waits: list[float] = []

    def listen(step: ProviderProgress) -> None:
        if step.provider == "tmdb" and step.state is ProgressState.WAITING:
            waits.append(step.wait_s or 0.0)

    async with program() as services:
        results = await asyncio.gather(
            *(
                services.cache.fetch_assets(request_for(number, film), on_progress=listen)
                for number, film in enumerate(FILMS[:4], start=1)
            )
        )
        lamps = {status.provider: status.lamp for status in services.providers.statuses()}

    for result in results:
        assert set(result.metadata.completed_providers) == {"tmdb", "fanart_tv"}
    assert_silent_while_paused(requests_to(server, TMDB), 1.0)
    assert [each.status for each in requests_to(server, TMDB)].count(429) == 2
    assert [each.status for each in requests_to(server, FANART_TV)] == [
        200
    ] * 4  # each asked once, none refused
    assert waits, "nobody was told of the wait"
    assert 0.8 < max(waits) <= 1.2
    assert set(lamps.values()) == {Lamp.READY}
    assert_sound(database_of(home))


@pytest.mark.parametrize("how", [RetryAfter.SECONDS, RetryAfter.DATE])
async def test_a_rest_longer_than_a_person_waits_ends_the_call_at_once_and_is_kept(
    home: Path, server: DemoServer, program: Callable[..., Any], how: RetryAfter
) -> None:
    break_service(server, TMDB, Failure.TOO_MANY_REQUESTS, retry_after=how, retry_after_s=120)
    async with program() as services:
        started = asyncio.get_running_loop().time()
        first = await services.cache.fetch_assets(INCEPTION)
        others = await fetch_many(services, FILMS[:1])
        background = await services.cache.fetch_assets(request_for(2, FILMS[1], priority=Priority.AUTOMATION))
        assert asyncio.get_running_loop().time() - started < 5.0

    asked = [request.path for request in requests_to(server, TMDB)]
    assert (
        len(asked) == len(set(asked)) <= 2
    )  # two side by side, then nobody: two minutes outlast every deadline
    outcome = outcome_of(first, "tmdb")
    assert_fit_for_people(outcome.message)
    assert outcome.retry_at is not None
    assert background.metadata.skipped_providers.keys() | set(background.metadata.failed_providers) == {
        "tmdb"
    }
    for result in (first, *others, background):
        assert_everybody_in_one_list(result)
        assert result.metadata.completed_providers == ("fanart_tv",)
    assert_sound(database_of(home))


async def test_those_who_queue_behind_a_long_rest_are_told_at_once_too(
    server: DemoServer, program: Callable[..., Any]
) -> None:
    break_service(server, TMDB, Failure.TOO_MANY_REQUESTS, retry_after_s=120)
    async with program() as services:
        loop = asyncio.get_running_loop()
        started = loop.time()
        results = await fetch_many(services, FILMS[:6])
        assert loop.time() - started < 6.0  # Fanart.tv alone takes three seconds for six

    outcomes = [outcome_of(result, "tmdb") for result in results]
    assert {outcome.error_kind for outcome in outcomes} == {"busy"}
    assert all(outcome.retry_at is not None for outcome in outcomes)


async def test_those_who_queue_behind_a_short_rest_see_the_seconds_and_then_go_on(
    server: DemoServer, program: Callable[..., Any]
) -> None:
    break_service(server, TMDB, Failure.TOO_MANY_REQUESTS, requests=1, retry_after_s=1)
    steps: dict[int, list[ProviderProgress]] = {1: [], 2: [], 3: []}
    async with program() as services:
        await asyncio.gather(
            *(
                services.cache.fetch_assets(request_for(number, FILMS[number]), on_progress=told.append)
                for number, told in steps.items()
            )
        )

    queued = 0
    for told in steps.values():
        of_tmdb = [step for step in told if step.provider == "tmdb"]
        states = [step.state for step in of_tmdb]
        if ProgressState.RETRYING in states:  # the one that was refused itself
            continue
        queued += 1
        assert any(step.wait_s and 0.8 < step.wait_s <= 1.0 for step in of_tmdb), of_tmdb
        assert states[-2:] == [ProgressState.RUNNING, ProgressState.DONE]
    assert queued == 2


async def ten_consumers(server: DemoServer, program: Callable[..., Any], films: Sequence[str]) -> None:
    async with program() as services, pulse() as felt:
        async with asyncio.TaskGroup() as consumers:
            for number, film in enumerate(films, start=1):
                for consumer in range(10 // len(films) or 1):
                    priority = Priority.AUTOMATION if consumer % 2 else Priority.USER
                    request = request_for(number, film, priority=priority)
                    consumers.create_task(services.cache.fetch_assets(request))
        assert len(await services.cache.get_cached_assets(MOVIE, AssetType.POSTER)) > 5

    for service in (TMDB, FANART_TV):
        requests = requests_to(server, service)
        assert len(requests) >= len(films)
        assert {request.status for request in requests} == {
            200
        }  # the services themselves refuse above their limit
        assert_rate_kept(requests, RATES[service], felt)


async def test_ten_consumers_at_once_never_exceed_the_rate_of_a_provider(home: Path, tmp_path: Path) -> None:
    async with a_server(tmp_path, enforces_rate_limits=True) as strict:
        await ten_consumers(strict, _at(home, strict), FILMS[:5])


@pytest.mark.soak
async def test_ten_consumers_exceed_no_rate_for_minutes(home: Path, tmp_path: Path) -> None:
    async with (
        a_server(tmp_path, enforces_rate_limits=True) as strict,
        _at(home, strict)() as services,
        pulse() as felt,
    ):
        loop = asyncio.get_running_loop()
        until = loop.time() + 120.0

        async def consumer(number: int) -> None:
            turn = 0
            while loop.time() < until:
                which = (number + turn) % len(FILMS)
                request = request_for(which + 1, FILMS[which], force=turn % 2 == 0)
                await services.cache.fetch_assets(request)
                turn += 1
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as consumers:
            for number in range(10):
                consumers.create_task(consumer(number))
    for service in (TMDB, FANART_TV):
        requests = requests_to(strict, service)
        assert len(requests) > 60
        assert_rate_kept(requests, RATES[service], felt)
    assert_sound(database_of(home))


def _at(home: Path, server: DemoServer) -> Callable[..., Any]:
    return lambda **options: a_program(home, server.environment(), **options)


async def test_twenty_identical_calls_make_one_fetch(
    home: Path, server: DemoServer, program: Callable[..., Any], tmp_path: Path
) -> None:
    async with program() as services:
        results = await asyncio.gather(*(services.cache.fetch_assets(INCEPTION) for _ in range(20)))
        together = [(each.service, each.path, each.query) for each in server.services.log.entries()]
        server.services.log.clear()
        async with _at(tmp_path / "another-home", server)() as alone:
            one = await alone.cache.fetch_assets(INCEPTION)
        asked = [(each.service, each.path, each.query) for each in server.services.log.entries()]
        statistics = await services.statistics.cache_statistics()

    assert sorted(together) == sorted(asked)
    assert [service for service, _, _ in together].count(FANART_TV) == 1
    assert all(result.metadata.completed_providers == one.metadata.completed_providers for result in results)
    assert all(result.providers == results[0].providers for result in results)
    assert (statistics.misses, statistics.joined) == (1, 19)
    assert_sound(database_of(home))


async def test_forced_twins_share_one_request_too(server: DemoServer, program: Callable[..., Any]) -> None:
    async with program() as services:
        await services.cache.fetch_assets(INCEPTION)
        server.services.log.clear()
        forced = FetchRequest(MOVIE, force=True)
        results = await asyncio.gather(*(services.cache.fetch_assets(forced) for _ in range(20)))

    assert len(requests_to(server, FANART_TV)) == 1
    assert not any(result.cached for result in results)


def open_connections(server: DemoServer) -> int:
    assert server._server is not None
    return len(server._server.server_state.connections)


async def connections_become(server: DemoServer, count: int) -> bool:
    """Wait for the server to notice; a close takes a few turns of the loop."""
    for _ in range(200):
        if open_connections(server) == count:
            return True
        await asyncio.sleep(0.005)
    return False


async def both_are_asked(server: DemoServer) -> None:
    while not (requests_to(server, TMDB) and requests_to(server, FANART_TV)):  # noqa: ASYNC110 - the log has no event
        await asyncio.sleep(0.005)


async def test_cancelling_a_fetch_closes_its_connections_and_says_nothing_against_the_service(
    home: Path, server: DemoServer, program: Callable[..., Any]
) -> None:
    for service in (TMDB, FANART_TV):
        break_service(server, service, Failure.HANG)
    states: list[tuple[str, ProgressState]] = []
    async with program() as services:
        fetching = asyncio.create_task(
            services.cache.fetch_assets(
                INCEPTION, on_progress=lambda step: states.append((step.provider, step.state))
            )
        )
        await both_are_asked(server)
        assert open_connections(server) >= 2
        fetching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await fetching

        assert await connections_become(server, 0)
        assert ("tmdb", ProgressState.CANCELLED) in states
        assert [status.sentence for status in services.providers.statuses()] == [
            "TMDB is ready.",
            "Fanart.tv is ready.",
        ]
        server.services.faults.switch_off()
        result = await services.cache.fetch_assets(INCEPTION)  # neither paused nor resting
        assert set(result.metadata.completed_providers) == {"tmdb", "fanart_tv"}
    assert_sound(database_of(home))


async def test_cancelling_one_of_two_who_wait_leaves_the_request_to_the_other(
    server: DemoServer, program: Callable[..., Any]
) -> None:
    break_service(server, TMDB, Failure.HANG)
    async with program() as services:
        first = asyncio.create_task(services.cache.fetch_assets(INCEPTION))
        second = asyncio.create_task(services.cache.fetch_assets(INCEPTION))
        await both_are_asked(server)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert not second.done()
        assert open_connections(server) >= 1
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)

    asked = [(request.path, request.query) for request in requests_to(server, TMDB)]
    assert len(asked) == len(set(asked))  # nothing was asked twice
