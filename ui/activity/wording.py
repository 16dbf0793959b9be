"""Jobs, acts and events in words; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobState
from ui.text import count_text, duration_text, since_text

LANES = {
    JobPriority.USER: "You asked for",
    JobPriority.WEBHOOK: "Other programs reported",
    JobPriority.SCHEDULED: "Scheduled",
}
STATES = {
    JobState.QUEUED: "Waiting",
    JobState.RUNNING: "Running",
    JobState.DONE: "Done",
    JobState.FAILED: "Failed",
    JobState.CANCELLED: "Cancelled",
}
WEEKLY = "Weekly update"
_SOON = timedelta(seconds=2)
_LEAST_TO_TELL_S = 5

Names = Callable[[EntityKey], str]
"""Returns what a title is called, empty while nobody knows."""


def key_in(value: object) -> EntityKey | None:
    """Return the key written as ``{"entity_type", "entity_id"}``, ``["movie", 7]`` or ``"movie 7"``; else ``None``."""
    if isinstance(value, str):
        value = value.split()
    if isinstance(value, Mapping):
        value = [value.get("entity_type"), value.get("entity_id")]
    if not isinstance(value, list | tuple) or len(value) < 2:
        return None
    kind, number = value[0], value[1]
    if kind not in set(EntityType) or not str(number).isdecimal():
        return None
    return EntityKey(EntityType(kind), int(str(number)))


def titles_of(job: Job) -> list[object]:
    """Return the titles an enrichment is about, as its payload keeps them."""
    titles = job.payload.get("titles")
    if isinstance(titles, list):
        return titles
    return [job.payload] if "entity_id" in job.payload else []


def only_title(job: Job) -> EntityKey | None:
    """Return the one title an enrichment is about, ``None`` where there are several."""
    titles = titles_of(job) if job.kind in (JobKind.ENRICH, JobKind.ENRICH_TITLES) else []
    return key_in(titles[0]) if len(titles) == 1 else None


def job_title(job: Job, names: Names, event: str = "") -> str:
    """Return what *job* does: "Enrich 40 titles", "Weekly update", "Radarr imported Inception (2010)".

    Args:
        event: what the other program said, of a job that follows from it.
    """
    if job.kind in (JobKind.ENRICH, JobKind.ENRICH_TITLES):
        key, count = only_title(job), len(titles_of(job))
        name = names(key) if key is not None else ""
        return f"Enrich {name}" if name else f"Enrich {count_text(count, 'title')}" if count else "Enrich"
    if job.kind == JobKind.UPDATE:
        return WEEKLY
    if job.kind == JobKind.WEBHOOK:
        return event.partition(". ")[0].rstrip(".") or "Follow what another program reported"
    if job.kind == JobKind.PUBLISH:
        return "Publish artwork"
    return f"Work of another version of this program ({job.kind})"


def progress_text(job: Job) -> str:
    """Return where a running job is: "12 of 40 · Downloading 2 of 5: Inception (2010)"."""
    if job.is_abort_requested:
        return "Is being cancelled…"
    progress = job.progress
    count = f"{progress.done:,} of {progress.total:,}" if progress.total else ""
    if count and job.kind == JobKind.ENRICH:  # its phases are counted from none done
        count = f"Step {min(progress.done + 1, progress.total)} of {progress.total}"
    return " · ".join(filter(None, (count, progress.words))) or "Begins"


def share_done(job: Job) -> float | None:
    """Return how much of a job is done, 0 to 1; ``None`` while nobody can say."""
    total = job.progress.total
    return min(1.0, job.progress.done / total) if total else None


def elapsed_s(job: Job, now: datetime) -> float | None:
    """Return how long a job runs or ran, ``None`` if it was never begun."""
    if job.started_at is None:
        return None
    return max(0.0, ((job.finished_at or now) - job.started_at).total_seconds())


def left_text(done: int, left: int, seconds: float) -> str:
    """Return an estimate of what is left: "about 6 min left"; empty where it would be a guess.

    Args:
        done: what was done in *seconds*; what a run before it had done already says nothing about the pace.
    """
    if done <= 0 or left <= 0 or seconds < _LEAST_TO_TELL_S:
        return ""
    rest = seconds * left / done
    if rest < 60:
        return "less than a minute left"
    return f"about {duration_text(round(rest / 60) * 60)} left"


def waiting_text(job: Job, now: datetime, *, is_paused: bool) -> str:
    """Return why a job that waits does."""
    is_later = job.due_at > now + _SOON
    if job.error and is_paused and not is_later:  # it is the pause that it waits for
        done = f"{job.progress.done:,} of {job.progress.total:,} done. " if job.progress.done else ""
        return f"{done}{job.error}"
    if job.error:
        return f"{job.error} Tried again {moment_text(job.due_at, now) if is_later else 'in its turn'}."
    if is_paused:
        return "Waits until automation goes on"
    if is_later:
        return f"Begins {moment_text(job.due_at, now)}"
    return "Waits for its turn"


def ended_text(job: Job) -> str:
    """Return what came of a job, in a sentence."""
    if job.state is JobState.FAILED:
        return job.error or "It failed."
    if job.state is JobState.CANCELLED:
        done = f" after {job.progress.done:,} of {job.progress.total:,}" if job.progress.done else ""
        return f"Cancelled{done}; what was done before stays."
    return report_sentence(job.result) or "Done."


def report_sentence(result: Mapping[str, Any]) -> str:
    """Return the sentence of a report, empty if it has none."""
    return next((str(result[name]) for name in ("sentence", "text", "message") if result.get(name)), "")


def attempts_text(job: Job) -> str:
    """Return how often a job was tried, where that is worth telling."""
    if job.state is JobState.QUEUED:
        return f"tried {times_text(job.attempts)}" if job.attempts else ""
    return f"{ordinal(job.attempts)} try" if job.attempts > 1 else ""


def times_text(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def ordinal(number: int) -> str:
    """Return ``1st``, ``2nd``, ``13th``."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def moment_text(moment: datetime, now: datetime) -> str:
    """Return when something will be, local time: "at 14:02", "tomorrow at 03:30", "on 3 May, 03:30"."""
    days = (moment.astimezone().date() - now.astimezone().date()).days
    if days == 0:
        return f"at {since_text(moment, now)}"
    if days == 1:
        return f"tomorrow at {moment.astimezone():%H:%M}"
    return f"on {since_text(moment, now)}"


def in_text(moment: datetime, now: datetime) -> str:
    """Return how far ahead *moment* is: "in 16 hours", "now"."""
    seconds = (moment - now).total_seconds()
    if seconds < 60:
        return "now" if seconds <= 0 else "in less than a minute"
    if seconds >= 7200:
        return f"in {count_text(round(seconds / 3600), 'hour')}"
    return f"in {duration_text(round(seconds / 60) * 60)}"


def day_text(moment: datetime, now: datetime) -> str:
    """Return the day of *moment*, local: "Today", "Yesterday", "Sunday, 22 November 2026"."""
    day, today = moment.astimezone().date(), now.astimezone().date()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%A}, {day.day} {day:%B}{year}"
