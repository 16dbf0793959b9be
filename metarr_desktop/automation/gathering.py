"""Gathering the originals of what could be chosen for a title, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from metarr_desktop.artwork.originals import Obtained, Originals
from metarr_desktop.automation.planning import Planner, TitlePlan
from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import AssetUnknown, ThumbnailUnavailable
from metarr_desktop.domain.scoring import ScoringContext, score_image
from metarr_desktop.store import Store, image_of

_AT_ONCE = 2
_MOST_FAILURES = 3
"""So many in a row, and the network is down: the rest of the title is left for another time."""


_MOST_UNUSABLE = 5
"""So many in a row of one provider, and it is the service that is broken: its pictures are left for another time."""


class Gatherer:
    """Begins to gather for one title after the other."""

    def __init__(
        self,
        store: Store,
        originals: Originals,
        planner: Planner,
        scoring: Callable[[], Callable[[str | None], ScoringContext]],
    ) -> None:
        self._store = store
        self._originals = originals
        self._planner = planner
        self._scoring = scoring

    def begin(self, key: EntityKey, original_language: str | None, *, may_select: bool) -> Gathering:
        """Return what gathers for this title, scoring by what holds now."""
        context = self._scoring()(original_language)
        return Gathering(
            key, self._store, self._originals, partial(self._planner.plan, may_select=may_select), context
        )


class Gathering:
    """One title: its originals, from the disk or the network, each looked at as soon as it is there.

    Attributes:
        matched, downloaded: originals that were on the disk, and that came over the network.
        unusable: originals that are no usable picture; they are remembered and not chosen.
        failed: the picture whose original cannot be had now, to the reason in words.
    """

    def __init__(
        self,
        key: EntityKey,
        store: Store,
        originals: Originals,
        plan: Callable[[EntityKey], TitlePlan],
        context: ScoringContext,
    ) -> None:
        self.matched = 0
        self.downloaded = 0
        self.unusable = 0
        self.failed: dict[int, str] = {}
        self._failures_in_a_row = 0
        self._obtained: set[int] = set()
        self._unusable_of: dict[str, list[int]] = {}
        self._broken: set[str] = set()
        self._key = key
        self._store = store
        self._originals = originals
        self._plan = plan
        self._context = context

    async def match(self) -> None:
        """Make the store true to the disk, and take what lies there already; never the network."""
        files = await self._store.run(self._store.image_files.of_title, self._key)
        await self._originals.forget_missing(files)
        for asset in await self._waiting():
            try:
                found = await self._originals.on_disk(asset.url)
            except ThumbnailUnavailable:  # kept by an older version that took it for usable: download it anew
                continue
            if found is not None:
                await self._keep(asset, found)

    async def download(self, on_progress: Callable[[int, int], None]) -> None:
        """Download and look at what could be chosen, until nothing that could be chosen is unknown.

        The real size of a picture may put another one in front, which is looked at next.

        Raises:
            StoreError: an original could not be kept.
        """
        done = 0
        while waiting := await self._waiting():
            slots, total = asyncio.Semaphore(_AT_ONCE), done + len(waiting)

            async def obtain(
                asset: CachedAsset, slots: asyncio.Semaphore = slots, total: int = total
            ) -> None:
                nonlocal done
                async with slots:
                    await self._obtain(asset)
                    done += 1
                    on_progress(done, total)

            await _all(obtain, waiting)

    async def _waiting(self) -> list[CachedAsset]:
        plan = await self._store.run(self._plan, self._key)
        return [asset for asset in plan.waiting if asset.id not in self.failed]

    async def _obtain(self, asset: CachedAsset) -> None:
        if self._failures_in_a_row >= _MOST_FAILURES:
            self.failed[asset.id] = next(reversed(self.failed.values()))
            return
        if asset.provider_name in self._broken:
            self.failed[asset.id] = _broken_words(asset)
            return
        try:
            obtained = await self._originals.obtain(asset.url)
        except ThumbnailUnavailable as error:
            if error.is_permanent:
                await self._take_for_unusable(asset)
            else:
                self._failures_in_a_row += 1
                self.failed[asset.id] = str(error)
            return
        self._failures_in_a_row = 0
        self._unusable_of.pop(asset.provider_name, None)
        await self._keep(asset, obtained)
        if asset.id in self._obtained:  # another program takes away what we bring: leave it to the next run
            self.failed[asset.id] = (
                "It was changed by another program meanwhile. It is looked at again later."
            )
        self._obtained.add(asset.id)

    async def _take_for_unusable(self, asset: CachedAsset) -> None:
        self.unusable += 1
        in_a_row = self._unusable_of.setdefault(asset.provider_name, [])
        in_a_row.append(asset.id)
        if len(in_a_row) < _MOST_UNUSABLE:
            await self._store.run(self._store.image_files.note_unreadable, asset.id)
            return
        self._broken.add(asset.provider_name)
        self.unusable -= len(in_a_row)
        self.failed |= dict.fromkeys(in_a_row, _broken_words(asset))
        await self._store.run(self._store.image_files.note_readable, in_a_row)

    async def _keep(self, asset: CachedAsset, obtained: Obtained) -> None:
        self.downloaded += obtained.is_new
        self.matched += not obtained.is_new
        await self._store.run(self._note, asset.id, obtained)

    def _note(self, asset_id: int, obtained: Obtained) -> None:
        with self._store.transaction():
            try:
                _, asset = self._store.assets.get(asset_id)
            except AssetUnknown:  # its row was deleted meanwhile; the file stays known by its address
                return
            files, original = self._store.image_files, obtained.original
            if not files.has(original.sha256):  # forgotten a moment ago by another program
                return
            real = replace(image_of(asset), width=original.width, height=original.height)
            files.note_analysis(asset_id, original, score_image(real, asset.provider_name, self._context))
            self._store.picture_hashes.save_new(asset.thumb_url or asset.url, original.hash)


def _broken_words(asset: CachedAsset) -> str:
    place = urlsplit(asset.url).hostname or asset.provider_name
    return f"{place} sent no usable picture {_MOST_UNUSABLE} times in a row. It is tried again later."


async def _all(
    obtain: Callable[[CachedAsset], Coroutine[Any, Any, None]], waiting: Sequence[CachedAsset]
) -> None:
    """Run *obtain* for each; the first fault ends the others and is raised as it is."""
    tasks = [asyncio.create_task(obtain(asset), name="original") for asset in waiting]
    try:
        for task in tasks:
            await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
