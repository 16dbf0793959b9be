"""Rows of the wall and details of the inspector, put together on the database worker."""

from __future__ import annotations

from metarr_desktop.domain.asset import ASSET_TYPES, SEASON_TYPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import Entity, EntityKey, EntityType
from metarr_desktop.domain.fetch import MAX_AGE
from metarr_desktop.domain.library import EntityDetails, LibraryRow, SlotSummary
from metarr_desktop.domain.titles import normalise_title
from metarr_desktop.store.store import Store

COVER_TYPES = {EntityType.MUSIC: AssetType.COVER, EntityType.EPISODE: AssetType.THUMB}
"""What stands on a tile where it is not the poster."""

_HISTORY_SHOWN = 5


def slots_of(entity_type: EntityType) -> tuple[AssetType, ...]:
    """Return the types that hold pictures: all but trailers."""
    return tuple(each for each in ASSET_TYPES[entity_type] if each is not AssetType.TRAILER)


def wanted_slots(entity_type: EntityType) -> tuple[AssetType, ...]:
    """Return the slots a title counts: those of seasons have counts of their own."""
    return tuple(each for each in slots_of(entity_type) if each not in SEASON_TYPES)


def all_rows(store: Store, entity_type: EntityType) -> list[LibraryRow]:
    """Return every title of the type by title, year and number, from a fixed number of queries."""
    covers = store.overview.covers(entity_type, _cover_type(entity_type))
    chosen = store.overview.chosen(entity_type)
    oldest = store.overview.oldest_success(entity_type)
    failing = store.overview.failing(entity_type)
    new = store.views.new_counts(entity_type)
    slots = frozenset(wanted_slots(entity_type))
    rows = []
    for entity in store.entities.all(entity_type):
        number = entity.key.entity_id
        rows.append(
            LibraryRow(
                entity,
                covers.get(number),
                len(chosen.get(number, frozenset()) & slots),
                len(slots),
                oldest.get(number),
                new.get(number, 0),
                number in failing,
            )
        )
    return sorted(rows, key=_by_title)


def row_of(store: Store, key: EntityKey) -> LibraryRow:
    """Return the same row for one title, without looking at any other; raises EntityUnknown."""
    return _row(store, store.entities.get(key), _assets(store, key))


def details_of(store: Store, key: EntityKey) -> EntityDetails:
    """Return row, slots, time of the next fetch and the last acts of one title; raises EntityUnknown."""
    assets = _assets(store, key)
    row = _row(store, store.entities.get(key), assets)
    counts = store.assets.counts(key)
    locked = store.locks.all(key)
    slots = tuple(
        _slot(each, assets[each], counts.get(each, 0), is_locked=each in locked)
        for each in slots_of(key.entity_type)
    )
    next_at = None if row.fetched_at is None else row.fetched_at + MAX_AGE
    history = tuple(store.history.entries(key, _HISTORY_SHOWN))
    sources = {asset.provider_name for listed in assets.values() for asset in listed} | {
        *store.metadata.all(key)
    }
    return EntityDetails(
        row, slots, next_at, history, store.id_conflicts.all(key), sources=tuple(sorted(sources))
    )


def _row(store: Store, entity: Entity, assets: dict[AssetType, list[CachedAsset]]) -> LibraryRow:
    asked = store.fetches.records(entity.key)
    records = [record for (provider, _), record in asked.items() if store.counts_provider(provider)]
    successes = [record.last_success_at for record in records if record.last_success_at is not None]
    slots = wanted_slots(entity.key.entity_type)
    return LibraryRow(
        entity,
        _cover(assets[_cover_type(entity.key.entity_type)]),
        sum(_selected(assets[each]) is not None for each in slots),
        len(slots),
        min(successes, default=None),
        sum(_new_count(store, entity.key, each, listed) for each, listed in assets.items()),
        any(record.failures > 0 for record in records),
    )


def _slot(
    asset_type: AssetType, assets: list[CachedAsset], candidates: int, *, is_locked: bool
) -> SlotSummary:
    """Sum up a slot, or the slots of all seasons; then the picture is that of the first season that has one."""
    if asset_type not in SEASON_TYPES:
        return SlotSummary(asset_type, _selected(assets), candidates, is_locked)
    seasons: dict[int, list[CachedAsset]] = {}
    for asset in assets:
        if asset.season_number is not None and (asset.is_selected or asset.missing_since is None):
            seasons.setdefault(asset.season_number, []).append(asset)
    chosen = [picture for number in sorted(seasons) if (picture := _selected(seasons[number])) is not None]
    first = chosen[0] if chosen else None
    return SlotSummary(asset_type, first, candidates, is_locked, len(seasons), len(chosen))


def _assets(store: Store, key: EntityKey) -> dict[AssetType, list[CachedAsset]]:
    return store.assets.list_all(key, ASSET_TYPES[key.entity_type])


def _cover_type(entity_type: EntityType) -> AssetType:
    return COVER_TYPES.get(entity_type, AssetType.POSTER)


def _selected(assets: list[CachedAsset]) -> CachedAsset | None:
    """Return the first picture in use; in slots of several they have an order."""
    chosen = [asset for asset in assets if asset.is_selected]
    return min(chosen, key=lambda asset: (asset.selection_order is None, asset.selection_order), default=None)


def _cover(assets: list[CachedAsset]) -> CachedAsset | None:
    candidates = (asset for asset in assets if not asset.is_rejected and asset.missing_since is None)
    return _selected(assets) or next(candidates, None)


def _new_count(store: Store, key: EntityKey, asset_type: AssetType, assets: list[CachedAsset]) -> int:
    viewed_at = store.views.last(key, asset_type)
    if viewed_at is None:  # the first fetch of a title is no news
        return 0
    return sum(
        asset.first_seen_at > viewed_at and asset.missing_since is None and not asset.is_rejected
        for asset in assets
    )


def _by_title(row: LibraryRow) -> tuple[str, int, int]:
    return normalise_title(row.entity.title), row.entity.year or 0, row.key.entity_id
