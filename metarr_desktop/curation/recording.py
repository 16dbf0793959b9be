"""What an entry of the history holds: per title, the states before and after the act, in JSON values.

The state of a title is ``{"key": [type, number], "states": [...], "locks": [...]}``, to which an act adds what else
it changes: ``dismissed``, ``monitored``, or ``identity`` (a snapshot of all that identifying changes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import BatchChange, SelectionChange
from metarr_desktop.store import ChoiceState, Lock, Store
from metarr_desktop.store.dismissals import Dismissal
from metarr_desktop.store.history import RecordedAct

CHOICE = "choice"
SEVERAL_TITLES = "choices"
TAKEN_BACK = "take_back"
IDENTITY_ACTS = frozenset({"identify", "set_state"})


class Recording:
    """What an act changed of one title so far: the first state seen of each picture, and the last."""

    def __init__(self, locks: list[list[Any]]) -> None:
        self.locks_before = locks
        self.before: dict[tuple[str, str], ChoiceState] = {}
        self.after: dict[tuple[str, str], ChoiceState] = {}
        self.dismissed_before: dict[tuple[str, str], Dismissal] = {}
        self.dismissed_after: dict[tuple[str, str], Dismissal] = {}

    def note(self, before: ChoiceState, after: ChoiceState) -> None:
        address = (after.asset_type, after.url)
        self.before.setdefault(address, before)
        self.after[address] = after

    def note_dismissal(self, before: Dismissal, after: Dismissal) -> None:
        address = (after.asset_type, after.url)
        self.dismissed_before.setdefault(address, before)
        self.dismissed_after[address] = after

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """Type and address of every picture that was changed."""
        return list(dict.fromkeys([*self.after, *self.dismissed_after]))


class ActRecorder:
    """Collects what one act changes, title by title, and writes it into the history."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._titles: dict[EntityKey, Recording] = {}

    def of(self, key: EntityKey) -> Recording:
        """Return the recording of a title; to be called before its locks change."""
        if key not in self._titles:
            self._titles[key] = Recording(locks_to_lists(self._store.choices.locks_of(key)))
        return self._titles[key]

    def finish(self, text: str, *, is_automatic: bool = False) -> BatchChange:
        """Put the act on the stack, called *text*; nothing where nothing changed."""
        if not self._titles:
            return BatchChange(())
        choices, before, after = self._store.choices, [], []
        for key, each in self._titles.items():
            title = [str(key.entity_type), key.entity_id]
            was = {"key": title, "states": _lists(each.before), "locks": each.locks_before}
            now_locks = locks_to_lists(choices.locks_of(key))
            now = {"key": title, "states": _lists(each.after), "locks": now_locks}
            if each.dismissed_after:
                was["dismissed"] = _lists(each.dismissed_before)
                now["dismissed"] = _lists(each.dismissed_after)
            before.append(was)
            after.append(now)
        first, history = next(iter(self._titles)), self._store.history
        if len(before) == 1:
            history.add(CHOICE, text, first, before[0], after[0], is_automatic=is_automatic)
        else:
            states = {"titles": before}, {"titles": after}
            history.add(SEVERAL_TITLES, text, first, *states, is_automatic=is_automatic)
        changes = [
            SelectionChange(key, choices.assets(key, each.pictures), text)
            for key, each in self._titles.items()
        ]
        return BatchChange(tuple(changes), text)


def titles_of(act: RecordedAct, state: Mapping[str, Any]) -> list[tuple[EntityKey, Mapping[str, Any]]]:
    """Return what *state* (before or after *act*) says of each title."""
    if "titles" in state:
        return [(_key(title["key"]), title) for title in state["titles"]]
    if act.act in IDENTITY_ACTS:
        return [(act.key, {"identity": state})]
    return [(act.key, state)]


def states_in(title: Mapping[str, Any], name: str = "states") -> list[ChoiceState]:
    return [ChoiceState(*values) for values in title.get(name, ())]


def locks_in(title: Mapping[str, Any]) -> set[Lock]:
    return {Lock(*values) for values in title.get("locks", ())}


def dismissals_in(title: Mapping[str, Any]) -> list[Dismissal]:
    return [Dismissal(*values) for values in title.get("dismissed", ())]


def locks_to_lists(locks: Iterable[Lock]) -> list[list[Any]]:
    return sorted(lock.to_list() for lock in locks)


def _lists(states: Mapping[tuple[str, str], ChoiceState | Dismissal]) -> list[list[Any]]:
    return [state.to_list() for state in states.values()]


def _key(values: list[Any]) -> EntityKey:
    return EntityKey(EntityType(values[0]), values[1])
