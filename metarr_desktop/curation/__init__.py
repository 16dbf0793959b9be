"""The only writer of choices: what is selected, rejected, in which order, and locked.

Window, command line and automation all come here. Every act is one transaction and one entry of the history
with the state before and after it, so that undo and redo work across restarts. A *slot* is (title, asset
type, season).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from metarr_desktop.curation import rules
from metarr_desktop.curation.acts import Acts
from metarr_desktop.curation.restoring import Restorer
from metarr_desktop.curation.rules import AUTO, USER
from metarr_desktop.curation.taking_back import TakeBack
from metarr_desktop.domain.asset import MULTIPLE_BY_DEFAULT, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.library import (
    BatchChange,
    CurationAct,
    HistoryEntry,
    SelectionChange,
    UndoOutcome,
)
from metarr_desktop.domain.listeners import Listeners
from metarr_desktop.domain.selection import PlannedPick
from metarr_desktop.store import Store

__all__ = ["AUTO", "USER", "Curator"]

T = TypeVar("T")

_RULES: Mapping[CurationAct, rules.Rule] = {
    CurationAct.SELECT: rules.select,
    CurationAct.ADD: rules.add,
    CurationAct.REJECT: rules.reject,
    CurationAct.CLEAR: rules.clear,
}


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
                it).
            provider_titles: how people call the providers, by name; for the words of the history.
        """
        self._store = store
        self._acts = Acts(store, several, dict(provider_titles or {}))
        self._restorer = Restorer(store, several)
        self._taking_back = TakeBack(store, self._restorer)
        self._listeners: Listeners[[frozenset[EntityKey]]] = Listeners()

    async def select(self, asset_id: int, *, by: str = USER) -> SelectionChange:
        """Make the picture the first of its slot; the only one where the slot holds one.

        Everything automation selected in the slot is cleared by a user's choice. A rejection is lifted.

        Raises:
            AssetUnknown: there is no such picture, or it belongs to an earlier identity of the title.
        """
        return await self._one(rules.select if by == USER else rules.select_automatically, asset_id)

    async def add(self, asset_id: int, *, by: str = USER) -> SelectionChange:
        """Append the picture to its slot where that holds several, else do as :meth:`select`."""
        return await self._one(rules.add if by == USER else rules.select_automatically, asset_id)

    async def reject(self, asset_id: int) -> SelectionChange:
        """Reject the picture; if it was selected, nothing takes its place."""
        return await self._one(rules.reject, asset_id)

    async def clear(self, asset_id: int) -> SelectionChange:
        """Take back a selection or a rejection; what automation selected it does not choose again.

        Clearing that picture once more lets it be chosen again, as does redoing an automatic act that was undone.
        """
        return await self._one(rules.clear, asset_id)

    async def act_on(self, act: CurationAct, asset_ids: Sequence[int]) -> BatchChange:
        """Do one act upon several pictures, of one title or of several, as one step of undo.

        In a slot for one picture the last of several selected stays.

        Raises:
            AssetUnknown: one of the pictures does not exist; then nothing was changed.
        """
        done = await self._store.run(self._acts.act, _RULES[act], tuple(dict.fromkeys(asset_ids)))
        self._tell(change.key for change in done.changes)
        return done

    def choose_planned(self, picks: Sequence[PlannedPick]) -> BatchChange:
        """Select what automation planned, as one step of undo; locks and choices of people stop it.

        For the thread of the store: called in the transaction in which the plan was made.
        """
        return self._acts.choose(picks)

    def accept(self, asset_ids: Sequence[int], words: str) -> BatchChange:
        """Add proposed pictures to their slots, as the person's own choice and one step of undo.

        For the thread of the store: called in the transaction in which the proposals were read.

        Raises:
            AssetUnknown: one of the pictures does not exist; then nothing was changed.
        """
        return self._acts.act(rules.add, tuple(dict.fromkeys(asset_ids)), words)

    def dismiss(self, asset_ids: Sequence[int], words: str) -> BatchChange:
        """Let proposed pictures not be proposed again, as one step of undo; :meth:`clear` lifts it.

        For the thread of the store, as :meth:`accept`.

        Raises:
            AssetUnknown: one of the pictures does not exist; then nothing was changed.
        """
        return self._acts.dismiss(tuple(dict.fromkeys(asset_ids)), words)

    async def reject_again(self, asset_ids: Sequence[int]) -> tuple[CachedAsset, ...]:
        """Reject pictures that are ones rejected before under another address; no step of undo of its own.

        It only follows from what a person decided; :meth:`clear` takes it back for one picture for good.
        """
        return await self._store.run(self._acts.reject_again, tuple(asset_ids))

    async def order(
        self,
        key: EntityKey,
        asset_type: AssetType,
        asset_ids: Sequence[int],
        season_number: int | None = None,
    ) -> SelectionChange:
        """Put the selected pictures of a slot in the order of *asset_ids*; those not named follow."""
        done = await self._store.run(self._acts.order, key, asset_type, tuple(asset_ids), season_number)
        return done.changes[0] if done.changes else SelectionChange(key, ())

    async def set_lock(self, key: EntityKey, asset_type: AssetType, *, is_locked: bool) -> None:
        """Close all slots of a type to automation, or open them, those the user picked for included."""
        await self._store.run(self._acts.set_lock, key, asset_type, is_locked)
        self._tell([key])

    async def undo(self) -> UndoOutcome | None:
        """Take back the last act of curation or identification; ``None`` if there is none."""
        return self._told(await self._store.run(self._restorer.undo))

    async def redo(self) -> UndoOutcome | None:
        """Do again what was undone last, unless another act followed; ``None`` if there is none."""
        return self._told(await self._store.run(self._restorer.redo))

    async def history(self, limit: int = 500) -> list[HistoryEntry]:
        """Return the acts of all titles, newest first, each with what its title is called."""

        def read() -> list[HistoryEntry]:
            entries = self._store.history.entries(limit=limit)
            labels = self._store.entities.labels(each.key for each in entries if each.key is not None)
            return [
                replace(each, title=labels.get(each.key, "") if each.key is not None else "")
                for each in entries
            ]

        return await self._store.run(read)

    async def take_back(self, act_ids: Sequence[int]) -> UndoOutcome:
        """Take back these acts, which need not be the last ones, as one new act; those undone are passed over.

        Raises:
            InvalidInput: there is no such act, all of them are undone already, or an act that came later and
                stands changed the same pictures, slot, lock or identity; nothing was changed.
        """
        return self._told(await self._store.run(self._taking_back.take_back, tuple(act_ids)))

    async def restore_to(self, act_id: int) -> UndoOutcome:
        """Undo every act after this one; :meth:`redo` brings them again, one by one.

        Raises:
            InvalidInput: there is no such act, or it was undone and other acts followed; nothing was changed.
        """
        return self._told(await self._store.run(self._taking_back.restore_to, act_id))

    def subscribe(self, on_change: Callable[[frozenset[EntityKey]], None]) -> Callable[[], None]:
        """Call *on_change* with the titles an act changed, on the event loop; returns what ends that.

        Told are acts awaited here, not those done on the thread of the store or by other programs.
        """
        return self._listeners.add(on_change)

    def _told(self, outcome: T) -> T:
        if isinstance(outcome, UndoOutcome):
            self._tell(outcome.keys)
        return outcome

    def _tell(self, keys: Iterable[EntityKey]) -> None:
        if changed := frozenset(keys):
            self._listeners.tell(changed)

    async def _one(self, rule: rules.Rule, asset_id: int) -> SelectionChange:
        done = await self._store.run(self._acts.act, rule, (asset_id,))
        self._tell(change.key for change in done.changes)
        if done.changes:
            return done.changes[0]
        key, _ = await self._store.run(self._store.assets.get, asset_id)
        return SelectionChange(key, ())
