"""Rows of the table ``jobs``, as they are read and written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from metarr_desktop.domain.jobs import Job, JobPriority, JobProgress, JobState
from metarr_desktop.domain.utc_text import from_utc_text

COLUMNS = (
    "id, kind, job_key, payload, priority, state, attempts, due_at, created_at, lease_owner, lease_until, "
    "started_at, finished_at, progress_done, progress_total, progress_words, error, result, is_abort_requested"
)


def job_of(row: Sequence[Any]) -> Job:
    """Return the job that *row* of ``COLUMNS`` is.

    Raises:
        ValueError, TypeError, AttributeError: the row is damaged.
    """
    (number, kind, key, payload, priority, state, attempts, due, created, owner, until, started, finished,
     done, total, words, error, result, is_abort_requested) = row  # fmt: skip
    return Job(
        id=number, kind=kind, key=key, payload=json.loads(payload), priority=JobPriority(priority),
        state=JobState(state), attempts=attempts, due_at=from_utc_text(due), created_at=from_utc_text(created),
        lease_owner=owner, lease_until=_time(until), started_at=_time(started), finished_at=_time(finished),
        progress=JobProgress(done, total, words), error=error, result=json.loads(result),
        is_abort_requested=bool(is_abort_requested),
    )  # fmt: skip


def _time(value: Any) -> datetime | None:
    return None if value is None else from_utc_text(value)


def to_json(value: Any) -> str:
    """Return a mapping as it is kept."""
    return json.dumps(dict(value), allow_nan=False)


def plain_text(message: str) -> str:
    """Return *message* as any database takes it, and not too long."""
    return message.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[:1000]
