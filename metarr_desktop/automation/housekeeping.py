"""What is tidied up once a day by the program that does the automatic work."""

from __future__ import annotations

from datetime import date

from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock


class Housekeeping:
    """Forgets counters nobody looks at any more, and rows no provider has offered for 90 days.

    What a person decided anything about stays. Called by the runner every 30 seconds; does its work once a UTC day
    and at the first call.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._done: date | None = None

    async def tick(self) -> None:
        """Tidy up unless that was done today."""
        today = self._clock().date()
        if self._done != today:
            await self._store.run(self._store.statistics.prune)
            await self._store.run(self._store.assets.prune_missing)
            self._done = today
