"""Fakes of ``core.automation``: jobs, the schedule, enrichment, proposals and webhooks, in memory.

Each notes what it was asked in ``calls`` (name, then the arguments); ``error`` refuses the next acts; nothing
happens by itself: a test lets a job run or end with ``put``, and calls ``changed()`` to tell the listeners.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import (
    LIVE_STATES,
    Job,
    JobKind,
    JobPriority,
    JobState,
    NewJob,
)
from metarr_desktop.domain.library import BatchChange, SelectionChange
from metarr_desktop.domain.listeners import Listeners
from metarr_desktop.domain.schedule import ScheduleSettings, ScheduleState
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings
from tests.fakes.values import NOW, an_asset, an_entity

_numbers = itertools.count(1)
Calls = list[tuple[Any, ...]]


def a_job(kind: str = JobKind.ENRICH, key: str = "enrich:movie:1001", **changes: Any) -> Job:
    """A job that waits, unless said otherwise; each call gives a new number."""
    job = Job(next(_numbers), kind, key, {}, JobPriority.USER, JobState.QUEUED, 0, NOW, NOW)
    return replace(job, **changes)


def a_proposal(key: EntityKey | None = None, **changes: Any) -> Proposal:
    """A poster that automation would select; each call gives a new number."""
    entity = an_entity()
    proposal = Proposal(
        next(_numbers), key or entity.key, entity.label, an_asset(), "Highest score: 91.", None, NOW
    )
    return replace(proposal, **changes)


@dataclass
class FakeJobs:
    """The queue; ``kept`` are the jobs by number, in the order they came."""

    kept: dict[int, Job] = field(default_factory=dict)
    calls: Calls = field(default_factory=list)
    error: Exception | None = None
    listeners: Listeners[[Job]] = field(default_factory=Listeners)

    def put(self, job: Job) -> Job:
        """Let *job* be as it is here from now on, and tell so."""
        self.kept[job.id] = job
        self.changed(job)
        return job

    async def defer(self, job: NewJob, *, transaction: Callable[[], object] | None = None) -> Job:
        self._asked("defer", job)
        for each in self.kept.values():
            if each.key == job.key and each.state.is_live:
                return each
        if transaction is not None:
            transaction()
        due = job.due_at or NOW
        return self.put(a_job(job.kind, job.key, payload=job.payload, priority=job.priority, due_at=due))

    async def abort(self, job_id: int) -> bool:
        self._asked("abort", job_id)
        found = self.kept.get(job_id)
        if found is None or not found.state.is_live:
            return False
        self.put(replace(found, state=JobState.CANCELLED, finished_at=NOW))
        return True

    async def jobs(
        self, states: Sequence[JobState] = LIVE_STATES, limit: int = 100, kinds: Sequence[str] = ()
    ) -> list[Job]:
        self._asked("jobs", tuple(states), limit)
        live = [each for each in self.kept.values() if each.state.is_live]
        ended = [each for each in self.kept.values() if not each.state.is_live]
        live.sort(key=lambda job: (job.state is not JobState.RUNNING, -job.priority, job.due_at, job.id))
        ended.sort(key=lambda job: (job.finished_at or NOW, job.id), reverse=True)
        found = [each for each in (*live, *ended) if each.state in states]
        return [each for each in found if not kinds or each.kind in kinds][:limit]

    async def job(self, job_id: int) -> Job | None:
        return self.kept.get(job_id)

    async def hurry(self, job_id: int) -> Job:
        self._asked("hurry", job_id)
        found = self.kept.get(job_id)
        if found is None or found.state is not JobState.QUEUED:
            raise InvalidInput(f"Job {job_id} does not wait any more. Nothing was changed.")
        return self.put(replace(found, priority=JobPriority.USER, due_at=NOW))

    async def retry(self, job_id: int) -> Job:
        self._asked("retry", job_id)
        found = self.kept.get(job_id)
        if found is None or found.state.is_live:
            raise InvalidInput(f"Job {job_id} has not ended. Nothing was changed.")
        return self.put(a_job(found.kind, found.key, payload=found.payload))

    def subscribe(self, on_change: Callable[[Job], None]) -> Callable[[], None]:
        return self.listeners.add(on_change)

    def changed(self, job: Job) -> None:
        for listener in self.listeners:
            listener(job)

    def _asked(self, *call: Any) -> None:
        self.calls.append(call)
        if self.error is not None:
            raise self.error


@dataclass
class FakeSchedule:
    """The weekly updates; ``running`` is the run that waits or runs."""

    jobs: FakeJobs = field(default_factory=FakeJobs)
    now: ScheduleState = field(
        default_factory=lambda: ScheduleState(
            next_run_at=NOW + timedelta(hours=16),
            last_started_at=NOW - timedelta(hours=7),
            last_finished_at=NOW - timedelta(hours=6, minutes=48),
            last_result={"sentence": "14 titles refreshed, 3 new pictures."},
        )
    )
    running: Job | None = None
    calls: Calls = field(default_factory=list)
    error: Exception | None = None

    async def state(self) -> ScheduleState:
        return self.now

    async def set(self, settings: ScheduleSettings) -> ScheduleState:
        self.calls.append(("set", settings))
        if self.error is not None:
            raise self.error
        due = self.now.next_run_at or NOW + timedelta(hours=16)
        self.now = replace(self.now, settings=settings, next_run_at=due if settings.is_on else None)
        return self.now

    async def run_now(self) -> Job:
        self.calls.append(("run_now",))
        if self.error is not None:
            raise self.error
        if self.running is None:
            self.running = self.jobs.put(a_job(JobKind.UPDATE, "update", payload={"titles": [], "of": 45}))
        return self.running

    async def job(self) -> Job | None:
        return self.running


@dataclass
class FakeEnriching:
    """Puts a job into ``jobs`` that waits."""

    jobs: FakeJobs = field(default_factory=FakeJobs)
    calls: Calls = field(default_factory=list)
    error: Exception | None = None

    async def defer(
        self,
        keys: Sequence[EntityKey],
        *,
        may_select: bool = False,
        priority: JobPriority | None = None,
    ) -> Job:
        self.calls.append(("defer", tuple(keys), may_select, priority))
        if self.error is not None:
            raise self.error
        if not keys:
            raise InvalidInput("No title was named. Nothing was begun.")
        titles = [[str(key.entity_type), key.entity_id] for key in keys]
        name = f"enrich:{keys[0]}" if len(keys) == 1 else f"enrich_titles:{len(keys)}"
        kind = JobKind.ENRICH if len(keys) == 1 else JobKind.ENRICH_TITLES
        payload = {"titles": titles, "may_select": may_select}
        job = a_job(kind, name, payload=payload, priority=priority or JobPriority.USER)
        return self.jobs.put(job)


@dataclass
class FakeProposals:
    """``waiting`` is open; a word on one takes it from there."""

    waiting: list[Proposal] = field(default_factory=list)
    calls: Calls = field(default_factory=list)
    error: Exception | None = None
    listeners: Listeners[[]] = field(default_factory=Listeners)

    async def open(self, key: EntityKey | None = None) -> list[Proposal]:
        self.calls.append(("open", key))
        return [each for each in self.waiting if key is None or each.key == key]

    async def accept(self, numbers: Sequence[int] | None = None) -> BatchChange:
        return self._decide("accept", numbers, "Accepted")

    async def dismiss(self, numbers: Sequence[int] | None = None) -> BatchChange:
        return self._decide("dismiss", numbers, "Dismissed")

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        return self.listeners.add(on_change)

    def changed(self) -> None:
        for listener in self.listeners:
            listener()

    def _decide(self, act: str, numbers: Sequence[int] | None, verb: str) -> BatchChange:
        self.calls.append((act, None if numbers is None else tuple(numbers)))
        if self.error is not None:
            raise self.error
        known = {each.id for each in self.waiting}
        meant = known if numbers is None else set(numbers)
        for number in sorted(meant - known):
            raise InvalidInput(f"There is no open proposal {number}. Nothing was changed.")
        decided = [each for each in self.waiting if each.id in meant]
        self.waiting = [each for each in self.waiting if each.id not in meant]
        self.changed()
        by_title: dict[EntityKey, list[Proposal]] = {}
        for each in decided:
            by_title.setdefault(each.key, []).append(each)
        is_chosen = act == "accept"
        changes = tuple(
            SelectionChange(key, tuple(replace(each.asset, is_selected=is_chosen) for each in group))
            for key, group in by_title.items()
        )
        count = len(decided)
        return BatchChange(changes, f"{verb} {count} proposal{'' if count == 1 else 's'}")


@dataclass
class FakeWebhooks:
    """``kept`` events, the newest first; ``now`` the settings, ``decided`` the fields of the environment."""

    kept: list[WebhookEvent] = field(default_factory=list)
    now: WebhookSettings = field(default_factory=WebhookSettings)
    decided: frozenset[str] = frozenset()
    sentence: str = "Webhooks are heard on 127.0.0.1 port 7979."
    calls: Calls = field(default_factory=list)
    error: Exception | None = None
    listeners: Listeners[[WebhookEvent]] = field(default_factory=Listeners)

    async def events(self, limit: int = 200) -> list[WebhookEvent]:
        return self.kept[:limit]

    async def replay(self, event_id: int) -> object:
        self.calls.append(("replay", event_id))
        if self.error is not None:
            raise self.error
        for each in self.kept:
            if each.id == event_id:
                return each
        raise InvalidInput(f"There is no webhook event {event_id}. Events are kept for 30 days.")

    async def settings(self) -> WebhookSettings:
        return self.now

    def fixed(self) -> frozenset[str]:
        return self.decided

    async def change(self, settings: WebhookSettings) -> str:
        self.calls.append(("change", settings))
        if self.error is not None:
            raise self.error
        settings.check()
        self.now = settings
        return self.sentence if settings.is_on else "Webhooks are off."

    def subscribe(self, on_event: Callable[[WebhookEvent], None]) -> Callable[[], None]:
        return self.listeners.add(on_event)

    def arrived(self, event: WebhookEvent) -> None:
        """Let *event* come in, or come anew."""
        self.kept = [event, *(each for each in self.kept if each.id != event.id)]
        for listener in self.listeners:
            listener(event)


@dataclass
class FakeAutomation:
    """Everything automatic; ``now`` is the state, set it and call ``changed()``."""

    jobs: FakeJobs = field(default_factory=FakeJobs)
    proposals: FakeProposals = field(default_factory=FakeProposals)
    webhooks: FakeWebhooks = field(default_factory=FakeWebhooks)
    now: AutomationState = field(
        default_factory=lambda: AutomationState(
            is_here=True, sentence="This program does the automatic work."
        )
    )
    is_started: bool = False
    calls: Calls = field(default_factory=list)
    error: Exception | None = None
    listeners: Listeners[[]] = field(default_factory=Listeners)

    def __post_init__(self) -> None:
        self.schedule = FakeSchedule(self.jobs)
        self.enriching = FakeEnriching(self.jobs)

    def state(self) -> AutomationState:
        return self.now

    async def set_paused(self, is_paused: bool) -> None:
        self.calls.append(("set_paused", is_paused))
        if self.error is not None:
            raise self.error
        sentence = (
            "Automatic work is paused. What waits goes on when you resume it."
            if is_paused
            else "This program does the automatic work."
        )
        self.now = replace(self.now, is_paused=is_paused, sentence=sentence)
        self.changed()

    async def start(self) -> None:
        self.is_started = True
        self.changed()

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        return self.listeners.add(on_change)

    def changed(self) -> None:
        for listener in self.listeners:
            listener()


def a_report(**values: Any) -> Mapping[str, Any]:
    """The ``result`` of a batch that enriched three titles, as its job keeps it."""
    title = {"entity_type": "movie", "entity_id": 1001}
    report: dict[str, Any] = {
        "titles": [
            {"key": title, "title": "Inception (2010)", "outcome": "done", "message": "1 picture proposed."}
        ],
        "done": 2, "failed": 0, "skipped": 1, "selected": 0, "proposed": 1, "would_have_changed": 0,
        "text": "2 titles enriched: 0 selected, 1 proposed. 1 title left alone.",
    }  # fmt: skip
    report["sentence"] = report["text"]
    return {**report, **values}
