"""ProviderCacheManager: the single source of truth for everything that comes from providers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import AllProvidersFailed, StoreError
from metarr_desktop.domain.fetch import FetchRequest, FetchResult, ProgressCallback, ProviderOutcome
from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchUpdate
from metarr_desktop.orchestration.fetch_call import CallReport, FetchCall
from metarr_desktop.orchestration.fetch_orchestrator import FetchOrchestrator
from metarr_desktop.orchestration.fetch_plan import CacheSettings, skipped, wanted_parts
from metarr_desktop.orchestration.fetch_result import ResultBuilder
from metarr_desktop.orchestration.provider_flight import AssetFlights, ProviderFlights
from metarr_desktop.orchestration.title_reader import TitleReader
from metarr_desktop.providers.base import AssetProvider
from metarr_desktop.store import Store

log = logging.getLogger(__name__)

__all__ = ["CacheSettings", "ProviderCacheManager"]


class Searcher(Protocol):
    """What the manager needs of ``ProviderOrchestrator``."""

    async def search(self, request: SearchRequest, on_update: SearchUpdate | None = None) -> SearchReport: ...


class ProviderCacheManager:
    """Fetches, searches and reads for windows, automation and command line alike; one per program.

    Belongs to the event loop it is used on; the store does its work on its own thread.

    Args:
        store: where answers are kept.
        providers: returns the enabled providers with artwork or metadata, the user's favourite first; called
            anew for each call, so that a key entered a moment ago counts.
        fetch_orchestrator: asks one provider within limits, deadlines and retries.
        provider_orchestrator: searches all providers.
        clock: aware UTC now.
        settings: returns what the user set at that moment.
        flights: where its requests are under way; whoever builds the program ends them with ``Flights.close``.
    """

    def __init__(
        self,
        store: Store,
        providers: Callable[[], Sequence[AssetProvider]],
        fetch_orchestrator: FetchOrchestrator,
        provider_orchestrator: Searcher,
        *,
        clock: Callable[[], datetime],
        settings: Callable[[], CacheSettings] = CacheSettings,
        flights: AssetFlights | None = None,
    ) -> None:
        self._store = store
        self._providers = providers
        self._health = fetch_orchestrator.health
        self._searcher = provider_orchestrator
        self._clock = clock
        self._settings = settings
        self._reader = TitleReader(store)
        self._flights = ProviderFlights(store, fetch_orchestrator, clock, settings, self._order, flights)

    async def fetch_assets(
        self, request: FetchRequest, *, on_progress: ProgressCallback | None = None
    ) -> FetchResult:
        """Return everything providers have of a title: from the store if fresh, else asked for and stored.

        Each (provider, type) is judged by itself; within seven days nobody is asked. Calls for the same title
        share their requests. A title the library does not have is added.

        Args:
            request: what is wanted; see :class:`FetchRequest`.
            on_progress: told every step of every provider, on the event loop.

        Returns:
            The data of each provider for the requested types, with how each one fared. Rows of a provider that
            failed are the stored ones, marked stale.

        Raises:
            AllProvidersFailed: somebody was asked and nothing needed is fresh; what is stored is untouched.
            IdentityConflict: an id of the request contradicts the stored one.
            InvalidInput: the request names what cannot be.
            asyncio.CancelledError: nobody waits any more; requests that nobody else waits for are cancelled,
                what was saved stays saved.
        """
        wanted_parts(request.key.entity_type, request.asset_types)  # refuses what cannot be, before any work
        started_at, settings = self._clock(), self._settings()
        chosen, unknown = self._choose(request)
        call = FetchCall(
            request, chosen, reader=self._reader, flights=self._flights, health=self._health,
            settings=settings, clock=self._clock, on_progress=on_progress,
        )  # fmt: skip
        report = await call.run()
        types = request.asset_types or ASSET_TYPES[request.key.entity_type]
        snapshot = await self._reader.snapshot(request.key, types)
        result = ResultBuilder(request, report, snapshot, settings, started_at, unknown)
        await self._count(request, report)
        if result.asked() and not result.is_anything_fresh():
            raise AllProvidersFailed(_all_failed(request, result.outcomes()), result.outcomes())
        return result.build()

    async def search(self, request: SearchRequest, *, on_update: SearchUpdate | None = None) -> SearchReport:
        """Return what all providers find, best first; never cached.

        Args:
            request: what to look for.
            on_update: told a whole new report after each provider and each look-up of details.
        """
        return await self._searcher.search(request, on_update)

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> list[CachedAsset]:
        """Return what is stored of one type, best first; never touches the network.

        Rejected pictures are included and flagged; ``[]`` means there is nothing.

        Raises:
            StoreError: the store cannot be read, which is not the same as nothing there.
        """
        return await self._store.run(self._store.assets.list, key, asset_type)

    def _order(self) -> tuple[str, ...]:
        return tuple(info.name for info in self._health.all_infos())  # switched off ones keep their place

    def _choose(self, request: FetchRequest) -> tuple[list[AssetProvider], tuple[ProviderOutcome, ...]]:
        """Return the enabled providers the request is about, and the named ones that are not enabled."""
        enabled = list(self._providers())
        if request.providers is None:
            return enabled, ()
        chosen = [provider for provider in enabled if provider.info.name in request.providers]
        missing = sorted(request.providers - {provider.info.name for provider in chosen})
        return chosen, tuple(skipped(name, "disabled", f"{name} is not switched on.") for name in missing)

    async def _count(self, request: FetchRequest, report: CallReport) -> None:
        """Tell the statistics what kind of call this was; a fault there costs nobody a result."""
        if request.force:
            event = "forced"
        elif report.started:
            event = "miss"
        else:
            event = "joined" if report.joined else "hit"
        log.debug("%s asked for %s (%s): %s", request.consumer, request.key, request.priority, event)
        try:
            await self._store.run(self._store.statistics.count_event, event)
        except StoreError as error:
            log.warning("The statistics could not be written: %s", error)


def _all_failed(request: FetchRequest, outcomes: Sequence[ProviderOutcome]) -> str:
    reasons = " ".join(outcome.message for outcome in outcomes if not outcome.outcome.is_success)
    return f"No provider could give anything for {request.key}. {reasons} What is stored is untouched."
