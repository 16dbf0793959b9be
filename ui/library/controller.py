"""The coroutines of the library page: read titles, add some, undo."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType, IdentityState
from metarr_desktop.domain.errors import EntityUnknown, MetarrError
from metarr_desktop.domain.library import AddReport, EntityDetails, LibraryRow, UndoOutcome
from metarr_desktop.domain.ports import Curation, Library, ProviderCache
from metarr_desktop.domain.search import SearchResult
from ui.kinds import KINDS
from ui.library.inspected import Inspected
from ui.library.season_strip import SEASON_TYPES
from ui.library.selection_panel import MOST_READ, Selected
from ui.task_scope import TaskScope
from ui.text import sentence_of
from ui.timers import delay

log = logging.getLogger(__name__)

# Walking along the wall with an arrow key held down must not read the database for every title passed.
_SETTLE_S = 0.04
# Bursts of changed titles (a fetch of many) are shown in one pass.
_FLUSH_MS = 40


class LibraryController(QObject):
    """Reads and changes the library; keeps its rows, kind by kind.

    Signals:
        loaded(EntityType): all rows of a kind are here for the first time, or anew.
        counted(): `count` knows how many titles of each kind there are, before all of them are read.
        rows_changed(frozenset[EntityType]): some rows of these kinds are other ones now.
        inspected(Inspected): the title asked for by `inspect`.
        selected_read(Selected): the titles asked for by `inspect_several`.
        added(AddReport, EntityType): titles came in, where these were looked for.
        taken_over(int): so many titles came from the demo.
        undone(UndoOutcome or None, is_redo): the last act was taken back, or done again.
        failed(str): a sentence.
    """

    loaded = Signal(object)
    counted = Signal()
    rows_changed = Signal(object)
    inspected = Signal(object)
    selected_read = Signal(object)
    added = Signal(object, object)
    taken_over = Signal(int)
    undone = Signal(object, bool)
    failed = Signal(str)

    def __init__(
        self, library: Library, cache: ProviderCache, curation: Curation, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._cache, self._curation = library, cache, curation
        self._tasks = TaskScope(self.failed.emit, "library")
        self._rows: dict[EntityType, dict[EntityKey, LibraryRow]] = {}
        self._counts: dict[EntityType, int] = {}
        self._inspecting: EntityKey | None = None
        self._several: tuple[EntityKey, ...] = ()
        self._stale: set[EntityKey] = set()
        self._flush = delay(self, _FLUSH_MS, lambda: self._tasks.start("reload", self._reload_stale))

    @property
    def rows(self) -> tuple[LibraryRow, ...]:
        """All titles of all kinds read so far, in no particular order."""
        return tuple(row for rows in self._rows.values() for row in rows.values())

    def rows_of(self, entity_type: EntityType) -> tuple[LibraryRow, ...]:
        """Return all titles of a kind, none before they are read."""
        return tuple(self._rows.get(entity_type, {}).values())

    def row(self, key: EntityKey) -> LibraryRow | None:
        """Return one title, None when the library has no such (any more)."""
        return self._rows.get(key.entity_type, {}).get(key)

    def count(self, entity_type: EntityType) -> int | None:
        """Return how many titles of a kind there are, None while nobody knows."""
        rows = self._rows.get(entity_type)
        return self._counts.get(entity_type) if rows is None else len(rows)

    def load(self, first: EntityType = EntityType.MOVIE) -> None:
        """Read all titles, those of the kind *first* before all others."""
        self._tasks.replace("load", self._load, first)

    def reload(self, keys: Iterable[EntityKey]) -> None:
        """Read some titles anew; many calls close together make one pass."""
        self._stale.update(key for key in keys if key.entity_type in KINDS)
        if self._stale and not self._flush.isActive():
            self._flush.start()

    def look(self) -> None:
        """Read those kinds anew of which another program added titles; nothing is told here of what it does."""
        if not any(self._tasks.is_running(each) for each in ("load", "add")):
            self._tasks.start("look", self._look)

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
        rows = (self.row(key) for key in keys)
        selected = Selected(tuple(row for row in rows if row is not None))
        self._tasks.replace("inspect", self._inspect_several, selected)
        return selected

    def add_folder(self, path: str, entity_type: EntityType = EntityType.MOVIE) -> None:
        """Add the titles of a kind found below *path*."""
        add = partial(self._library.add_folder, path, entity_type)
        self._tasks.start("add", self._add, add, entity_type)

    def add_title(self, text: str, year: int | None, entity_type: EntityType = EntityType.MOVIE) -> None:
        """Add a title as typed: a name, an id or an address."""
        add = partial(self._library.add_title, text, year=year, entity_type=entity_type)
        self._tasks.start("add", self._add, add, entity_type)

    def add_result(self, result: SearchResult) -> None:
        """Add a title that a provider found."""

        async def add() -> AddReport:
            known = {row.key for row in self.rows_of(result.entity_type)}
            entity = await self._library.add_result(result)
            return AddReport((entity,)) if entity.key not in known else AddReport((entity,), known=1)

        self._tasks.start("add", self._add, add, result.entity_type)

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

    async def _load(self, first: EntityType) -> None:
        await self._read(first)
        self._counts = await self._library.counts()
        self.counted.emit()
        for entity_type in KINDS:
            if entity_type is not first:
                await self._read(entity_type)

    async def _read(self, entity_type: EntityType) -> None:
        rows = await self._library.rows(entity_type)
        self._rows[entity_type] = {row.key: row for row in rows}
        self.loaded.emit(entity_type)

    async def _look(self) -> None:
        try:
            counts = await self._library.counts()
            for entity_type, rows in list(self._rows.items()):
                if counts[entity_type] != len(rows):
                    await self._read(entity_type)
        except MetarrError as error:  # nobody asked for it, and it is tried again in a moment
            log.info("could not look for new titles: %s", error)

    async def _reload_stale(self) -> None:
        while self._stale:
            keys, self._stale = self._stale, set()
            for key in keys:
                if key.entity_type not in self._rows:  # changed before its kind had its turn
                    await self._read(key.entity_type)
                try:
                    self._rows[key.entity_type][key] = await self._library.row(key)
                except EntityUnknown:
                    self._rows[key.entity_type].pop(key, None)
            self.rows_changed.emit(frozenset(key.entity_type for key in keys))
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
            is_shown = slot.asset_type not in SEASON_TYPES or slot.asset_type is AssetType.SEASONPOSTER
            if slot.selected is None and slot.candidates and is_shown:
                assets = await self._cache.get_cached_assets(details.row.key, slot.asset_type)
                offered = [each for each in assets if not each.is_rejected and each.missing_since is None]
                if offered:
                    best[slot.asset_type] = offered[0]
        return best

    async def _add(self, add: Callable[[], Awaitable[AddReport]], entity_type: EntityType) -> None:
        try:
            report = await add()
        except MetarrError as error:
            self.failed.emit(sentence_of(error))
            return
        # An address may have said itself what it is.
        for each in {entity.key.entity_type for entity in report.added} or {entity_type}:
            await self._read(each)
        self.added.emit(report, entity_type)

    async def _take_over(self, act: Callable[[], Awaitable[int]]) -> None:
        try:
            count = await act()
        except MetarrError as error:
            self.failed.emit(sentence_of(error))
            return
        for each in KINDS:
            await self._read(each)
        self.taken_over.emit(count)

    async def _undo(self, act: Callable[[], Awaitable[UndoOutcome | None]], *, is_redo: bool) -> None:
        try:
            outcome = await act()
        except MetarrError as error:
            self.failed.emit(sentence_of(error))
            return
        if outcome is not None and outcome.key is not None:
            self.reload({outcome.key, *outcome.keys})
        self.undone.emit(outcome, is_redo)
