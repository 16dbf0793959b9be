"""Table ``automation_lease``: which program does the automatic work of this database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from metarr_desktop.domain.jobs import LEASE_LIFE
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Database

AUTOMATION = "automation"


@dataclass(frozen=True, slots=True)
class LeaseState:
    """Who holds the automation and until when that holds without a sign of life, aware UTC."""

    owner: str
    until: datetime
    is_mine: bool


def is_lease_live(until: datetime | str, now: datetime) -> bool:
    """Tell whether a lease still holds. One that reaches too far ahead was written by a clock that ran wrong."""
    return now < from_utc_text(until) <= now + 2 * LEASE_LIFE


class AutomationLease:
    """One row; reading and writing it are one transaction. A pause outlives whoever holds the automation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(
        self, owner: str, *, now: datetime, is_gone: Callable[[str], bool] = lambda owner: False
    ) -> LeaseState:
        """Take or renew the automation for *owner*, unless a living program has it; returns who has it now.

        Args:
            is_gone: tells of an owner that it is known to have ended, so that its lease need not run out.
        """
        mine = LeaseState(owner, now + LEASE_LIFE, is_mine=True)
        with self._database.transaction():
            self._database.run(
                "INSERT INTO automation_lease (name, owner, lease_until) VALUES (?, ?, ?) "
                "ON CONFLICT (name) DO NOTHING",
                (AUTOMATION, owner, to_utc_text(mine.until)),
            )
            lock = "" if self._database.is_sqlite else " FOR UPDATE"
            row = self._database.row(
                f"SELECT owner, lease_until FROM automation_lease WHERE name = ?{lock}", (AUTOMATION,)
            )
            assert row is not None  # written above, and who releases it does so under the same lock
            if row[0] != owner and is_lease_live(row[1], now) and not is_gone(row[0]):
                return LeaseState(row[0], from_utc_text(row[1]), is_mine=False)
            self._database.run(
                "UPDATE automation_lease SET owner = ?, lease_until = ? WHERE name = ?",
                (owner, to_utc_text(mine.until), AUTOMATION),
            )
        return mine

    def set_paused(self, is_paused: bool, *, now: datetime) -> None:
        """Let nothing new be begun from now on by whoever holds the automation, or let it go on."""
        self._database.run(
            "INSERT INTO automation_lease (name, owner, lease_until, is_paused) VALUES (?, '', ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET is_paused = excluded.is_paused",
            (AUTOMATION, to_utc_text(now), int(is_paused)),
        )

    def is_paused(self) -> bool:
        """Tell whether a person paused the automatic work of this database."""
        row = self._database.row("SELECT is_paused FROM automation_lease WHERE name = ?", (AUTOMATION,))
        return row is not None and bool(row[0])

    def holder(self, *, now: datetime) -> LeaseState | None:
        """Return who holds the automation, ``None`` if nobody alive does. ``is_mine`` says nothing here."""
        row = self._database.row(
            "SELECT owner, lease_until FROM automation_lease WHERE name = ?", (AUTOMATION,)
        )
        if row is None or not is_lease_live(row[1], now):
            return None
        return LeaseState(row[0], from_utc_text(row[1]), is_mine=False)

    def release(self, owner: str, *, now: datetime) -> None:
        """Give the automation up, so that another program need not wait."""
        self._database.run(
            "UPDATE automation_lease SET lease_until = ? WHERE name = ? AND owner = ?",
            (to_utc_text(now), AUTOMATION, owner),
        )
