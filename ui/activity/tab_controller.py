"""What the controllers of the activity window have in common."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.errors import MetarrError
from ui.subscriptions import Subscriptions
from ui.task_scope import TaskScope
from ui.text import sentence_of
from ui.timers import delay


class TabController(QObject):
    """Reads for one tab, never twice at a time, and acts for a person; what it began and heard ends with it.

    What is refused is told as a sentence, without a line in the log.

    Args:
        owner: said in task names and in the log.
        soon_ms: news that come together within so long cost one reading.

    Signals: failed(str).
    """

    failed = Signal(str)

    def __init__(self, owner: str, soon_ms: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = TaskScope(self.failed.emit, owner)
        self._listening = Subscriptions()
        self._soon = delay(self, soon_ms, self._read_now)
        self._trouble = ""

    def refresh(self) -> None:
        """Read everything now."""
        self._read_now()

    async def close(self) -> None:
        """Hear nothing more, and wait until everything under way has ended."""
        self._listening.end()
        self._soon.stop()
        await self._tasks.close()

    async def look(self, read: Callable[[], Awaitable[object]]) -> None:
        """Do *read*; what is wrong is told once, however often it is tried."""
        try:
            await read()
        except MetarrError as error:
            words = sentence_of(error)
            if words != self._trouble:
                self.failed.emit(words)
            self._trouble = words
        else:
            self._trouble = ""

    async def attempt(self, act: Callable[[], Awaitable[object]]) -> bool:
        """Do *act*; returns False if it was refused."""
        try:
            await act()
        except MetarrError as error:
            self.failed.emit(sentence_of(error))
            return False
        return True

    def _read_now(self) -> None:
        """Read; while a reading goes on, once more after it."""
        if self._tasks.is_running("read"):
            self._read_soon()
        else:
            self._tasks.start("read", self.look, self._read)

    def _read_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    async def _read(self) -> None:
        raise NotImplementedError
