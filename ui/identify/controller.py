"""What the identification window does: the queue of titles, and accepting what they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.entity import Entity, EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Curation, Library, ProviderCache, Providers
from metarr_desktop.domain.search import SearchResult
from ui.identify.query import Query, query_of
from ui.identify.search_state import SearchSnapshot, SearchState
from ui.identify.searcher import Searcher
from ui.identify.title_queue import TitleQueue
from ui.task_scope import TaskScope
from ui.text import sentence_of


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
        failed(str): a sentence; nothing was changed.
        writing_changed(): an act began to be written, or that ended, well or not.
        finished(): the queue is through.
    """

    title_shown = Signal(object)
    opening = Signal(object)
    searched = Signal(object)
    identified = Signal(object)
    changed = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    writing_changed = Signal()
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
        self._library = library
        self._curation = curation
        self._tasks = TaskScope(self.failed.emit, "identify")
        self._searcher = Searcher(cache, providers, self._tasks, self)
        self._searcher.searched.connect(self._on_searched)
        self._queue = TitleQueue()
        self._entity: Entity | None = None
        self._is_writing = False
        self._typed: dict[str, Any] = {}
        self._is_wanted_now = False
        self._visits: dict[EntityKey, SearchSnapshot] = {}

    # -- the queue -------------------------------------------------------------------------------------------

    @property
    def entity(self) -> Entity | None:
        """The title in front, None while it is being read."""
        return self._entity

    @property
    def snapshot(self) -> SearchSnapshot:
        """The search as it was last told."""
        return self._searcher.snapshot

    @property
    def is_writing(self) -> bool:
        """True while an act is being written: no other may begin."""
        return self._is_writing

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

    def search(self, query: Query, *, at_once: bool = False, edited: Collection[str] = ()) -> None:
        """Search for *query* for the title in front; see `Searcher.search`.

        Args:
            edited: fields of *query* the person changed; while the title is being read they are kept, and
                only the others are filled from it.
        """
        if self._entity is None:
            self._typed = {name: getattr(query, name) for name in edited}
            self._is_wanted_now = at_once
        self._searcher.search(query, at_once=at_once)

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
        self._entity, self._typed, self._is_wanted_now = None, {}, False
        self.opening.emit(self._queue)
        self._searcher.set_entity(None)
        self._searcher.show(SearchSnapshot(SearchState.SEARCHING))
        self._tasks.replace("open", self._open, key)

    async def _open(self, key: EntityKey) -> None:
        try:
            entity = (await self._library.row(key)).entity
        except MetarrError as error:
            self._searcher.show(SearchSnapshot(SearchState.IDLE, hint=sentence_of(error)))
            return
        visit = self._visits.get(key)
        query = replace(visit.query if visit else query_of(entity), **self._typed)
        self._entity = entity
        self._searcher.set_entity(entity)
        self.title_shown.emit(TitleView(entity, self._queue, query))
        is_found = visit is not None and visit.report is not None and visit.report.is_complete
        if visit is not None and is_found and visit.is_current and visit.query == query:
            self._searcher.show(visit)  # what was found is kept for Back, in memory
            return
        if self._typed:  # what was searched for meanwhile knew neither title nor running time
            self._searcher.show(SearchSnapshot(SearchState.SEARCHING))
        self.search(query, at_once=self._is_wanted_now or not self._typed)

    def _on_searched(self, snapshot: SearchSnapshot) -> None:
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
        with _Writing(self):
            entity = await self._library.identify(before.key, result, keep_artwork=keep_artwork)
        self._settle(entity, f"**{before.label}** is identified as **{entity.label}**.")
        self.identified.emit(entity.key)
        self._move_on(entity, and_next=and_next)

    async def _mark(self, before: Entity) -> None:
        with _Writing(self):
            entity = await self._library.mark_in_no_provider(before.key)
        self._settle(entity, f"**{entity.label}** is marked as in no provider.")
        self._move_on(entity, and_next=True)

    async def _undo(self, key: EntityKey) -> None:
        with _Writing(self):
            outcome = await self._curation.undo()
        if outcome is None:
            self.done.emit(Done(key, "There is nothing to undo.", is_undoable=False))
            return
        undone = outcome.key or key
        self._queue = self._queue.settled(undone, is_done=False)
        self.done.emit(Done(undone, f"{outcome.text.rstrip('.')}.", is_undoable=False))
        self.changed.emit(undone)
        if undone == self._queue.current:
            self._show_changed((await self._library.row(undone)).entity)

    def _settle(self, entity: Entity, text: str) -> None:
        self._queue = self._queue.settled(entity.key)
        self.done.emit(Done(entity.key, text))
        self.changed.emit(entity.key)

    def _move_on(self, entity: Entity, *, and_next: bool) -> None:
        if entity.key != self._queue.current:
            return  # the person went on while it was being written
        if len(self._queue.keys) == 1 or (and_next and self._queue.is_at_end):
            self._show_changed(entity)
            self.finished.emit()
        elif and_next:
            self.step(1)
        else:
            self._show_changed(entity)

    def _show_changed(self, entity: Entity) -> None:
        if entity.key != self._queue.current:
            return
        self._entity = entity
        self._searcher.set_entity(entity)
        self.title_shown.emit(TitleView(entity, self._queue, self.snapshot.query))


class _Writing:
    """Marks that an act is being written, for as long as the block lasts."""

    def __init__(self, controller: IdentifyController) -> None:
        self._controller = controller

    def __enter__(self) -> None:
        self._controller._is_writing = True
        self._controller.writing_changed.emit()

    def __exit__(self, *_: object) -> None:
        self._controller._is_writing = False
        self._controller.writing_changed.emit()
