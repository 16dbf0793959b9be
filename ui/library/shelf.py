"""The titles of one kind: how they are arranged and where the person is among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import LibraryRow
from ui.library.arrangement import Arrangement, Sort, Wanted, Worklist, arranged, worklist_counts
from ui.library.library_header import TABLE, WALL
from ui.library.preferences import ShelfPreferences
from ui.library.titles_view import TitlesView


class Shelf(QObject):
    """Keeps view, order, selection and scroll place of one kind while others are in front.

    Rows are arranged when they are to be seen: `settle` does it unless nothing has changed since.

    Signals: those of `TitlesView`, and sort_chosen(Sort, is_descending) by a click on a column head.
    """

    current_changed = Signal()
    selection_changed = Signal()
    title_activated = Signal(object)
    identify_clicked = Signal(object)
    menu_requested = Signal(QPoint)
    sort_chosen = Signal(object, bool)

    def __init__(
        self, entity_type: EntityType, preferences: ShelfPreferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.entity_type, self.preferences = entity_type, preferences
        self.titles = TitlesView(entity_type, parent)
        self.arrangement = Arrangement(sort=preferences.sort, is_descending=preferences.is_descending)
        self.is_loaded = False
        self._rows: Sequence[LibraryRow] = ()
        self._counts: dict[Worklist, int] | None = None
        self._is_stale = True
        self._left_at = preferences.current
        titles = self.titles
        titles.current_changed.connect(self.current_changed)
        titles.selection_changed.connect(self.selection_changed)
        titles.title_activated.connect(self.title_activated)
        titles.identify_clicked.connect(self.identify_clicked)
        titles.menu_requested.connect(self.menu_requested)
        titles.table.sort_requested.connect(self._on_column_clicked)
        titles.show_view(preferences.view if preferences.view in (WALL, TABLE) else WALL)
        titles.wall.set_tile_width(preferences.tile_width)
        titles.table.restore_columns(preferences.columns)
        self._show_sort()

    @property
    def rows(self) -> Sequence[LibraryRow]:
        """All titles of the kind, arranged or not."""
        return self._rows

    def counts(self) -> dict[Worklist, int] | None:
        """Return how many titles each worklist holds, None before they are read."""
        if self._counts is None and self.is_loaded:
            self._counts = worklist_counts(self._rows)
        return self._counts

    @property
    def shown(self) -> int:
        """How many titles are on screen."""
        return self.titles.model.rowCount()

    def take_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Hold *rows* from now on; `settle` shows them."""
        self._rows, self.is_loaded, self._is_stale = rows, True, True
        self._counts = None

    def forget(self) -> None:
        """Hold nothing: the library is closed, perhaps to be opened again."""
        self._left_at = self._place()
        self._rows, self.is_loaded, self._is_stale = (), False, True
        self._counts = None
        self.titles.model.clear()

    def settle(self) -> None:
        """Arrange the titles anew if anything has changed since the last time."""
        if self._is_stale:
            self._is_stale = False
            self.titles.show_rows(arranged(self._rows, self.arrangement))

    def find(self, wanted: Wanted) -> None:
        """Show those titles only which are meant."""
        self._arrange_by(replace(self.arrangement, wanted=wanted))

    def show_worklist(self, worklist: Worklist) -> None:
        """Show those titles only which belong to *worklist*."""
        self._arrange_by(replace(self.arrangement, worklist=worklist))

    def sort_by(self, sort: Sort, *, is_descending: bool) -> None:
        """Order the titles."""
        self._arrange_by(replace(self.arrangement, sort=sort, is_descending=is_descending))
        self.preferences.sort, self.preferences.is_descending = sort, is_descending
        self._show_sort()

    def set_view(self, view: str) -> None:
        """Show wall or table."""
        self.titles.show_view(view)
        self.preferences.view = view

    def set_tile_width(self, width: int) -> None:
        """Make the pictures of the wall about *width* px wide."""
        self.titles.wall.set_tile_width(width)
        self.preferences.tile_width = width

    def go_to(self, key: EntityKey) -> bool:
        """Make *key* the current title; False when it is not on screen."""
        is_here = self.titles.model.row_of(key) is not None
        if is_here:
            self.titles.set_current(key, is_only=True)
        return is_here

    def take_first(self) -> None:
        """Go to the title the person was at the last time, else to the first one."""
        number, self._left_at = self._left_at, None
        last = None if number is None else EntityKey(self.entity_type, number)
        if last is None or not self.go_to(last):
            self.go_to(self.titles.model.item(0).key)

    def picture_addresses(self) -> list[str]:
        """Return the addresses of what the wall shows, those in sight first, then what lies next to it."""
        rows = (self.titles.model.item(index.row()) for index in self.titles.wall.visible_indexes(2))
        posters = (row.poster for row in rows)
        return [poster.thumb_url or poster.url for poster in posters if poster is not None]

    def remember(self) -> None:
        """Keep columns and place for the next start."""
        self.preferences.current = self._place()
        self.preferences.columns = self.titles.table.columns_state()

    def _place(self) -> int | None:
        key = self.titles.current_key()
        return self._left_at if key is None else key.entity_id

    def _arrange_by(self, arrangement: Arrangement) -> None:
        if arrangement != self.arrangement:
            self.arrangement, self._is_stale = arrangement, True

    def _show_sort(self) -> None:
        arrangement = self.arrangement
        self.titles.table.show_sort(arrangement.sort, is_descending=arrangement.is_descending)

    def _on_column_clicked(self, sort: Sort) -> None:
        is_again = sort is self.arrangement.sort
        self.sort_chosen.emit(sort, is_again and not self.arrangement.is_descending)
