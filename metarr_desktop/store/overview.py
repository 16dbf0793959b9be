"""Sums over all titles of a type, in a fixed number of queries: what a wall of titles shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.utc_text import from_utc_text
from metarr_desktop.store.database import Database
from metarr_desktop.store.enabled_providers import of_enabled
from metarr_desktop.store.provider_assets import ASSET_COLUMNS

_OF_NOW = (
    "EXISTS (SELECT 1 FROM entities AS e WHERE e.entity_type = provider_assets.entity_type "
    "AND e.entity_id = provider_assets.entity_id AND (provider_assets.provider_name = 'user' "
    "OR e.identity_revision = provider_assets.identity_revision))"
)


class Overview:
    """Read-only sums over ``provider_assets`` and ``provider_fetches``.

    Args:
        enabled: names of the providers switched on, ``None`` for all; only they count for ages and failures.
    """

    def __init__(self, database: Database, enabled: Callable[[], frozenset[str] | None]) -> None:
        self._database = database
        self._enabled = enabled

    def covers(self, entity_type: EntityType, asset_type: AssetType) -> dict[int, CachedAsset]:
        """Return per title number the picture its tile shows: the selected one, else the best candidate."""
        rows = self._database.rows(
            # Only numbers are ranked: whole rows would be sorted through memory, 200,000 of them in a big library.
            f"SELECT {ASSET_COLUMNS}, entity_id FROM provider_assets WHERE id IN ("
            "SELECT ranked.id FROM (SELECT id, ROW_NUMBER() OVER ("
            "PARTITION BY entity_id ORDER BY is_selected DESC, COALESCE(selection_order, 1000000), "
            "score DESC NULLS LAST, votes DESC NULLS LAST, id) AS place "
            "FROM provider_assets WHERE entity_type = ? AND asset_type = ? "
            f"AND (is_selected = 1 OR (missing_since IS NULL AND is_rejected = 0)) AND {_OF_NOW}) AS ranked "
            "WHERE ranked.place = 1)",
            (entity_type, asset_type),
        )
        return {row[-1]: CachedAsset.from_row(row[:-1]) for row in rows}

    def chosen(self, entity_type: EntityType) -> dict[int, frozenset[AssetType]]:
        """Return per title number the types of which something is selected."""
        found: dict[int, set[AssetType]] = {}
        for entity_id, asset_type in self._database.rows(
            "SELECT DISTINCT entity_id, asset_type FROM provider_assets "
            f"WHERE entity_type = ? AND is_selected = 1 AND {_OF_NOW}",
            (entity_type,),
        ):
            found.setdefault(entity_id, set()).add(AssetType(asset_type))
        return {entity_id: frozenset(types) for entity_id, types in found.items()}

    def oldest_success(self, entity_type: EntityType) -> dict[int, datetime]:
        """Return per title number the oldest success among what was fetched for its current identity.

        Providers switched off do not count.
        """
        counted, names = of_enabled(self._enabled())
        rows = self._database.rows(
            "SELECT f.entity_id, MIN(f.last_success_at) FROM provider_fetches AS f JOIN entities AS e "
            "ON e.entity_type = f.entity_type AND e.entity_id = f.entity_id "
            "AND e.identity_revision = f.identity_revision "
            f"WHERE f.entity_type = ? AND f.last_success_at IS NOT NULL AND {counted} GROUP BY f.entity_id",
            (entity_type, *names),
        )
        return {entity_id: from_utc_text(moment) for entity_id, moment in rows}

    def failing(self, entity_type: EntityType) -> frozenset[int]:
        """Return the numbers of titles of which the last attempt of some provider that is on failed."""
        counted, names = of_enabled(self._enabled())
        rows = self._database.rows(
            "SELECT DISTINCT f.entity_id FROM provider_fetches AS f JOIN entities AS e "
            "ON e.entity_type = f.entity_type AND e.entity_id = f.entity_id "
            f"AND e.identity_revision = f.identity_revision WHERE f.entity_type = ? AND f.failures > 0 AND {counted}",
            (entity_type, *names),
        )
        return frozenset(row[0] for row in rows)
