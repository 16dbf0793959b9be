"""What a person does with the entries of the cache table: those selected, or all that the filter lists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from metarr_desktop.domain.cache_report import CachePair
from ui.statistics.cache_actions import CacheActions
from ui.statistics.cache_controller import CacheController
from ui.statistics.cache_model import CacheModel
from ui.statistics.cache_table import CacheTable, Ranges
from ui.statistics.files import SaveDialog


class EntryActs(QObject):
    """Connects *actions* and *table* with the controller of now.

    Args:
        controller: that of now, ``None`` without a core.

    Signals: title_requested(EntityKey).
    """

    title_requested = Signal(object)

    def __init__(
        self,
        actions: CacheActions,
        model: CacheModel,
        table: CacheTable,
        dialog: SaveDialog,
        controller: Callable[[], CacheController | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._page, self._actions, self._model, self._table = parent, actions, model, table
        self._dialog, self._controller = dialog, controller
        actions.refresh.triggered.connect(lambda: self._refresh(force=False))
        actions.force.triggered.connect(lambda: self._refresh(force=True))
        actions.forget.triggered.connect(lambda: self._forget())
        actions.browse.triggered.connect(lambda: self._browse())
        actions.forget_failed.triggered.connect(lambda: self._do(CacheController.forget_failed))
        actions.compact.triggered.connect(lambda: self._do(CacheController.compact))
        actions.clear_thumbnails.triggered.connect(lambda: self._do(CacheController.clear_thumbnails))
        actions.export.triggered.connect(lambda: self._ask_where())
        table.row_activated.connect(lambda _: self._browse())
        table.menu_requested.connect(self._open_menu)

    def selection(self) -> tuple[list[CachePair], Ranges]:
        """Return what is selected: the pairs that were read, and the rows that were not."""
        known: list[CachePair] = []
        unread: Ranges = []
        for first, last in self._table.selected_ranges():
            for entries, rows in self._model.runs(first, last):
                if entries is None:
                    unread.append(rows)
                else:
                    known += [entry.pair for entry in entries]
        return known, unread

    def export(self, path: Path) -> None:
        """Write all that the filter lists to *path*."""
        self._do(lambda controller: controller.export(path))

    def _refresh(self, *, force: bool) -> None:
        known, unread = self.selection()
        if known or unread:
            self._do(lambda controller: controller.refresh(known, unread, force=force))

    def _forget(self) -> None:
        known, unread = self.selection()
        if known or unread:
            self._do(lambda controller: controller.forget(known, unread))

    def _browse(self) -> None:
        index = self._table.currentIndex()
        entry = self._model.entry(index.row()) if index.isValid() else None
        if entry is not None:
            self.title_requested.emit(entry.key)

    def _do(self, act: Callable[[CacheController], None]) -> None:
        controller = self._controller()
        if controller is not None:
            act(controller)

    def _ask_where(self) -> None:
        self._dialog.ask("Save what the filter lists", "metarr-cache.csv", self.export)

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(list(self._actions.of_selection))
        menu.popup(at)
