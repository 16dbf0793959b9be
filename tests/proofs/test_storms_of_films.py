"""Ten consumers in a storm of 429 and 503 at the services of films: told from the services' own log."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, RetryAfter
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest, Priority
from metarr_desktop.domain.status import Lamp
from metarr_desktop.providers.registry import BUILT_IN
from metarr_desktop.services import build_services
from metarr_desktop.settings import load_settings
from tests.invariants import assert_sound
from tests.proofs.rig import (
    FANART_TV,
    FILMS,
    TMDB,
    a_program,
    a_server,
    ask_two_services,
    break_service,
    database_of,
    pulse,
    request_for,
    requests_to,
)
from tests.proofs.test_request_storms import JITTER_S, assert_rate_kept
from tests.proofs.test_storms_of_series_and_music import assert_silent_after
from tests.replay.server import Replay, serving

RATES = {definition.info.name: definition.info.requests_per_s for definition in BUILT_IN}
CONSUMERS = 10
USER_DEADLINE_S = 10.0
REFUSED = 3


@pytest.mark.parametrize("how", [RetryAfter.SECONDS, pytest.param(RetryAfter.ABSENT, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    ("stormy", "status"),
    [
        (TMDB, 429),
        (FANART_TV, 503),
        pytest.param(TMDB, 503, marks=pytest.mark.soak),
        pytest.param(FANART_TV, 429, marks=pytest.mark.soak),
    ],
)
async def test_ten_consumers_sit_out_a_storm_at_one_service(
    home: Path, tmp_path: Path, stormy: DemoService, status: int, how: RetryAfter
) -> None:
    calm = FANART_TV if stormy is TMDB else TMDB
    loop = asyncio.get_running_loop()
    async with a_server(tmp_path, enforces_rate_limits=True) as server:
        failure = Failure.TOO_MANY_REQUESTS if status == 429 else Failure.STATUS
        break_service(
            server, stormy, failure, requests=REFUSED, status=status, retry_after=how, retry_after_s=1
        )
        async with a_program(home, server.environment()) as services, pulse() as felt:
            started = loop.time()
            results = await asyncio.gather(
                *(
                    services.cache.fetch_assets(
                        request_for(
                            number % 5 + 1,
                            FILMS[number % 5],
                            priority=Priority.AUTOMATION if number >= 5 else Priority.USER,
                        )
                    )
                    for number in range(CONSUMERS)
                )
            )
            took_s = loop.time() - started
            lamps = {line.provider: line.lamp for line in services.providers.statuses()}

    for result in results:
        assert set(result.metadata.completed_providers) == {"tmdb", "fanart_tv"}
    assert took_s < USER_DEADLINE_S
    seen = requests_to(server, stormy)
    assert [request.status for request in seen].count(status) == REFUSED
    assert {request.status for request in seen} == {status, 200}
    assert_silent_after(seen, status, 1.0 if how is RetryAfter.SECONDS else 0.8)
    assert {request.status for request in requests_to(server, calm)} == {200}
    for service in (stormy, calm):
        assert_rate_kept(requests_to(server, service), RATES[service], felt)
    assert set(lamps.values()) == {Lamp.READY}
    assert_sound(database_of(home))


async def test_a_rest_asked_for_by_an_answer_that_can_be_done_without_is_kept_too(isolated: Path) -> None:
    replay = Replay()
    for number in (1, 2):
        replay.add("tmdb", f"movie/{number}", {"id": number, "title": "Film", "images": {}, "videos": {},
                                                "external_ids": {}})  # fmt: skip
    replay.add("tmdb", "configuration", {}, status=429, headers={"retry-after": "1"})
    ask_two_services(isolated)
    with serving(replay) as environment:
        services = build_services(load_settings({"METARR_HOME": str(isolated), **environment}))
        for number in ("1", "2"):
            result = await services.cache.fetch_assets(request_for(int(number), number))
            assert "tmdb" in result.metadata.completed_providers
        await services.close()

    asked = {one.path: one.at for one in replay.asked if one.service == "tmdb"}
    assert set(asked) == {"movie/1", "movie/2", "configuration"}
    assert asked["movie/2"] - asked["configuration"] >= 0.95, "asked while it rested"


async def test_of_requests_side_by_side_none_leaves_after_the_first_was_refused(isolated: Path) -> None:
    replay = Replay(appends=False)
    seasons = [{"season_number": number, "poster_path": "/p.jpg"} for number in range(1, 13)]
    series = {"id": 1, "name": "Series", "images": {}, "videos": {}, "external_ids": {}, "seasons": seasons}
    replay.add("tmdb", "tv/1", series)
    for number in range(1, 13):
        posters = [{"file_path": f"/s{number}.jpg", "iso_639_1": "en"}]
        replay.add("tmdb", f"tv/1/season/{number}/images", {"id": number, "posters": posters})
    replay.add_once("tmdb", "tv/1/season/4/images", b"{}", status=429, headers={"retry-after": "1"})
    ask_two_services(isolated)
    request = FetchRequest(EntityKey(EntityType.TV, 1), ExternalIds(tmdb="1"))
    with serving(replay) as environment:
        services = build_services(load_settings({"METARR_HOME": str(isolated), **environment}))
        result = await services.cache.fetch_assets(request)
        await services.close()

    assert "tmdb" in result.metadata.completed_providers
    assert len(result.providers["tmdb"].images[AssetType.SEASONPOSTER]) == 12
    (refused,) = (one.at for one in replay.asked if one.status == 429)
    waits = [one.at - refused for one in replay.asked if one.service == "tmdb" and one.at > refused]
    assert not [wait for wait in waits if JITTER_S < wait < 0.95]
    assert max(waits) >= 0.95
