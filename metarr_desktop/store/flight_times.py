"""How long flights to providers took: sums and ranks, found in the database so that no list of them is read."""

from __future__ import annotations

from metarr_desktop.store.database import Database

_WITHIN = "FROM flight_durations WHERE finished_at >= ? AND finished_at < ?"


class FlightTimes:
    """Reads ``flight_durations``: wall time, seconds, of flights that ended ok or empty.

    *since* and *until* are UTC text as stored; *until* is not included.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, since: str, until: str) -> int:
        """Return how many there were."""
        row = self._database.row(f"SELECT COUNT(*) {_WITHIN}", (since, until))
        return int(row[0]) if row else 0

    def average(self, since: str, until: str) -> float | None:
        """Return their mean, ``None`` without any."""
        row = self._database.row(f"SELECT AVG(elapsed_s) {_WITHIN}", (since, until))
        return None if row is None or row[0] is None else float(row[0])

    def median(self, since: str, until: str) -> float | None:
        """Return their median, the mean of the middle two if they are even in number; ``None`` without any."""
        count = self.count(since, until)
        if not count:
            return None
        middle = self._ranked(since, until, count, (count - 1) // 2, 2 - count % 2)
        return sum(middle) / len(middle)

    def percentile_95(self, since: str, until: str) -> float | None:
        """Return the nearest-rank percentile: the smallest value that at least 95 % do not exceed."""
        count = self.count(since, until)
        return self._ranked(since, until, count, -(-count * 95 // 100) - 1, 1)[0] if count else None

    def _ranked(self, since: str, until: str, count: int, skipped: int, wanted: int) -> list[float]:
        way = ""
        if skipped > count // 2:  # from the nearer end: the database sorts only as many as it has to pass
            way, skipped = " DESC", count - skipped - wanted
        rows = self._database.rows(
            f"SELECT elapsed_s {_WITHIN} ORDER BY elapsed_s{way} LIMIT ? OFFSET ?",
            (since, until, wanted, skipped),
        )
        return [float(row[0]) for row in rows]
