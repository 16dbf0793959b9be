"""Every act of the browser, with its key, in the menus and on the tool bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.provider import ProviderInfo
from ui.assets.asset_filter import SORT_TITLES, AssetSort
from ui.assets.ground_menu import GroundMenu
from ui.assets.ranking_actions import RankingActions
from ui.assets.views.modes import ViewActions, ViewMode
from ui.shortcuts import is_typing
from ui.toolbar import ActionBar, make_action

Act = Callable[[], object]


class BrowserActions(QObject):
    """Holds the actions; who does the work connects to the signals.

    Signals:
        step_requested(int): another title. tab_step_requested(int), tab_requested(int): another type.
        season_step_requested(int): another season.
        force_requested(types, providers): tuples, empty for all. page_requested(str): a provider's page.
        Letters work anywhere in the window, except while a field that takes text has the focus.
    """

    step_requested = Signal(int)
    tab_step_requested = Signal(int)
    tab_requested = Signal(int)
    season_step_requested = Signal(int)
    select_requested = Signal()
    add_requested = Signal()
    reject_requested = Signal()
    clear_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    force_requested = Signal(tuple, tuple)
    stale_requested = Signal()
    identify_requested = Signal()
    zoom_requested = Signal(int)
    sort_requested = Signal(object)
    ground_requested = Signal(object)
    clear_filters_requested = Signal()
    reset_requested = Signal()
    page_requested = Signal(str)
    leave_requested = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._make_acts()
        self.views, self.scores = ViewActions(window), RankingActions(window)
        self.preview = self.views.switch[ViewMode.LOUPE]
        self._make_fetching()
        self._make_showing()
        self._make_walking()
        self.force_menu = QMenu("Force refresh", window)
        self.grounds = GroundMenu(self.ground_requested.emit, window)
        self._types = QMenu("&Type of artwork", window)
        self._pages = QMenu("&Open at provider", window)
        self._type_actions: list[QAction] = []
        self._refreshes: tuple[AssetType, str, tuple[str, ...]] | None = None
        self._shown_pages: tuple[tuple[str, str], ...] | None = None

    def _make_acts(self) -> None:
        add, letter = self._action, self._letter
        self.previous = add(
            "Previous", "previous", "Alt+Left", "Previous title", lambda: self.step_requested.emit(-1)
        )
        self.next = add("Next", "next", "Alt+Right", "Next title", lambda: self.step_requested.emit(1))
        self.select = add("Select", "select", "P", "Use the focused picture", letter(self.select_requested))
        self.add = add(
            "Add", "add", "A", "Use the focused picture as well, after those selected",
            letter(self.add_requested),
        )  # fmt: skip
        self.reject = add(
            "Reject", "reject", "X", "Never use the focused picture", letter(self.reject_requested)
        )
        self.clear = add(
            "Clear", "remove", "U", "Take a selection or rejection back", letter(self.clear_requested)
        )
        for each in (self.select, self.add, self.clear, self.reject):
            each.setAutoRepeat(False)
        self.undo = add("Undo", "undo", "Ctrl+Z", "Take the last act back", self.undo_requested.emit)
        self.redo = add("Redo", "redo", "Ctrl+Shift+Z; Ctrl+Y", "Do it again", self.redo_requested.emit)

    def _make_fetching(self) -> None:
        add = self._action
        self.force = add(
            "Force refresh", "refresh", "Ctrl+F5", "Ask every provider now, whatever is stored",
            lambda: self.force_requested.emit((), ()),
        )  # fmt: skip
        self.stale = add(
            "Refresh if stale", "time", "F5", "Ask for what is missing or older than seven days",
            self.stale_requested.emit,
        )  # fmt: skip
        self.identify = add(
            "Identify…", "identify", "Ctrl+I", "Say which title this is", self.identify_requested.emit
        )

    def _make_showing(self) -> None:
        add = self._action
        self.larger = add(
            "Larger tiles", "zoom-in", "Ctrl++; Ctrl+=", "Make the tiles larger",
            lambda: self.zoom_requested.emit(1),
        )  # fmt: skip
        self.smaller = add(
            "Smaller tiles", "zoom-out", "Ctrl+-", "Make the tiles smaller",
            lambda: self.zoom_requested.emit(-1),
        )  # fmt: skip
        self.clear_filters = add(
            "Clear filters", "filter", "Ctrl+Shift+F", "Show everything", self.clear_filters_requested.emit
        )
        self.reset = add(
            "Reset filters and order", "", "Ctrl+Shift+R", "Show everything, best first",
            self.reset_requested.emit,
        )  # fmt: skip

    def _make_walking(self) -> None:
        add, letter = self._action, self._letter
        self.leave = add(
            "Back to the library", "back", "Alt+Up; Ctrl+W", "Close this window", self.leave_requested.emit
        )
        self.next_tab = add(
            "Next type", "", "Ctrl+Tab", "Next type of artwork", lambda: self.tab_step_requested.emit(1)
        )
        self.previous_tab = add(
            "Previous type", "", "Ctrl+Shift+Tab", "Previous type of artwork",
            lambda: self.tab_step_requested.emit(-1),
        )  # fmt: skip
        self.next_season = add(
            "Next season", "", "Ctrl+PgDown; ]", "Next season", letter(self.season_step_requested, 1)
        )
        self.previous_season = add(
            "Previous season", "", "Ctrl+PgUp; [", "Previous season", letter(self.season_step_requested, -1)
        )

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every act into the menus of *bar*."""
        file = bar.addMenu("&File")
        file.addAction(self.leave)
        edit = self.edit_menu = bar.addMenu("&Edit")
        for action in (self.undo, self.redo, None, self.select, self.add, self.reject, self.clear):
            edit.addAction(action) if action is not None else edit.addSeparator()
        view = bar.addMenu("&View")
        self.views.fill_menu(view)
        self.scores.fill_menu(view)
        view.addMenu(self._types)
        view.addActions([self.next_season, self.previous_season])
        sort = view.addMenu("&Sort by")
        for order, title in SORT_TITLES.items():
            sort.addAction(make_action(self, title, on_triggered=self._sorter(order)))
        view.addActions([self.clear_filters, self.reset])
        view.addMenu(self.grounds)
        view.addSeparator()
        view.addActions([self.larger, self.smaller])
        item = bar.addMenu("&Item")
        item.addActions([self.previous, self.next])
        item.addSeparator()
        item.addAction(self.identify)
        item.addMenu(self._pages)
        item.addSeparator()
        item.addActions([self.stale, self.force])
        item.addMenu(self.force_menu).setText("Force refresh &of…")
        self.tools_menu = bar.addMenu("&Tools")

    def fill_bar(self, bar: ActionBar) -> None:
        """Put the acts of every day on the tool bar; the refresh button joins them later."""
        for group in ((self.previous, self.next), (self.select, self.add, self.reject, self.clear)):
            for action in group:
                bar.add(action)
            bar.addSeparator()
        for action in (self.undo, self.redo):
            bar.add(action)
        bar.addSeparator()
        self.views.fill_bar(bar)

    def show_types(self, types: tuple[AssetType, ...]) -> None:
        """List *types* in the menu; the first nine have a key."""
        self._types.clear()
        for old in self._type_actions:
            self._window.removeAction(old)
            old.deleteLater()
        self._type_actions = []
        for place, kind in enumerate(types):
            key = f"Alt+{place + 1}" if place < 9 else ""
            action = make_action(self, ASSET_SHAPES[kind].title, shortcut=key, on_triggered=self._tab(place))
            self._window.addAction(action)
            self._types.addAction(action)
            self._type_actions.append(action)
        self._types.addSeparator()
        self._types.addActions([self.next_tab, self.previous_tab])

    def show_seasons(self, is_there: bool) -> None:
        """Offer the steps between seasons where there are any."""
        for action in (self.next_season, self.previous_season):
            action.setVisible(is_there)
            action.setEnabled(is_there)

    def show_refreshes(self, kind: AssetType, label: str, providers: tuple[ProviderInfo, ...]) -> None:
        """List what can be refreshed alone: this title, this type, one provider."""
        wanted = (kind, label, tuple(info.name for info in providers))
        if wanted == self._refreshes:
            return  # it may be open just now
        self._refreshes = wanted
        self.force_menu.clear()
        add = self.force_menu.addAction
        add(make_action(self.force_menu, f"All of {label}", on_triggered=self._force((), ())))
        title = ASSET_SHAPES[kind].title
        add(make_action(self.force_menu, f"{title} only", on_triggered=self._force((kind,), ())))
        self.force_menu.addSeparator()
        for info in providers:
            words = f"{info.title} only"
            add(make_action(self.force_menu, words, on_triggered=self._force((), (info.name,))))

    def show_pages(self, pages: tuple[tuple[str, str], ...]) -> None:
        """List the (title, address) of the pages the title has at providers."""
        if pages == self._shown_pages:
            return
        self._shown_pages = pages
        self._pages.clear()
        self._pages.setEnabled(bool(pages))
        for title, address in pages:
            self._pages.addAction(
                make_action(self._pages, title, "external", on_triggered=self._page(address))
            )

    def _action(self, text: str, icon: str, shortcut: str, tooltip: str, on_triggered: Act) -> QAction:
        action = make_action(self, text, icon, shortcut=shortcut, tooltip=tooltip, on_triggered=on_triggered)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)
        return action

    @staticmethod
    def _letter(signal: SignalInstance, *values: object) -> Act:
        def act() -> None:
            if not is_typing():
                signal.emit(*values)

        return act

    def _sorter(self, order: AssetSort) -> Act:
        return lambda: self.sort_requested.emit(order)

    def _tab(self, place: int) -> Act:
        return lambda: self.tab_requested.emit(place)

    def _force(self, types: tuple[AssetType, ...], providers: tuple[str, ...]) -> Act:
        return lambda: self.force_requested.emit(types, providers)

    def _page(self, address: str) -> Act:
        return lambda: self.page_requested.emit(address)
