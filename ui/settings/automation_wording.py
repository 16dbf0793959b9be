"""Sentences of the page Automation; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.jobs import Job, JobState
from metarr_desktop.domain.schedule import QuietHours, ScheduleSettings, ScheduleState, first_run
from metarr_desktop.domain.selection import AutomationMode
from ui.settings.wording import GROUPS
from ui.text import duration_text, join_words

_T = AssetType
TYPES: tuple[tuple[str, tuple[AssetType, ...]], ...] = (
    *GROUPS,
    ("Albums", (_T.COVER, _T.ARTISTART, _T.ARTISTTHUMB)),
)
"""Every type automation deals with; a disc, clearlogo and banner of an album follow those of films and series."""


class ModeWords(NamedTuple):
    """What a mode is called, and what comes of it."""

    title: str
    consequence: str


MODES = {
    AutomationMode.FETCH: ModeWords(
        "Fetch only", "New pictures are fetched and scored, and wait until you look; nothing is proposed."
    ),
    AutomationMode.PROPOSE: ModeWords(
        "Propose", "The best picture waits under Review; nothing is selected until you accept it."
    ),
    AutomationMode.SELECT: ModeWords(
        "Select",
        "The best picture is selected without asking you, in place of an earlier automatic choice. What you undo is "
        "not chosen again.",
    ),
}

INTRO = (
    "What may happen while you are not looking. Whatever you selected, rejected or locked yourself is never "
    "touched."
)
LIMITS = "So many pictures are kept in one slot; those you select yourself count."
UPDATES_ON = (
    "A part of the library is asked for each day, so that nothing grows older than 7 days. What is fresh is left "
    "alone."
)
AT = "Local time. A run that was missed while the program was closed begins when it is opened again."
QUIET = (
    "No scheduled work is begun in these hours, and a run stops at their beginning and goes on at their end. What "
    "Radarr, Sonarr and Lidarr report, and what you ask for, is done at once all the same."
)
ENRICHES = (
    "Titles that got new pictures are looked through at once, and end as said below: proposed, or selected where you "
    "allowed it."
)
BUDGET = (
    "After so many requests a day (UTC) scheduled work leaves a provider alone until midnight; what you ask for "
    "yourself, and what webhooks report, always goes through. With 0 scheduled work never asks it."
)
ACTIVITY = "Open Activity › Schedules"
UNKNOWN = "Reading what is set…"


def selecting_text(types: Sequence[AssetType]) -> str:
    """Return what is lost, and how it is brought back, where *types* are selected without asking."""
    if not types:
        return ""
    names = [ASSET_SHAPES[each].plural for each in types]
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more types"]
    return (
        f"Without asking, automation changes which {join_words(shown)} are selected. Each change is listed under "
        "Activity › History, and can be taken back there or with Ctrl+Z."
    )


def day_text(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """Return a moment to come in local time: ``today at 21:00, in 2 h 5 min``."""
    local, here = moment.astimezone(zone), now.astimezone(zone)
    days = (local.date() - here.date()).days
    if days in (0, 1):
        day = ("today", "tomorrow")[days]
    else:
        day = f"on {local:%A}" if 1 < days < 7 else f"on {local.day} {local:%b}"
    minutes = max(timedelta(minutes=1), moment - now) // timedelta(minutes=1)
    far = f", in {_span(minutes)}" if minutes < 48 * 60 else ""
    return f"{day} at {local:%H:%M}{far}"


def quiet_text(quiet: QuietHours | None) -> str:
    """Return how long it is quiet; empty where it never is."""
    if quiet is None:
        return ""
    minutes = ((quiet.end.hour - quiet.start.hour) * 60 + quiet.end.minute - quiet.start.minute) % (24 * 60)
    night = ", past midnight" if quiet.start > quiet.end else ""
    return f"{_span(minutes)}{night}."


def next_run_text(
    kept: ScheduleState,
    wanted: ScheduleSettings,
    job: Job | None,
    now: datetime,
    zone: tzinfo | None = None,
) -> str:
    """Return when the next run begins, as it is or as it would be after *Apply*.

    Args:
        zone: of the times of day; ``None`` is that of the machine.
    """
    is_waiting = (wanted.is_on, wanted.at, wanted.quiet) != (
        kept.settings.is_on, kept.settings.at, kept.settings.quiet,
    )  # fmt: skip
    if job is not None and job.state is JobState.RUNNING:
        done = f": {job.progress.done} of {job.progress.total}" if job.progress.total else ""
        return f"A run goes on now{done}."
    if not wanted.is_on:
        words = "no run will begin" if is_waiting else "No run begins"
        text = f"{words} by itself; titles are brought up to date when you open or refresh them."
        return f"After Apply, {text}" if is_waiting else text
    due = first_run(wanted, now, zone) if is_waiting else kept.next_run_at
    if due is None:
        return "The next run is planned as soon as a program does the automatic work."
    if due <= now:
        return "A run is due, and begins as soon as a program does the automatic work."
    start = "After Apply, the next run begins" if is_waiting else "The next run begins"
    text = f"{start} {day_text(due, now, zone)}."
    until = wanted.quiet_until(due, zone)
    if until is not None:
        text += f" That is in the quiet hours: it waits until {until.astimezone(zone):%H:%M}."
    return text


def budget_text(budget: int | None, today: int) -> str:
    """Return what stands behind the *budget* of a provider that got *today* requests since midnight UTC."""
    if budget == 0:
        return "never asked"
    so_far = f", {today:,} today" if today else ""
    return f"{'as many as it needs' if budget is None else 'requests a day'}{so_far}"


def _span(minutes: int) -> str:
    return duration_text(minutes * 60).removesuffix(" 0 min")
