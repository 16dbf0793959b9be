"""Wall and table as one thing: the current title and the selection stay when the view changes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import LibraryRow
from ui.library.library_header import TABLE, WALL
from ui.library.library_model import LibraryModel, key_at
from ui.library.table import Table
from ui.library.wall import Wall
from ui.selected_rows import selected_rows

_Flag = QItemSelectionModel.SelectionFlag


class TitlesView(QStackedWidget):
    """Shows titles of one kind as wall or table.

    Signals:
        current_changed(): another title has the focus, or none.
        selection_changed(): other titles are selected.
        title_activated(EntityKey), identify_clicked(EntityKey), menu_requested(QPoint, global)
    """

    current_changed = Signal()
    selection_changed = Signal()
    title_activated = Signal(object)
    identify_clicked = Signal(object)
    menu_requested = Signal(QPoint)

    def __init__(self, entity_type: EntityType = EntityType.MOVIE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = LibraryModel(self)
        self.wall = Wall(self.model, entity_type, self)
        self.table = Table(self.model, entity_type, self)
        self.wall.identify_clicked.connect(self.identify_clicked)
        views: tuple[Wall | Table, ...] = (self.wall, self.table)
        for view in views:
            self.addWidget(view)
            view.title_activated.connect(self.title_activated)
            view.customContextMenuRequested.connect(
                lambda at, view=view: self.menu_requested.emit(view.viewport().mapToGlobal(at))
            )
            view.selectionModel().currentChanged.connect(
                lambda *_, view=view: self._pass_on(view, self.current_changed)
            )
            view.selectionModel().selectionChanged.connect(
                lambda *_, view=view: self._pass_on(view, self.selection_changed)
            )

    def tell_ages(self) -> None:
        """Paint how old the data is by now."""
        self.view.viewport().update()

    @property
    def view(self) -> QAbstractItemView:
        """The view on screen."""
        return self.wall if self.currentWidget() is self.wall else self.table

    def show_view(self, name: str) -> None:
        """Show wall or table with the same current title and selection."""
        target = {WALL: self.wall, TABLE: self.table}[name]
        if target is self.currentWidget():
            return
        current, selected = self.current_key(), self.selected_keys()
        had_focus = self.view.hasFocus()
        self.setCurrentWidget(target)
        self._select(selected)
        self.set_current(current)
        if had_focus:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selection_changed.emit()

    def show_rows(self, rows: Iterable[LibraryRow]) -> None:
        """Show *rows* in this order; the current title, selection and place are kept where they can be."""
        before, place = self.current_key(), self.view.currentIndex().row()
        anchor = self.wall.anchor()
        self.model.merge(rows)
        self.wall.restore_anchor(anchor)
        if before is not None and self.model.row_of(before) is None and self.model.rowCount():
            # The current title left the list (it was done with): the one in its place is next.
            row = min(max(0, place), self.model.rowCount() - 1)
            self.set_current(self.model.item(row).key, is_only=True)

    def current_key(self) -> EntityKey | None:
        """Return the title that has the focus."""
        return key_at(self.view.currentIndex())

    def selected_keys(self) -> list[EntityKey]:
        """Return the selected titles in the order on screen; the current one alone if none is."""
        return [row.key for row in self.selected_rows()]

    def current_row(self) -> LibraryRow | None:
        """Return the title that has the focus."""
        key = self.current_key()
        return None if key is None else self.model.find(key)

    def selected_rows(self) -> list[LibraryRow]:
        """Return the selected titles, the current one alone if none is."""
        rows = [self.model.item(row) for row in selected_rows(self.view.selectionModel())]
        current = self.current_row()
        return rows or ([current] if current is not None else [])

    def visible_keys(self) -> list[EntityKey]:
        """Return the titles in sight, in order."""
        if self.currentWidget() is self.wall:
            first, last = self.wall.visible_rows()
        else:
            first = self.table.rowAt(0)
            last = self.table.rowAt(self.table.viewport().height() - 1)
            last = self.model.rowCount() - 1 if last < 0 else last
        return [] if first < 0 else [self.model.item(row).key for row in range(first, last + 1)]

    def keys(self) -> list[EntityKey]:
        """Return all titles shown, in order."""
        return [row.key for row in self.model.items]

    def set_current(self, key: EntityKey | None, *, is_only: bool = False) -> None:
        """Give *key* the focus and bring it into sight; *is_only* selects it and nothing else."""
        index = self._index(key)
        if not index.isValid():
            return
        flags = _Flag.ClearAndSelect | _Flag.Rows if is_only else _Flag.NoUpdate
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index)

    def select_all(self) -> None:
        """Select every title shown."""
        self.view.selectAll()

    def _index(self, key: EntityKey | None) -> QModelIndex:
        row = None if key is None else self.model.row_of(key)
        return QModelIndex() if row is None else self.view.model().index(row, 0)

    def _select(self, keys: Iterable[EntityKey]) -> None:
        selection = QItemSelection()
        for key in keys:
            index = self._index(key)
            if index.isValid():
                selection.select(index, index)
        self.view.selectionModel().select(selection, _Flag.ClearAndSelect | _Flag.Rows)

    def _pass_on(self, view: QWidget, signal: SignalInstance) -> None:
        if view is self.currentWidget():  # the hidden view follows when it is shown
            signal.emit()
