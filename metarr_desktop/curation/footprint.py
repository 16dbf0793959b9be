"""What an act touched: pictures, slots, locks, the identity. Whether it can be taken back depends on who came after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from metarr_desktop.curation.recording import dismissals_in, locks_in, states_in, titles_of
from metarr_desktop.domain.asset import SEASON_TYPES
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.store import ChoiceState, Store
from metarr_desktop.store.history import RecordedAct

Touched = frozenset[tuple[Any, ...]]
"""What an act changed of one title."""

_IDENTITY, _REVISION = ("identity",), ("revision",)
_OF_IDENTITY = frozenset({"identity", "picture", "slot", "lock"})


def touched_by(store: Store, act: RecordedAct) -> dict[EntityKey, Touched]:
    """Return, per title, what *act* changed."""
    before, after = dict(titles_of(act, act.before)), dict(titles_of(act, act.after))
    return {key: frozenset(_touched(store, key, before[key], after.get(key, {}))) for key in before}


def is_touched_again(mine: Touched, since: Touched) -> bool:
    """Tell whether a later act, which touched *since* of a title, changed what an earlier one had changed."""
    if mine & since:
        return True
    # An identity is brought back whole, with its selection; another identity hides what was chosen before.
    return (_IDENTITY in mine and _is_of_identity(since)) or (_REVISION in since and _is_of_identity(mine))


def changed_again_by(
    store: Store, mine: Mapping[EntityKey, Touched], later: Iterable[RecordedAct]
) -> RecordedAct | None:
    """Return the first of the *later* acts that changed what *mine* says was touched, ``None`` if none did."""
    for act in later:
        if mine.keys().isdisjoint(key for key, _ in titles_of(act, act.before)):
            continue
        since = touched_by(store, act)
        if any(is_touched_again(touched, since[key]) for key, touched in mine.items() if key in since):
            return act
    return None


def pictures_of(title: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return type and address of every picture whose selection or rejection *title* speaks of."""
    return [(state.asset_type, state.url) for state in _states(title)]


def _is_of_identity(touched: Touched) -> bool:
    return any(each[0] in _OF_IDENTITY for each in touched)


def _touched(
    store: Store, key: EntityKey, before: Mapping[str, Any], after: Mapping[str, Any]
) -> set[tuple[Any, ...]]:
    touched: set[tuple[Any, ...]] = set()
    if "identity" in before:
        touched.add(_IDENTITY)
        revisions = {title["identity"]["entity"]["identity_revision"] for title in (before, after)}
        touched |= {_REVISION} if len(revisions) > 1 else set()
    was = {(state.asset_type, state.url): state for state in _states(before)}
    became = {(state.asset_type, state.url): state for state in _states(after)}
    for address in was.keys() | became.keys():
        states = was.get(address), became.get(address)
        if states[0] == states[1]:
            continue
        touched.add(("picture", *address))
        if any(state is not None and state.is_selected for state in states):
            touched.add(("slot", address[0], _season(store, key, *address)))
    touched |= {("lock", *lock.to_list()) for lock in locks_in(before) ^ locks_in(after)}
    touched |= {("proposal", each.asset_type, each.url) for each in dismissals_in(before)}
    return touched | ({("monitored",)} if "monitored" in before else set())


def _states(title: Mapping[str, Any]) -> list[ChoiceState]:
    """Return the states *title* speaks of, those of its identity first: those after them count."""
    return states_in(title.get("identity", {}), "selected") + states_in(title)


def _season(store: Store, key: EntityKey, asset_type: str, url: str) -> int | None:
    if asset_type not in SEASON_TYPES:
        return None
    found = store.choices.assets(key, [(asset_type, url)])
    return found[0].season_number if found else None
