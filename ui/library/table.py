"""The table: the titles in columns that can be sorted, moved and hidden."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget

from metarr_desktop.domain.entity import EntityType
from ui.kinds import words_of
from ui.library.arrangement import SORTS_OF, Sort
from ui.library.library_model import LibraryModel, LibraryTableModel, column_title, key_at
from ui.plain_table import CellDelegate, PlainTable

_WIDTHS: Mapping[Sort, int] = {
    Sort.TITLE: 240, Sort.ARTIST: 170, Sort.YEAR: 60, Sort.EDITION: 120, Sort.SEASONS: 84, Sort.EPISODES: 88,
    Sort.IDENTITY: 116, Sort.ARTWORK: 80,
    Sort.CACHE_AGE: 92, Sort.IDS: 180, Sort.PATH: 260,
}  # fmt: skip
_LOUD = (Sort.TITLE, Sort.YEAR, Sort.ARTIST)
_ROW_ROOM = 14


class Table(PlainTable):
    """The rows of a `LibraryModel` as a table.

    Signals:
        title_activated(EntityKey): Enter or double click.
        sort_requested(Sort): a click on a column head.
    """

    title_activated = Signal(object)
    sort_requested = Signal(object)

    def __init__(self, model: LibraryModel, entity_type: EntityType, parent: QWidget | None = None) -> None:
        sorts = SORTS_OF[entity_type]
        name = f"{words_of(entity_type).title}, as a table"
        super().__init__(name, [_WIDTHS[sort] for sort in sorts], _ROW_ROOM, "Columns of the table", parent)
        self._sorts = sorts
        quiet = [column for column, sort in enumerate(sorts) if sort not in _LOUD]
        self.setItemDelegate(CellDelegate(sorts.index(Sort.TITLE), quiet, self))
        self.setModel(LibraryTableModel(model, entity_type, self))
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sort_by_heads(lambda column: self.sort_requested.emit(sorts[column]))
        self.offer_columns([column_title(sort, entity_type) for sort in sorts], sorts.index(Sort.TITLE))
        self.doubleClicked.connect(lambda index: self._activate(index))

    def show_sort(self, sort: Sort, *, is_descending: bool) -> None:
        """Put the arrow on the column of *sort*; none where it is no column."""
        column = self._sorts.index(sort) if sort in self._sorts else -1
        self.show_arrow(column, is_descending=is_descending)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        key = key_at(index)
        if key is not None:
            self.title_activated.emit(key)
