"""The coroutines of the contact sheet: reading, looking, fetching, and the one act for all picks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.contact_sheet import ContactSheet
from metarr_desktop.domain.entity import Entity, EntityKey, EntityType
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.fetch import Consumer, FetchRequest, FetchResult
from metarr_desktop.domain.library import BatchChange, CurationAct
from metarr_desktop.domain.ports import ContactSheets, Curation, Library, ProviderCache
from ui.picture_boxes import picture_box
from ui.task_scope import ErrorSink, TaskScope
from ui.text import sentence_of
from ui.undoing import Undoing


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet as it was read; ``entity`` is the title it was asked for, ``was_fetched`` speaks of all on it."""

    entity: Entity
    kind: AssetType
    sheet: ContactSheet
    was_fetched: bool

    @property
    def keys(self) -> tuple[EntityKey, ...]:
        """The titles on it."""
        return tuple(dict.fromkeys([self.entity.key, *(row.key for row in self.sheet.rows)]))


class SheetController(QObject):
    """Signals:
    sheet_read(SheetRead); looking(done, total): rows whose pictures were looked at.
    failed(sentence): nothing can be shown. problem(sentence): what is shown stays.
    applied(BatchChange), undone(UndoOutcome), nothing_to_undo(sentence)
    fetching(bool)
    """

    sheet_read = Signal(object)
    looking = Signal(int, int)
    failed = Signal(str)
    problem = Signal(str)
    applied = Signal(object)
    undone = Signal(object)
    nothing_to_undo = Signal(str)
    fetching = Signal(bool)

    def __init__(
        self,
        sheets: ContactSheets,
        curation: Curation,
        library: Library,
        cache: ProviderCache,
        *,
        on_error: ErrorSink,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheets, self._curation, self._library, self._cache = sheets, curation, library, cache
        self._tasks = TaskScope(on_error, "contact sheet")
        self._acting = asyncio.Lock()
        self.steps = Undoing(curation, self._tasks, self._acting, self)
        self.steps.undone.connect(self.undone)
        self.steps.nothing_to_undo.connect(self.nothing_to_undo)
        self.steps.refused.connect(self.problem)
        self._read: SheetRead | None = None

    def open(self, key: EntityKey, kind: AssetType) -> None:
        """Read the sheet of *key*, and look at the pictures nobody looked at yet."""
        if self._read is not None and (self._read.entity.key, self._read.kind) != (key, kind):
            self._read = None
        self._tasks.replace("open", self._open, key, kind)

    def fetch(self) -> None:
        """Ask the providers for every title on the sheet."""
        if self._read is not None:
            self._tasks.start("fetch", self._fetch, self._read)

    def apply(self, asset_ids: Sequence[int]) -> None:
        """Select these pictures, as one step of undo."""
        self._tasks.start("apply", self._apply, tuple(asset_ids))

    async def close(self) -> None:
        """End every task."""
        await self._tasks.close()

    def stop(self) -> None:
        """Look at nothing more: the window was closed."""
        self._tasks.cancel("open")

    async def _open(self, key: EntityKey, kind: AssetType) -> None:
        try:
            row = await self._library.row(key)
            of = self._sheets.of_seasons if key.entity_type is EntityType.TV else self._sheets.of_collection
            sheet = await of(key, kind)
            fetched = [row.fetched_at]
            for other in {each.key for each in sheet.rows} - {key}:
                fetched.append((await self._library.row(other)).fetched_at)
            read = SheetRead(row.entity, kind, sheet, all(at is not None for at in fetched))
            self._show(read)
            if sheet.unseen:
                await self._look(read)
        except MetarrError as error:
            (self.problem if self._read is not None else self.failed).emit(sentence_of(error))

    async def _look(self, read: SheetRead) -> None:
        """Look member by member, so that it can be told how far it is; then lay out all of them."""
        sheet, box = read.sheet, picture_box(read.kind)
        for done, row in enumerate(sheet.rows):
            self.looking.emit(done, len(sheet.rows))
            await self._sheets.look(ContactSheet(sheet.title, (row,)), box)
        self.looking.emit(len(sheet.rows), len(sheet.rows))
        seen = await self._sheets.look(sheet, box)
        self._show(SheetRead(read.entity, read.kind, seen, read.was_fetched))

    def _show(self, read: SheetRead) -> None:
        self._read = read
        self.sheet_read.emit(read)

    async def _fetch(self, read: SheetRead) -> None:
        self.fetching.emit(True)
        try:
            results = await asyncio.gather(*(self._fetch_one(key) for key in read.keys))
        except MetarrError as error:
            self.problem.emit(sentence_of(error))
            return
        finally:
            self.fetching.emit(False)
        messages = [
            outcome.message
            for result in results
            if result is not None
            for outcome in result.metadata.outcomes
            if not outcome.outcome.is_success and outcome.message
        ]
        for message in dict.fromkeys(messages):
            self.problem.emit(message)
        self.open(read.entity.key, read.kind)

    async def _fetch_one(self, key: EntityKey) -> FetchResult | None:
        entity = (await self._library.row(key)).entity
        if not entity.external_ids:
            return None
        return await self._cache.fetch_assets(
            FetchRequest(key, entity.external_ids, consumer=Consumer.BROWSER)
        )

    async def _apply(self, asset_ids: tuple[int, ...]) -> None:
        async with self._acting:
            try:
                change: BatchChange = await self._curation.act_on(CurationAct.SELECT, asset_ids)
            except MetarrError as error:
                self.problem.emit(sentence_of(error))
                return
        self.applied.emit(change)
