"""The whole search over the demo services: real clients, real JSON, look-alikes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from metarr_desktop.demo.catalogue import DemoImage, load_catalogue
from metarr_desktop.demo.keys import DEMO_FANART_TV_API_KEY, DEMO_TMDB_TOKEN, DEMO_TVDB_API_KEY
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.transport import DemoTransport
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.search import SearchReport, SearchRequest
from metarr_desktop.library.filename import FileNameParser
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.orchestration.provider_orchestrator import ProviderOrchestrator
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.registry import BUILT_IN
from metarr_desktop.services.provider_building import addresses_of, context_of
from metarr_desktop.settings import load_settings
from tests.builders import FakeClock
from tests.providers.support import OpenGate

KEYS = {
    "tmdb": {"API_KEY": DEMO_TMDB_TOKEN},
    "fanart_tv": {"API_KEY": DEMO_FANART_TV_API_KEY},
    "tvdb": {"API_KEY": DEMO_TVDB_API_KEY},
}


def no_picture(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    raise AssertionError("a search loads no picture")


@pytest.fixture
async def orchestrator(tmp_path: Path) -> AsyncIterator[ProviderOrchestrator]:
    services = DemoServices(tmp_path, painter=no_picture)
    clients = HttpClients(transport=DemoTransport(services), contact="x")
    clock = FakeClock()
    health = ProviderHealth([definition.info for definition in BUILT_IN], clock=clock)
    providers = [
        definition.build(
            context_of(
                definition,
                clients,
                OpenGate(),
                KEYS.get(definition.info.name, {}),
                ("en",),
                addresses_of(definition, load_settings({}), is_demo=True),
            )
        )
        for definition in BUILT_IN
    ]
    yield ProviderOrchestrator(providers, ProviderCaller(health), clock, FileNameParser())
    health.close()
    await clients.close()
    services.close()


def best(report: SearchReport) -> tuple[str, int | None]:
    return report.results[0].title, report.results[0].year


@pytest.mark.parametrize(
    ("query", "year", "expected"),
    [
        ("inception", 2010, ("Inception", 2010)),
        ("Inception.2010.1080p.BluRay.x264-GRP.mkv", None, ("Inception", 2010)),
        ("Alien", 1979, ("Alien", 1979)),
        ("Aliens", None, ("Aliens", 1986)),
        ("The Thing 2011", None, ("The Thing", 2011)),
        ("thing", 1982, ("The Thing", 1982)),
        ("Dune (1984)", None, ("Dune", 1984)),
        ("It 1990", None, ("It", 1990)),
        ("It", 2017, ("It", 2017)),
        ("Solaris", 1972, ("Solaris", 1972)),
        ("Psycho", 1998, ("Psycho", 1998)),
        ("Face Off", 1997, ("Face/Off", 1997)),
        ("WALL-E", None, ("WALL·E", 2008)),
    ],
)
async def test_the_right_one_of_the_look_alikes_is_first(
    orchestrator: ProviderOrchestrator, query: str, year: int | None, expected: tuple[str, int]
) -> None:
    report = await orchestrator.search(SearchRequest(query, year=year))

    assert best(report) == expected
    assert report.results[0].external_ids.imdb is not None
    assert report.margin is not None
    assert report.margin >= 10


@pytest.mark.parametrize(
    "query",
    [
        "tmdb:27205",
        "tt1375666",
        "imdb.com/title/tt1375666",
        "https://www.themoviedb.org/movie/27205-inception",
    ],
)
async def test_ids_and_addresses_lead_to_one_certain_result(
    orchestrator: ProviderOrchestrator, query: str
) -> None:
    report = await orchestrator.search(SearchRequest(query))

    assert [(result.title, result.confidence) for result in report.results] == [("Inception", 100)]
    assert {"tmdb", "imdb"} <= set(report.results[0].external_ids)


async def test_every_film_of_the_catalogue_is_found_by_title_and_year(
    orchestrator: ProviderOrchestrator,
) -> None:
    wrong = []
    for film in load_catalogue().films:
        request = SearchRequest(film.title, year=film.year, resolve=False)
        result = (await orchestrator.search(request)).results[0]
        if result.external_ids.tmdb != str(film.tmdb_id) or result.confidence < 95:
            wrong.append((film.title, film.year, result.title, result.year, result.confidence))

    assert wrong == []


async def test_fanart_tv_is_named_as_without_search(orchestrator: ProviderOrchestrator) -> None:
    report = await orchestrator.search(SearchRequest("Inception", entity_type=EntityType.MOVIE))
    fanart = next(outcome for outcome in report.outcomes if outcome.provider == "fanart_tv")

    assert (fanart.outcome, fanart.message) == (Outcome.SKIPPED, "Fanart.tv has no search.")
