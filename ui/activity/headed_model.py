"""Tables whose columns have words over them and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from ui.qt_types import ROOT, AnyIndex


class HeadedModel(QAbstractTableModel):
    """A subclass says what its rows hold."""

    def __init__(self, columns: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, column: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        is_head = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.columns[column] if is_head else None

    def show_changed(self, first: int, last: int) -> None:
        """Have the rows from *first* to *last* painted anew."""
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
