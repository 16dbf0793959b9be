"""The acts of the person upon candidates, one after the other, and taking them back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.library import CurationAct, SelectionChange, UndoOutcome
from metarr_desktop.domain.ports import Curation
from ui.task_scope import TaskScope


class ActQueue(QObject):
    """Does every act in its turn, in the order of the keys pressed; an act once begun is not given up.

    Signals:
        acted(SelectionChange): a choice was made; undone(UndoOutcome): one was taken back or made again.
        act_failed(sentence), nothing_to_undo(sentence)
    """

    acted = Signal(object)
    undone = Signal(object)
    act_failed = Signal(str)
    nothing_to_undo = Signal(str)

    def __init__(self, curation: Curation, tasks: TaskScope, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._curation, self._tasks = curation, tasks
        self._acting = asyncio.Lock()
        self._acts = 0
        self._key: EntityKey | None = None

    @property
    def curation(self) -> Curation:
        """The one who does the acts; use it through `change`."""
        return self._curation

    @property
    def key(self) -> EntityKey | None:
        """The title in front."""
        return self._key

    def select(self, asset_id: int) -> None:
        """Use this picture."""
        self.act_on(CurationAct.SELECT, [asset_id])

    def add(self, asset_id: int) -> None:
        """Use this picture as well, where a type holds several."""
        self.act_on(CurationAct.ADD, [asset_id])

    def reject(self, asset_ids: Sequence[int]) -> None:
        """Never use these pictures."""
        self.act_on(CurationAct.REJECT, asset_ids)

    def clear(self, asset_ids: Sequence[int]) -> None:
        """Take selections and rejections back."""
        self.act_on(CurationAct.CLEAR, asset_ids)

    def act_on(self, act: CurationAct, asset_ids: Sequence[int], note: str = "") -> None:
        """Do one act upon several pictures, as one step of undo.

        Args:
            note: said after what was done.
        """
        key = self._key
        if not asset_ids or key is None:
            return

        async def run() -> Sequence[SelectionChange]:
            done = await self._curation.act_on(act, asset_ids)
            changes = done.changes or (SelectionChange(key, ()),)
            return [replace(each, text=f"{each.text}{note}" if each.text else "") for each in changes]

        self._act(run)

    def change(self, act: Callable[[], Awaitable[SelectionChange]]) -> None:
        """Do another act of curation, in its turn, and show what it changed."""

        async def run() -> Sequence[SelectionChange]:
            return [await act()]

        self._act(run)

    def undo(self) -> None:
        """Take back the last act."""
        self._step(self._curation.undo, "There is nothing to undo.")

    def redo(self) -> None:
        """Make the act taken back last again."""
        self._step(self._curation.redo, "There is nothing to redo.")

    def _act(self, act: Callable[[], Awaitable[Sequence[SelectionChange]]]) -> None:
        async def run() -> None:
            async with self._acting:  # in the order of the keys pressed
                try:
                    changes = await act()
                except MetarrError as error:
                    self.act_failed.emit(str(error))
                    return
                for change in changes:
                    self._put(change.key, change.changed)
                    self.acted.emit(change)

        self._acts += 1
        self._tasks.replace(f"act:{self._acts}", run)

    def _step(self, step: Callable[[], Awaitable[UndoOutcome | None]], nothing: str) -> None:
        async def run() -> None:
            async with self._acting:
                try:
                    outcome = await step()
                except MetarrError as error:
                    self.act_failed.emit(str(error))
                    return
                if outcome is None:
                    self.nothing_to_undo.emit(nothing)
                    return
                if outcome.key is not None:
                    self._put(outcome.key, outcome.changed)
                self.undone.emit(await self._named(outcome))

        self._acts += 1
        self._tasks.replace(f"act:{self._acts}", run)

    async def _named(self, outcome: UndoOutcome) -> UndoOutcome:
        """Return *outcome* in words that fit the title in front."""
        return outcome

    def _put(self, key: EntityKey, changed: Sequence[CachedAsset]) -> None:
        """Take over the rows that an act changed."""
