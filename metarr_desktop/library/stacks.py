"""Stacks of one picture, and the memory of rejections: implements the ``Stacks`` port."""

from __future__ import annotations

from metarr_desktop.artwork.stack_finder import StackFinder
from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.picture_hash import Examination
from metarr_desktop.domain.thumbnail import Size


class StackKeeper:
    """Finds stacks, and rejects again what was rejected before under another address.

    Only what comes in later is rejected by memory: who rejects one of two copies that lie side by side keeps the
    other one.
    """

    def __init__(self, finder: StackFinder, curator: Curator) -> None:
        self._finder = finder
        self._curator = curator
        self._newcomers: dict[tuple[EntityKey, AssetType], frozenset[int]] = {}

    async def stacks(self, key: EntityKey, asset_type: AssetType) -> tuple[tuple[int, ...], ...]:
        """Return the groups of candidates that are one picture (see the port)."""
        return await self._finder.stacks(key, asset_type)

    async def examine(self, key: EntityKey, asset_type: AssetType, box: Size) -> Examination:
        """Look at what nobody looked at yet (see the port)."""
        place = (key, asset_type)
        # Kept until an examination ends: one that was cancelled has seen some of them already.
        newcomers = self._newcomers.get(place, frozenset()) | await self._finder.unseen(key, asset_type)
        self._newcomers[place] = newcomers
        seen = await self._finder.examine(key, asset_type, box)
        remembered = await self._finder.remembered_rejections(key, asset_type)
        rejected = tuple(each for each in remembered if each in newcomers)
        if rejected:
            await self._curator.reject_again(rejected)
        self._newcomers.pop(place, None)
        return Examination(seen, rejected)
