"""The windows beside the library: made when first needed, one of each, closed with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.ports import Core
from ui.placement import bring_to_front, kept_geometry, open_at

if TYPE_CHECKING:
    from ui.assets.page import AssetBrowser
    from ui.dropped import Brought
    from ui.identify.page import IdentifyWindow
    from ui.sheet.page import SheetWindow

_IDENTIFY, _BROWSER, _SHEET = "identify/window", "assets/window", "sheet/window"
"""Where their places are kept; the browser keeps its own."""


class PageWindows(QObject):
    """Identification window, asset browser and contact sheet of one core.

    Args:
        above: the window they open over.

    Signals:
        identified(EntityKey, is_single): a title is another work now; *is_single*: it was asked for alone.
        changed(EntityKey): something of the title was chosen, rejected or marked.
        shown(EntityKey): the browser went on to this title.
        left(): one of the windows was closed by the person.
        keys_wanted(str): the settings of a provider are wanted: its key, or switching it on; empty for all.
    """

    identified = Signal(object, bool)
    changed = Signal(object)
    shown = Signal(object)
    left = Signal()
    keys_wanted = Signal(str)

    def __init__(self, core: Core, above: QWidget) -> None:
        super().__init__(above)
        self._core, self._above = core, above
        self._settings = QSettings()
        self._queue_length = 0
        self._returns_to_browser = False
        self.identify_window: IdentifyWindow | None = None
        self.asset_browser: AssetBrowser | None = None
        self.sheet_window: SheetWindow | None = None

    def identify(self, keys: Sequence[EntityKey]) -> None:
        """Let the person identify *keys*, one after the other."""
        if not keys:
            return
        if self.identify_window is None:
            self.identify_window = self._new_identify_window()
        browser = self.asset_browser
        self._returns_to_browser = browser is not None and browser.isActiveWindow()
        self._queue_length = len(keys)
        self.identify_window.open_for(list(keys))
        bring_to_front(self.identify_window)

    def browse(
        self, keys: Sequence[EntityKey], current: EntityKey, asset_type: AssetType | None = None
    ) -> None:
        """Show the artwork of *current*; *keys* are its neighbours, for Alt+Left and Alt+Right."""
        if self.asset_browser is None:
            self.asset_browser = self._new_asset_browser()
        self._returns_to_browser = True
        self.asset_browser.show_title(list(keys), current, asset_type)
        bring_to_front(self.asset_browser)

    def bring(
        self,
        keys: Sequence[EntityKey],
        current: EntityKey,
        asset_type: AssetType,
        pictures: Sequence[Brought],
    ) -> None:
        """Let *pictures* of the person's own be added to *current*."""
        self.browse(keys, current, asset_type)
        if self.asset_browser is not None:
            self.asset_browser.own.bring(pictures)

    def show_sheet(self, key: EntityKey, asset_type: AssetType | None = None) -> None:
        """Show the set *key* belongs to side by side."""
        if self.sheet_window is None:
            self.sheet_window = self._new_sheet_window()
        self.sheet_window.open_for(key, asset_type)
        bring_to_front(self.sheet_window)

    def reload(self, key: EntityKey) -> None:
        """Show *key* as it is now: something else changed it."""
        self._on_choice_changed(key)
        self._on_sheet_changed(key)

    def close_windows(self) -> None:
        """Close what is open; the tasks end with `close`."""
        for window in self._windows():
            window.close()

    async def close(self) -> None:
        """Close the windows for good and wait until their tasks have ended; then this object goes too."""
        for window in self._windows():
            window.blockSignals(True)
            window.close()
        if self.identify_window is not None:
            await self.identify_window.aclose()
        if self.asset_browser is not None:
            await self.asset_browser.aclose()
        if self.sheet_window is not None:
            await self.sheet_window.aclose()
        for window in self._windows():
            window.deleteLater()
        self.identify_window = self.asset_browser = self.sheet_window = None
        self.deleteLater()

    def _windows(self) -> list[QWidget]:
        windows = (self.identify_window, self.asset_browser, self.sheet_window)
        return [each for each in windows if each is not None]

    def _new_identify_window(self) -> IdentifyWindow:
        from ui.identify.page import IdentifyWindow  # read when first needed: the first paint comes sooner

        window = IdentifyWindow(self._core)
        window.identified.connect(lambda key: self.identified.emit(key, self._queue_length == 1))
        window.changed.connect(self.changed)  # marked as in no provider, undone
        window.browse_requested.connect(lambda key: self.browse([key], key))
        window.keys_requested.connect(self.keys_wanted)
        window.closed.connect(lambda: self._settings.setValue(_IDENTIFY, window.saveGeometry()))
        window.closed.connect(self._on_identify_left)
        open_at(window, kept_geometry(self._settings, _IDENTIFY), self._above)
        return window

    def _new_asset_browser(self) -> AssetBrowser:
        from ui.assets.page import AssetBrowser  # as above

        window = AssetBrowser(self._core)
        window.choice_changed.connect(self.changed)
        window.title_shown.connect(self.shown)
        window.identify_requested.connect(lambda key: self.identify([key]))
        window.keys_requested.connect(self.keys_wanted)
        window.sheet_requested.connect(self.show_sheet)
        window.choice_changed.connect(self._on_choice_changed)
        window.closed.connect(self.left)
        open_at(window, kept_geometry(self._settings, _BROWSER), self._above)
        return window

    def _new_sheet_window(self) -> SheetWindow:
        from ui.sheet.page import SheetWindow  # as above

        window = SheetWindow(self._core)
        window.changed.connect(self.changed)
        window.changed.connect(self._on_sheet_changed)
        window.browse_requested.connect(lambda key, kind: self.browse([key], key, kind))
        window.identify_requested.connect(lambda key: self.identify([key]))
        window.closed.connect(lambda: self._settings.setValue(_SHEET, window.saveGeometry()))
        window.closed.connect(self._on_sheet_left)
        open_at(window, kept_geometry(self._settings, _SHEET), self._above)
        return window

    def _on_choice_changed(self, _: EntityKey) -> None:
        if self.sheet_window is not None:
            self.sheet_window.reload()

    def _on_sheet_changed(self, key: EntityKey) -> None:
        if self.asset_browser is not None and self.asset_browser.current_key == key:
            self.asset_browser.reload()

    def _on_identify_left(self) -> None:
        """Go on to the artwork of what was identified, else back to where identifying was asked for."""
        if self._returns_to_browser:
            self._on_sheet_left()
        else:
            self.left.emit()

    def _on_sheet_left(self) -> None:
        """Go back to where the sheet was opened from."""
        if self.asset_browser is not None and self.asset_browser.isVisible():
            bring_to_front(self.asset_browser)
        else:
            self.left.emit()


async def closed_in_order(closers: Sequence[Callable[[], Awaitable[object]]]) -> None:
    """Await each of *closers*, the next one even if one before failed; the first error is raised at the end."""
    errors: list[Exception] = []
    for close in closers:
        try:
            await close()
        except Exception as error:  # whatever one part met, the others must be let go of as well
            errors.append(error)
    if errors:
        raise errors[0]
