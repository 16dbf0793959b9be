"""Requests to and answers of ``ProviderCacheManager.fetch_assets``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from metarr_desktop.domain.asset import AssetType, ProviderImage, ProviderVideo
from metarr_desktop.domain.entity import EntityKey, EntityMetadata, ExternalIds

MAX_AGE = timedelta(days=7)
"""Life of provider data; default and ceiling of ``FetchRequest.max_age``. Exactly this old is stale."""


class Priority(StrEnum):
    """Who waits: a person at the window, or nobody."""

    USER = "user"
    AUTOMATION = "automation"


class Consumer(StrEnum):
    """Who asked, for the statistics."""

    MANUAL = "manual"
    BROWSER = "browser"
    ENRICHMENT = "enrichment"
    SCHEDULED = "scheduled"
    WEBHOOK = "webhook"
    CLI = "cli"


class Outcome(StrEnum):
    """How asking one provider ended."""

    OK = "ok"
    EMPTY = "empty"
    NOT_FOUND = "not_found"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"

    @property
    def is_success(self) -> bool:
        """The provider answered and the answer is remembered for seven days."""
        return self in (Outcome.OK, Outcome.EMPTY, Outcome.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class ProviderOutcome:
    """How one provider fared in one call.

    Attributes:
        outcome: see :class:`Outcome`; a fresh provider that was not asked is ``OK``, ``was_asked`` false.
        error_kind: ``MetarrError.kind`` of the failure, or the reason of a skip: ``no_id``, ``resting``,
            ``paused``, ``refused``, ``disabled``.
        message: one sentence for a person; empty on plain success.
        retry_at: when it will be asked again by itself, aware UTC.
        item_count: pictures and trailers received (or results, for a search).
        dropped: malformed items left out of the answer.
        elapsed_s: wall time of asking.
    """

    provider: str
    outcome: Outcome
    error_kind: str = ""
    message: str = ""
    retry_at: datetime | None = None
    item_count: int = 0
    dropped: int = 0
    elapsed_s: float = 0.0
    was_asked: bool = True


class ProgressState(StrEnum):
    """What a provider chip shows while a call runs."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    RETRYING = "retrying"
    DONE = "done"
    EMPTY = "empty"
    NOT_FOUND = "not_found"
    SKIPPED = "skipped"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    FRESH = "fresh"

    @property
    def is_final(self) -> bool:
        return self not in (
            ProgressState.QUEUED,
            ProgressState.RUNNING,
            ProgressState.WAITING,
            ProgressState.RETRYING,
        )


@dataclass(frozen=True, slots=True)
class ProviderProgress:
    """One step of one provider.

    ``attempt``/``attempts`` while retrying ("retrying 2 of 3"); ``wait_s`` while waiting for a limit or
    between tries; ``item_count`` when done; ``message`` a sentence for a person.
    """

    provider: str
    state: ProgressState
    attempt: int = 1
    attempts: int = 1
    wait_s: float | None = None
    item_count: int = 0
    message: str = ""


ProgressCallback = Callable[[ProviderProgress], None]


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What is wanted of the cache.

    Attributes:
        external_ids: fill gaps in what is stored; one that contradicts a stored id is an error.
        asset_types: empty means all types of the entity type (metadata is always included).
        force: ask every provider, whatever is stored.
        max_age: at most seven days; younger data counts as fresh.
        providers: limit to these (``None`` = all enabled), for "Retry TheTVDB" beside a chip.
    """

    key: EntityKey
    external_ids: ExternalIds = field(default_factory=ExternalIds)
    asset_types: tuple[AssetType, ...] = ()
    force: bool = False
    priority: Priority = Priority.USER
    max_age: timedelta = MAX_AGE
    consumer: Consumer = Consumer.MANUAL
    providers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ProviderData:
    """Everything stored of one provider for the requested types.

    ``images`` and ``videos`` by type, in the order of the store; ``fetched_at`` the oldest success among the
    returned pairs; ``is_stale`` when these rows are kept from an earlier success than the call wanted.
    """

    metadata: EntityMetadata | None = None
    images: Mapping[AssetType, tuple[ProviderImage, ...]] = field(default_factory=dict)
    videos: Mapping[AssetType, tuple[ProviderVideo, ...]] = field(default_factory=dict)
    fetched_at: datetime | None = None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class FetchMetadata:
    """How the call went; every needed provider is in exactly one of the four lists.

    ``skipped_providers`` maps a provider to its reason in words.
    """

    fetched_at: datetime | None
    completed_providers: tuple[str, ...] = ()
    failed_providers: tuple[str, ...] = ()
    timed_out_providers: tuple[str, ...] = ()
    skipped_providers: Mapping[str, str] = field(default_factory=dict)
    outcomes: tuple[ProviderOutcome, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchChanges:
    """What a fetch changed, per asset type: asset ids first stored by it and addresses no longer offered."""

    new_asset_ids: Mapping[AssetType, tuple[int, ...]] = field(default_factory=dict)
    vanished: Mapping[AssetType, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FetchResult:
    """Answer of ``fetch_assets``; equal in structure for a hit and a miss.

    Attributes:
        cached: true only if no provider was asked for this call.
        cache_age: days since the oldest success among the returned pairs; 0.0 after a full fetch, ``None`` if
            there never was one.
        providers: provider name to its data.
        is_saved: false if the store could not be written; the data is still the fresh one.
    """

    cached: bool
    cache_age: float | None
    providers: Mapping[str, ProviderData]
    metadata: FetchMetadata
    changes: FetchChanges = field(default_factory=FetchChanges)
    is_saved: bool = True
