"""Tables of text: rows that are never measured one by one, columns that keep what a person made of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QAbstractItemModel, QByteArray, QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.placement import text_scale
from ui.qt_types import AnyIndex
from ui.theme import current_tokens, text_font


class CellDelegate(QStyledItemDelegate):
    """The column that says what a row is about in bold; quiet ones muted, unless the model names a colour.

    The cell with the focus gets no frame of its own: the row is what is current.
    """

    def __init__(self, bold: int, quiet: Collection[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._bold, self._quiet = bold, frozenset(quiet)

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == self._bold:
            option.font.setBold(True)
        elif index.column() in self._quiet and index.data(Qt.ItemDataRole.ForegroundRole) is None:
            option.palette.setColor(option.palette.ColorRole.Text, QColor(current_tokens().muted))
        option.state &= ~option.state.State_HasFocus


class PlainTable(QTableView):
    """Rows of one height, made for very many of them; columns can be moved, and hidden where that is offered.

    Args:
        name: what a screen reader says.
        widths: of the columns at 100 %, px; the last column takes what is left.
        row_room: what a row is higher than its text, px.
        head_name: what a screen reader says of the column heads.
    """

    def __init__(
        self, name: str, widths: Sequence[int], row_room: int, head_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._widths, self._row_room = tuple(widths), row_room
        self._is_restored = False
        self.setAccessibleName(name)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        # Fixed: measuring very many rows would cost more than everything else together.
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setAccessibleName(head_name)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            # Heads show no selection. With that of the table, each would look through all rows when painted.
            head = self.horizontalHeader()
            head.setSelectionModel(QItemSelectionModel(model, head))
            self._fit_text()

    def row_height(self) -> int:
        """Return how high a row is, px."""
        return QFontMetrics(text_font()).height() + self._row_room

    def sort_by_heads(self, on_clicked: Callable[[int], None]) -> None:
        """Let a click on the head of a column call *on_clicked* with its number; `show_arrow` shows the outcome."""
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.sectionClicked.connect(on_clicked)

    def show_arrow(self, column: int, *, is_descending: bool) -> None:
        """Put the arrow of the order on *column*, -1 for none."""
        way = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, way)

    def offer_columns(self, words: Sequence[str], always: int) -> None:
        """Let columns be hidden by the menu of their heads, called by *words*; that numbered *always* stays."""

        def show_menu(position: QPoint) -> None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for column, word in enumerate(words):
                if column == always:
                    continue  # a row without a name is no use
                action = menu.addAction(word)
                action.setCheckable(True)
                action.setChecked(not self.isColumnHidden(column))
                action.toggled.connect(lambda is_on, at=column: self.setColumnHidden(at, not is_on))
            menu.popup(self.horizontalHeader().mapToGlobal(position))

        head = self.horizontalHeader()
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(show_menu)

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
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        if not self._is_restored and self.model() is not None:
            for column, width in enumerate(self._widths):
                self.setColumnWidth(column, round(width * text_scale(self)))
