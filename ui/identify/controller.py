"""What the identification window does: searches, the queue, accepting; every coroutine of the page."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.entity import Entity, EntityKey
from metarr_desktop.domain.errors import AllProvidersFailed, MetarrError
from metarr_desktop.domain.ports import Curation, Library, ProviderCache, Providers
from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchResult
from ui.identify.query import Query, query_of
from ui.identify.search_state import SearchSnapshot, SearchState, searchable_types, state_of
from ui.identify.title_queue import TitleQueue
from ui.task_scope import TaskScope
from ui.text import sentence_of

DEBOUNCE_S = 0.3
"""A search begins when nothing was typed for so long; ids begin at once."""
RESOLVE_AFTER_S = 0.6
"""Ids and other titles of the results are looked up when nothing was typed for so long."""
MOST_RESULTS = 50


@dataclass(frozen=True, slots=True)
class TitleView:
    """The title in front and its place in the queue; ``query`` fills the search bar."""

    entity: Entity
    queue: TitleQueue
    query: Query


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was written, in words; ``is_undoable`` offers to take it back."""

    key: EntityKey
    text: str
    is_undoable: bool = True


class IdentifyController(QObject):
    """Between the page and the core.

    Signals:
        title_shown(TitleView): another title came to the front, or the one in front changed.
        opening(TitleQueue): another title is being read; the old one is no longer to be acted on.
        searched(SearchSnapshot): the search has news.
        identified(EntityKey), changed(EntityKey): written to the store; *changed* is sent for every act.
        done(Done): an act to tell of.
        failed(str): a sentence.
        finished(): the queue is through.
    """

    title_shown = Signal(object)
    opening = Signal(object)
    searched = Signal(object)
    identified = Signal(object)
    changed = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    finished = Signal()

    def __init__(
        self,
        cache: ProviderCache,
        library: Library,
        curation: Curation,
        providers: Providers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._library = library
        self._curation = curation
        self._providers = providers
        self._tasks = TaskScope(self.failed.emit, "identify")
        self._queue = TitleQueue()
        self._entity: Entity | None = None
        self._snapshot = SearchSnapshot(SearchState.IDLE)
        self._visits: dict[EntityKey, SearchSnapshot] = {}

    # -- the queue -------------------------------------------------------------------------------------------

    @property
    def entity(self) -> Entity | None:
        """The title in front, None while it is being read."""
        return self._entity

    @property
    def snapshot(self) -> SearchSnapshot:
        """The search as it was last told."""
        return self._snapshot

    @property
    def is_accepting(self) -> bool:
        """True while an act is being written."""
        return self._tasks.is_running("write")

    def open(self, keys: Sequence[EntityKey]) -> None:
        """Begin a new queue at its first title."""
        self._visits.clear()
        self._queue = TitleQueue(tuple(dict.fromkeys(keys)))
        self._go()

    def step(self, steps: int) -> None:
        """Show the title *steps* on, without changing anything; nothing happens at either end."""
        moved = self._queue.moved(steps)
        if moved != self._queue:
            self._queue = moved
            self._go()

    def skip(self) -> None:
        """Leave the title as it is and go on; at the end the queue is through."""
        if self._queue.is_at_end:
            self.finished.emit()
        else:
            self.step(1)

    def pause(self) -> None:
        """Give up what nobody waits for any more: the window was closed.  What is being written goes on."""
        self._tasks.cancel("search")
        self._tasks.cancel("open")

    async def aclose(self) -> None:
        """Cancel everything and wait for it."""
        await self._tasks.close()

    def _go(self) -> None:
        key = self._queue.current
        if key is None:
            return
        self._tasks.cancel("search")
        self._entity = None
        self.opening.emit(self._queue)
        visit = self._visits.get(key)
        if visit is None:
            self._tell(SearchSnapshot(SearchState.SEARCHING))
        self._tasks.replace("open", self._open, key)

    async def _open(self, key: EntityKey) -> None:
        try:
            entity = (await self._library.row(key)).entity
        except MetarrError as error:
            self._tell(SearchSnapshot(SearchState.IDLE, hint=sentence_of(error)))
            return
        self._entity = entity
        visit = self._visits.get(key)
        query = visit.query if visit else query_of(entity)
        self.title_shown.emit(TitleView(entity, self._queue, query))
        if visit is not None and visit.is_current and visit.report and visit.report.is_complete:
            self._tell(visit)  # what was found is kept for Back, in memory
        else:
            self.search(query, at_once=True)

    # -- the search ------------------------------------------------------------------------------------------

    def search(self, query: Query, *, at_once: bool = False) -> None:
        """Search for *query*; whatever older search runs is given up.

        Args:
            at_once: wait for no further letters (Enter, Retry, a title that came up).
        """
        old = self._snapshot
        if query.entity_type not in searchable_types(self._providers.infos()):
            self._tasks.cancel("search")
            self._tell(SearchSnapshot(SearchState.NO_PROVIDER, query))
            return
        if not query.is_searchable(is_wanted_now=at_once):
            self._tasks.cancel("search")
            self._tell(SearchSnapshot(SearchState.IDLE, query, hint=query.problem))
            return
        if not at_once and query == old.query and (old.is_current or self._tasks.is_running("search")):
            return  # nothing that matters was changed
        if old.state is SearchState.RESULTS and not at_once:
            self._tell(replace(old, query=query, is_current=False))
        elif old.state is SearchState.RESULTS:
            self._tell(replace(old, query=query, is_current=old.is_current and old.query == query))
        else:
            self._tell(SearchSnapshot(SearchState.SEARCHING, query, outcomes=old.outcomes))
        delay_s = 0.0 if at_once or query.has_ids else DEBOUNCE_S
        self._tasks.replace("search", self._search, query, delay_s)

    async def _search(self, query: Query, delay_s: float) -> None:
        await asyncio.sleep(delay_s)  # a newer letter cancels us here: no timer, no stale answer
        loop = asyncio.get_running_loop()
        started = loop.time()
        self._tell(replace(self._snapshot, query=query, outcomes=(), pending=self._searchers(query)))
        first = await self._ask(query, resolve=delay_s == 0)
        if first is None or delay_s == 0 or not first.results:
            return
        await asyncio.sleep(max(0.0, RESOLVE_AFTER_S - delay_s - (loop.time() - started)))
        await self._ask(query, resolve=True, known=first)

    async def _ask(
        self, query: Query, *, resolve: bool, known: SearchReport | None = None
    ) -> SearchReport | None:
        """Ask, tell every step, and return the last report; None if nobody could be asked.

        Args:
            known: results of the same query without their details; they stay until better ones are in.
        """
        entity, task = self._entity, asyncio.current_task()
        request = SearchRequest(
            query.text,
            query.entity_type,
            query.year,
            MOST_RESULTS,
            runtime_min=entity.runtime_min if entity else None,
            edition=entity.edition if entity else "",
            resolve=resolve,
        )

        def on_update(report: SearchReport) -> None:
            # Providers that finish in the very turn of a cancellation may still report.
            is_wanted = task is not None and not task.cancelling()
            if is_wanted and (known is None or (report.results and not report.pending)):
                self._tell_report(query, report)

        try:
            report = await self._cache.search(request, on_update=on_update)
        except Exception as error:  # whatever it was, the state must not stay "searching"
            if known is None:
                outcomes = error.outcomes if isinstance(error, AllProvidersFailed) else ()
                hint = sentence_of(error)
                self._tell(SearchSnapshot(SearchState.CANNOT_SEARCH, query, outcomes=outcomes, hint=hint))
            if known is None and isinstance(error, MetarrError):
                return None  # told by the state
            raise  # logged by the scope and told in the message bar
        if known is not None and not report.results:
            note = "Ids and other titles of these results could not be looked up."
            report = replace(known, notes=(*known.notes, note))
        self._tell_report(query, report)
        return report

    def _searchers(self, query: Query) -> tuple[str, ...]:
        infos = self._providers.infos()
        return tuple(info.name for info in infos if query.entity_type in info.search_types)

    def _tell_report(self, query: Query, report: SearchReport) -> None:
        state, old = state_of(report), self._snapshot
        if state is SearchState.SEARCHING and old.state is SearchState.RESULTS and not old.is_current:
            # The rows of the older query stay (they cannot be accepted) until there is something better.
            self._tell(replace(old, query=query, outcomes=report.outcomes, pending=report.pending))
            return
        self._tell(SearchSnapshot(state, query, report, True, report.outcomes, report.pending))

    def _tell(self, snapshot: SearchSnapshot) -> None:
        self._snapshot = snapshot
        if self._entity is not None:
            self._visits[self._entity.key] = snapshot
        self.searched.emit(snapshot)

    # -- acts ------------------------------------------------------------------------------------------------

    def accept(self, result: SearchResult, *, keep_artwork: bool, and_next: bool) -> None:
        """Make the title in front the work *result*; nothing happens while an act is being written."""
        if self._entity is not None:
            self._tasks.start("write", self._accept, self._entity, result, keep_artwork, and_next)

    def mark_in_no_provider(self) -> None:
        """Note that no provider knows the title in front, and go on."""
        if self._entity is not None:
            self._tasks.start("write", self._mark, self._entity)

    def undo(self, key: EntityKey) -> None:
        """Take back what was last done, normally to *key*."""
        self._tasks.start("write", self._undo, key)

    async def _accept(self, before: Entity, result: SearchResult, keep_artwork: bool, and_next: bool) -> None:
        entity = await self._library.identify(before.key, result, keep_artwork=keep_artwork)
        self._settle(entity, f"**{before.label}** is identified as **{entity.label}**.")
        self.identified.emit(entity.key)
        self._move_on(entity, and_next=and_next)

    async def _mark(self, before: Entity) -> None:
        entity = await self._library.mark_in_no_provider(before.key)
        self._settle(entity, f"**{entity.label}** is marked as in no provider. It is not searched for again.")
        self._move_on(entity, and_next=True)

    async def _undo(self, key: EntityKey) -> None:
        outcome = await self._curation.undo()
        if outcome is None:
            self.done.emit(Done(key, "There is nothing to undo.", is_undoable=False))
            return
        undone = outcome.key or key
        self._queue = self._queue.settled(undone, is_done=False)
        self.done.emit(Done(undone, f"{outcome.text.rstrip('.')}.", is_undoable=False))
        self.changed.emit(undone)
        if undone == self._queue.current:
            await self._reread(undone)

    def _settle(self, entity: Entity, text: str) -> None:
        self._queue = self._queue.settled(entity.key)
        self.done.emit(Done(entity.key, text))
        self.changed.emit(entity.key)

    def _move_on(self, entity: Entity, *, and_next: bool) -> None:
        if entity.key != self._queue.current:
            return  # the person went on while it was being written
        if len(self._queue.keys) == 1 or (and_next and self._queue.is_at_end):
            self._entity = entity
            self.finished.emit()
        elif and_next:
            self.step(1)
        else:
            self._show_changed(entity)

    async def _reread(self, key: EntityKey) -> None:
        entity = (await self._library.row(key)).entity
        if key == self._queue.current:
            self._show_changed(entity)

    def _show_changed(self, entity: Entity) -> None:
        self._entity = entity
        self.title_shown.emit(TitleView(entity, self._queue, self._snapshot.query))
