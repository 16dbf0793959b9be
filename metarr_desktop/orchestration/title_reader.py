"""What the store knows of one title, as one consistent look; a store that cannot be read is a cache miss."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from metarr_desktop.domain.asset import AssetType, ProviderImage, ProviderVideo
from metarr_desktop.domain.entity import Entity, EntityKey, EntityMetadata, ExternalIds, IdentityState
from metarr_desktop.domain.errors import IdentityConflict, StoreError
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.domain.fetch_record import FetchRecord
from metarr_desktop.domain.library import IdConflict
from metarr_desktop.orchestration.fetch_plan import TitleView
from metarr_desktop.orchestration.provider_flight import placeholder_title
from metarr_desktop.store import Store, image_of, video_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything stored of a title that a result is made of; empty where the store could not be read.

    ``images`` and ``videos`` by provider and type, in the order of the store, without what is no longer offered.
    """

    records: Mapping[tuple[str, str], FetchRecord] = field(default_factory=dict)
    images: Mapping[str, Mapping[AssetType, tuple[ProviderImage, ...]]] = field(default_factory=dict)
    videos: Mapping[str, Mapping[AssetType, tuple[ProviderVideo, ...]]] = field(default_factory=dict)
    metadata: Mapping[str, EntityMetadata] = field(default_factory=dict)
    id_conflicts: tuple[IdConflict, ...] = ()


class TitleReader:
    """Reads titles; writes only what a request itself says: the title if it is new, and ids that were unknown."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def open(self, request: FetchRequest) -> TitleView:
        """Return the title of *request* with its ids filled in, added to the library if it is new.

        Raises:
            IdentityConflict: an id of the request contradicts the stored one.
            InvalidInput: the number cannot be that of a title.
        """
        view = await self._read(request.key)
        if view is None:
            entity = Entity(request.key, placeholder_title(request.key), external_ids=request.external_ids)
            view = TitleView(entity, is_stored=False)
        if view.is_stored:
            _refuse_contradictions(view.entity, request.external_ids)
        if view.is_stored and request.external_ids.items() <= view.entity.external_ids.items():
            return view
        try:
            return await self._store.run(self._write_request, request)
        except StoreError as error:
            log.error("What the request says of %s could not be saved: %s", request.key, error)
        filled = view.entity.external_ids.filled_from(request.external_ids)
        return replace(view, entity=replace(view.entity, external_ids=filled))

    async def look_again(self, before: TitleView, learned: ExternalIds) -> TitleView:
        """Return the title as it is now; *learned* ids could not be saved and are known to this call only."""
        view = await self._read(before.entity.key) or before
        filled = view.entity.external_ids.filled_from(learned)
        return replace(view, entity=replace(view.entity, external_ids=filled))

    async def snapshot(self, key: EntityKey, types: Iterable[AssetType]) -> Snapshot:
        """Return the stored rows of these types that providers still offer, with the records and texts."""
        try:
            return await self._store.run(self._read_snapshot, key, tuple(types))
        except StoreError as error:
            log.error("The cache of %s could not be read: %s", key, error)
            return Snapshot()

    async def _read(self, key: EntityKey) -> TitleView | None:
        try:
            return await self._store.run(self._find, key)
        except StoreError as error:
            log.error("The cache of %s could not be read; its providers are asked: %s", key, error)
            return None

    # The rest runs on the worker thread.

    def _find(self, key: EntityKey) -> TitleView | None:
        entity = self._store.entities.find(key)
        return None if entity is None else TitleView(entity, self._store.fetches.records(key))

    def _write_request(self, request: FetchRequest) -> TitleView:
        entities, key, ids = self._store.entities, request.key, request.external_ids
        with self._store.transaction():
            found = entities.find(key)  # anew: twenty calls for a new title must not add it twenty times
            if found is None:
                state = IdentityState.IDENTIFIED if ids else IdentityState.UNIDENTIFIED
                entities.create(
                    entity_type=key.entity_type, entity_id=key.entity_id, title=placeholder_title(key),
                    external_ids=ids, state=state,
                )  # fmt: skip
            else:
                _refuse_contradictions(found, ids)
                entities.fill_ids(key, ids)
                if ids and found.state is not IdentityState.IDENTIFIED:
                    entities.set_state(key, IdentityState.IDENTIFIED)
            return TitleView(entities.get(key), self._store.fetches.records(key))

    def _read_snapshot(self, key: EntityKey, types: tuple[AssetType, ...]) -> Snapshot:
        # Rows become values here and not on the event loop: parsing their JSON takes longer than reading them.
        images: dict[str, dict[AssetType, tuple[ProviderImage, ...]]] = {}
        videos: dict[str, dict[AssetType, tuple[ProviderVideo, ...]]] = {}
        for asset_type, assets in self._store.assets.list_all(key, types).items():
            offered = [asset for asset in assets if asset.missing_since is None]
            for name in dict.fromkeys(asset.provider_name for asset in offered):
                rows = [asset for asset in offered if asset.provider_name == name]
                if asset_type is AssetType.TRAILER:
                    videos.setdefault(name, {})[asset_type] = tuple(map(video_of, rows))
                else:
                    images.setdefault(name, {})[asset_type] = tuple(map(image_of, rows))
        metadata = {name: said for name, (said, _) in self._store.metadata.all(key).items()}
        conflicts = self._store.id_conflicts.all(key)
        return Snapshot(self._store.fetches.records(key), images, videos, metadata, conflicts)


def _refuse_contradictions(entity: Entity, given: ExternalIds) -> None:
    conflicts = entity.external_ids.conflicts_with(given)
    if conflicts:
        texts = (
            f"{entity.key} is {kind} {stored}, not {kind} {new}" for kind, (stored, new) in conflicts.items()
        )
        raise IdentityConflict(f"{'; '.join(texts)}. Nothing was changed; use identify to change it.")
