"""Daily counters and flight durations: the measures the design promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median

from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.status import CacheStatistics, ProviderNumbers
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.flight_times import FlightTimes

EVENTS = ("hit", "miss", "forced", "joined")
FAILURE = "failure."
"""Begins the measures that count flights that failed by kind, those that timed out left out."""

_KEPT_DAYS = 400
_GOOD = (Outcome.OK, Outcome.EMPTY, Outcome.NOT_FOUND)
_BAD = (Outcome.FAILED, Outcome.TIMED_OUT)


class StatisticsLog:
    """Tables ``daily_statistics`` (one counter per UTC day) and ``flight_durations``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._times = FlightTimes(database)

    def count_event(self, event: str) -> None:
        """Count one call of ``fetch_assets``: ``hit``, ``miss``, ``forced`` or ``joined``."""
        if event not in EVENTS:
            raise ValueError(f"{event!r} is none of {EVENTS}")
        self._add(f"event.{event}", "", 1)

    def count_requests(self, provider: str, amount: int = 1) -> None:
        """Count requests sent to *provider*."""
        self._add("request", provider, amount)

    def count_refetch(self, provider: str, *, brought_new: bool) -> None:
        """Count a refetch of a known pair and whether it brought an address never stored before."""
        with self._database.transaction():
            self._add("refetch", provider, 1)
            if brought_new:
                self._add("refetch.new", provider, 1)

    def record_flight(self, provider: str, outcome: Outcome, elapsed_s: float, error_kind: str = "") -> None:
        """Count how asking *provider* ended; the time of a flight that brought an answer is kept.

        *error_kind* tells failures apart; what timed out is a kind of its own.
        """
        with self._database.transaction():
            self._add(f"outcome.{outcome}", provider, 1)
            if outcome is Outcome.FAILED and error_kind:
                self._add(f"{FAILURE}{error_kind}", provider, 1)
            if outcome in (Outcome.OK, Outcome.EMPTY):
                self._database.run(
                    "INSERT INTO flight_durations (finished_at, provider_name, elapsed_s) VALUES (?, ?, ?)",
                    (to_utc_text(self._clock()), provider, elapsed_s),
                )

    def by_day(self, since: date, until: date) -> dict[str, dict[str, Counter[str]]]:
        """Return what was counted from *since* to *until*, both included: UTC day, measure, subject, amount."""
        found: dict[str, dict[str, Counter[str]]] = {}
        for day, measure, subject, amount in self._database.rows(
            "SELECT day, measure, subject, amount FROM daily_statistics WHERE day >= ? AND day <= ?",
            (since.isoformat(), until.isoformat()),
        ):
            found.setdefault(day, {}).setdefault(measure, Counter())[subject] += int(amount)
        return found

    def requests_today(self) -> dict[str, int]:
        """Return the requests of this UTC day per provider."""
        return self._by_subject("request", self._day(0))

    def provider_numbers(self) -> dict[str, ProviderNumbers]:
        """Return the numbers of this UTC day per provider that has any.

        ``answered``, ``failed`` and the median are those of fetches; requests are those of searches, too.
        """
        today = self._day(0)
        requests = self._by_subject("request", today)
        good, bad = self._ended(_GOOD, today), self._ended(_BAD, today)
        durations: dict[str, list[float]] = {}
        for provider, elapsed_s in self._database.rows(
            "SELECT provider_name, elapsed_s FROM flight_durations WHERE finished_at >= ?", (today,)
        ):
            durations.setdefault(provider, []).append(float(elapsed_s))
        return {
            name: ProviderNumbers(
                requests.get(name, 0),
                good.get(name, 0),
                bad.get(name, 0),
                median(durations[name]) if name in durations else None,
            )
            for name in sorted({*requests, *good, *bad})
        }

    def summary(self, days: int = 30) -> CacheStatistics:
        """Return the measures over the last *days* UTC days, today included; ``None`` where there is no data."""
        since, end = self._day(days - 1), self._day(-1)
        events = {event: sum(self._by_subject(f"event.{event}", since).values()) for event in EVENTS}
        refetches = sum(self._by_subject("refetch", since).values())
        brought_new = sum(self._by_subject("refetch.new", since).values())
        return CacheStatistics(
            hits=events["hit"],
            misses=events["miss"],
            forced=events["forced"],
            joined=events["joined"],
            hit_rate=_share(events["hit"], events["hit"] + events["miss"]),
            average_fetch_seconds=self._times.average(since, end),
            p95_fetch_seconds=self._times.percentile_95(since, end),
            reliability=self._reliability(since),
            ttl_effectiveness=_share(brought_new, refetches),
            requests_today=self.requests_today(),
            entities=self._size("entities"),
            assets=self._size("provider_assets"),
        )

    def prune(self) -> None:
        """Forget counters older than 400 days and durations older than 90."""
        with self._database.transaction():
            self._database.run("DELETE FROM daily_statistics WHERE day < ?", (self._day(_KEPT_DAYS),))
            oldest = to_utc_text(self._clock() - timedelta(days=90))
            self._database.run("DELETE FROM flight_durations WHERE finished_at < ?", (oldest,))

    def _reliability(self, since: str) -> Mapping[str, float | None]:
        good, bad = self._ended(_GOOD, since), self._ended(_BAD, since)
        return {name: _share(good[name], good[name] + bad[name]) for name in sorted({*good, *bad})}

    def _ended(self, outcomes: tuple[Outcome, ...], since: str) -> Counter[str]:
        """Return per provider how many fetches ended in one of *outcomes*."""
        ended: Counter[str] = Counter()
        for outcome in outcomes:
            ended.update(self._by_subject(f"outcome.{outcome}", since))
        return ended

    def _add(self, measure: str, subject: str, amount: int) -> None:
        self._database.run(
            "INSERT INTO daily_statistics (day, measure, subject, amount) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (day, measure, subject) DO UPDATE SET "
            "amount = daily_statistics.amount + excluded.amount",
            (self._day(0), measure, subject, amount),
        )

    def _by_subject(self, measure: str, since: str) -> dict[str, int]:
        rows = self._database.rows(
            "SELECT subject, SUM(amount) FROM daily_statistics WHERE measure = ? AND day >= ? "
            "GROUP BY subject ORDER BY subject",
            (measure, since),
        )
        return {subject: int(amount) for subject, amount in rows}

    def _size(self, table: str) -> int:
        row = self._database.row(f"SELECT COUNT(*) FROM {table}")
        return int(row[0]) if row else 0

    def _day(self, days_ago: int) -> str:
        return to_utc_text(self._clock() - timedelta(days=days_ago))[:10]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
