"""Tables of this window: rows of text that are never measured one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ui.activity.line_view import CHORD
from ui.placement import text_scale
from ui.qt_types import AnyIndex
from ui.theme import current_tokens, text_font


class CellDelegate(QStyledItemDelegate):
    """The column that says what a row is about in bold, all else quieter unless the model names a colour."""

    def __init__(self, bold: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._bold = bold

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == self._bold:
            option.font.setBold(True)
        elif index.data(Qt.ItemDataRole.ForegroundRole) is None:
            option.palette.setColor(option.palette.ColorRole.Text, QColor(current_tokens().muted))
        option.state &= ~option.state.State_HasFocus


class TextTable(QTableView):
    """Remembers the widths of its columns.

    Args:
        widths: of the columns at 100 %, px; the last one takes what is left.
        bold: the column that says what a row is about.

    Signals: opened(QModelIndex): Enter or a double click; current_changed(); typed(str).
    """

    opened = Signal(object)
    current_changed = Signal()
    typed = Signal(str)

    def __init__(self, name: str, widths: Sequence[int], bold: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widths, self._is_restored = tuple(widths), False
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(bold, self))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsMovable(True)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setAccessibleName(f"Columns: {name}")
        self.doubleClicked.connect(self._open)

    def finish(self) -> None:
        """Call this once the model is set."""
        self.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())
        self._fit_text()

    def go_to_first(self) -> None:
        """Put the focus on the first row, if none has it."""
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def row_height(self) -> int:
        return QFontMetrics(text_font()).height() + 15

    def save(self, settings: QSettings, name: str) -> None:
        settings.setValue(f"activity/{name}/columns", self.horizontalHeader().saveState())

    def restore(self, settings: QSettings, name: str) -> None:
        state = settings.value(f"activity/{name}/columns")
        if state is not None:
            self._is_restored = self.horizontalHeader().restoreState(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & CHORD:
            self._open(self.currentIndex())
        elif text.isprintable() and text.strip() and not event.modifiers() & CHORD:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_is_restored"):
            self._fit_text()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index)

    def _fit_text(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        if not self._is_restored and self.model() is not None:
            for column, width in enumerate(self._widths):
                self.setColumnWidth(column, round(width * text_scale(self)))
