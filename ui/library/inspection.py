"""Keeps the inspector at what is selected: one title with its slots, or the sums of several."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.ports import Thumbnails
from ui.images import PixmapCache
from ui.library.controller import LibraryController
from ui.library.inspected import Inspected
from ui.library.inspector import Inspector
from ui.library.selection_panel import Selected
from ui.library.titles_view import TitlesView
from ui.library.wall import POSTER_BOX
from ui.picture_feed import PictureFeed
from ui.task_scope import ErrorSink


class Inspection(QObject):
    """Between titles, controller and inspector; does nothing while there is no core.

    Signals: shown(): the inspector shows something else now.
    """

    shown = Signal()

    def __init__(
        self, titles_in_front: Callable[[], TitlesView], inspector: Inspector, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._titles_in_front, self._inspector = titles_in_front, inspector
        self._controller: LibraryController | None = None
        self._feed: PictureFeed | None = None

    def attach(
        self,
        controller: LibraryController,
        thumbnails: Thumbnails,
        pixmaps: PixmapCache,
        on_error: ErrorSink,
    ) -> None:
        """Read by *controller*, load pictures by *thumbnails*."""
        self._controller = controller
        self._feed = PictureFeed(thumbnails, pixmaps, self, on_error=on_error)
        self._feed.arrived.connect(lambda _: self._show_pictures())
        controller.inspected.connect(self._on_inspected)
        controller.selected_read.connect(self._show_several)

    @property
    def _titles(self) -> TitlesView:
        return self._titles_in_front()

    async def detach(self) -> None:
        """Let go of the core; the inspector is empty afterwards."""
        self._controller = None
        feed, self._feed = self._feed, None
        if feed is not None:
            await feed.close()
            feed.deleteLater()
        self._inspector.clear("")

    def clear(self) -> None:
        """Show nothing: no title is on screen."""
        self._inspector.clear("")
        if self._controller is not None:
            self._controller.inspect(None)

    def follow_current(self) -> None:
        """Another title has the focus."""
        if self._controller is None:
            return
        keys = self._titles.selected_keys()
        if len(keys) > 1:
            self._show_several(self._controller.inspect_several(keys))
        else:
            self._controller.inspect(self._titles.current_key())

    def follow_selection(self) -> None:
        """Other titles are selected."""
        if self._inspector.is_of_several or len(self._titles.selected_keys()) > 1:
            self.follow_current()

    def _on_inspected(self, inspected: Inspected) -> None:
        if inspected.key != self._titles.current_key() or len(self._titles.selected_keys()) > 1:
            return
        self._inspector.show_title(inspected)
        if self._feed is not None:
            self._feed.want(list(inspected.urls().values()), POSTER_BOX)
        self._show_pictures()
        self.shown.emit()

    def _show_several(self, selected: Selected) -> None:
        if len(self._titles.selected_keys()) < 2:
            return
        self._inspector.show_several(selected)
        feed = self._feed
        if feed is not None:
            urls = selected.poster_urls()
            feed.want(urls, POSTER_BOX)
            self._inspector.several.posters.show_urls(urls, lambda url: feed.pixmap(url, POSTER_BOX))
        self.shown.emit()

    def _show_pictures(self) -> None:
        shown, feed = self._inspector.shown, self._feed
        self._inspector.several.posters.update()
        if shown is not None and feed is not None:
            self._inspector.show_pictures(
                {kind: feed.pixmap(url, POSTER_BOX) for kind, url in shown.urls().items()}
            )
