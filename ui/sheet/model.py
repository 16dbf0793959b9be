"""The contact sheet as a table: rows are members, columns styles, the last column what remains."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.contact_sheet import ContactSheet, SheetRow, StyleColumn
from ui.qt_types import ROOT, AnyIndex
from ui.sheet.picks import Picks, selected_of
from ui.sheet.wording import coverage_text, picture_words, row_state

_TEXT_ROLES = (
    int(Qt.ItemDataRole.AccessibleTextRole),
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.ToolTipRole),
)


class SheetRole(IntEnum):
    """Roles of cells and headers beside the texts."""

    ASSET = int(Qt.ItemDataRole.UserRole) + 1


class SheetModel(QAbstractTableModel):
    """Holds the sheet that is shown and what is picked on it.

    A sheet whose pictures are like no other gets one column with the best of each row.
    """

    def __init__(self, picks: Picks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picks = picks
        self._sheet = ContactSheet("", ())
        self._titles: Mapping[str, str] = {}
        self._by_id: dict[int, CachedAsset] = {}
        self.has_styles = False

    @property
    def sheet(self) -> ContactSheet:
        """What is shown, with at least one column."""
        return self._sheet

    def show_sheet(self, sheet: ContactSheet, titles: Mapping[str, str]) -> None:
        """Show another sheet; *titles* are the names of providers."""
        self.beginResetModel()
        self.has_styles = bool(sheet.columns)
        if not sheet.columns and sheet.rows:
            best = tuple(row.candidates[0].id if row.candidates else None for row in sheet.rows)
            sheet = ContactSheet(sheet.title, sheet.rows, (StyleColumn(best, 0.0),), sheet.unseen)
        self._sheet, self._titles = sheet, titles
        self._by_id = {asset.id: asset for row in sheet.rows for asset in row.candidates}
        self.picks.keep(sheet)
        self.endResetModel()

    def picks_changed(self) -> None:
        """Paint everything anew: what is picked has changed."""
        if self._sheet.rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._sheet.rows) - 1, self.columnCount() - 1)
            )
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    # -- what is where ---------------------------------------------------------------------------------------

    def row(self, place: int) -> SheetRow:
        """Return the member in a row."""
        return self._sheet.rows[place]

    @property
    def more_column(self) -> int:
        """The last column: what stands in none of the others."""
        return len(self._sheet.columns)

    def asset(self, row: int, column: int) -> CachedAsset | None:
        """Return the picture in a cell; in the last column the one picked from what remains."""
        if column < self.more_column:
            asset_id = self._sheet.columns[column].asset_ids[row]
        else:
            picked = self.picks.of(self.row(row))
            asset_id = picked if picked in {asset.id for asset in self.remaining(row)} else None
        return self._by_id.get(asset_id) if asset_id is not None else None

    def remaining(self, row: int) -> tuple[CachedAsset, ...]:
        """Return the candidates of a row that stand in no column."""
        shown = {column.asset_ids[row] for column in self._sheet.columns}
        return tuple(asset for asset in self.row(row).candidates if asset.id not in shown)

    def is_picked(self, row: int, asset: CachedAsset) -> bool:
        """True when *asset* is picked for its row."""
        return self.picks.of(self.row(row)) == asset.id

    def column_title(self, column: int) -> str:
        """Return how a column is called."""
        if column == self.more_column:
            return "More"
        return f"Style {column + 1}" if self.has_styles else "Best of each"

    def badge(self, column: int) -> str:
        """Return how many rows a style covers, empty for the last column."""
        if column == self.more_column:
            return ""
        return coverage_text(self._sheet.columns[column].coverage, len(self._sheet.rows))

    def column_for(self, asset_id: int, row: int) -> int:
        """Return the column in which a row has this picture, the last one if it is in none."""
        for place, column in enumerate(self._sheet.columns):
            if column.asset_ids[row] == asset_id:
                return place
        return self.more_column

    # -- Qt --------------------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._sheet.rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() or not self._sheet.rows else len(self._sheet.columns) + 1

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        if role == SheetRole.ASSET:
            return self.asset(index.row(), index.column())
        return self._sentence(index.row(), index.column()) if role in _TEXT_ROLES else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if role not in _TEXT_ROLES:
            return None
        if orientation is Qt.Orientation.Vertical:
            return f"{self.row(section).label}. {row_state(self.row(section), self._titles)}"
        if section == self.more_column:
            return "More: pictures that stand in no column"
        words = f"{self.column_title(section)}, has {self.badge(section)}."
        if self.picks.has_column(self._sheet, section):
            return f"{words} All of it is marked; a click drops it again (Shift+Enter)"
        return f"{words} Use this style (Shift+Enter)"

    def _sentence(self, row: int, column: int) -> str:
        asset, label = self.asset(row, column), self.row(row).label
        if asset is None and column == self.more_column:
            count = len(self.remaining(row))
            return f"{label}: {count} more to choose from (M)" if count else f"{label}: no more pictures"
        if asset is None:
            return f"{label}, {self.column_title(column)}: no picture like it"
        words = [f"{label}, {self.column_title(column)}", picture_words(asset, self._titles)]
        if asset.score is not None:
            words.append(f"score {asset.score}")
        selected = selected_of(self.row(row))
        if selected is not None and selected.id == asset.id:
            words.append("selected now")
        if self.is_picked(row, asset):
            words.append("marked")
        return ", ".join(words)
