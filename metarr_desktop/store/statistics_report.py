"""Days, ages and expiry of what the cache holds, as the statistics page shows them.

Every method is one short look, so that a page of a window never waits for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from metarr_desktop.domain.cache_policy import SKEW_TOLERANCE
from metarr_desktop.domain.cache_report import DayNumbers
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.fetch import MAX_AGE, Outcome
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.enabled_providers import of_enabled
from metarr_desktop.store.flight_times import FlightTimes
from metarr_desktop.store.revisions import Revisions
from metarr_desktop.store.statistics import EVENTS, FAILURE, StatisticsLog

AGES = 15
"""Buckets of ages: 0 to 13 whole days, and all that is older."""

AHEAD_DAYS = MAX_AGE.days + 1
"""Days of the forecast: what is fetched today expires on the last of them."""

_TITLES_AT_ONCE = 1000
_FIRST_PASSES = """
SELECT f.entity_type, f.entity_id, f.identity_revision, MIN(CASE WHEN {counted} THEN f.last_success_at END)
FROM provider_fetches AS f WHERE f.last_success_at IS NOT NULL AND (f.entity_type, f.entity_id) > (?, ?)
GROUP BY f.entity_type, f.entity_id, f.identity_revision
ORDER BY f.entity_type, f.entity_id, f.identity_revision LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class FirstPasses:
    """When the first pair of some titles passes seven days.

    ``days``: UTC day to titles. ``titles``: how many were looked at. ``after``: where to go on, ``None`` at the end.
    """

    days: Counter[date]
    titles: int
    after: tuple[str, int] | None


class StatisticsReport:
    """Reads ``daily_statistics``, ``flight_durations`` and ``provider_fetches``.

    Args:
        enabled: names of the providers switched on, ``None`` for all; only they count for ages and expiry.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        log: StatisticsLog,
        enabled: Callable[[], frozenset[str] | None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._log = log
        self._times = FlightTimes(database)
        self._enabled = enabled

    def days(self, count: int) -> list[DayNumbers]:
        """Return the last *count* UTC days without their times, the oldest first, today last."""
        today = self._clock().date()
        first = today - timedelta(days=count - 1)
        counted = self._log.by_day(first, today)
        each = (first + timedelta(days=number) for number in range(count))
        return [_day(day, counted.get(day.isoformat(), {})) for day in each]

    def times(self, day: date) -> tuple[float | None, float | None]:
        """Return median and 95th percentile of the flights of a UTC day, seconds; ``None`` without any."""
        span = (day.isoformat(), (day + timedelta(days=1)).isoformat())
        return self._times.median(*span), self._times.percentile_95(*span)

    def effectiveness(self, count: int) -> Mapping[str, float | None]:
        """Return per provider asked in the last *count* days the share of its refetches that brought something new."""
        today = self._clock().date()
        asked, known, new = set[str](), Counter[str](), Counter[str]()
        for measures in self._log.by_day(today - timedelta(days=count - 1), today).values():
            asked.update(
                *(amounts for measure, amounts in measures.items() if measure.startswith("outcome."))
            )
            known.update(measures.get("refetch", {}))
            new.update(measures.get("refetch.new", {}))
        return {
            name: new[name] / known[name] if known[name] else None for name in sorted(asked | known.keys())
        }

    def pairs_of_age(self, days: int) -> int:
        """Return how many pairs are *days* whole days old; of the last bucket, all that are as old or older.

        A success dated ahead of time by more than clocks differ counts as old, as it does for a fetch.
        """
        now = self._clock()
        older, younger = (to_utc_text(now - timedelta(days=each)) for each in (days + 1, days))
        latest = to_utc_text(now + SKEW_TOLERANCE)
        if days >= AGES - 1:
            return self._pairs("(f.last_success_at <= ? OR f.last_success_at > ?)", younger, latest)
        return self._pairs(
            "f.last_success_at > ? AND f.last_success_at <= ?", older, latest if days == 0 else younger
        )

    def first_passes(self, after: tuple[str, int] = ("", 0)) -> FirstPasses:
        """Return when the first pairs of the next thousand titles pass seven days."""
        counted, names = of_enabled(self._enabled())
        rows = self._database.rows(_FIRST_PASSES.format(counted=counted), (*names, *after, _TITLES_AT_ONCE))
        is_last = len(rows) < _TITLES_AT_ONCE
        if not is_last:  # the last title may have further revisions beyond the limit
            last = rows[-1][:2]
            rows = [row for row in rows if row[:2] != last] or rows
        revisions = Revisions.read(self._database)
        found, titles = Counter[date](), 0
        for kind, number, revision, oldest in rows:
            if revisions.counts(EntityKey(EntityType(kind), number), revision):
                titles += 1
                if oldest is not None:
                    found[(from_utc_text(oldest) + MAX_AGE).date()] += 1
        return FirstPasses(found, titles, None if is_last else (rows[-1][0], rows[-1][1]))

    def today(self) -> date:
        """Return the UTC day it is."""
        return self._clock().date()

    def _pairs(self, condition: str, *values: str) -> int:
        counted, names = of_enabled(self._enabled())
        row = self._database.row(
            f"SELECT COUNT(*) FROM provider_fetches AS f WHERE {condition} AND {counted} "
            f"AND {Revisions.read(self._database).condition()}",
            (*values, *names),
        )
        return int(row[0]) if row else 0


def _day(day: date, measures: Mapping[str, Mapping[str, int]]) -> DayNumbers:
    hits, misses, forced, joined = (sum(measures.get(f"event.{each}", {}).values()) for each in EVENTS)
    return DayNumbers(
        day, hits, misses, forced, joined, hits / (hits + misses) if hits + misses else None,
        requests=dict(measures.get("request", {})), failures=_failures(measures),
    )  # fmt: skip


def _failures(measures: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], int]:
    found = {
        (provider, measure.removeprefix(FAILURE)): amount
        for measure, amounts in measures.items()
        if measure.startswith(FAILURE)
        for provider, amount in amounts.items()
    }
    for provider, amount in measures.get(f"outcome.{Outcome.FAILED}", {}).items():
        told = sum(each for (name, _), each in found.items() if name == provider)
        if amount > told:  # counted by a version of the program that did not tell kinds apart
            key = (provider, str(Outcome.FAILED))
            found[key] = found.get(key, 0) + amount - told
    for provider, amount in measures.get(f"outcome.{Outcome.TIMED_OUT}", {}).items():
        found[(provider, str(Outcome.TIMED_OUT))] = amount
    return found
