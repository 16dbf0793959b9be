"""Sentences of the health page."""

from __future__ import annotations

from datetime import datetime

from metarr_desktop.domain.status import ProviderNumbers, ProviderReport
from ui.provider_state import seconds_left
from ui.text import duration_text

_NO_DATA = "–"
CALLS = (
    "A call asks for all that one title needs; it may take several requests.\n"
    "Counted since midnight UTC, by all programs that use this library."
)


def ago(when: datetime | None, now: datetime) -> str:
    """Return how long ago *when* was: "just now", "3 min ago", "2 h ago", "5 days ago"."""
    if when is None:
        return "not yet since the program started"
    seconds = (now - when).total_seconds()
    if seconds < 10:  # also a clock that was set back
        return "just now"
    if seconds < 60:
        return f"{int(seconds)} s ago"
    if seconds < 3600:
        return f"{int(seconds / 60)} min ago"
    if seconds < 48 * 3600:
        return f"{int(seconds / 3600)} h ago"
    return f"{int(seconds / 86400)} days ago"


def clock_text(when: datetime, now: datetime) -> str:
    """Return the local time of *when*, with the day where that is not today."""
    local = when.astimezone()
    return local.strftime("%H:%M" if local.date() == now.astimezone().date() else "%d %b %H:%M")


def numbers_text(numbers: ProviderNumbers | None) -> tuple[tuple[str, str], ...]:
    """Return the facts of today: (word, value)."""
    numbers = numbers or ProviderNumbers()
    return (
        ("Requests today", f"{numbers.requests:,}"),
        ("Calls answered", f"{numbers.answered:,}"),
        ("Calls failed", f"{numbers.failed:,}"),
        ("Median of a call", _NO_DATA if numbers.median_s is None else seconds_text(numbers.median_s)),
    )


def seconds_text(seconds: float) -> str:
    """Return a short time: ``212 ms``, ``1.4 s``."""
    return f"{round(seconds * 1000)} ms" if seconds < 1 else f"{seconds:.1f} s"


def wait_text(report: ProviderReport, now: datetime) -> str:
    """Return what is waited for, counting down; empty where nothing is."""
    left = seconds_left(report.status, now)
    if not report.is_enabled or not left:
        return ""
    return f"Asked again in {duration_text(left)}"  # why, the sentence of the lamp says


def last_answer(report: ProviderReport, now: datetime) -> str:
    return ago(report.last_answer_at, now)


def last_error(report: ProviderReport, now: datetime) -> str:
    """Return the last failure with its time, ``None`` in words where there was none."""
    if not report.last_error:
        return "none"
    if report.last_error_at is None:
        return report.last_error
    when = report.last_error_at
    return f"{report.last_error} ({clock_text(when, now)}, {ago(when, now)})"
