"""Originals of pictures: downloaded within bounds, looked at, kept by their content."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakValueDictionary

from metarr_desktop.artwork.hashing import hash_thumbnail
from metarr_desktop.artwork.own_pictures import look_at
from metarr_desktop.artwork.picture_files import PictureFiles
from metarr_desktop.artwork.thumbnail_loader import MAX_BYTES, ImageSource
from metarr_desktop.artwork.thumbnailer import make_thumbnail
from metarr_desktop.domain.errors import InvalidInput, StoreError, ThumbnailUnavailable
from metarr_desktop.domain.original import Original, mime_type_of
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.store import Store, address_of

_LOOK_AT = Size(342, 513)
"""The box of the tiles: looks are compared with those of renditions as the screen shows them."""

MAX_KEPT_BYTES = 20 * 1024**3
"""Of originals on the disk, those of selected pictures apart: what is proposed for 2,000 films."""

ABANDONED_AFTER_S = 3600.0
"""A file that was being written for so long belongs to a program that was killed."""


@dataclass(frozen=True, slots=True)
class Obtained:
    """An original that is on the disk now; ``is_new`` if it came over the network."""

    original: Original
    is_new: bool


def analyse(data: bytes) -> Original:
    """Return what *data* is; blocks while it is decoded.

    Raises:
        ThumbnailUnavailable: permanently; no usable picture, damaged, or too many pixels.
    """
    thumbnail = make_thumbnail(data, _LOOK_AT)
    try:
        facts = look_at(data)
    except InvalidInput as error:
        raise ThumbnailUnavailable(
            "The original is damaged and cannot be used.", is_permanent=True
        ) from error
    return Original(
        hashlib.sha256(data).hexdigest(), facts.width, facts.height, mime_type_of(facts.format),
        facts.byte_count, facts.has_alpha, hash_thumbnail(thumbnail),
    )  # fmt: skip


class Originals:
    """The originals on the disk; nothing that is there is downloaded again.

    Args:
        source: loads addresses within the bounds of all downloads (https, bytes, time, redirects).
        folder: where the files are, each named by its SHA-256.
        max_bytes: bound of those that no selected picture needs; :meth:`prune` keeps it.
    """

    def __init__(
        self, store: Store, source: ImageSource, folder: Path, *, max_bytes: int = MAX_KEPT_BYTES
    ) -> None:
        self._max_bytes = max_bytes
        self._store = store
        self._source = source
        self._folder = folder
        self._files = PictureFiles(folder)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def on_disk(self, url: str) -> Obtained | None:
        """Return the original of *url* if it was downloaded before, for whatever title; never the network.

        A file that is gone or no longer what its name says is forgotten.
        """
        address = address_of(url)
        sha256 = await self._store.run(self._store.image_files.at_address, address)
        if sha256 is None:
            return None
        data = await asyncio.to_thread(self._files.read, sha256)
        if data is None:
            await self._store.run(self._store.image_files.forget, [sha256])
            return None
        return Obtained(await asyncio.to_thread(analyse, data), is_new=False)

    async def obtain(self, url: str) -> Obtained:
        """Return the original of *url*, from the disk or the network; afterwards it is on the disk.

        Of several callers for one address the first one downloads it.

        Raises:
            ThumbnailUnavailable: it cannot be had now, or (permanently) is no usable picture.
            StoreError: there is no room to keep it; nothing was changed.
        """
        address = address_of(url)
        async with self._turns.setdefault(address, asyncio.Lock()):
            return await self.on_disk(url) or await self._download(address)

    async def forget_missing(self, files: dict[str, int]) -> int:
        """Forget those of *files* (SHA-256 and size) that are not on the disk any more; returns how many."""
        gone = await asyncio.to_thread(
            lambda: [each for each, size in files.items() if not self._is_there(each, size)]
        )
        if gone:
            await self._store.run(self._store.image_files.forget, gone)
        return len(gone)

    async def prune(self) -> int:
        """Remove the oldest originals that no selected picture needs, down to the bound; returns how many.

        What they told of their pictures stays.
        """
        files = await self._store.run(self._store.image_files.dispensable, self._max_bytes)
        if files:
            await self._store.run(self._store.image_files.forget, files)
            await asyncio.to_thread(self._files.remove, files)
        return len(files)

    async def sweep(self) -> None:
        """Remove what programs that were killed left half-written."""
        await asyncio.to_thread(self._files.remove_partials, ABANDONED_AFTER_S)

    async def _download(self, address: str) -> Obtained:
        download = await self._source.download(address, max_bytes=MAX_BYTES)
        original = await asyncio.to_thread(analyse, download.data)
        await asyncio.to_thread(self._write, download.data)
        # First the file, then the row: what the table names is there, whenever the program is killed.
        path = str(self._files.path(original.sha256).relative_to(self._folder))
        await self._store.run(self._store.image_files.keep, original, path, address)
        return Obtained(original, is_new=True)

    def _write(self, data: bytes) -> None:
        try:
            self._files.write(data)
        except StoreError as error:
            raise StoreError(
                "An original could not be kept: the disk is full. What is selected is as it was. Free some space,"
                " then run it again."
                if error.reason == "disk_full"
                else "An original could not be kept: its folder cannot be written. What is selected is as it was."
                " Check the folder of the cache, then run it again.",
                reason=error.reason,
            ) from error

    def _is_there(self, sha256: str, size: int) -> bool:
        try:
            return self._files.path(sha256).stat().st_size == size
        except OSError:
            return False
