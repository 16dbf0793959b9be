"""The coroutines of the library page: read titles, add some, undo."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, IdentityState
from metarr_desktop.domain.errors import EntityUnknown, MetarrError
from metarr_desktop.domain.library import AddReport, EntityDetails, LibraryRow, UndoOutcome
from metarr_desktop.domain.ports import Curation, Library, ProviderCache
from metarr_desktop.domain.search import SearchResult
from ui.library.inspector import Inspected
from ui.library.selection_panel import MOST_READ, Selected
from ui.task_scope import TaskScope
from ui.text import sentence_of

log = logging.getLogger(__name__)

# Walking along the wall with an arrow key held down must not read the database for every title passed.
_SETTLE_S = 0.04
# Bursts of changed titles (a fetch of many) are shown in one pass.
_FLUSH_MS = 40


class LibraryController(QObject):
    """Reads and changes the library; keeps its rows.

    Signals:
        loaded(): all rows are here for the first time, or anew.
        rows_changed(): some rows are other ones now.
        inspected(Inspected): the title asked for by `inspect`.
        selected_read(Selected): the titles asked for by `inspect_several`.
        added(AddReport): titles came in.
        taken_over(int): so many titles came from the demo.
        undone(UndoOutcome or None, is_redo): the last act was taken back, or done again.
        failed(str): a sentence.
    """

    loaded = Signal()
    rows_changed = Signal()
    inspected = Signal(object)
    selected_read = Signal(object)
    added = Signal(object)
    taken_over = Signal(int)
    undone = Signal(object, bool)
    failed = Signal(str)

    def __init__(
        self, library: Library, cache: ProviderCache, curation: Curation, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._cache, self._curation = library, cache, curation
        self._tasks = TaskScope(self.failed.emit, "library")
        self._rows: dict[EntityKey, LibraryRow] = {}
        self._inspecting: EntityKey | None = None
        self._several: tuple[EntityKey, ...] = ()
        self._stale: set[EntityKey] = set()
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.setInterval(_FLUSH_MS)
        self._flush.timeout.connect(lambda: self._tasks.start("reload", self._reload_stale))

    @property
    def rows(self) -> tuple[LibraryRow, ...]:
        """All titles, in no particular order."""
        return tuple(self._rows.values())

    def row(self, key: EntityKey) -> LibraryRow | None:
        """Return one title, None when the library has no such (any more)."""
        return self._rows.get(key)

    def load(self) -> None:
        """Read all titles."""
        self._tasks.replace("load", self._load)

    def reload(self, keys: Iterable[EntityKey]) -> None:
        """Read some titles anew; many calls close together make one pass."""
        self._stale.update(keys)
        if not self._flush.isActive():
            self._flush.start()

    def inspect(self, key: EntityKey | None) -> None:
        """Read what the inspector shows of *key*; an earlier wish is forgotten."""
        self._inspecting, self._several = key, ()
        if key is None:
            self._tasks.cancel("inspect")
        else:
            self._tasks.replace("inspect", self._inspect, key)

    def inspect_several(self, keys: Sequence[EntityKey]) -> Selected:
        """Read what *keys* have in sum; what is known at once is returned, an earlier wish is forgotten."""
        self._inspecting, self._several = None, tuple(keys)
        rows = (self._rows.get(key) for key in keys)
        selected = Selected(tuple(row for row in rows if row is not None))
        self._tasks.replace("inspect", self._inspect_several, selected)
        return selected

    def add_folder(self, path: str) -> None:
        """Add the films found below *path*."""
        self._tasks.start("add", self._add, lambda: self._library.add_folder(path))

    def add_title(self, text: str, year: int | None) -> None:
        """Add a title as typed: a name, an id or an address."""
        self._tasks.start("add", self._add, lambda: self._library.add_title(text, year=year))

    def add_result(self, result: SearchResult) -> None:
        """Add a title that a provider found."""

        async def add() -> AddReport:
            known = set(self._rows)
            entity = await self._library.add_result(result)
            return AddReport((entity,)) if entity.key not in known else AddReport((entity,), known=1)

        self._tasks.start("add", self._add, add)

    def take_over(self, act: Callable[[], Awaitable[int]]) -> None:
        """Bring in titles by *act*, which returns how many were new."""
        self._tasks.start("add", self._take_over, act)

    def undo(self) -> None:
        """Take back the last act."""
        self._tasks.start("undo", self._undo, self._curation.undo, is_redo=False)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._tasks.start("undo", self._undo, self._curation.redo, is_redo=True)

    async def close(self) -> None:
        """End everything."""
        self._flush.stop()
        await self._tasks.close()

    # -- inside ----------------------------------------------------------------------------------------------

    async def _load(self) -> None:
        rows = await self._library.rows()
        self._rows = {row.key: row for row in rows}
        self.loaded.emit()

    async def _reload_stale(self) -> None:
        while self._stale:
            keys, self._stale = self._stale, set()
            for key in keys:
                try:
                    self._rows[key] = await self._library.row(key)
                except EntityUnknown:
                    self._rows.pop(key, None)
            self.rows_changed.emit()
            if self._inspecting in keys:
                self._tasks.replace("inspect", self._inspect, self._inspecting)
            elif keys.intersection(self._several):
                self.inspect_several(self._several)

    async def _inspect(self, key: EntityKey) -> None:
        await asyncio.sleep(_SETTLE_S)
        try:
            details = await self._library.details(key)
            suggestions = await self._suggestions(details)
        except EntityUnknown:
            log.info("%s went away before it could be shown", key)
            return
        self.inspected.emit(Inspected(details, suggestions))

    async def _inspect_several(self, selected: Selected) -> None:
        await asyncio.sleep(_SETTLE_S)
        known = [row.key for row in selected.rows if row.entity.state is IdentityState.IDENTIFIED]
        details = []
        for key in known if len(known) <= MOST_READ else ():
            try:
                details.append(await self._library.details(key))
            except EntityUnknown:
                log.info("%s went away before it could be counted", key)
        self.selected_read.emit(Selected(selected.rows, tuple(details)))

    async def _suggestions(self, details: EntityDetails) -> dict[AssetType, CachedAsset]:
        """Return the best candidate of each slot that has some but none selected."""
        best: dict[AssetType, CachedAsset] = {}
        if details.row.entity.state is not IdentityState.IDENTIFIED:
            return best
        for slot in details.slots:
            if slot.selected is None and slot.candidates:
                assets = await self._cache.get_cached_assets(details.row.key, slot.asset_type)
                offered = [each for each in assets if not each.is_rejected and each.missing_since is None]
                if offered:
                    best[slot.asset_type] = offered[0]
        return best

    async def _add(self, add: Callable[[], Awaitable[AddReport]]) -> None:
        try:
            report = await add()
        except MetarrError as error:
            self.failed.emit(sentence_of(error))
            return
        await self._load()
        self.added.emit(report)

    async def _take_over(self, act: Callable[[], Awaitable[int]]) -> None:
        try:
            count = await act()
        except MetarrError as error:
            self.failed.emit(sentence_of(error))
            return
        await self._load()
        self.taken_over.emit(count)

    async def _undo(self, act: Callable[[], Awaitable[UndoOutcome | None]], *, is_redo: bool) -> None:
        try:
            outcome = await act()
        except MetarrError as error:
            self.failed.emit(sentence_of(error))
            return
        if outcome is not None and outcome.key is not None:
            self.reload([outcome.key])
        self.undone.emit(outcome, is_redo)
