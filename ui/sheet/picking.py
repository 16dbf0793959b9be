"""What a person picks on the contact sheet: one picture, a whole column, or one of those beyond the columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from ui.sheet.model import SheetModel
from ui.sheet.more import MoreDialog
from ui.sheet.parts import SheetParts
from ui.sheet.picks import Picks


class Picking(QObject):
    """Keeps the picks of the type in front as the mouse and the keys of the sheet say.

    Args:
        titles: the providers as people know them, by name.

    Signals:
        changed(): other pictures are picked.
    """

    changed = Signal()

    def __init__(
        self,
        window: QMainWindow,
        parts: SheetParts,
        model: SheetModel,
        titles: Callable[[], Mapping[str, str]],
    ) -> None:
        super().__init__(window)
        self._window, self._parts, self._model, self._titles = window, parts, model, titles
        self.more: MoreDialog | None = None
        table, actions = parts.table, parts.actions
        table.picked.connect(self._pick)
        table.column_wanted.connect(self._use_column)
        table.more_wanted.connect(self._open_more)
        actions.clear.triggered.connect(lambda: self.clear())
        actions.more.triggered.connect(lambda: self._open_more_of_current())
        actions.use_style.triggered.connect(lambda: self._use_current_column())

    @property
    def picks(self) -> Picks:
        """What is picked for the type in front."""
        return self._model.picks

    def clear(self) -> None:
        """Pick nothing any more."""
        self.picks.clear()
        self.changed.emit()

    def leave_more(self) -> None:
        """Close the dialog of further pictures, if it is open, with none of them picked."""
        if self.more is not None:
            self.more.reject()

    def _pick(self, row: int, column: int) -> None:
        asset = self._model.asset(row, column)
        if asset is not None:
            self.picks.pick(self._model.row(row), asset.id)
            self.changed.emit()

    def _use_column(self, column: int) -> None:
        self.picks.use_column(self._model.sheet, column)
        self.changed.emit()

    def _use_current_column(self) -> None:
        column = self._parts.table.currentIndex().column()
        if self._parts.is_table_shown and 0 <= column < self._model.more_column:
            self._use_column(column)

    def _open_more(self, row: int) -> None:
        assets, label = self._model.remaining(row), self._model.row(row).label
        if not assets:
            self._parts.messages.post(f"{label} has no more pictures.", key="more")
            return
        self.more = dialog = MoreDialog(label, assets, self._titles(), self._parts.more_feed, self._window)
        dialog.chosen.connect(lambda asset_id: self._pick_of_more(row, asset_id))
        dialog.finished.connect(lambda _: self._on_more_closed())
        dialog.open()

    def _open_more_of_current(self) -> None:
        row = self._parts.table.currentIndex().row()
        if self._parts.is_table_shown and row >= 0:
            self._open_more(row)

    def _pick_of_more(self, row: int, asset_id: int) -> None:
        if self.picks.of(self._model.row(row)) != asset_id:
            self.picks.pick(self._model.row(row), asset_id)
        self._parts.table.setCurrentIndex(self._model.index(row, self._model.more_column))
        self._parts.table.want()
        self.changed.emit()

    def _on_more_closed(self) -> None:
        self.more = None
        self._parts.table.setFocus()
