"""The main window: lays out and passes on; it awaits nothing and knows no store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from metarr_desktop.domain.ports import Core
from ui.automation_desk import AutomationDesk
from ui.developer_menu import DeveloperMenu
from ui.library.page import LibraryPage
from ui.library.session import LibrarySession
from ui.message_bar import MessageBar, Severity
from ui.omnibox import Omnibox
from ui.page_windows import PageWindows, closed_in_order
from ui.placement import kept_geometry, open_at
from ui.status_line import StatusLine
from ui.take_over import offer_take_over
from ui.text import count_text
from ui.tool_windows import ToolWindows
from ui.toolbar import ActionBar
from ui.window_actions import WindowActions
from ui.window_routes import WindowRoutes

_GEOMETRY = "window/geometry"
_DEMO_TEXT = "You are looking at the demo catalogue; nothing leaves this computer."


class MainWindow(QMainWindow):
    """Paints at once, without a core; `attach` brings it to life, `detach` lets go of the core again.

    Signals:
        keys_saved(): a provider key was saved; the core is to be built anew.
        retry_requested(): the core could not be built, and the person wants it tried again.
    """

    keys_saved = Signal()
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Library")
        self.session: LibrarySession | None = None
        self.windows: PageWindows | None = None
        self.core: Core | None = None
        self._settings = QSettings()
        self._developer_menu: DeveloperMenu | None = None
        self.acts = WindowActions(self)
        self.tools = ToolWindows(self, self.acts.themes, self.acts.text_sizes)
        self.tools.keys_saved.connect(self.keys_saved)
        self.tools.changes_left.connect(self._tell_changes_left)
        self.omnibox = Omnibox(self)
        self.messages = MessageBar(self)
        self.library = LibraryPage(self)
        self.status = StatusLine(self)
        self.automation = AutomationDesk(
            self.acts.automation,
            self.messages,
            self.status,
            self,
            self.tools.show_job,
            self.acts.undo.trigger,
        )
        self._lay_out()
        self.routes = WindowRoutes(self, self._settings)
        open_at(self, kept_geometry(self._settings, _GEOMETRY))
        self.library.take_focus()

    def attach(self, core: Core) -> None:
        """Show the library of *core* and let everything be done with it."""
        self.core = core
        self.messages.clear()
        self.session = LibrarySession(core, self.library, self.messages, self.status, self)
        self.windows = PageWindows(core, self)
        self.routes.connect_core(self.session, self.windows)
        titles = {info.name: info.title for info in core.providers.infos()}
        if core.demo is not None:
            self._developer_menu = DeveloperMenu(core.demo, titles, self)
            self.menuBar().addMenu(self._developer_menu)
            self._show_demo_line()
        self.tools.attach(core)
        self.automation.attach(core)
        self.routes.update_actions()

    def detach(self) -> Awaitable[None]:
        """Let go of the core: nothing of it is used any more once this was awaited."""
        parts = [part for part in (self.windows, self.session) if part is not None]
        closers = [part.close for part in parts]
        closers += [self.tools.detach, self.automation.detach]
        if self._developer_menu is not None:
            self.menuBar().removeAction(self._developer_menu.menuAction())
            self._developer_menu.deleteLater()
        self.core = self.windows = self.session = self._developer_menu = None
        self.messages.dismiss("demo")
        self.routes.update_actions()
        return closed_in_order(closers)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no library to show."""
        self.messages.clear()
        self.library.show_problem(sentence)
        self.status.network.setText("The library is not open")

    def offer_take_over(self, paths: Sequence[str], take_over: Callable[[], Awaitable[int]]) -> None:
        """Offer to bring the titles at *paths*, added in the demo, into this library by *take_over*."""
        session = self.session
        if session is not None:
            offer_take_over(
                self.messages, self._settings, paths, lambda: session.library.take_over(take_over)
            )

    def show_message(self, sentence: str) -> None:
        """Show a sentence about an error that nobody else told of."""
        self.messages.post(sentence, Severity.BAD)

    def show_keys(self) -> None:
        """Open the settings where keys are entered."""
        self.tools.show_settings("providers")

    def _lay_out(self) -> None:
        bar = ActionBar("Main", self)
        self.acts.build_menus(self)
        self.acts.build_toolbar(bar, self.omnibox)
        self.addToolBar(bar)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.library, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)

    def _tell_changes_left(self, count: int) -> None:
        """Remind of settings that were changed and not applied: they would be lost with the program."""
        self.messages.dismiss("settings")
        if count:
            words = f"{count_text(count, 'change')} of the settings not applied yet."
            self.messages.post(
                words,
                Severity.WARN,
                key="settings",
                action="Open settings",
                on_action=self.tools.show_settings,
            )

    def _show_demo_line(self) -> None:
        def open_keys() -> None:
            self.show_keys()
            self._show_demo_line()  # it stays true until a key is saved

        self.messages.post(_DEMO_TEXT, key="demo", action="Add your keys", on_action=open_keys)

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.omnibox.text():
            self.omnibox.clear()
            event.accept()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.isFullScreen():
            self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self.library.remember()
        if self.windows is not None:
            self.windows.close_windows()
        self.tools.close_windows()
        super().closeEvent(event)
