"""The ``Jobs`` of ``automation_ports`` on the table of this database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import LIVE_STATES, Job, JobState, NewJob
from metarr_desktop.domain.listeners import Listeners
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

Again = Callable[[Job, datetime], Job]
"""Defers the work of a job that ended once more, at a moment; on the thread of the store, in its transaction."""


class StoredJobQueue:
    """Jobs of one database; every program has its own, and all see the same jobs.

    Belongs to the event loop. What is put into the table on the thread of the store, past this object, is found
    by the runner within a second.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._listeners: Listeners[[Job]] = Listeners()
        self._again: dict[str, Again] = {}

    async def defer(self, job: NewJob, *, transaction: Callable[[], object] | None = None) -> Job:
        """See ``JobQueue.defer``."""

        def write() -> Job:
            with self._store.transaction():
                if transaction is not None:
                    transaction()
                return self._store.jobs.defer(job, now=self._clock())

        deferred = await self._store.run(write)
        self.announce(deferred)
        return deferred

    async def abort(self, job_id: int) -> bool:
        """See ``JobQueue.abort``."""
        aborted = await self._store.run(self._store.jobs.abort, job_id, now=self._clock())
        if aborted is not None:
            self.announce(aborted)
        return aborted is not None

    async def hurry(self, job_id: int) -> Job:
        """See ``automation_ports.Jobs.hurry``."""
        hurried = await self._store.run(self._store.jobs.hurry, job_id, now=self._clock())
        if hurried is None:
            raise InvalidInput(f"Job {job_id} does not wait any more. Nothing was changed.")
        self.announce(hurried)
        return hurried

    async def retry(self, job_id: int) -> Job:
        """See ``automation_ports.Jobs.retry``."""
        now = self._clock()

        def write() -> Job:
            with self._store.transaction():
                ended = self._store.jobs.get(job_id)
                if ended is None:
                    raise InvalidInput(
                        f"There is no job {job_id}, or it is forgotten: jobs are remembered for 30 days."
                    )
                if ended.state.is_live:
                    raise InvalidInput(f"Job {job_id} has not ended yet. Nothing was changed.")
                return self._again.get(ended.kind, self._same)(ended, now)

        deferred = await self._store.run(write)
        self.announce(deferred)
        return deferred

    def on_retry(self, kind: str, again: Again) -> None:
        """Let *again* say what is deferred when a job of *kind* is to be done once more; else it is the same job."""
        self._again[str(kind)] = again

    def _same(self, ended: Job, now: datetime) -> Job:
        return self._store.jobs.defer(NewJob(ended.kind, ended.key, ended.payload), now=now)

    async def jobs(
        self, states: Sequence[JobState] = LIVE_STATES, limit: int = 100, kinds: Sequence[str] = ()
    ) -> list[Job]:
        """See ``JobQueue.jobs``."""
        return await self._store.run(self._store.jobs.find, tuple(states), limit, tuple(kinds))

    async def job(self, job_id: int) -> Job | None:
        """Return one job, ``None`` if there is none of that number or it is forgotten."""
        return await self._store.run(self._store.jobs.get, job_id)

    def subscribe(self, on_change: Callable[[Job], None]) -> Callable[[], None]:
        """See ``JobQueue.subscribe``."""
        return self._listeners.add(on_change)

    def announce(self, job: Job) -> None:
        """Tell those who listen that *job* is as it is now."""
        self._listeners.tell(job)
