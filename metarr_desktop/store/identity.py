"""Identity revisions, and taking an identification back.

Rows and fetches carry the revision they were made under. Identifying raises it, undo restores the old
number, and a number is never given twice, so that undone answers never come back as those of another work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.store.choices import Choices, ChoiceState, Lock
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.history import History
from metarr_desktop.store.models import EntityRow, ExternalIdRow

_KEPT = ("title", "year", "state", "identity_revision", "metadata", "metadata_sources", "edited_fields")


class IdentityLog:
    """Raises revisions, records identifications and restores them; always inside the caller's transaction."""

    def __init__(self, database: Database, clock: Clock, choices: Choices, history: History) -> None:
        self._database = database
        self._clock = clock
        self._choices = choices
        self._history = history

    def write_ids(self, key: EntityKey, ids: Mapping[str, str]) -> None:
        """Make *ids* the external ids of the title."""
        entity = (str(key.entity_type), key.entity_id)
        self._database.run("DELETE FROM entity_external_ids WHERE entity_type = ? AND entity_id = ?", entity)
        for kind, value in ids.items():
            ExternalIdRow.insert(
                entity_type=entity[0], entity_id=entity[1], id_kind=kind, id_value=value
            ).execute(self._database.peewee)

    def raise_revision(self, key: EntityKey, *, keep_artwork: bool) -> None:
        """Begin a new identity: what was selected is cleared, or taken along if *keep_artwork*."""
        revision, highest = self._revisions(key)
        selected = self._choices.selected_at_revision(key, revision)
        if keep_artwork:
            self._choices.move_to_revision(key, selected, highest + 1)
        else:
            self._choices.write(key, [_cleared(state) for state in selected])
        self._update(key, {"identity_revision": highest + 1, "highest_revision": highest + 1})
        self._choices.drop_stale_pick_locks(key, self._clock())

    def snapshot(self, key: EntityKey) -> dict[str, Any]:
        """Return everything an identification may change, as JSON values."""
        (row,) = (
            EntityRow.select(*(getattr(EntityRow, name) for name in _KEPT))
            .where(_is(EntityRow, key))
            .tuples()
            .execute(self._database.peewee)
        )
        values = dict(zip(_KEPT, row, strict=True))
        ids = dict(
            ExternalIdRow.select(ExternalIdRow.id_kind, ExternalIdRow.id_value)
            .where(_is(ExternalIdRow, key))
            .tuples()
            .execute(self._database.peewee)
        )
        selected = self._choices.selected_at_revision(key, values["identity_revision"])
        return {
            "entity": values,
            "ids": ids,
            "selected": [state.to_list() for state in selected],
            "locks": [lock.to_list() for lock in self._choices.locks_of(key)],
        }

    def record(
        self, key: EntityKey, act: str, text: str, before: dict[str, Any], *, is_automatic: bool = False
    ) -> None:
        """Note the act, with the title as it was *before* and as it is now."""
        self._history.add(act, text, key, before, self.snapshot(key), is_automatic=is_automatic)

    def restore(
        self, key: EntityKey, wanted: Mapping[str, Any], leaving: Mapping[str, Any]
    ) -> list[ChoiceState]:
        """Bring back the snapshot *wanted* where *leaving* was; returns the choices that changed.

        What was selected under the identity that is left, and is not part of the other, is cleared, as
        identifying does. ``rows`` of *wanted*, if given, are further pictures that count to it.
        """
        was = [ChoiceState(*state) for state in leaving["selected"]]
        will_be = [ChoiceState(*state) for state in wanted["selected"]]
        revision = wanted["entity"]["identity_revision"]
        self._choices.write(key, [_cleared(state) for state in was])
        rows = [ChoiceState(*address) for address in wanted.get("rows", ())]
        self._choices.move_to_revision(key, [*will_be, *rows], revision)
        self._choices.write(key, will_be)
        self._update(key, dict(wanted["entity"]))
        self.write_ids(key, wanted["ids"])
        self._choices.set_locks(key, {Lock(*lock) for lock in wanted["locks"]}, self._clock())
        return was + will_be

    def _revisions(self, key: EntityKey) -> tuple[int, int]:
        row = self._database.row(
            "SELECT identity_revision, highest_revision FROM entities WHERE entity_type = ? AND entity_id = ?",
            (key.entity_type, key.entity_id),
        )
        assert row is not None  # the caller has read the title in this transaction
        return int(row[0]), int(row[1])

    def _update(self, key: EntityKey, values: dict[str, Any]) -> None:
        EntityRow.update(**values).where(_is(EntityRow, key)).execute(self._database.peewee)


def _cleared(state: ChoiceState) -> ChoiceState:
    return ChoiceState(state.asset_type, state.url, is_rejected=state.is_rejected)


def _is(model: Any, key: EntityKey) -> Any:
    return (model.entity_type == str(key.entity_type)) & (model.entity_id == key.entity_id)
