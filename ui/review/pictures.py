"""Small pictures of all types at once: a feed for each box, one memory for all."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.ports import Thumbnails
from metarr_desktop.domain.thumbnail import Size
from ui.images import PixmapCache
from ui.picture_boxes import picture_box
from ui.picture_feed import PictureFeed


class ReviewPictures(QObject):
    """The same boxes as the artwork browser: what was seen there is on the disk already.

    Signals: arrived(urls): repaint where these are.
    """

    arrived = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails: Thumbnails | None = None
        self._cache = PixmapCache()
        self._feeds: dict[Size, PictureFeed] = {}

    def attach(self, thumbnails: Thumbnails) -> None:
        """Load from *thumbnails* from now on."""
        self._thumbnails = thumbnails

    async def detach(self) -> None:
        """Give up everything on its way, and load nothing more."""
        self._thumbnails = None
        feeds, self._feeds = self._feeds, {}
        for feed in feeds.values():
            await feed.close()
            feed.deleteLater()

    def want(self, assets_in_order: Iterable[CachedAsset]) -> None:
        """Load the pictures of these, first ones first, and give up every other."""
        wanted: dict[Size, list[str]] = {box: [] for box in self._feeds}
        for asset in assets_in_order:
            if url := url_of(asset):
                wanted.setdefault(picture_box(asset.asset_type), []).append(url)
        for box, urls in wanted.items():
            if feed := self._feed(box):
                feed.want(list(dict.fromkeys(urls)), box)

    def pixmap(self, asset: CachedAsset) -> QPixmap | None:
        """Return the picture of *asset* if it is here."""
        box = picture_box(asset.asset_type)
        feed = self._feed(box)
        return None if feed is None else feed.pixmap(url_of(asset), box)

    def failed(self, asset: CachedAsset) -> str | None:
        """Return the sentence why it cannot be shown, ``None`` while it may come."""
        feed = self._feed(picture_box(asset.asset_type))
        return None if feed is None else feed.failed(url_of(asset))

    def _feed(self, box: Size) -> PictureFeed | None:
        feed = self._feeds.get(box)
        if feed is None and self._thumbnails is not None:
            feed = self._feeds[box] = PictureFeed(self._thumbnails, self._cache, self)
            feed.arrived.connect(self.arrived)
        return feed


def url_of(asset: CachedAsset) -> str:
    """Return the address of the small rendition."""
    return asset.thumb_url or asset.url
