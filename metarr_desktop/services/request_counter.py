"""Counts requests to the services: for the lamps at once, for the statistics in small batches."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.store import Store

_FLUSH_AFTER_S = 1.0


class RequestCounter:
    """The ``on_request`` hook of the HTTP clients; belongs to the event loop.

    A request every fifty milliseconds must not cost a transaction each, so counts are written once a second and at
    the end.
    """

    def __init__(self, store: Store, health: ProviderHealth) -> None:
        self._store = store
        self._health = health
        self._waiting: Counter[str] = Counter()
        self._flusher: asyncio.Task[None] | None = None

    def count(self, provider: str) -> None:
        """Note one request that is being sent to *provider*."""
        self._health.request_sent(provider)
        self._waiting[provider] += 1
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.get_running_loop().create_task(self._flush_later(), name="count requests")

    async def close(self) -> None:
        """Write what is not written yet."""
        if self._flusher is not None:
            self._flusher.cancel()
            await asyncio.gather(self._flusher, return_exceptions=True)
        await self._flush()

    async def _flush_later(self) -> None:
        await asyncio.sleep(_FLUSH_AFTER_S)
        await self._flush()

    async def _flush(self) -> None:
        counted, self._waiting = self._waiting, Counter()
        # A full disk costs a number in the statistics; the person hears of it from what they do themselves.
        with contextlib.suppress(StoreError):
            for provider, amount in counted.items():
                await self._store.run(self._store.statistics.count_requests, provider, amount)
