"""The middle of the library page: the titles of the kind in front, or what stands there without any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import LibraryRow
from ui.empty_state import EmptyState, Offer
from ui.kinds import KINDS
from ui.library.arrangement import Wanted
from ui.library.emptiness import Emptiness, emptiness_of
from ui.library.preferences import LibraryPreferences
from ui.library.shelf import Shelf
from ui.library.wall import PictureOf, Skeleton

_MOMENT_MS = 150


class Centre(QStackedWidget):
    """Holds a `Shelf` for each kind, one of them in front, and switches between them without reading anything.

    Signals:
        current_changed(), selection_changed(), pictures_wanted(), zoom_requested(steps),
        sort_chosen(Sort, is_descending), title_activated(EntityKey), identify_clicked(EntityKey),
        menu_requested(QPoint): of the shelf in front.
        folder_wanted(), title_wanted(str), filter_cleared(), all_wanted(), kind_wanted(EntityType),
        retry_requested(): what the empty state offers was chosen.
    """

    current_changed = Signal()
    selection_changed = Signal()
    pictures_wanted = Signal()
    zoom_requested = Signal(int)
    sort_chosen = Signal(object, bool)
    title_activated = Signal(object)
    identify_clicked = Signal(object)
    menu_requested = Signal(QPoint)
    folder_wanted = Signal()
    title_wanted = Signal(str)
    filter_cleared = Signal()
    all_wanted = Signal()
    kind_wanted = Signal(object)
    retry_requested = Signal()

    def __init__(self, preferences: LibraryPreferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._shelves: dict[EntityType, Shelf] = {}
        self._picture_of: PictureOf = lambda url: None
        self._busy: frozenset[EntityKey] = frozenset()
        self._wanted = Wanted()
        self.skeleton = Skeleton(self)
        self.empty = EmptyState(self)
        for widget in (self.skeleton, self.empty):
            self.addWidget(widget)
        self.front = self.bring_to_front(preferences.kind)

    def shelf(self, entity_type: EntityType) -> Shelf:
        """Return the shelf of a kind, made when first needed."""
        if entity_type not in self._shelves:
            self._shelves[entity_type] = self._new_shelf(entity_type)
        return self._shelves[entity_type]

    def bring_to_front(self, entity_type: EntityType) -> Shelf:
        """Let *entity_type* be in front; `show_titles` shows it."""
        self.front = self.shelf(entity_type)
        self._preferences.kind = entity_type
        self.skeleton.show_shape(entity_type, self.front.preferences.tile_width)
        return self.front

    def set_pictures(self, picture_of: PictureOf) -> None:
        """Take the pictures of all walls from *picture_of*."""
        self._picture_of = picture_of
        for shelf in self._shelves.values():
            shelf.titles.wall.tiles.picture_of = picture_of

    def set_busy(self, keys: frozenset[EntityKey]) -> None:
        """Mark the titles being fetched."""
        self._busy = keys
        for shelf in self._shelves.values():
            shelf.titles.wall.tiles.busy = keys
        self.front.titles.wall.viewport().update()

    def look_for(self, wanted: Wanted) -> None:
        """Show those titles only which are meant, of whatever kind comes to the front."""
        self._wanted = wanted
        for shelf in self._shelves.values():
            shelf.find(wanted)

    def found_elsewhere(self) -> dict[EntityType, int]:
        """Return how many titles of each other kind are meant by what is looked for."""
        if not self._wanted.text:
            return {}
        others = [kind for kind in KINDS if kind is not self.front.entity_type]
        return {kind: len(self._wanted.found_in(self.shelf(kind).rows)) for kind in others}

    def show_titles(self, elsewhere: Mapping[EntityType, int]) -> None:
        """Show what there is to see of the kind in front, and keep the keys where they were."""
        front = self.front
        if not front.is_loaded:
            self._show(self.skeleton)
            return
        front.settle()
        if front.shown:
            if front.titles.current_key() is None:
                front.take_first()  # before the focus comes: a view without a current row chooses one by itself
            self._show(front.titles)
        else:
            others = sum(len(shelf.rows) for shelf in self._shelves.values() if shelf is not front)
            self._show_emptiness(
                emptiness_of(
                    len(front.rows), front.arrangement, front.entity_type, elsewhere=elsewhere, others=others
                )
            )

    def show_problem(self, title: str, sentence: str) -> None:
        """Say why nothing can be shown."""
        self.empty.show_state("database", title, sentence, [Offer("Try again", self.retry_requested.emit)])
        self._show(self.empty)

    @property
    def is_empty(self) -> bool:
        """There are words where titles would be."""
        return self.currentWidget() is self.empty

    def take_focus(self) -> None:
        """Put the keyboard among the titles, or where they will be."""
        is_opening = self.currentWidget() is self.skeleton
        target = self.skeleton if is_opening else self.front.titles.view
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_rows(self, entity_type: EntityType, rows: Sequence[LibraryRow]) -> None:
        """Hold the rows of a kind; behind the front they are arranged when there is a moment."""
        shelf = self.shelf(entity_type)
        shelf.take_rows(rows)
        if shelf is not self.front and not shelf.shown:
            QTimer.singleShot(_MOMENT_MS, shelf, shelf.settle)

    def forget(self) -> None:
        """Hold nothing: the library is closed."""
        for shelf in self._shelves.values():
            shelf.forget()
        self._show(self.skeleton)

    def remember(self) -> None:
        """Keep the columns for the next start."""
        for shelf in self._shelves.values():
            shelf.remember()

    # -- inside ----------------------------------------------------------------------------------------------

    def _show(self, widget: QWidget) -> None:
        """Put *widget* on screen; keys that were here before stay here."""
        if widget is self.currentWidget():
            return
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.setCurrentWidget(widget)
        if had_focus and widget is self.empty:
            self.empty.take_focus()
        elif had_focus:
            self.take_focus()

    def _show_emptiness(self, emptiness: Emptiness) -> None:
        acts: dict[str, Callable[[], object]] = {
            "folder": self.folder_wanted.emit,
            "title": lambda: self.title_wanted.emit(emptiness.query),
            "clear": self.filter_cleared.emit,
            "all": self.all_wanted.emit,
        }
        acts |= {kind.value: partial(self.kind_wanted.emit, kind) for kind in KINDS}
        offers = [Offer(text, acts[act], key) for act, text, key in emptiness.offers]
        self.empty.show_state(emptiness.icon, emptiness.title, emptiness.text, offers)
        self._show(self.empty)

    def _new_shelf(self, entity_type: EntityType) -> Shelf:
        shelf = Shelf(entity_type, self._preferences.of(entity_type), self)
        self.addWidget(shelf.titles)
        wall = shelf.titles.wall
        wall.tiles.picture_of, wall.tiles.busy = self._picture_of, self._busy
        shelf.find(self._wanted)
        pass_on = self._pass_on
        shelf.current_changed.connect(lambda: pass_on(shelf, self.current_changed.emit))
        shelf.selection_changed.connect(lambda: pass_on(shelf, self.selection_changed.emit))
        shelf.sort_chosen.connect(lambda *order: pass_on(shelf, self.sort_chosen.emit, *order))
        shelf.title_activated.connect(self.title_activated)
        shelf.identify_clicked.connect(self.identify_clicked)
        shelf.menu_requested.connect(self.menu_requested)
        wall.zoom_requested.connect(self.zoom_requested)
        wall.visible_rows_changed.connect(lambda *_: pass_on(shelf, self.pictures_wanted.emit))
        return shelf

    def _pass_on(self, shelf: Shelf, emit: Callable[..., object], *values: object) -> None:
        if shelf is self.front:  # what happens behind it concerns nobody
            emit(*values)
