"""One provider does everything wrong that a service can do: the other is unaffected and nothing stored is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.demo.faults import DemoService, Failure
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.domain.status import Lamp
from tests.builders import FakeClock
from tests.invariants import assert_sound, decisions
from tests.proofs.rig import (
    FANART_TV,
    FORCED,
    INCEPTION,
    MOVIE,
    TMDB,
    a_program,
    all_assets,
    assert_everybody_in_one_list,
    assert_fit_for_people,
    break_service,
    database_of,
    outcome_of,
    pulse,
    requests_to,
    without_times,
)

FAILURES = {
    Failure.UNREACHABLE: "cannot be reached",
    Failure.DROP: "cannot be reached",
    Failure.RESET: "cannot be reached",
    Failure.HANG: "did not answer in time",
    Failure.DRIP: "did not answer in time",
    Failure.STATUS: "status 500",
    Failure.TOO_MANY_REQUESTS: "too many requests",
    Failure.HTML: "it is a web page",
    Failure.EMPTY_BODY: "it is empty",
    Failure.TRUNCATED_JSON: "it is damaged or no JSON",
    Failure.CUT_BODY: "it broke off in the middle",
    Failure.BAD_GZIP: "its compression is damaged",
    Failure.HUGE_JSON: "it is larger than",
    Failure.DEEP_JSON: "nested deeper",
    Failure.WRONG_TYPES: "cannot be used",
    Failure.REDIRECT_LOOP: "points elsewhere",
    Failure.REDIRECT_AWAY: "points elsewhere",
}
OF_THE_ISSUE = (
    Failure.UNREACHABLE, Failure.HANG, Failure.STATUS, Failure.TOO_MANY_REQUESTS, Failure.HTML,
    Failure.TRUNCATED_JSON, Failure.HUGE_JSON, Failure.WRONG_TYPES,
)  # fmt: skip
VALUES = {Failure.HUGE_JSON: {"size_bytes": 20_000_000}, Failure.TOO_MANY_REQUESTS: {"retry_after_s": 60}}
LONGEST_STALL_S = 1.0
"""Two cores shared with the server in the same loop: a frozen window is one that stops for seconds."""


async def one_provider_goes_wrong(
    home: Path, server: DemoServer, program: Callable[..., Any], bad: DemoService, failure: Failure
) -> None:
    """Fetch, choose, break *bad*, force, mend, force: say in words what happened and lose nothing."""
    good = FANART_TV if bad is TMDB else TMDB
    async with program() as services:
        await services.cache.fetch_assets(INCEPTION)
        (chosen,) = (await services.cache.get_cached_assets(MOVIE, AssetType.POSTER))[3:4]
        await services.curation.select(chosen.id)
        stored, decided = await all_assets(services), decisions(database_of(home))

        break_service(server, bad, failure, **VALUES.get(failure, {}))
        async with pulse() as felt:
            result = await services.cache.fetch_assets(FORCED)

        outcome = outcome_of(result, bad)
        assert FAILURES[failure] in outcome.message
        assert_fit_for_people(outcome.message, *server.environment().values())
        assert_everybody_in_one_list(result)
        assert result.metadata.completed_providers == (good,)
        assert (result.providers[bad].is_stale, result.providers[good].is_stale) == (True, False)
        assert result.providers[bad].images  # what was stored is still returned
        assert outcome.retry_at is not None
        assert felt.longest_s < LONGEST_STALL_S
        assert without_times(await all_assets(services)) == without_times(stored)
        assert decisions(database_of(home)) == decided

        server.services.faults.switch_off()
        for info in services.providers.infos():
            services.providers.line(info).limiter.resume()  # not to wait out the minute of a 429 here
        mended = await services.cache.fetch_assets(FORCED)
        assert set(mended.metadata.completed_providers) == {"tmdb", "fanart_tv"}
        assert not mended.providers[bad].is_stale
    assert_sound(database_of(home))


@pytest.mark.parametrize("failure", OF_THE_ISSUE)
async def test_tmdb_goes_wrong(
    home: Path, server: DemoServer, program: Callable[..., Any], hurry: None, failure: Failure
) -> None:
    await one_provider_goes_wrong(home, server, program, TMDB, failure)


@pytest.mark.parametrize("failure", [Failure.STATUS, Failure.WRONG_TYPES])
async def test_fanart_tv_goes_wrong(
    home: Path, server: DemoServer, program: Callable[..., Any], hurry: None, failure: Failure
) -> None:
    await one_provider_goes_wrong(home, server, program, FANART_TV, failure)


@pytest.mark.soak
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("bad", [TMDB, FANART_TV])
async def test_a_provider_goes_wrong_at_its_real_pace(
    home: Path, server: DemoServer, program: Callable[..., Any], bad: DemoService, failure: Failure
) -> None:
    await one_provider_goes_wrong(home, server, program, bad, failure)


async def test_a_hanging_provider_is_given_up_at_its_deadline_and_the_other_is_told_at_once(
    server: DemoServer, program: Callable[..., Any], hurry: None
) -> None:
    break_service(server, TMDB, Failure.HANG)
    done_at: dict[str, float] = {}
    loop = asyncio.get_running_loop()
    async with program() as services:
        started = loop.time()
        await services.cache.fetch_assets(
            INCEPTION,
            on_progress=lambda step: (
                done_at.setdefault(step.provider, loop.time() - started) if step.state.is_final else None
            ),
        )

    assert done_at["fanart_tv"] < 0.6 < done_at["tmdb"] < 10.0


async def test_a_wrong_key_is_said_once_and_not_asked_with_again(home: Path, server: DemoServer) -> None:
    wrong = "f" * 32
    async with a_program(home, {**server.environment(), "METARR_TMDB_API_KEY": wrong}) as services:
        first = await services.cache.fetch_assets(INCEPTION)
        asked = requests_to(server, TMDB)
        second = await services.cache.fetch_assets(INCEPTION)
        lamp = {status.provider: status.lamp for status in services.providers.statuses()}["tmdb"]

    for result in (first, second):
        assert "does not accept the key" in outcome_of(result, "tmdb").message
        assert_fit_for_people(outcome_of(result, "tmdb").message, wrong)
        assert_everybody_in_one_list(result)
        assert "fanart_tv" in result.metadata.completed_providers
    assert (first.metadata.failed_providers, list(second.metadata.skipped_providers)) == (("tmdb",), ["tmdb"])
    assert {request.status for request in asked} == {401}
    assert len({request.path for request in asked}) == len(asked)  # nothing was tried a second time
    assert requests_to(server, TMDB) == asked
    assert lamp is Lamp.REFUSED
    assert_sound(database_of(home))


async def test_a_provider_without_a_key_is_never_asked_and_the_other_serves(
    home: Path, server: DemoServer
) -> None:
    async with a_program(home, {**server.environment(), "METARR_TMDB_API_KEY": ""}) as services:
        result = await services.cache.fetch_assets(INCEPTION)
        again = await services.cache.fetch_assets(INCEPTION)

    message = outcome_of(result, "tmdb").message
    assert "key" in message
    assert_fit_for_people(message)
    assert_everybody_in_one_list(result)
    assert result.metadata.completed_providers == again.metadata.completed_providers == ("fanart_tv",)
    assert requests_to(server, TMDB) == ()
    assert len(requests_to(server, FANART_TV)) == 1


async def test_without_network_and_without_rows_the_reasons_are_said(
    home: Path, server: DemoServer, program: Callable[..., Any], hurry: None
) -> None:
    for service in (TMDB, FANART_TV):
        break_service(server, service, Failure.UNREACHABLE)
    async with program() as services:
        with pytest.raises(AllProvidersFailed) as failed:
            await services.cache.fetch_assets(INCEPTION)
        report = await services.cache.search(SearchRequest("inception"))
        assert await all_assets(services) == []

        server.services.faults.switch_off()
        recovered = await services.cache.fetch_assets(INCEPTION)

    assert_fit_for_people(str(failed.value))
    assert "TMDB" in str(failed.value)
    assert "Fanart.tv" in str(failed.value)
    assert {outcome.error_kind for outcome in failed.value.outcomes} == {"unreachable"}
    assert (report.results, report.is_complete) == ((), True)
    assert_fit_for_people(report.outcomes[0].message)
    assert set(recovered.metadata.completed_providers) == {"tmdb", "fanart_tv"}
    assert_sound(database_of(home))


async def test_nobody_listens_at_the_address_and_old_rows_are_still_shown(
    home: Path, server: DemoServer, program: Callable[..., Any], hurry: None
) -> None:
    clock = FakeClock()
    async with program(clock=clock) as services:
        await services.cache.fetch_assets(INCEPTION)
        stored = await all_assets(services)
    nobody = {name: value.replace(f":{server.port}", ":9") for name, value in server.environment().items()}

    clock.advance(days=8)
    async with a_program(home, nobody, clock=clock) as services:
        with pytest.raises(AllProvidersFailed, match="What is stored is untouched"):
            await services.cache.fetch_assets(FORCED)
        assert await all_assets(services) == stored
    assert_sound(database_of(home))
