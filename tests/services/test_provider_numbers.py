"""Requests are counted by the program; the demo's own log is the count to compare with."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind
from metarr_desktop.demo.keys import DEMO_TMDB_TOKEN
from metarr_desktop.demo.request_log import RequestLog
from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.services import Services
from tests.services.conftest import Build, Clock

FILM = EntityKey(EntityType.MOVIE, 1)
INCEPTION = FetchRequest(FILM, ExternalIds(tmdb="27205"))


def logged(log: RequestLog) -> Counter[str]:
    """Requests to interfaces per provider, as the services saw them; the archive belongs to MusicBrainz."""
    counted = Counter(str(entry.service) for entry in log.entries(kind=PathKind.API))
    counted["musicbrainz"] += counted.pop("cover_art_archive", 0)
    return +counted


async def numbers(services: Services) -> Counter[str]:
    found = await services.statistics.provider_numbers()
    return Counter({name: each.requests for name, each in found.items() if each.requests})


def lamps(services: Services) -> Counter[str]:
    statuses = services.providers.statuses()
    return +Counter({status.provider: status.requests_today for status in statuses})


async def work(services: Services) -> None:
    """Search and fetch of a film and an album, and a picture."""
    await services.cache.search(SearchRequest("inception"))
    await services.cache.fetch_assets(INCEPTION)
    report = await services.cache.search(SearchRequest("nevermind", EntityType.MUSIC))
    album = EntityKey(EntityType.MUSIC, 1)
    await services.cache.fetch_assets(FetchRequest(album, report.results[0].external_ids))
    [poster, *_] = await services.cache.get_cached_assets(FILM, AssetType.POSTER)
    assert poster.thumb_url is not None
    await services.thumbnails.load(poster.thumb_url, Size(90, 135))


async def test_every_request_is_counted_once_logins_retries_and_redirects_included(
    program: Build, server: DemoServer
) -> None:
    services = program(**server.environment())
    failing_once = Fault(Failure.STATUS, requests=1)
    server.services.faults.switch_on(DemoService.TMDB, failing_once, PathKind.API)
    await work(services)
    counted = await numbers(services)

    assert counted == logged(server.services.log) == lamps(services)
    paths = [entry.path for entry in server.services.log.entries()]
    assert any(path.endswith("/login") for path in paths)
    assert {"tmdb", "fanart_tv", "tvdb", "musicbrainz"} <= counted.keys()


async def test_the_test_of_a_key_is_a_request_like_any_other(program: Build, server: DemoServer) -> None:
    services = program(**server.environment())
    await services.keys.test("tmdb", {"API_KEY": DEMO_TMDB_TOKEN})

    assert await numbers(services) == {"tmdb": 1} == logged(server.services.log)


async def test_a_restart_forgets_no_request(program: Build, server: DemoServer) -> None:
    first = program(**server.environment())
    await first.cache.fetch_assets(INCEPTION)
    await first.close()
    second = program(**server.environment())

    assert lamps(second) == logged(server.services.log)


async def test_two_programs_show_the_same_number(program: Build, server: DemoServer) -> None:
    first, second = program(**server.environment()), program(**server.environment())
    await first.cache.fetch_assets(INCEPTION)
    await second.cache.fetch_assets(replace(INCEPTION, force=True))
    for services in (first, second, first):
        await services.statistics.provider_numbers()

    assert lamps(first) == lamps(second) == logged(server.services.log)


async def test_the_next_day_begins_with_nothing(program: Build, clock: Clock) -> None:
    services = program()
    await services.cache.fetch_assets(INCEPTION)
    await services.statistics.provider_numbers()
    clock.pass_by(days=1)

    assert (await services.statistics.provider_numbers(), lamps(services)) == ({}, {})


async def test_answers_failures_and_the_usual_time_are_told(program: Build) -> None:
    services = program()
    assert services.demo is not None
    services.demo.site.faults.switch_on(DemoService.TVDB, Fault(Failure.STATUS, status=400))
    await services.cache.fetch_assets(INCEPTION)
    found = await services.statistics.provider_numbers()

    assert (found["tmdb"].answered, found["tmdb"].failed) == (1, 0)
    assert (found["tvdb"].answered, found["tvdb"].failed, found["tvdb"].median_s) == (0, 1, None)
    median_s = found["tmdb"].median_s
    assert median_s is not None
    assert 0 < median_s < 10


async def test_a_report_tells_the_last_answer_and_the_last_error(program: Build, clock: Clock) -> None:
    services = program()
    assert services.demo is not None
    failed_at = clock.now
    services.demo.site.faults.switch_on(DemoService.TVDB, Fault(Failure.STATUS, status=400, requests=1))
    await services.cache.fetch_assets(INCEPTION)
    clock.pass_by(hours=1)
    await services.cache.fetch_assets(replace(INCEPTION, force=True))
    report = services.providers.report("tvdb")

    assert (report.last_error_at, report.last_answer_at) == (failed_at, clock.now)
    assert "TheTVDB" in report.last_error
    assert report.key_sentence == "Project key: needs no PIN."
    assert report.limit_sentence.startswith("at most ")
