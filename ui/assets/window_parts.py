"""The widgets of the browser and where they stand."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter, QStatusBar, QVBoxLayout, QWidget

from metarr_desktop.domain.ports import Thumbnails
from ui.assets.actions import BrowserActions
from ui.assets.culling_actions import CullingActions
from ui.assets.detail_panel import DetailPanel
from ui.assets.filter_bar import FilterBar
from ui.assets.grid_pane import GridPane
from ui.assets.header import BrowserHeader
from ui.assets.lock_button import LockButton
from ui.assets.proposal_bar import ProposalBar
from ui.assets.ranking_panel import RankingPanel
from ui.assets.refresh_button import RefreshButton
from ui.assets.selected_strip import SelectedStrip
from ui.assets.side_pane import SidePane
from ui.assets.stack_chip import StackChip
from ui.assets.views.stage import ViewStage
from ui.message_bar import MessageBar, Severity
from ui.toolbar import LOW, ActionBar


class WindowParts:
    """Builds everything into *window*; holds no state and does no work."""

    def __init__(self, window: QMainWindow, thumbnails: Thumbnails, busy_s: float) -> None:
        self.actions = BrowserActions(window)
        self.actions.fill_menus(window.menuBar())
        self.culling = CullingActions(window)
        self.culling.fill_menus(window.menuBar())
        self.bar = ActionBar("Artwork", window)
        self.actions.fill_bar(self.bar)
        self.refresh = RefreshButton(self.bar, self.actions.force, self.actions.force_menu, busy_s, window)
        window.addToolBar(self.bar)
        self.header, self.filters, self.messages = BrowserHeader(), FilterBar(), MessageBar()
        self.pane, self.panel = GridPane(thumbnails, on_error=self.tell_problem), DetailPanel()
        self.proposal = ProposalBar()
        self.stack_chip, self.lock = StackChip(self.filters), LockButton(self.header)
        self.filters.add_switch(self.stack_chip)
        self.header.add_beside_title(self.lock)
        self.strip = SelectedStrip(self.pane.pixmap)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.pane)
        self.ranking = RankingPanel()
        self.side = SidePane(self.panel, self.ranking)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.is_panel_placed = False
        self.splitter.splitterMoved.connect(lambda *_: self._place_panel())
        self.ground = QWidget(window)
        column = QVBoxLayout(self.ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.strip, self.filters, self.messages, self.proposal):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self.splitter, 1)
        views = self.actions.views
        self.stage = ViewStage(self.ground, self.messages, thumbnails, views, on_error=self.tell_problem)
        self.preview = self.stage.loupe
        window.setCentralWidget(self.stage)
        status = QStatusBar(window)
        status.setSizeGripEnabled(False)
        window.setStatusBar(status)
        self.counts, self.act = QLabel(status), QLabel(status)
        for label in (self.counts, self.act):
            label.setTextFormat(Qt.TextFormat.PlainText)
        status.addWidget(self.counts)
        status.addWidget(self.act, 1)

    def fit(self) -> None:
        """Keep the panel in proportion until a person moves its edge."""
        width = self.stage.width()
        is_low = self.stage.window().height() < LOW
        self.header.show_low(is_low)
        self.filters.show_low(is_low)
        if not self.is_panel_placed:
            panel = max(300, min(400, width // 5))
            self.splitter.setSizes([max(1, width - panel), panel])

    def restore_panel(self, state: QByteArray) -> None:
        """Put the edge of the panel where a person left it."""
        self.is_panel_placed = not state.isEmpty() and self.splitter.restoreState(state)

    def _place_panel(self) -> None:
        self.is_panel_placed = True

    def is_busy(self) -> bool:
        """Return whether pictures in sight are on their way, or tiles are being dragged to another size."""
        return not self.pane.feed.is_idle or self.pane.grid.pace.is_dragging

    def tell_problem(self, sentence: str) -> None:
        """Say that something went wrong; it stays until it is closed."""
        self.messages.post(sentence, Severity.BAD, key=f"problem:{sentence}")
