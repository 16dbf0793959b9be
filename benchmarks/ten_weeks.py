"""Ten weeks of weekly updates in a simulated time: real store, runner and schedule, no network.

The cache manager is the real one over a scripted provider, or, for ten thousand titles, one that keeps the time of
each fetch and nothing else: the schedule sees the same of both.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from metarr_desktop.automation.change_news import ChangeNews
from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.automation.schedule import TIMEOUT, UpdateSchedule
from metarr_desktop.cache_manager import ProviderCacheManager
from metarr_desktop.domain.asset import AssetType, CachedAsset, ProviderImage
from metarr_desktop.domain.entity import EntityKey, EntityMetadata, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchMetadata, FetchRequest, FetchResult, Outcome, ProgressCallback
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.domain.jobs import JobKind
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.provider import METADATA, AnswerGroup, Deadlines, ProviderInfo
from metarr_desktop.domain.schedule import TitleAge
from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchUpdate
from metarr_desktop.orchestration.fetch_orchestrator import FetchOrchestrator
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer
from metarr_desktop.store import Store

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAYS = 70
REQUEST_S = 1.0
"""Time a request takes, which is also how long a run goes on."""
_INFO = ProviderInfo(
    name="scripted",
    title="Scripted",
    answers={EntityType.MOVIE: (AnswerGroup("all", frozenset({METADATA, "poster"})),)},
    id_kinds={EntityType.MOVIE: ("tmdb",)},
    requests_per_s=1e6,
    deadlines=Deadlines(10.0, 60.0),
)


class _Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class _Provider:
    """Answers every film with one poster; each request takes a second of the simulated time."""

    info = _INFO

    def __init__(self, clock: _Clock) -> None:
        self.requests = 0
        self._clock = clock

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer:
        self.requests += 1
        self._clock.now += timedelta(seconds=REQUEST_S)
        url = f"https://images.example/{request.id_value}.jpg"
        image = ProviderImage(AssetType.POSTER, url=url, thumb_url=url, width=1000, height=1500)
        return ProviderAnswer(Outcome.OK, metadata=EntityMetadata(title="Film"), images=(image,))


class _TimesOnly:
    """Keeps when a title was fetched, by the same rule of freshness, a tenth as dear as an answer."""

    def __init__(self, store: Store, provider: _Provider, clock: _Clock) -> None:
        self._store = store
        self._provider = provider
        self._clock = clock

    async def fetch_assets(
        self, request: FetchRequest, *, on_progress: ProgressCallback | None = None
    ) -> FetchResult:
        return await self._store.run(self._fetch, request)

    def _fetch(self, request: FetchRequest) -> FetchResult:
        store, now = self._store, self._clock()
        if store.fetches.revision(request.key) is None:
            store.entities.create(
                entity_type=request.key.entity_type, entity_id=request.key.entity_id, title="Film",
                external_ids=request.external_ids,
            )  # fmt: skip
        record = store.fetches.records(request.key).get((_INFO.name, "poster"))
        known = record.last_success_at if record else None
        is_fresh = known is not None and now - known < request.max_age
        if not is_fresh:
            self._provider.requests += 1
            self._clock.now += timedelta(seconds=REQUEST_S)
            basis = FetchBasis("tmdb", str(request.key.entity_id))
            store.fetches.save_success(
                request.key,
                0,
                _INFO.name,
                "poster",
                outcome=Outcome.EMPTY,
                item_count=0,
                basis=basis,
                now=now,
            )
        return FetchResult(is_fresh, 0.0, {}, FetchMetadata(now))

    async def search(self, request: SearchRequest, *, on_update: SearchUpdate | None = None) -> SearchReport:
        return SearchReport(request, is_complete=True)

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> list[CachedAsset]:
        return []


class _NoSearch:
    async def search(self, request: SearchRequest, on_update: SearchUpdate | None = None) -> SearchReport:
        return SearchReport(request, is_complete=True)


@dataclass
class TenWeeks:
    """What happened: requests of each day, and the greatest age any title had at any moment."""

    titles: int
    requests: list[int] = field(default_factory=list)
    oldest: timedelta = timedelta()

    @property
    def share_of_nightly(self) -> float:
        """Requests compared with those of a run that asks for every title every night."""
        return sum(self.requests) / (len(self.requests) * self.titles)

    def unevenness(self, since_day: int) -> float:
        """Return how far the busiest or idlest day from *since_day* on is from the mean of those days, 0 to 1."""
        days = self.requests[since_day:]
        mean = sum(days) / len(days)
        return max(max(days) - mean, mean - min(days)) / mean


async def live_through(
    folder: Path,
    titles: int,
    *,
    days: int = DAYS,
    seed: int = 1,
    spread_days: float = 0.0,
    with_answers: bool = False,
    run_now_at: Sequence[float] = (),
) -> TenWeeks:
    """Fetch *titles* films, then start the machine once a day, one hour sooner or later, for *days* days.

    Args:
        spread_days: the library was fetched over so many days before the start; 0 is in one evening.
        with_answers: use the real cache manager, which stores answers.
        run_now_at: hours of the day, UTC, at which a person runs the updates besides; one of them each third day.
    """
    chance, clock = random.Random(seed), _Clock()
    store = Store.open(str(folder / "metarr.db"), clock=clock)
    provider = _Provider(clock)
    health = ProviderHealth([_INFO], clock=clock)
    try:
        cache: ProviderCache = _TimesOnly(store, provider, clock)
        if with_answers:
            orchestrator = FetchOrchestrator(ProviderCaller(health))
            cache = ProviderCacheManager(store, lambda: [provider], orchestrator, _NoSearch(), clock=clock)
        await _fetch_all(cache, clock, titles, spread_days)
        lived = TenWeeks(titles)
        queue = StoredJobQueue(store, clock)
        for day in range(days):
            clock.now = START + timedelta(days=day, hours=chance.uniform(-1, 1))
            await _look(store, clock, lived)
            before = provider.requests
            await _start_machine(store, queue, cache, clock)
            if run_now_at and day % 3 == 0:
                clock.now = clock.now.replace(hour=0, minute=0) + timedelta(hours=chance.choice(run_now_at))
                await _start_machine(store, queue, cache, clock, is_asked_for=True)
            lived.requests.append(provider.requests - before)
            await _look(store, clock, lived)
        return lived
    finally:
        health.close()
        await store.close()


async def _fetch_all(cache: ProviderCache, clock: _Clock, titles: int, spread_days: float) -> None:
    evening = START - timedelta(hours=14)
    for number in range(1, titles + 1):
        span = timedelta(days=spread_days) or timedelta(hours=2)
        clock.now = evening - span * (1 - number / titles)
        key = EntityKey(EntityType.MOVIE, number)
        await cache.fetch_assets(FetchRequest(key, ExternalIds(tmdb=number)))


async def _start_machine(
    store: Store, queue: StoredJobQueue, cache: ProviderCache, clock: _Clock, *, is_asked_for: bool = False
) -> None:
    """Do what a program does that is started, looks after everything that is due, and ends."""
    nobody: Mapping[str, int] = MappingProxyType({})
    runner = JobRunner(store, queue, clock=clock, monotonic=lambda: clock().timestamp(), poll_s=0.005)
    schedule = UpdateSchedule(
        store, queue, cache, clock=clock, providers=lambda: frozenset({_INFO.name}),
        requests_today=lambda: nobody, news=ChangeNews(store, dict), zone=UTC,
    )  # fmt: skip
    runner.register(JobKind.UPDATE, schedule.run, timeout=TIMEOUT)
    runner.on_tick(schedule.tick)
    if (await schedule.state()).next_run_at is None:
        await schedule.tick()
        await store.run(_due_at_once, store, clock)
    if is_asked_for:
        await schedule.run_now()
    try:
        await runner.run_due()
    finally:
        await runner.stop()


def _due_at_once(store: Store, clock: _Clock) -> None:
    settings = store.schedules.get("update").settings
    store.schedules.save_settings("update", settings, next_run_at=clock())


async def _look(store: Store, clock: _Clock, lived: TenWeeks) -> None:
    known: list[TitleAge] = await store.run(store.schedules.ages, frozenset({_INFO.name}), now=clock())
    lived.oldest = max(
        lived.oldest, *(clock() - title.fetched_at for title in known if title.fetched_at is not None)
    )
