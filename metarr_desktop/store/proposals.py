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

_DECIDED = """
EXISTS (SELECT 1 FROM provider_assets AS a WHERE a.id = proposals.asset_id AND ((a.is_selected = 1
  AND a.selected_by = 'user') OR EXISTS (SELECT 1 FROM dismissed_proposals AS d WHERE
  d.entity_type = a.entity_type AND d.entity_id = a.entity_id AND d.asset_type = a.asset_type
  AND d.provider_url = a.provider_url)))
"""
"""Accepted or dismissed: such a proposal is kept, since undoing that opens it again."""

_OPEN = """
SELECT {columns}, entity_type, entity_id, p_id, p_reason, p_replaces, p_created,
  EXISTS (SELECT 1 FROM provider_assets AS u WHERE u.entity_type = provider_assets.entity_type
    AND u.entity_id = provider_assets.entity_id AND u.asset_type = provider_assets.asset_type
    AND COALESCE(u.season_number, -1) = COALESCE(provider_assets.season_number, -1)
    AND u.is_selected = 1 AND u.selected_by = 'user')
FROM provider_assets JOIN (SELECT id AS p_id, asset_id AS p_asset, reason AS p_reason, replaces AS p_replaces,
  created_at AS p_created FROM proposals) AS p ON p.p_asset = provider_assets.id
WHERE {condition} is_selected = 0 AND is_rejected = 0 AND missing_since IS NULL AND identity_revision = COALESCE(
  (SELECT e.identity_revision FROM entities AS e WHERE e.entity_type = provider_assets.entity_type
    AND e.entity_id = provider_assets.entity_id), 0)
  AND NOT EXISTS (SELECT 1 FROM dismissed_proposals AS d WHERE d.entity_type = provider_assets.entity_type
    AND d.entity_id = provider_assets.entity_id AND d.asset_type = provider_assets.asset_type
    AND d.provider_url = provider_assets.provider_url)
  AND NOT EXISTS (SELECT 1 FROM slot_locks AS l WHERE l.source = 'user'
    AND l.entity_type = provider_assets.entity_type AND l.entity_id = provider_assets.entity_id
    AND l.asset_type = provider_assets.asset_type
    AND l.season_number IN (-1, COALESCE(provider_assets.season_number, -1)))
ORDER BY entity_type, entity_id, p_id
"""


class Proposals:
    """Table ``proposals``.

    What became of a picture decides whether a proposal is open: one that was accepted is selected, one that was
    dismissed is noted as such, and undoing that opens it again. Those of a slot the person locked are kept, and are
    open again without the lock.
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
                f"DELETE FROM proposals WHERE asset_id = ? AND NOT {_DECIDED}",
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

    def titles(self) -> set[EntityKey]:
        """Return the titles that have any proposal, open or decided."""
        rows = self._database.rows("SELECT DISTINCT entity_type, entity_id FROM proposals")
        return {EntityKey(EntityType(entity_type), entity_id) for entity_type, entity_id in rows}

    def titles_of(self, numbers: Collection[int]) -> set[EntityKey]:
        """Return the titles of these proposals; numbers of none are passed over."""
        rows = self._database.rows(
            f"SELECT DISTINCT entity_type, entity_id FROM proposals WHERE id IN ({', '.join('?' * len(numbers))})",
            tuple(numbers),
        )
        return {EntityKey(EntityType(entity_type), entity_id) for entity_type, entity_id in rows}

    def open(self, several: Collection[AssetType], key: EntityKey | None = None) -> list[Proposal]:
        """Return what a person may still accept, of one title or title by title.

        A slot for one in which the person chose something is decided, and has one proposal at most: the oldest,
        which was brought back where there are two. *several* names the types whose slots hold more than one picture.
        """
        condition, values = ("", ()) if key is None else (f"{_ENTITY} AND", (key.entity_type, key.entity_id))
        rows = self._database.rows(_OPEN.format(columns=ASSET_COLUMNS, condition=condition), values)
        keys = [EntityKey(EntityType(row[-7]), row[-6]) for row in rows]
        labels = self._entities.labels(keys)
        found: list[Proposal] = []
        proposed: set[tuple[EntityKey, AssetType, int | None]] = set()
        for at, (*columns, _, _, number, reason, replaces, created_at, is_taken) in zip(
            keys, rows, strict=True
        ):
            asset = CachedAsset.from_row(columns)
            slot = (at, asset.asset_type, asset.season_number)
            if asset.asset_type not in several and (is_taken or slot in proposed):
                continue
            proposed.add(slot)
            created = from_utc_text(created_at)
            found.append(Proposal(number, at, labels.get(at, str(at)), asset, reason, replaces, created))
        return found
