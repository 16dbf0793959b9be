"""Pictures for the screen, through three stages: disk, network, decoding; each off the event loop."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.artwork.hashing import hash_thumbnail
from metarr_desktop.artwork.style import style_of
from metarr_desktop.artwork.thumbnailer import encode_thumbnail, make_thumbnail, remake_thumbnail
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.picture_hash import PictureHash
from metarr_desktop.domain.thumbnail import Size, Thumbnail

MAX_BYTES = 40 * 1024 * 1024
"""Largest file downloaded for showing (a 30 MB scan passes)."""

_MAX_DOWNLOADS = 8  # httpx slows down with every further open connection
_REMEMBER_FAILURE_S = 60.0
_REMEMBER_DAMAGED_S = 900.0  # a service may send pages of errors for a while, and then pictures again
_KEEP_ON_DISK_UP_TO = 1280  # pixels; larger boxes are previews, made from the original each time
_KEEP_AS_SENT = 128 * 1024
"""Largest file, bytes, kept on disk as it came when it has the size of the screen's: encoding costs, and spoils."""


class Download(Protocol):
    """What an image source answers."""

    @property
    def data(self) -> bytes: ...


class ImageSource(Protocol):
    """Where bytes come from: ``ImageClient`` of ``providers/http.py``."""

    async def download(self, url: str, *, max_bytes: int) -> Download: ...


@dataclass
class _Flight:
    """One picture on its way, and how many wait for it."""

    task: asyncio.Task[Thumbnail]
    waiters: int = 0


@dataclass
class _Failure:
    error: ThumbnailUnavailable
    until: float = field(default=0.0)


class ThumbnailLoader:
    """Loads pictures scaled to a box; the one implementation of the ``Thumbnails`` port.

    Two callers asking for one address and box share one download. Failures are remembered for a minute
    (damaged pictures for a quarter of an hour), so that scrolling over them costs nothing. Owns its
    decoding threads: close it.
    """

    def __init__(
        self,
        source: ImageSource,
        cache: DiskCache,
        *,
        threads: int | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._cache = cache
        self._monotonic = monotonic
        self._downloads = asyncio.Semaphore(_MAX_DOWNLOADS)
        self._flights: dict[tuple[str, Size], _Flight] = {}
        self._failures: dict[tuple[str, Size], _Failure] = {}
        self._threads = ThreadPoolExecutor(
            threads or os.cpu_count() or 2, thread_name_prefix="decode", initializer=_be_nice
        )

    async def load(self, url: str, box: Size) -> Thumbnail:
        """Return the picture at *url*, scaled down to fit inside *box* (see the port)."""
        url = url.partition("#")[
            0
        ]  # which seasons share a picture is noted there; it is one picture all the same
        key = (url, box)
        failure = self._failures.get(key)
        if failure is not None:
            if self._monotonic() < failure.until:
                raise failure.error
            del self._failures[key]
        flight = self._flights.get(key)
        if flight is None:
            flight = _Flight(asyncio.create_task(self._fly(url, box), name="thumbnail"))
            flight.task.add_done_callback(_take_notice)
            self._flights[key] = flight
        flight.waiters += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.waiters -= 1
            if flight.waiters == 0:
                flight.task.cancel()  # nobody looks any more: free the connection
                if self._flights.get(key) is flight:
                    del self._flights[key]

    async def hash_of(self, url: str, box: Size) -> PictureHash:
        """Return what the picture at *url* looks like, judged at the size of *box*; raises as :meth:`load` does."""
        thumbnail = await self.load(url, box)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, hash_thumbnail, thumbnail)

    async def style_of(self, url: str, box: Size) -> bytes:
        """Return the style of the picture at *url* (``artwork.style``); raises as :meth:`load` does."""
        thumbnail = await self.load(url, box)
        return await asyncio.get_running_loop().run_in_executor(self._threads, style_of, thumbnail)

    async def close(self) -> None:
        """Stop all downloads and end the decoding threads."""
        tasks = [flight.task for flight in self._flights.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._threads.shutdown)

    async def _fly(self, url: str, box: Size) -> Thumbnail:
        loop = asyncio.get_running_loop()
        key = f"{url} {box.width}x{box.height}"
        is_kept = max(box.width, box.height) <= _KEEP_ON_DISK_UP_TO
        if is_kept:
            kept = await loop.run_in_executor(self._threads, self._from_disk, key, box)
            if kept is not None:
                return kept
        try:
            async with self._downloads:
                download = await self._source.download(url, max_bytes=MAX_BYTES)
            return await loop.run_in_executor(self._threads, self._decode, key, download.data, box, is_kept)
        except ThumbnailUnavailable as error:
            remembered_s = _REMEMBER_DAMAGED_S if error.is_permanent else _REMEMBER_FAILURE_S
            until = self._monotonic() + remembered_s
            self._failures[(url, box)] = _Failure(error, until)
            raise

    def _from_disk(self, key: str, box: Size) -> Thumbnail | None:
        data = self._cache.read(key)
        if data is None:
            return None
        try:
            return remake_thumbnail(data, box)
        except ThumbnailUnavailable:  # half a file from a full disk: fetch it again
            self._cache.remove(key)
            return None

    def _decode(self, key: str, data: bytes, box: Size, is_kept: bool) -> Thumbnail:
        thumbnail = make_thumbnail(data, box)
        if is_kept:
            is_small = len(data) <= _KEEP_AS_SENT and (thumbnail.source_width, thumbnail.source_height) == (
                thumbnail.width,
                thumbnail.height,
            )
            self._cache.write(key, data if is_small else encode_thumbnail(thumbnail))
        return thumbnail


def _take_notice(task: asyncio.Task[Thumbnail]) -> None:
    """Read the error of a picture whose last waiter went away, so that nobody reports it as unseen."""
    if not task.cancelled():
        task.exception()


def _be_nice() -> None:
    """Lower this thread's priority (Linux: a thread's own), so that decoding never delays the window."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, 10)
