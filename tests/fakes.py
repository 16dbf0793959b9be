"""In-memory stand-ins for exactly the ports of ``domain/ports.py``, for tests of their consumers.

They keep state as the real ones do where a page depends on it (selections, rejections, identification),
answer from memory, and can be told to fail or to hold back (``gate``).
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from metarr_desktop.domain.asset import ASSET_SHAPES, ASSET_TYPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import (
    Entity,
    EntityKey,
    EntityMetadata,
    EntityType,
    ExternalIds,
    IdentityState,
)
from metarr_desktop.domain.errors import AssetUnknown, EntityUnknown
from metarr_desktop.domain.fetch import (
    FetchMetadata,
    FetchRequest,
    FetchResult,
    Outcome,
    ProgressCallback,
    ProgressState,
    ProviderOutcome,
    ProviderProgress,
)
from metarr_desktop.domain.library import (
    AddReport,
    EntityDetails,
    HistoryEntry,
    LibraryRow,
    SelectionChange,
    SlotSummary,
    UndoOutcome,
)
from metarr_desktop.domain.provider import METADATA, AnswerGroup, KeyField, ProviderInfo
from metarr_desktop.domain.search import (
    ConfidenceParts,
    HitReference,
    SearchReport,
    SearchRequest,
    SearchResult,
    SearchUpdate,
)
from metarr_desktop.domain.status import CacheStatistics, Lamp, ProviderStatus
from metarr_desktop.domain.thumbnail import Size, Thumbnail

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
_ids = itertools.count(1)

TMDB_INFO = ProviderInfo(
    "tmdb",
    "TMDB",
    answers={
        EntityType.MOVIE: (AnswerGroup("movie", frozenset({METADATA, *ASSET_TYPES[EntityType.MOVIE]})),)
    },
    id_kinds={EntityType.MOVIE: ("tmdb", "imdb")},
    search_types=frozenset({EntityType.MOVIE}),
    keys=(KeyField("API_KEY", "API key or read access token"),),
    entry_url={EntityType.MOVIE: "https://www.themoviedb.org/movie/{id}"},
)
FANART_INFO = ProviderInfo(
    "fanart_tv",
    "Fanart.tv",
    answers={
        EntityType.MOVIE: (AnswerGroup("movie", frozenset(ASSET_TYPES[EntityType.MOVIE]) - {"trailer"}),)
    },
    id_kinds={EntityType.MOVIE: ("tmdb", "imdb")},
    keys=(KeyField("API_KEY", "Project key"), KeyField("CLIENT_KEY", "Personal key", is_required=False)),
)


def an_entity(entity_id: int = 1001, title: str = "Inception", year: int | None = 2010, **changes) -> Entity:
    """A film of the library; identified unless said otherwise."""
    entity = Entity(
        EntityKey(EntityType.MOVIE, entity_id),
        title,
        year,
        path=f"Films/{title} ({year})/{title}.mkv",
        external_ids=ExternalIds(tmdb="27205", imdb="tt1375666"),
        state=IdentityState.IDENTIFIED,
        metadata=EntityMetadata(title=title, runtime_min=148, genres=("Science fiction", "Action")),
        added_at=NOW,
    )
    return replace(entity, **changes)


def an_asset(asset_type: AssetType = AssetType.POSTER, **changes) -> CachedAsset:
    """A candidate; each call gives a new id and address."""
    number = next(_ids)
    shape = ASSET_SHAPES[asset_type]
    asset = CachedAsset(
        id=number,
        asset_type=asset_type,
        provider_name="tmdb",
        url=f"https://image.tmdb.org/t/p/original/{asset_type}-{number}.jpg",
        thumb_url=f"https://image.tmdb.org/t/p/w342/{asset_type}-{number}.jpg",
        width=shape.ideal_width,
        height=shape.ideal_height,
        language="en",
        season_number=None,
        score=91,
        analyzed=False,
        is_selected=False,
        is_rejected=False,
        is_downloaded=False,
        selected_by=None,
        selection_order=None,
        fetched_at=NOW - timedelta(days=2.5),
        first_seen_at=NOW - timedelta(days=30),
        metadata_json='{"voteAverage": 5.7, "votes": 38}',
        score_json='{"resolution": 30, "shape": 20, "language": 20, "votes": 12, "provider": 9, "fractions":'
        " [1.0, 1.0, 1.0, 0.6, 0.9]}",
    )
    return replace(asset, **changes)


def a_result(
    title: str = "Inception", year: int | None = 2010, confidence: int = 95, **changes
) -> SearchResult:
    """A search result of TMDB."""
    number = str(changes.pop("tmdb", next(_ids) + 10_000))
    result = SearchResult(
        title,
        EntityType.MOVIE,
        confidence,
        ConfidenceParts(
            60, 25, 10, 0, 0, reasons=("Title, same as file", "Year 2010 = 2010", "First at TMDB")
        ),
        ExternalIds(tmdb=number),
        (HitReference("tmdb", number, 1),),
        release_date=datetime(year, 7, 16).date() if year else None,
        overview=f"What happens in {title}.",
        poster_url=f"https://image.tmdb.org/t/p/w342/{number}.jpg",
        runtime_min=148,
    )
    return replace(result, **changes)


@dataclass
class FakeCache:
    """Answers from ``assets``; ``arriving`` are stored by the next fetch, provider by provider."""

    assets: dict[EntityKey, list[CachedAsset]] = field(default_factory=dict)
    arriving: dict[EntityKey, list[CachedAsset]] = field(default_factory=dict)
    results: list[SearchResult] = field(default_factory=list)
    search_error: Exception | None = None
    fetch_error: Exception | None = None
    read_error: Exception | None = None
    search_outcomes: tuple[ProviderOutcome, ...] = (ProviderOutcome("tmdb", Outcome.OK, item_count=1),)
    outcomes: tuple[ProviderOutcome, ...] = (
        ProviderOutcome("tmdb", Outcome.OK, item_count=42),
        ProviderOutcome("fanart_tv", Outcome.OK, item_count=12),
    )
    cache_age: float | None = 2.5
    fetches: list[FetchRequest] = field(default_factory=list)
    searches: list[SearchRequest] = field(default_factory=list)
    cancelled: list[FetchRequest] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    search_gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()
        self.search_gate.set()

    async def fetch_assets(
        self, request: FetchRequest, *, on_progress: ProgressCallback | None = None
    ) -> FetchResult:
        self.fetches.append(request)
        say = on_progress or (lambda _: None)
        for outcome in self.outcomes:
            say(ProviderProgress(outcome.provider, ProgressState.RUNNING))
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(request)
            raise
        if self.fetch_error is not None:
            raise self.fetch_error
        arriving = self.arriving.pop(request.key, [])
        self.assets.setdefault(request.key, []).extend(arriving)
        for outcome in self.outcomes:
            state = (
                ProgressState.DONE if outcome.outcome is Outcome.OK else ProgressState(outcome.outcome.value)
            )
            say(
                ProviderProgress(
                    outcome.provider, state, item_count=outcome.item_count, message=outcome.message
                )
            )
        return self._result(request)

    def _result(self, request: FetchRequest) -> FetchResult:
        def having(*wanted: Outcome) -> tuple[str, ...]:
            return tuple(outcome.provider for outcome in self.outcomes if outcome.outcome in wanted)

        is_hit = not request.force and self.cache_age is not None and self.cache_age < 7
        metadata = FetchMetadata(
            fetched_at=NOW,
            completed_providers=having(Outcome.OK, Outcome.EMPTY, Outcome.NOT_FOUND),
            failed_providers=having(Outcome.FAILED),
            timed_out_providers=having(Outcome.TIMED_OUT),
            outcomes=self.outcomes,
        )
        return FetchResult(is_hit, self.cache_age if is_hit else 0.0, {}, metadata)

    async def search(self, request: SearchRequest, *, on_update: SearchUpdate | None = None) -> SearchReport:
        self.searches.append(request)
        await self.search_gate.wait()
        if self.search_error is not None:
            raise self.search_error
        margin = self.results[0].confidence if self.results else None
        if len(self.results) > 1:
            margin = self.results[0].confidence - self.results[1].confidence
        report = SearchReport(request, tuple(self.results), margin, self.search_outcomes, is_complete=True)
        if on_update is not None:
            on_update(replace(report, is_complete=False, pending=("tmdb",), outcomes=()))
        return report

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> list[CachedAsset]:
        if self.read_error is not None:
            raise self.read_error
        return [asset for asset in self.assets.get(key, []) if asset.asset_type is asset_type]

    def find(self, asset_id: int) -> tuple[EntityKey, CachedAsset]:
        for key, assets in self.assets.items():
            for asset in assets:
                if asset.id == asset_id:
                    return key, asset
        raise AssetUnknown(f"There is no picture {asset_id}.")

    def put(self, key: EntityKey, asset: CachedAsset) -> None:
        self.assets[key] = [asset if old.id == asset.id else old for old in self.assets[key]]


@dataclass
class FakeCuration:
    """Selects one per type (several for fanart is not modelled); undo and redo of whole states."""

    cache: FakeCache
    done: list[tuple[EntityKey, tuple[CachedAsset, ...], tuple[CachedAsset, ...], str]] = field(
        default_factory=list
    )
    undone: list[tuple[EntityKey, tuple[CachedAsset, ...], tuple[CachedAsset, ...], str]] = field(
        default_factory=list
    )
    locks: dict[tuple[EntityKey, AssetType], bool] = field(default_factory=dict)

    async def select(self, asset_id: int) -> SelectionChange:
        key, asset = self.cache.find(asset_id)
        others = [
            other
            for other in self.cache.assets[key]
            if other.asset_type is asset.asset_type and other.is_selected and other.id != asset.id
        ]
        chosen = replace(asset, is_selected=True, is_rejected=False, selected_by="user")
        cleared = [replace(other, is_selected=False, selected_by=None) for other in others]
        return self._act(key, [asset, *others], [chosen, *cleared], f"Selected a {asset.asset_type}")

    add = select

    async def reject(self, asset_id: int) -> SelectionChange:
        key, asset = self.cache.find(asset_id)
        rejected = replace(asset, is_rejected=True, is_selected=False, selected_by=None)
        return self._act(key, [asset], [rejected], f"Rejected a {asset.asset_type}")

    async def clear(self, asset_id: int) -> SelectionChange:
        key, asset = self.cache.find(asset_id)
        plain = replace(asset, is_rejected=False, is_selected=False, selected_by=None)
        return self._act(key, [asset], [plain], f"Cleared a {asset.asset_type}")

    async def set_lock(self, key: EntityKey, asset_type: AssetType, *, is_locked: bool) -> None:
        self.locks[(key, asset_type)] = is_locked

    async def undo(self) -> UndoOutcome | None:
        if not self.done:
            return None
        key, before, after, text = self.done.pop()
        self.undone.append((key, before, after, text))
        self._put(key, before)
        return UndoOutcome(f"Undone: {text}", key, before)

    async def redo(self) -> UndoOutcome | None:
        if not self.undone:
            return None
        key, before, after, text = self.undone.pop()
        self.done.append((key, before, after, text))
        self._put(key, after)
        return UndoOutcome(f"Redone: {text}", key, after)

    def _act(
        self, key: EntityKey, before: Sequence[CachedAsset], after: Sequence[CachedAsset], text: str
    ) -> SelectionChange:
        self.done.append((key, tuple(before), tuple(after), text))
        self.undone.clear()
        self._put(key, after)
        return SelectionChange(key, tuple(after), text)

    def _put(self, key: EntityKey, assets: Iterable[CachedAsset]) -> None:
        for asset in assets:
            self.cache.put(key, asset)


@dataclass
class FakeLibrary:
    """Titles in memory; rows show what the fake cache holds."""

    cache: FakeCache
    entities: dict[EntityKey, Entity] = field(default_factory=dict)
    viewed: dict[tuple[EntityKey, AssetType], datetime] = field(default_factory=dict)
    identified: list[tuple[EntityKey, SearchResult, bool]] = field(default_factory=list)
    add_report: AddReport | None = None
    error: Exception | None = None
    history: tuple[HistoryEntry, ...] = ()

    def put(self, *entities: Entity) -> None:
        self.entities.update({entity.key: entity for entity in entities})

    async def rows(self, entity_type: EntityType = EntityType.MOVIE) -> list[LibraryRow]:
        if self.error is not None:
            raise self.error
        return [
            self._row(entity) for entity in self.entities.values() if entity.key.entity_type is entity_type
        ]

    async def row(self, key: EntityKey) -> LibraryRow:
        return self._row(self._get(key))

    async def details(self, key: EntityKey) -> EntityDetails:
        types = [kind for kind in ASSET_TYPES[key.entity_type] if kind is not AssetType.TRAILER]
        slots = []
        for kind in types:
            found = [asset for asset in self.cache.assets.get(key, []) if asset.asset_type is kind]
            selected = next((asset for asset in found if asset.is_selected), None)
            slots.append(SlotSummary(kind, selected, len(found)))
        return EntityDetails(self._row(self._get(key)), tuple(slots), 4.5, self.history)

    async def candidate_counts(self, key: EntityKey) -> dict[AssetType, int]:
        counts: dict[AssetType, int] = {}
        for asset in self.cache.assets.get(key, []):
            counts[asset.asset_type] = counts.get(asset.asset_type, 0) + 1
        return counts

    async def add_folder(self, path: str) -> AddReport:
        return self.add_report or AddReport(())

    async def add_title(self, text: str, *, year: int | None = None) -> AddReport:
        entity = an_entity(
            2000 + len(self.entities),
            text,
            year,
            external_ids=ExternalIds(),
            state=IdentityState.UNIDENTIFIED,
        )
        self.put(entity)
        return AddReport((entity,))

    async def add_result(self, result: SearchResult) -> Entity:
        entity = an_entity(
            2000 + len(self.entities), result.title, result.year, external_ids=result.external_ids
        )
        self.put(entity)
        return entity

    async def identify(self, key: EntityKey, result: SearchResult, *, keep_artwork: bool = False) -> Entity:
        self.identified.append((key, result, keep_artwork))
        entity = replace(
            self._get(key),
            title=result.title,
            year=result.year,
            external_ids=result.external_ids,
            state=IdentityState.IDENTIFIED,
        )
        self.put(entity)
        return entity

    async def mark_in_no_provider(self, key: EntityKey) -> Entity:
        entity = replace(self._get(key), state=IdentityState.IN_NO_PROVIDER)
        self.put(entity)
        return entity

    async def mark_viewed(self, key: EntityKey, asset_type: AssetType) -> None:
        self.viewed[(key, asset_type)] = NOW

    async def last_viewed(self, key: EntityKey, asset_type: AssetType) -> datetime | None:
        return self.viewed.get((key, asset_type))

    def _get(self, key: EntityKey) -> Entity:
        if key not in self.entities:
            raise EntityUnknown(f"The library has no {key}.")
        return self.entities[key]

    def _row(self, entity: Entity) -> LibraryRow:
        posters = [
            asset for asset in self.cache.assets.get(entity.key, []) if asset.asset_type is AssetType.POSTER
        ]
        poster = next((asset for asset in posters if asset.is_selected), posters[0] if posters else None)
        chosen = {asset.asset_type for asset in self.cache.assets.get(entity.key, []) if asset.is_selected}
        return LibraryRow(entity, poster, len(chosen), 8, self.cache.cache_age if posters else None)


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
