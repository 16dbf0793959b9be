"""One pace for all programs that share a database, on top of the queue each of them keeps for itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.orchestration.rate_limit import RateLimiter
from metarr_desktop.store import Store

log = logging.getLogger(__name__)


class SharedPace:
    """A ``RequestGate`` behind a :class:`RateLimiter`: whoever has got through takes a turn from the database.

    The limiter decides who of this program goes next, users first, and lets nobody else through before the turn
    taken has come: a program holds one turn at a time, so the queues of several programs stay their own.

    Args:
        now: aware time. The machine's own clock and not the program's idea of the date: other programs read it.
        sleep: waits for the turn.
    """

    def __init__(
        self,
        limiter: RateLimiter,
        store: Store,
        provider: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limiter = limiter
        self._store = store
        self._provider = provider
        self._now = now
        self._sleep = sleep

    async def enter(self, priority: Priority) -> None:
        """Wait for a turn in this program, then for one among all programs."""
        await self._limiter.enter(priority)
        spacing_s = self._limiter.spacing_s
        try:
            turn = await self._store.run(self._take, spacing_s)
        except StoreError as error:  # alone this program keeps the limit; a locked database must not stop it
            log.warning("The pace of %s is not shared with other programs: %s", self._provider, error)
            return
        wait_s = (turn - self._now()).total_seconds()
        if wait_s > 0:
            self._limiter.hold(wait_s + spacing_s)
            await self._sleep(wait_s)

    def _take(self, spacing_s: float) -> datetime:
        return self._store.turns.take(self._provider, timedelta(seconds=spacing_s), now=self._now())
