"""A fake of the cache's care: thirty days of a library of 212 titles, or nothing at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from metarr_desktop.domain.cache_report import (
    CacheEntry,
    CacheOrder,
    CachePage,
    CachePair,
    CacheQuery,
    CacheReport,
    CacheSizes,
    DayNumbers,
    PairState,
)
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.status import CacheStatistics
from tests.fakes.values import NOW

_TITLES = (
    "Alien", "Amélie", "Arrival", "Blade Runner", "Casablanca", "Chinatown", "Dune", "Fargo", "Gravity", "Heat",
    "Inception", "Jaws", "Kes", "Memento", "Metropolis", "Moon", "Nosferatu", "Parasite", "Psycho", "Ran",
    "Rashomon", "Stalker", "Suspiria", "The Third Man",
)  # fmt: skip
_PARTS = {
    "tmdb": ("metadata", "poster", "fanart", "clearlogo", "trailer"),
    "fanart_tv": ("poster", "fanart", "clearart", "discart", "banner"),
}
_EXPIRING = (12, 38, 21, 44, 27, 33, 37)


def _a_day(day: date, number: int) -> DayNumbers:
    """Numbers of one day that look like those of a library in use; each seventh day nothing was asked."""
    if number % 7 == 3:
        return DayNumbers(day)
    wave = (number * 37) % 11
    misses, hits = 4 + wave, 60 + number * 3 - wave * 2
    failures = {("fanart_tv", "unreachable"): 2} if number % 9 == 0 else {}
    if number % 5 == 0:
        failures[("tmdb", "timed_out")] = 1 + wave // 4
    return DayNumbers(
        day,
        hits=hits,
        misses=misses,
        forced=number % 4,
        joined=wave // 3,
        hit_rate=hits / (hits + misses),
        median_s=0.21 + wave / 40,
        p95_s=0.9 + wave / 8,
        requests={"tmdb": 40 + wave * 6, "fanart_tv": 22 + wave * 2},
        failures=failures,
    )


def a_report(days: int = 30) -> CacheReport:
    """So many days up to ``NOW``; totals are the sums of the days."""
    today = NOW.date()
    each = [_a_day(today - timedelta(days=days - 1 - number), number) for number in range(days)]
    hits, misses = sum(day.hits for day in each), sum(day.misses for day in each)
    totals = CacheStatistics(
        hits=hits,
        misses=misses,
        forced=sum(day.forced for day in each),
        joined=sum(day.joined for day in each),
        hit_rate=hits / (hits + misses) if hits + misses else None,
        average_fetch_seconds=0.42,
        p95_fetch_seconds=1.8,
        reliability={"tmdb": 0.994, "fanart_tv": 0.961},
        ttl_effectiveness=0.18,
        requests_today=dict(each[-1].requests) if each else {},
        entities=212,
        assets=18_420,
    )
    ages = (310, 280, 296, 250, 301, 288, 260, 12, 9, 4, 2, 1, 0, 3, 6)
    expiring = [(today + timedelta(days=number), titles) for number, titles in enumerate(_EXPIRING)]
    return CacheReport(totals, each, ages, expiring, {"tmdb": 0.22, "fanart_tv": 0.09, "tvdb": None}, 212)


def an_empty_report(days: int = 30) -> CacheReport:
    """A program that was never asked anything: days with zeros, measures without data."""
    today = NOW.date()
    each = [DayNumbers(today - timedelta(days=days - 1 - number)) for number in range(days)]
    expiring = [(today + timedelta(days=number), 0) for number in range(7)]
    return CacheReport(CacheStatistics(), each, (0,) * 15, expiring)


def some_entries() -> list[CacheEntry]:
    """Each title with what two providers said of five parts; a few stale, resting and failed ones."""
    entries = []
    for title_number, title in enumerate(_TITLES):
        key = EntityKey(EntityType.MOVIE, 1001 + title_number)
        for provider, parts in _PARTS.items():
            fetched_at = NOW - timedelta(days=(title_number * 5) % 9, hours=title_number)
            for number, part in enumerate(parts):
                entry = CacheEntry(
                    key, title, provider, part, (title_number * 7 + number * 3) % 40, PairState.FRESH, fetched_at,
                    fetched_at + timedelta(days=7), "ok", thumbnail_bytes=number * 41_000,
                )  # fmt: skip
                entries.append(_in_some_state(entry, title_number + number))
    return entries


def _in_some_state(entry: CacheEntry, number: int) -> CacheEntry:
    assert entry.fetched_at is not None
    changes: dict[str, object] = {}
    if NOW - entry.fetched_at >= timedelta(days=7):
        changes = {"state": PairState.STALE}
    if entry.provider == "fanart_tv" and number % 11 == 0:
        changes = {
            "state": PairState.RESTING,
            "outcome": "timed_out",
            "message": "Fanart.tv did not answer in time.",
        }
    if entry.provider == "tmdb" and number % 13 == 5:
        changes = {
            "state": PairState.FAILED, "outcome": "failed", "message": "TMDB answered with an error (500).",
            "fetched_at": None, "expires_at": None, "rows": 0,
        }  # fmt: skip
    values = {name: getattr(entry, name) for name in entry.__slots__}
    return CacheEntry(**{**values, **changes})


_SORTED_BY: dict[CacheOrder, Callable[[CacheEntry], object]] = {
    CacheOrder.TITLE: lambda entry: entry.title.casefold(),
    CacheOrder.PROVIDER: lambda entry: entry.provider,
    CacheOrder.PART: lambda entry: entry.part,
    CacheOrder.ROWS: lambda entry: entry.rows,
    CacheOrder.FETCHED: lambda entry: entry.fetched_at.timestamp() if entry.fetched_at else 0.0,
    CacheOrder.EXPIRES: lambda entry: entry.expires_at.timestamp() if entry.expires_at else 0.0,
    CacheOrder.STATE: lambda entry: entry.state,
}


_SIZES = CacheSizes(240, 18_420, 9, 84_000_000, 312_000_000, 9_411, 1_204_000_000)


@dataclass
class FakeCacheCare:
    """Thirty days and 240 entries; ``FakeCacheCare.empty()`` has none. ``error`` is raised by every call.

    ``gate`` holds all calls back; ``forgotten``, ``queries`` and ``done`` tell what was asked of it.
    """

    report_of: Callable[[int], CacheReport] = a_report
    held: list[CacheEntry] = field(default_factory=some_entries)
    size: CacheSizes = _SIZES
    error: Exception | None = None
    queries: list[CacheQuery] = field(default_factory=list)
    forgotten: list[CachePair] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    @classmethod
    def empty(cls) -> FakeCacheCare:
        """The care of a program that was never asked anything."""
        return cls(an_empty_report, [], CacheSizes(database=4096))

    async def report(self, days: int = 30) -> CacheReport:
        await self._pass()
        return self.report_of(days)

    async def entries(self, query: CacheQuery) -> CachePage:
        await self._pass()
        self.queries.append(query)
        found = [entry for entry in self.held if _matches(entry, query)]
        found.sort(key=lambda entry: (entry.title, entry.provider, entry.part))
        found.sort(key=_SORTED_BY[query.order], reverse=query.is_descending)
        return CachePage(len(found), tuple(found[query.offset : query.offset + query.limit]))

    async def sizes(self) -> CacheSizes:
        await self._pass()
        return self.size

    async def forget(self, pairs: Sequence[CachePair]) -> str:
        await self._pass()
        self.forgotten += pairs
        self.held = [entry for entry in self.held if entry.pair not in pairs]
        count = len(pairs)
        return f"Forgot {count} {'answer' if count == 1 else 'answers'}; the next fetch asks anew."

    async def forget_failed(self) -> str:
        await self._pass()
        resting = (PairState.RESTING, PairState.FAILED)
        self.held = [entry for entry in self.held if entry.state not in resting]
        return self._did("forget failed", "Forgot 9 failed attempts; nothing rests any longer.")

    async def compact(self) -> str:
        await self._pass()
        return self._did("compact", "The database is 12 MB smaller.")

    async def clear_thumbnails(self) -> str:
        await self._pass()
        return self._did("clear thumbnails", "Deleted 9,411 small pictures, 312 MB.")

    def _did(self, what: str, sentence: str) -> str:
        self.done.append(what)
        return sentence

    async def _pass(self) -> None:
        await self.gate.wait()
        if self.error is not None:
            raise self.error


def _matches(entry: CacheEntry, query: CacheQuery) -> bool:
    return (
        query.text.casefold() in entry.title.casefold()
        and query.provider in ("", entry.provider)
        and query.part in ("", entry.part)
        and query.state in (None, entry.state)
    )
