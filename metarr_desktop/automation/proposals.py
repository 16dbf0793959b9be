"""What automation proposes, and a person's word on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from metarr_desktop.curation import AUTO, Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.library import BatchChange
from metarr_desktop.store import Store

Slot = tuple[EntityKey, AssetType, int | None]


class ProposalReview:
    """The list of open proposals; accepting is the person's own act, and one step of undo.

    Args:
        several: asset types whose slots hold several pictures, asked anew each time.
    """

    def __init__(self, store: Store, curator: Curator, several: Callable[[], Collection[AssetType]]) -> None:
        self._store = store
        self._curator = curator
        self._several = several

    async def open(self) -> list[Proposal]:
        """Return what waits for a decision, title by title."""
        return await self._store.run(self._store.proposals.open, self._several())

    async def accept(self, numbers: Sequence[int] | None = None) -> BatchChange:
        """Select what these proposals name, or all open ones; all of it or nothing.

        What automation selected beside them in a slot of several, and nobody proposes to replace, stays and counts
        as the person's choice from now on.

        Raises:
            InvalidInput: a number is of no open proposal; nothing was changed.
        """
        return await self._store.run(self._accept, numbers)

    def _accept(self, numbers: Sequence[int] | None) -> BatchChange:
        with self._store.transaction():
            waiting = {each.id: each for each in self._store.proposals.open(self._several())}
            for number in numbers or ():
                if number not in waiting:
                    raise InvalidInput(f"There is no open proposal {number}. Nothing was changed.")
            accepted = (
                list(waiting.values())
                if numbers is None
                else [waiting[each] for each in dict.fromkeys(numbers)]
            )
            slots: dict[Slot, list[Proposal]] = {}
            for each in accepted:
                slot = (each.key, each.asset.asset_type, each.asset.season_number)
                slots.setdefault(slot, []).append(each)
            pictures = [asset_id for slot, group in slots.items() for asset_id in self._places(slot, group)]
            count = len(accepted)
            return self._curator.accept(pictures, f"Accepted {count} proposal{'' if count == 1 else 's'}")

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
