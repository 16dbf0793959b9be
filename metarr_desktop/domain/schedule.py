"""When the library is brought up to date by itself, and which titles a day's run asks for: pure rules."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.fetch import MAX_AGE

UPDATE_AGE = timedelta(days=5)
"""A run leaves titles alone that are no older than this; what it asks for uses it as ``max_age``."""
EARLY_AGE = timedelta(days=1)
"""Titles that get their turn early, to spread a crowd over the days, are at least this old."""
CYCLE_DAYS = 6
"""A run takes this part of the library, so that all of it has had its turn a day before it would be stale."""
LATENESS = timedelta(hours=6)
"""How much later than planned the next run may begin, or take, without a title passing seven days."""
FURTHEST = timedelta(days=3)
"""No run is due later than this: a date further ahead was written by a clock that ran wrong."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A span of each day, local time, in which no scheduled work is done; may go past midnight."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise InvalidInput("Quiet hours need a beginning and an end that differ.")

    def covers(self, moment: time) -> bool:
        """Whether it is quiet at *moment* (local time); the start is, the end is not. May go over midnight."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def ends_after(self, now: datetime, zone: tzinfo | None) -> datetime | None:
        """Return when the quiet that holds at *now* ends, ``None`` if it is not quiet."""
        local = now.astimezone(zone)
        if not self.covers(local.time()):
            return None
        return _first_at_or_after(self.end, now, zone)


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """What a person may set.

    Attributes:
        at: local time at which a day's run begins.
        quiet: when scheduled work rests: runs, and what follows from them. What a person begins and what a webhook
            reports is a few requests for something new, and is done at once.
        budgets: provider name to the requests a day (UTC) after which scheduled work leaves it alone; with 0 it never
            asks it, without an entry there is no limit.
        enriches: titles that got new pictures by an update are enriched after it.
    """

    is_on: bool = True
    at: time = time(3, 30)
    quiet: QuietHours | None = None
    budgets: Mapping[str, int] = field(default_factory=dict)
    enriches: bool = True

    def quiet_until(self, now: datetime, zone: tzinfo | None) -> datetime | None:
        """Return when the quiet of *now* (aware) ends, ``None`` if it is not quiet; *zone* ``None``: local."""
        return None if self.quiet is None else self.quiet.ends_after(now, zone)


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """A schedule as it stands; times are aware UTC, ``None`` for never.

    ``last_result`` is the report of the last run that ended, with ``sentence`` for a person.
    """

    settings: ScheduleSettings = ScheduleSettings()
    feeds: Mapping[str, datetime] = field(default_factory=dict)
    slice_begun_at: datetime | None = None
    next_run_at: datetime | None = None
    last_started_at: datetime | None = None
    last_finished_at: datetime | None = None
    last_result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def last_duration_s(self) -> float | None:
        if self.last_started_at is None or self.last_finished_at is None:
            return None
        return (self.last_finished_at - self.last_started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Turn:
    """A title to be asked for: what of it is older than *max_age*."""

    key: EntityKey
    max_age: timedelta


@dataclass(frozen=True, slots=True)
class TitleAge:
    """A title and its oldest success among what a run could refresh, aware UTC; ``None`` if there never was one."""

    key: EntityKey
    fetched_at: datetime | None


def days_share(titles: Sequence[TitleAge], *, now: datetime, next_run_at: datetime) -> list[Turn]:
    """Return the titles that the run beginning *now* asks for, the oldest first.

    The oldest ceil(N/6) older than 5 days, plus all that would pass 7 days before the next run is through. Where
    that would leave more than an even share to a later day, as with a library that was fetched in one evening,
    some get their turn early, so that requests are spread over the days.

    Titles never fetched come after those, as far as the share reaches: a new library is no reason to let
    another title grow old. Which of them is first changes from day to day, for some may be known to no provider.
    """
    share = math.ceil(len(titles) / CYCLE_DAYS)
    known = sorted(
        ((title.fetched_at, title.key) for title in titles if title.fetched_at is not None),
        key=lambda pair: (pair[0], pair[1].entity_type, pair[1].entity_id),
    )
    # A time in the future comes of a clock that ran wrong; such a pair is stale.
    broken = [Turn(key, UPDATE_AGE) for moment, key in known if moment > now]
    ages = [(now - moment, key) for moment, key in known if moment <= now]
    ripe = sum(age > UPDATE_AGE for age, _ in ages)
    needed = _needed_now([age for age, _ in ages], share, max(next_run_at - now, _DAY))
    turns = [
        Turn(key, UPDATE_AGE if number < ripe else EARLY_AGE)
        for number, (age, key) in enumerate(ages[: max(min(ripe, share), needed)])
        if age > EARLY_AGE
    ]
    unknown = [title.key for title in titles if title.fetched_at is None]
    first = (now.toordinal() * share) % len(unknown) if unknown else 0
    rest = max(0, share - len(turns) - len(broken))
    return turns + broken + [Turn(key, UPDATE_AGE) for key in (unknown[first:] + unknown[:first])[:rest]]


def _needed_now(ages: Sequence[timedelta], share: int, until_next: timedelta) -> int:
    """Return how many of *ages*, oldest first, have to be dealt with now so that later runs need no more than *share*.

    Where that is too late, what is due by the run after j others is spread evenly over those j + 1 runs.
    """
    by_run: Counter[int] = Counter()
    for age in ages:
        left = MAX_AGE - LATENESS - age - until_next
        by_run[0 if left < timedelta() else 1 + left // _DAY] += 1
    needed = due = 0
    for run in sorted(by_run):
        due += by_run[run]
        needed = max(needed, min(due - run * share, math.ceil(due / (run + 1))))
    return needed


def next_run(settings: ScheduleSettings, now: datetime, zone: tzinfo | None) -> datetime:
    """Return when the run after the one that begins *now* is due: nearest to a day from now, at the set time.

    So a run that catches up after the machine was off is not followed by another within the same day.
    """
    return _first_at_or_after(settings.at, now + _DAY / 2, zone)


def next_run_beside(state: ScheduleState, now: datetime, zone: tzinfo | None) -> datetime:
    """Return when the run after one that a person begins *now* is due: as planned, for hers comes beside those.

    One that is overdue is done by hers.
    """
    planned = state.next_run_at
    if planned is None:
        return first_run(state.settings, now, zone)
    return planned if now < planned <= now + FURTHEST else next_run(state.settings, now, zone)


def first_run(settings: ScheduleSettings, now: datetime, zone: tzinfo | None) -> datetime:
    """Return when a schedule just switched on begins."""
    return _first_at_or_after(settings.at, now, zone)


def _first_at_or_after(at: time, now: datetime, zone: tzinfo | None) -> datetime:
    local = now.astimezone(zone)
    for days in range(3):  # a day on which the clocks change may lack the hour
        day = (local + timedelta(days=days)).date()
        # Without a zone, astimezone() reads the wall time by the zone of the machine, daylight saving included.
        naive = datetime.combine(day, at)
        moment = naive.astimezone() if zone is None else naive.replace(tzinfo=zone)
        if moment >= now:
            return moment.astimezone(now.tzinfo)
    raise AssertionError("a time of day comes every day")
