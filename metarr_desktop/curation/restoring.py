"""Bringing back what an entry of the history holds: undo and redo, step by step."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from metarr_desktop.curation.footprint import changed_again_by, touched_by
from metarr_desktop.curation.recording import (
    IDENTITY_ACTS,
    dismissals_in,
    locks_in,
    states_in,
    titles_of,
)
from metarr_desktop.curation.rules import unselected
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.library import UndoOutcome
from metarr_desktop.store import ChoiceState, Store
from metarr_desktop.store.history import RecordedAct


class Restorer:
    """Undoes and redoes acts, on the database worker; every method expects or opens a transaction."""

    def __init__(self, store: Store, several: Callable[[], Collection[AssetType]]) -> None:
        self._store = store
        self._several = several
        self._since = store.clock()

    def undo(self) -> UndoOutcome | None:
        """Take back the last act; ``None`` if there is none.

        What automation did after the last act of a person is passed over, if that act is of this run of the program
        and nothing it changed was changed since: who undoes means what she just did.
        """
        with self._store.transaction():
            history = self._store.history
            act = history.last_of_a_person(self._since)
            if act is None or self._was_changed_again(act):
                act = history.next_to_undo()
            return None if act is None else self.step(act, is_undo=True)

    def _was_changed_again(self, act: RecordedAct) -> bool:
        later = self._store.history.standing_after(act.id)
        return changed_again_by(self._store, touched_by(self._store, act), later) is not None

    def redo(self) -> UndoOutcome | None:
        """Do again what was undone last; ``None`` if there is none."""
        with self._store.transaction():
            act = self._store.history.next_to_redo()
            return None if act is None else self.step(act, is_undo=False)

    def step(self, act: RecordedAct, *, is_undo: bool) -> UndoOutcome:
        """Undo *act*, or redo it; nothing it changed may have been changed since by an act that stands."""
        wanted, other = (act.before, act.after) if is_undo else (act.after, act.before)
        changed: list[CachedAsset] = []
        titles = titles_of(act, wanted)
        left: dict[EntityKey, dict[str, Any]] = {}
        for key, title in titles:
            if "identity" in title:
                left[key] = self._store.identity.snapshot(key)
            changed += self.apply(key, title)
        if left:
            renewed = _with_identities(act, other, left)
            self._store.history.replace_state(act.id, is_before=not is_undo, state=renewed)
        self._store.history.mark_all(wanted.get("marks", ()))
        self._store.history.mark(act.id, is_undone=is_undo)
        verb = "Undone" if is_undo else "Redone"
        return UndoOutcome(
            f"{verb}: {act.text}", act.key, tuple(changed), tuple(dict.fromkeys(key for key, _ in titles))
        )

    def apply(self, key: EntityKey, title: Mapping[str, Any]) -> tuple[CachedAsset, ...]:
        """Make the title what *title* says of it; returns the pictures that changed, as they are now."""
        store, states = self._store, states_in(title)
        shown = list(states)
        if "identity" in title:
            leaving = store.identity.snapshot(key)
            shown = store.identity.restore(key, title["identity"], leaving) + shown
        store.choices.write(key, states)
        if "locks" in title:
            store.choices.set_locks(key, locks_in(title), store.clock())
        dismissals = dismissals_in(title)
        store.dismissals.write(key, dismissals)
        if "monitored" in title:
            store.entities.set_monitored(key, is_monitored=title["monitored"])
        shown += self._settled(key, shown)
        store.choices.drop_stale_pick_locks(key, store.clock())
        addresses = [(each.asset_type, each.url) for each in shown]
        addresses += [(each.asset_type, each.url) for each in dismissals]
        return store.choices.assets(key, addresses)

    def _settled(self, key: EntityKey, restored: Sequence[ChoiceState]) -> list[ChoiceState]:
        """Clear what stands beside a restored choice in a slot for one, count places anew in a slot of several.

        That is needed when rows were deleted and fetched again between an act and its undoing. Returns what changed.
        """
        changed: list[ChoiceState] = []
        choices = self._store.choices
        for asset in choices.assets(key, [(state.asset_type, state.url) for state in restored]):
            if not asset.is_selected:
                continue
            there = choices.selected_in(key, asset.asset_type, asset.season_number)
            if asset.asset_type not in self._several():
                changed += [unselected(state) for state in there if state.url != asset.url]
            elif len({state.selection_order for state in there}) < len(there):
                changed += [replace(state, selection_order=place) for place, state in enumerate(there)]
        choices.write(key, changed)
        return changed


def _with_identities(
    act: RecordedAct, state: Mapping[str, Any], left: Mapping[EntityKey, dict[str, Any]]
) -> Mapping[str, Any]:
    """Renew the identities in *state*: what was learnt of them since the act belongs to them too."""
    if act.act in IDENTITY_ACTS:
        return left[act.key]
    titles = [
        {**title, "identity": {**left[key], "rows": title["identity"].get("rows", ())}}
        if key in left
        else dict(title)
        for key, title in titles_of(act, state)
    ]
    return {**state, "titles": titles}
