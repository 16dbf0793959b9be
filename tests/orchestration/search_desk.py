"""A scripted search: providers with given films, and a desk that keeps every report."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import (
    ProviderFailed,
)
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.search import ProviderHit, SearchReport, SearchRequest
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.orchestration.provider_orchestrator import ProviderOrchestrator
from metarr_desktop.providers.base import SearchAnswer, TitleQuery
from tests.domain.search_builders import a_hit
from tests.orchestration.scripted import an_info
from tests.orchestration.virtual_time import clock, now

INCEPTION = a_hit("Inception", 2010, provider_result_id="27205", external_ids=ExternalIds(tmdb=27205))
ALIEN = a_hit("Alien", 1979, provider_result_id="348", external_ids=ExternalIds(tmdb=348))
ALIENS = a_hit("Aliens", 1986, rank=2, provider_result_id="679", external_ids=ExternalIds(tmdb=679))
FILMS = frozenset({EntityType.MOVIE})
BROKEN = ProviderFailed("tmdb", "TMDB answered with an error of its own (500).", status=500)


class Service:
    """A provider whose films are given; answers by title, filters by year where it is asked to."""

    def __init__(self, *films: ProviderHit, name: str = "tmdb", delay_s: float = 0.0, **info: Any) -> None:
        self._info = an_info(name, search_types=FILMS, **info)
        self.films = [replace(film, provider=name) for film in films]
        self.delay_s = delay_s
        self.errors: list[Exception] = []
        self.resolve_errors: dict[str, Exception] = {}
        self.resolved: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, int | None]] = []
        self.looked_up: list[str] = []
        self.found_by: list[ExternalIds] = []
        self.before_resolve: Callable[[], Awaitable[None]] | None = None

    @property
    def info(self) -> Any:
        return self._info

    async def search(self, query: TitleQuery) -> SearchAnswer:
        self.asked.append((query.title, query.year))
        await asyncio.sleep(self.delay_s)
        if self.errors:
            raise self.errors[0] if len(self.errors) == 1 else self.errors.pop(0)
        wanted = query.title.casefold()
        found = [
            film for film in self.films if wanted in film.title.casefold() and query.year in (None, film.year)
        ]
        return SearchAnswer(tuple(replace(film, rank=rank) for rank, film in enumerate(found, start=1)))

    async def find(self, entity_type: EntityType, ids: ExternalIds, priority: Priority) -> SearchAnswer:
        self.found_by.append(ids)
        await asyncio.sleep(self.delay_s)
        found = [film for film in self.films if film.external_ids.shares_any_with(ids)]
        return SearchAnswer(tuple(replace(film, rank=1, is_id_match=True) for film in found))

    async def resolve(self, hit: ProviderHit, priority: Priority) -> ProviderHit:
        self.looked_up.append(hit.provider_result_id)
        await asyncio.sleep(0)
        if self.before_resolve is not None:
            await self.before_resolve()
        if hit.provider_result_id in self.resolve_errors:
            raise self.resolve_errors[hit.provider_result_id]
        return replace(hit, is_resolved=True, **self.resolved.get(hit.provider_result_id, {}))


class Desk:
    def __init__(self, *services: Any, title_parser: Any = None) -> None:
        self.health = ProviderHealth([service.info for service in services], clock=clock, now=now)
        caller = ProviderCaller(self.health, random_share=lambda: 0.5)
        self.orchestrator = ProviderOrchestrator(services, caller, clock, title_parser)
        self.reports: list[SearchReport] = []

    async def search(self, query: str, *, resolve: bool = False, **request: Any) -> SearchReport:
        return await self.orchestrator.search(
            SearchRequest(query, resolve=resolve, **request), self.reports.append
        )


def titles(report: SearchReport) -> list[str]:
    return [f"{result.title} {result.year}" for result in report.results]


def outcomes(report: SearchReport) -> dict[str, Outcome]:
    return {outcome.provider: outcome.outcome for outcome in report.outcomes}
