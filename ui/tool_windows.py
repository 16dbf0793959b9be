"""The windows of settings and provider health: made when first needed; they outlive a core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.ports import Core

if TYPE_CHECKING:
    from ui.health.page import HealthWindow
    from ui.settings.page import SettingsWindow


class ToolWindows(QObject):
    """Opens them over *above*.

    Args:
        themes, text_sizes: the actions of the View menu, which the settings show as well.

    Signals:
        keys_saved().
        changes_left(int): the settings were closed while so many changes waited for *Apply*; 0: none.
    """

    keys_saved = Signal()
    changes_left = Signal(int)

    def __init__(self, above: QWidget, themes: QActionGroup, text_sizes: QActionGroup) -> None:
        super().__init__(above)
        self._above, self._themes, self._text_sizes = above, themes, text_sizes
        self._core: Core | None = None
        self.settings_window: SettingsWindow | None = None
        self.health_window: HealthWindow | None = None

    def attach(self, core: Core) -> None:
        """Show what *core* says from now on."""
        self._core = core
        for window in (self.settings_window, self.health_window):
            if window is not None:
                window.attach(core)

    async def detach(self) -> None:
        """Let go of the core."""
        self._core = None
        for window in (self.settings_window, self.health_window):
            if window is not None:
                await window.detach()

    def show_settings(self, page: str = "", provider: str = "") -> None:
        """Open the settings at *page*, the last one where empty; *provider* opens its keys."""
        if self._core is None:
            return
        if self.settings_window is None:
            from ui.settings.page import (
                SettingsWindow,
            )  # read when first needed: the first paint comes sooner

            window = SettingsWindow(self._core, self._above, themes=self._themes, text_sizes=self._text_sizes)
            window.keys_saved.connect(self.keys_saved)
            window.closed.connect(lambda: self.changes_left.emit(window.waiting))
            window.closed.connect(self._on_closed)
            self.settings_window = window
        self.settings_window.show_page(page, provider)

    def show_health(self, provider: str = "") -> None:
        """Open the health page, at *provider* where given."""
        if self._core is None:
            return
        if self.health_window is None:
            from ui.health.page import HealthWindow  # as above

            self.health_window = HealthWindow(self._core, self._above)
            self.health_window.closed.connect(self._on_closed)
            self.health_window.settings_requested.connect(lambda name: self.show_settings("providers", name))
        self.health_window.show_provider(provider)

    def _on_closed(self) -> None:
        if self._above.isVisible():
            self._above.activateWindow()

    def close_windows(self) -> None:
        """Close what is open."""
        for window in (self.settings_window, self.health_window):
            if window is not None:
                window.close()
