"""Which candidates of a title are one picture, offered more than once; found by looking at the small renditions."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.picture_hash import PictureHash, groups_of_same, like_any, likeness_of
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.store import Store
from metarr_desktop.store.picture_hashes import Look

_AT_ONCE = 2
_SAVE_EVERY = 40


class LooksAtPictures(Protocol):
    """What is needed of ``ThumbnailLoader``."""

    async def hash_of(self, url: str, box: Size) -> PictureHash: ...


class StackFinder:
    """Looks at pictures in the background and groups them; one per program."""

    def __init__(self, store: Store, pictures: LooksAtPictures) -> None:
        self._store = store
        self._pictures = pictures

    async def stacks(self, key: EntityKey, asset_type: AssetType) -> tuple[tuple[int, ...], ...]:
        """Return the groups of two and more that are one picture, from what was seen so far.

        Numbers of assets, the one to stay on top first: the selected one, else the best scored. Rejected
        pictures stand in no stack, pictures of different languages or seasons never in one.
        """
        return await self._store.run(stacks_seen, self._store, key, asset_type)

    async def examine(self, key: EntityKey, asset_type: AssetType, box: Size) -> int:
        """Look at every candidate nobody looked at yet; returns how many were seen.

        Renditions come as for the screen, two at once, so that *box* should be that of the tiles. What cannot be
        loaded is left for another time. Cancelling keeps what was seen.
        """
        looks = await self._store.run(self._store.picture_hashes.looks, key, asset_type)
        waiting = list(dict.fromkeys(look.picture_url for look in looks if look.hash is None))
        seen = 0
        for start in range(0, len(waiting), _SAVE_EVERY):
            seen += await self._examine(waiting[start : start + _SAVE_EVERY], box)
        return seen

    async def unseen(self, key: EntityKey, asset_type: AssetType) -> frozenset[int]:
        """Return the candidates nobody looked at yet."""
        looks = await self._store.run(self._store.picture_hashes.looks, key, asset_type)
        return frozenset(look.asset_id for look in looks if look.hash is None)

    async def remembered_rejections(self, key: EntityKey, asset_type: AssetType) -> tuple[int, ...]:
        """Return the candidates that are a picture rejected before, under another address.

        A picture a person selected, or whose own rejection was taken back, is left in peace.
        """
        return await self._store.run(self._remembered, key, asset_type)

    async def _examine(self, urls: Sequence[str], box: Size) -> int:
        slots, found = asyncio.Semaphore(_AT_ONCE), dict[str, PictureHash]()

        async def look(url: str) -> None:
            async with slots:
                try:
                    found[url] = await self._pictures.hash_of(url, box)
                except ThumbnailUnavailable:
                    return  # the tile says why; here there is nothing to compare

        try:
            async with asyncio.TaskGroup() as group:
                for url in urls:
                    group.create_task(look(url), name="hash")
        finally:
            if found:
                await self._store.run(self._store.picture_hashes.save, dict(found))
        return len(found)

    # ------------------------------------------------------------------------ on the database worker

    def _remembered(self, key: EntityKey, asset_type: AssetType) -> tuple[int, ...]:
        looks = self._store.picture_hashes.looks(key, asset_type)
        rejected = [look for look in looks if look.is_rejected]
        likeness = likeness_of(asset_type)
        found = []
        for look in looks:
            if look.is_rejected or look.is_selected or look.is_lifted:
                continue
            others = [each for each in rejected if _may_be_one(look, each)]
            contents = {each.content_hash for each in others if each.content_hash}
            hashes = [each.hash for each in others if each.hash is not None]
            is_like = look.hash is not None and like_any(look.hash, hashes, likeness)
            if is_like or look.content_hash in contents:
                found.append(look.asset_id)
        return tuple(found)


def stacks_seen(store: Store, key: EntityKey, asset_type: AssetType) -> tuple[tuple[int, ...], ...]:
    """Return the stacks by what was seen so far (see :meth:`StackFinder.stacks`); for the thread of the store."""
    looks = {
        look.asset_id: look for look in store.picture_hashes.looks(key, asset_type) if not look.is_rejected
    }
    hashes = {number: look.hash for number, look in looks.items() if look.hash is not None}
    groups = groups_of_same(
        hashes, likeness_of(asset_type), lambda one, other: _may_be_one(looks[one], looks[other])
    )
    return tuple(tuple(sorted(group, key=lambda number: not looks[number].is_selected)) for group in groups)


def _may_be_one(one: Look, other: Look) -> bool:
    """Two posters with other lettering are two posters, however alike the rest of them is."""
    is_lettered_otherwise = (
        one.language is not None and other.language is not None and one.language != other.language
    )
    return one.season_number == other.season_number and not is_lettered_otherwise
