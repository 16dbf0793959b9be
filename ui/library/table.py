"""The table: the titles in columns that can be sorted, moved and hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from metarr_desktop.domain.entity import EntityType
from ui.kinds import words_of
from ui.library.arrangement import SORTS_OF, Sort
from ui.library.library_model import LibraryModel, LibraryTableModel, column_title, key_at
from ui.placement import text_scale
from ui.qt_types import AnyIndex
from ui.theme import current_tokens, text_font

_WIDTHS: Mapping[Sort, int] = {
    Sort.TITLE: 240, Sort.ARTIST: 170, Sort.YEAR: 60, Sort.EDITION: 120, Sort.SEASONS: 84, Sort.EPISODES: 88,
    Sort.IDENTITY: 116, Sort.ARTWORK: 80,
    Sort.CACHE_AGE: 92, Sort.IDS: 180, Sort.PATH: 260,
}  # fmt: skip


class _CellDelegate(QStyledItemDelegate):
    """Titles in full colour, everything else quieter; the cell with the focus gets no frame of its own."""

    def __init__(self, sorts: Sequence[Sort], parent: QWidget) -> None:
        super().__init__(parent)
        self._sorts = sorts

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        sort = self._sorts[index.column()]
        if sort is Sort.TITLE:
            option.font.setBold(True)
        elif sort not in (Sort.YEAR, Sort.ARTIST):
            option.palette.setColor(option.palette.ColorRole.Text, QColor(current_tokens().muted))


class Table(QTableView):
    """The rows of a `LibraryModel` as a table.

    Signals:
        title_activated(EntityKey): Enter or double click.
        sort_requested(Sort): a click on a column head.
    """

    title_activated = Signal(object)
    sort_requested = Signal(object)

    def __init__(self, model: LibraryModel, entity_type: EntityType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entity_type, self._sorts = entity_type, SORTS_OF[entity_type]
        self.setAccessibleName(f"{words_of(entity_type).title}, as a table")
        self.setModel(LibraryTableModel(model, entity_type, self))
        self.setItemDelegate(_CellDelegate(self._sorts, self))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.setVisible(False)
        # Fixed: measuring ten thousand rows would cost more than everything else together.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setAccessibleName("Columns of the table")
        head.sectionClicked.connect(lambda column: self.sort_requested.emit(self._sorts[column]))
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._on_head_menu)
        self._is_restored = False
        self._fit_text()
        self.doubleClicked.connect(lambda index: self._activate(index))

    def show_sort(self, sort: Sort, *, is_descending: bool) -> None:
        """Put the arrow on the column of *sort*; none where it is no column."""
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(
            self._sorts.index(sort) if sort in self._sorts else -1, order
        )

    def columns_state(self) -> QByteArray:
        """Return widths, order and visibility of the columns, to be remembered."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray) -> None:
        """Restore what `columns_state` gave; a state of another version is ignored."""
        if not state.isEmpty():
            self._is_restored = self.horizontalHeader().restoreState(state)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_is_restored"):
            self._fit_text()

    def _fit_text(self) -> None:
        """Make rows and columns as large as the text asks for; columns a person left as they are stay so."""
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(text_font()).height() + 14)
        if not self._is_restored:
            for column, sort in enumerate(self._sorts):
                self.setColumnWidth(column, round(_WIDTHS[sort] * text_scale(self)))

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

    def _on_head_menu(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column, sort in enumerate(self._sorts):
            if sort is Sort.TITLE:
                continue  # a row without a name is no use
            action = menu.addAction(column_title(sort, self._entity_type))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.toggled.connect(lambda is_on, at=column: self.setColumnHidden(at, not is_on))
        menu.popup(self.horizontalHeader().mapToGlobal(position))
