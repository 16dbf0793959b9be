"""Turns at a service whose limit counts for all programs that share this database together."""

from __future__ import annotations

from datetime import datetime, timedelta

from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Database

FURTHEST = timedelta(minutes=2)
"""No queue of programs reaches so far: a turn further ahead was written by a clock that ran wrong."""


class RequestTurns:
    """Table ``request_turns``: per service, from when on the next request may be sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, provider: str, spacing: timedelta, *, now: datetime) -> datetime:
        """Reserve the next turn for the caller and return when it is: *now* or later.

        Turns are at least *spacing* apart, whoever takes them: reading and writing are one transaction, which no
        other program gets into.
        """
        with self._database.transaction():
            self._database.run(
                "INSERT INTO request_turns (provider_name, next_turn_at) VALUES (?, ?) "
                "ON CONFLICT (provider_name) DO NOTHING",
                (provider, to_utc_text(now)),
            )
            # SQLite has locked the whole file by now; PostgreSQL locks this row.
            lock = "" if self._database.is_sqlite else " FOR UPDATE"
            row = self._database.row(
                f"SELECT next_turn_at FROM request_turns WHERE provider_name = ?{lock}", (provider,)
            )
            assert row is not None  # written above, and nobody deletes
            due = from_utc_text(row[0])
            turn = due if now < due <= now + FURTHEST else now
            self._database.run(
                "UPDATE request_turns SET next_turn_at = ? WHERE provider_name = ?",
                (to_utc_text(turn + spacing), provider),
            )
        return turn
