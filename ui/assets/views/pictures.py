"""Large pictures on their way to the screen: what is looked at first, its neighbours after it, all else given up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QGuiApplication, QPixmap

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from ui.images import PixmapCache, image_from_thumbnail
from ui.task_scope import ErrorSink, TaskScope
from ui.text import sentence_of

ORIGINAL = Size(4000, 4000)
"""The picture itself, for 100 %; a scan beyond that is scaled down: one of 30 MB would take 300 MB of memory.

Two of this size, side by side, are what the bound below holds.
"""

_MOST_BYTES = 128 * 1024 * 1024
_LARGEST_SCREEN = (3840, 2160)
_MOST_SIZES = 5000
_PREFETCH_S = 0.15
"""Who leafs through quickly is not slowed down by what would be looked at next."""


_LATER = "later"


class Want(NamedTuple):
    """One picture, and the box it is wanted for."""

    url: str
    box: Size


def screen_box() -> Size:
    """Return the box of a picture that fills the screen, device px; no view needs more below 100 %."""
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio()
    size = screen.size()
    widest, highest = _LARGEST_SCREEN
    return Size(min(widest, round(size.width() * ratio)), min(highest, round(size.height() * ratio)))


class Pictures(QObject):
    """Loads and keeps large pictures for all views, bounded by bytes. GUI thread only; nothing is decoded on it.

    Signals:
        changed(url): a picture is there now, or failed.
    """

    changed = Signal(str)

    def __init__(
        self, thumbnails: Thumbnails, parent: QObject | None = None, *, on_error: ErrorSink | None = None
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._tasks = TaskScope(on_error, "views")
        self._cache = PixmapCache(_MOST_BYTES)
        self._sizes: dict[str, QSize] = {}
        self._failures: dict[Want, str] = {}
        self._wanted: dict[Want, None] = {}
        self._loading: set[Want] = set()
        self._later: tuple[Want, ...] = ()

    def want(self, now: Sequence[Want], later: Iterable[Want] = ()) -> None:
        """Load *now*, and when all of it is here *later*; give up everything else that is on its way."""
        self._later = tuple(later)
        before, self._wanted = self._wanted, dict.fromkeys(now)
        kept = {*self._wanted, *self._later}
        for want in [each for each in self._loading if each not in kept]:
            self._loading.discard(want)
            self._tasks.cancel(_name(want))
        self._failures = {want: words for want, words in self._failures.items() if want in kept}
        for want in self._wanted.keys() - before.keys():
            self._failures.pop(want, None)  # looked at anew, so tried anew
        self._tasks.cancel(_LATER)
        for want in self._wanted:
            self._load(want)
        self._check_later()

    def pixmap(self, url: str, width: int = 0) -> QPixmap | None:
        """Return the smallest picture here of at least *width* pixels, else the largest there is."""
        found = [
            pixmap
            for box in (screen_box(), ORIGINAL)
            if (pixmap := self._cache.get(url, box.width, box.height)) is not None
        ]
        return next((each for each in found if each.width() >= width), found[-1] if found else None)

    def full_size(self, url: str) -> QSize | None:
        """Return the pixels of the file, upright, once it was seen."""
        return self._sizes.get(url)

    def failure(self, url: str) -> str:
        """Return why a wanted picture cannot be shown, empty while it may still come."""
        return next((words for want, words in self._failures.items() if want.url == url), "")

    @property
    def is_idle(self) -> bool:
        """True when nothing is on its way."""
        return not self._loading and not self._tasks.is_running(_LATER)

    @property
    def used_bytes(self) -> int:
        """Bytes of pixels held."""
        return self._cache.used_bytes

    async def close(self) -> None:
        """Give up everything and wait until it has ended."""
        self._loading.clear()
        await self._tasks.close()

    def _load(self, want: Want) -> None:
        is_here = self._cache.get(want.url, want.box.width, want.box.height) is not None
        if is_here or want in self._loading or want in self._failures:
            return
        self._loading.add(want)
        if self._tasks.replace(_name(want), self._bring, want) is None:  # closed
            self._loading.discard(want)

    async def _bring(self, want: Want) -> None:
        url, box = want
        try:
            thumbnail = await self._thumbnails.load(url, box)
            # Many megabytes are copied: on this thread that would be felt.
            image = await asyncio.to_thread(image_from_thumbnail, thumbnail)
        except MetarrError as error:
            self._failures[want] = sentence_of(error)
        except Exception as error:  # a fault of ours: the view says so, the scope logs it and tells
            self._failures[want] = sentence_of(error)
            self._loading.discard(want)
            self.changed.emit(url)
            raise
        else:
            if len(self._sizes) >= _MOST_SIZES:
                del self._sizes[next(iter(self._sizes))]
            self._sizes[url] = _upright(thumbnail)
            self._cache.put(url, box.width, box.height, image)
        self._loading.discard(want)  # not when cancelled: it may be loading anew by then
        self.changed.emit(url)
        self._check_later()

    def _check_later(self) -> None:
        if self._later and not any(want in self._loading for want in self._wanted):
            self._tasks.start(_LATER, self._load_later)

    async def _load_later(self) -> None:
        await asyncio.sleep(_PREFETCH_S)
        later, self._later = self._later, ()
        for want in later:
            self._load(want)


def _name(want: Want) -> str:
    return f"{want.url} {want.box.width}x{want.box.height}"


def _upright(thumbnail: Thumbnail) -> QSize:
    """Return the pixels of the file as it is seen: its own numbers may be those of a picture lying on its side."""
    size = QSize(thumbnail.source_width, thumbnail.source_height)
    is_wide, looks_wide = size.width() > size.height(), thumbnail.width > thumbnail.height
    return size.transposed() if is_wide != looks_wide and thumbnail.width != thumbnail.height else size
