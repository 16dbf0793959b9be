"""The activity window: what is done by itself, when, what was done, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.ports import Core
from ui.activity.history_tab import HistoryTab
from ui.activity.now_tab import NowTab
from ui.activity.schedules_tab import SchedulesTab
from ui.activity.tab import ActivityTab
from ui.activity.webhooks_tab import WebhooksTab
from ui.buttons import IconButton
from ui.message_bar import MessageBar
from ui.placement import bring_to_front
from ui.text import utc_now
from ui.theme import set_role
from ui.tool_dialog import ToolDialog

_TAB = "activity/tab"
_SIZE = QSize(1180, 740)


class FilterField(QLineEdit):
    """Signals: left(), by Down or Enter, to the list."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Filter")
        self.setToolTip("Show only what has all of these words (Ctrl+F); Esc clears it")
        self.setMinimumWidth(140)
        self.setMaximumWidth(360)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ActivityWindow(ToolDialog):
    """Follows what happens only while it is visible.

    Args:
        now: aware UTC.

    Signals:
        title_requested(EntityKey): its artwork is wanted.
        settings_requested(str): a page of the settings.
        review_requested(): the proposals are wanted.
        changed(EntityKey): an act was taken back there.
    """

    title_requested = Signal(object)
    settings_requested = Signal(str)
    review_requested = Signal()
    changed = Signal(object)

    def __init__(
        self,
        core: Core | None = None,
        above: QWidget | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__("Activity", "activity/window", above)
        self._is_attached = False
        self.messages = MessageBar(self)
        self.bar, self.filter = QTabBar(self), FilterField(self)
        self.renew_button = IconButton(
            "refresh", "Read everything anew (F5)", self, token="muted", name="Read everything anew"
        )
        self.now, self.schedules = NowTab(self.messages, now, self), SchedulesTab(self.messages, now, self)
        self.history, self.webhooks = (
            HistoryTab(self.messages, now, self),
            WebhooksTab(self.messages, now, self),
        )
        self.tabs: tuple[ActivityTab, ...] = (self.now, self.schedules, self.history, self.webhooks)
        self.stack = QStackedWidget(self)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)
        self._lay_out()
        self._connect()
        self.open_in_place(_SIZE)
        for tab in self.tabs:
            tab.resize(self.width(), self.height())
            tab.restore(self._settings)
        self._go_to(str(self._settings.value(_TAB, NowTab.NAME)))
        if core is not None:
            self.attach(core)

    def attach(self, core: Core) -> None:
        """Show what *core* does."""
        self._is_attached = True
        self.setEnabled(True)
        for tab in self.tabs:
            tab.attach(core)
        self._follow()

    async def detach(self) -> None:
        """Let go of the core; the window may stay open until the next one is there."""
        self._is_attached = False
        self.messages.clear()
        self._follow()
        for tab in self.tabs:
            await tab.detach()
        self.setEnabled(False)

    def show_tab(self, name: str = "") -> None:
        """Open the window at the tab *name*: now, schedules, history or webhooks; the last one where empty."""
        self._go_to(name)
        bring_to_front(self)
        self.current.take_focus()

    def show_job(self, job_id: int) -> None:
        """Open the window at a job and its report."""
        self.show_tab(NowTab.NAME)
        self.filter.clear()
        self.now.show_job(job_id)

    @property
    def current(self) -> ActivityTab:
        """The tab in front."""
        return self.tabs[max(0, self.bar.currentIndex())]

    # -- parts -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QLabel("Activity", self)
        set_role(title, "title")
        self.bar.setAccessibleName("Tabs of the activity")
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(True)
        for place, tab in enumerate(self.tabs):
            self.bar.addTab(tab.TITLE)
            self.bar.setTabToolTip(place, f"{tab.TITLE} (Alt+{place + 1}, Ctrl+Tab goes on)")
            self.stack.addWidget(tab)
        head = QFrame(self)
        set_role(head, "header")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 12, 0)
        row.setSpacing(12)
        row.addWidget(title)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.filter, 2)
        row.addWidget(self.renew_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.messages)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.bar.currentChanged.connect(self._on_tab)
        self.filter.textChanged.connect(lambda text: self.current.set_filter(text))
        self.filter.left.connect(lambda: self.current.take_focus())
        self.renew_button.clicked.connect(lambda _=False: self.current.refresh())
        self.schedules.job_requested.connect(self.show_job)
        for tab in self.tabs:
            tab.title_requested.connect(self.title_requested)
            tab.settings_requested.connect(self.settings_requested)
            tab.review_requested.connect(self.review_requested)
            tab.titles_changed.connect(self._on_titles_changed)
            tab.typed.connect(self._on_typed)
        keys: list[tuple[str, Callable[[], object]]] = [
            ("F5", lambda: self.current.refresh()),
            ("Ctrl+F", self._focus_filter),
            ("Ctrl+Tab", lambda: self._step(1)),
            ("Ctrl+Shift+Tab", lambda: self._step(-1)),
            ("Ctrl+Shift+R", self.review_requested.emit),
        ]
        keys += [(f"Alt+{place + 1}", partial(self._show_place, place)) for place in range(len(self.tabs))]
        for key, act in keys:
            QShortcut(QKeySequence(key), self, act)

    # -- moving ----------------------------------------------------------------------------------------------

    def _go_to(self, name: str) -> None:
        for place, tab in enumerate(self.tabs):
            if name == tab.NAME:
                self.bar.setCurrentIndex(place)
        self._on_tab(self.bar.currentIndex())

    def _step(self, by: int) -> None:
        self._show_place((self.bar.currentIndex() + by) % len(self.tabs))

    def _show_place(self, place: int) -> None:
        self.bar.setCurrentIndex(place)
        self.current.take_focus()

    def _on_tab(self, _: int) -> None:
        tab = self.current
        self.stack.setCurrentWidget(tab)
        self.filter.setVisible(bool(tab.FILTER_HINT))
        self.filter.setPlaceholderText(tab.FILTER_HINT)
        if self.filter.text() != tab.filter:
            self.filter.setText(tab.filter)
        self.messages.dismiss("restore")
        self._follow()

    def _follow(self) -> None:
        """Let only the tab that is seen follow what happens."""
        is_seen = self.isVisible() and self._is_attached
        for tab in self.tabs:
            tab.set_shown(is_seen and tab is self.current)
        if is_seen:
            self._timer.start()
        else:
            self._timer.stop()

    def _on_second(self) -> None:
        if not self.isMinimized():
            self.current.tick()

    def _focus_filter(self) -> None:
        if self.filter.isVisible():
            self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filter.selectAll()

    def _on_typed(self, letter: str) -> None:
        if self.filter.isVisible():
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
            self.filter.setText(self.filter.text() + letter)

    def _on_titles_changed(self, keys: tuple[EntityKey, ...]) -> None:
        for key in keys:
            self.changed.emit(key)

    # -- Qt --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._is_attached:
            self.history.refresh_if_shown()

    def prepare_close(self) -> None:
        self._settings.setValue(_TAB, self.current.NAME)
        for tab in self.tabs:
            tab.save(self._settings)

    def reject(self) -> None:
        """Esc: first out of the filter, then out of the window."""
        if self.filter.isVisible() and self.filter.text():
            self.filter.clear()
            self.current.take_focus()
        else:
            super().reject()
