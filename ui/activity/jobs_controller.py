"""Follows the jobs of a core, and what a person does with them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import EntityUnknown, MetarrError
from metarr_desktop.domain.jobs import Job, JobKind, JobState
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.webhook_payload import read_notice
from ui.activity.job_lines import event_of
from ui.activity.tab_controller import TabController
from ui.activity.wording import key_in, only_title

LIVE_SHOWN = 300
"""Jobs that wait; of more only the first."""
ENDED_SHOWN = 60
ENDED_STEP = 200
_SOON_MS = 250
_EVENTS = 400
_ENDED = tuple(state for state in JobState if not state.is_live)
_GONE = "a title that is no longer there"


class JobsController(TabController):
    """Signals:
    changed(): other jobs.
    named(): what titles and events are called was learnt.
    progressed(Job): one that runs is further.
    state_changed(): who does the work, or whether it is paused.
    brought(int): a job that was asked for is among those shown, unless it is forgotten.
    told(str): what an act did, in a sentence.
    """

    changed = Signal()
    named = Signal()
    progressed = Signal(object)
    state_changed = Signal()
    brought = Signal(int)
    told = Signal(str)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__("activity", _SOON_MS, parent)
        self._core, self._jobs = core, core.automation.jobs
        self.live: list[Job] = []
        self.ended: list[Job] = []
        self.has_more_live = self.has_older = self.is_read = False
        self.names: dict[EntityKey, str] = {}
        self.events: dict[int, str] = {}
        self._needs_ended = True
        self._most_ended = ENDED_SHOWN + ENDED_STEP
        self._listening.add(
            self._jobs.subscribe(self._on_job),
            core.automation.subscribe(self.state_changed.emit),
        )

    @property
    def state(self) -> AutomationState:
        return self._core.automation.state()

    def name_of(self, key: EntityKey) -> str:
        return self.names.get(key, "")

    def find(self, job_id: int) -> Job | None:
        """Return a job that is shown."""
        return next((job for job in (*self.live, *self.ended) if job.id == job_id), None)

    # -- reading ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything now."""
        self._needs_ended = True
        self._read_now()

    def poll(self) -> None:
        """Look what other programs did; those that ended are read only if some did."""
        self._read_now()

    def load_older(self) -> None:
        """Read more of what ended."""
        self._tasks.start("older", self.look, self._read_older)

    def bring(self, job_id: int) -> None:
        """Let a job be among those shown, however long ago it ended."""
        self._tasks.replace("bring", self.look, lambda: self._bring(job_id))

    async def _read(self) -> None:
        live = await self._jobs.jobs(limit=LIVE_SHOWN + 1)
        gone = {job.id for job in self.live} - {job.id for job in live}
        before = (self.live, self.ended, self.is_read)
        if self._needs_ended or gone:
            self._needs_ended = False
            newest = await self._jobs.jobs(_ENDED, ENDED_SHOWN)
            known = {job.id for job in newest}
            is_full = len(newest) == ENDED_SHOWN
            if not self.is_read:
                self.has_older = is_full
            ended = [*newest, *(job for job in self.ended if is_full and job.id not in known)]
            self.has_older = self.has_older or len(ended) > self._most_ended
            self.ended = ended[: self._most_ended]
        self.has_more_live = len(live) > LIVE_SHOWN
        self.live, self.is_read = live[:LIVE_SHOWN], True
        if (self.live, self.ended, self.is_read) != before:
            self.changed.emit()
        self._learn()

    async def _read_older(self) -> None:
        wanted = len(self.ended) + ENDED_STEP
        ended = await self._jobs.jobs(_ENDED, wanted)
        self.has_older, self.ended = len(ended) == wanted, ended
        self._most_ended = max(self._most_ended, wanted)
        self.changed.emit()
        self._learn()

    async def _bring(self, job_id: int) -> None:
        if not self.is_read:
            await self._read()
        job = None if self.find(job_id) else await self._jobs.job(job_id)
        if job is not None and not job.state.is_live and self.find(job_id) is None:
            self.ended.append(job)
            self._most_ended = max(self._most_ended, len(self.ended))
            self._learn()
        self.changed.emit()
        self.brought.emit(job_id)

    def _on_job(self, job: Job) -> None:
        place = next((at for at, each in enumerate(self.live) if each.id == job.id), None)
        if place is not None and job.state is self.live[place].state is JobState.RUNNING:
            self.live[place] = job
            self.progressed.emit(job)
            return
        self._needs_ended = self._needs_ended or not job.state.is_live
        self._read_soon()

    # -- names -----------------------------------------------------------------------------------------------

    def _learn(self) -> None:
        self._tasks.start("names", self.look, self._learn_names)

    async def _learn_names(self) -> None:
        """Read what titles and events are called that jobs are about, one after the other."""
        jobs = [*self.live, *self.ended]
        wanted = {key: None for job in jobs for key in _keys_of(job) if key not in self.names}
        for number, key in enumerate(wanted):
            try:
                self.names[key] = (await self._core.library.row(key)).entity.label
            except EntityUnknown:
                self.names[key] = _GONE
            if number % 50 == 49:
                self.named.emit()
        numbers = {event_of(job) for job in jobs} - {0, *self.events}
        if numbers:
            for at, event in enumerate(await self._core.automation.webhooks.events(_EVENTS)):
                self.events[event.id] = read_notice(event.source, event.payload).sentence
                if at % 50 == 49:
                    await asyncio.sleep(0)
            self.events.update({number: "" for number in numbers if number not in self.events})
        if wanted or numbers:
            self.named.emit()

    # -- acts ------------------------------------------------------------------------------------------------

    def cancel(self, jobs: Sequence[Job]) -> None:
        """End jobs that wait or run."""
        self._tasks.start(
            f"cancel:{[job.id for job in jobs]}", self._cancel, [job for job in jobs if job.state.is_live]
        )

    def hurry(self, job: Job) -> None:
        """Let a job that waits be the next."""

        async def act() -> None:
            await self._jobs.hurry(job.id)

        self._tasks.start(f"hurry:{job.id}", self._act, act, "It is the next one now.")

    def retry(self, job: Job) -> None:
        """Do again what is left of a job that ended."""

        async def act() -> None:
            await self._jobs.retry(job.id)

        self._tasks.start(f"retry:{job.id}", self._act, act, "It waits above, to be done again.")

    def set_paused(self, is_paused: bool) -> None:
        """Begin nothing new, or go on."""

        async def act() -> None:
            await self._core.automation.set_paused(is_paused)

        self._tasks.start("pause", self._act, act, "")

    async def _cancel(self, jobs: Sequence[Job]) -> None:
        ended = 0
        for job in jobs:
            try:
                ended += await self._jobs.abort(job.id)
            except MetarrError as error:
                self.failed.emit(str(error))
                break
            if job.state is JobState.RUNNING:  # it hears of that within a second
                self.live = [
                    replace(each, is_abort_requested=True) if each.id == job.id else each
                    for each in self.live
                ]
        if ended:
            what = "The job is" if ended == 1 else f"{ended:,} jobs are"
            it = "it" if ended == 1 else "each"
            self.told.emit(f"{what} cancelled; what was done before stays. **Do it again** brings {it} back.")
        elif jobs:
            self.told.emit("It had ended already; nothing was cancelled.")
        self.changed.emit()
        self.refresh()

    async def _act(self, act: Callable[[], Awaitable[object]], sentence: str) -> None:
        if await self.attempt(act) and sentence:
            self.told.emit(sentence)
        self.refresh()


def _keys_of(job: Job) -> list[EntityKey]:
    """Return the titles whose names a line about *job* needs."""
    key = only_title(job)
    keys = [] if key is None else [key]
    titles = job.result.get("titles")
    if job.kind == JobKind.WEBHOOK and isinstance(titles, list):
        keys += [each for each in map(key_in, titles) if each is not None]
    return keys
