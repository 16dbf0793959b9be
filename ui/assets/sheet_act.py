"""The way from the browser to the contact sheet of the title in front."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from metarr_desktop.domain.asset import SEASON_TYPES
from metarr_desktop.domain.entity import EntityType
from ui.assets.controller import BrowserController
from ui.assets.front import Front
from ui.assets.window_parts import WindowParts
from ui.message_bar import Severity
from ui.shortcuts import is_typing
from ui.toolbar import make_action

_NO_SET = (
    "A contact sheet is for the seasons of a series and for the films of a collection; an album is neither."
)


class SheetAct(QObject):
    """Signals: requested(EntityKey, AssetType)."""

    requested = Signal(object, object)

    def __init__(
        self, parts: WindowParts, controller: BrowserController, front: Front, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._parts, self._controller, self._front = parts, controller, front
        self.action = make_action(
            self, "Contact sheet", "table", shortcut="K", on_triggered=self._on_triggered,
            tooltip="See the seasons of the series, or the films of the collection, side by side",
        )  # fmt: skip
        window.addAction(self.action)
        parts.actions.tools_menu.addAction(self.action)

    def _on_triggered(self) -> None:
        key, kind = self._controller.key, self._front.kind
        if key is None or is_typing():
            return
        if key.entity_type not in (EntityType.MOVIE, EntityType.TV):
            self._parts.messages.post(_NO_SET, Severity.INFO, key="sheet")
            return
        is_series = key.entity_type is EntityType.TV
        self.requested.emit(key, kind if not is_series or kind in SEASON_TYPES else None)
