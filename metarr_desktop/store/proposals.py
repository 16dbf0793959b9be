"""What automation proposes and a person has not decided about yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.enrichment import Choice, Proposal
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.entities import Entities
from metarr_desktop.store.provider_assets import ASSET_COLUMNS

_ENTITY = "entity_type = ? AND entity_id = ?"

_OPEN = f"""
SELECT {ASSET_COLUMNS}, entity_type, entity_id, p_id, p_reason, p_replaces, p_created,
  EXISTS (SELECT 1 FROM provider_assets AS u WHERE u.entity_type = provider_assets.entity_type
    AND u.entity_id = provider_assets.entity_id AND u.asset_type = provider_assets.asset_type
    AND COALESCE(u.season_number, -1) = COALESCE(provider_assets.season_number, -1)
    AND u.is_selected = 1 AND u.selected_by = 'user')
FROM provider_assets JOIN (SELECT id AS p_id, asset_id AS p_asset, reason AS p_reason, replaces AS p_replaces,
  created_at AS p_created FROM proposals) AS p ON p.p_asset = provider_assets.id
WHERE is_selected = 0 AND is_rejected = 0 AND missing_since IS NULL AND identity_revision = COALESCE(
  (SELECT e.identity_revision FROM entities AS e WHERE e.entity_type = provider_assets.entity_type
    AND e.entity_id = provider_assets.entity_id), 0)
ORDER BY entity_type, entity_id, p_id
"""


class Proposals:
    """Table ``proposals``.

    What became of a picture decides whether a proposal is open: one that was accepted is selected, and undoing that
    opens it again.
    """

    def __init__(self, database: Database, clock: Clock, entities: Entities) -> None:
        self._database = database
        self._clock = clock
        self._entities = entities

    def replace(
        self,
        key: EntityKey,
        choices: Iterable[Choice],
        left: Collection[tuple[AssetType, int | None]] = (),
    ) -> None:
        """Make *choices* what is proposed for the title; what was proposed before keeps its number and time.

        What is proposed for the slots in *left* stays as it is.
        """
        slots = {(str(kind), -1 if season is None else season) for kind, season in left}
        wanted = {choice.asset_id: choice for choice in choices}
        with self._database.transaction():
            there = {
                asset_id
                for asset_id, *slot in self._database.rows(
                    f"SELECT asset_id, asset_type, season_number FROM proposals WHERE {_ENTITY}",
                    (key.entity_type, key.entity_id),
                )
                if tuple(slot) not in slots
            }
            self._database.run_many(
                "DELETE FROM proposals WHERE asset_id = ?",
                [(each,) for each in sorted(there - wanted.keys())],
            )
            self._database.run_many(
                "INSERT INTO proposals (entity_type, entity_id, asset_type, season_number, asset_id, replaces, "
                "reason, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (asset_id) DO UPDATE SET "
                "replaces = excluded.replaces, reason = excluded.reason",
                [
                    (key.entity_type, key.entity_id, each.asset_type,
                     -1 if each.season_number is None else each.season_number, each.asset_id, each.replaces,
                     each.reason, to_utc_text(self._clock()))
                    for each in wanted.values()
                ],
            )  # fmt: skip

    def open(self, several: Collection[AssetType]) -> list[Proposal]:
        """Return what a person may still accept, title by title.

        A slot for one in which the person chose something is decided; *several* names the types whose slots hold
        more than one picture.
        """
        rows = self._database.rows(_OPEN)
        kinds = {row[-7] for row in rows}
        labels = {
            entity.key: entity.label
            for kind in sorted(kinds)
            for entity in self._entities.all(EntityType(kind))
        }
        found = []
        for *columns, entity_type, entity_id, number, reason, replaces, created_at, is_taken in rows:
            asset, key = CachedAsset.from_row(columns), EntityKey(EntityType(entity_type), entity_id)
            if not (is_taken and asset.asset_type not in several):
                found.append(
                    Proposal(
                        number,
                        key,
                        labels.get(key, str(key)),
                        asset,
                        reason,
                        replaces,
                        from_utc_text(created_at),
                    )
                )
        return found
