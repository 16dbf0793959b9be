"""The library page: rail, titles, inspector, and what stands there while there are no titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.entity import EntityKey, ExternalIds
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.query import parse_query
from ui.empty_state import EmptyState, Offer
from ui.images import PixmapCache
from ui.library.arrangement import Arrangement, Sort, Worklist, arranged, worklist_counts
from ui.library.controller import LibraryController
from ui.library.emptiness import Emptiness, emptiness_of
from ui.library.inspection import Inspection
from ui.library.inspector import WIDTH, Inspector
from ui.library.library_header import TABLE, WALL, LibraryHeader
from ui.library.preferences import LibraryPreferences
from ui.library.rail import Rail, worklist_title
from ui.library.titles_view import TitlesView
from ui.library.wall import LARGEST, POSTER_BOX, SMALLEST, Skeleton
from ui.picture_feed import PictureFeed
from ui.placement import text_scale
from ui.task_scope import ErrorSink

_FILTER_MS = 90
_ZOOM_STEP = 16
_RAIL = 184


class LibraryPage(QWidget):
    """Everything below tool bar and messages.

    Signals:
        selection_changed(): current title or selection are others; see `current_row`, `selected_rows`.
        rows_shown(): titles were read or arranged anew.
        title_activated(EntityKey), identify_clicked(EntityKey), slot_clicked(AssetType)
        menu_requested(QPoint): context menu of the selected titles, global position.
        folder_wanted(), title_wanted(str): the empty states offer to add something.
        retry_requested(): the library could not be opened, and the person wants it tried again.
    """

    selection_changed = Signal()
    rows_shown = Signal()
    title_activated = Signal(object)
    identify_clicked = Signal(object)
    slot_clicked = Signal(object)
    menu_requested = Signal(QPoint)
    folder_wanted = Signal()
    title_wanted = Signal(str)
    filter_cleared = Signal()
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preferences = LibraryPreferences(QSettings())
        self.pixmaps = PixmapCache()
        self.arrangement = Arrangement(
            sort=self.preferences.sort, is_descending=self.preferences.is_descending
        )
        self.controller: LibraryController | None = None
        self._wall_feed: PictureFeed | None = None
        self._wanted: EntityKey | None = None
        self.header = LibraryHeader(self)
        self.rail = Rail(self)
        self.titles = TitlesView(self)
        self.inspector = Inspector(self)
        self.inspection = Inspection(self.titles, self.inspector, self)
        self.skeleton = Skeleton(self)
        self.empty = EmptyState(self)
        self._centre = QStackedWidget(self)
        for widget in (self.skeleton, self.titles, self.empty):
            self._centre.addWidget(widget)
        self._filter_timer = QTimer(self)
        self._filter_timer.setSingleShot(True)
        self._filter_timer.setInterval(_FILTER_MS)
        self._filter_timer.timeout.connect(self._arrange)
        self._lay_out()
        self._connect()
        self._restore()

    # -- core ------------------------------------------------------------------------------------------------

    def attach(self, core: Core, on_error: ErrorSink) -> LibraryController:
        """Show the library of *core*; returns the controller that reads it."""
        controller = LibraryController(core.library, core.cache, core.curation, self)
        controller.loaded.connect(self._arrange)
        controller.rows_changed.connect(self._arrange)
        controller.failed.connect(on_error)
        self.controller = controller
        self.inspector.set_providers(core.providers.infos())
        self._wall_feed = PictureFeed(core.thumbnails, self.pixmaps, self, on_error=on_error)
        self._wall_feed.arrived.connect(lambda _: self.titles.wall.viewport().update())
        self.inspection.attach(controller, core.thumbnails, self.pixmaps, on_error)
        feed = self._wall_feed
        self.titles.wall.tiles.picture_of = lambda url: feed.pixmap(url, POSTER_BOX)
        controller.load()
        return controller

    async def detach(self) -> None:
        """Let go of the core: nothing is read or loaded any more, no title is shown."""
        controller, self.controller = self.controller, None
        feed, self._wall_feed = self._wall_feed, None
        if feed is not None:
            await feed.close()
            feed.deleteLater()
        await self.inspection.detach()
        if controller is not None:
            await controller.close()
            controller.deleteLater()
        self.titles.model.clear()
        self.rail.set_counts(None)
        self._centre.setCurrentWidget(self.skeleton)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no library."""
        retry = Offer("Try again", self.retry_requested.emit)
        self.empty.show_state("database", "The library cannot be opened", sentence, [retry])
        self.inspector.clear("")
        self._centre.setCurrentWidget(self.empty)

    # -- what is shown ---------------------------------------------------------------------------------------

    def rows(self) -> Sequence[LibraryRow]:
        """Return all titles of the library, arranged or not."""
        return self.controller.rows if self.controller is not None else ()

    def current_row(self) -> LibraryRow | None:
        """Return the title that has the focus."""
        key = self.titles.current_key()
        return None if key is None else self.titles.model.find(key)

    def selected_rows(self) -> list[LibraryRow]:
        """Return the selected titles, the current one alone if none is."""
        found = (self.titles.model.find(key) for key in self.titles.selected_keys())
        return [row for row in found if row is not None]

    def focus_title(self, key: EntityKey) -> None:
        """Make *key* the current title; filter and worklist give way if they hide it."""
        self._wanted = key
        if self.titles.model.row_of(key) is None and any(row.key == key for row in self.rows()):
            self.filter_cleared.emit()
            self.rail.choose(Worklist.ALL)
            self._set_text("")
            self._arrange()
        self._take_wanted()

    def set_filter(self, text: str) -> None:
        """Show the titles that fit *text*: words, an id or an address; a moment after the last change."""
        self._set_text(text)
        self._filter_timer.start()

    def apply_filter(self) -> None:
        """Do not wait for the moment to pass."""
        if self._filter_timer.isActive():
            self._filter_timer.stop()
            self._arrange()

    def set_view(self, view: str) -> None:
        """Show wall or table."""
        self.titles.show_view(view)
        self.header.show_view(view)
        self.preferences.view = view

    def set_sort(self, sort: Sort, is_descending: bool) -> None:
        """Order the titles."""
        self.arrangement = replace(self.arrangement, sort=sort, is_descending=is_descending)
        self.preferences.sort, self.preferences.is_descending = sort, is_descending
        self.header.show_sort(sort, is_descending=is_descending)
        self.titles.table.show_sort(sort, is_descending=is_descending)
        self._arrange()

    def zoom(self, steps: int) -> None:
        """Make the posters larger or smaller."""
        self.header.slider.setValue(
            min(LARGEST, max(SMALLEST, self.header.slider.value() + steps * _ZOOM_STEP))
        )

    def submit_filter(self) -> None:
        """Enter in the search field: go to the first title found, or do what is offered instead."""
        self.apply_filter()
        if self._centre.currentWidget() is self.empty and self.arrangement.text:
            self.empty.choose_first()
        elif self.titles.model.rowCount():
            if self.arrangement.ids:  # an id means one title: go there, among all the others
                self.focus_title(self.titles.model.item(0).key)
                self.filter_cleared.emit()
            self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard among the titles, or where they will be."""
        is_opening = self._centre.currentWidget() is self.skeleton
        target = self.skeleton if is_opening else self.titles.view
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_panels(self, is_on: bool) -> None:
        """Show or hide rail and inspector."""
        self.rail.setVisible(is_on)
        self.inspector.setVisible(is_on)

    def set_busy(self, keys: frozenset[EntityKey]) -> None:
        """Mark the titles being fetched."""
        self.titles.wall.tiles.busy = keys
        self.titles.wall.viewport().update()

    def remember(self) -> None:
        """Keep widths and columns for the next start."""
        self.preferences.splitter = self.splitter.saveState()
        self.preferences.columns = self.titles.table.columns_state()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "splitter"):
            self._share_width()

    def _share_width(self) -> None:
        """Give each part the width it was left with; else side panels grow with the text, up to a point."""
        if self.splitter.restoreState(self.preferences.splitter):
            return
        scale = min(1.6, text_scale(self))
        sides = round(_RAIL * scale), round(WIDTH * scale)
        self.splitter.setSizes([sides[0], max(1, max(self.width(), 1280) - sum(sides)), sides[1]])

    # -- inside ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        for widget in (self.rail, self._centre, self.inspector):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.header.view_chosen.connect(self.set_view)
        self.header.sort_chosen.connect(self.set_sort)
        self.header.width_chosen.connect(self._on_width_chosen)
        self.header.filter_cleared.connect(self.filter_cleared)
        self.rail.worklist_chosen.connect(self._on_worklist_chosen)
        self.titles.current_changed.connect(self.inspection.follow_current)
        self.titles.current_changed.connect(self.selection_changed)
        self.titles.selection_changed.connect(self.inspection.follow_selection)
        self.titles.selection_changed.connect(self.selection_changed)
        self.inspection.shown.connect(self.selection_changed)  # its buttons follow what can be done now
        self.titles.title_activated.connect(self.title_activated)
        self.titles.identify_clicked.connect(self.identify_clicked)
        self.titles.menu_requested.connect(self.menu_requested)
        self.titles.table.sort_requested.connect(self._on_column_clicked)
        self.titles.wall.zoom_requested.connect(self.zoom)
        self.titles.wall.visible_rows_changed.connect(lambda *_: self._want_pictures())
        self.inspector.slot_clicked.connect(self.slot_clicked)

    def _restore(self) -> None:
        self.header.slider.setValue(self.preferences.tile_width)
        self._on_width_chosen(self.header.slider.value())
        self.set_sort(self.arrangement.sort, self.arrangement.is_descending)
        self.set_view(self.preferences.view if self.preferences.view in (WALL, TABLE) else WALL)
        self.titles.table.restore_columns(self.preferences.columns)
        self._share_width()
        self.inspector.clear("")
        self.header.show_filter(worklist_title(Worklist.ALL), "")

    def _set_text(self, text: str) -> None:
        parsed = parse_query(text[:2000]) if text.strip() else None
        ids = parsed.ids if parsed is not None else ExternalIds()
        self.arrangement = replace(self.arrangement, text=text.strip()[:200], ids=ids)

    def _arrange(self) -> None:
        controller = self.controller
        if controller is None:
            return
        rows = controller.rows
        shown = arranged(rows, self.arrangement)
        self.titles.show_rows(shown)
        self.rail.set_counts(worklist_counts(rows))
        self.header.show_filter(worklist_title(self.arrangement.worklist), self.arrangement.text)
        if shown:
            focused = QApplication.focusWidget()
            had_focus = focused is self.skeleton or (focused is not None and self.empty.isAncestorOf(focused))
            is_entering = self._centre.currentWidget() is not self.titles
            self._centre.setCurrentWidget(self.titles)
            self._take_wanted()
            current = self.titles.current_key()
            if is_entering or current is None:
                self.titles.set_current(current or shown[0].key, is_only=True)
            if had_focus:
                self.take_focus()  # last: a view without a current row would choose one by itself
        else:
            self._show_emptiness(emptiness_of(len(rows), self.arrangement))
        self._want_pictures()
        self.rows_shown.emit()
        self.selection_changed.emit()

    def _show_emptiness(self, emptiness: Emptiness) -> None:
        acts = {
            "folder": self.folder_wanted.emit,
            "title": lambda: self.title_wanted.emit(emptiness.query),
            "clear": self.filter_cleared.emit,
            "all": lambda: self.rail.choose(Worklist.ALL),
        }
        offers = [Offer(text, acts[act], key) for act, text, key in emptiness.offers]
        self.empty.show_state(emptiness.icon, emptiness.title, emptiness.text, offers)
        self._centre.setCurrentWidget(self.empty)
        self.inspection.clear()

    def _take_wanted(self) -> None:
        if self._wanted is not None and self.titles.model.row_of(self._wanted) is not None:
            self.titles.set_current(self._wanted, is_only=True)
            self._wanted = None

    def _want_pictures(self) -> None:
        if self._wall_feed is None:
            return
        urls = []
        for index in self.titles.wall.visible_indexes(2):
            poster = self.titles.model.item(index.row()).poster
            if poster is not None:
                urls.append(poster.thumb_url or poster.url)
        self._wall_feed.want(urls, POSTER_BOX)

    def _on_worklist_chosen(self, worklist: Worklist) -> None:
        self.arrangement = replace(self.arrangement, worklist=worklist)
        self._arrange()

    def _on_column_clicked(self, sort: Sort) -> None:
        is_again = sort is self.arrangement.sort
        self.set_sort(sort, is_again and not self.arrangement.is_descending)

    def _on_width_chosen(self, width: int) -> None:
        self.titles.wall.set_tile_width(width)
        self.skeleton.tile_width = width
        self.skeleton.update()
        self.preferences.tile_width = width
        self._want_pictures()
