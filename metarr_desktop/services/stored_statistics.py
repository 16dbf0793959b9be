"""The numbers of the cache and of today, from the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metarr_desktop.domain.status import CacheStatistics, ProviderNumbers
from metarr_desktop.services.request_counter import RequestCounter
from metarr_desktop.store import Store


@dataclass(frozen=True)
class StoredStatistics:
    """Implements the ``Statistics`` port over the store."""

    store: Store
    counter: RequestCounter

    async def cache_statistics(self) -> CacheStatistics:
        await self.counter.flush()
        return await self.store.run(self.store.statistics.summary)

    async def provider_numbers(self) -> Mapping[str, ProviderNumbers]:
        await self.counter.flush()  # the requests of this second, too
        return await self.store.run(self.store.statistics.provider_numbers)
