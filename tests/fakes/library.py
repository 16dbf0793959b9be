"""Fake of the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType
from metarr_desktop.domain.entity import (
    Entity,
    EntityKey,
    EntityType,
    ExternalIds,
    IdentityState,
)
from metarr_desktop.domain.errors import EntityUnknown
from metarr_desktop.domain.library import (
    AddReport,
    EntityDetails,
    HistoryEntry,
    IdConflict,
    LibraryRow,
    SlotSummary,
)
from metarr_desktop.domain.search import (
    SearchResult,
)
from tests.fakes.cache import FakeCache
from tests.fakes.values import NOW, an_entity


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
    id_conflicts: tuple[IdConflict, ...] = ()
    locks: dict[tuple[EntityKey, AssetType], bool] = field(default_factory=dict)
    added_folders: list[tuple[str, EntityType]] = field(default_factory=list)

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
            slots.append(SlotSummary(kind, selected, len(found), self.locks.get((key, kind), False)))
        sources = sorted({asset.provider_name for asset in self.cache.assets.get(key, [])})
        row = self._row(self._get(key))
        return EntityDetails(
            row, tuple(slots), _fetched_at(-4.5), self.history, self.id_conflicts, tuple(sources)
        )

    async def candidate_counts(self, key: EntityKey) -> dict[AssetType, int]:
        counts: dict[AssetType, int] = {}
        for asset in self.cache.assets.get(key, []):
            counts[asset.asset_type] = counts.get(asset.asset_type, 0) + 1
        return counts

    async def counts(self) -> dict[EntityType, int]:
        if self.error is not None:
            raise self.error
        kinds = [key.entity_type for key in self.entities]
        return {each: kinds.count(each) for each in EntityType}

    async def add_folder(self, path: str, entity_type: EntityType = EntityType.MOVIE) -> AddReport:
        self.added_folders.append((path, entity_type))
        return self.add_report or AddReport(())

    async def add_title(
        self, text: str, *, year: int | None = None, entity_type: EntityType = EntityType.MOVIE
    ) -> AddReport:
        entity = an_entity(
            2000 + len(self.entities),
            text,
            year,
            external_ids=ExternalIds(),
            key=EntityKey(entity_type, 2000 + len(self.entities)),
            state=IdentityState.UNIDENTIFIED,
        )
        self.put(entity)
        return AddReport((entity,))

    async def add_result(self, result: SearchResult) -> Entity:
        entity = an_entity(
            2000 + len(self.entities),
            result.title,
            result.year,
            key=EntityKey(result.entity_type, 2000 + len(self.entities)),
            external_ids=result.external_ids,
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

    async def set_monitored(self, key: EntityKey, *, is_monitored: bool) -> Entity:
        self.put(replace(self._get(key), is_monitored=is_monitored))
        return self.entities[key]

    async def set_all_monitored(self, keys: Sequence[EntityKey], *, is_monitored: bool) -> None:
        for key in keys:
            await self.set_monitored(key, is_monitored=is_monitored)

    async def mark_viewed(self, key: EntityKey, asset_type: AssetType) -> None:
        self.viewed[(key, asset_type)] = NOW

    async def last_viewed(self, key: EntityKey, asset_type: AssetType) -> datetime | None:
        return self.viewed.get((key, asset_type))

    def _get(self, key: EntityKey) -> Entity:
        if key not in self.entities:
            raise EntityUnknown(f"The library has no {key}.")
        return self.entities[key]

    def _row(self, entity: Entity) -> LibraryRow:
        cover = AssetType.COVER if entity.key.entity_type is EntityType.MUSIC else AssetType.POSTER
        posters = [asset for asset in self.cache.assets.get(entity.key, []) if asset.asset_type is cover]
        poster = next((asset for asset in posters if asset.is_selected), posters[0] if posters else None)
        chosen = {asset.asset_type for asset in self.cache.assets.get(entity.key, []) if asset.is_selected}
        return LibraryRow(
            entity, poster, len(chosen), 8, _fetched_at(self.cache.cache_age) if posters else None
        )


def _fetched_at(age_days: float | None) -> datetime | None:
    """Return the moment so long before ``NOW``, which tests give as the clock where ages matter."""
    return None if age_days is None else NOW - timedelta(days=age_days)
