"""What the page of numbers asks of the core."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.cache_report import CacheCare
from ui.statistics.chart_data import Chart
from ui.statistics.files import write_text
from ui.task_scope import TaskScope
from ui.timers import delay

_SOON_MS = 1500
"""Numbers that change with every fetch are read again at most so often,"""
_REST = 20
"""and only after so many times the time that reading took: others wait for the store as well."""


class NumbersController(QObject):
    """Reads reports, one at a time, and saves charts.

    Signals:
        report_read(CacheReport, days)
        failed(str): the report could not be read.
        saved(path), not_saved(str)
    """

    report_read = Signal(object, int)
    failed = Signal(str)
    saved = Signal(object)
    not_saved = Signal(str)

    def __init__(self, care: CacheCare, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._care = care
        self._days = 0
        self._tasks = TaskScope(self.failed.emit, "statistics")
        self._files = TaskScope(self.not_saved.emit, "statistics")
        self._timer = delay(self, _SOON_MS, lambda: self.read(self._days))

    def read(self, days: int) -> None:
        """Read the report of the last *days* days now."""
        self._timer.stop()
        if days == self._days:
            self._tasks.start("report", self._read, days)  # one that is under way tells the same
        else:
            self._days = days
            self._tasks.replace("report", self._read, days)

    def read_soon(self) -> None:
        """Read it again within a moment; many calls make one reading."""
        if self._days and not self._timer.isActive():
            self._timer.start()

    def save(self, chart: Chart, path: Path) -> None:
        """Write the numbers of *chart* to *path*."""
        self._files.replace(f"save:{path}", self._save, chart, path)

    def rest(self) -> None:
        """Read nothing more by itself: nobody looks."""
        self._timer.stop()

    async def close(self) -> None:
        self._timer.stop()
        await self._tasks.close()
        await self._files.close()

    async def _read(self, days: int) -> None:
        began = time.monotonic()
        report = await self._care.report(days)
        self._timer.setInterval(max(_SOON_MS, round((time.monotonic() - began) * 1000 * _REST)))
        self.report_read.emit(report, days)

    async def _save(self, chart: Chart, path: Path) -> None:
        await asyncio.to_thread(write_text, path, chart.csv_text())
        self.saved.emit(path)
