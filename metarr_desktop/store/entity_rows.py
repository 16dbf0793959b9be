"""Rows of the table ``entities`` as titles."""

from __future__ import annotations

from typing import Any

from metarr_desktop.domain.entity import Entity, EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.store.models import EntityRow
from metarr_desktop.store.serialise import metadata_from_dict

COLUMNS = (
    EntityRow.entity_type, EntityRow.entity_id, EntityRow.title, EntityRow.year, EntityRow.edition,
    EntityRow.path, EntityRow.runtime_min, EntityRow.state, EntityRow.identity_revision, EntityRow.metadata,
    EntityRow.added_at, EntityRow.is_monitored,
)  # fmt: skip


def entity_of(row: tuple[Any, ...], ids: dict[str, str]) -> Entity:
    """Return the title that *row* of ``COLUMNS`` is, with these external ids."""
    (
        entity_type, entity_id, title, year, edition, path, runtime_min, state, revision, metadata, added_at,
        is_monitored,
    ) = row  # fmt: skip
    return Entity(
        EntityKey(EntityType(entity_type), entity_id), title, year, edition, path, runtime_min,
        ExternalIds(ids), IdentityState(state), revision, metadata_from_dict(metadata or {}), added_at,
        bool(is_monitored),
    )  # fmt: skip


def storable(text: str) -> str:
    """Drop what no database takes: NUL and halves of surrogate pairs, as broken file names have them."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
