"""Tables of this window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QSettings, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.activity.list_keys import is_opening, letter_of
from ui.placement import kept_geometry
from ui.plain_table import CellDelegate, PlainTable

_ROW_ROOM = 15


class TextTable(PlainTable):
    """One row at a time; every column but the *bold* one, which says what a row is about, is quiet.

    Signals: opened(QModelIndex): Enter or a double click; current_changed(); typed(str).
    """

    opened = Signal(object)
    current_changed = Signal()
    typed = Signal(str)

    def __init__(
        self,
        name: str,
        model: QAbstractItemModel,
        widths: Sequence[int],
        bold: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, widths, _ROW_ROOM, f"Columns: {name}", parent)
        self.setItemDelegate(CellDelegate(bold, range(model.columnCount()), self))
        self.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.setModel(model)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())
        self.doubleClicked.connect(self._open)

    def go_to_first(self) -> None:
        """Put the focus on the first row, if none has it."""
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def save(self, settings: QSettings, name: str) -> None:
        settings.setValue(f"activity/{name}/columns", self.columns_state())

    def restore(self, settings: QSettings, name: str) -> None:
        self.restore_columns(kept_geometry(settings, f"activity/{name}/columns"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_opening(event):
            self._open(self.currentIndex())
        elif letter := letter_of(event):
            self.typed.emit(letter)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index)
