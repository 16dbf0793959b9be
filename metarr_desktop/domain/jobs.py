"""Jobs: work nobody waits for at a window, kept in a table until it is done.

The words are procrastinate's where they fit (defer, abort, priority, key for its queueing lock), because
several machines will share the work through it one day: a second implementation of :class:`JobQueue`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Protocol

LEASE_LIFE = timedelta(seconds=60)
"""How long a job or the automation of a database belongs to its owner without a sign of life."""
HEARTBEAT = timedelta(seconds=15)
"""How often an owner gives a sign of life."""
RESCUE_EVERY = timedelta(seconds=30)
"""How often jobs whose owner is gone are made ready again."""
HISTORY_LIFE = timedelta(days=30)
"""How long a job that ended is remembered."""
FIRST_BACK_OFF = timedelta(minutes=5)
LONGEST_BACK_OFF = timedelta(hours=24)


class JobKind(StrEnum):
    """What is to be done; each kind has one handler."""

    ENRICH = "enrich"
    ENRICH_TITLES = "enrich_titles"
    UPDATE = "update"
    WEBHOOK = "webhook"
    PUBLISH = "publish"


class JobPriority(IntEnum):
    """Who wants it; higher goes first, but the lower ones get their turn as well."""

    SCHEDULED = 10
    WEBHOOK = 20
    USER = 30


class JobState(StrEnum):
    """How it stands with a job, as kept in the table; the last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_live(self) -> bool:
        """It waits or runs: something will still happen."""
        return self in (JobState.QUEUED, JobState.RUNNING)


LIVE_STATES = tuple(state for state in JobState if state.is_live)


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be deferred.

    Attributes:
        kind: see :class:`JobKind`; a plain text is accepted, a kind nobody handles stays queued.
        key: names the work (``"enrich:movie:7"``): two jobs of one key never wait, nor run, at once.
        payload: what the handler needs, as JSON values.
        due_at: not before this moment, aware; ``None`` is at once.
    """

    kind: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    priority: JobPriority = JobPriority.USER
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a running job is; ``total`` 0 while nobody can say. ``words`` is for a person."""

    done: int = 0
    total: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One job as the table has it; times are aware UTC.

    Attributes:
        attempts: how often it was begun, without runs that were put back or postponed.
        due_at: from when on it may run; in the future while it waits after a failure.
        lease_owner, lease_until: who runs it, and until when that holds without a sign of life.
        error: of the last attempt, one sentence for a person; empty if it did not fail.
        result: what the handler returned, a report as JSON values.
        is_abort_requested: somebody wants it to end; whoever runs it hears of that within a second.
    """

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    priority: JobPriority
    state: JobState
    attempts: int
    due_at: datetime
    created_at: datetime
    lease_owner: str | None = None
    lease_until: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    progress: JobProgress = field(default_factory=JobProgress)
    error: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    is_abort_requested: bool = False

    @property
    def report(self) -> Mapping[str, Any]:
        """What it did; of one that was postponed, or ended by somebody then, what it had done so far, if it says so."""
        return self.result or self.payload.get("report") or {}


class JobPostponed(Exception):
    """Raised by a handler whose work cannot go on before *due_at*; that is no failure and costs no attempt.

    Attributes:
        due_at: when to run it again, aware.
        payload: what remains to be done, with ``report`` what was done so far; ``None`` keeps the payload as it was.
    """

    def __init__(self, reason: str, due_at: datetime, *, payload: Mapping[str, Any] | None = None) -> None:
        """*reason* is one sentence for a person."""
        super().__init__(reason)
        self.due_at = due_at
        self.payload = payload


class JobContext(Protocol):
    """What a handler is given beside its job."""

    def progress(self, done: int, total: int, words: str = "") -> None:
        """Say how far it is; cheap enough to be called for every item."""
        ...


JobHandler = Callable[[Job, JobContext], Awaitable[Mapping[str, Any]]]
"""Does the work of one kind and returns its report, as JSON values.

It must be idempotent: after ``kill -9`` the job runs again from its beginning. It is cancelled when the job is
aborted, takes too long or the program ends. :class:`JobPostponed` and ``AllProvidersFailed`` say when to come
back; any other exception is a failure that is tried again after a while, longer each time.
"""


class JobQueue(Protocol):
    """The table of jobs, for whoever has something to be done. Raises ``StoreError``."""

    async def defer(self, job: NewJob, *, transaction: Callable[[], object] | None = None) -> Job:
        """Put *job* into the table and return it, or the job of the same key that does its work.

        One that waits is raised to the higher priority. One that runs is joined; if *job* is stronger it is
        followed by *job*, once.

        Args:
            transaction: called on the thread of the store, in the transaction that writes the job: an event and
                its job are kept together or not at all. What is on that thread already calls
                ``store.jobs.defer`` inside ``store.transaction()`` instead.
        """
        ...

    async def abort(self, job_id: int) -> bool:
        """End a job that waits or runs, whichever program runs it; ``False`` if it has ended already."""
        ...

    async def jobs(
        self, states: Sequence[JobState] = LIVE_STATES, limit: int = 100, kinds: Sequence[str] = ()
    ) -> list[Job]:
        """Return jobs in these states: live ones in the order they are taken, ended ones newest first.

        Args:
            kinds: only these; none are all.
        """
        ...

    def subscribe(self, on_change: Callable[[Job], None]) -> Callable[[], None]:
        """Call *on_change* on the event loop for each change this program makes; returns what ends that."""
        ...


def back_off(attempts: int) -> timedelta:
    """Return how long a job that failed *attempts* times waits: 5 minutes, doubling to 24 hours."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_BACK_OFF * (1 << doublings), LONGEST_BACK_OFF)
