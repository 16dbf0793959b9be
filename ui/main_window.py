"""The main window: lays out and routes; it awaits nothing and knows no store."""

from __future__ import annotations

from collections.abc import Awaitable

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, IdentityState
from metarr_desktop.domain.ports import Core
from ui.about import about_dialog, keys_dialog
from ui.application import request_close, theme_of
from ui.developer_menu import DeveloperMenu
from ui.library.page import LibraryPage
from ui.library.session import LibrarySession
from ui.message_bar import MessageBar, Severity
from ui.omnibox import Omnibox
from ui.page_windows import PageWindows, closed_in_order
from ui.settings.keys_window import KeysWindow
from ui.status_line import StatusLine
from ui.theme import Mode
from ui.toolbar import ActionBar
from ui.window_actions import Possible, WindowActions

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
        self._settings = QSettings()
        self.session: LibrarySession | None = None
        self.windows: PageWindows | None = None
        self.keys_window: KeysWindow | None = None
        self._core: Core | None = None
        self._developer_menu: DeveloperMenu | None = None
        self.actions_ = WindowActions(self)
        self.omnibox = Omnibox(self)
        self.messages = MessageBar(self)
        self.library = LibraryPage(self)
        self.status = StatusLine(self)
        self._lay_out()
        self._connect_actions()
        self._connect_page()
        self._restore()

    # -- core ------------------------------------------------------------------------------------------------

    def attach(self, core: Core) -> None:
        """Show the library of *core* and let everything be done with it."""
        self._core = core
        self.messages.clear()
        self.session = LibrarySession(core, self.library, self.messages, self.status, self)
        self.session.refresh_changed.connect(self._update_actions)
        self.session.identify_wanted.connect(lambda key: self._identify([key]))
        self.windows = PageWindows(core, self)
        self.windows.identified.connect(self._on_identified)
        self.windows.changed.connect(self.session.title_changed)
        self.windows.shown.connect(self.library.focus_title)
        self.windows.left.connect(self._on_page_left)
        self.windows.keys_wanted.connect(self.show_keys)
        titles = {info.name: info.title for info in core.providers.infos()}
        self.actions_.set_providers(titles.items(), self._force_from)
        if core.demo is not None:
            self._developer_menu = DeveloperMenu(core.demo, titles, self)
            self.menuBar().addMenu(self._developer_menu)
            self._show_demo_line()
        if self.keys_window is not None:
            self.keys_window.attach(core)
        self._update_actions()

    def detach(self) -> Awaitable[None]:
        """Let go of the core: nothing of it is used any more once this was awaited."""
        closers = [part.close for part in (self.windows, self.session) if part is not None]
        if self.keys_window is not None:
            closers.append(self.keys_window.detach)
        for part in (self.windows, self.session):
            if part is not None:
                part.deleteLater()
        if self._developer_menu is not None:
            self.menuBar().removeAction(self._developer_menu.menuAction())
            self._developer_menu.deleteLater()
        self._core = self.windows = self.session = self._developer_menu = None
        self.messages.dismiss("demo")
        self._update_actions()
        return closed_in_order(closers)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no library to show."""
        self.messages.clear()
        self.library.show_problem(sentence)
        self.status.network.setText("The library is not open")

    def show_message(self, sentence: str) -> None:
        """Show a sentence about an error that nobody else told of."""
        self.messages.post(sentence, Severity.BAD)

    def show_keys(self) -> None:
        """Open the window with the provider keys."""
        if self._core is None:
            return
        if self.keys_window is None:
            self.keys_window = KeysWindow(self)
            self.keys_window.keys_saved.connect(self.keys_saved)
            self.keys_window.attach(self._core)
        self.keys_window.show()
        self.keys_window.raise_()
        self.keys_window.activateWindow()

    # -- laying out ------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = ActionBar("Main", self)
        self.actions_.build_menus(self)
        self.actions_.build_toolbar(bar, self.omnibox)
        self.addToolBar(bar)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.library, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)
        self.resize(1280, 800)

    def _restore(self) -> None:
        geometry = self._settings.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        wanted = str(self._settings.value("window/theme", Mode.SYSTEM.value))
        for action in self.actions_.themes.actions():
            if action.data() == wanted:
                action.setChecked(True)
                if wanted != Mode.SYSTEM.value:
                    self._set_theme(wanted)

    def _set_theme(self, name: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme_of(app).set_mode(name)
        self._settings.setValue("window/theme", name)

    # -- routing ---------------------------------------------------------------------------------------------

    def _connect_actions(self) -> None:
        do = self.actions_
        do.add_folder.triggered.connect(lambda: self.session and self.session.ask_for_folder(self))
        do.add_title.triggered.connect(lambda: self._ask_for_title(""))
        do.quit.triggered.connect(lambda: self._quit())
        do.undo.triggered.connect(lambda: self._undo(is_redo=False))
        do.redo.triggered.connect(lambda: self._undo(is_redo=True))
        do.select_all.triggered.connect(lambda: self.library.titles.select_all())
        do.find.triggered.connect(lambda: self.omnibox.take_focus())
        do.wall.triggered.connect(lambda: self.library.set_view("wall"))
        do.table.triggered.connect(lambda: self.library.set_view("table"))
        do.larger.triggered.connect(lambda: self.library.zoom(1))
        do.smaller.triggered.connect(lambda: self.library.zoom(-1))
        do.panels.toggled.connect(lambda is_on: self.library.show_panels(is_on))
        do.full_screen.toggled.connect(lambda on: self.showFullScreen() if on else self.showNormal())
        do.identify.triggered.connect(lambda: self._identify(self.library.titles.selected_keys()))
        do.browse.triggered.connect(lambda: self._browse(self.library.titles.current_key()))
        do.refresh_stale.triggered.connect(lambda: self._refresh(force=False))
        do.force.triggered.connect(lambda: self._refresh(force=True))
        do.keys.triggered.connect(self.show_keys)
        do.shortcuts.triggered.connect(lambda: keys_dialog(do.all(), self).open())
        do.about.triggered.connect(lambda: self._show_about())
        do.themes.triggered.connect(lambda action: self._set_theme(action.data()))

    def _connect_page(self) -> None:
        page, box = self.library, self.omnibox
        page.selection_changed.connect(self._update_actions)
        page.title_activated.connect(self._on_activated)
        page.identify_clicked.connect(lambda key: self._identify([key]))
        page.slot_clicked.connect(lambda kind: self._browse(page.titles.current_key(), kind))
        page.inspector.browse_clicked.connect(self.actions_.browse.trigger)
        page.inspector.identify_clicked.connect(lambda: self._identify_current())
        page.inspector.refresh_clicked.connect(self.actions_.force.trigger)
        page.menu_requested.connect(self.actions_.item_menu.popup)
        page.folder_wanted.connect(self.actions_.add_folder.trigger)
        page.title_wanted.connect(self._ask_for_title)
        page.filter_cleared.connect(box.clear)
        page.retry_requested.connect(self.retry_requested)
        box.textChanged.connect(page.set_filter)
        box.submitted.connect(lambda: page.submit_filter())
        box.left.connect(page.take_focus)

    def _update_actions(self) -> None:
        rows, current = self.library.selected_rows(), self.library.current_row()
        identified = [row for row in rows if row.entity.state is IdentityState.IDENTIFIED]
        session = self.session
        is_current_known = current is not None and current.entity.state is IdentityState.IDENTIFIED
        possible = Possible(
            is_attached=session is not None,
            has_titles=self.library.titles.model.rowCount() > 0,
            selected=len(rows),
            identified=len(identified),
            can_browse=is_current_known or (current is not None and current.poster is not None),
            is_refreshing=session is not None and session.refresh.is_running,
        )
        self.actions_.update(possible)
        force = self.actions_.refresh.action
        self.library.inspector.set_refresh(
            force.text(), is_enabled=force.isEnabled(), tooltip=force.toolTip()
        )

    def _on_activated(self, key: EntityKey) -> None:
        row = self.library.titles.model.find(key)
        if row is not None and row.entity.state is IdentityState.UNIDENTIFIED:
            self._identify([key])
        else:
            self._browse(key)

    def _identify(self, keys: list[EntityKey]) -> None:
        if self.windows is not None:
            self.windows.identify(keys)

    def _identify_current(self) -> None:
        key = self.library.titles.current_key()
        self._identify([] if key is None else [key])

    def _browse(self, key: EntityKey | None, asset_type: AssetType | None = None) -> None:
        if self.windows is not None and key is not None:
            self.windows.browse(self.library.titles.keys(), key, asset_type)

    def _refresh(self, *, force: bool) -> None:
        if self.session is None:
            return
        if self.session.refresh.is_running:
            if self.actions_.refresh.is_cancel:
                self.session.refresh.cancel()
        else:
            self.session.refresh_selected(force=force)

    def _undo(self, *, is_redo: bool) -> None:
        if self.session is not None:
            library = self.session.library
            (library.redo if is_redo else library.undo)()

    def _quit(self) -> None:
        if self.close():
            request_close()

    def _force_from(self, provider: str) -> None:
        if self.session is not None:
            self.session.refresh_selected(force=True, provider=provider)

    def _ask_for_title(self, text: str) -> None:
        if self.session is not None:
            self.session.ask_for_title(self, text)

    def _on_identified(self, key: EntityKey, is_single: bool) -> None:
        if self.session is not None:
            self.session.title_changed(key, is_other_work=True)
        self.library.focus_title(key)
        if is_single:
            self._browse(key)

    def _on_page_left(self) -> None:
        if self.isVisible():
            self.activateWindow()
            self.library.take_focus()

    def _show_demo_line(self) -> None:
        def open_keys() -> None:
            self.show_keys()
            self._show_demo_line()  # it stays true until a key is saved

        self.messages.post(_DEMO_TEXT, key="demo", action="Add your keys", on_action=open_keys)

    def _show_about(self) -> None:
        about_dialog(self._core.providers.infos() if self._core is not None else (), self).open()

    # -- Qt --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.omnibox.text():
            self.omnibox.clear()
            event.accept()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.isFullScreen():
            self._settings.setValue("window/geometry", self.saveGeometry())
        self.library.remember()
        if self.windows is not None:
            self.windows.close_windows()
        if self.keys_window is not None:
            self.keys_window.close()
        super().closeEvent(event)
