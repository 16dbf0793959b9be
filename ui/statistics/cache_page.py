"""The page of the cache: what every provider said of every part of every title, and its care."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.cache_report import CacheOrder, CachePage, CacheQuery, CacheSizes
from ui.ages import tell_ages
from ui.empty_state import EmptyState, Offer
from ui.statistics.cache_actions import CacheActions
from ui.statistics.cache_controller import CacheController
from ui.statistics.cache_filter import CacheFilter
from ui.statistics.cache_model import CacheModel
from ui.statistics.cache_table import CacheTable
from ui.statistics.cache_words import count_line, sizes_text
from ui.statistics.entry_acts import EntryActs
from ui.statistics.files import SaveDialog
from ui.statistics.preferences import StatisticsPreferences
from ui.statistics.work_strip import WorkStrip
from ui.theme import set_role

_CHECKED_FIRST = (CacheOrder.ROWS, CacheOrder.FETCHED)
"""Of these the largest, or the youngest, is what people look for first."""
_MOST_FOLLOWED = 1000
"""Selected rows that stay selected when others come in between."""
_NONE_YET = "What the providers say appears here once a title was fetched."


class CachePageView(QWidget):
    """Signals: title_requested(EntityKey); told(sentence, severity): what was done."""

    title_requested = Signal(object)
    told = Signal(str, str)

    def __init__(
        self,
        preferences: StatisticsPreferences,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.controller: CacheController | None = None
        self.query = preferences.query
        self._sizes: CacheSizes | None = None
        self._is_working = False
        self._is_known = False
        self.actions_ = CacheActions(self)
        self.filter = CacheFilter(self)
        self.model = CacheModel(now, self)
        self.sizes, self.count = QLabel(self), QLabel(self)
        self.work = WorkStrip(self)
        self.table = CacheTable(self.model, self)
        self.state = EmptyState(self)
        self.dialog = SaveDialog(preferences, self)
        self.acts = EntryActs(
            self.actions_, self.model, self.table, self.dialog, lambda: self.controller, self
        )
        self._lay_out()
        self._connect()
        self.table.restore_columns(preferences.columns)
        self.filter.show_query(self.query)
        self._show_sort()
        self.state.show_state("wait", "Reading the cache…", "")
        self._enable()
        tell_ages(self, self.table.viewport().update)

    # -- core ------------------------------------------------------------------------------------------------

    def attach(self, controller: CacheController, titles: Mapping[str, str]) -> None:
        """Show what *controller* reads; *titles* are the names of the providers, in their order."""
        self.controller = controller
        self._is_known = False
        self.show_providers(titles)
        controller.begun.connect(self._on_begun)
        controller.page_read.connect(self._on_page)
        controller.sizes_read.connect(self._on_sizes)
        controller.read_failed.connect(self._on_read_failed)
        controller.stale.connect(self.renew)
        controller.work_begun.connect(self._on_work_begun)
        controller.work_progressed.connect(self.work.show_progress)
        controller.work_ended.connect(self._on_work_ended)
        if self.isVisible():
            self._open()

    def detach(self) -> None:
        """Let go of the controller."""
        self.controller = None
        self.dialog.close()
        self._on_work_ended("", "")
        self.model.begin(CachePage(0))

    def show_providers(self, titles: Mapping[str, str]) -> None:
        """Offer these providers in the filter."""
        self.model.titles = titles
        self.filter.show_providers(titles)

    def renew(self) -> None:
        """Read what is in sight again, and the sizes."""
        if self.controller is None:
            return
        if not self.isVisible():
            self._is_known = False  # read when it comes to the front
        elif not self._is_known or self.controller.is_behind:
            self._open()
        else:
            self.model.let_age()
            self.table.viewport().update()
            first = self.table.rowAt(0)
            self._on_sight(max(0, first), max(0, first) + self.table.viewport().height() // 10)
            self.controller.read_sizes()

    def keep(self) -> None:
        """Remember columns, order and filter."""
        self._preferences.columns = self.table.columns_state()
        self._preferences.query = self.query

    def take_focus(self) -> None:
        """Put the keyboard where the page begins."""
        target = self.table if self._stack.currentWidget() is self.table else self.filter.text
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> bool:
        """Stop what goes on; False if nothing does, or it cannot be stopped."""
        if self.controller is None or not self.work.is_cancellable:
            return False
        self.controller.cancel()
        return True

    # -- parts -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for label in (self.sizes, self.count):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            set_role(label, "muted")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.state)
        self._stack.addWidget(self.table)
        self.of_selection = self.actions_.buttons(self.actions_.of_selection)
        self.of_all = self.actions_.buttons(self.actions_.of_all, align_right=True)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.sizes, 3)
        top.addWidget(self.count, 1)
        bottom.addWidget(self.of_selection, 1)
        bottom.addWidget(self.of_all, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 24, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.filter)
        column.addWidget(self.work)
        column.addWidget(self._stack, 1)
        column.addLayout(bottom)
        # Reading order: the filter, the table, its acts, then those on everything.
        order = [self.filter.clear_button, self.work.cancel_button, self.table]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        table = self.table
        self.filter.changed.connect(self._on_filter)
        self.filter.left_downwards.connect(self._on_down)
        table.rows_in_sight.connect(self._on_sight)
        table.sort_requested.connect(self._on_sort)
        table.selection_changed.connect(self._enable)
        self.work.cancel_clicked.connect(self.cancel)
        self.actions_.find.triggered.connect(lambda: self._on_find())
        self.acts.title_requested.connect(self.title_requested)

    # -- reading ---------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self.controller is not None:
            self.controller.open(self.query)
            self.controller.read_sizes()

    def _on_begun(self, query: CacheQuery, page: CachePage) -> None:
        self._is_known = True
        self.model.begin(page)
        self._show_sort()
        self._show_rows()

    def _on_page(self, number: int, page: CachePage) -> None:
        # Too many to find them all again after rows have moved: then nothing is selected, rather than others.
        selected = self.acts.selection()[0] if self.table.selected_count() <= _MOST_FOLLOWED else []
        if self.model.put(number, page):
            self.table.select_rows(self.model.rows_of(selected))
        self._show_rows()

    def _show_rows(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
        elif self.filter.is_filtering:
            clear = Offer("Clear filter", self.filter.clear)
            self.state.show_state(
                "filter", "Nothing matches this filter", "The cache holds other answers.", [clear]
            )
            self._stack.setCurrentWidget(self.state)
        else:
            self.state.show_state("database", "The cache is empty", _NONE_YET)
            self._stack.setCurrentWidget(self.state)
        self._enable()

    def _on_read_failed(self, sentence: str) -> None:
        if self._is_known:
            self.told.emit(sentence, "bad")
        else:
            again = Offer("Read again", self.renew, "F5")
            self.state.show_state("warning", "The cache could not be read", sentence, [again])
            self._stack.setCurrentWidget(self.state)

    def _on_sizes(self, sizes: CacheSizes) -> None:
        self._sizes = sizes
        self.sizes.setText(sizes_text(sizes))
        self._enable()

    def _on_sight(self, first: int, last: int) -> None:
        if self.controller is not None:
            self.controller.want(self.model.wanted(first, last))

    # -- filter, order, selection ----------------------------------------------------------------------------

    def _on_filter(self) -> None:
        self.query = self.filter.applied_to(self.query)
        self._open()

    def _on_sort(self, order: CacheOrder) -> None:
        is_same = order is self.query.order
        is_descending = not self.query.is_descending if is_same else order in _CHECKED_FIRST
        self.query = replace(self.query, order=order, is_descending=is_descending)
        self._show_sort()
        self._open()

    def _show_sort(self) -> None:
        self.table.show_sort(self.query.order, is_descending=self.query.is_descending)

    def _enable(self) -> None:
        selected, total = self.table.selected_count(), self.model.rowCount()
        acting = QApplication.focusWidget()
        self.actions_.enable(selected=selected, is_working=self._is_working, total=total)
        self.actions_.count_failed(self._sizes.failed if self._sizes else None)
        if self._sizes is not None and not self._sizes.failed:
            self.actions_.forget_failed.setEnabled(False)
        if acting is not None and self.isAncestorOf(acting) and not acting.isEnabled():
            self.table.setFocus(
                Qt.FocusReason.OtherFocusReason
            )  # not the button beside it: one more key would press that
        self.count.setText(count_line(total, selected, is_filtered=self.filter.is_filtering))

    def _on_down(self) -> None:
        if self.model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- acts ------------------------------------------------------------------------------------------------

    def _on_find(self) -> None:
        self.filter.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.text.selectAll()

    def _on_work_begun(self, words: str, is_cancellable: bool) -> None:
        self._is_working = True
        self.work.begin(words, is_cancellable=is_cancellable)
        self._enable()

    def _on_work_ended(self, sentence: str, severity: str) -> None:
        self._is_working = False
        self.work.end()
        self._enable()
        if sentence:
            self.told.emit(sentence, severity)
        self.renew()

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5 and not event.modifiers():  # it comes here when nothing is selected
            self.renew()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_known:
            self._open()
        else:
            self.renew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "filter"):
            self.filter.fit_text()
