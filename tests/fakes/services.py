"""Fakes of pictures, providers, numbers, keys, the demo and of the core as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.status import CacheStatistics, Lamp, ProviderStatus
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from tests.fakes.cache import FakeCache, FakeCuration
from tests.fakes.library import FakeLibrary
from tests.fakes.values import FANART_INFO, TMDB_INFO


@dataclass
class FakeThumbnails:
    """Paints a plain colour derived from the address; ``errors`` by address; ``gate`` holds all back."""

    errors: dict[str, Exception] = field(default_factory=dict)
    asked: list[tuple[str, Size]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def load(self, url: str, box: Size) -> Thumbnail:
        self.asked.append((url, box))
        try:
            await asyncio.sleep(0)
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(url)
            raise
        if url in self.errors:
            raise self.errors[url]
        seed = sum(url.encode())
        pixel = bytes((seed * 37 % 200 + 30, seed * 59 % 200 + 30, seed * 83 % 200 + 30, 255))
        return Thumbnail(box.width, box.height, pixel * (box.width * box.height), False, 2000, 3000)


@dataclass
class FakeProviders:
    """TMDB and Fanart.tv, both ready; change ``states`` and call ``changed()``."""

    known: Sequence[ProviderInfo] = (TMDB_INFO, FANART_INFO)
    states: dict[str, ProviderStatus] = field(default_factory=dict)
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def infos(self) -> Sequence[ProviderInfo]:
        return self.known

    def statuses(self) -> Sequence[ProviderStatus]:
        return [
            self.states.get(info.name, ProviderStatus(info.name, Lamp.READY, f"{info.title} answers."))
            for info in self.known
        ]

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(on_change)
        return lambda: self.listeners.remove(on_change)

    def changed(self) -> None:
        for listener in list(self.listeners):
            listener()


@dataclass
class FakeStatistics:
    numbers: CacheStatistics = field(
        default_factory=lambda: CacheStatistics(hits=91, misses=9, hit_rate=0.91)
    )

    async def cache_statistics(self) -> CacheStatistics:
        return self.numbers


@dataclass
class FakeKeys:
    saved: dict[tuple[str, str], str] = field(default_factory=dict)
    error: Exception | None = None

    def is_set(self, provider: str, field: str) -> bool:
        return (provider, field) in self.saved

    async def save(self, provider: str, field: str, value: str) -> None:
        if self.error is not None:
            raise self.error
        self.saved[(provider, field)] = value

    async def test(self, provider: str, values: dict[str, str]) -> str:
        if self.error is not None:
            raise self.error
        return "TMDB accepts this key."


@dataclass
class FakeDemo:
    active: dict[str, str] = field(default_factory=dict)

    def services(self) -> Sequence[str]:
        return ("tmdb", "fanart_tv")

    def faults(self) -> Sequence[tuple[str, str]]:
        return (("hang", "Never answers"), ("unreachable", "Unreachable"))

    def current_fault(self, service: str) -> str | None:
        return self.active.get(service)

    def set_fault(self, service: str, fault: str | None) -> None:
        if fault is None:
            self.active.pop(service, None)
        else:
            self.active[service] = fault


@dataclass
class FakeCore:
    """Everything a window is given; ``demo`` is ``None`` unless a test puts a ``FakeDemo`` there."""

    cache: FakeCache = field(default_factory=FakeCache)
    thumbnails: FakeThumbnails = field(default_factory=FakeThumbnails)
    providers: FakeProviders = field(default_factory=FakeProviders)
    statistics: FakeStatistics = field(default_factory=FakeStatistics)
    keys: FakeKeys = field(default_factory=FakeKeys)
    demo: FakeDemo | None = None
    is_closed: bool = False

    def __post_init__(self) -> None:
        self.curation = FakeCuration(self.cache)
        self.library = FakeLibrary(self.cache)

    async def close(self) -> None:
        self.is_closed = True
