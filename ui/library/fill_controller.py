"""Fills the wall: titles that were never fetched are fetched in the background: visible ones first, then their kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.entity import EntityKey, IdentityState
from metarr_desktop.domain.errors import AllProvidersFailed, MetarrError
from metarr_desktop.domain.fetch import Consumer, FetchRequest, Priority, ProgressState, ProviderProgress
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.ports import ProviderCache
from ui.task_scope import TaskScope
from ui.text import sentence_of

_WORKERS = 2


class FillController(QObject):
    """Runs by itself after titles came in; a person can stop it.

    Args:
        visible_keys: the titles on screen, in reading order; they go first.

    Signals:
        progressed(at, total): "Fetching artwork 3 of 15".
        busy_changed(): `busy` holds other titles now.
        some_came(EntityKey): what one provider has is stored, others are still being asked.
        title_done(EntityKey)
        ended(str): empty, or a sentence on why it ended early.
        failed(str): a fault of the program, as a sentence.
    """

    progressed = Signal(int, int)
    busy_changed = Signal()
    some_came = Signal(object)
    title_done = Signal(object)
    ended = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        cache: ProviderCache,
        visible_keys: Callable[[], Sequence[EntityKey]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._cache, self._visible_keys = cache, visible_keys
        self._tasks = TaskScope(self.failed.emit, "fill")
        self._queue: dict[EntityKey, None] = {}
        self._tried: set[EntityKey] = set()
        self._busy: set[EntityKey] = set()
        self._total = self._done = 0

    @property
    def busy(self) -> frozenset[EntityKey]:
        """The titles being fetched now."""
        return frozenset(self._busy)

    @property
    def is_running(self) -> bool:
        """True while something is fetched or waits for its turn."""
        return bool(self._queue or self._busy)

    @property
    def position(self) -> tuple[int, int]:
        """Return the number of the title being fetched, and of all of this run."""
        return min(self._total, self._done + max(1, len(self._busy))), self._total

    def add(self, rows: Iterable[LibraryRow]) -> None:
        """Fetch those of *rows* that are identified and were never fetched; each is tried once a session."""
        for row in rows:
            is_due = row.entity.state is IdentityState.IDENTIFIED and row.fetched_at is None
            if is_due and row.key not in self._tried:
                self._tried.add(row.key)
                self._queue[row.key] = None
                self._total += 1
        self._start_workers()

    def forget(self, key: EntityKey) -> None:
        """Let *key* be fetched anew: it is another work since it was identified."""
        self._tried.discard(key)

    def forget_all(self) -> None:
        """Let every title be tried anew that is not under way: what kept it from being fetched may be gone."""
        self._tried = {*self._queue, *self._busy}

    def stop(self) -> None:
        """End it for this session; what has arrived is kept, what comes in later is fetched again."""
        was_running, stopped = self.is_running, frozenset(self._queue)
        self._end()
        self._tried |= stopped  # else the next change of any title would begin it all anew
        if was_running:
            self.ended.emit("")

    async def close(self) -> None:
        """End it and wait until everything is cleaned up."""
        self._queue.clear()
        await self._tasks.close()
        self._busy.clear()

    def _start_workers(self) -> None:
        for number in range(min(_WORKERS, len(self._queue))):
            self._tasks.start(f"worker:{number}", self._work)
        if self.is_running:
            self._announce()

    def _end(self) -> None:
        # Titles that never had their turn may have it when somebody asks again.
        self._tried.difference_update(self._queue)
        self._queue.clear()
        self._total = self._done = 0
        self._tasks.cancel_prefix("worker:")
        self._busy.clear()
        self.busy_changed.emit()

    def _next(self) -> EntityKey | None:
        visible = self._visible_keys()
        key = next((key for key in visible if key in self._queue), None)
        if key is None and visible:
            front = visible[0].entity_type
            key = next((key for key in self._queue if key.entity_type is front), None)
        if key is None:
            key = next(iter(self._queue), None)
        if key is not None:
            del self._queue[key]
        return key

    async def _work(self) -> None:
        while (key := self._next()) is not None:
            self._busy.add(key)
            self._announce()
            self.busy_changed.emit()
            request = FetchRequest(key, priority=Priority.AUTOMATION, consumer=Consumer.SCHEDULED)
            try:
                await self._cache.fetch_assets(request, on_progress=partial(self._on_progress, key))
            except AllProvidersFailed:
                self._fail("No provider could be reached; what is cached is shown.", key)
                return
            except MetarrError as error:
                self._fail(sentence_of(error), key)
                return
            finally:
                self._busy.discard(key)
            self._done += 1
            self.title_done.emit(key)
        if not self.is_running:
            self._total = self._done = 0
            self.busy_changed.emit()
            self.ended.emit("")

    def _on_progress(self, key: EntityKey, step: ProviderProgress) -> None:
        if step.state is ProgressState.DONE:  # a slow provider must not hide what a quick one brought
            self.some_came.emit(key)

    def _fail(self, sentence: str, key: EntityKey) -> None:
        if self._total:  # the other worker may have met the same wall and told already
            self._end()
            self.ended.emit(sentence)
        self.title_done.emit(key)

    def _announce(self) -> None:
        self.progressed.emit(*self.position)
