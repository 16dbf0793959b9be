"""Table ``jobs``: what is to be done, who does it, and what became of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from metarr_desktop.domain.jobs import (
    LEASE_LIFE,
    Job,
    JobPriority,
    JobProgress,
    JobState,
    NewJob,
    back_off,
)
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.automation_lease import AUTOMATION, is_lease_live
from metarr_desktop.store.database import Database
from metarr_desktop.store.job_rows import COLUMNS, job_of, plain_text, to_json

log = logging.getLogger(__name__)

_ENDED = ("done", "failed", "cancelled")
_FREE_RESTARTS = 3
"""So many times a job whose program died is ready again at once; then it waits, in case it is what kills it."""
_TRIES = 5
_INSTANT = timedelta(microseconds=1)
_UNREADABLE = "What was kept of this job is damaged, so it cannot be done. Ask for its work again."


class Jobs:
    """The queue of one database, for the worker thread; every method that writes is one transaction.

    A method that is given *owner* changes nothing if the job belongs to somebody else by now.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        # SQLite has locked the whole file by then.
        self._skip_locked = "" if database.is_sqlite else " FOR UPDATE SKIP LOCKED"

    def defer(self, new: NewJob, *, now: datetime) -> Job:
        """Put *new* into the table, or let the job of its key do the work; see ``JobQueue.defer``."""
        for _ in range(_TRIES):  # on PostgreSQL another program may take or end the twin in between
            with self._database.transaction():
                found = self._join(new, now) or self._insert(new, now)
            if found is not None:
                return found
        raise RuntimeError(f"the job {new.key} changes faster than it can be read")

    def _join(self, new: NewJob, now: datetime) -> Job | None:
        if (waiting := self._twin(new.key, JobState.QUEUED)) is not None:
            return self._raise(waiting, new, now)
        running = self._twin(new.key, JobState.RUNNING)
        return running if running is not None and new.priority <= running.priority else None

    def _raise(self, waiting: Job, new: NewJob, now: datetime) -> Job | None:
        due = new.due_at or now
        # One that waits after a failure goes on waiting, unless a person or somebody stronger asks for it.
        is_wanted = new.priority > waiting.priority or new.priority is JobPriority.USER
        soonest = min(waiting.due_at, due) if is_wanted or not waiting.attempts else waiting.due_at
        touched = self._database.run(
            "UPDATE jobs SET priority = ?, due_at = ? WHERE id = ? AND state = 'queued'",
            (max(waiting.priority, new.priority), to_utc_text(soonest), waiting.id),
        )
        return self.get(waiting.id) if touched else None

    def _insert(self, new: NewJob, now: datetime) -> Job | None:
        row = self._database.row(
            "INSERT INTO jobs (kind, job_key, payload, priority, state, due_at, created_at) "
            "VALUES (?, ?, ?, ?, 'queued', ?, ?) ON CONFLICT DO NOTHING RETURNING id",
            (str(new.kind), new.key, to_json(new.payload), int(new.priority), to_utc_text(new.due_at or now),
             to_utc_text(now)),
        )  # fmt: skip
        return None if row is None else self.get(row[0])

    def claim(
        self,
        owner: str,
        kinds: Iterable[str],
        *,
        now: datetime,
        at_least: JobPriority = JobPriority.SCHEDULED,
        weakest_first: bool = False,
    ) -> Job | None:
        """Take the next job that is due.

        ``None`` if there is none, *owner* does not hold the automation, or it is paused.

        Args:
            kinds: what the caller has handlers for.
            at_least: weaker ones are left.
            weakest_first: take the weakest instead of the strongest, so that it gets its turn, too.
        """
        names = tuple(kinds) or ("",)
        direction = "ASC" if weakest_first else "DESC"
        with self._database.transaction():
            lease = self._database.row(
                "SELECT lease_until, is_paused FROM automation_lease WHERE name = ? AND owner = ?",
                (AUTOMATION, owner),
            )
            if lease is None or lease[1] or not is_lease_live(lease[0], now):
                return None
            while row := self._database.row(
                "SELECT id FROM jobs AS j WHERE state = 'queued' AND due_at <= ? AND priority >= ? "
                f"AND kind IN ({', '.join('?' * len(names))}) AND NOT EXISTS "
                "(SELECT 1 FROM jobs AS r WHERE r.job_key = j.job_key AND r.state = 'running') "
                f"ORDER BY priority {direction}, due_at, id LIMIT 1{self._skip_locked}",
                (to_utc_text(now), int(at_least), *map(str, names)),
            ):
                self._database.run(
                    "UPDATE jobs SET state = 'running', attempts = attempts + 1, started_at = ?, lease_owner = ?, "
                    "lease_until = ?, progress_done = 0, progress_total = 0, progress_words = '' WHERE id = ?",
                    (to_utc_text(now), owner, to_utc_text(now + LEASE_LIFE), row[0]),
                )
                if (job := self.get(row[0])) is not None:
                    return job
                self._give_up_unreadable(row[0], now)
            return None

    def _give_up_unreadable(self, job_id: int, now: datetime) -> None:
        """End a job whose row is damaged, so that it does not stand in the way of all others."""
        self._database.run(
            "UPDATE jobs SET state = 'failed', finished_at = ?, lease_owner = NULL, lease_until = NULL, "
            "payload = '{}', result = '{}', error = ? WHERE id = ?",
            (to_utc_text(now), _UNREADABLE, job_id),
        )

    def renew(self, owner: str, job_ids: Iterable[int], *, now: datetime) -> None:
        """Give a sign of life for those jobs that *owner* runs; what it claimed and does not run is given up."""
        until = to_utc_text(now + LEASE_LIFE)
        self._database.run_many(
            "UPDATE jobs SET lease_until = ? WHERE id = ? AND lease_owner = ? AND state = 'running'",
            [(until, job_id, owner) for job_id in job_ids],
        )

    def save_progress(self, job_id: int, owner: str, progress: JobProgress) -> None:
        """Note how far a job is; changes nothing when it runs no longer, or belongs to another."""
        self._database.run(
            "UPDATE jobs SET progress_done = ?, progress_total = ?, progress_words = ? "
            "WHERE id = ? AND lease_owner = ? AND state = 'running'",
            (progress.done, progress.total, plain_text(progress.words), job_id, owner),
        )

    def finish(
        self,
        job_id: int,
        owner: str,
        state: JobState,
        *,
        now: datetime,
        result: Any = None,
        error: str = "",
    ) -> Job | None:
        """End a job that *owner* runs; ``None`` if it is no longer theirs, then nothing is changed."""
        with self._database.transaction():
            touched = self._database.run(
                "UPDATE jobs SET state = ?, finished_at = ?, lease_owner = NULL, lease_until = NULL, "
                "result = ?, error = ? WHERE id = ? AND lease_owner = ? AND state = 'running'",
                (state, to_utc_text(now), to_json(result or {}), plain_text(error), job_id, owner),
            )
            return self.get(job_id) if touched else None

    def put_back(
        self,
        job_id: int,
        owner: str,
        *,
        now: datetime,
        due_at: datetime,
        error: str = "",
        payload: Any = None,
        costs_attempt: bool = True,
    ) -> Job | None:
        """Let a job that *owner* runs wait until *due_at*; ``None`` if it is no longer theirs.

        A job that is followed by another of its key ends instead: the other does the work.
        """
        with self._database.transaction():
            job = self.get(job_id)
            if job is None or job.lease_owner != owner or job.state is not JobState.RUNNING:
                return None
            return self._back(job, now, due_at, error, payload, 0 if costs_attempt else 1)

    def _back(
        self, job: Job, now: datetime, due_at: datetime, error: str, payload: Any = None, refund: int = 0
    ) -> Job | None:
        follower = self._twin(job.key, JobState.QUEUED)
        if follower is not None or job.is_abort_requested:
            words = error or (f"Job {follower.id} does this work." if follower else "It was cancelled.")
            self._database.run(
                "UPDATE jobs SET state = 'cancelled', finished_at = ?, lease_owner = NULL, lease_until = NULL, "
                "error = ? WHERE id = ? AND state = 'running'",
                (to_utc_text(now), plain_text(words), job.id),
            )
        else:
            self._database.run(
                "UPDATE jobs SET state = 'queued', due_at = ?, lease_owner = NULL, lease_until = NULL, error = ?, "
                "payload = ?, attempts = attempts - ? WHERE id = ? AND state = 'running'",
                (to_utc_text(due_at), plain_text(error), to_json(job.payload if payload is None else payload), refund,
                 job.id),
            )  # fmt: skip
        return self.get(job.id)

    def rescue(self, *, now: datetime, is_gone: Callable[[str], bool] = lambda owner: False) -> list[Job]:
        """Make jobs whose owner gives no sign of life ready again, and return them.

        Args:
            is_gone: tells of an owner that it is known to have ended, so that its lease need not run out.
        """
        with self._database.transaction():
            running = self._many("state = 'running' ORDER BY id", ())
            dead = [job for job in running if not _is_held(job, now) or is_gone(job.lease_owner or "")]
            rescued = []
            for job in dead:
                extra = job.attempts - _FREE_RESTARTS
                pause = back_off(extra) if extra > 0 else timedelta()
                rescued.append(self._back(job, now, now + pause, ""))
            return [job for job in rescued if job is not None]

    def hurry(self, job_id: int, *, now: datetime) -> Job | None:
        """Let a job that waits be the next one; ``None`` if it does not wait."""
        with self._database.transaction():
            first = self._database.row(
                "SELECT MIN(due_at) FROM jobs WHERE state = 'queued' AND priority >= ? AND id != ?",
                (int(JobPriority.USER), job_id),
            )
            assert first is not None
            due = min(now, from_utc_text(first[0]) - _INSTANT) if first[0] else now
            touched = self._database.run(
                "UPDATE jobs SET priority = ?, due_at = ? WHERE id = ? AND state = 'queued'",
                (int(JobPriority.USER), to_utc_text(due), job_id),
            )
            return self.get(job_id) if touched else None

    def abort(self, job_id: int, *, now: datetime) -> Job | None:
        """Cancel a job that waits, mark one that runs; ``None`` if it has ended or never was."""
        with self._database.transaction():
            touched = self._database.run(
                "UPDATE jobs SET state = 'cancelled', finished_at = ? WHERE id = ? AND state = 'queued'",
                (to_utc_text(now), job_id),
            ) or self._database.run(
                "UPDATE jobs SET is_abort_requested = 1 WHERE id = ? AND state = 'running'", (job_id,)
            )
            return self.get(job_id) if touched else None

    def abort_waiting(self, key: str, *, now: datetime) -> Job | None:
        """Cancel the job of *key* that waits, if there is one."""
        waiting = self._twin(key, JobState.QUEUED)
        return None if waiting is None else self.abort(waiting.id, now=now)

    def aborted(self, owner: str) -> list[int]:
        """Return the numbers of jobs that *owner* runs and somebody wants to end."""
        rows = self._database.rows(
            "SELECT id FROM jobs WHERE state = 'running' AND lease_owner = ? AND is_abort_requested = 1",
            (owner,),
        )
        return [row[0] for row in rows]

    def get(self, job_id: int) -> Job | None:
        """Return a job, ``None`` if there is none of that number (any more)."""
        found = self._many("id = ?", (job_id,))
        return found[0] if found else None

    def of_key(self, key: str) -> Job | None:
        """Return the newest job of *key*, whatever became of it."""
        found = self._many("job_key = ? ORDER BY id DESC LIMIT 1", (key,))
        return found[0] if found else None

    def find(self, states: Sequence[JobState], limit: int, kinds: Sequence[str] = ()) -> list[Job]:
        """Return jobs in *states*: running ones, waiting ones in the order they are taken, ended ones newest first.

        Args:
            kinds: only these; none are all.
        """
        if not states:
            return []
        only = f"AND kind IN ({', '.join('?' * len(kinds))}) " if kinds else ""
        return self._many(
            f"state IN ({', '.join('?' * len(states))}) {only}ORDER BY "
            "CASE state WHEN 'running' THEN 0 WHEN 'queued' THEN 1 ELSE 2 END, "
            "CASE WHEN finished_at IS NULL THEN -priority END, "
            "CASE WHEN finished_at IS NULL THEN due_at END, finished_at DESC, id LIMIT ?",
            (*map(str, states), *map(str, kinds), limit),
        )

    def prune(self, before: datetime) -> int:
        """Forget jobs that ended before that moment; returns how many."""
        return self._database.run(
            f"DELETE FROM jobs WHERE state IN ({', '.join('?' * len(_ENDED))}) AND finished_at < ?",
            (*_ENDED, to_utc_text(before)),
        )

    def _twin(self, key: str, state: JobState) -> Job | None:
        found = self._many("job_key = ? AND state = ?", (key, str(state)))
        return found[0] if found else None

    def _many(self, where: str, values: Sequence[object]) -> list[Job]:
        found = []
        for row in self._database.rows(f"SELECT {COLUMNS} FROM jobs WHERE {where}", values):
            try:
                found.append(job_of(row))
            except (ValueError, TypeError, AttributeError) as error:
                log.warning(
                    "a row of the table of jobs cannot be read and is passed over (%s): %s", row[0], error
                )
        return found


def _is_held(job: Job, now: datetime) -> bool:
    return job.lease_until is not None and is_lease_live(job.lease_until, now)
