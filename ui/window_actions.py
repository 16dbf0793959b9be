"""Every action of the main window, its menus and its tool bar, and what can be done when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from metarr_desktop.domain.entity import EntityType
from ui.automation_actions import AutomationActions
from ui.kinds import KINDS, words_of
from ui.omnibox import Omnibox
from ui.refresh_toggle import RefreshToggle
from ui.toolbar import ActionBar, make_action, set_tooltip

_THEMES = (
    ("system", "As the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"),
)  # fmt: skip

TEXT_SCALES = (0.9, 1.0, 1.25, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Possible:
    """What the titles in front allow.

    ``identified`` counts the selected titles that providers can be asked for; ``has_set``: there can be a contact
    sheet for the title in front.
    """

    is_attached: bool = False
    has_titles: bool = False
    selected: int = 0
    identified: int = 0
    can_browse: bool = False
    has_set: bool = False
    is_refreshing: bool = False


class WindowActions(QObject):
    """Makes the actions; the window connects them."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._make_file_and_edit(window)
        self._make_view(window)
        self._make_title(window)
        self._make_tools_and_help(window)
        self.themes = _choice_of_one(window, _THEMES)
        self.text_sizes = _choice_of_one(window, [(each, f"{round(each * 100)} %") for each in TEXT_SCALES])
        self.automation = AutomationActions(window)
        self.refresh = RefreshToggle(self.force, self)
        self.item_menu = QMenu("&Item", window)
        self.folder_menu = QMenu("Add folder", window)
        self.refresh_menu = QMenu("Force refresh", window)
        self.update(Possible())

    def _make_file_and_edit(self, window: QMainWindow) -> None:
        make = make_action
        self.add_folder = make(
            window, "Add folder…", "add-folder", shortcut="Ctrl+Shift+O",
            tooltip="Add what is found below a folder; nothing is written there",
        )  # fmt: skip
        self.add_folder_of = {each: _folder_action(window, each) for each in KINDS}
        self.add_title = make(
            window, "Add title…", "add-title", shortcut="Ctrl+N",
            tooltip="Add a film, series or album by name, id or address",
        )  # fmt: skip
        self.quit = make(window, "Quit", shortcut="Ctrl+Q", tooltip="Close the program")
        self.quit.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)  # from every window
        self.undo = make(window, "Undo", "undo", shortcut="Ctrl+Z", tooltip="Take back the last choice")
        self.redo = make(
            window, "Redo", "redo", shortcut="Ctrl+Shift+Z; Ctrl+Y", tooltip="Do again what was taken back"
        )
        self.select_all = make(window, "Select all", shortcut="Ctrl+A", tooltip="Select every title shown")
        self.find = make(
            window, "Find", "search", shortcut="Ctrl+K; Ctrl+F; Ctrl+O", tooltip="Filter the titles"
        )

    def _make_view(self, window: QMainWindow) -> None:
        make = make_action
        self.kinds = QActionGroup(window)
        for place, kind in enumerate(KINDS, 1):
            words = words_of(kind)
            action = make(
                window, words.title, shortcut=f"Alt+{place}", is_checkable=True,
                tooltip=f"Show the {words.many} of the library",
            )  # fmt: skip
            action.setData(kind.value)
            self.kinds.addAction(action)
        self.wall = make(window, "Wall", "wall", shortcut="Ctrl+1", tooltip="Show the titles as pictures")
        self.table = make(window, "Table", "table", shortcut="Ctrl+2", tooltip="Show the titles as a table")
        self.larger = make(
            window, "Larger tiles", "zoom-in", shortcut="Ctrl++; Ctrl+=", tooltip="Make the pictures larger"
        )
        self.smaller = make(
            window, "Smaller tiles", "zoom-out", shortcut="Ctrl+-", tooltip="Make the pictures smaller"
        )
        self.panels = make(
            window, "Side panels", shortcut="F9", is_checkable=True, tooltip="Show rail and inspector"
        )
        self.panels.setChecked(True)
        self.full_screen = make(
            window, "Full screen", "preview", shortcut="F11", is_checkable=True,
            tooltip="Use the whole screen",
        )  # fmt: skip

    def _make_title(self, window: QMainWindow) -> None:
        make = make_action
        self.identify = make(
            window, "Identify…", "identify", shortcut="Ctrl+I", tooltip="Say what the selected title is"
        )
        self.browse = make(
            window, "Browse artwork", "browse", shortcut="Ctrl+B",
            tooltip="Look through all artwork of the title, also with Enter",
        )  # fmt: skip
        self.refresh_stale = make(
            window, "Fetch if stale", "time", shortcut="F5",
            tooltip="Ask the providers for what is missing or older than seven days",
        )  # fmt: skip
        self.force = make(window, "Force refresh", "refresh", shortcut="Ctrl+F5")

    def _make_tools_and_help(self, window: QMainWindow) -> None:
        make = make_action
        self.keys = make(window, "Provider keys…", "key", tooltip="Enter and test the keys of the providers")
        self.settings = make(
            window, "Settings…", "settings", shortcut="Ctrl+,",
            tooltip="Providers, languages and look",
        )  # fmt: skip
        self.health = make(
            window, "Provider health", "activity", shortcut="Ctrl+Shift+H",
            tooltip="See how each provider fares, and what it was asked today",
        )  # fmt: skip
        self.sheet = make(
            window, "Contact sheet", "table", shortcut="Ctrl+Shift+K",
            tooltip="See the seasons of the series, or the films of the collection, side by side",
        )  # fmt: skip
        self.shortcuts = make(window, "Keyboard shortcuts", "keyboard", shortcut="F1; ?")
        self.about = make(window, "About Metarr Desktop", "info")

    def update(self, possible: Possible) -> None:
        """Enable what can be done now."""
        tools = (self.keys, self.settings, self.health)
        needing = (self.add_folder, self.add_title, self.undo, self.redo, *tools)
        for action in (*needing, *self.add_folder_of.values()):
            action.setEnabled(possible.is_attached)
        self.select_all.setEnabled(possible.has_titles)
        self.find.setEnabled(possible.is_attached)
        self.identify.setEnabled(possible.selected > 0)
        self.browse.setEnabled(possible.can_browse)
        self.sheet.setEnabled(possible.has_set)
        can_refresh = possible.identified > 0 and not possible.is_refreshing
        self.refresh_stale.setEnabled(can_refresh)
        self.refresh_menu.setEnabled(can_refresh)
        self.refresh.show_state(
            is_running=possible.is_refreshing,
            is_enabled=possible.identified > 0,
            is_unidentified=possible.selected > 0 and not possible.identified,
        )

    def show_kind(self, entity_type: EntityType) -> None:
        """Let the actions speak of the kind in front."""
        words = words_of(entity_type)
        for action in self.kinds.actions():
            action.setChecked(action.data() == entity_type.value)
        self.add_folder.setText(f"Add {words.folder}…")
        self.add_folder.setIconText("Add folder")
        tooltip = f"Add the {words.many} found below a folder; nothing is written there"
        set_tooltip(self.add_folder, tooltip)
        for kind, action in self.add_folder_of.items():
            action.setVisible(kind is not entity_type)
        set_tooltip(self.wall, f"Show the titles as {words.picture}s")
        set_tooltip(self.identify, f"Say which {words.one} the selected title is")

    def build_menus(self, window: QMainWindow) -> None:
        """Fill the menu bar."""
        bar, separator = window.menuBar(), None
        theme = QMenu("Theme", window)
        theme.addActions(self.themes.actions())
        text_size = QMenu("Text size", window)
        text_size.addActions(self.text_sizes.actions())
        folders = [self.add_folder, *self.add_folder_of.values()]
        _fill(self.folder_menu, folders)
        _fill(bar.addMenu("&File"), [*folders, separator, self.add_title, separator, self.quit])
        _fill(bar.addMenu("&Edit"), [
            self.undo, self.redo, separator, self.select_all, self.find, separator, self.settings, self.keys,
        ])  # fmt: skip
        _fill(bar.addMenu("&View"), [
            *self.kinds.actions(), separator, self.wall, self.table, separator,
            self.larger, self.smaller, separator, self.panels, self.full_screen, theme, text_size,
        ])  # fmt: skip
        bar.addMenu(self.item_menu)
        _fill(self.item_menu, [
            self.browse, self.identify, separator, self.refresh_stale, self.force, separator,
            *self.automation.of_titles(),
        ])  # fmt: skip
        _fill(bar.addMenu("&Tools"), [self.sheet, separator, *self.automation.tools(), self.health])
        _fill(bar.addMenu("&Help"), [self.shortcuts, self.about])

    def build_toolbar(self, bar: ActionBar, omnibox: Omnibox) -> None:
        """Fill the tool bar."""
        bar.add(self.add_folder, menu=self.folder_menu)
        for action in (self.add_title, self.identify, self.browse):
            bar.add(action)
        bar.addSeparator()
        self.refresh.put_on(bar, self.refresh_menu)
        bar.addSeparator()
        bar.add_yielding(self.undo)
        bar.add_yielding(self.redo)
        self.automation.put_on(bar)
        bar.add_spacer()
        bar.addWidget(omnibox)

    def set_providers(self, providers: Iterable[tuple[str, str]], on_chosen: Callable[[str], object]) -> None:
        """Offer to ask one provider alone, in the menu beside *Force refresh*."""
        self.refresh_menu.clear()
        self.refresh_menu.addAction(self.refresh_stale)
        self.refresh_menu.addSeparator()
        for name, title in providers:
            action = self.refresh_menu.addAction(f"Force refresh from {title} only")
            action.triggered.connect(lambda _=False, each=name: on_chosen(each))

    def all(self) -> list[QAction]:
        """Return every action that has a key, in the order of the menus."""
        own = [each for each in vars(self).values() if isinstance(each, QAction) and each.shortcuts()]
        at = own.index(self.wall)
        last = own.index(self.shortcuts)
        return [*own[:at], *self.kinds.actions(), *own[at:last], *self.automation.all(), *own[last:]]


def _folder_action(window: QMainWindow, entity_type: EntityType) -> QAction:
    words = words_of(entity_type)
    tooltip = f"Add the {words.many} found below a folder; nothing is written there"
    return make_action(window, f"Add {words.folder}…", words.icon, tooltip=tooltip)


def _choice_of_one(window: QMainWindow, values: Iterable[tuple[object, str]]) -> QActionGroup:
    """Return a checkable action for each (value, text), of which one is checked; it carries its value."""
    group = QActionGroup(window)
    for value, text in values:
        action = make_action(window, text, is_checkable=True)
        action.setData(value)
        group.addAction(action)
    return group


def _fill(menu: QMenu, entries: Iterable[QAction | QMenu | None]) -> None:
    menu.setToolTipsVisible(True)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, QMenu):
            menu.addMenu(entry)
        else:
            menu.addAction(entry)
