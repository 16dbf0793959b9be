"""What the main window shows of automation and lets it do: work under way, proposals that wait, reports."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobState
from metarr_desktop.domain.ports import Core
from ui.automation_actions import AutomationActions
from ui.automation_words import end_text, has_failures, status_details, status_text, titles_of
from ui.message_bar import MessageBar, Severity
from ui.status_line import StatusLine
from ui.subscriptions import Subscriptions
from ui.task_scope import TaskScope
from ui.text import sentence_of
from ui.timers import delay

_SHOW_MS = 120
"""A job tells of every title; the eye needs a few numbers a second."""
_COUNT_MS = 400
_REST = 20
"""Proposals are counted again after so many times the time that took: others wait for the store as well."""
_LOOK_MS = 3000
"""How often jobs of another program are looked at; they tell nobody here."""
_BATCHES = (JobKind.ENRICH, JobKind.ENRICH_TITLES, JobKind.UPDATE)


class AutomationDesk(QObject):
    """Follows the automation of a core from `attach` to `detach`.

    Args:
        window: whose being in front decides whether the end of a job is told.
        show_job: opens the page where the report of a job is.
        undo: takes the last act back.

    Signals:
        titles_changed(list[EntityKey]): a job fetched or selected artwork of these; empty: of many.
    """

    titles_changed = Signal(object)

    def __init__(
        self,
        actions: AutomationActions,
        messages: MessageBar,
        status: StatusLine,
        window: QWidget,
        show_job: Callable[[int], object],
        undo: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._actions, self._messages, self._status, self._window = actions, messages, status, window
        self._show_job, self._undo = show_job, undo
        self._core: Core | None = None
        self._tasks = TaskScope(self._tell_problem, "automation")
        self._listening = Subscriptions()
        self._live: dict[int, Job] = {}
        self._mine: dict[int, str] = {}  # job to the key of the message that told of it
        self._trouble = ""
        self._show = delay(self, _SHOW_MS, self._show_status)
        self._count = delay(
            self, _COUNT_MS, lambda: self._tasks.start("proposals", self._read, self._read_proposals)
        )
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._on_look)
        gui = QGuiApplication.instance()
        if isinstance(gui, QGuiApplication):
            gui.focusWindowChanged.connect(self._on_focus_window)

    def attach(self, core: Core) -> None:
        """Show the automation of *core*."""
        self._core = core
        automation = core.automation
        self._listening.add(
            automation.subscribe(self._show.start),
            automation.jobs.subscribe(self._on_job),
            automation.proposals.subscribe(self._count_soon),
        )
        self._tasks.start("jobs", self._read, self._read_jobs)
        self._count_soon()
        self._look.start()

    async def detach(self) -> None:
        """Let go of the core."""
        self._listening.end()
        self._core = None
        for timer in (self._show, self._count, self._look):
            timer.stop()
        await self._tasks.close()
        self._tasks = TaskScope(self._tell_problem, "automation")
        self._live.clear()
        self._mine.clear()
        self._status.show_automation("")
        self._actions.show_waiting(0)

    def enrich(self, keys: Sequence[EntityKey], what: str) -> None:
        """Enrich *keys*, *what* in words ("3 films"), as one job."""
        if keys:
            self._tasks.start("enrich", self._enrich, tuple(keys), what)

    def set_monitored(self, keys: Sequence[EntityKey], is_monitored: bool, what: str) -> None:
        """Let automation take care of *keys*, or leave them alone; *what* they are, in words."""
        if keys:
            self._tasks.start("monitored", self._set_monitored, tuple(keys), is_monitored, what)

    # -- coroutines ------------------------------------------------------------------------------------------

    async def _enrich(self, keys: Sequence[EntityKey], what: str) -> None:
        if self._core is None:
            return
        try:
            job = await self._core.automation.enriching.defer(keys)
        except MetarrError as error:
            self._tell_problem(sentence_of(error))
            return
        state = self._core.automation.state()
        words = f"Enriching {what}. You can go on meanwhile; what you chose stays."
        if state.is_paused:
            words = f"Enriching {what} waits, because automation is paused."
        elif not state.is_here and state.sentence:
            words = f"Enriching {what}. {state.sentence}"
        key = f"job-{job.id}"
        self._mine[job.id] = key
        self._messages.post(words, key=key, action="Open activity", on_action=lambda: self._show_job(job.id))
        self._on_job(job)

    async def _set_monitored(self, keys: Sequence[EntityKey], is_monitored: bool, what: str) -> None:
        if self._core is None:
            return
        try:
            await self._core.library.set_all_monitored(keys, is_monitored=is_monitored)
        except MetarrError as error:
            self._tell_problem(sentence_of(error))
        else:
            words = (
                f"Automation takes care of {what}." if is_monitored else f"Automation leaves {what} alone."
            )
            self._messages.post(words, Severity.GOOD, key="undo", action="Undo", on_action=self._undo)
        self.titles_changed.emit(list(keys))

    async def _read(self, what: Callable[[], Awaitable[None]]) -> None:
        """Read by itself, every few seconds: what is wrong is told once, not each time."""
        try:
            await what()
        except MetarrError as error:
            words = sentence_of(error)
            if words != self._trouble:
                self._tell_problem(words)
            self._trouble = words
        else:
            self._trouble = ""

    async def _read_jobs(self) -> None:
        if self._core is None:
            return
        jobs = self._core.automation.jobs
        live = {job.id: job for job in await jobs.jobs()}
        gone = [number for number in self._live if number not in live]
        self._live = live
        self._show_status()
        for number in gone:
            ended = await jobs.job(number)
            if ended is not None and not ended.state.is_live:
                self._on_ended(ended)

    async def _read_proposals(self) -> None:
        if self._core is not None:
            began = time.monotonic()
            self._actions.show_waiting(len(await self._core.automation.proposals.open()))
            self._count.setInterval(max(_COUNT_MS, round((time.monotonic() - began) * 1000 * _REST)))

    # -- what is heard ---------------------------------------------------------------------------------------

    def _on_job(self, job: Job) -> None:
        was_live = job.id in self._live
        if job.state.is_live:
            self._live[job.id] = job
        else:
            self._live.pop(job.id, None)
        if not self._show.isActive():
            self._show.start()
        if not job.state.is_live and (was_live or job.id in self._mine):
            self._on_ended(job)

    def _on_focus_window(self) -> None:
        """Count anew as the person comes back: another program may have decided meanwhile."""
        if self._core is not None and self._window.isActiveWindow():
            self._count_soon()

    def _count_soon(self) -> None:
        """Count within a moment; begun anew at each call, it would never come while titles are enriched quickly."""
        if not self._count.isActive():
            self._count.start()

    def _on_look(self) -> None:
        """Look at the jobs where another program runs them, and nothing would be heard here."""
        is_elsewhere = self._core is not None and not self._core.automation.state().is_here
        if is_elsewhere and self._window.isVisible():
            self._tasks.start("jobs", self._read, self._read_jobs)

    def _on_ended(self, job: Job) -> None:
        keys = titles_of(job)
        if keys or job.kind == JobKind.UPDATE:
            self.titles_changed.emit(keys)
        if job.kind not in _BATCHES:
            return
        self._count_soon()
        key = self._mine.pop(job.id, "")
        is_mine = bool(key) or job.priority >= JobPriority.USER
        is_behind = not self._window.isActiveWindow()
        if not key and not (is_mine and is_behind):
            return
        severity = Severity.WARN if has_failures(job) else Severity.GOOD
        if job.state is not JobState.DONE:
            severity = Severity.BAD if job.state is JobState.FAILED else Severity.INFO
        self._messages.post(
            end_text(job),
            severity,
            key=key or f"job-{job.id}",
            action="Show report",
            action_hint="Open the report in the activity window",
            on_action=lambda: self._show_job(job.id),
        )
        if is_behind:
            QApplication.alert(self._window)

    def _show_status(self) -> None:
        if self._core is not None:
            state, jobs = self._core.automation.state(), tuple(self._live.values())
            self._status.show_automation(status_text(state, jobs), status_details(state, jobs))

    def _tell_problem(self, sentence: str) -> None:
        self._messages.post(sentence, Severity.BAD)
