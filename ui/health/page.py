"""The health page: how each provider fares, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.status import ProviderNumbers
from ui.health.card import HealthCard
from ui.health.controller import HealthController
from ui.message_bar import MessageBar, Severity
from ui.placement import bring_to_front, text_scale
from ui.theme import set_role
from ui.tool_dialog import ToolDialog

_SIZE = QSize(960, 700)
_CARD_WIDTH = 420  # px at 100 %: narrower, the numbers would not fit side by side
_MARGINS = 72  # px, scroll bar and the gap between cards included
_INTRO = "Every number comes from the one place through which all requests pass. Days end at midnight UTC."


class HealthWindow(ToolDialog):
    """Follows every change while it is visible.

    Args:
        now: aware UTC.

    Signals: settings_requested(provider).
    """

    settings_requested = Signal(str)

    def __init__(
        self,
        core: Core | None = None,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__("Provider health", "health/window", parent)
        self._now = now
        self._core: Core | None = None
        self.controller: HealthController | None = None
        self.cards: dict[str, HealthCard] = {}
        self.messages = MessageBar(self)
        self._columns = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.show_reports)
        self._lay_out()
        self.open_in_place(_SIZE)
        if core is not None:
            self.attach(core)

    def attach(self, core: Core) -> None:
        """Show the providers of *core*."""
        self._core = core
        self.setEnabled(True)
        self.controller = HealthController(core, self)
        self.controller.numbers_read.connect(self._show_numbers)
        self.controller.tested.connect(self._show_test)
        self.controller.failed.connect(lambda words: self.messages.post(words, Severity.BAD, key="problem"))
        self._make_cards()
        self._listening.add(
            core.providers.subscribe(self._on_changed),
            core.preferences.subscribe(self._on_preferences_changed),
        )
        if self.isVisible():
            self.controller.read_numbers()

    async def detach(self) -> None:
        """Let go of the core; the window may stay open until the next one is there."""
        self._listening.end()
        self._core = None
        controller, self.controller = self.controller, None
        if controller is not None:
            await controller.close()
            controller.deleteLater()
        self.setEnabled(False)

    def show_provider(self, name: str = "") -> None:
        """Open the window, at *name* where given."""
        bring_to_front(self)
        card = self.cards.get(name) or next(iter(self.cards.values()), None)
        if card is not None:
            card.pause_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(card, 0, 12)

    # -- parts -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QLabel("Provider health", self)
        set_role(title, "title")
        intro = QLabel(_INTRO, self)
        intro.setWordWrap(True)
        set_role(intro, "muted")
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        body = QWidget(self)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 12, 0)
        inner.addLayout(self._grid)
        inner.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        self.close_button = self.new_close_button()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 12, 0)
        row.addStretch(1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 12, 14)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(intro)
        column.addWidget(self.messages)
        column.addSpacing(4)
        column.addWidget(self._scroll, 1)
        column.addLayout(row)

    def _make_cards(self) -> None:
        for card in self.cards.values():
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        infos = self._core.providers.all_infos() if self._core is not None else ()
        self.cards = {}
        for info in infos:
            card = HealthCard(info, self)
            name = info.name
            card.pause_clicked.connect(lambda each=name: self._toggle_pause(each))
            card.try_clicked.connect(lambda each=name: self._try_again(each))
            card.test_clicked.connect(lambda each=name: self._on_test(each))
            card.settings_clicked.connect(lambda each=name: self.settings_requested.emit(each))
            card.show_numbers(None)
            card.show_test("", "muted")
            self.cards[name] = card
        self._arrange(anew=True)
        self.show_reports()

    def _arrange(self, *, anew: bool = False) -> None:
        wanted = max(1, (self.width() - _MARGINS) // round(_CARD_WIDTH * text_scale(self)))
        columns = min(wanted, 2)
        if columns == self._columns and not anew:
            return
        self._columns = columns
        before: QWidget | None = None
        for place, card in enumerate(self.cards.values()):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, place // columns, place % columns)
            for stop in card.findChildren(QWidget):
                if stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    if before is not None:
                        QWidget.setTabOrder(before, stop)
                    before = stop
        if before is not None:
            QWidget.setTabOrder(before, self.close_button)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    # -- acts ------------------------------------------------------------------------------------------------

    def _show_testable(self) -> None:
        """Let those keys be tested that there are; the demo has some of its own, which are none to test."""
        if self._core is not None:
            for card in self.cards.values():
                keys, name = self._core.keys, card.info.name
                card.set_testable(any(keys.is_set(name, each.name) for each in card.info.keys))

    def _toggle_pause(self, provider: str) -> None:
        if self.controller is not None:
            self.controller.toggle_pause(provider)

    def _try_again(self, provider: str) -> None:
        if self._core is not None:
            self._core.providers.try_again(provider)
            self.show_reports()

    def _on_test(self, provider: str) -> None:
        if self.controller is None:
            return
        if self.controller.is_testing(provider):
            self.controller.cancel_test(provider)
            return
        self.controller.test(provider)
        card = self.cards[provider]
        card.show_test(f"Asking {card.info.title}…", "muted", is_running=True)

    # -- showing ---------------------------------------------------------------------------------------------

    def show_reports(self) -> None:
        """Show the states as they are now; countdowns and ages go on."""
        if self._core is not None:
            now = self._now()
            for name, card in self.cards.items():
                card.show_report(self._core.providers.report(name), now)
            self._show_testable()

    def _show_numbers(self, numbers: Mapping[str, ProviderNumbers]) -> None:
        for name, card in self.cards.items():
            card.show_numbers(numbers.get(name))

    def _show_test(self, provider: str, sentence: str, role: str) -> None:
        if provider in self.cards:
            self.cards[provider].show_test(sentence, role)

    def _on_changed(self) -> None:
        if self.isVisible():
            self.show_reports()
            if self.controller is not None:
                self.controller.read_numbers_soon()

    def _on_preferences_changed(self) -> None:
        if self._core is None:
            return
        order = [info.name for info in self._core.providers.all_infos()]
        if order != list(self.cards):
            self.cards = {name: self.cards[name] for name in order}
            self._arrange(anew=True)
        self.show_reports()

    # -- Qt --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.show_reports()
        if self.controller is not None:
            self.controller.read_numbers()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.cards:  # larger text needs wider cards
            self._arrange()

    def prepare_close(self) -> None:
        if self.controller is not None:
            self.controller.cancel_tests()
