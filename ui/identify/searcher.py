"""Runs the newest search and says how it goes; older ones are given up."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.entity import Entity
from metarr_desktop.domain.errors import AllProvidersFailed, InvalidInput, MetarrError
from metarr_desktop.domain.ports import ProviderCache, Providers
from metarr_desktop.domain.search import SearchReport, SearchRequest
from ui.identify.query import Query
from ui.identify.search_state import SearchSnapshot, SearchState, searchable_types, state_of
from ui.task_scope import TaskScope
from ui.text import sentence_of

DEBOUNCE_S = 0.3
"""A search begins when nothing was typed for so long; ids begin at once."""
RESOLVE_AFTER_S = 0.6
"""Ids and other titles of the results are looked up when nothing was typed for so long."""
SLOW_DEBOUNCE_S = 0.8
"""Where a provider allows one request a second or less, each of which is to be worth it."""
_SLOW_REQUESTS_PER_S = 1.0
MOST_RESULTS = 50

_TASK = "search"


class Searcher(QObject):
    """The search of the window, one at a time.

    Signals:
        searched(SearchSnapshot): there is news.
    """

    searched = Signal(object)

    def __init__(
        self, cache: ProviderCache, providers: Providers, tasks: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._providers = providers
        self._tasks = tasks
        self._entity: Entity | None = None
        self.snapshot = SearchSnapshot(SearchState.IDLE)

    def set_entity(self, entity: Entity | None) -> None:
        """Search for *entity* from now on: running time and edition of its file count."""
        self._entity = entity

    def show(self, snapshot: SearchSnapshot) -> None:
        """Show *snapshot* in place of whatever was searched for."""
        self._tasks.cancel(_TASK)
        self._tell(snapshot)

    def search(self, query: Query, *, at_once: bool = False) -> None:
        """Search for *query*; whatever older search runs is given up.

        Args:
            at_once: wait for no further letters (Enter, Retry, a title that came up).
        """
        old = self.snapshot
        if query.entity_type not in searchable_types(self._providers.infos()):
            self.show(SearchSnapshot(SearchState.NO_PROVIDER, query))
            return
        if not query.is_searchable(is_wanted_now=at_once):
            self.show(SearchSnapshot(SearchState.IDLE, query, hint=query.problem))
            return
        if not at_once and query == old.query and (old.is_current or self._tasks.is_running(_TASK)):
            return  # nothing that matters was changed
        if old.state is SearchState.RESULTS:
            # The rows stay, to be looked at, until there are better ones.
            self._tell(replace(old, query=query, is_current=old.is_current and old.query == query))
        else:
            self._tell(SearchSnapshot(SearchState.SEARCHING, query, outcomes=old.outcomes))
        # The same text at once, once more: somebody wants to know whether it works now.
        is_retry = (
            at_once and query == old.query and (old.is_current or old.state is SearchState.CANNOT_SEARCH)
        )
        delay_s = 0.0 if at_once or query.has_ids else self._debounce_s(query)
        self._tasks.replace(_TASK, self._search, query, delay_s, is_retry)

    async def _search(self, query: Query, delay_s: float, is_retry: bool) -> None:
        await asyncio.sleep(delay_s)  # a newer letter cancels us here: no timer, no stale answer
        loop = asyncio.get_running_loop()
        started = loop.time()
        self._tell(replace(self.snapshot, outcomes=(), pending=self._searchers(query)))
        first = await self._ask(query, resolve=delay_s == 0, is_retry=is_retry)
        if first is None or delay_s == 0 or not first.results:
            return
        await asyncio.sleep(max(0.0, RESOLVE_AFTER_S - delay_s - (loop.time() - started)))
        await self._ask(query, resolve=True, known=first)

    async def _ask(
        self, query: Query, *, resolve: bool, known: SearchReport | None = None, is_retry: bool = False
    ) -> SearchReport | None:
        """Ask, tell every step, and return the last report; None if nobody could be asked.

        Args:
            known: results of the same query without their details; they stay until better ones are in.
        """
        task = asyncio.current_task()

        def on_update(report: SearchReport) -> None:
            # Providers that finish in the very turn of a cancellation may still report.
            is_wanted = task is not None and not task.cancelling()
            if is_wanted and (known is None or (report.results and not report.pending)):
                self._tell_report(query, report)

        try:
            report = await self._cache.search(self._request(query, resolve, is_retry), on_update=on_update)
        except InvalidInput as error:  # about the text, not about the providers
            self._tell(SearchSnapshot(SearchState.IDLE, query, hint=sentence_of(error)))
            return None
        except Exception as error:  # whatever it was, the state must not stay "searching"
            if known is None:
                outcomes = error.outcomes if isinstance(error, AllProvidersFailed) else ()
                hint = sentence_of(error)
                self._tell(SearchSnapshot(SearchState.CANNOT_SEARCH, query, outcomes=outcomes, hint=hint))
                if isinstance(error, MetarrError):
                    return None  # told by the state
            raise  # logged by the scope and told in the message bar
        if known is not None and not report.results:
            note = "Ids and other titles of these results could not be looked up."
            report = replace(known, notes=(*known.notes, note))
        self._tell_report(query, report)
        return report

    def _request(self, query: Query, resolve: bool, is_retry: bool) -> SearchRequest:
        return SearchRequest(
            query.text,
            query.entity_type,
            query.year,
            MOST_RESULTS,
            runtime_min=self._entity.runtime_min if self._entity else None,
            edition=self._entity.edition if self._entity else "",
            resolve=resolve,
            is_retry=is_retry,
        )

    def _debounce_s(self, query: Query) -> float:
        asked = [info for info in self._providers.infos() if query.entity_type in info.search_types]
        is_slow = any(info.requests_per_s <= _SLOW_REQUESTS_PER_S for info in asked)
        return SLOW_DEBOUNCE_S if is_slow else DEBOUNCE_S

    def _searchers(self, query: Query) -> tuple[str, ...]:
        infos = self._providers.infos()
        return tuple(info.name for info in infos if query.entity_type in info.search_types)

    def _tell_report(self, query: Query, report: SearchReport) -> None:
        state, old = state_of(report), self.snapshot
        if state is SearchState.SEARCHING and old.state is SearchState.RESULTS and not old.is_current:
            self._tell(replace(old, outcomes=report.outcomes, pending=report.pending))
            return
        self._tell(SearchSnapshot(state, query, report, True, report.outcomes, report.pending))

    def _tell(self, snapshot: SearchSnapshot) -> None:
        self.snapshot = snapshot
        self.searched.emit(snapshot)
