"""Weekly updates: ten weeks of ten thousand titles, against a run that asks for every title every night."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Line, Report, at_most, show
from benchmarks.ten_weeks import TenWeeks, live_through

_WEEK_DAYS = 7.0
_UNEVEN = 0.2


def measure(titles: int = 10_000, days: int = 70) -> Report:
    """Return the report of a library fetched in one evening, whose machine starts once a day, ± 1 h."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        lived = asyncio.run(live_through(Path(folder), titles, days=days))
        elapsed_s = time.perf_counter() - start
    return Report("updates", _lines(lived), [_notes(lived, elapsed_s)])


def _lines(lived: TenWeeks) -> list[Line]:
    oldest = lived.oldest.total_seconds() / 86400
    asked, nightly = sum(lived.requests), len(lived.requests) * lived.titles
    days = lived.requests[1:]
    return [
        Line("greatest age of a title", oldest, at_most(_WEEK_DAYS), f"{oldest:.2f} days", "", "days"),
        Line("requests, of a nightly run", asked / nightly, at_most(1 / 6), f"{asked:,}", f"{nightly:,}"),
        Line(
            "busiest or idlest day, off the mean",
            lived.unevenness(since_day=1),
            at_most(_UNEVEN),
            f"{min(days):,} to {max(days):,} a day",
            f"{sum(days) / len(days):,.0f} a day",
        ),
    ]


def _notes(lived: TenWeeks, elapsed_s: float) -> str:
    return (
        f"Simulated: {lived.titles:,} titles fetched in one evening, {len(lived.requests)} days, started daily within "
        f"an hour of nine, a second a request; the first morning, when all is new, asked {lived.requests[0]:,}. "
        f"It took {elapsed_s:.0f} s."
    )


if __name__ == "__main__":
    sys.exit(show(measure()))
