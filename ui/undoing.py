"""Undo and redo of a window, in turn with its other acts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.library import UndoOutcome
from metarr_desktop.domain.ports import Curation
from ui.task_scope import TaskScope
from ui.text import sentence_of


class Undoing(QObject):
    """Each press is a step, however quickly they come.

    Args:
        tasks: what its coroutines run in, and end with.
        turn: held by whatever else the window does to choices.

    Signals:
        undone(UndoOutcome), nothing_to_undo(sentence).
        refused(sentence): nothing was changed.
    """

    undone = Signal(object)
    nothing_to_undo = Signal(str)
    refused = Signal(str)

    def __init__(self, curation: Curation, tasks: TaskScope, turn: asyncio.Lock, parent: QObject) -> None:
        super().__init__(parent)
        self._curation, self._tasks, self._turn = curation, tasks, turn
        self._count = 0

    def undo(self) -> None:
        """Take back the last act."""
        self._begin(self._curation.undo, "There is nothing to undo.")

    def redo(self) -> None:
        """Make the act taken back last again."""
        self._begin(self._curation.redo, "There is nothing to redo.")

    def _begin(self, step: Callable[[], Awaitable[UndoOutcome | None]], nothing: str) -> None:
        self._count += 1  # a name of its own, so that no step replaces another
        self._tasks.start(f"step:{self._count}", self._step, step, nothing)

    async def _step(self, step: Callable[[], Awaitable[UndoOutcome | None]], nothing: str) -> None:
        try:
            async with self._turn:
                outcome = await step()
        except MetarrError as error:
            self.refused.emit(sentence_of(error))
            return
        if outcome is None:
            self.nothing_to_undo.emit(nothing)
        else:
            self.undone.emit(outcome)
