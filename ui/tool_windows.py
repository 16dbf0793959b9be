"""The windows about the program rather than one title: made when first needed; they outlive a core."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from metarr_desktop.domain.ports import Core

if TYPE_CHECKING:
    from ui.activity.page import ActivityWindow
    from ui.health.page import HealthWindow
    from ui.review.page import ReviewWindow
    from ui.settings.page import SettingsWindow
    from ui.statistics.page import StatisticsWindow


class _ToolWindow(Protocol):
    """What all of them have in common."""

    def attach(self, core: Core) -> None: ...

    async def detach(self) -> None: ...

    def close(self) -> bool: ...


class ToolWindows(QObject):
    """Opens settings, provider health, activity, statistics and the review of proposals over *above*.

    The modules are read when first needed: the first paint of the program comes sooner.

    Args:
        themes, text_sizes: the actions of the View menu, which the settings show as well.

    Signals:
        keys_saved().
        changes_left(int): the settings were closed while so many changes waited for *Apply*; 0: none.
        browse_requested(EntityKey, AssetType or None): the artwork of a title is wanted.
        changed(EntityKey): something of the title was selected, or taken back.
    """

    keys_saved = Signal()
    changes_left = Signal(int)
    browse_requested = Signal(object, object)
    changed = Signal(object)

    def __init__(self, above: QWidget, themes: QActionGroup, text_sizes: QActionGroup) -> None:
        super().__init__(above)
        self._above, self._themes, self._text_sizes = above, themes, text_sizes
        self._core: Core | None = None
        self.settings_window: SettingsWindow | None = None
        self.health_window: HealthWindow | None = None
        self.activity_window: ActivityWindow | None = None
        self.statistics_window: StatisticsWindow | None = None
        self.review_window: ReviewWindow | None = None
        self._asker: QWidget | None = None
        self._openers: dict[QWidget, QWidget] = {}

    def attach(self, core: Core) -> None:
        """Show what *core* says from now on."""
        self._core = core
        for window in self._windows():
            window.attach(core)

    async def detach(self) -> None:
        """Let go of the core."""
        self._core = None
        for window in self._windows():
            await window.detach()

    def show_settings(self, page: str = "", provider: str = "") -> None:
        """Open the settings at *page*, the last one where empty; *provider* opens its keys."""
        if self._core is None:
            return
        if self.settings_window is None:
            from ui.settings.page import SettingsWindow

            window = SettingsWindow(self._core, self._above, themes=self._themes, text_sizes=self._text_sizes)
            window.keys_saved.connect(self.keys_saved)
            window.activity_requested.connect(self.show_activity)
            window.closed.connect(lambda: self.changes_left.emit(window.waiting))
            window.closed.connect(lambda: self._on_closed(window))
            self.settings_window = window
        self._note_opener(self.settings_window)
        self.settings_window.show_page(page, provider)

    def show_health(self, provider: str = "") -> None:
        """Open the health page, at *provider* where given."""
        if self._core is None:
            return
        if self.health_window is None:
            from ui.health.page import HealthWindow

            window = HealthWindow(self._core, self._above)
            window.closed.connect(lambda: self._on_closed(window))
            window.settings_requested.connect(lambda name: self.show_settings("providers", name))
            self.health_window = window
        self._note_opener(self.health_window)
        self.health_window.show_provider(provider)

    def show_activity(self, tab: str = "") -> None:
        """Open what is done automatically, at *tab*, the last one where empty."""
        if self._core is not None:
            self._activity(self._core).show_tab(tab)

    def show_job(self, job_id: int) -> None:
        """Open what is done automatically at a job, with its report."""
        if self._core is not None:
            self._activity(self._core).show_job(job_id)

    def show_statistics(self) -> None:
        """Open the numbers of the cache."""
        if self._core is None:
            return
        if self.statistics_window is None:
            from ui.statistics.page import StatisticsWindow

            window = StatisticsWindow(self._core, self._above)
            window.closed.connect(lambda: self._on_closed(window))
            window.title_requested.connect(lambda key: self._browse(window, key))
            self.statistics_window = window
        self._note_opener(self.statistics_window)
        self.statistics_window.show_page()

    def show_review(self) -> None:
        """Open what automation proposes."""
        if self._core is None:
            return
        if self.review_window is None:
            from ui.review.page import ReviewWindow

            window = ReviewWindow(self._core, self._above)
            window.closed.connect(lambda: self._on_closed(window))
            window.browse_requested.connect(lambda key, kind: self._browse(window, key, kind))
            window.changed.connect(self.changed)
            self.review_window = window
        self._note_opener(self.review_window)
        self.review_window.show_review()

    def forget_asker(self) -> None:
        """Note that the artwork of a title is looked at for the library, not for one of these windows."""
        self._asker = None

    def go_back(self) -> bool:
        """Bring the window to the front that asked for the artwork last; False if none did, or it is closed."""
        asker, self._asker = self._asker, None
        if asker is None or not asker.isVisible():
            return False
        asker.raise_()
        asker.activateWindow()
        return True

    def close_windows(self) -> None:
        """Close what is open."""
        self._openers.clear()
        for window in self._windows():
            window.close()

    def _activity(self, core: Core) -> ActivityWindow:
        if self.activity_window is None:
            from ui.activity.page import ActivityWindow

            window = ActivityWindow(core, self._above)
            window.closed.connect(lambda: self._on_closed(window))
            window.title_requested.connect(lambda key: self._browse(window, key))
            window.settings_requested.connect(self.show_settings)
            window.review_requested.connect(self.show_review)
            window.changed.connect(self.changed)
            self.activity_window = window
        self._note_opener(self.activity_window)
        return self.activity_window

    def _browse(self, asker: QWidget | None, key: object, kind: object = None) -> None:
        self.browse_requested.emit(key, kind)
        self._asker = asker

    def _note_opener(self, window: QWidget) -> None:
        """Remember which window is in front while *window* is asked for."""
        opener = QApplication.activeWindow()
        while isinstance(opener, QDialog) and opener.isModal():  # it will be gone: the one below is meant
            parent = opener.parentWidget()
            opener = None if parent is None else parent.window()
        if opener is not None and opener is not window:
            self._openers[window] = opener

    def _on_closed(self, window: QWidget) -> None:
        """Go back to where *window* was opened from."""
        opener = self._openers.pop(window, None)
        if opener is None or not isValid(opener) or not opener.isVisible():
            opener = self._above
        if opener.isVisible():
            opener.raise_()
            opener.activateWindow()

    def _windows(self) -> list[_ToolWindow]:
        windows: tuple[_ToolWindow | None, ...] = (
            self.settings_window,
            self.health_window,
            self.activity_window,
            self.statistics_window,
            self.review_window,
        )
        return [each for each in windows if each is not None]
