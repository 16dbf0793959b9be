"""What the cache holds and how it fared: values of the statistics page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from metarr_desktop.domain.entity import EntityKey

if TYPE_CHECKING:
    from metarr_desktop.domain.status import CacheStatistics


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """One UTC day of ``fetch_assets`` calls; a day without any has zeros and no shares.

    Attributes:
        hit_rate: hits/(hits+misses), ``None`` without either.
        median_s, p95_s: of provider flights that ended ok or empty that day, ``None`` without any.
        requests: provider to the requests sent to it, searches included.
        failures: (provider, kind) to how many flights failed so; kinds are those of ``ErrorKind``, or ``timed_out``.
    """

    day: date
    hits: int = 0
    misses: int = 0
    forced: int = 0
    joined: int = 0
    hit_rate: float | None = None
    median_s: float | None = None
    p95_s: float | None = None
    requests: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CacheReport:
    """Numbers over some days, and the state of the cache now; every one comes from the one funnel.

    Attributes:
        totals: the measures over these days.
        days: one for each day, the oldest first, without gaps.
        ages: how many pairs (provider, type) are n whole days old, n from 0; the last counts all that are older.
        expiring: for each of the next days from today how many titles have their first pair pass seven days.
        effectiveness: provider to the share of its refetches that brought something new, ``None`` without any.
        titles: titles with anything in the cache.
    """

    totals: CacheStatistics
    days: Sequence[DayNumbers] = ()
    ages: Sequence[int] = ()
    expiring: Sequence[tuple[date, int]] = ()
    effectiveness: Mapping[str, float | None] = field(default_factory=dict)
    titles: int = 0


class PairState(StrEnum):
    """How it stands with what one provider said of one part of a title, by age and by how the last attempt ended.

    Fresh outweighs a failed refetch; of what failed, resting is left alone by automatic work, failed is not any more.
    """

    FRESH = "fresh"
    STALE = "stale"
    RESTING = "resting"
    FAILED = "failed"


class CacheOrder(StrEnum):
    """What the cache table can be sorted by."""

    TITLE = "title"
    PROVIDER = "provider"
    PART = "part"
    ROWS = "rows"
    FETCHED = "fetched"
    EXPIRES = "expires"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class CacheQuery:
    """Which entries, in which order; empty filters let all through.

    ``text`` is looked for in titles, without regard to case; ``part`` is an asset type or "metadata".
    """

    text: str = ""
    provider: str = ""
    part: str = ""
    state: PairState | None = None
    order: CacheOrder = CacheOrder.TITLE
    is_descending: bool = False
    offset: int = 0
    limit: int = 200


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """What one provider said of one part of one title; times are aware UTC.

    Attributes:
        part: an asset type or "metadata".
        rows: pictures or trailers stored from it, and not missing; of metadata 1 if there are any.
        thumbnail_bytes: what their thumbnails take on the disk.
        expires_at: when it will be seven days old; ``None`` if it never succeeded.
        message: what the last attempt said, for a person; empty if it was answered.
    """

    key: EntityKey
    title: str
    provider: str
    part: str
    rows: int
    state: PairState
    fetched_at: datetime | None = None
    expires_at: datetime | None = None
    outcome: str = ""
    message: str = ""
    thumbnail_bytes: int = 0

    @property
    def pair(self) -> CachePair:
        return CachePair(self.key, self.provider, self.part)


@dataclass(frozen=True, slots=True)
class CachePair:
    """Names an entry."""

    key: EntityKey
    provider: str
    part: str


@dataclass(frozen=True, slots=True)
class CachePage:
    """The entries asked for, and how many there are in all."""

    total: int
    entries: tuple[CacheEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class CacheSizes:
    """What the cache takes, bytes; ``database`` is ``None`` where that is on a server."""

    pairs: int = 0
    rows: int = 0
    failed: int = 0
    database: int | None = None
    thumbnails: int = 0
    thumbnail_files: int = 0
    originals: int = 0


class CacheCare(Protocol):
    """Looks after the cache. What a person chose, locked or rejected, and the history, is never touched."""

    async def report(self, days: int = 30) -> CacheReport: ...

    async def entries(self, query: CacheQuery) -> CachePage: ...

    async def sizes(self) -> CacheSizes: ...

    async def forget(self, pairs: Sequence[CachePair]) -> str:
        """Forget what these providers said; the next fetch asks anew. Returns one sentence of what was done."""
        ...

    async def forget_failed(self) -> str:
        """Forget failed attempts, so that nothing rests any longer; returns one sentence."""
        ...

    async def compact(self) -> str:
        """Give the room of deleted rows back; returns one sentence. Other work may wait for it."""
        ...

    async def clear_thumbnails(self) -> str:
        """Delete all small pictures; they are loaded again when they are looked at. Returns one sentence."""
        ...
