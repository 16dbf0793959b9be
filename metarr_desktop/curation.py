"""The only writer of choices: what is selected, rejected, in which order, and locked.

Window, command line and automation all come here. Every act is one transaction and one entry of the history
with the state before and after it, so that undo and redo work across restarts. A *slot* is (title, asset
type, season).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from metarr_desktop.domain.asset import (
    ASSET_SHAPES,
    MULTIPLE_BY_DEFAULT,
    USER_PROVIDER,
    AssetType,
    CachedAsset,
)
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import AssetUnknown
from metarr_desktop.domain.library import SelectionChange, UndoOutcome
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store import ChoiceState, Lock, Store
from metarr_desktop.store.history import RecordedAct

USER = "user"
AUTO = "auto"
_IDENTITY_ACTS = ("identify", "set_state")


@dataclass(frozen=True, slots=True)
class _Slot:
    """A slot as it is: what is selected in it, in order."""

    key: EntityKey
    asset_type: AssetType
    season_number: int | None
    selected: tuple[ChoiceState, ...]
    is_several: bool

    @property
    def by_user(self) -> tuple[ChoiceState, ...]:
        return tuple(state for state in self.selected if state.selected_by != AUTO)


class Curator:
    """Implements :class:`metarr_desktop.domain.ports.Curation` over a store.

    Beyond the port it takes ``by="auto"`` from automation, which a lock and any choice of the user stop.
    """

    def __init__(
        self,
        store: Store,
        *,
        several: Callable[[], Collection[AssetType]] = lambda: MULTIPLE_BY_DEFAULT,
        provider_titles: Mapping[str, str] | None = None,
    ) -> None:
        """Use *store*.

        Args:
            several: asset types whose slots hold several pictures, asked at each act (the user may change
            it). provider_titles: how people call the providers, by name; for the words of the history.
        """
        self._store = store
        self._several = several
        self._titles = dict(provider_titles or {})

    async def select(self, asset_id: int, *, by: str = USER) -> SelectionChange:
        """Make the picture the first of its slot; the only one where the slot holds one.

        Everything automation selected in the slot is cleared by a user's choice. A rejection is lifted.

        Raises:
            AssetUnknown: there is no such picture, or it belongs to an earlier identity of the title.
        """
        return await self._store.run(
            self._act, asset_id, self._selected if by == USER else self._auto_selected
        )

    async def add(self, asset_id: int, *, by: str = USER) -> SelectionChange:
        """Append the picture to its slot where that holds several, else do as :meth:`select`."""
        return await self._store.run(self._act, asset_id, self._added if by == USER else self._auto_selected)

    async def reject(self, asset_id: int) -> SelectionChange:
        """Reject the picture; if it was selected, nothing takes its place."""
        return await self._store.run(self._act, asset_id, self._rejected)

    async def clear(self, asset_id: int) -> SelectionChange:
        """Take back a selection or a rejection."""
        return await self._store.run(self._act, asset_id, self._cleared)

    async def order(
        self,
        key: EntityKey,
        asset_type: AssetType,
        asset_ids: Sequence[int],
        season_number: int | None = None,
    ) -> SelectionChange:
        """Put the selected pictures of a slot in the order of *asset_ids*; those not named follow."""
        return await self._store.run(self._order, key, asset_type, tuple(asset_ids), season_number)

    async def set_lock(self, key: EntityKey, asset_type: AssetType, *, is_locked: bool) -> None:
        """Close all slots of a type to automation, or open them, those the user picked for included."""
        await self._store.run(self._set_lock, key, asset_type, is_locked)

    async def undo(self) -> UndoOutcome | None:
        """Take back the last act of curation or identification; ``None`` if there is none."""
        return await self._store.run(self._undo)

    async def redo(self) -> UndoOutcome | None:
        """Do again what was undone last, unless another act followed; ``None`` if there is none."""
        return await self._store.run(self._redo)

    # ------------------------------------------------------------------ rules: (slot, state) -> states, words

    def _selected(self, slot: _Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
        rest = [each for each in slot.by_user if each.url != state.url] if slot.is_several else []
        return self._filled(slot, [self._picked(state, USER), *rest]), "Selected"

    def _added(self, slot: _Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
        if not slot.is_several:
            return self._selected(slot, state)
        if any(each.url == state.url for each in slot.by_user):
            return self._filled(slot, list(slot.by_user)), "Added"
        return self._filled(slot, [*slot.by_user, self._picked(state, USER)]), "Added"

    def _auto_selected(self, slot: _Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
        is_locked = self._store.locks.is_locked(slot.key, slot.asset_type, slot.season_number)
        is_taken = any(each.url == state.url for each in slot.selected)
        if is_locked or is_taken or state.is_rejected or (slot.by_user and not slot.is_several):
            return [], "Left"
        kept = list(slot.selected) if slot.is_several else []
        return self._filled(slot, [*kept, self._picked(state, AUTO)]), "Automatically selected"

    def _rejected(self, slot: _Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
        return [replace(_unselected(state), is_rejected=True)], "Rejected"

    def _cleared(self, slot: _Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
        words = "Lifted the rejection of" if state.is_rejected else "Took back the selection of"
        return [replace(_unselected(state), is_rejected=False)], words

    def _picked(self, state: ChoiceState, by: str) -> ChoiceState:
        is_mine_already = state.is_selected and state.selected_by == by
        selected_at = state.selected_at if is_mine_already else to_utc_text(self._store.clock())
        return replace(state, is_selected=True, is_rejected=False, selected_at=selected_at, selected_by=by)

    @staticmethod
    def _filled(slot: _Slot, chosen: list[ChoiceState]) -> list[ChoiceState]:
        """Return the slot's states with exactly *chosen* selected, in this order."""
        kept = {state.url for state in chosen}
        leaving = [_unselected(state) for state in slot.selected if state.url not in kept]
        return leaving + [replace(state, selection_order=place) for place, state in enumerate(chosen)]

    # ------------------------------------------------------------------------ acts, on the database thread

    def _act(
        self, asset_id: int, rule: Callable[[_Slot, ChoiceState], tuple[list[ChoiceState], str]]
    ) -> SelectionChange:
        with self._store.transaction():
            key, asset = self._store.assets.get(asset_id)
            state = self._store.choices.of_asset(key, asset.asset_type, asset.url)
            if state is None or not self._store.choices.is_current(asset_id):
                raise AssetUnknown(
                    f"Picture {asset_id} belongs to what the title was identified as before; nothing was changed."
                )
            slot = self._slot(key, asset.asset_type, asset.season_number)
            states, verb = rule(slot, state)
            return self._apply(slot, states, f"{verb} {self._name(asset)}", extra=state)

    def _order(
        self, key: EntityKey, asset_type: AssetType, asset_ids: tuple[int, ...], season_number: int | None
    ) -> SelectionChange:
        with self._store.transaction():
            slot = self._slot(key, asset_type, season_number)
            named = [self._store.assets.get(asset_id) for asset_id in asset_ids]
            place = {asset.url: index for index, (owner, asset) in enumerate(named) if owner == key}
            ordered = sorted(slot.selected, key=lambda state: place.get(state.url, len(place)))
            text = f"Reordered the {ASSET_SHAPES[asset_type].plural}"
            return self._apply(slot, self._filled(slot, ordered), text)

    def _apply(
        self, slot: _Slot, states: Iterable[ChoiceState], text: str, extra: ChoiceState | None = None
    ) -> SelectionChange:
        known = {state.url: state for state in (*slot.selected, *((extra,) if extra else ()))}
        changed = [state for state in states if known[state.url] != state]
        if not changed:
            return SelectionChange(slot.key, (), "")
        choices = self._store.choices
        before = self._record(slot.key, [known[state.url] for state in changed])
        choices.write(slot.key, changed)
        choices.sync_pick_lock(slot.key, slot.asset_type, slot.season_number, self._store.clock())
        self._store.history.add("choice", text, slot.key, before, self._record(slot.key, changed))
        addresses = [(state.asset_type, state.url) for state in changed]
        return SelectionChange(slot.key, choices.assets(slot.key, addresses), text)

    def _set_lock(self, key: EntityKey, asset_type: AssetType, is_locked: bool) -> None:
        with self._store.transaction():
            entity = self._store.entities.get(key)
            locks = self._store.choices.locks_of(key)
            wanted = {lock for lock in locks if is_locked or lock.asset_type != asset_type}
            if is_locked:
                wanted.add(Lock(asset_type, -1, USER))
            if wanted == locks:
                return
            before = self._record(key, [])
            self._store.choices.set_locks(key, wanted, self._store.clock())
            verb = "Locked" if is_locked else "Unlocked"
            text = f"{verb} the {ASSET_SHAPES[asset_type].plural} of {entity.label}"
            self._store.history.add("choice", text, key, before, self._record(key, []))

    def _undo(self) -> UndoOutcome | None:
        with self._store.transaction():
            act = self._store.history.next_to_undo()
            if act is None:
                return None
            changed = self._restore(act, is_undo=True)
            self._store.history.mark(act.id, is_undone=True)
            return UndoOutcome(f"Undone: {act.text}", act.key, changed)

    def _redo(self) -> UndoOutcome | None:
        with self._store.transaction():
            act = self._store.history.next_to_redo()
            if act is None:
                return None
            changed = self._restore(act, is_undo=False)
            self._store.history.mark(act.id, is_undone=False)
            return UndoOutcome(f"Redone: {act.text}", act.key, changed)

    def _restore(self, act: RecordedAct, *, is_undo: bool) -> tuple[CachedAsset, ...]:
        choices = self._store.choices
        wanted = act.before if is_undo else act.after
        if act.act in _IDENTITY_ACTS:
            leaving = self._store.identity.snapshot(act.key)
            self._store.history.replace_state(act.id, is_before=not is_undo, state=leaving)
            states = self._store.identity.restore(act.key, wanted, leaving)
        else:
            states = [ChoiceState(*values) for values in wanted["states"]]
            choices.write(act.key, states)
            choices.set_locks(act.key, {Lock(*values) for values in wanted["locks"]}, self._store.clock())
        states += self._settled(act.key, states)
        return choices.assets(act.key, [(state.asset_type, state.url) for state in states])

    def _settled(self, key: EntityKey, restored: Sequence[ChoiceState]) -> list[ChoiceState]:
        """Clear what stands beside a restored choice in a slot for one; returns what was cleared.

        That happens when rows were deleted and fetched again between an act and its undoing.
        """
        cleared: list[ChoiceState] = []
        for asset in self._store.choices.assets(key, [(state.asset_type, state.url) for state in restored]):
            slot = self._slot(key, asset.asset_type, asset.season_number)
            if asset.is_selected and not slot.is_several:
                cleared += [_unselected(state) for state in slot.selected if state.url != asset.url]
        self._store.choices.write(key, cleared)
        return cleared

    def _slot(self, key: EntityKey, asset_type: AssetType, season_number: int | None) -> _Slot:
        selected = self._store.choices.selected_in(key, asset_type, season_number)
        return _Slot(key, asset_type, season_number, tuple(selected), asset_type in self._several())

    def _record(self, key: EntityKey, states: Iterable[ChoiceState]) -> dict[str, Any]:
        locks = sorted(lock.to_list() for lock in self._store.choices.locks_of(key))
        return {"states": [state.to_list() for state in states], "locks": locks}

    def _name(self, asset: CachedAsset) -> str:
        noun = ASSET_SHAPES[asset.asset_type].plural.removesuffix("s")
        article = "an" if noun[0] in "aeiou" else "a"
        if asset.season_number is not None:
            noun += f" (season {asset.season_number})" if asset.season_number else " (specials)"
        if asset.provider_name == USER_PROVIDER:
            return f"{article} {noun} of your own"
        return f"{article} {noun} from {self._titles.get(asset.provider_name, asset.provider_name)}"


def _unselected(state: ChoiceState) -> ChoiceState:
    return ChoiceState(state.asset_type, state.url, is_rejected=state.is_rejected)
