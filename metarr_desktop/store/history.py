"""What was done, and what is needed to take it back, also after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import HistoryEntry
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
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
    is_undone: bool = False
    can_redo: bool = True


_ACT = "id, act, text, entity_type, entity_id, before, after, is_undone, can_redo"

_ENTRIES = """
SELECT h.id, h.happened_at, h.text, h.entity_type, h.entity_id, h.is_undone, h.is_automatic
FROM history AS h {where} ORDER BY h.id DESC LIMIT ?
"""


class History:
    """Table ``history``: a stack of acts; a new act discards what could have been redone.

    One of automation discards only what is of the same titles: nobody loses a redo to work done elsewhere.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        act: str,
        text: str,
        key: EntityKey,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        *,
        is_automatic: bool = False,
    ) -> None:
        """Put an act on the stack, within the transaction of the act itself."""
        with self._database.transaction():
            touched = _titles(key, before) if is_automatic else None
            for undone in self._acts("is_undone = 1 AND can_redo = 1"):
                if touched is None or touched & _titles(undone.key, undone.before):
                    self._update(undone.id, can_redo=0)
            HistoryRow.insert(
                happened_at=self._clock(), act=act, text=text, entity_type=str(key.entity_type),
                entity_id=key.entity_id, before=dict(before), after=dict(after), is_undone=0, can_redo=1,
                is_automatic=int(is_automatic),
            ).execute(self._database.peewee)  # fmt: skip

    def next_to_undo(self) -> RecordedAct | None:
        """Return the last act that is done."""
        return next(self._acts("is_undone = 0 ORDER BY id DESC LIMIT 1"), None)

    def last_of_a_person(self, since: datetime) -> RecordedAct | None:
        """Return the last act that a person did at *since* (aware) or later and that is done."""
        condition = "is_undone = 0 AND is_automatic = 0 AND happened_at >= ? ORDER BY id DESC LIMIT 1"
        return next(self._acts(condition, (to_utc_text(since),)), None)

    def next_to_redo(self) -> RecordedAct | None:
        """Return the act undone last, unless another act of a person, or one of the same titles, followed."""
        return next(self._acts("is_undone = 1 AND can_redo = 1 ORDER BY id LIMIT 1"), None)

    def find(self, act_id: int) -> RecordedAct | None:
        """Return one act, ``None`` if there is none of that number."""
        return next(self._acts("id = ?", (act_id,)), None)

    def standing_after(self, act_id: int) -> Iterator[RecordedAct]:
        """Yield the acts after this one that are done, the oldest first."""
        yield from self._acts("id > ? AND is_undone = 0 ORDER BY id", (act_id,))

    def mark(self, act_id: int, *, is_undone: bool) -> None:
        """Note that the act is undone, or done again."""
        self._update(act_id, is_undone=int(is_undone))

    def mark_all(self, marks: Iterable[Sequence[int]]) -> None:
        """Set (act, is undone, can be redone) of each."""
        self._database.run_many(
            "UPDATE history SET is_undone = ?, can_redo = ? WHERE id = ?",
            [(is_undone, can_redo, act_id) for act_id, is_undone, can_redo in marks],
        )

    def replace_state(self, act_id: int, *, is_before: bool, state: Mapping[str, Any]) -> None:
        """Renew the state *before* or *after* the act: what has been learnt since then belongs to it too."""
        self._update(act_id, **{"before" if is_before else "after": dict(state)})

    def entries(self, key: EntityKey | None = None, limit: int = 50) -> list[HistoryEntry]:
        """Return the newest acts, of one title or of all, newest first; their titles are not named here."""
        where, values = "", tuple[object, ...]()
        if key is not None:
            where = "WHERE h.entity_type = ? AND h.entity_id = ?"
            values = (key.entity_type, key.entity_id)
        return [
            HistoryEntry(
                act_id, from_utc_text(when), text, EntityKey(EntityType(kind), entity_id), bool(is_undone),
                is_automatic=bool(is_automatic),
            )
            for act_id, when, text, kind, entity_id, is_undone, is_automatic in self._database.rows(
                _ENTRIES.format(where=where), (*values, limit)
            )
        ]  # fmt: skip

    def _update(self, act_id: int, **values: Any) -> None:
        HistoryRow.update(**values).where(HistoryRow.id == act_id).execute(self._database.peewee)

    def _acts(self, condition: str, values: Sequence[object] = ()) -> Iterator[RecordedAct]:
        for act_id, act, text, kind, entity_id, before, after, is_undone, can_redo in self._database.rows(
            f"SELECT {_ACT} FROM history WHERE {condition}", values
        ):
            key = EntityKey(EntityType(kind), entity_id)
            yield RecordedAct(
                act_id, act, text, key, json.loads(before), json.loads(after), bool(is_undone), bool(can_redo)
            )


def _titles(key: EntityKey, before: Mapping[str, Any]) -> set[tuple[str, int]]:
    """Return the titles an act speaks of."""
    if "titles" in before:
        return {(kind, number) for kind, number in (title["key"] for title in before["titles"])}
    return {(str(key.entity_type), key.entity_id)}
