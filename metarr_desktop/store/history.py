"""What was done, and what is needed to take it back, also after a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import HistoryEntry
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.models import HistoryRow


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One act with the state *before* and *after* it, in the form its kind (``act``) understands."""

    id: int
    act: str
    text: str
    key: EntityKey
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class History:
    """Table ``history``: a stack of acts; a new act discards what could have been redone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self, act: str, text: str, key: EntityKey, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Put an act on the stack, within the transaction of the act itself."""
        with self._database.transaction():
            self._database.run("UPDATE history SET can_redo = 0 WHERE is_undone = 1 AND can_redo = 1")
            HistoryRow.insert(
                happened_at=self._clock(), act=act, text=text, entity_type=str(key.entity_type),
                entity_id=key.entity_id, before=dict(before), after=dict(after), is_undone=0, can_redo=1,
            ).execute(self._database.peewee)  # fmt: skip

    def next_to_undo(self) -> RecordedAct | None:
        """Return the last act that is done."""
        return self._first(HistoryRow.is_undone == 0, HistoryRow.id.desc())

    def next_to_redo(self) -> RecordedAct | None:
        """Return the act undone last, unless another act followed."""
        return self._first((HistoryRow.is_undone == 1) & (HistoryRow.can_redo == 1), HistoryRow.id.asc())

    def mark(self, act_id: int, *, is_undone: bool) -> None:
        """Note that the act is undone, or done again."""
        self._update(act_id, is_undone=int(is_undone))

    def replace_state(self, act_id: int, *, is_before: bool, state: Mapping[str, Any]) -> None:
        """Renew the state *before* or *after* the act: what has been learnt since then belongs to it too."""
        self._update(act_id, **{"before" if is_before else "after": dict(state)})

    def entries(self, key: EntityKey | None = None, limit: int = 50) -> list[HistoryEntry]:
        """Return the newest acts, of one title or of all, newest first."""
        query = HistoryRow.select(
            HistoryRow.id, HistoryRow.happened_at, HistoryRow.text, HistoryRow.entity_type,
            HistoryRow.entity_id, HistoryRow.is_undone,
        )  # fmt: skip
        if key is not None:
            query = query.where(
                (HistoryRow.entity_type == str(key.entity_type)) & (HistoryRow.entity_id == key.entity_id)
            )
        rows = query.order_by(HistoryRow.id.desc()).limit(limit).tuples().execute(self._database.peewee)
        return [
            HistoryEntry(act_id, when, text, EntityKey(EntityType(kind), entity_id), bool(is_undone))
            for act_id, when, text, kind, entity_id, is_undone in rows
        ]

    def _update(self, act_id: int, **values: Any) -> None:
        HistoryRow.update(**values).where(HistoryRow.id == act_id).execute(self._database.peewee)

    def _first(self, condition: Any, order: Any) -> RecordedAct | None:
        query = (
            HistoryRow.select(
                HistoryRow.id, HistoryRow.act, HistoryRow.text, HistoryRow.entity_type, HistoryRow.entity_id,
                HistoryRow.before, HistoryRow.after,
            )
            .where(condition).order_by(order).limit(1).tuples()
        )  # fmt: skip
        for act_id, act, text, entity_type, entity_id, before, after in query.execute(self._database.peewee):
            key = EntityKey(EntityType(entity_type), entity_id)
            return RecordedAct(act_id, act, text, key, before, after)
        return None
