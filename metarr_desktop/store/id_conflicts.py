"""Ids by which a provider contradicts what is stored: shown until it agrees or a person decides, never guessed away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.library import IdConflict
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.database import Database

_TITLE = "entity_type = ? AND entity_id = ? AND identity_revision = ? AND provider_name = ?"

_UPSERT = """
INSERT INTO id_conflicts (entity_type, entity_id, identity_revision, provider_name, id_kind, stored, given, seen_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (entity_type, entity_id, identity_revision, provider_name, id_kind) DO UPDATE SET
  stored = excluded.stored, given = excluded.given, seen_at = excluded.seen_at
"""


class IdConflicts:
    """Table ``id_conflicts``: per title, identity revision, provider and kind of id."""

    def __init__(self, database: Database, provider_order: Callable[[], Sequence[str]]) -> None:
        self._database = database
        self._provider_order = provider_order

    def all(self, key: EntityKey) -> tuple[IdConflict, ...]:
        """Return the conflicts of the title as it is identified now, the favourite provider's first, by kind.

        One whose stored id is not the stored one any more (an identification was taken back) is none now.
        """
        rows = self._database.rows(
            "SELECT c.provider_name, c.id_kind, c.stored, c.given FROM id_conflicts AS c "
            "JOIN entities AS e ON e.entity_type = c.entity_type AND e.entity_id = c.entity_id "
            "AND e.identity_revision = c.identity_revision "
            "JOIN entity_external_ids AS x ON x.entity_type = c.entity_type AND x.entity_id = c.entity_id "
            "AND x.id_kind = c.id_kind AND x.id_value = c.stored "
            "WHERE c.entity_type = ? AND c.entity_id = ?",
            (key.entity_type, key.entity_id),
        )
        ranks = {name: rank for rank, name in enumerate(self._provider_order())}
        rows.sort(key=lambda row: (ranks.get(row[0], len(ranks)), row[0], row[1]))
        return tuple(IdConflict(*row) for row in rows)

    def note(
        self,
        key: EntityKey,
        revision: int,
        provider: str,
        said: Mapping[str, str],
        conflicts: Mapping[str, tuple[str, str]],
        *,
        is_whole: bool,
        now: datetime,
    ) -> None:
        """Take over what an answer says of the ids, within the transaction that saves it.

        Args:
            said: all ids of the answer; kinds among them that are no conflict are one no longer.
            conflicts: per kind (stored, given).
            is_whole: the answer says everything the provider knows: kinds it leaves out are no conflict either.
        """
        title = (key.entity_type, key.entity_id, revision, provider)
        known = {
            row[0] for row in self._database.rows(f"SELECT id_kind FROM id_conflicts WHERE {_TITLE}", title)
        }
        settled = {kind for kind in known if kind not in conflicts and (is_whole or kind in said)}
        if settled:
            self._database.run_many(
                f"DELETE FROM id_conflicts WHERE {_TITLE} AND id_kind = ?",
                [(*title, kind) for kind in settled],
            )
        if conflicts:
            self._database.run_many(
                _UPSERT,
                [
                    (*title, kind, stored, given, to_utc_text(now))
                    for kind, (stored, given) in sorted(conflicts.items())
                ],
            )
