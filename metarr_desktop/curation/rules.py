"""What each act does to a slot: pure functions from what is to what will be.

A *slot* is (title, asset type, season). A rule gets the slot and the state of the picture acted upon and returns
the states that change, with the words for the history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.store import ChoiceState

USER = "user"
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot as it is: what is selected in it, in order.

    ``is_locked`` closes it to automation; ``now`` is the moment of the act, UTC text.
    """

    key: EntityKey
    asset_type: AssetType
    season_number: int | None
    selected: tuple[ChoiceState, ...]
    is_several: bool
    is_locked: bool
    now: str

    @property
    def by_user(self) -> tuple[ChoiceState, ...]:
        return tuple(state for state in self.selected if state.selected_by != AUTO)


Rule = Callable[[Slot, ChoiceState], tuple[list[ChoiceState], str]]


def select(slot: Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
    """First of its slot, the only one where that holds one; all automatic picks go. A rejection is lifted."""
    rest = [each for each in slot.by_user if each.url != state.url] if slot.is_several else []
    return filled(slot, [_picked(slot, state, USER), *rest]), "Selected"


def add(slot: Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
    """Last of a slot of several; in a slot for one the same as selecting."""
    if not slot.is_several:
        return select(slot, state)
    if any(each.url == state.url for each in slot.by_user):
        return filled(slot, list(slot.by_user)), "Added"
    return filled(slot, [*slot.by_user, _picked(slot, state, USER)]), "Added"


def select_automatically(slot: Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
    """As automation does it: a lock, a rejection and any choice of a person stop it."""
    is_taken = any(each.url == state.url for each in slot.selected)
    if slot.is_locked or is_taken or state.is_rejected or (slot.by_user and not slot.is_several):
        return [], "Left"
    kept = list(slot.selected) if slot.is_several else []
    return filled(slot, [*kept, _picked(slot, state, AUTO)]), "Automatically selected"


def choose_automatically(slot: Slot, state: ChoiceState, replaces: str | None) -> list[ChoiceState]:
    """Fill an empty place, or that of the automatic pick with the address *replaces*; all else stays.

    Where the slot is no longer what the plan was made for, nothing changes.
    """
    if slot.is_locked or state.is_rejected or any(each.url == state.url for each in slot.selected):
        return []
    picked = _picked(slot, state, AUTO)
    if replaces is None:
        return [] if slot.selected and not slot.is_several else filled(slot, [*slot.selected, picked])
    if not any(each.url == replaces and each.selected_by == AUTO for each in slot.selected):
        return []
    return filled(slot, [picked if each.url == replaces else each for each in slot.selected])


def reject(slot: Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
    """Rejected; if it was selected, nothing takes its place."""
    return [replace(unselected(state), is_rejected=True)], "Rejected"


def clear(slot: Slot, state: ChoiceState) -> tuple[list[ChoiceState], str]:
    """Neither selected nor rejected."""
    words = "Lifted the rejection of" if state.is_rejected else "Took back the selection of"
    return [replace(unselected(state), is_rejected=False)], words


def filled(slot: Slot, chosen: list[ChoiceState]) -> list[ChoiceState]:
    """Return the slot's states with exactly *chosen* selected, in this order."""
    kept = {state.url for state in chosen}
    leaving = [unselected(state) for state in slot.selected if state.url not in kept]
    return leaving + [replace(state, selection_order=place) for place, state in enumerate(chosen)]


def unselected(state: ChoiceState) -> ChoiceState:
    """Return the state without any selection; a rejection stays."""
    return ChoiceState(state.asset_type, state.url, is_rejected=state.is_rejected)


def _picked(slot: Slot, state: ChoiceState, by: str) -> ChoiceState:
    is_mine_already = state.is_selected and state.selected_by == by
    selected_at = state.selected_at if is_mine_already else slot.now
    return replace(state, is_selected=True, is_rejected=False, selected_at=selected_at, selected_by=by)
