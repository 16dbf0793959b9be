"""A cache manager over a real store in a file, scripted providers and a clock the test sets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from metarr_desktop.cache_manager import CacheSettings, ProviderCacheManager
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import Entity, EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest, FetchResult, Priority, ProviderProgress
from metarr_desktop.domain.fetch_record import FetchRecord
from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchUpdate
from metarr_desktop.orchestration.fetch_orchestrator import FetchOrchestrator
from metarr_desktop.orchestration.flights import Flights
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.orchestration.provider_flight import AssetFlights
from metarr_desktop.store import Store
from tests.async_gui import eventually
from tests.orchestration.scripted import ScriptedProvider

MOVIE = EntityKey(EntityType.MOVIE, 1)
IDS = ExternalIds(tmdb=27205, imdb="tt1375666")


class SettableClock:
    def __init__(self) -> None:
        self.now = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **units: float) -> None:
        self.now += timedelta(**units)


class SearchRecorder:
    """Stands in for the search; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[SearchRequest, SearchUpdate | None]] = []

    async def search(self, request: SearchRequest, on_update: SearchUpdate | None = None) -> SearchReport:
        self.asked.append((request, on_update))
        return SearchReport(request, is_complete=True)


class Bench:
    def __init__(self, store: Store, clock: SettableClock, *providers: ScriptedProvider) -> None:
        self.store = store
        self.clock = clock
        self.enabled = list(providers)
        self.settings = CacheSettings()
        self.health = ProviderHealth([provider.info for provider in providers], clock=clock)

        async def at_once(seconds: float) -> None:
            del seconds
            await asyncio.sleep(0)

        self.searcher = SearchRecorder()
        self.flights: AssetFlights = Flights()
        orchestrator = FetchOrchestrator(ProviderCaller(self.health, sleep=at_once))
        self.manager = ProviderCacheManager(
            store, lambda: self.enabled, orchestrator, self.searcher, clock=clock,
            settings=lambda: self.settings, flights=self.flights,
        )  # fmt: skip
        self.events: list[ProviderProgress] = []

    async def fetch(self, *types: AssetType, key: EntityKey = MOVIE, **changes: Any) -> FetchResult:
        values: dict[str, Any] = {"external_ids": IDS, "asset_types": types, **changes}
        return await self.manager.fetch_assets(FetchRequest(key, **values), on_progress=self.events.append)

    async def background(self, *types: AssetType, **changes: Any) -> FetchResult:
        return await self.fetch(*types, priority=Priority.AUTOMATION, **changes)

    async def waited_for_by(self, callers: int) -> None:
        """Return as soon as so many calls wait for the flight of the film at the first service."""
        flight = (MOVIE, self.enabled[0].info.name)
        await eventually(lambda: getattr(self.flights.running(flight), "waiters", 0) == callers)

    def set(self, **changes: Any) -> None:
        self.settings = replace(self.settings, **changes)

    async def records(self) -> Mapping[tuple[str, str], FetchRecord]:
        return await self.store.run(self.store.fetches.records, MOVIE)

    async def entity(self) -> Entity:
        return await self.store.run(self.store.entities.get, MOVIE)

    async def break_writing(self) -> None:
        """From now on the database refuses every change, as a full or read-only disk would."""
        await self.store.run(self.store._database.run, "PRAGMA query_only = ON")

    async def execute(self, statement: str) -> None:
        await self.store.run(self.store._database.run, statement)

    def states_of(self, provider: str) -> list[str]:
        return [event.state.value for event in self.events if event.provider == provider]


@asynccontextmanager
async def a_bench(folder: Path, *providers: ScriptedProvider) -> AsyncIterator[Bench]:
    clock = SettableClock()
    store = Store.open(str(folder / "metarr.db"), clock=clock)
    store.provider_order = tuple(provider.info.name for provider in providers)
    try:
        bench = Bench(store, clock, *providers)
        yield bench
        bench.health.close()
    finally:
        await store.close()
