"""Pictures on their way to the screen: what is seen comes first, what scrolled away is given up."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from ui.images import PixmapCache, image_from_thumbnail
from ui.task_scope import ErrorSink, TaskScope
from ui.text import sentence_of

_FRAME_MS = 16
# Making a pixmap of a poster costs 0.2-0.4 ms on the thread of the window: a burst is spread over frames.
_FLUSH_BUDGET_S = 0.003
# A few more than the eight downloads the loader allows at once: what lies on disk need not queue behind them.
_MOST_AT_ONCE = 12


class PictureFeed(QObject):
    """Loads the pictures a grid shows and hands them over in batches, one every 16 ms at most.

    One feed belongs to one view.  GUI thread only; `want` needs the running event loop.

    Args:
        thumbnails: where pictures come from.
        cache: keeps the pixmaps; several feeds may share one.
        on_error: told a sentence when loading met a fault of the program (a broken picture is none, see
            `failed`).

    Signals:
        arrived(urls): list of the addresses whose picture is there now, or failed; repaint their tiles.
    """

    arrived = Signal(list)

    def __init__(
        self,
        thumbnails: Thumbnails,
        cache: PixmapCache,
        parent: QObject | None = None,
        *,
        on_error: ErrorSink | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._cache = cache
        self._tasks = TaskScope(on_error, "pictures")
        self._box = Size(0, 0)
        self._wanted: dict[str, None] = {}
        self._queue: deque[str] = deque()
        self._loading: set[str] = set()
        self._in_flight: set[str] = set()  # of those, the ones whose picture is not here yet
        self._ready: deque[tuple[str, Size, Thumbnail | None]] = deque()
        self._failures: dict[str, str] = {}
        self._held: set[str] = set()  # wanted and here, unless memory ran short
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.setInterval(_FRAME_MS)
        self._flush.setTimerType(Qt.TimerType.PreciseTimer)
        self._flush.timeout.connect(self._on_flush)
        # Told in a turn of the loop of its own: making pixmaps and painting them would be one long one.
        self._arrived: list[str] = []
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.timeout.connect(self._on_tell)

    def want(self, urls_in_order: Sequence[str], box: Size) -> None:
        """Load these pictures, first ones first, and give up every other one that is on its way.

        Args:
            urls_in_order: what is on screen in reading order, then what lies just outside it.
            box: largest width and height, device pixels.  Ask for the same box whatever the tile size:
                another box is another picture.
        """
        if box != self._box:
            for url in list(self._loading):
                self._give_up(url)
            self._box = box
        self._wanted = dict.fromkeys(urls_in_order)
        for url in [url for url in self._loading if url not in self._wanted]:
            self._give_up(url)
        # Out of sight, out of mind: a picture that failed is tried again when it comes back into sight.
        self._failures = {url: text for url, text in self._failures.items() if url in self._wanted}
        self._queue = deque(url for url in self._wanted if self._is_missing(url))
        self._held = self._wanted.keys() - self._loading - self._failures.keys() - set(self._queue)
        self._pump()

    def pixmap(self, url: str, box: Size) -> QPixmap | None:
        """Return the picture if it is here.  For paint events: a dictionary look-up.

        A wanted picture that was given away for want of memory comes again by being asked for.
        """
        pixmap = self._cache.get(url, box.width, box.height)
        if pixmap is None and url in self._held and box == self._box:
            self._held.discard(url)
            self._queue.append(url)
            self._flush.start()
        return pixmap

    def failed(self, url: str) -> str | None:
        """Return the sentence why a wanted picture cannot be shown, None while it still may come."""
        return self._failures.get(url)

    def forget_failures(self) -> None:
        """Try broken pictures again, after a refresh or when the network is back."""
        self._failures.clear()
        self.want(list(self._wanted), self._box)

    @property
    def is_idle(self) -> bool:
        """True when nothing is on its way and everything that came was announced."""
        return not (self._loading or self._queue or self._ready or self._arrived)

    async def close(self) -> None:
        """Give up everything and wait until it has ended."""
        self._flush.stop()
        self._tell.stop()
        self._queue.clear()
        self._ready.clear()
        self._arrived.clear()
        await self._tasks.close()
        self._loading.clear()
        self._in_flight.clear()

    def _is_missing(self, url: str) -> bool:
        is_known = url in self._loading or url in self._failures
        return not is_known and self.pixmap(url, self._box) is None

    def _pump(self) -> None:
        while self._queue and len(self._in_flight) < _MOST_AT_ONCE:
            url = self._queue.popleft()
            self._loading.add(url)
            self._in_flight.add(url)
            if self._tasks.replace(url, self._load, url, self._box) is None:  # closed
                self._loading.discard(url)
                self._in_flight.discard(url)
                return

    def _give_up(self, url: str) -> None:
        self._loading.discard(url)
        self._in_flight.discard(url)
        self._tasks.cancel(url)

    async def _load(self, url: str, box: Size) -> None:
        thumbnail: Thumbnail | None = None
        try:
            thumbnail = await self._thumbnails.load(url, box)
        except MetarrError as error:
            self._failures[url] = sentence_of(error)
        except Exception as error:  # a fault of ours: the tile says so, the scope logs it and tells
            self._failures[url] = sentence_of(error)
            self._announce(url, box, None)
            raise
        self._announce(url, box, thumbnail)

    def _announce(self, url: str, box: Size, thumbnail: Thumbnail | None) -> None:
        self._ready.append((url, box, thumbnail))
        if box == self._box and url in self._loading:
            self._in_flight.discard(url)
            self._pump()  # the next one need not wait for the flush
        if not self._flush.isActive():
            self._flush.start()

    def _on_flush(self, clock: Callable[[], float] = time.perf_counter) -> None:
        until = clock() + _FLUSH_BUDGET_S
        while self._ready:
            url, box, thumbnail = self._ready.popleft()
            if thumbnail is not None:
                self._cache.put(url, box.width, box.height, image_from_thumbnail(thumbnail))
            if box == self._box:
                # Counted as loading until here: a `want` in between must not load it a second time.
                self._loading.discard(url)
                self._arrived.append(url)
                if thumbnail is not None and url in self._wanted:
                    self._held.add(url)
            if clock() > until:
                break
        if self._ready:
            self._flush.start()
        self._pump()
        if self._arrived and not self._tell.isActive():
            self._tell.start(0)

    def _on_tell(self) -> None:
        arrived, self._arrived = self._arrived, []
        self.arrived.emit(arrived)
