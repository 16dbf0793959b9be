"""Searches whose every step a test decides, and what else the tests of the window share."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from metarr_desktop.domain.entity import Entity, EntityMetadata, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.library import UndoOutcome
from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchResult, SearchUpdate
from tests.async_gui import eventually
from tests.fakes import TMDB_INFO, FakeCache, FakeCore, a_result, an_entity
from ui.identify import IdentifyWindow
from ui.identify.search_state import SearchState

NO_SEARCH = ProviderOutcome("fanart_tv", Outcome.SKIPPED, "no_search", was_asked=False)
SEARCHABLE = replace(
    TMDB_INFO, search_url={EntityType.MOVIE: "https://www.themoviedb.org/search/movie?query={query}"}
)


@dataclass
class HeldSearch:
    """A search that waits for the test."""

    request: SearchRequest
    on_update: SearchUpdate | None
    end: asyncio.Future[SearchReport]

    def report(self, *results: SearchResult, pending: tuple[str, ...] = ("tmdb",)) -> None:
        """Say what is known so far."""
        assert self.on_update is not None
        self.on_update(a_report(self.request, results, pending=pending))

    def answer(self, *results: SearchResult, outcome: ProviderOutcome | None = None) -> None:
        """End the search."""
        self.end.set_result(a_report(self.request, results, outcome=outcome))


@dataclass
class HeldCache(FakeCache):
    """Every search is held in ``held`` until the test answers it."""

    held: list[HeldSearch] = field(default_factory=list)

    async def search(self, request: SearchRequest, *, on_update: SearchUpdate | None = None) -> SearchReport:
        self.searches.append(request)
        held = HeldSearch(request, on_update, asyncio.get_running_loop().create_future())
        self.held.append(held)
        return await held.end


def a_report(
    request: SearchRequest,
    results: Sequence[SearchResult] = (),
    *,
    pending: tuple[str, ...] = (),
    outcome: ProviderOutcome | None = None,
    notes: tuple[str, ...] = (),
) -> SearchReport:
    """A report of TMDB as the core makes them."""
    found = Outcome.OK if results else Outcome.EMPTY
    ended = () if pending else (outcome or ProviderOutcome("tmdb", found, item_count=len(results)),)
    margin = None
    if results:
        margin = results[0].confidence - (results[1].confidence if len(results) > 1 else 0)
    return SearchReport(
        request, tuple(results), margin, (*ended, NO_SEARCH), pending, notes, is_complete=not pending
    )


def an_unknown(entity_id: int, title: str = "Solaris", year: int | None = 1972, **changes) -> Entity:
    """A film of the library nobody identified yet."""
    return replace(
        an_entity(entity_id, title, year),
        external_ids=ExternalIds(),
        state=IdentityState.UNIDENTIFIED,
        runtime_min=167,
        metadata=EntityMetadata(),
        **changes,
    )


def look_alikes() -> list[SearchResult]:
    """Two films of one title, the right one first."""
    return [
        a_result("Solaris", 1972, 95, tmdb=593, original_title="Solyaris", runtime_min=167),
        a_result("Solaris", 2002, 69, tmdb=2103, runtime_min=99),
    ]


class UndoingCuration:
    """Takes identifications back by putting the entity of before in place."""

    def __init__(self, core: FakeCore, *before: Entity) -> None:
        self.core, self.before = core, list(before)

    async def undo(self) -> UndoOutcome | None:
        if not self.before:
            return None
        entity = self.before.pop()
        self.core.library.put(entity)
        return UndoOutcome(f"Undone: Identified {entity.label}", entity.key)


async def opened(window: IdentifyWindow, *entities: Entity) -> None:
    """Open *window* for *entities* and wait until the first title is in front and has the keyboard."""
    window.open_for([entity.key for entity in entities])
    await eventually(lambda: entities[0].label in window.windowTitle())
    await eventually(window.isActiveWindow)


async def with_results(window: IdentifyWindow, *entities: Entity) -> None:
    """Open *window* and wait until the search of the first title has ended with results."""
    await opened(window, *entities)
    await eventually(lambda: window.state is SearchState.RESULTS and window.details.accept.isEnabled())
