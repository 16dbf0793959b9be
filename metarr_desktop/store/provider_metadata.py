"""Descriptive data of titles, per provider."""

from __future__ import annotations

from datetime import datetime

from metarr_desktop.domain.entity import EntityKey, EntityMetadata
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Database
from metarr_desktop.store.serialise import compact_json, json_object, metadata_from_dict, metadata_to_dict


class ProviderMetadata:
    """Table ``provider_metadata``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, key: EntityKey) -> dict[str, tuple[EntityMetadata, datetime]]:
        """Return per provider what it says of the current identity, and when it said so."""
        rows = self._database.rows(
            "SELECT m.provider_name, m.data, m.fetched_at FROM provider_metadata AS m JOIN entities AS e "
            "ON e.entity_type = m.entity_type AND e.entity_id = m.entity_id "
            "AND e.identity_revision = m.identity_revision "
            "WHERE m.entity_type = ? AND m.entity_id = ? AND m.missing_since IS NULL ORDER BY m.provider_name",
            (key.entity_type, key.entity_id),
        )
        return {name: (metadata_from_dict(json_object(data)), from_utc_text(at)) for name, data, at in rows}

    def save(
        self, key: EntityKey, revision: int, provider: str, metadata: EntityMetadata, now: datetime
    ) -> None:
        """Put *metadata* in the place of what this provider said before."""
        self._database.run(
            "INSERT INTO provider_metadata "
            "(entity_type, entity_id, identity_revision, provider_name, data, fetched_at) "
            "VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (entity_type, entity_id, identity_revision, provider_name) DO UPDATE SET "
            "data = excluded.data, fetched_at = excluded.fetched_at, missing_since = NULL",
            (key.entity_type, key.entity_id, revision, provider, compact_json(metadata_to_dict(metadata)),
             to_utc_text(now)),
        )  # fmt: skip

    def mark_missing(self, key: EntityKey, revision: int, provider: str, now: datetime) -> None:
        """Note that the provider no longer has metadata; what it said is kept, unread."""
        self._database.run(
            "UPDATE provider_metadata SET missing_since = ? WHERE entity_type = ? AND entity_id = ? "
            "AND identity_revision = ? AND provider_name = ? AND missing_since IS NULL",
            (to_utc_text(now), key.entity_type, key.entity_id, revision, provider),
        )
