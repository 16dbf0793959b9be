"""What automation proposes, and a person's word on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from metarr_desktop.curation import AUTO, Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.library import BatchChange
from metarr_desktop.domain.listeners import Listeners
from metarr_desktop.store import Store

_FEW = 50
"""So many are looked up title by title; for more, all proposals are read at once."""

Slot = tuple[EntityKey, AssetType, int | None]


class ProposalReview:
    """The list of open proposals; each word on them is the person's own act, and one step of undo.

    Args:
        several: asset types whose slots hold several pictures, asked anew each time.
    """

    def __init__(self, store: Store, curator: Curator, several: Callable[[], Collection[AssetType]]) -> None:
        self._store = store
        self._curator = curator
        self._several = several
        self._listeners: Listeners[[]] = Listeners()
        self._titles: set[EntityKey] = set()
        curator.subscribe(self._look)

    async def open(self, key: EntityKey | None = None) -> list[Proposal]:
        """Return what waits for a decision, title by title; of one title where *key* is given."""
        found, self._titles = await self._store.run(self._read, key)
        return found

    async def accept(self, numbers: Sequence[int] | None = None) -> BatchChange:
        """Select what these proposals name, or all open ones; all of it or nothing.

        What automation selected beside them in a slot of several, and nobody proposes to replace, stays and counts
        as the person's choice from now on.

        Raises:
            InvalidInput: a number is of no open proposal; nothing was changed.
        """
        return self._told(await self._store.run(self._accept, numbers))

    async def dismiss(self, numbers: Sequence[int] | None = None) -> BatchChange:
        """Say no to these proposals, or to all open ones; all of it or nothing.

        Their pictures stay candidates, and are not proposed again, under another address neither, until the person
        clears them.

        Raises:
            InvalidInput: a number is of no open proposal; nothing was changed.
        """
        return self._told(await self._store.run(self._dismiss, numbers))

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* on the event loop when proposals were added, decided or brought back by this program."""
        return self._listeners.add(on_change)

    def renewed(self, key: EntityKey) -> None:
        """Tell the listeners that what is proposed for the title was renewed."""
        self._titles.add(key)
        self._listeners.tell()

    def _read(self, key: EntityKey | None) -> tuple[list[Proposal], set[EntityKey]]:
        proposals = self._store.proposals
        return proposals.open(self._several(), key), proposals.titles()

    def _accept(self, numbers: Sequence[int] | None) -> BatchChange:
        with self._store.transaction():
            accepted = self._meant(numbers)
            slots: dict[Slot, list[Proposal]] = {}
            for each in accepted:
                slot = (each.key, each.asset.asset_type, each.asset.season_number)
                slots.setdefault(slot, []).append(each)
            pictures = [asset_id for slot, group in slots.items() for asset_id in self._places(slot, group)]
            return self._curator.accept(pictures, f"Accepted {_counted(accepted)}")

    def _dismiss(self, numbers: Sequence[int] | None) -> BatchChange:
        with self._store.transaction():
            meant = self._meant(numbers)
            return self._curator.dismiss([each.asset.id for each in meant], f"Dismissed {_counted(meant)}")

    def _meant(self, numbers: Sequence[int] | None) -> list[Proposal]:
        waiting = {each.id: each for each in self._waiting(numbers)}
        for number in numbers or ():
            if number not in waiting:
                raise InvalidInput(f"There is no open proposal {number}. Nothing was changed.")
        return (
            list(waiting.values()) if numbers is None else [waiting[each] for each in dict.fromkeys(numbers)]
        )

    def _waiting(self, numbers: Sequence[int] | None) -> Iterable[Proposal]:
        """Return the open proposals, of the titles of *numbers* at least."""
        proposals, several = self._store.proposals, self._several()
        if numbers is None or not 0 < len(numbers) <= _FEW:
            return proposals.open(several)
        return [each for key in proposals.titles_of(numbers) for each in proposals.open(several, key)]

    def _places(self, slot: Slot, accepted: Iterable[Proposal]) -> list[int]:
        """Return what is to be selected in the slot, in its order."""
        key, asset_type, season = slot
        mine = list(accepted)
        if asset_type not in self._several():
            return [each.asset.id for each in mine]
        in_place_of: Mapping[int, int] = {
            each.replaces: each.asset.id for each in mine if each.replaces is not None
        }
        automatic = [
            asset
            for asset in self._store.assets.list(key, asset_type)
            if asset.is_selected and asset.selected_by == AUTO and asset.season_number == season
        ]
        automatic.sort(key=lambda asset: asset.selection_order or 0)
        there = [in_place_of.get(asset.id, asset.id) for asset in automatic]
        return [*there, *(each.asset.id for each in mine if each.asset.id not in there)]

    def _told(self, done: BatchChange) -> BatchChange:
        if done.changes:
            self._listeners.tell()
        return done

    def _look(self, keys: frozenset[EntityKey]) -> None:
        """A choice or an undoing elsewhere may have decided, or opened again, what is proposed for the title."""
        if not self._titles.isdisjoint(keys):
            self._listeners.tell()


def _counted(proposals: Sequence[Proposal]) -> str:
    titles = len({each.key for each in proposals})
    of_titles = f" of {titles:,} titles" if titles > 1 else ""
    return f"{len(proposals):,} proposal{'' if len(proposals) == 1 else 's'}{of_titles}"
