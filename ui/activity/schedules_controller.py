"""Follows the schedule of a core, and what a person does with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.jobs import Job, JobKind, JobState
from metarr_desktop.domain.ports import Core
from ui.activity.schedule_model import ScheduleRow
from ui.activity.tab_controller import TabController

_ENDED = tuple(state for state in JobState if not state.is_live)
_RUNS_SHOWN = 60


class SchedulesController(TabController):
    """Signals: read(): ``row`` and ``runs`` are those of now; told(str)."""

    read = Signal()
    told = Signal(str)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__("schedules", parent=parent)
        self._core, self._schedule = core, core.automation.schedule
        self.row: ScheduleRow | None = None
        self.runs: list[Job] = []
        self._listening.add(core.automation.jobs.subscribe(self._on_job))
        self._needs_runs = True

    def refresh(self) -> None:
        """Read everything now."""
        self._needs_runs = True
        self.poll()

    def poll(self) -> None:
        """Read how the schedule stands."""
        self._tasks.start("read", self.look, self._read)

    def run_now(self) -> None:
        self._tasks.start("run", self._act, self._schedule.run_now, "The weekly update begins now.")

    def switch(self, is_on: bool) -> None:
        if self.row is not None:
            wanted = replace(self.row.state.settings, is_on=is_on)
            words = "on" if is_on else "off; nothing is refreshed by itself"
            self._tasks.replace(
                "switch", self._act, lambda: self._schedule.set(wanted), f"Weekly updates are {words}."
            )

    async def _read(self) -> None:
        row = ScheduleRow(await self._schedule.state(), await self._schedule.job())
        ended_before = self.row is not None and self.row.is_under_way and not row.is_under_way
        if self._needs_runs or ended_before:
            self._needs_runs = False
            self.runs = await self._core.automation.jobs.jobs(_ENDED, _RUNS_SHOWN, [JobKind.UPDATE])
        self.row = row
        self.read.emit()

    def _on_job(self, job: Job) -> None:
        if job.kind == JobKind.UPDATE and self.row is not None:
            if job.state.is_live:
                self.row = replace(self.row, job=job)
                self.read.emit()
            else:
                self.refresh()

    async def _act(self, act: Callable[[], Awaitable[object]], words: str) -> None:
        if await self.attempt(act):
            self.told.emit(words)
        await self._read()
