"""Acts, on the database worker: each one transaction and one entry of the history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from metarr_desktop.curation.recording import CHOICE, ActRecorder, locks_to_lists
from metarr_desktop.curation.rules import (
    AUTO,
    Rule,
    Slot,
    choose_automatically,
    clear,
    filled,
    reject,
    select_automatically,
)
from metarr_desktop.domain.asset import ASSET_SHAPES, USER_PROVIDER, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import AssetUnknown
from metarr_desktop.domain.library import BatchChange
from metarr_desktop.domain.selection import PlannedPick
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store import ChoiceState, Lock, Store
from metarr_desktop.store.dismissals import Dismissal


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
            recorder = ActRecorder(self._store)
            verb, last = "", None
            for asset_id in asset_ids:
                key, last, state = self._current(asset_id)
                slot = self._slot(key, last.asset_type, last.season_number)
                states, verb = rule(slot, state)
                self._write(recorder, slot, states, state)
                if rule in (clear, reject):
                    is_lifted = rule is clear and state.is_rejected
                    self._store.picture_hashes.set_lifted(key, last.asset_type, last.url, is_lifted=is_lifted)
                if rule is clear and state.selected_by == AUTO:
                    # A no to automation, which would choose the same again.
                    self._dismiss(recorder, key, asset_id)
                elif rule is clear:
                    is_lifted = self._lift_dismissals(recorder, key, asset_id)
                    is_plain = not (state.is_selected or state.is_rejected)
                    verb = "Took back the dismissal of" if is_lifted and is_plain else verb
                elif rule is select_automatically and states:
                    self._let_undoing_dismiss(recorder, key, asset_id)
            if last is None:
                return BatchChange(())
            text = (
                f"{verb} {self._name(last)}" if len(asset_ids) == 1 else f"{verb} {len(asset_ids)} pictures"
            )
            return recorder.finish(words or text, is_automatic=rule is select_automatically)

    def choose(self, picks: Sequence[PlannedPick]) -> BatchChange:
        """Do what automation planned, as one act; what a person decided meanwhile stands."""
        with self._store.transaction():
            recorder = ActRecorder(self._store)
            done: list[CachedAsset] = []
            for pick in picks:
                key, asset, state = self._current(pick.asset_id)
                slot = self._slot(key, asset.asset_type, asset.season_number)
                replaces = None if pick.replaces is None else self._store.assets.get(pick.replaces)[1].url
                states = choose_automatically(slot, state, replaces)
                self._write(recorder, slot, states, state)
                if states:
                    self._let_undoing_dismiss(recorder, key, pick.asset_id)
                    done.append(asset)
            what = self._name(done[0]) if len(done) == 1 else f"{len(done)} pictures"
            return recorder.finish(f"Automatically selected {what}", is_automatic=True)

    def dismiss(self, asset_ids: Sequence[int], words: str) -> BatchChange:
        """Let these pictures not be proposed any more, as one act."""
        with self._store.transaction():
            recorder = ActRecorder(self._store)
            for asset_id in asset_ids:
                self._dismiss(recorder, self._current(asset_id)[0], asset_id)
            return recorder.finish(words)

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
            recorder = ActRecorder(self._store)
            self._write(recorder, slot, filled(slot, ordered))
            return recorder.finish(f"Reordered the {ASSET_SHAPES[asset_type].plural}")

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
            before = {"states": [], "locks": locks_to_lists(locks)}
            self._store.choices.set_locks(key, wanted, self._store.clock())
            verb = "Locked" if is_locked else "Unlocked"
            text = f"{verb} the {ASSET_SHAPES[asset_type].plural} of {entity.label}"
            self._store.history.add(
                CHOICE, text, key, before, {"states": [], "locks": locks_to_lists(wanted)}
            )

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

    def _dismissed(self, key: EntityKey, asset_type: str) -> list[Dismissal]:
        return [each for each in self._store.dismissals.of_title(key) if each.asset_type == asset_type]

    def _dismiss(self, recorder: ActRecorder, key: EntityKey, asset_id: int) -> None:
        dismissal = self._store.dismissals.of_picture(asset_id)
        if dismissal.url not in {each.url for each in self._dismissed(key, dismissal.asset_type)}:
            recorder.of(key).note_dismissal(replace(dismissal, is_dismissed=False), dismissal)
            self._store.dismissals.write(key, [dismissal])

    def _let_undoing_dismiss(self, recorder: ActRecorder, key: EntityKey, asset_id: int) -> None:
        """Note that before this automatic act the picture was dismissed, though it was not.

        Who undoes the act, in whichever way, says no to the picture: bringing back what was before has to keep
        automation from choosing it again, as redoing has to lift that.
        """
        dismissal = self._store.dismissals.of_picture(asset_id)
        recorder.of(key).note_dismissal(dismissal, replace(dismissal, is_dismissed=False))

    def _lift_dismissals(self, recorder: ActRecorder, key: EntityKey, asset_id: int) -> bool:
        """Let the picture be proposed again, under whichever address it was dismissed."""
        mine = self._store.dismissals.of_picture(asset_id)
        lifted = [each for each in self._dismissed(key, mine.asset_type) if each.is_of_one_picture(mine)]
        for each in lifted:
            recorder.of(key).note_dismissal(each, replace(each, is_dismissed=False))
        self._store.dismissals.write(key, [replace(each, is_dismissed=False) for each in lifted])
        return bool(lifted)

    def _write(
        self,
        recorder: ActRecorder,
        slot: Slot,
        states: Iterable[ChoiceState],
        extra: ChoiceState | None = None,
    ) -> None:
        known = {state.url: state for state in (*slot.selected, *((extra,) if extra else ()))}
        changed = [state for state in states if known[state.url] != state]
        if not changed:
            return
        choices = self._store.choices
        recording = recorder.of(slot.key)
        for state in changed:
            recording.note(known[state.url], state)
        choices.write(slot.key, changed)
        choices.sync_pick_lock(slot.key, slot.asset_type, slot.season_number, self._store.clock())

    def _name(self, asset: CachedAsset) -> str:
        noun = ASSET_SHAPES[asset.asset_type].plural.removesuffix("s")
        article = "an" if noun[0] in "aeiou" else "a"
        if asset.season_number is not None:
            noun += f" (season {asset.season_number})" if asset.season_number else " (specials)"
        if asset.provider_name == USER_PROVIDER:
            return f"{article} {noun} of your own"
        return f"{article} {noun} from {self._titles.get(asset.provider_name, asset.provider_name)}"
