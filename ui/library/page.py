"""The library page: rail, titles, inspector; one kind of titles is in front, the others keep their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.ports import Core
from ui.ages import tell_ages
from ui.images import PixmapCache
from ui.kinds import KINDS
from ui.library.arrangement import Sort, Wanted, Worklist
from ui.library.centre import Centre
from ui.library.controller import LibraryController
from ui.library.inspection import Inspection
from ui.library.inspector import WIDTH, Inspector
from ui.library.library_header import LibraryHeader
from ui.library.panels import Panels
from ui.library.preferences import LibraryPreferences
from ui.library.rail import Rail, worklist_title
from ui.library.titles_view import TitlesView
from ui.library.wall import POSTER_BOX
from ui.picture_feed import PictureFeed
from ui.task_scope import ErrorSink
from ui.timers import delay

_FILTER_MS = 90
_RAIL = 184


class LibraryPage(QWidget):
    """Everything below tool bar and messages.

    Signals:
        selection_changed(): current title or selection are others; see `titles`.
        rows_shown(): titles were read or arranged anew; kind_shown(EntityType): another kind is in front.
        filter_cleared(): what is typed to find titles by is to be forgotten.
    """

    selection_changed = Signal()
    rows_shown = Signal()
    kind_shown = Signal(object)
    filter_cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preferences = LibraryPreferences(QSettings())
        self.pixmaps = PixmapCache()
        self.controller: LibraryController | None = None
        self._wall_feed: PictureFeed | None = None
        self._wanted_key: EntityKey | None = None
        self._wanted = Wanted()
        self.header = LibraryHeader(self)
        self.rail = Rail(self)
        self.centre = Centre(self.preferences, self)
        self.empty, self.skeleton = self.centre.empty, self.centre.skeleton
        self.inspector = Inspector(self)
        self.inspection = Inspection(lambda: self.titles, self.inspector, self)
        self._filter_timer = delay(self, _FILTER_MS, self._arrange)
        self._lay_out()
        self.inspector.clear("")
        self._show_place()
        self._connect()
        tell_ages(self, self._tell_ages)

    def _tell_ages(self) -> None:
        self.titles.tell_ages()
        self.inspector.tell_ages()

    # -- core ------------------------------------------------------------------------------------------------

    def attach(self, core: Core, on_error: ErrorSink) -> LibraryController:
        """Show the library of *core*; returns the controller that reads it."""
        controller = LibraryController(core.library, core.cache, core.curation, self)
        controller.loaded.connect(lambda kind: self._take_rows({kind}))
        controller.rows_changed.connect(self._take_rows)
        controller.counted.connect(self._show_counts)
        controller.failed.connect(on_error)
        self.controller = controller
        feed = self._wall_feed = PictureFeed(core.thumbnails, self.pixmaps, self, on_error=on_error)
        feed.arrived.connect(self._on_pictures)
        self.centre.set_pictures(lambda url: feed.pixmap(url, POSTER_BOX))
        self.inspection.attach(controller, core.thumbnails, self.pixmaps, on_error)
        controller.load(self.kind)
        return controller

    def _on_pictures(self, urls: list[str]) -> None:
        # Only the tiles they belong to: a whole viewport is what makes a wall stutter while it fills.
        self.titles.model.touch_pictures(urls, self.titles.visible_keys())

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
        self.centre.forget()
        self.rail.set_counts(None)
        self.rail.set_kind_counts({})

    def show_problem(self, sentence: str) -> None:
        """Say why there is no library."""
        self.inspector.clear("")
        self.centre.show_problem("The library cannot be opened", sentence)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def kind(self) -> EntityType:
        """The kind in front."""
        return self.centre.front.entity_type

    @property
    def titles(self) -> TitlesView:
        """The titles of the kind in front."""
        return self.centre.front.titles

    def rows(self) -> Sequence[LibraryRow]:
        """Return all titles of the kind in front, arranged or not."""
        return self.centre.front.rows

    def show_kind(self, entity_type: EntityType, worklist: Worklist | None = Worklist.ALL) -> None:
        """Bring the titles of a kind to the front as they were left; *worklist* None keeps also their list."""
        is_other = entity_type is not self.kind
        shelf = self.centre.bring_to_front(entity_type)
        if worklist is not None:
            shelf.show_worklist(worklist)
        self._show_place()
        self._arrange()
        if is_other:
            if shelf.shown:
                self.inspection.follow_current()
            self.kind_shown.emit(entity_type)

    def focus_title(self, key: EntityKey) -> None:
        """Make *key* the current title; kind, filter and worklist give way if they hide it."""
        if key.entity_type not in KINDS:
            return
        self._wanted_key = key
        if key.entity_type is not self.kind:
            self.show_kind(key.entity_type, None)
        if self.titles.model.row_of(key) is None and any(row.key == key for row in self.rows()):
            self.filter_cleared.emit()
            self._filter_timer.stop()
            self._find("")
            self.show_kind(key.entity_type)
        self._take_wanted()

    def set_filter(self, text: str) -> None:
        """Show the titles that fit *text*: words, an id or an address; a moment after the last change."""
        self._find(text)
        self._filter_timer.start()

    def apply_filter(self) -> None:
        """Do not wait for the moment to pass."""
        if self._filter_timer.isActive():
            self._filter_timer.stop()
            self._arrange()

    def submit_filter(self) -> None:
        """Enter in the search field: go to the first title found, or do what is offered instead."""
        self.apply_filter()
        if self.centre.is_empty and self._wanted.text:
            self.centre.empty.choose_first()
        elif self.titles.model.rowCount():
            if self._wanted.ids:  # an id means one title: go there, among all the others
                self.focus_title(self.titles.model.item(0).key)
                self.filter_cleared.emit()
            self.take_focus()

    def set_view(self, view: str) -> None:
        """Show wall or table."""
        self.centre.front.set_view(view)
        self.header.show_view(view)

    def set_sort(self, sort: Sort, is_descending: bool) -> None:
        """Order the titles."""
        self.centre.front.sort_by(sort, is_descending=is_descending)
        self.header.show_sort(sort, is_descending=is_descending)
        self._arrange()

    def zoom(self, steps: int) -> None:
        """Make the pictures larger or smaller."""
        self.header.zoom(steps)

    def take_focus(self) -> None:
        """Put the keyboard among the titles, or where they will be."""
        self.centre.take_focus()

    def show_panels(self, is_on: bool) -> None:
        """Show or hide rail and inspector."""
        self.rail.setVisible(is_on)
        self.inspector.setVisible(is_on)

    def remember(self) -> None:
        """Keep widths and columns for the next start."""
        self.preferences.splitter = self.splitter.saveState()
        self.centre.remember()

    # -- inside ----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        parts = (self.rail, self.centre, self.inspector)
        self.splitter = Panels(parts, (_RAIL, WIDTH), self.preferences.splitter, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        header, centre = self.header, self.centre
        header.view_chosen.connect(self.set_view)
        header.sort_chosen.connect(self.set_sort)
        header.width_chosen.connect(self._on_width_chosen)
        header.filter_cleared.connect(self.filter_cleared)
        header.kind_chosen.connect(self._go_on_in)
        self.rail.kind_chosen.connect(self.show_kind)
        self.rail.worklist_chosen.connect(lambda worklist: self.show_kind(self.kind, worklist))
        centre.current_changed.connect(self.inspection.follow_current)
        centre.current_changed.connect(self.selection_changed)
        centre.selection_changed.connect(self.inspection.follow_selection)
        centre.selection_changed.connect(self.selection_changed)
        self.inspection.shown.connect(self.selection_changed)  # its buttons follow what can be done now
        centre.sort_chosen.connect(self.set_sort)
        centre.zoom_requested.connect(self.zoom)
        centre.pictures_wanted.connect(self._want_pictures)
        centre.all_wanted.connect(lambda: self.show_kind(self.kind))
        centre.kind_wanted.connect(self._go_on_in)
        centre.filter_cleared.connect(self.filter_cleared)

    def _show_place(self) -> None:
        """Let rail and header say which titles are in front, and how they are shown."""
        front = self.centre.front
        arrangement = front.arrangement
        self.rail.show_place(front.entity_type, arrangement.worklist)
        blocked = self.header.blockSignals(True)
        self.header.show_kind(front.entity_type)
        self.header.show_sort(arrangement.sort, is_descending=arrangement.is_descending)
        self.header.show_view(front.preferences.view)
        self.header.slider.setValue(front.preferences.tile_width)
        self.header.blockSignals(blocked)

    def _find(self, text: str) -> None:
        self._wanted = Wanted.read(text)
        self.centre.look_for(self._wanted)

    def _go_on_in(self, entity_type: EntityType) -> None:
        """Show what the filter finds in another kind; the one title an id means is gone to at once."""
        self.show_kind(entity_type)
        if self._wanted.ids and self.titles.model.rowCount() == 1:
            self.submit_filter()
        else:
            self.take_focus()

    def _take_rows(self, kinds: Iterable[EntityType]) -> None:
        if self.controller is None:
            return
        for kind in kinds:
            self.centre.take_rows(kind, self.controller.rows_of(kind))
        self._arrange()

    def _arrange(self) -> None:
        if self.controller is None:
            return
        elsewhere = self.centre.found_elsewhere()
        self.centre.show_titles(elsewhere)
        self._show_counts()
        worklist = self.centre.front.arrangement.worklist
        name = worklist_title(worklist, self.kind)
        if worklist is not Worklist.ALL:
            name = f"{worklist_title(Worklist.ALL, self.kind)} · {name}"
        self.header.show_filter(name, self._wanted.text, elsewhere)
        self._take_wanted()
        if self.centre.is_empty:
            self.inspection.clear()
        self._want_pictures()
        self.rows_shown.emit()
        self.selection_changed.emit()

    def _show_counts(self) -> None:
        controller, front = self.controller, self.centre.front
        if controller is not None:
            self.rail.set_kind_counts({kind: controller.count(kind) for kind in KINDS})
            self.rail.set_counts(front.counts())

    def _take_wanted(self) -> None:
        key = self._wanted_key
        if key is not None and key.entity_type is self.kind and self.centre.front.go_to(key):
            self._wanted_key = None

    def _want_pictures(self) -> None:
        if self._wall_feed is not None:
            self._wall_feed.want(self.centre.front.picture_addresses(), POSTER_BOX)

    def _on_width_chosen(self, width: int) -> None:
        self.centre.front.set_tile_width(width)
        self.centre.skeleton.show_shape(self.kind, width)
        self._want_pictures()
