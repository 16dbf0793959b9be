"""The cache as a table: columns that can be sorted, moved and hidden; says which rows are in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from metarr_desktop.domain.cache_report import CacheOrder
from ui.icons import paint_icon
from ui.plain_table import CellDelegate, PlainTable
from ui.qt_types import AnyIndex
from ui.statistics.cache_model import STATE_LOOK, CacheModel
from ui.statistics.cache_words import HEADS, Column
from ui.theme import current_tokens
from ui.timers import delay

_WIDTHS = (270, 110, 110, 76, 96, 84, 92, 104)
"""px at 100 %; the last column takes what is left."""
_ROW_ROOM = 12
_SIGHT_MS = 20
"""Rows in sight are told when scrolling paused for so long: what only flies by is not read."""
_QUIET = (Column.FETCHED, Column.EXPIRES, Column.RESULT, Column.THUMBNAILS)

Ranges = list[tuple[int, int]]
"""First and last row of each run of selected rows, in order."""


class _StateDelegate(QStyledItemDelegate):
    """Paints the icon of a state itself: Qt would give it the colour that is readable on the accent."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration  # keeps room for it
        option.decorationSize = QSize(option.fontMetrics.height(), option.fontMetrics.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().paint(painter, option, index)
        look = index.data(STATE_LOOK)
        if look is not None:
            glyph, token = look
            side = option.fontMetrics.height()
            box = QRect(option.rect.left() + 11, option.rect.center().y() - side // 2, side, side)
            paint_icon(painter, box, glyph, getattr(current_tokens(), token))


class CacheTable(PlainTable):
    """Signals:
    rows_in_sight(first, last); sort_requested(CacheOrder): a click on a column head.
    selection_changed(); row_activated(row): Enter or double click; menu_requested(QPoint, global).
    """

    rows_in_sight = Signal(int, int)
    sort_requested = Signal(object)
    selection_changed = Signal()
    row_activated = Signal(int)
    menu_requested = Signal(QPoint)

    def __init__(self, model: CacheModel, parent: QWidget | None = None) -> None:
        super().__init__("What the cache holds", _WIDTHS, _ROW_ROOM, "Columns of the table", parent)
        self._sight = delay(self, _SIGHT_MS, self._tell_sight)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(Column.TITLE, _QUIET, self))
        self.setItemDelegateForColumn(Column.STATE, _StateDelegate(self))
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sort_by_heads(self._on_head)
        self.offer_columns([word for word, _, _ in HEADS], Column.TITLE)
        self.doubleClicked.connect(lambda index: self.row_activated.emit(index.row()))
        self.customContextMenuRequested.connect(
            lambda at: self.menu_requested.emit(self.viewport().mapToGlobal(at))
        )
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.verticalScrollBar().valueChanged.connect(lambda _: self._sight.start())
        model.modelReset.connect(self._sight.start)
        model.rowsInserted.connect(lambda *_: self._sight.start())

    def show_sort(self, order: CacheOrder, *, is_descending: bool) -> None:
        """Put the arrow on the column of *order*."""
        section = next(at for at, (_, each, _) in enumerate(HEADS) if each is order)
        self.show_arrow(section, is_descending=is_descending)

    def selected_ranges(self) -> Ranges:
        """Return the runs of selected rows; cheap also for hundreds of thousands of rows."""
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        runs = sorted({(each.top(), each.bottom()) for each in ranges})
        merged: Ranges = []
        for first, last in runs:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            else:
                merged.append((first, last))
        return merged

    def selected_count(self) -> int:
        """Return how many rows are selected."""
        return sum(last - first + 1 for first, last in self.selected_ranges())

    def select_rows(self, rows: list[int]) -> None:
        """Select exactly *rows*."""
        model, last = self.model(), self.model().columnCount() - 1
        selection = QItemSelection()
        for row in rows:
            selection.select(model.index(row, 0), model.index(row, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # -- Qt --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sight.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._sight.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_sight"):
            self._sight.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_activated.emit(self.currentIndex().row())
            event.accept()
        elif event.key() == Qt.Key.Key_Menu and self.currentIndex().isValid():
            at = self.visualRect(self.currentIndex()).center()
            self.menu_requested.emit(self.viewport().mapToGlobal(at))
        else:
            super().keyPressEvent(event)

    # -- inside ----------------------------------------------------------------------------------------------

    def _tell_sight(self) -> None:
        height = self.verticalHeader().defaultSectionSize()
        if self.isVisible() and height:
            first = self.verticalScrollBar().value() // height
            self.rows_in_sight.emit(first, first + self.viewport().height() // height + 1)

    def _on_head(self, section: int) -> None:
        order = HEADS[section][1]
        if order is not None:
            self.sort_requested.emit(order)
