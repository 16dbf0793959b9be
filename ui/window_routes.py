"""Where each action and signal of the main window leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, IdentityState
from ui.about import about_dialog, keys_dialog
from ui.automation_routes import AutomationRoutes
from ui.library.session import LibrarySession
from ui.page_windows import PageWindows
from ui.theme import Mode, current_theme
from ui.window_actions import TEXT_SCALES, Possible

if TYPE_CHECKING:
    from ui.dropped import Brought
    from ui.main_window import MainWindow


class WindowRoutes(QObject):
    """Connects the actions, the library page and the other windows of *window*."""

    def __init__(self, window: MainWindow, settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._connect_actions()
        self._automation = AutomationRoutes(window, self.browse)
        self._connect_page()
        self._restore_theme()

    def connect_core(self, session: LibrarySession, windows: PageWindows) -> None:
        """Connect what lives as long as one core."""
        session.refresh_changed.connect(self.update_actions)
        session.identify_wanted.connect(self.identify)
        session.providers_changed.connect(self._show_providers)
        self._show_providers()
        windows.identified.connect(self._on_identified)
        windows.changed.connect(lambda key: session.title_changed(key))
        windows.shown.connect(self._window.library.focus_title)
        windows.left.connect(self._on_window_left)
        windows.keys_wanted.connect(lambda name: self._window.tools.show_settings("providers", name))

    def _show_providers(self) -> None:
        """Offer to ask one provider alone, of those that know titles of the kind in front."""
        if self._window.core is not None:
            infos = self._window.core.providers.infos()
            kind = self._window.library.kind
            titles = [(info.name, info.title) for info in infos if info.knows(kind)]
            self._window.acts.set_providers(titles, self.force_from)

    def update_actions(self) -> None:
        """Enable what can be done with the titles in front."""
        library, session, acts = self._window.library, self._window.session, self._window.acts
        rows, current = library.titles.selected_rows(), library.titles.current_row()
        is_known = current is not None and current.entity.state is IdentityState.IDENTIFIED
        acts.update(
            Possible(
                is_attached=session is not None,
                has_titles=library.titles.model.rowCount() > 0,
                selected=len(rows),
                identified=sum(row.entity.state is IdentityState.IDENTIFIED for row in rows),
                has_set=current is not None and current.key.entity_type in (EntityType.MOVIE, EntityType.TV),
                can_browse=is_known or (current is not None and current.poster is not None),
                is_refreshing=session is not None and session.refresh.is_running,
            )
        )
        self._automation.update_actions(rows)

    # -- acts ------------------------------------------------------------------------------------------------

    def identify(self, keys: list[EntityKey]) -> None:
        """Open the identification window on *keys*."""
        if self._window.windows is not None:
            self._window.windows.identify(keys)

    def browse(self, key: EntityKey | None, asset_type: AssetType | None = None) -> None:
        """Open the asset browser on *key*; the titles shown are its neighbours."""
        if self._window.windows is not None and key is not None:
            self._window.tools.forget_asker()
            self._window.windows.browse(self._window.library.titles.keys(), key, asset_type)

    def show_sheet(self, key: EntityKey | None) -> None:
        """Show the set of *key* side by side."""
        if self._window.windows is not None and key is not None:
            self._window.windows.show_sheet(key)

    def _bring(self, kind: AssetType, pictures: Sequence[Brought]) -> None:
        """Let pictures dropped onto a slot be added."""
        key = self._window.library.titles.current_key()
        if self._window.windows is not None and key is not None:
            self._window.windows.bring(self._window.library.titles.keys(), key, kind, pictures)

    def refresh(self, *, force: bool) -> None:
        """Refresh the selected titles; while a refresh runs, stop it."""
        session = self._window.session
        if session is None:
            return
        if not session.refresh.is_running:
            session.refresh_selected(force=force)
        elif self._window.acts.refresh.is_cancel:
            session.refresh.cancel()

    def force_from(self, provider: str) -> None:
        """Ask one provider alone."""
        if self._window.session is not None:
            self._window.session.refresh_selected(force=True, provider=provider)

    # -- connecting ------------------------------------------------------------------------------------------

    def _connect_actions(self) -> None:
        window, acts, page = self._window, self._window.acts, self._window.library
        acts.add_folder.triggered.connect(lambda: self._ask_for_folder(page.kind))
        for kind, action in acts.add_folder_of.items():
            action.triggered.connect(lambda _=False, each=kind: self._ask_for_folder(each))
        acts.kinds.triggered.connect(lambda action: page.show_kind(EntityType(action.data())))
        acts.add_title.triggered.connect(lambda: self._ask_for_title(""))
        acts.quit.triggered.connect(window.close)  # the last window ends the program
        acts.undo.triggered.connect(lambda: self._undo(is_redo=False))
        acts.redo.triggered.connect(lambda: self._undo(is_redo=True))
        acts.select_all.triggered.connect(lambda: page.titles.select_all())
        acts.find.triggered.connect(lambda: window.omnibox.take_focus())
        acts.wall.triggered.connect(lambda: page.set_view("wall"))
        acts.table.triggered.connect(lambda: page.set_view("table"))
        acts.larger.triggered.connect(lambda: page.zoom(1))
        acts.smaller.triggered.connect(lambda: page.zoom(-1))
        acts.panels.toggled.connect(page.show_panels)
        acts.full_screen.toggled.connect(lambda on: window.showFullScreen() if on else window.showNormal())
        acts.identify.triggered.connect(self._identify_selected)
        acts.browse.triggered.connect(lambda: self.browse(page.titles.current_key()))
        acts.refresh_stale.triggered.connect(lambda: self.refresh(force=False))
        acts.force.triggered.connect(lambda: self.refresh(force=True))
        acts.keys.triggered.connect(window.show_keys)
        acts.settings.triggered.connect(lambda: window.tools.show_settings())
        acts.health.triggered.connect(lambda: window.tools.show_health())
        window.status.lamp_clicked.connect(window.tools.show_health)
        acts.sheet.triggered.connect(lambda: self.show_sheet(page.titles.current_key()))
        acts.shortcuts.triggered.connect(lambda: keys_dialog(acts.all(), window).open())
        acts.about.triggered.connect(self._show_about)
        acts.themes.triggered.connect(lambda action: self._set_theme(action.data()))
        acts.text_sizes.triggered.connect(lambda action: self._set_text_scale(float(action.data())))
        acts.refresh.changed.connect(self._mirror_refresh)

    def _connect_page(self) -> None:
        acts, page, box = self._window.acts, self._window.library, self._window.omnibox
        page.selection_changed.connect(self.update_actions)
        page.kind_shown.connect(self._on_kind_shown)
        page.centre.title_activated.connect(self._on_activated)
        page.centre.identify_clicked.connect(lambda key: self.identify([key]))
        page.inspector.slot_clicked.connect(lambda kind: self.browse(page.titles.current_key(), kind))
        page.inspector.pictures_dropped.connect(self._bring)
        page.inspector.browse_clicked.connect(acts.browse.trigger)
        page.inspector.identify_clicked.connect(self._identify_current)
        page.inspector.refresh_clicked.connect(acts.force.trigger)
        page.inspector.several.identify_clicked.connect(acts.identify.trigger)
        page.inspector.several.refresh_clicked.connect(acts.force.trigger)
        page.centre.menu_requested.connect(acts.item_menu.popup)
        page.centre.folder_wanted.connect(acts.add_folder.trigger)
        page.centre.title_wanted.connect(self._ask_for_title)
        page.centre.retry_requested.connect(self._window.retry_requested)
        page.filter_cleared.connect(box.clear)
        box.textChanged.connect(page.set_filter)
        box.submitted.connect(page.submit_filter)
        box.left.connect(page.take_focus)
        self._on_kind_shown(page.kind)

    def _restore_theme(self) -> None:
        scale = kept_scale(self._settings.value("window/text_scale", 1.0))
        for action in self._window.acts.text_sizes.actions():
            action.setChecked(action.data() == scale)
        if scale != 1.0:
            self._set_text_scale(scale)
        wanted = str(self._settings.value("window/theme", Mode.SYSTEM.value))
        for action in self._window.acts.themes.actions():
            if action.data() == wanted:
                action.setChecked(True)
                if wanted != Mode.SYSTEM.value:
                    self._set_theme(wanted)

    def _set_theme(self, name: str) -> None:
        theme = current_theme()
        if theme is not None:  # a bare QApplication has none
            theme.set_mode(name)
        self._settings.setValue("window/theme", name)

    def _set_text_scale(self, scale: float) -> None:
        theme = current_theme()
        if theme is not None:
            theme.set_text_scale(scale)
        self._settings.setValue("window/text_scale", scale)

    # -- answers ---------------------------------------------------------------------------------------------

    def _mirror_refresh(self) -> None:
        action = self._window.acts.refresh.action
        self._window.library.inspector.set_refresh(
            action.text(), is_enabled=action.isEnabled(), tooltip=action.toolTip()
        )

    def _on_activated(self, key: EntityKey) -> None:
        row = self._window.library.titles.model.find(key)
        if row is not None and row.entity.state is IdentityState.UNIDENTIFIED:
            self.identify([key])
        else:
            self.browse(key)

    def _identify_selected(self) -> None:
        """Queue the selected titles; among several those that are identified have no business there."""
        rows = self._window.library.titles.selected_rows()
        open_ones = [row.key for row in rows if row.entity.state is not IdentityState.IDENTIFIED]
        self.identify(open_ones or [row.key for row in rows])

    def _identify_current(self) -> None:
        key = self._window.library.titles.current_key()
        self.identify([] if key is None else [key])

    def _undo(self, *, is_redo: bool) -> None:
        if self._window.session is not None:
            library = self._window.session.library
            (library.redo if is_redo else library.undo)()

    def _on_kind_shown(self, entity_type: EntityType) -> None:
        self._window.acts.show_kind(entity_type)
        self._window.omnibox.show_kind(entity_type)
        self._show_providers()

    def _ask_for_folder(self, entity_type: EntityType) -> None:
        if self._window.session is not None:
            self._window.session.ask_for_folder(self._window, entity_type)

    def _ask_for_title(self, text: str) -> None:
        if self._window.session is not None:
            self._window.session.ask_for_title(self._window, text)

    def _on_identified(self, key: EntityKey, is_single: bool) -> None:
        if self._window.session is not None:
            self._window.session.title_changed(key, is_other_work=True)
        self._window.library.focus_title(key)
        if is_single:
            self.browse(key)

    def _on_window_left(self) -> None:
        if self._window.isVisible() and not self._window.tools.go_back():
            self._window.activateWindow()
            self._window.library.take_focus()

    def _show_about(self) -> None:
        core = self._window.core
        about_dialog(() if core is None else core.providers.all_infos(), self._window).open()


def kept_scale(value: object) -> float:
    """Return the text size kept in the settings, 1.0 when that is none that can be chosen."""
    try:
        scale = float(str(value))
    except ValueError:
        return 1.0
    return scale if scale in TEXT_SCALES else 1.0
