"""Fakes of pictures, providers, numbers, keys, the demo and of the core as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from metarr_desktop.domain.preferences import Preferences, PreferencesChange
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.status import (
    CacheStatistics,
    Lamp,
    ProviderNumbers,
    ProviderReport,
    ProviderStatus,
)
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from tests.fakes.automation import FakeAutomation
from tests.fakes.cache import FakeCache, FakeCuration
from tests.fakes.care import FakeCacheCare
from tests.fakes.library import FakeLibrary
from tests.fakes.pictures import FakeContactSheets, FakeOwnPictures, FakeStacks
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
    disabled: Sequence[ProviderInfo] = ()
    states: dict[str, ProviderStatus] = field(default_factory=dict)
    reports: dict[str, ProviderReport] = field(default_factory=dict)
    tried_again: list[str] = field(default_factory=list)
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def infos(self) -> Sequence[ProviderInfo]:
        return self.known

    def all_infos(self) -> Sequence[ProviderInfo]:
        return (*self.known, *self.disabled)

    def report(self, provider: str) -> ProviderReport:
        info = {info.name: info for info in self.all_infos()}[provider]
        state = self.states.get(provider, ProviderStatus(provider, Lamp.READY, f"{info.title} answers."))
        return self.reports.get(provider, ProviderReport(state, is_enabled=info in self.known))

    def try_again(self, provider: str) -> None:
        self.tried_again.append(provider)

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

    by_provider: dict[str, ProviderNumbers] = field(default_factory=dict)

    async def cache_statistics(self) -> CacheStatistics:
        return self.numbers

    async def provider_numbers(self) -> Mapping[str, ProviderNumbers]:
        return self.by_provider


@dataclass
class FakePreferences:
    """Keeps preferences in memory; ``error`` refuses the next changes."""

    kept: Preferences = field(default_factory=lambda: Preferences(("tmdb", "fanart_tv")))
    error: Exception | None = None
    changes: list[Preferences] = field(default_factory=list)
    text: str = "24 pictures were scored anew."
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def current(self) -> Preferences:
        return self.kept

    def defaults(self) -> Preferences:
        return Preferences(("tmdb", "fanart_tv"))

    async def change(self, preferences: Preferences) -> PreferencesChange:
        if self.error is not None:
            raise self.error
        self.kept = preferences
        self.changes.append(preferences)
        for listener in list(self.listeners):
            listener()
        return PreferencesChange(preferences, 24, self.text)

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self.listeners.append(on_change)
        return lambda: self.listeners.remove(on_change)


@dataclass
class FakeKeys:
    saved: dict[tuple[str, str], str] = field(default_factory=dict)
    error: Exception | None = None
    infos_apart: tuple[ProviderInfo, ...] = ()

    def apart(self) -> Sequence[ProviderInfo]:
        return self.infos_apart

    def is_set(self, provider: str, field: str) -> bool:
        return (provider, field) in self.saved

    def place_of(self, provider: str, field: str) -> str:
        return "in the keyring" if (provider, field) in self.saved else ""

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
    preferences: FakePreferences = field(default_factory=FakePreferences)
    automation: FakeAutomation = field(default_factory=FakeAutomation)
    cache_care: FakeCacheCare = field(default_factory=FakeCacheCare)
    demo: FakeDemo | None = None
    is_closed: bool = False

    def __post_init__(self) -> None:
        self.curation = FakeCuration(self.cache)
        self.library = FakeLibrary(self.cache)
        self.curation.several = lambda: self.preferences.current().several
        self.library.locks = self.curation.locks
        self.stacks = FakeStacks(self.cache)
        self.contact_sheets = FakeContactSheets()
        self.own_pictures = FakeOwnPictures(self.cache, self.curation)

    async def close(self) -> None:
        self.is_closed = True
