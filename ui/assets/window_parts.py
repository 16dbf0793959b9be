"""The widgets of the browser and where they stand."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter, QStatusBar, QVBoxLayout, QWidget

from metarr_desktop.domain.ports import Thumbnails
from ui.assets.actions import BrowserActions
from ui.assets.detail_panel import DetailPanel
from ui.assets.filter_bar import FilterBar
from ui.assets.grid_pane import GridPane
from ui.assets.header import BrowserHeader
from ui.assets.preview_page import PreviewPage
from ui.assets.refresh_button import RefreshButton
from ui.message_bar import MessageBar, Severity
from ui.toolbar import ActionBar


class WindowParts:
    """Builds everything into *window*; holds no state and does no work."""

    def __init__(self, window: QMainWindow, thumbnails: Thumbnails, busy_s: float) -> None:
        self.actions = BrowserActions(window)
        self.actions.fill_menus(window.menuBar())
        self.bar = ActionBar("Artwork", window)
        self.actions.fill_bar(self.bar)
        self.refresh = RefreshButton(self.bar, self.actions.force, self.actions.force_menu, busy_s, window)
        window.addToolBar(self.bar)
        self.header, self.filters, self.messages = BrowserHeader(), FilterBar(), MessageBar()
        self.pane, self.panel = GridPane(thumbnails, on_error=self.tell_problem), DetailPanel()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.pane)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.is_panel_placed = False
        self.splitter.splitterMoved.connect(lambda *_: self._place_panel())
        self.ground = QWidget(window)
        column = QVBoxLayout(self.ground)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.filters, self.messages):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(self.splitter, 1)
        window.setCentralWidget(self.ground)
        self.preview = PreviewPage(thumbnails, self.ground, on_error=self.tell_problem)
        status = QStatusBar(window)
        status.setSizeGripEnabled(False)
        window.setStatusBar(status)
        self.counts, self.act = QLabel(status), QLabel(status)
        for label in (self.counts, self.act):
            label.setTextFormat(Qt.TextFormat.PlainText)
        status.addWidget(self.counts)
        status.addWidget(self.act, 1)

    def fit(self) -> None:
        """Keep the preview as large as the window, and the panel in proportion until a person moves its edge."""
        self.preview.setGeometry(self.ground.rect())
        width = self.ground.width()
        if not self.is_panel_placed:
            panel = max(300, min(400, width // 5))
            self.splitter.setSizes([max(1, width - panel), panel])

    def restore_panel(self, state: QByteArray) -> None:
        """Put the edge of the panel where a person left it."""
        self.is_panel_placed = not state.isEmpty() and self.splitter.restoreState(state)

    def _place_panel(self) -> None:
        self.is_panel_placed = True

    def tell_problem(self, sentence: str) -> None:
        """Say that something went wrong; it stays until it is closed."""
        self.messages.post(sentence, Severity.BAD, key=f"problem:{sentence}")
