"""The widgets of the browser and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
        self.splitter.setSizes([1000, 300])
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

    def fit_preview(self) -> None:
        """Keep the preview as large as the window."""
        self.preview.setGeometry(self.ground.rect())

    def tell_problem(self, sentence: str) -> None:
        """Say that something went wrong; it stays until it is closed."""
        self.messages.post(sentence, Severity.BAD, key=f"problem:{sentence}")
