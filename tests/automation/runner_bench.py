"""A queue and a runner over a real store, with a clock the test sets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.domain.jobs import Job, JobContext, JobPriority, JobState, NewJob
from metarr_desktop.store import Store
from tests.builders import FakeClock

HOUR = timedelta(hours=1)
POLL_S = 0.005


class RunnerBench:
    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store = store
        self.clock = clock
        self.queue = StoredJobQueue(store, clock)
        self.seconds = 0.0
        self.runners: list[JobRunner] = []

    def runner(self, owner: str = "one", **values: Any) -> JobRunner:
        values = {"is_gone": lambda owner: False, "poll_s": POLL_S, "monotonic": self.monotonic, **values}
        runner = JobRunner(self.store, self.queue, clock=self.clock, owner=owner, **values)
        self.runners.append(runner)
        return runner

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Let time pass, for the dates and for the rounds of the runners."""
        self.clock.advance(seconds=seconds)
        self.seconds += seconds

    async def defer(
        self, key: str = "a", priority: JobPriority = JobPriority.USER, kind: str = "enrich", **payload: Any
    ) -> Job:
        return await self.queue.defer(NewJob(kind, key, payload, priority))

    async def job(self, job_id: int) -> Job:
        found = await self.queue.job(job_id)
        assert found is not None
        return found

    async def until(self, job: Job, *states: JobState) -> Job:
        """Wait until *job* is in one of *states* and return it."""
        wanted = states or (JobState.DONE,)
        return await eventually(lambda: self._in(job.id, wanted))

    async def _in(self, job_id: int, states: tuple[JobState, ...]) -> Job | None:
        job = await self.job(job_id)
        return job if job.state in states else None


async def eventually(look: Callable[[], Any]) -> Any:
    """Return what *look* finds, as soon as it is something."""
    async with asyncio.timeout(20):
        while not (found := await look()):  # noqa: ASYNC110  (the table has no event to wait for)
            await asyncio.sleep(POLL_S)
    return found


@asynccontextmanager
async def a_runner_bench(folder: Path) -> AsyncIterator[RunnerBench]:
    clock = FakeClock()
    store = Store.open(str(folder / "metarr.db"), clock=clock)
    bench = RunnerBench(store, clock)
    try:
        yield bench
    finally:
        for runner in bench.runners:
            await runner.stop()
        await store.close()


class Recorder:
    """A handler that notes what it is given and returns a report."""

    def __init__(self, error: Exception | None = None) -> None:
        self.done: list[str] = []
        self.error = error

    async def __call__(self, job: Job, context: JobContext) -> Mapping[str, Any]:
        self.done.append(job.key)
        if self.error is not None:
            raise self.error
        return {"key": job.key}


class Held:
    """A handler that waits until the test lets it go; ``cancelled`` counts those that were ended."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.cancelled = 0
        self.gate = asyncio.Event()

    async def __call__(self, job: Job, context: JobContext) -> Mapping[str, Any]:
        self.begun.append(job.key)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return {}
