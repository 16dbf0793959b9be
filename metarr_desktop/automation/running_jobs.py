"""The jobs this program runs: their tasks, their progress in the table, and how their ends are written."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.job_run import HandlerSpec, JobRun, Settlement, Stop
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.jobs import Job
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

log = logging.getLogger(__name__)

_END_PATIENCE_S = 10.0


class RunningJobs:
    """Runs what was claimed for *owner*; belongs to the event loop.

    Args:
        on_end: called when a job has ended and its slot is free.
        retry_s: how long to wait before an end that the database refused is written again.
    """

    def __init__(
        self,
        store: Store,
        queue: StoredJobQueue,
        owner: str,
        *,
        clock: Clock,
        on_end: Callable[[], None],
        retry_s: float,
    ) -> None:
        self._store = store
        self._queue = queue
        self._owner = owner
        self._clock = clock
        self._on_end = on_end
        self._retry_s = retry_s
        self._runs: dict[int, tuple[JobRun, asyncio.Task[None]]] = {}
        self._is_ending = False

    def __len__(self) -> int:
        return len(self._runs)

    @property
    def jobs(self) -> list[Job]:
        """What runs, with its latest progress."""
        return [run.told for run, _ in self._runs.values()]

    @property
    def ids(self) -> Sequence[int]:
        return tuple(self._runs)

    def begin(self, job: Job, spec: HandlerSpec) -> None:
        """Run *job*, which was claimed a moment ago."""
        self._is_ending = False
        run = JobRun(job, spec, self._owner, self._clock)
        task = asyncio.get_running_loop().create_task(self._run(run), name=f"job {job.key}")
        self._runs[job.id] = (run, task)
        self._queue.announce(job)

    async def save_progress(self) -> None:
        """Write what was said since the last time."""
        told = [run for run, _ in self._runs.values() if not run.is_told]
        if not told:
            return
        for run in told:
            run.is_told = True
        news = [(run.job.id, run.latest) for run in told]

        def write() -> None:
            with self._store.transaction():
                for job_id, latest in news:
                    self._store.jobs.save_progress(job_id, self._owner, latest)

        await self._store.run(write)
        for run in told:
            self._queue.announce(run.told)

    async def heed_aborts(self) -> None:
        """Cancel what somebody wants to end."""
        if not self._runs:
            return
        for job_id in await self._store.run(self._store.jobs.aborted, self._owner):
            if job_id in self._runs:
                self._runs[job_id][0].stop(Stop.ABORTED)

    async def end_all(self, why: Stop) -> None:
        """Cancel everything and wait a while until its ends are written."""
        self._is_ending = True
        runs = tuple(self._runs.values())
        for run, _ in runs:
            run.stop(why)
        tasks = [task for _, task in runs]
        if tasks:
            _, slow = await asyncio.wait(tasks, timeout=_END_PATIENCE_S)
            for run, task in runs:
                if task in slow:
                    log.warning("job %s (%s) does not end; its lease runs out", run.job.id, run.job.key)

    async def _run(self, run: JobRun) -> None:
        try:
            settlement = await run.settle()
            await self._write(run, settlement)
        finally:
            self._runs.pop(run.job.id, None)
            self._on_end()

    async def _write(self, run: JobRun, settlement: Settlement) -> None:
        """Write the end of a run; as long as the database refuses, the job stays ours and keeps its slot."""

        def write() -> Job | None:
            with self._store.transaction():
                self._store.jobs.save_progress(run.job.id, self._owner, run.latest)
                return settlement(self._store.jobs)

        said = ""
        while True:
            try:
                ended = await self._store.run(write)
                break
            except StoreError as error:
                if str(error) != said:  # once, not every second: the disk may be full
                    log.warning("The end of job %s could not be written: %s", run.job.id, error)
                said = str(error)
                if self._is_ending:
                    return  # its lease runs out, and it is run again
                await asyncio.sleep(self._retry_s)
        if ended is None:
            log.warning("job %s belongs to another program by now; its end here does not count", run.job.id)
        else:
            self._queue.announce(ended)
