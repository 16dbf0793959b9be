"""When a title's artwork was last looked at, which says what is new."""

from __future__ import annotations

from datetime import datetime

from metarr_desktop.domain.asset import USER_PROVIDER, AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Clock, Database


class Views:
    """Table ``asset_views``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def mark(self, key: EntityKey, asset_type: AssetType) -> None:
        """Remember that the type was looked at now."""
        self._database.run(
            "INSERT INTO asset_views (entity_type, entity_id, asset_type, viewed_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (entity_type, entity_id, asset_type) DO UPDATE SET viewed_at = excluded.viewed_at",
            (key.entity_type, key.entity_id, asset_type, to_utc_text(self._clock())),
        )

    def last(self, key: EntityKey, asset_type: AssetType) -> datetime | None:
        """Return when the type was last looked at, ``None`` if never."""
        row = self._database.row(
            "SELECT viewed_at FROM asset_views WHERE entity_type = ? AND entity_id = ? AND asset_type = ?",
            (key.entity_type, key.entity_id, asset_type),
        )
        return None if row is None else from_utc_text(row[0])

    def new_counts(self, entity_type: EntityType) -> dict[int, int]:
        """Return per title number how many candidates were first seen since their type was last looked at.

        A type never looked at counts nothing: the first fetch of a title is no news; nor is what a person
        brought.
        """
        rows = self._database.rows(
            "SELECT a.entity_id, COUNT(*) FROM asset_views AS v JOIN provider_assets AS a "
            "ON a.entity_type = v.entity_type AND a.entity_id = v.entity_id AND a.asset_type = v.asset_type "
            "JOIN entities AS e ON e.entity_type = a.entity_type AND e.entity_id = a.entity_id "
            "WHERE v.entity_type = ? AND a.first_seen_at > v.viewed_at AND a.missing_since IS NULL "
            "AND a.provider_name <> ? AND a.is_rejected = 0 AND a.identity_revision = e.identity_revision "
            "GROUP BY a.entity_id",
            (entity_type, USER_PROVIDER),
        )
        return dict(rows)
