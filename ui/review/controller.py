"""The coroutines of the review: reading, deciding, undoing, and asking for more to decide about."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.entity import EntityKey, EntityType, IdentityState
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.library import BatchChange, UndoOutcome
from metarr_desktop.domain.ports import Core
from ui.review.model import in_order
from ui.task_scope import TaskScope
from ui.text import sentence_of
from ui.timers import delay
from ui.undoing import Undoing

_READ_MS = 250
_REST = 10
"""What others change is read again after so many times the time that reading took: they wait for it."""
Decide = Callable[[Sequence[int]], Awaitable[BatchChange]]


class ReviewController(QObject):
    """Signals:
    read(list[Proposal]): what waits, in order, without what was decided here a moment ago.
    selected_read(key, type, list[CachedAsset]): what is selected there; asked for by `want_selected`.
    decided(BatchChange), undone(UndoOutcome), nothing_to_undo(sentence).
    enriching(str): a job was deferred, in words.
    failed(sentence): nothing can be shown. problem(sentence): what is shown stays.
    """

    read = Signal(object)
    selected_read = Signal(object, object, object)
    decided = Signal(object)
    undone = Signal(object)
    nothing_to_undo = Signal(str)
    enriching = Signal(str)
    failed = Signal(str)
    problem = Signal(str)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._core = core
        self._tasks = TaskScope(self.problem.emit, "review")
        self._acting = asyncio.Lock()
        self.steps = Undoing(core.curation, self._tasks, self._acting, self)
        self.steps.undone.connect(self._on_undone)
        self.steps.nothing_to_undo.connect(self.nothing_to_undo)
        self.steps.refused.connect(self.problem)
        self._count = 0
        self._is_read = False
        self._deciding: set[int] = set()
        self._known: set[tuple[EntityKey, AssetType]] = set()
        self._soon = delay(self, _READ_MS, self.open)

    def open(self) -> None:
        """Read what waits."""
        self._tasks.replace("read", self._read_all)

    def open_soon(self) -> None:
        """Read it within a moment; many calls make one reading."""
        if not self._soon.isActive():
            self._soon.start()

    def want_selected(self, proposals: Sequence[Proposal], several: Collection[AssetType]) -> None:
        """Read the pictures that these would replace, or stand beside in slots of *several*, unless that was done."""
        slots = {
            (each.key, each.asset.asset_type)
            for each in proposals
            if each.replaces is not None or each.asset.asset_type in several
        }
        if missing := slots - self._known:
            self._known |= missing
            self._start("selected", self._read_selected, sorted(missing, key=str))

    def accept(self, proposals: Sequence[Proposal]) -> None:
        """Select what *proposals* name, as one step of undo."""
        self._decide(self._core.automation.proposals.accept, proposals)

    def dismiss(self, proposals: Sequence[Proposal]) -> None:
        """Say no to *proposals*, as one step of undo."""
        self._decide(self._core.automation.proposals.dismiss, proposals)

    def enrich(self, kinds: Sequence[EntityType], what: str) -> None:
        """Enrich all identified and monitored titles of *kinds*, *what* in words, as one job."""
        self._tasks.start("enrich", self._enrich, tuple(kinds), what)

    async def close(self) -> None:
        """End every task."""
        self._soon.stop()
        await self._tasks.close()

    # -- inside ----------------------------------------------------------------------------------------------

    def _start(self, name: str, function: Callable[..., Awaitable[object]], *args: object) -> None:
        """Run each call, the next one too: none replaces another."""
        self._count += 1
        self._tasks.start(f"{name}:{self._count}", function, *args)

    def _decide(self, decide: Decide, proposals: Sequence[Proposal]) -> None:
        if proposals:
            numbers = tuple(each.id for each in proposals)
            self._deciding |= set(numbers)
            self._start("decide", self._decide_now, decide, numbers)

    async def _read_all(self) -> None:
        try:
            began = time.monotonic()
            found = in_order(await self._core.automation.proposals.open())
            self._soon.setInterval(max(_READ_MS, round((time.monotonic() - began) * 1000 * _REST)))
        except MetarrError as error:
            (self.problem if self._is_read else self.failed).emit(sentence_of(error))
            return
        await asyncio.sleep(0)  # to order and to show 2,000 in one turn would be felt
        self._is_read = True
        self._known.clear()
        self.read.emit([each for each in found if each.id not in self._deciding])

    async def _read_selected(self, slots: Sequence[tuple[EntityKey, AssetType]]) -> None:
        for key, asset_type in slots:
            try:
                assets = await self._core.cache.get_cached_assets(key, asset_type)
            except MetarrError as error:
                self.problem.emit(sentence_of(error))
                return
            self.selected_read.emit(key, asset_type, [each for each in assets if each.is_selected])

    async def _decide_now(self, decide: Decide, numbers: tuple[int, ...]) -> None:
        try:
            async with self._acting:
                change = await decide(numbers)
        except MetarrError as error:
            self.problem.emit(sentence_of(error))
        else:
            self.decided.emit(change)
        finally:
            self._deciding -= set(numbers)
            if self._tasks.is_running("read"):  # begun before: it still has what is decided now
                self.open()
            else:
                self.open_soon()  # what could not be decided is there again

    def _on_undone(self, outcome: UndoOutcome) -> None:
        self.undone.emit(outcome)
        self.open()

    async def _enrich(self, kinds: Sequence[EntityType], what: str) -> None:
        try:
            rows = [row for kind in kinds for row in await self._core.library.rows(kind)]
            keys = [
                row.key
                for row in rows
                if row.entity.is_monitored and row.entity.state is IdentityState.IDENTIFIED
            ]
            if not keys:
                self.problem.emit("No title can be enriched: none is identified and monitored.")
                return
            await self._core.automation.enriching.defer(keys)
        except MetarrError as error:
            self.problem.emit(sentence_of(error))
            return
        self.enriching.emit(what)
