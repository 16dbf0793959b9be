"""One search under way: who is asked, by what words, and what is looked up afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import (
    ProviderBusy,
    ProviderError,
    ProviderNotFound,
    ProviderUnreachable,
)
from metarr_desktop.domain.fetch import Outcome, Priority, ProviderOutcome
from metarr_desktop.domain.merging import Work
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.search import (
    ProviderHit,
    SearchReport,
    SearchResult,
    SearchUpdate,
)
from metarr_desktop.orchestration.fetch_orchestrator import deadline_s
from metarr_desktop.orchestration.health import what_went_wrong
from metarr_desktop.orchestration.provider_call import ProviderCall, ProviderCaller
from metarr_desktop.orchestration.rate_limit import Urgency
from metarr_desktop.orchestration.search_findings import SearchFindings, SearchPlan, place_of
from metarr_desktop.providers.base import Provider, SearchAnswer, SearchProvider, TitleQuery

log = logging.getLogger(__name__)

ALWAYS_RESOLVED = 5
RESOLVED_AT_MOST = 10
WORTH_RESOLVING = 60
"""Ids and other titles are looked up for the first five results, and for up to ten as good as this."""

_RESULTS_ASKED_FOR = 20

_PLURALS = {EntityType.MOVIE: "films", EntityType.TV: "series", EntityType.MUSIC: "albums"}


class SearchRun:
    """Runs one plan against all providers; used once."""

    def __init__(
        self,
        plan: SearchPlan,
        providers: tuple[Provider, ...],
        caller: ProviderCaller,
        clock: Callable[[], datetime],
        languages: tuple[str, ...],
        on_update: SearchUpdate,
    ) -> None:
        self._plan = plan
        self._request = plan.request
        self._providers = providers
        self._caller = caller
        self._clock = clock
        self._languages = languages
        self._on_update = on_update
        self._urgency = Urgency(plan.request.priority)
        self._titles = {provider.info.name: provider.info.title for provider in providers}
        self._found = SearchFindings(plan, self._titles)
        self._outcomes: dict[str, ProviderOutcome] = {}
        self._pending: dict[str, SearchProvider] = {}
        self._searching: dict[str, SearchProvider] = {}
        self._ends_at: dict[str, float] = {}
        self._looked_up: set[tuple[str, str]] = set()
        self._lookups_running = 0
        self._notes = list(plan.notes)
        self._tasks = asyncio.TaskGroup()

    async def execute(self) -> SearchReport:
        """Ask everybody and return the final report."""
        if self._plan.is_empty:
            if not self._notes:
                self._notes.append("Type a title, an id or an address.")
            return self._report()
        for provider in self._providers:
            self._admit(provider)
        self._searching = dict(self._pending)
        async with self._tasks:
            for name, searcher in self._searching.items():
                self._tasks.create_task(self._search(searcher), name=f"search {name}")
        if not self._searching:
            if not self._outcomes:
                kind = _PLURALS.get(self._request.entity_type, self._request.entity_type)
                self._notes.append(f"No provider that is switched on knows {kind}.")
            self._on_update(self._report())
        return self._report()

    def _admit(self, provider: Provider) -> None:
        info, entity_type = provider.info, self._request.entity_type
        if not info.knows(entity_type):
            return  # nobody would expect it to be asked
        if entity_type not in info.search_types or not isinstance(provider, SearchProvider):
            sentence = f"{info.title} has no search"
            sentence += f" for {_PLURALS.get(entity_type, entity_type)}." if info.search_types else "."
            self._outcomes[info.name] = _skipped(info, "no_search", sentence)
            return
        limit_s = deadline_s(info.deadlines, self._request.priority)
        obstacle = self._caller.health.obstacle(
            info, force=self._request.is_retry, priority=self._request.priority, deadline_s=limit_s
        )
        if obstacle is not None:
            self._outcomes[info.name] = _skipped(info, obstacle.reason, obstacle.sentence, obstacle.until)
            return
        self._pending[info.name] = provider
        self._ends_at[info.name] = asyncio.get_running_loop().time() + limit_s

    # ------------------------------------------------------------------------------ asking

    async def _search(self, provider: SearchProvider) -> None:
        info = provider.info
        loop = asyncio.get_running_loop()
        started = loop.time()
        outcome = await self._searched(provider)
        self._outcomes[info.name] = replace(
            outcome, item_count=self._found.count(info.name), elapsed_s=loop.time() - started
        )
        del self._pending[info.name]
        self._changed()

    async def _searched(self, provider: SearchProvider) -> ProviderOutcome:
        """Fill the hits of *provider* and return how that ended; whatever it raises becomes the outcome."""
        info = provider.info
        dropped = 0
        try:
            async with self._open(info) as call:
                dropped = await self._ask(provider, call)
        except TimeoutError:
            message = f"{info.title} did not answer in time."
            return ProviderOutcome(info.name, Outcome.TIMED_OUT, ProviderUnreachable.kind, message)
        except ProviderError as error:
            return self._failed(info, error)
        except Exception:  # a fault of one provider's code must not end the search at the others
            log.exception("Provider %s broke while searching", info.name)
            message = f"{info.title} could not be asked because of a fault in this program; the log has it."
            return ProviderOutcome(info.name, Outcome.FAILED, "unexpected", message)
        found = Outcome.OK if self._found.count(info.name) else Outcome.EMPTY
        return ProviderOutcome(info.name, found, dropped=dropped)

    async def _ask(self, provider: SearchProvider, call: ProviderCall) -> int:
        """Ask by ids, else by title, until a hit convinces; returns how many malformed items were dropped."""
        name, request, expectation = provider.info.name, self._request, self._plan.expectation
        dropped = 0

        async def find(priority: Priority) -> SearchAnswer:
            try:
                return await provider.find(request.entity_type, expectation.ids, priority)
            except ProviderNotFound:  # an answer: the title can still be searched for
                return SearchAnswer(())

        if expectation.ids:
            answer = await call.request(find)
            dropped += answer.dropped
            self._found.keep(name, answer)
            if any(hit.is_id_match for hit in answer.hits):
                return dropped
        for title, year in self._plan.title_queries():
            answer = await call.request(partial(self._search_title, provider, title, year))
            dropped += answer.dropped
            self._found.keep(name, answer)
            if self._found.are_convincing(name):
                break
        return dropped

    async def _search_title(
        self, provider: SearchProvider, title: str, year: int | None, priority: Priority
    ) -> SearchAnswer:
        limit = max(self._request.limit, _RESULTS_ASKED_FOR)
        return await provider.search(
            TitleQuery(title, self._request.entity_type, year, limit, self._languages, priority)
        )

    def _open(self, info: ProviderInfo) -> ProviderCall:
        """Open a call that ends with this provider's time in this search.

        Raises:
            ProviderBusy: the breaker is open.
            ProviderUnreachable: the time is over.
        """
        left_s = self._ends_at[info.name] - asyncio.get_running_loop().time()
        if left_s <= 0:
            message = f"{info.title} did not answer in time."
            raise ProviderUnreachable(info.name, message, is_timeout=True)
        may_probe = self._request.is_retry and self._request.priority is Priority.USER
        return self._caller.open(info, self._urgency, deadline_s=left_s, may_probe=may_probe)

    def _failed(self, info: ProviderInfo, error: ProviderError) -> ProviderOutcome:
        if isinstance(error, ProviderNotFound):
            return ProviderOutcome(info.name, Outcome.EMPTY)
        told = what_went_wrong(error)
        is_timeout = isinstance(told, ProviderUnreachable) and told.is_timeout
        retry_at: datetime | None = None
        if isinstance(error, ProviderBusy) and error.retry_after_s is not None:
            retry_at = self._clock() + timedelta(seconds=error.retry_after_s)
        outcome = Outcome.TIMED_OUT if is_timeout else Outcome.FAILED
        return ProviderOutcome(info.name, outcome, told.kind, str(error), retry_at)

    # ------------------------------------------------------------------------------ looking up

    def _start_lookups(self, ranked: list[tuple[SearchResult, Work]]) -> None:
        """Look up the details of the best results that lack them, one call a provider."""
        wanted: dict[str, list[ProviderHit]] = defaultdict(list)
        for place, (result, work) in enumerate(ranked[: min(RESOLVED_AT_MOST, self._request.limit)]):
            is_worth_it = place < ALWAYS_RESOLVED or result.confidence >= WORTH_RESOLVING
            if result.is_resolved or not is_worth_it:
                continue
            hit = next((hit for hit in work if place_of(hit) not in self._looked_up), None)
            if hit is None or any(place_of(other) in self._looked_up for other in work):
                continue  # one details call each, also when it failed
            self._looked_up.add(place_of(hit))
            wanted[hit.provider].append(hit)
        for name, hits in wanted.items():
            self._lookups_running += len(hits)
            self._tasks.create_task(self._look_up_all(self._searching[name], hits), name=f"resolve {name}")

    async def _look_up_all(self, provider: SearchProvider, hits: list[ProviderHit]) -> None:
        waiting = {place_of(hit): hit for hit in hits}

        async def look_up(hit: ProviderHit, call: ProviderCall) -> None:
            resolved = await self._looked_up_one(provider, hit, call)
            del waiting[place_of(hit)]
            self._looked_up_ended(hit, resolved)

        try:
            async with self._open(provider.info) as call, asyncio.TaskGroup() as tasks:
                for hit in hits:
                    tasks.create_task(look_up(hit, call))
        except (TimeoutError, ProviderError):  # named below, one note each; the results stay
            log.info("%d look-ups at %s were not made in time", len(waiting), provider.info.name)
        for hit in tuple(waiting.values()):
            self._looked_up_ended(hit, None)

    async def _looked_up_one(
        self, provider: SearchProvider, hit: ProviderHit, call: ProviderCall
    ) -> ProviderHit | None:
        async def resolve(priority: Priority) -> ProviderHit:
            return await provider.resolve(hit, priority)

        try:
            return await call.request(resolve)
        except ProviderError as error:
            log.info("details of %s not looked up: %s", hit.provider_result_id, error)
        except Exception:  # a fault of one provider's code costs the details, not the result
            log.exception("Provider %s broke while looking up details", provider.info.name)
        return None

    def _looked_up_ended(self, hit: ProviderHit, resolved: ProviderHit | None) -> None:
        self._lookups_running -= 1
        if resolved is None:
            label = f"{hit.title} ({hit.year})" if hit.year else hit.title
            self._notes.append(
                f"The details of {label} could not be looked up at {self._titles[hit.provider]}."
            )
        else:
            self._found.resolve(hit, resolved)
        self._changed()

    # ------------------------------------------------------------------------------ reporting

    def _changed(self) -> None:
        if self._request.resolve:
            self._start_lookups(self._found.ranked())
        self._on_update(self._report())

    def _report(self) -> SearchReport:
        is_complete = not self._pending and not self._lookups_running
        return self._found.report(self._outcomes, tuple(self._pending), self._notes, is_complete=is_complete)


def _skipped(
    info: ProviderInfo, reason: str, sentence: str, until: datetime | None = None
) -> ProviderOutcome:
    return ProviderOutcome(info.name, Outcome.SKIPPED, reason, sentence, until, was_asked=False)
