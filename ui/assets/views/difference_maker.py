"""Makes the difference of two pictures on a worker thread, the newest pair only."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from ui.assets.views.difference import difference_of, difference_words
from ui.task_scope import ErrorSink, TaskScope


class DifferenceMaker(QObject):
    """Signals: made(QPixmap): the difference of the pair asked for last."""

    made = Signal(object)

    def __init__(self, parent: QObject, *, on_error: ErrorSink | None = None) -> None:
        super().__init__(parent)
        self._tasks = TaskScope(on_error, "compare")
        self._made_of: tuple[int, int] | None = None
        self.words = ""

    def make(self, first: QPixmap, second: QPixmap) -> None:
        """Make the difference of these two, unless it was made or is being made."""
        made_of = (first.cacheKey(), second.cacheKey())
        if made_of != self._made_of:
            self._made_of = made_of
            self._tasks.replace("difference", self._make, first.toImage(), second.toImage())

    def forget(self) -> None:
        """Other pictures are compared: what was made is of no use."""
        self._made_of, self.words = None, ""
        self._tasks.cancel("difference")

    async def close(self) -> None:
        """End what is being made."""
        await self._tasks.close()

    async def _make(self, first: QImage, second: QImage) -> None:
        difference = await asyncio.to_thread(difference_of, first, second)
        self.words = difference_words(difference.share)
        self.made.emit(QPixmap.fromImage(difference.image))
