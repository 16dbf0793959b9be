"""Searches every provider at once and keeps one merged, ranked report up to date while they answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from metarr_desktop.domain.confidence import Expectation
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.query import (
    ParsedQuery,
    Reading,
    TitleParser,
    looks_like_file_name,
    parse_query,
)
from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchUpdate
from metarr_desktop.domain.titles import MAX_TITLE
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.orchestration.search_findings import SearchPlan
from metarr_desktop.orchestration.search_run import SearchRun
from metarr_desktop.providers.base import Provider

_YEARS_AHEAD = 5
"""Films are announced so many years early; a later number belongs to the title ("Blade Runner 2049")."""

_TYPE_WORDS = {
    EntityType.MOVIE: "films",
    EntityType.TV: "series",
    EntityType.MUSIC: "albums",
    EntityType.COLLECTION: "collections",
    EntityType.EPISODE: "episodes",
}


@dataclass
class ProviderOrchestrator:
    """The search of the cache manager; keeps nothing between two searches.

    Attributes:
        providers: the enabled ones in the user's order, also those without a search. Read anew for each
            search, so a sequence that changes in place is taken over.
        caller: opens the calls: limiter, breaker, retries and lamps are shared with the fetches.
        title_parser: reads raw file names; runs on a thread.
        languages: the user's metadata languages, best first.
        clock: aware now.
    """

    providers: Sequence[Provider]
    caller: ProviderCaller
    clock: Callable[[], datetime]
    title_parser: TitleParser | None = None
    languages: tuple[str, ...] = ("en",)

    async def search(self, request: SearchRequest, on_update: SearchUpdate | None = None) -> SearchReport:
        """Return the final report; *on_update* gets a whole new one after each provider and each look-up.

        A provider that fails, is slow or cannot search is an outcome of the report, never an exception, also
        when all of them do. An id nobody knows is a report without results. Cancelling cancels all requests.

        Raises:
            InvalidInput: the limit is below 1.
        """
        if request.limit < 1:
            raise InvalidInput(f"The limit of results is {request.limit}; at least 1 is needed.")
        parsed = await self._understand(request.query)
        plan = _plan(request, parsed)
        run = SearchRun(
            plan, tuple(self.providers), self.caller, self.clock, self.languages, on_update or _nobody
        )
        return await run.execute()

    async def _understand(self, text: str) -> ParsedQuery:
        latest_year = self.clock().year + _YEARS_AHEAD
        if self.title_parser is None or not looks_like_file_name(text):
            return parse_query(text, latest_year=latest_year)
        return await asyncio.to_thread(
            parse_query, text, title_parser=self.title_parser, latest_year=latest_year
        )


def _plan(request: SearchRequest, parsed: ParsedQuery) -> SearchPlan:
    notes = [parsed.problem] if parsed.problem else []
    ids = parsed.ids
    if parsed.entity_type not in (None, request.entity_type):  # numbers of series and films overlap
        ids = ExternalIds()
        named, searched = _TYPE_WORDS[parsed.entity_type], _TYPE_WORDS[request.entity_type]
        notes.append(f"The id in this text is one of {named}, but {searched} are searched.")
    if len(request.query) > MAX_TITLE and parsed.title:
        notes.append(f"Only the first {MAX_TITLE} characters were searched for.")
    readings = parsed.readings
    if request.year is not None:
        readings = tuple(Reading(reading.title, request.year) for reading in readings)
    expectation = Expectation(readings, ids, request.runtime_min, request.edition or parsed.edition)
    return SearchPlan(request, expectation, tuple(notes))


def _nobody(report: SearchReport) -> None:
    del report
