"""The window of cache statistics: the page of numbers and the page of the cache itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from metarr_desktop.domain.cache_report import CacheReport
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.provider import ProviderInfo
from ui.about import keys_dialog
from ui.ages import tell_ages
from ui.message_bar import MessageBar, Severity
from ui.placement import bring_to_front
from ui.shortcuts import letter_shortcut
from ui.statistics.cache_controller import CacheController
from ui.statistics.cache_page import CachePageView
from ui.statistics.chart_data import Chart
from ui.statistics.files import SaveDialog
from ui.statistics.numbers_controller import NumbersController
from ui.statistics.numbers_page import NumbersPage
from ui.statistics.preferences import StatisticsPreferences
from ui.tool_dialog import ToolDialog

_SIZE = QSize(1180, 740)
_KEYS = (
    ("The other page", "Ctrl+Tab"),
    ("Read the numbers again", "F5"),
    ("In a chart: the values of a day, or of the next one", "Arrows, Home, End"),
    ("Copy the numbers of the chart", "Ctrl+C"),
    ("Browse artwork of the title", "Enter"),
    ("Clear the filter, cancel, close", "Esc"),
    ("Show these keys", "? or F1"),
)


class StatisticsWindow(ToolDialog):
    """Follows every change while it is visible.

    Args:
        now: aware UTC.

    Signals: title_requested(EntityKey).
    """

    title_requested = Signal(object)

    def __init__(
        self,
        core: Core | None = None,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__("Cache statistics", "statistics/window", parent)
        self._preferences = StatisticsPreferences(self._settings)
        self._core: Core | None = None
        self._controller: NumbersController | None = None
        self._cache_controller: CacheController | None = None
        self.messages = MessageBar(self)
        self.tabs = QTabWidget(self)
        self.numbers = NumbersPage(self._preferences)
        self.cache = CachePageView(self._preferences, now=now)
        self.dialog = SaveDialog(self._preferences, self)
        self._lay_out()
        self._connect()
        self.open_in_place(_SIZE)
        if core is not None:
            self.attach(core)

    def attach(self, core: Core) -> None:
        """Show the numbers and the cache of *core*."""
        self._core = core
        self.setEnabled(True)
        numbers = self._controller = NumbersController(core.cache_care, self)
        numbers.report_read.connect(self._on_report)
        numbers.failed.connect(self._on_report_failed)
        numbers.saved.connect(lambda path: self._tell(f"Saved **{path.name}**.", "good"))
        numbers.not_saved.connect(lambda sentence: self._tell(sentence, "bad"))

        def infos() -> dict[str, ProviderInfo]:
            return {info.name: info for info in core.providers.all_infos()}

        cache = self._cache_controller = CacheController(core.cache_care, core.cache, infos, self)
        self.cache.attach(cache, self._titles())
        self._listening.add(
            core.providers.subscribe(self._on_changed),
            core.preferences.subscribe(self._on_preferences_changed),
        )
        if self.isVisible() and self.tabs.currentWidget() is self.numbers:
            self._renew_numbers()

    async def detach(self) -> None:
        """Let go of the core; the window may stay open until the next one is there."""
        self._listening.end()
        self._core = None
        self.dialog.close()
        controllers = (self._controller, self._cache_controller)
        self._controller = self._cache_controller = None
        self.cache.detach()
        self.numbers.forget()
        for controller in controllers:
            if controller is not None:
                controller.blockSignals(True)  # what ends now is no news of the next core
                await controller.close()
                controller.deleteLater()
        self.setEnabled(False)

    def show_page(self) -> None:
        """Open the window, or bring it to the front."""
        bring_to_front(self)
        self._take_focus()

    # -- parts -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.tabs.setStyleSheet("QTabWidget::tab-bar { left: 10px; }")  # in line with the text below
        self.tabs.addTab(self.numbers, "Numbers")
        self.tabs.addTab(self.cache, "Cache")
        self.tabs.setTabToolTip(0, "Measures and charts (Ctrl+Tab goes to the other page)")
        self.tabs.setTabToolTip(1, "Every stored answer, and its care (Ctrl+Tab goes to the other page)")
        self.tabs.tabBar().setAccessibleName("Pages of the cache statistics")
        self.tabs.setCurrentIndex(self._preferences.page)
        self.close_button = self.new_close_button()
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 14)
        column.setSpacing(8)
        column.addWidget(self.messages)
        column.addWidget(self.tabs, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_page)
        self.numbers.days_chosen.connect(lambda _: self._renew_numbers())
        self.numbers.renew_requested.connect(self._renew_numbers)
        self.numbers.csv_requested.connect(self._ask_where)
        self.numbers.copied.connect(lambda sentence: self._tell(sentence, "good"))
        self.cache.title_requested.connect(self.title_requested)
        self.cache.told.connect(self._tell)
        tell_ages(self, self._on_changed)  # a new day begins also when nothing is fetched
        self._key("Ctrl+Tab", lambda: self._go_on(1))
        self._key("Ctrl+Shift+Tab", lambda: self._go_on(-1))
        renew = QShortcut(QKeySequence("F5"), self.numbers)
        renew.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        renew.activated.connect(self._renew_numbers)

        letter_shortcut(self, "?", self._show_keys)
        self._key("F1", self._show_keys)

    def _show_keys(self) -> None:
        acts = self.cache.actions_
        keyed = [*acts.of_selection, acts.find]
        keys_dialog(keyed, self, _KEYS).open()

    def _key(self, key: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(act)

    # -- showing ---------------------------------------------------------------------------------------------

    def _titles(self) -> dict[str, str]:
        return (
            {} if self._core is None else {info.name: info.title for info in self._core.providers.all_infos()}
        )

    def _renew_numbers(self) -> None:
        if self._controller is not None:
            self._controller.read(self.numbers.days)

    def _on_report(self, report: CacheReport, days: int) -> None:
        if days == self.numbers.days:
            self.messages.dismiss("report")
            self.numbers.show_report(report, self._titles())

    def _on_report_failed(self, sentence: str) -> None:
        self.numbers.show_problem(sentence)
        if self.numbers.has_report:
            self.messages.post(
                f"{sentence} The numbers shown are those read before.", Severity.BAD, key="report",
                action="Read again", action_hint="Read the numbers again (F5)", on_action=self._renew_numbers,
            )  # fmt: skip

    def _on_changed(self) -> None:
        """Numbers moved: somebody asks a provider. The page in front reads again within a moment."""
        if not self.isVisible():
            return
        if self.tabs.currentWidget() is self.numbers and self._controller is not None:
            self._controller.read_soon()
        elif self._cache_controller is not None:
            self._cache_controller.changed_soon()

    def _on_preferences_changed(self) -> None:
        self.cache.show_providers(self._titles())
        self._on_changed()

    def _on_page(self, page: int) -> None:
        self._preferences.page = page
        if self.tabs.currentWidget() is self.numbers:
            self._renew_numbers()

    def _go_on(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        self._take_focus()

    def _take_focus(self) -> None:
        if self.tabs.currentWidget() is self.numbers:
            self.numbers.take_focus()
        else:
            self.cache.take_focus()

    def _ask_where(self, chart: Chart) -> None:
        name = (
            f"metarr-{chart.name}-{self.numbers.days}-days.csv"
            if chart.are_days
            else f"metarr-{chart.name}.csv"
        )
        self.dialog.ask(f"Save “{chart.title}”", name, lambda path: self._save(chart, path))

    def _save(self, chart: Chart, path: Path) -> None:
        if self._controller is not None:
            self._controller.save(chart, path)

    def _tell(self, sentence: str, severity: str) -> None:
        self.messages.post(sentence, Severity(severity), key="act" if severity != "bad" else "problem")

    # -- Qt --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.tabs.currentWidget() is self.numbers:
            self._renew_numbers()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for controller in (self._controller, self._cache_controller):
            if controller is not None:
                controller.rest()

    def prepare_close(self) -> None:
        self.cache.keep()

    def reject(self) -> None:
        """Esc: cancels what can be cancelled; else closes."""
        if not self.cache.cancel():
            super().reject()
