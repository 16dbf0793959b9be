"""The titles of the library: keys, external ids, what is shown of them, and their identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from metarr_desktop.domain.entity import (
    Entity,
    EntityKey,
    EntityMetadata,
    EntityType,
    ExternalIds,
    IdentityState,
    Season,
)
from metarr_desktop.domain.errors import EntityUnknown, InvalidInput
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.entity_rows import COLUMNS, entity_of, storable
from metarr_desktop.store.identity import IdentityLog
from metarr_desktop.store.models import EntityRow, ExternalIdRow
from metarr_desktop.store.serialise import (
    METADATA_FIELDS,
    is_known,
    json_object,
    metadata_from_dict,
    metadata_to_dict,
)

_MAX_NUMBER = 2**31 - 1
_AT_ONCE = 500


class Entities:
    """Table ``entities`` with its external ids."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        identity: IdentityLog,
        provider_order: Callable[[], Sequence[str]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._identity = identity
        self._provider_order = provider_order

    def find(self, key: EntityKey) -> Entity | None:
        """Return the title, ``None`` if the library has none with this key."""
        found = self._where(_is(EntityRow, key)) if 0 < key.entity_id <= _MAX_NUMBER else []
        return found[0] if found else None

    def get(self, key: EntityKey) -> Entity:
        """Return the title; raises EntityUnknown."""
        entity = self.find(key)
        if entity is None:
            raise EntityUnknown(f"The library has no {key}. Add the title first.")
        return entity

    def all(self, entity_type: EntityType) -> list[Entity]:
        """Return all titles of one type, by number."""
        return self._where(EntityRow.entity_type == str(entity_type))

    def labels(self, keys: Iterable[EntityKey]) -> dict[EntityKey, str]:
        """Return what people call these titles; those the library does not have are left out."""
        numbers: dict[EntityType, set[int]] = {}
        for key in keys:
            numbers.setdefault(key.entity_type, set()).add(key.entity_id)
        named: dict[EntityKey, str] = {}
        for entity_type, wanted in numbers.items():
            ids = sorted(wanted)
            for start in range(0, len(ids), _AT_ONCE):
                some = ids[start : start + _AT_ONCE]
                rows = self._database.rows(
                    "SELECT entity_id, title, year, edition, metadata FROM entities WHERE entity_type = ? "
                    f"AND entity_id IN ({', '.join('?' * len(some))})",
                    (entity_type, *some),
                )
                for entity_id, title, year, edition, metadata in rows:
                    key = EntityKey(entity_type, entity_id)
                    known = json_object(metadata) if entity_type is EntityType.MUSIC else {}
                    entity = Entity(key, title, year, edition, metadata=metadata_from_dict(known))
                    named[key] = entity.label
        return named

    def counts(self) -> dict[EntityType, int]:
        """Return how many titles of each type there are, types without any included."""
        rows = self._database.rows("SELECT entity_type, COUNT(*) FROM entities GROUP BY entity_type", ())
        found = {EntityType(entity_type): int(count) for entity_type, count in rows}
        return {each: found.get(each, 0) for each in EntityType}

    def known_paths(self, entity_type: EntityType, among: Sequence[str]) -> frozenset[str]:
        """Return those files and folders of *among* that a title of the type has."""
        known: set[str] = set()
        for start in range(0, len(among), _AT_ONCE):
            paths = among[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(paths))
            known |= {
                row[0]
                for row in self._database.rows(
                    f"SELECT path FROM entities WHERE entity_type = ? AND path IN ({marks})",
                    (entity_type, *paths),
                )
            }
        return frozenset(known)

    def by_path(self, entity_type: EntityType, paths: Sequence[str]) -> list[Entity]:
        """Return the titles of this type that have one of *paths*."""
        return self._where((EntityRow.entity_type == str(entity_type)) & EntityRow.path.in_(list(paths)))

    def by_external_id(self, entity_type: EntityType, kind: str, value: str) -> list[Entity]:
        """Return the titles of this type known by the id; several editions may share one."""
        holders = ExternalIdRow.select(ExternalIdRow.entity_id).where(
            (ExternalIdRow.entity_type == str(entity_type))
            & (ExternalIdRow.id_kind == kind)
            & (ExternalIdRow.id_value == value)
        )
        return self._where((EntityRow.entity_type == str(entity_type)) & EntityRow.entity_id.in_(holders))

    def create(
        self,
        *,
        entity_type: EntityType,
        entity_id: int | None = None,
        title: str,
        year: int | None = None,
        edition: str = "",
        path: str | None = None,
        runtime_min: int | None = None,
        external_ids: ExternalIds | None = None,
        state: IdentityState = IdentityState.UNIDENTIFIED,
        metadata: EntityMetadata | None = None,
    ) -> Entity:
        """Add a title and return it; *entity_id* ``None`` takes the next free number of the type.

        *metadata* is what its name says (the artist of an album): every provider knows better.

        Raises:
            InvalidInput: the number is taken or out of range.
        """
        if entity_id is not None and not 0 < entity_id <= _MAX_NUMBER:
            raise InvalidInput(f"{entity_id} cannot be the number of a title: 1 to {_MAX_NUMBER} can.")
        with self._database.transaction():
            if entity_id is None:
                entity_id = self._next_id(entity_type)
            key = EntityKey(entity_type, entity_id)
            if self.find(key) is not None:
                raise InvalidInput(f"The library already has a {key}.")
            EntityRow.insert(
                entity_type=str(entity_type), entity_id=entity_id, title=storable(title), year=year,
                edition=storable(edition), path=path, runtime_min=runtime_min, state=str(state),
                identity_revision=0, highest_revision=0, metadata=metadata_to_dict(metadata or EntityMetadata()),
                metadata_sources={}, edited_fields=[],
                added_at=self._clock(),
            ).execute(self._database.peewee)  # fmt: skip
            self._identity.write_ids(key, external_ids or ExternalIds())
            return self.get(key)

    def fill_ids(self, key: EntityKey, ids: Mapping[str, str]) -> tuple[Entity, dict[str, tuple[str, str]]]:
        """Store those of *ids* whose kind is unknown; a known id is never changed.

        Returns:
            The title as it is now, and per contradicting kind the pair (stored, given).
        """
        with self._database.transaction():
            entity = self.get(key)
            conflicts = entity.external_ids.conflicts_with(ids)
            filled = entity.external_ids.filled_from(ids)
            if filled != entity.external_ids:
                self._identity.write_ids(key, filled)
                entity = replace(entity, external_ids=filled)
            return entity, conflicts

    def fill_metadata(self, key: EntityKey, metadata: EntityMetadata, provider: str = "") -> Entity:
        """Copy what *metadata* knows into the title, for windows that never touch the network.

        A field is taken over if it is empty, came from the same provider, or came from one that stands lower
        in the user's order; a field edited by hand only if it is empty. Seasons: see :meth:`set_seasons`.
        """
        with self._database.transaction():
            entity = self.get(key)
            sources, edited = self._sources(key)
            mine = self.rank_of(provider)
            values: dict[str, Any] = {}
            for name in METADATA_FIELDS:
                if name == "seasons" or not is_known(metadata, name):
                    continue  # seasons are those of all providers together: set_seasons
                source = sources.get(name, "")
                is_better = source == provider or mine < self.rank_of(source)
                if not is_known(entity.metadata, name) or (name not in edited and is_better):
                    values[name] = getattr(metadata, name)
            if not values:
                return entity
            merged = replace(entity.metadata, **values)
            self._update(
                key,
                metadata=metadata_to_dict(merged),
                metadata_sources=sources | dict.fromkeys(values, provider),
            )
            if entity.runtime_min is None and merged.runtime_min is not None and not entity.path:
                self._update(key, runtime_min=merged.runtime_min)
            return self.get(key)

    def rank_of(self, provider: str) -> int:
        """Return the place of *provider* in the user's order, 0 the favourite; all unknown ones come last."""
        order = tuple(self._provider_order())
        return order.index(provider) if provider in order else len(order)

    def set_seasons(self, key: EntityKey, seasons: Sequence[Season]) -> None:
        """Make *seasons* those of the title, unless they were edited by hand or there are none."""
        _, edited = self._sources(key)
        metadata = self.get(key).metadata
        if seasons and "seasons" not in edited and metadata.seasons != tuple(seasons):
            self._update(key, metadata=metadata_to_dict(replace(metadata, seasons=tuple(seasons))))

    def replace_placeholder(self, key: EntityKey, placeholder: str, title: str, year: int | None) -> None:
        """Name a title that was added by its number alone; any title but *placeholder* stays."""
        EntityRow.update(title=storable(title), year=year).where(
            _is(EntityRow, key) & (EntityRow.title == placeholder)
        ).execute(self._database.peewee)

    def identify(
        self,
        key: EntityKey,
        *,
        ids: ExternalIds,
        title: str,
        year: int | None,
        metadata: EntityMetadata | None = None,
        keep_artwork: bool = False,
        is_automatic: bool = False,
    ) -> Entity:
        """Say which work the title is; an act of the history that can be undone.

        If *ids* name another work than the stored ones, the identity revision rises: rows of the old
        identity are read no more, and its selections are cleared in the same transaction unless
        *keep_artwork*. Ids that agree with the stored ones only add to them. *is_automatic*: no person says it.
        """
        title = storable(title)
        with self._database.transaction():
            before = self.get(key)
            is_same_work = before.external_ids.shares_any_with(
                ids
            ) and not before.external_ids.conflicts_with(ids)
            snapshot = self._identity.snapshot(key)
            values: dict[str, Any] = {
                "state": str(IdentityState.IDENTIFIED),
                "title": title,
                "year": year,
            }
            if not is_same_work:
                values |= {"metadata": metadata_to_dict(metadata or EntityMetadata()), "metadata_sources": {}}
            self._update(key, **values)
            self._identity.write_ids(key, before.external_ids.filled_from(ids) if is_same_work else ids)
            if not is_same_work:
                self._identity.raise_revision(key, keep_artwork=keep_artwork)
            elif metadata is not None:
                self.fill_metadata(key, metadata)
            year_text = f" ({year})" if year else ""
            words = f"Identified {before.label} as {title}{year_text}"
            self._identity.record(key, "identify", words, snapshot, is_automatic=is_automatic)
            return self.get(key)

    def set_state(self, key: EntityKey, state: IdentityState) -> Entity:
        """Set the identity state, such as "in no provider"; an act of the history that can be undone."""
        with self._database.transaction():
            before = self.get(key)
            if before.state == state:
                return before
            snapshot = self._identity.snapshot(key)
            self._update(key, state=str(state))
            words = str(state).replace("_", " ")
            self._identity.record(key, "set_state", f"Marked {before.label} as {words}", snapshot)
            return self.get(key)

    def set_path(self, key: EntityKey, path: str) -> Entity:
        """Say where the files of the title are now."""
        with self._database.transaction():
            self._update(key, path=path)
            return self.get(key)

    def set_monitored(self, key: EntityKey, *, is_monitored: bool) -> bool:
        """Let automation take care of the title, or leave it alone; tells whether that is a change."""
        touched = self._database.run(
            "UPDATE entities SET is_monitored = ? WHERE entity_type = ? AND entity_id = ? AND is_monitored <> ?",
            (int(is_monitored), key.entity_type, key.entity_id, int(is_monitored)),
        )
        if not touched:
            self.get(key)  # raises EntityUnknown
        return bool(touched)

    def _update(self, key: EntityKey, **values: Any) -> None:
        EntityRow.update(**values).where(_is(EntityRow, key)).execute(self._database.peewee)

    def _next_id(self, entity_type: EntityType) -> int:
        row = self._database.row(
            "SELECT COALESCE(MAX(entity_id), 0) + 1 FROM entities WHERE entity_type = ?", (entity_type,)
        )
        return int(row[0]) if row else 1

    def _sources(self, key: EntityKey) -> tuple[dict[str, str], frozenset[str]]:
        query = EntityRow.select(EntityRow.metadata_sources, EntityRow.edited_fields).where(
            _is(EntityRow, key)
        )
        ((sources, edited),) = query.tuples().execute(self._database.peewee)
        return dict(sources or {}), frozenset(edited or ())

    def _where(self, condition: Any) -> list[Entity]:
        query = (
            EntityRow.select(*COLUMNS).where(condition).order_by(EntityRow.entity_type, EntityRow.entity_id)
        )
        rows = list(query.tuples().execute(self._database.peewee))
        ids = self._ids_of(rows)
        return [entity_of(row, ids.get((row[0], row[1]), {})) for row in rows]

    def _ids_of(self, rows: Sequence[tuple[Any, ...]]) -> dict[tuple[str, int], dict[str, str]]:
        condition: Any
        if len(rows) == 1:
            condition = _is(ExternalIdRow, EntityKey(EntityType(rows[0][0]), rows[0][1]))
        else:  # of all titles of these types: one query, whatever their number
            condition = ExternalIdRow.entity_type.in_({row[0] for row in rows})
        query = ExternalIdRow.select().where(condition).tuples()
        ids: dict[tuple[str, int], dict[str, str]] = {}
        for entity_type, entity_id, kind, value in query.execute(self._database.peewee):
            ids.setdefault((entity_type, entity_id), {})[kind] = value
        return ids


def _is(model: Any, key: EntityKey) -> Any:
    return (model.entity_type == str(key.entity_type)) & (model.entity_id == key.entity_id)
