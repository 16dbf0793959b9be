"""Counts requests to the services: for the lamps at once, for the statistics in small batches.

What counts is every HTTP request to a service's interface: each try of a repeated one, logins, each step of a
redirection (the Cover Art Archive sends us twice), and the tests of keys. Downloads of pictures do not.
"""

from __future__ import annotations

import asyncio
from collections import Counter

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.store import Store

_FLUSH_AFTER_S = 1.0


class RequestCounter:
    """The ``on_request`` hook of the HTTP clients; belongs to the event loop.

    A request every fifty milliseconds must not cost a transaction each, so counts are written once a second and at
    the end. The lamps then take over what the store has: requests of earlier runs and of other programs, too.
    """

    def __init__(self, store: Store, health: ProviderHealth) -> None:
        self._store = store
        self._health = health
        self._waiting: Counter[str] = Counter()
        self._flusher: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    def count(self, provider: str) -> None:
        """Note one request that is being sent to *provider*."""
        self._health.request_sent(provider)
        self._waiting[provider] += 1
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.get_running_loop().create_task(self._flush_later(), name="count requests")

    async def flush(self) -> None:
        """Write what is not written yet. A full disk does not matter here: it is tried again with the next ones."""
        async with self._lock:
            counted, self._waiting = self._waiting, Counter()
            try:
                stored = await self._store.run(self._write, counted)
            except StoreError:  # the person hears of it from what they do themselves
                self._waiting.update(counted)
                return
            self._health.set_requests_today(Counter(stored) + self._waiting)

    async def close(self) -> None:
        """Write what is not written yet."""
        if self._flusher is not None:
            self._flusher.cancel()
            await asyncio.gather(self._flusher, return_exceptions=True)
        await self.flush()

    async def _flush_later(self) -> None:
        while self._waiting:
            await asyncio.sleep(_FLUSH_AFTER_S)
            await asyncio.shield(asyncio.ensure_future(self.flush()))

    def _write(self, counted: Counter[str]) -> dict[str, int]:
        statistics = self._store.statistics
        with self._store.transaction():
            for provider, amount in counted.items():
                statistics.count_requests(provider, amount)
            return statistics.requests_today()
