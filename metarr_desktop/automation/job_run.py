"""One job being run: its handler within its time, and what its end means for the table."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from metarr_desktop.domain.errors import AllProvidersFailed, MetarrError
from metarr_desktop.domain.jobs import (
    Job,
    JobHandler,
    JobPostponed,
    JobProgress,
    JobState,
    back_off,
)
from metarr_desktop.store.database import Clock
from metarr_desktop.store.jobs import Jobs

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 12
"""After so many failures, some five days, a job is given up."""
_SHORTEST_WAIT = timedelta(seconds=1)
"""A handler that postpones its job to the past must not keep the loop busy."""


class Stop(StrEnum):
    """Why a running job is cancelled."""

    ABORTED = "aborted"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True)
class HandlerSpec:
    """How jobs of one kind are run; ``is_long`` for those that may take hours, even for a person."""

    handler: JobHandler
    timeout: timedelta
    max_attempts: int = MAX_ATTEMPTS
    is_long: bool = False


Settlement = Callable[[Jobs], Job | None]
"""Writes the end of a run; for the worker thread. ``None`` if the job belongs to somebody else by now."""


class JobRun:
    """A job this program has claimed. ``progress`` is what its handler said last, ``is_told`` whether it is saved."""

    def __init__(self, job: Job, spec: HandlerSpec, owner: str, clock: Clock) -> None:
        self.job = job
        self.latest = JobProgress()
        self.is_told = True
        self._spec = spec
        self._owner = owner
        self._clock = clock
        self._task: asyncio.Task[Any] | None = None
        self._why: Stop | None = None

    def progress(self, done: int, total: int, words: str = "") -> None:
        """See ``JobContext.progress``; written once a second."""
        latest = JobProgress(done, total, words)
        self.is_told = self.is_told and latest == self.latest
        self.latest = latest

    def stop(self, why: Stop) -> None:
        """Cancel the handler, once."""
        if self._why is None:
            self._why = why
            if self._task is not None:
                self._task.cancel()

    async def settle(self) -> Settlement:
        """Run the handler to its end, whatever that is, and return how to write it down. Raises nothing."""
        self._task = asyncio.ensure_future(self._within_time())
        if self._why is not None:
            self._task.cancel()
        try:
            await asyncio.wait([self._task])
        except asyncio.CancelledError:  # the program ends without having said so
            self.stop(Stop.PUT_BACK)
            await asyncio.wait([self._task])
        return self._settlement(self._task)

    async def _within_time(self) -> Mapping[str, Any]:
        seconds = self._spec.timeout.total_seconds()
        timer = asyncio.timeout(seconds)
        try:
            async with timer:
                return await self._spec.handler(self.job, self)
        except TimeoutError as error:
            if timer.expired():
                raise _TookTooLong(f"It took longer than {_in_words(self._spec.timeout)}.") from error
            raise

    def _settlement(self, task: asyncio.Task[Mapping[str, Any]]) -> Settlement:
        now = self._clock()
        if task.cancelled():
            return self._cancelled(now)
        error = task.exception()
        if error is None:
            result = dict(task.result() or {})
            return lambda jobs: jobs.finish(self.job.id, self._owner, JobState.DONE, now=now, result=result)
        if isinstance(error, JobPostponed):
            return self._postponed(error, now)
        if not isinstance(error, MetarrError):
            log.error("job %s (%s) failed", self.job.id, self.job.key, exc_info=error)
        return self._failed(error, now)

    def _cancelled(self, now: datetime) -> Settlement:
        if self._why is None:  # from within, where nobody asked for it: at once again would be for ever
            return self._failed(_EndedItself("It broke off by itself."), now)
        if self._why is Stop.ABORTED:
            return lambda jobs: jobs.finish(self.job.id, self._owner, JobState.CANCELLED, now=now)
        return lambda jobs: jobs.put_back(self.job.id, self._owner, now=now, due_at=now, costs_attempt=False)

    def _postponed(self, wish: JobPostponed, now: datetime) -> Settlement:
        due = max(wish.due_at, now + _SHORTEST_WAIT)
        return lambda jobs: jobs.put_back(
            self.job.id, self._owner, now=now, due_at=due, error=str(wish), payload=wish.payload,
            costs_attempt=False,
        )  # fmt: skip

    def _failed(self, error: BaseException, now: datetime) -> Settlement:
        words = _in_a_sentence(error)
        if self.job.attempts >= self._spec.max_attempts:
            return lambda jobs: jobs.finish(
                self.job.id, self._owner, JobState.FAILED, now=now, error=f"{words} It was given up."
            )
        due = _retry_at(error, now) or now + back_off(self.job.attempts)
        return lambda jobs: jobs.put_back(self.job.id, self._owner, now=now, due_at=due, error=words)

    @property
    def told(self) -> Job:
        """The job with the progress its handler said last."""
        return replace(self.job, progress=self.latest)


class _TookTooLong(MetarrError):
    kind = "timed_out"


class _EndedItself(MetarrError):
    kind = "cancelled"


def _retry_at(error: BaseException, now: datetime) -> datetime | None:
    """Return when the first provider that failed will be asked again, ``None`` if none says."""
    if not isinstance(error, AllProvidersFailed):
        return None
    known = [outcome.retry_at for outcome in error.outcomes if outcome.retry_at is not None]
    return max(min(known), now + _SHORTEST_WAIT) if known else None


def _in_a_sentence(error: BaseException) -> str:
    if isinstance(error, MetarrError):
        return str(error)
    return f"Something in this program went wrong ({type(error).__name__}). The log has the details."


def _in_words(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} minutes" if minutes > 1 else f"{span.total_seconds():g} seconds"
