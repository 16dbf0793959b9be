"""The asset browser: a window of its own, one for all titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.ports import Core
from ui.assets.choices import Choices, open_page
from ui.assets.controller import BrowserController, Timing
from ui.assets.culling_desk import CullingDesk
from ui.assets.escape import DoubleEscape
from ui.assets.fetch_messages import FetchMessages
from ui.assets.fetches import Fetches
from ui.assets.front import Front
from ui.assets.grid_state import StateAction
from ui.assets.new_pictures import NewPictures
from ui.assets.news import NewsReader
from ui.assets.news_badges import NewsBadges
from ui.assets.own_artwork import OwnArtwork
from ui.assets.preferences import AssetPreferences
from ui.assets.proposals_in_front import ProposalsInFront
from ui.assets.providers_in_front import ProvidersInFront
from ui.assets.sheet_act import SheetAct
from ui.assets.stack_watch import StackWatch
from ui.assets.views.modes import ViewMode
from ui.assets.views.view_control import ViewControl
from ui.assets.weighing import Weighing
from ui.assets.window_parts import WindowParts
from ui.assets.wording import label_of
from ui.placement import bring_to_front, is_at_its_least, keep_on_screen
from ui.subscriptions import Subscriptions
from ui.timers import delay

_SETTLE_MS = 60
"""Until chips and tabs have found their lines in a window of another size."""


def utc_now() -> datetime:
    """Return the time, aware UTC."""
    return datetime.now(UTC)


class AssetBrowser(QMainWindow):
    """Shows the candidates of one title at a time, from the cache at once and then from the providers.

    Args:
        settings: where filters, orders and sizes are kept; None takes those of the application.
        clock: aware UTC, for ages.

    Signals:
        choice_changed(EntityKey): a picture was selected, rejected or taken back.
        title_shown(EntityKey): another title is in front.
        identify_requested(EntityKey), keys_requested(provider), closed()
        sheet_requested(EntityKey, AssetType): the set of the title is wanted side by side.
    """

    choice_changed = Signal(object)
    title_shown = Signal(object)
    identify_requested = Signal(object)
    keys_requested = Signal(str)
    sheet_requested = Signal(object, object)
    closed = Signal()

    def __init__(
        self,
        core: Core,
        *,
        parent: QWidget | None = None,
        settings: QSettings | None = None,
        timing: Timing | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        timing = timing or Timing()
        self._keys: list[EntityKey] = []
        self._labels: dict[EntityKey, str] = {}
        self._preferences = AssetPreferences(settings)
        self.parts = parts = WindowParts(self, core.thumbnails, timing.busy_s)
        watch = StackWatch(core.stacks, parts.is_busy, on_error=parts.tell_problem, parent=self)
        self.controller = self._new_controller(core, watch, timing)
        self._make_what_is_shown(core, clock)
        self._make_acts(core, watch)
        self.fetches = self._new_fetches(timing, clock)
        self._listening = Subscriptions()
        self._listening.add(
            core.providers.subscribe(self.front.show_chips),
            core.preferences.subscribe(self._on_preferences),
        )
        self._connect()
        self._make_acts_of_others(core)
        self._settle = delay(self, _SETTLE_MS, lambda: keep_on_screen(self))
        self.setWindowTitle("Artwork")
        self.resize(1280, 800)
        self.restoreGeometry(self._preferences.kept_bytes("window"))
        parts.restore_panel(self._preferences.kept_bytes("splitter"))

    def _new_controller(self, core: Core, watch: StackWatch, timing: Timing) -> BrowserController:
        return BrowserController(
            core.cache,
            core.curation,
            core.library,
            lambda: [info.name for info in core.providers.infos()],
            timing=timing,
            on_error=self.parts.tell_problem,
            is_looked_at=lambda: self.isVisible() and not self.isMinimized(),
            stacks_of=watch.groups,
            parent=self,
        )

    def _make_what_is_shown(self, core: Core, clock: Callable[[], datetime]) -> None:
        parts, controller = self.parts, self.controller
        providers = ProvidersInFront(core.providers, core.preferences, clock)
        self.front = Front(parts, self._preferences, providers, controller.refresher.of, self)
        self._news_reader = NewsReader(
            core.cache, core.library, providers.weights_of, controller.arrived, parts.tell_problem, self
        )
        self.news = NewsBadges(parts, self.front, self._news_reader, self)
        self.weighing = Weighing(parts, self.front, core.preferences, self._preferences, self)

    def _make_acts(self, core: Core, watch: StackWatch) -> None:
        parts, controller, front = self.parts, self.controller, self.front
        self.choices = Choices(parts, controller, front, self)
        self.desk = CullingDesk(
            core, parts, controller, front, self.choices.culling, self._preferences, watch, self
        )
        self.views = ViewControl(core, parts, front, controller, self)
        self._new_pictures = NewPictures(parts, front, self)

    def _new_fetches(self, timing: Timing, clock: Callable[[], datetime]) -> Fetches:
        messages, escape = FetchMessages(self.parts.messages, clock), DoubleEscape(timing.escape_s)
        return Fetches(
            self.parts, self.controller, self.front, messages, self._new_pictures, self._labels, escape, clock, self
        )  # fmt: skip

    def _make_acts_of_others(self, core: Core) -> None:
        """Own pictures, what automation proposes, and the contact sheet: they find the window connected."""
        parts, controller, front = self.parts, self.controller, self.front
        self.own = OwnArtwork(core.own_pictures, parts, controller, front, self)
        self.own.choice_changed.connect(self.choice_changed)
        self.proposals = ProposalsInFront(core.automation.proposals, parts, controller, front, self)
        self.sheet = SheetAct(parts, controller, front, self)
        self.sheet.requested.connect(self.sheet_requested)

    # -- for the main window ---------------------------------------------------------------------------------

    def show_title(
        self, keys: Sequence[EntityKey], current: EntityKey, asset_type: AssetType | None = None
    ) -> None:
        """Bring the window to the front with the artwork of *current*.

        Args:
            keys: the titles that Previous and Next walk through, in the order of the library.
            asset_type: the tab to open; None stays on the one in front.
        """
        self._keys = list(keys)
        self._go(current, asset_type or self.front.kind)
        bring_to_front(self)
        self.parts.pane.take_focus()

    def reload(self) -> None:
        """Read the title in front again: it was changed elsewhere."""
        self.controller.reload()

    @property
    def current_key(self) -> EntityKey | None:
        """The title in front."""
        return self.controller.key

    async def aclose(self) -> None:
        """End every task; the window does nothing afterwards."""
        self._listening.end()
        await self.own.close()
        await self.proposals.close()
        await self.weighing.close()
        await self._news_reader.close()
        await self.desk.close()
        await self.views.close()
        await self.parts.pane.feed.close()
        await self.controller.close()

    # -- titles and types ------------------------------------------------------------------------------------

    def _go(self, key: EntityKey, kind: AssetType) -> None:
        self.fetches.enter(key)
        self.front.show_types(key, kind)
        self.desk.enter()
        self.views.change_scene()
        self.controller.open(key, self.front.kind)
        place = self._keys.index(key) if key in self._keys else -1
        self.parts.actions.previous.setEnabled(place > 0)
        self.parts.actions.next.setEnabled(0 <= place < len(self._keys) - 1)
        self.title_shown.emit(key)

    def _on_step(self, by: int) -> None:
        key = self.controller.key
        if key in self._keys:
            place = self._keys.index(key) + by
            if 0 <= place < len(self._keys):
                self._go(self._keys[place], self.front.kind)

    def _on_type_chosen(self, kind: AssetType) -> None:
        self.front.show_type(kind)
        self.desk.enter()
        self.views.change_scene()
        self.controller.show_type(kind)
        if self.front.row is not None:
            self._on_title_read(self.front.row)

    def _on_title_read(self, row: LibraryRow) -> None:
        self._labels[row.key] = label_of(row.entity)
        self.setWindowTitle(f"Artwork: {label_of(row.entity)}")
        place = self._keys.index(row.key) + 1 if row.key in self._keys else 0
        self.front.show_row(row, place, len(self._keys))

    # -- the window ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        parts, controller, front, actions = self.parts, self.controller, self.front, self.parts.actions
        controller.title_read.connect(self._on_title_read)
        controller.assets_read.connect(front.show_read)
        controller.assets_read.connect(self._new_pictures.on_read)  # after the tiles are there
        controller.counts_read.connect(lambda _, counts: parts.header.tabs.show_counts(counts))
        controller.counts_read.connect(self.news.on_counts)
        controller.read_failed.connect(front.show_error)
        self.choices.choice_changed.connect(self.choice_changed)
        self.fetches.keys_requested.connect(self.keys_requested)
        actions.step_requested.connect(self._on_step)
        self.desk.title_requested.connect(self._on_step)
        actions.tab_step_requested.connect(parts.header.tabs.step)
        actions.tab_requested.connect(parts.header.tabs.go_to)
        actions.identify_requested.connect(self._on_identify)
        actions.leave_requested.connect(self.close)
        actions.sort_requested.connect(front.set_sort)
        actions.ground_requested.connect(front.look.set_ground)
        actions.clear_filters_requested.connect(self._on_clear_filters)
        actions.zoom_requested.connect(parts.filters.zoom)
        actions.season_step_requested.connect(front.step_season)
        parts.header.tabs.type_chosen.connect(self._on_type_chosen)
        parts.header.seasons.season_chosen.connect(front.set_season)
        parts.panel.settings_requested.connect(self.keys_requested)
        parts.panel.page_requested.connect(open_page)
        parts.filters.filter_changed.connect(front.set_filter)
        parts.filters.sort_changed.connect(front.set_sort)
        parts.filters.reset_requested.connect(front.reset)
        actions.reset_requested.connect(front.reset)
        parts.filters.tile_width_changed.connect(front.look.set_width)
        parts.pane.zoom_requested.connect(parts.filters.zoom)
        parts.pane.action_requested.connect(self._on_state_action)

    def _on_preferences(self) -> None:
        """Show what the person changed in the settings; other orders and ladders give other scores."""
        if not self.weighing.take_over():
            self.front.show_providers()
            self.controller.reload()

    def _on_clear_filters(self) -> None:
        self.front.set_filter(self.front.filter.cleared())
        self.parts.pane.take_focus()

    def _on_identify(self) -> None:
        if self.controller.key is not None:
            self.identify_requested.emit(self.controller.key)

    def _on_state_action(self, action: StateAction) -> None:
        match action:
            case StateAction.CLEAR_FILTERS:
                self._on_clear_filters()
            case StateAction.SHOW_REJECTED:
                self.front.set_filter(replace(self.front.filter.cleared(), shows_rejected=True))
            case StateAction.ALL_SEASONS:
                self.front.set_season(None)
                self.parts.pane.take_focus()
            case StateAction.IDENTIFY:
                self._on_identify()
            case StateAction.SETTINGS | StateAction.RESUME:
                self.keys_requested.emit("")
            case StateAction.READ_AGAIN:
                self.front.show_type(self.front.kind)
                self.controller.reload()
            case StateAction.RETRY | StateAction.FORCE:
                self.fetches.retry(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            if self.parts.stage.mode is not ViewMode.GRID:
                self.views.show(ViewMode.GRID)
            elif self.fetches.press_escape():
                self.close()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.parts.fit()
        if is_at_its_least(self):
            self._settle.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.views.show(ViewMode.GRID)
        self.desk.watch.leave()
        self._preferences.keep_bytes("window", self.saveGeometry())
        if self.parts.is_panel_placed:
            self._preferences.keep_bytes("splitter", self.parts.splitter.saveState())
        super().closeEvent(event)
        self.closed.emit()
