"""Acts and their undoing, on the database worker: each one transaction and one entry of the history.

An entry holds, per title, the states before and after and all locks, so that undo and redo work across restarts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from metarr_desktop.curation.rules import (
    Rule,
    Slot,
    choose_automatically,
    clear,
    filled,
    reject,
    unselected,
)
from metarr_desktop.domain.asset import ASSET_SHAPES, USER_PROVIDER, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import AssetUnknown
from metarr_desktop.domain.library import BatchChange, SelectionChange, UndoOutcome
from metarr_desktop.domain.selection import PlannedPick
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store import ChoiceState, Lock, Store
from metarr_desktop.store.history import RecordedAct

_IDENTITY_ACTS = ("identify", "set_state")
_SEVERAL_TITLES = "choices"


class _Recording:
    """What an act changed of one title so far: the first state seen of each picture, and the last."""

    def __init__(self, locks: list[list[Any]]) -> None:
        self.locks_before = locks
        self.before: dict[tuple[str, str], ChoiceState] = {}
        self.after: dict[tuple[str, str], ChoiceState] = {}

    def note(self, before: ChoiceState, after: ChoiceState) -> None:
        address = (after.asset_type, after.url)
        self.before.setdefault(address, before)
        self.after[address] = after


class Acts:
    """Carries acts out; every method is synchronous and opens its own transaction."""

    def __init__(
        self, store: Store, several: Callable[[], Collection[AssetType]], titles: Mapping[str, str]
    ) -> None:
        self._store = store
        self._several = several
        self._titles = titles

    def act(self, rule: Rule, asset_ids: Sequence[int], words: str = "") -> BatchChange:
        """Apply *rule* to each picture, one after the other, as one act; all of it or nothing.

        *words* are for the history, in the place of those the rule has.
        """
        with self._store.transaction():
            recordings: dict[EntityKey, _Recording] = {}
            verb, last = "", None
            for asset_id in asset_ids:
                key, last, state = self._current(asset_id)
                slot = self._slot(key, last.asset_type, last.season_number)
                states, verb = rule(slot, state)
                self._write(recordings, slot, states, state)
                if rule in (clear, reject):
                    is_lifted = rule is clear and state.is_rejected
                    self._store.picture_hashes.set_lifted(key, last.asset_type, last.url, is_lifted=is_lifted)
            if last is None:
                return BatchChange(())
            text = (
                f"{verb} {self._name(last)}" if len(asset_ids) == 1 else f"{verb} {len(asset_ids)} pictures"
            )
            return self._record(recordings, words or text)

    def choose(self, picks: Sequence[PlannedPick]) -> BatchChange:
        """Do what automation planned, as one act; what a person decided meanwhile stands."""
        with self._store.transaction():
            recordings: dict[EntityKey, _Recording] = {}
            done: list[CachedAsset] = []
            for pick in picks:
                key, asset, state = self._current(pick.asset_id)
                slot = self._slot(key, asset.asset_type, asset.season_number)
                replaces = None if pick.replaces is None else self._store.assets.get(pick.replaces)[1].url
                states = choose_automatically(slot, state, replaces)
                self._write(recordings, slot, states, state)
                done += [asset] if states else []
            what = self._name(done[0]) if len(done) == 1 else f"{len(done)} pictures"
            return self._record(recordings, f"Automatically selected {what}")

    def reject_again(self, asset_ids: Sequence[int]) -> tuple[CachedAsset, ...]:
        """Reject what a person rejected before under another address; no act of its own."""
        changed: list[CachedAsset] = []
        with self._store.transaction():
            for asset_id in asset_ids:
                key, asset, state = self._current(asset_id)
                if not state.is_selected:
                    self._store.choices.write(
                        key, reject(self._slot(key, asset.asset_type, asset.season_number), state)[0]
                    )
                    changed += self._store.choices.assets(key, [(state.asset_type, state.url)])
        return tuple(changed)

    def order(
        self, key: EntityKey, asset_type: AssetType, asset_ids: Sequence[int], season_number: int | None
    ) -> BatchChange:
        """Put what is selected in a slot in the order of *asset_ids*; those not named follow."""
        with self._store.transaction():
            slot = self._slot(key, asset_type, season_number)
            named = [self._store.assets.get(asset_id) for asset_id in asset_ids]
            place = {asset.url: index for index, (owner, asset) in enumerate(named) if owner == key}
            ordered = sorted(slot.selected, key=lambda state: place.get(state.url, len(place)))
            recordings: dict[EntityKey, _Recording] = {}
            self._write(recordings, slot, filled(slot, ordered))
            return self._record(recordings, f"Reordered the {ASSET_SHAPES[asset_type].plural}")

    def set_lock(self, key: EntityKey, asset_type: AssetType, is_locked: bool) -> None:
        """Close all slots of a type to automation, or open them."""
        with self._store.transaction():
            entity = self._store.entities.get(key)
            locks = self._store.choices.locks_of(key)
            wanted = {lock for lock in locks if is_locked or lock.asset_type != asset_type}
            if is_locked:
                wanted.add(Lock(asset_type, -1, "user"))
            if wanted == locks:
                return
            before = {"states": [], "locks": _as_lists(locks)}
            self._store.choices.set_locks(key, wanted, self._store.clock())
            verb = "Locked" if is_locked else "Unlocked"
            text = f"{verb} the {ASSET_SHAPES[asset_type].plural} of {entity.label}"
            self._store.history.add("choice", text, key, before, {"states": [], "locks": _as_lists(wanted)})

    def undo(self) -> UndoOutcome | None:
        """Take back the last act; ``None`` if there is none."""
        with self._store.transaction():
            act = self._store.history.next_to_undo()
            if act is None:
                return None
            changed = self._restore(act, is_undo=True)
            self._store.history.mark(act.id, is_undone=True)
            return UndoOutcome(f"Undone: {act.text}", act.key, changed)

    def redo(self) -> UndoOutcome | None:
        """Do again what was undone last; ``None`` if there is none."""
        with self._store.transaction():
            act = self._store.history.next_to_redo()
            if act is None:
                return None
            changed = self._restore(act, is_undo=False)
            self._store.history.mark(act.id, is_undone=False)
            return UndoOutcome(f"Redone: {act.text}", act.key, changed)

    # ---------------------------------------------------------------------------------------------- inside

    def _current(self, asset_id: int) -> tuple[EntityKey, CachedAsset, ChoiceState]:
        key, asset = self._store.assets.get(asset_id)
        state = self._store.choices.of_asset(key, asset.asset_type, asset.url)
        if state is None or not self._store.choices.is_current(asset_id):
            raise AssetUnknown(
                f"Picture {asset_id} belongs to what the title was identified as before; nothing was changed."
            )
        return key, asset, state

    def _slot(self, key: EntityKey, asset_type: AssetType, season_number: int | None) -> Slot:
        selected = self._store.choices.selected_in(key, asset_type, season_number)
        return Slot(
            key, asset_type, season_number, tuple(selected), asset_type in self._several(),
            self._store.locks.is_locked(key, asset_type, season_number), to_utc_text(self._store.clock()),
        )  # fmt: skip

    def _write(
        self,
        recordings: dict[EntityKey, _Recording],
        slot: Slot,
        states: Iterable[ChoiceState],
        extra: ChoiceState | None = None,
    ) -> None:
        known = {state.url: state for state in (*slot.selected, *((extra,) if extra else ()))}
        changed = [state for state in states if known[state.url] != state]
        if not changed:
            return
        choices = self._store.choices
        if slot.key not in recordings:
            recordings[slot.key] = _Recording(_as_lists(choices.locks_of(slot.key)))
        for state in changed:
            recordings[slot.key].note(known[state.url], state)
        choices.write(slot.key, changed)
        choices.sync_pick_lock(slot.key, slot.asset_type, slot.season_number, self._store.clock())

    def _record(self, recordings: Mapping[EntityKey, _Recording], text: str) -> BatchChange:
        if not recordings:
            return BatchChange(())
        choices, before, after = self._store.choices, [], []
        for key, each in recordings.items():
            title = [str(key.entity_type), key.entity_id]
            before.append({"key": title, "states": _lists(each.before), "locks": each.locks_before})
            after.append(
                {"key": title, "states": _lists(each.after), "locks": _as_lists(choices.locks_of(key))}
            )
        first = next(iter(recordings))
        if len(recordings) == 1:
            self._store.history.add("choice", text, first, before[0], after[0])
        else:
            self._store.history.add(_SEVERAL_TITLES, text, first, {"titles": before}, {"titles": after})
        changes = [
            SelectionChange(key, choices.assets(key, list(each.after)), text)
            for key, each in recordings.items()
        ]
        return BatchChange(tuple(changes), text)

    def _restore(self, act: RecordedAct, *, is_undo: bool) -> tuple[CachedAsset, ...]:
        wanted = act.before if is_undo else act.after
        if act.act == _SEVERAL_TITLES:
            changed: list[CachedAsset] = []
            for title in wanted["titles"]:
                changed += self._restore_title(EntityKey(EntityType(title["key"][0]), title["key"][1]), title)
            return tuple(changed)
        if act.act in _IDENTITY_ACTS:
            leaving = self._store.identity.snapshot(act.key)
            self._store.history.replace_state(act.id, is_before=not is_undo, state=leaving)
            return self._shown(act.key, self._store.identity.restore(act.key, wanted, leaving))
        return self._restore_title(act.key, wanted)

    def _restore_title(self, key: EntityKey, wanted: Mapping[str, Any]) -> tuple[CachedAsset, ...]:
        states = [ChoiceState(*values) for values in wanted["states"]]
        self._store.choices.write(key, states)
        self._store.choices.set_locks(key, {Lock(*values) for values in wanted["locks"]}, self._store.clock())
        return self._shown(key, states)

    def _shown(self, key: EntityKey, states: list[ChoiceState]) -> tuple[CachedAsset, ...]:
        states = states + self._settled(key, states)
        return self._store.choices.assets(key, [(state.asset_type, state.url) for state in states])

    def _settled(self, key: EntityKey, restored: Sequence[ChoiceState]) -> list[ChoiceState]:
        """Clear what stands beside a restored choice in a slot for one; returns what was cleared.

        That happens when rows were deleted and fetched again between an act and its undoing.
        """
        cleared: list[ChoiceState] = []
        for asset in self._store.choices.assets(key, [(state.asset_type, state.url) for state in restored]):
            slot = self._slot(key, asset.asset_type, asset.season_number)
            if asset.is_selected and not slot.is_several:
                cleared += [unselected(state) for state in slot.selected if state.url != asset.url]
        self._store.choices.write(key, cleared)
        return cleared

    def _name(self, asset: CachedAsset) -> str:
        noun = ASSET_SHAPES[asset.asset_type].plural.removesuffix("s")
        article = "an" if noun[0] in "aeiou" else "a"
        if asset.season_number is not None:
            noun += f" (season {asset.season_number})" if asset.season_number else " (specials)"
        if asset.provider_name == USER_PROVIDER:
            return f"{article} {noun} of your own"
        return f"{article} {noun} from {self._titles.get(asset.provider_name, asset.provider_name)}"


def _lists(states: Mapping[tuple[str, str], ChoiceState]) -> list[list[Any]]:
    return [state.to_list() for state in states.values()]


def _as_lists(locks: Iterable[Lock]) -> list[list[Any]]:
    return sorted(lock.to_list() for lock in locks)
