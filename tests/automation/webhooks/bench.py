"""A store that hears webhooks, without a socket: bodies go in, jobs are done here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from metarr_desktop.automation.webhooks.follow_up import WebhookFollowUp
from metarr_desktop.automation.webhooks.inbox import Delivery, WebhookInbox
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import Entity, EntityKey
from metarr_desktop.domain.fetch import FetchChanges, FetchMetadata, FetchRequest, FetchResult
from metarr_desktop.domain.jobs import Job, JobProgress, JobState
from metarr_desktop.domain.path_mapping import PathMapping
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSource
from metarr_desktop.store import Store
from tests.builders import FakeClock, a_store

RADARR, SONARR, LIDARR = WebhookSource.RADARR, WebhookSource.SONARR, WebhookSource.LIDARR


@dataclass
class Cache:
    """Stands in for the cache manager: brings two posters, or fails."""

    error: Exception | None = None
    requests: list[FetchRequest] = field(default_factory=list)

    async def fetch_assets(self, request: FetchRequest, *, on_progress: Any = None) -> FetchResult:
        self.requests.append(request)
        if self.error is not None:
            raise self.error
        changes = FetchChanges({AssetType.POSTER: (1, 2)})
        return FetchResult(False, 0.0, {}, FetchMetadata(None), changes)

    async def search(self, request: Any, *, on_update: Any = None) -> Any:
        raise NotImplementedError

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> list[CachedAsset]:
        raise NotImplementedError


class Context:
    def __init__(self) -> None:
        self.latest = JobProgress()

    def progress(self, done: int, total: int, words: str = "") -> None:
        self.latest = JobProgress(done, total, words)


class WebhookBench:
    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        self.cache = Cache()
        self.files: set[str] = set()
        self.paths: tuple[PathMapping, ...] = ()
        self.heard: list[Delivery] = []
        self.inbox = WebhookInbox(store, clock=clock, on_delivery=self.heard.append)
        self.follow_up = WebhookFollowUp(store, self.cache, lambda: self.paths, self.files.__contains__)

    async def take(self, body: Any, source: WebhookSource = RADARR) -> Delivery:
        return await self.inbox.take(source, json.dumps(body).encode())

    async def report(self, body: Any, source: WebhookSource = RADARR) -> dict[str, Any]:
        """Take the event in and do its job; returns the report of the job."""
        delivery = await self.take(body, source)
        assert delivery.job is not None
        return await self.do(delivery.job)

    async def do(self, job: Job) -> dict[str, Any]:
        return dict(await self.follow_up.handle(job, Context()))

    def jobs(self) -> list[Job]:
        return self.store.call(self.store.jobs.find, tuple(JobState), 10_000)

    def events(self) -> list[WebhookEvent]:
        return self.store.call(self.store.webhook_events.latest, 10_000)

    def event(self, number: int = 1) -> WebhookEvent:
        found = self.store.call(self.store.webhook_events.find, number)
        assert found is not None
        return found

    def title(self, key: EntityKey) -> Entity:
        return self.store.call(self.store.entities.get, key)

    def titles(self) -> list[Entity]:
        found: Iterable[list[Entity]] = (
            self.store.call(self.store.entities.all, each) for each in ("movie", "tv", "music")
        )
        return [entity for each in found for entity in each]


@contextmanager
def a_webhook_bench(folder: Path) -> Iterator[WebhookBench]:
    clock = FakeClock()
    with a_store(folder, clock) as store:
        yield WebhookBench(store, clock)


async def soon(look: Any, within_s: float = 10) -> Any:
    """Return what *look* finds, as soon as it is something."""
    async with asyncio.timeout(within_s):
        while not (found := look()):  # noqa: ASYNC110  (what is looked at has no event to wait for)
            await asyncio.sleep(0.005)
    return found
