"""Taking back acts that are not the last ones, and going back to a moment of the history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from metarr_desktop.curation.footprint import Touched, is_touched_again, pictures_of, touched_by
from metarr_desktop.curation.recording import (
    TAKEN_BACK,
    dismissals_in,
    locks_in,
    locks_to_lists,
    states_in,
    titles_of,
)
from metarr_desktop.curation.restoring import Restorer
from metarr_desktop.curation.rules import USER
from metarr_desktop.domain.asset import SEASON_TYPES, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.library import UndoOutcome
from metarr_desktop.store import ChoiceState, Lock, Store
from metarr_desktop.store.history import RecordedAct

Address = tuple[str, str]
"""Type and address of a picture."""

_PLURALS = {EntityType.MOVIE: "films", EntityType.TV: "series", EntityType.MUSIC: "albums"}
_UNCHANGED = "Nothing was changed."


class TakeBack:
    """On the database worker; each method is one transaction."""

    def __init__(self, store: Store, restorer: Restorer) -> None:
        self._store = store
        self._restorer = restorer

    def take_back(self, act_ids: Sequence[int]) -> UndoOutcome:
        """Take back these acts as one new act; those undone already are passed over.

        Raises:
            InvalidInput: there is no such act, all are undone, or a later act that stands changed the same.
        """
        with self._store.transaction():
            acts = self._standing(act_ids)
            self._refuse_what_was_changed_again(acts)
            touched: dict[EntityKey, list[Mapping[str, Any]]] = {}
            for act in acts:
                for key, title in (*titles_of(act, act.before), *titles_of(act, act.after)):
                    touched.setdefault(key, []).append(title)
            was, will_be = _states_around(acts)
            before = {key: self._title(key, touched[key], was.get(key, {})) for key in touched}
            changed: dict[int, CachedAsset] = {}
            for act in acts:
                changed |= {asset.id: asset for asset in self._invert(act)}
            titles = [
                _only_changed(
                    before[key], self._title(key, [*touched[key], before[key]], will_be.get(key, {}))
                )
                for key in touched
            ]
            marks = [_marks(acts, is_undone=each) for each in (False, True)]
            keys = tuple(touched)
            text = f"Took back: {acts[0].text}"
            if len(acts) > 1:
                text = f"Took back {len(acts)} acts{self._of_titles(keys)}"
            self._store.history.mark_all(marks[1])
            self._store.history.add(
                TAKEN_BACK,
                text,
                keys[0],
                {"titles": [title for title, _ in titles], "marks": marks[0]},
                {"titles": [title for _, title in titles], "marks": marks[1]},
            )
            return UndoOutcome(text, keys[0], tuple(changed.values()), keys)

    def restore_to(self, act_id: int) -> UndoOutcome:
        """Undo every act after this one; where it was itself undone and can be redone, redo up to it.

        Raises:
            InvalidInput: there is no such act, or what was then was left for other acts.
        """
        with self._store.transaction():
            if self._store.history.find(act_id) is None:
                raise InvalidInput(f"There is no act {act_id} in the history. {_UNCHANGED}")
            steps: list[UndoOutcome] = []
            while (last := self._store.history.next_to_undo()) and last.id > act_id:
                steps.append(self._restorer.step(last, is_undo=True))
            is_undone = self._is_undone(act_id)
            while is_undone and (following := self._store.history.next_to_redo()) and following.id <= act_id:
                steps.append(self._restorer.step(following, is_undo=False))
            if is_undone and self._is_undone(act_id):
                raise InvalidInput(
                    "This act was undone, and other acts followed, so that its moment cannot be brought back."
                    f" {_UNCHANGED}"
                )
            of_titles = self._of_titles({key for step in steps for key in step.keys})
            act = self._store.history.find(act_id)
            return _sum_of(steps, act, "Redone" if is_undone else "Undone", of_titles)

    def _of_titles(self, keys: Collection[EntityKey]) -> str:
        """Return whose acts they were: `` of Alien (1979)``, `` of 3 films``; empty where nobody knows."""
        if len(keys) == 1:
            return "".join(f" of {name}" for name in self._store.entities.labels(keys).values())
        kinds = {key.entity_type for key in keys}
        plural = _PLURALS.get(next(iter(kinds)), "titles") if len(kinds) == 1 else "titles"
        return f" of {len(keys)} {plural}" if keys else ""

    def _is_undone(self, act_id: int) -> bool:
        act = self._store.history.find(act_id)
        return act is not None and act.is_undone

    def _standing(self, act_ids: Iterable[int]) -> list[RecordedAct]:
        """Return those of the acts that are done, the newest first."""
        found = []
        for act_id in sorted(set(act_ids), reverse=True):
            act = self._store.history.find(act_id)
            if act is None:
                raise InvalidInput(f"There is no act {act_id} in the history. {_UNCHANGED}")
            found.append(act)
        standing = [act for act in found if not act.is_undone]
        if not standing:
            raise InvalidInput(f"What was to be taken back is undone already. {_UNCHANGED}")
        return standing

    def _refuse_what_was_changed_again(self, acts: Sequence[RecordedAct]) -> None:
        mine: dict[EntityKey, list[tuple[int, Touched]]] = {}
        for act in acts:
            for key, touched in touched_by(self._store, act).items():
                mine.setdefault(key, []).append((act.id, touched))
        wanted = {act.id for act in acts}
        for later in self._store.history.standing_after(min(wanted)):
            if later.id in wanted or mine.keys().isdisjoint(key for key, _ in titles_of(later, later.before)):
                continue
            for key, since in touched_by(self._store, later).items():
                earlier = [touched for act_id, touched in mine.get(key, ()) if act_id < later.id]
                if any(is_touched_again(touched, since) for touched in earlier):
                    name = self._store.entities.labels([key]).get(key, "")
                    raise InvalidInput(
                        f"“{later.text}”{f', {name},' if name and name not in later.text else ''} came later and"
                        f" changed the same. Take that back first, or both at once. {_UNCHANGED}"
                    )

    def _invert(self, act: RecordedAct) -> list[CachedAsset]:
        """Bring back what *act* changed, and nothing else."""
        changed: list[CachedAsset] = []
        after = dict(titles_of(act, act.after))
        for key, title in titles_of(act, act.before):
            wanted = dict(title)
            if "locks" in title:
                was, became = locks_in(title), locks_in(after[key])
                now = self._store.choices.locks_of(key)
                wanted["locks"] = locks_to_lists((now - (became - was)) | (was - became))
            changed += self._restorer.apply(key, wanted)
        return changed

    def _title(
        self, key: EntityKey, mine: Sequence[Mapping[str, Any]], absent: Mapping[Address, ChoiceState]
    ) -> dict[str, Any]:
        """Return the title as it is now, as far as *mine* speak of it, and what is selected of it.

        Pictures whose rows are forgotten may come back: they are as *absent* says.
        """
        choices = self._store.choices
        addresses = [address for title in mine for address in pictures_of(title)]
        addresses += [(each.asset_type, each.url) for each in choices.selected_of(key)]
        stored = {each: choices.of_asset(key, *each) for each in dict.fromkeys(addresses)}
        gone = [absent[each] for each, state in stored.items() if state is None and each in absent]
        states = [*(state for state in stored.values() if state is not None), *gone]
        title: dict[str, Any] = {
            "key": [str(key.entity_type), key.entity_id],
            "states": [state.to_list() for state in states],
            "locks": locks_to_lists(choices.locks_of(key) | _pick_locks(gone)),
        }
        if any("identity" in each for each in mine):
            identity = self._store.identity.snapshot(key)
            # What was taken along to another identity, and is not selected here, has to find its way back.
            rows = choices.of_revision(key, states, identity["entity"]["identity_revision"])
            title["identity"] = {**identity, "rows": rows}
        if any("monitored" in each for each in mine):
            title["monitored"] = self._store.entities.get(key).is_monitored
        spoken_of = {(each.asset_type, each.url): each for part in mine for each in dismissals_in(part)}
        if spoken_of:
            there = {(each.asset_type, each.url) for each in self._store.dismissals.of_title(key)}
            title["dismissed"] = [
                replace(each, is_dismissed=address in there).to_list() for address, each in spoken_of.items()
            ]
        return title


def _pick_locks(states: Iterable[ChoiceState]) -> set[Lock]:
    """Return the locks that these picks of the person mean; those of pictures that never come back are dropped."""
    picked = (each for each in states if each.selected_by == USER)
    return {Lock(each.asset_type, -1, "pick") for each in picked if each.asset_type not in SEASON_TYPES}


def _states_around(
    acts: Sequence[RecordedAct],
) -> tuple[dict[EntityKey, dict[Address, ChoiceState]], dict[EntityKey, dict[Address, ChoiceState]]]:
    """Return what pictures are while *acts* (the newest first) stand, and what they are without them, by title."""
    standing: dict[EntityKey, dict[Address, ChoiceState]] = {}
    without: dict[EntityKey, dict[Address, ChoiceState]] = {}
    for act in acts:
        for key, title in titles_of(act, act.after):
            newer = standing.setdefault(key, {})
            standing[key] = {(each.asset_type, each.url): each for each in states_in(title)} | newer
        for key, title in titles_of(act, act.before):
            without.setdefault(key, {}).update(
                {(each.asset_type, each.url): each for each in states_in(title)}
            )
    return standing, without


def _only_changed(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both without the states of pictures that stayed as they were."""
    was = {(state.asset_type, state.url): state for state in states_in(before)}
    became = {(state.asset_type, state.url): state for state in states_in(after)}
    changed = [address for address, state in became.items() if was.get(address, state) != state]
    return (
        {**before, "states": [was[address].to_list() for address in changed]},
        {**after, "states": [became[address].to_list() for address in changed]},
    )


def _marks(acts: Iterable[RecordedAct], *, is_undone: bool) -> list[list[int]]:
    """Return (act, is undone, can be redone) of *acts* and of those that they had taken back."""
    marks: list[list[int]] = []
    for act in acts:
        marks.append([act.id, int(is_undone), int(not is_undone)])
        marks += (act.before if is_undone else act.after).get("marks", ())
    return marks


def _sum_of(steps: Sequence[UndoOutcome], act: RecordedAct | None, verb: str, of_titles: str) -> UndoOutcome:
    key = act.key if act is not None else None
    if not steps:
        return UndoOutcome("Nothing came after that. Everything is as it was then.", key)
    changed = {asset.id: asset for step in steps for asset in step.changed}
    keys = tuple(dict.fromkeys(key for step in steps for key in step.keys))
    text = steps[0].text if len(steps) == 1 else f"{verb}: {len(steps)} acts{of_titles}"
    return UndoOutcome(text, steps[-1].key, tuple(changed.values()), keys)
