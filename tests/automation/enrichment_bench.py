"""Enrichment over a real store and real files; only the providers and the network of pictures are scripted."""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from metarr_desktop.artwork.originals import MAX_KEPT_BYTES, Originals
from metarr_desktop.automation.enrichment import Enrichment
from metarr_desktop.automation.enrichment_jobs import EnrichmentJobs
from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.planning import Planner
from metarr_desktop.automation.proposals import ProposalReview
from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType, CachedAsset, ProviderImage
from metarr_desktop.domain.enrichment import EnrichedTitle
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.fetch import FetchMetadata, FetchRequest, FetchResult, ProviderOutcome
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.scoring import ScoringContext, score_image
from metarr_desktop.domain.selection import AutomationMode
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image

POSTER, FANART = AssetType.POSTER, AssetType.FANART
SELECTING = dict.fromkeys(AssetType, AutomationMode.SELECT)
CONTEXT = ScoringContext(original_language="en", provider_order=("tmdb", "fanart_tv"))


@lru_cache(maxsize=64)
def picture(width: int = 1000, height: int = 1500, seed: int = 1, kind: str = "JPEG") -> bytes:
    """Return a file of this size; pictures of different seeds look different."""
    chance = random.Random(seed)
    small = Image.frombytes("L", (8, 8), bytes(chance.randrange(256) for _ in range(64)))
    out = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).convert("RGB").save(out, kind)
    return out.getvalue()


BROKEN = ThumbnailUnavailable("What the service sent is no picture.", is_permanent=True)
LATE = ThumbnailUnavailable("images.example did not send the picture in time.")


def liked(name: str, likes: int, asset_type: AssetType = POSTER, **values: Any) -> ProviderImage:
    """Return what Fanart.tv would offer, with so many likes."""
    return an_image(name, asset_type, metadata={"likes": likes}, **values)


@dataclass(frozen=True)
class _Body:
    data: bytes


@dataclass
class Network:
    """Has a picture of the stated size at every address, unless a test says otherwise by the address's last part."""

    files: dict[str, bytes] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    broken: dict[str, ThumbnailUnavailable] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_down: bool = False
    before: Callable[[str], Any] | None = None

    async def download(self, url: str, *, max_bytes: int) -> _Body:
        name = url.rsplit("/", 1)[-1]
        self.asked.append(name)
        await asyncio.sleep(0)
        if self.before is not None:
            await self.before(name)
        if self.is_down:
            raise ThumbnailUnavailable("images.example cannot be reached. Check the network connection.")
        if name in self.broken:
            raise self.broken[name]
        return _Body(self.files.get(name) or picture(*self.sizes[name], seed=sum(name.encode())))


@dataclass
class Cache:
    """Stands in for the cache manager: everything is fresh, or nobody answers."""

    error: Exception | None = None
    requests: list[FetchRequest] = field(default_factory=list)
    outcomes: tuple[ProviderOutcome, ...] = ()

    async def fetch_assets(self, request: FetchRequest, *, on_progress: Any = None) -> FetchResult:
        self.requests.append(request)
        if self.error is not None:
            raise self.error
        return FetchResult(True, 0.0, {}, FetchMetadata(None, outcomes=self.outcomes))

    async def search(self, request: Any, *, on_update: Any = None) -> Any:
        raise NotImplementedError

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> list[CachedAsset]:
        raise NotImplementedError


class EnrichmentBench:
    """A store with Inception, and everything around it."""

    def __init__(self, folder: Path, store: Store, clock: FakeClock) -> None:
        self.file = folder / "metarr.sqlite3"
        self.originals = folder / "originals"
        self.store, self.clock = store, clock
        self.network, self.cache = Network(), Cache()
        self.preferences = Preferences(("tmdb", "fanart_tv"))
        self.curator = Curator(store)
        self.keep_at_most(MAX_KEPT_BYTES)
        self.queue = StoredJobQueue(store, clock)
        self.quiet: datetime | None = None
        self.is_paused = False
        self.proposals = ProposalReview(store, self.curator, lambda: self.preferences.several)

    @property
    def jobs(self) -> EnrichmentJobs:
        """Enrichment as jobs, made anew as by a program that starts."""
        return EnrichmentJobs(
            self.enrichment, self.store, self.queue, clock=self.clock, quiet_until=self._quiet_until,
            is_paused=lambda: self.is_paused,
        )  # fmt: skip

    async def _quiet_until(self) -> datetime | None:
        return self.quiet

    def keep_at_most(self, max_bytes: int) -> None:
        """Bound the originals that no selected picture needs."""
        self.enrichment = Enrichment(
            self.cache, self.store, self.curator,
            Originals(self.store, self.network, self.originals, max_bytes=max_bytes),
            Planner(self.store, lambda: self.preferences), lambda: lambda language: CONTEXT,
            on_decided=lambda key: self.proposals.renewed(key),
        )  # fmt: skip

    def prefer(self, **changes: Any) -> None:
        self.preferences = replace(self.preferences, **changes)

    def offer(self, *pictures: Any, provider: str = "tmdb", key: EntityKey = MOVIE) -> None:
        """Store what *provider* offers, scored by what it states."""
        scores = {(each.asset_type, each.url): score_image(each, provider, CONTEXT) for each in pictures}
        self.network.sizes |= {
            each.url.rsplit("/", 1)[-1]: (each.width or 1000, each.height or 1500) for each in pictures
        }
        answer = an_answer(*pictures, provider=provider, key=key, scores=scores, now=self.clock())
        self.store.call(self.store.answers.save, answer)

    async def enrich(self, key: EntityKey = MOVIE, **options: Any) -> EnrichedTitle:
        return await self.enrichment.enrich(key, **options)

    def assets(self, asset_type: AssetType = POSTER, key: EntityKey = MOVIE) -> dict[str, CachedAsset]:
        """Return what is stored of one type, by the last part of its address."""
        rows = self.store.call(self.store.assets.list, key, asset_type)
        return {row.url.rsplit("/", 1)[-1]: row for row in rows}

    def selected(self, asset_type: AssetType = POSTER, key: EntityKey = MOVIE) -> list[str]:
        """Return what is selected of one type, in its order."""
        chosen = [
            (each.selection_order, name)
            for name, each in self.assets(asset_type, key).items()
            if each.is_selected
        ]
        return [name for _, name in sorted(chosen)]

    def names(self, choices: Iterable[Any]) -> list[str]:
        """Return the pictures of a report by the last part of their addresses."""
        return [
            self.store.call(self.store.assets.get, each.asset_id)[1].url.rsplit("/", 1)[-1]
            for each in choices
        ]


@contextmanager
def an_enrichment_bench(folder: Path) -> Iterator[EnrichmentBench]:
    clock = FakeClock()
    with a_store(folder, clock) as store:
        an_entity(store)
        yield EnrichmentBench(folder, store, clock)
