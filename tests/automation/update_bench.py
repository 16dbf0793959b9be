"""Weekly updates over a real queue, with a cache that is scripted and titles whose ages the test sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from metarr_desktop.automation.change_news import ChangeNews
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.automation.schedule import TIMEOUT, UpdateSchedule
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import (
    FetchChanges,
    FetchMetadata,
    FetchRequest,
    FetchResult,
    Outcome,
    Priority,
    ProgressCallback,
    ProviderOutcome,
)
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.domain.jobs import Job, JobKind
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.schedule import ScheduleSettings
from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchUpdate
from metarr_desktop.providers.base import ChangedWork
from tests.automation.runner_bench import RunnerBench
from tests.orchestration.scripted import an_info

DAY = timedelta(days=1)
NIGHT = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
"""When the first run is due: the bench begins at noon of the day before."""


@dataclass
class Cache:
    """Stands in for the cache manager; keeps what it was asked and fails as it is told."""

    now: Callable[[], datetime]
    requests: list[FetchRequest] = field(default_factory=list)
    failures: dict[int, Exception] = field(default_factory=dict)
    outcomes: Sequence[ProviderOutcome] = ()
    fresh: Sequence[int] = ()
    """Titles of which nothing is old enough to be asked for."""
    on_fetch: Callable[[], object] = lambda: None

    async def fetch_assets(
        self, request: FetchRequest, *, on_progress: ProgressCallback | None = None
    ) -> FetchResult:
        self.requests.append(request)
        self.on_fetch()
        if (failure := self.failures.get(request.key.entity_id)) is not None:
            raise failure
        if request.key.entity_id in self.fresh:
            return FetchResult(True, 0.0, {}, FetchMetadata(self.now()), FetchChanges())
        told = FetchMetadata(self.now(), outcomes=tuple(self.outcomes))
        return FetchResult(False, 0.0, {}, told, FetchChanges({AssetType.POSTER: (1, 2)}))

    async def search(self, request: SearchRequest, *, on_update: SearchUpdate | None = None) -> SearchReport:
        raise AssertionError("updates search nothing")

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> list[CachedAsset]:
        raise AssertionError("updates read nothing")

    @property
    def numbers(self) -> list[int]:
        return [request.key.entity_id for request in self.requests]


@dataclass
class Feed:
    """A feed whose changes the test writes."""

    works: Sequence[ChangedWork] | Exception = ()
    asked: list[datetime] = field(default_factory=list)
    reaches_back: timedelta = 14 * DAY
    info: ProviderInfo = field(default_factory=an_info)

    async def changes(self, since: datetime, until: datetime, *, priority: Priority) -> Sequence[ChangedWork]:
        self.asked.append(since)
        if isinstance(self.works, Exception):
            raise self.works
        return self.works


class Rig:
    """A runner with updates over a library of titles whose ages the test sets."""

    def __init__(self, bench: RunnerBench) -> None:
        self.bench = bench
        self.cache = Cache(bench.clock)
        self.sent: dict[str, int] = {}
        self.feeds: dict[str, Feed] = {}
        self.on = frozenset({"tmdb", "tvdb"})
        self.schedule = UpdateSchedule(
            bench.store, bench.queue, self.cache, clock=bench.clock, providers=lambda: self.on,
            requests_today=lambda: self.sent, news=ChangeNews(bench.store, lambda: self.feeds), zone=UTC,
        )  # fmt: skip
        self.runner: JobRunner = bench.runner()
        self.runner.register(JobKind.UPDATE, self.schedule.run, timeout=TIMEOUT)
        self.runner.on_tick(self.schedule.tick)

    async def library(self, *days: float) -> None:
        """Have titles 1, 2, … whose last success was so many days before the first night."""
        await self.bench.store.run(self._add, days)

    def _add(self, days: Sequence[float]) -> None:
        store = self.bench.store
        for number, age in enumerate(days, start=1):
            entity = store.entities.create(
                entity_type=EntityType.MOVIE, entity_id=number, title="Film",
                external_ids=ExternalIds(tmdb=1000 + number),
            )  # fmt: skip
            store.fetches.save_success(
                entity.key, 0, "tmdb", "poster", outcome=Outcome.EMPTY, item_count=0,
                basis=FetchBasis("tmdb", str(1000 + number)), now=NIGHT - age * DAY,
            )  # fmt: skip

    async def set(self, **changes: Any) -> None:
        await self.schedule.set(replace(ScheduleSettings(), **changes))

    async def start_at(self, moment: datetime) -> Job | None:
        """Start the machine at *moment* and let it do what is due."""
        self.bench.clock.now = moment
        assert await self.runner.run_due()
        return await self.schedule.last_job()

    async def result(self) -> Mapping[str, Any]:
        return (await self.schedule.state()).last_result
