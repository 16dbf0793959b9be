"""The acts on candidates: use, reject, take back, undo, look at closely."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.library import SelectionChange, UndoOutcome
from ui.assets.controller import BrowserController
from ui.assets.culling import Culling
from ui.assets.front import Front
from ui.assets.window_parts import WindowParts
from ui.message_bar import Severity


class Choices(QObject):
    """Connects keys, buttons and tiles with curation, and shows what came of it.

    Signals:
        choice_changed(EntityKey)
    """

    choice_changed = Signal(object)

    def __init__(
        self, parts: WindowParts, controller: BrowserController, front: Front, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts, self._controller, self._front = parts, controller, front
        self.culling = culling = Culling(parts, controller, front, self)
        actions, pane, panel, preview = parts.actions, parts.pane, parts.panel, parts.stage.loupe
        actions.select_requested.connect(culling.select)
        for signal in (panel.use_requested, preview.use_requested):
            signal.connect(lambda: culling.select(is_one=True))
        for signal in (panel.reject_requested, preview.reject_requested):
            signal.connect(lambda: culling.reject(is_one=True))
        for signal in (panel.take_back_requested, preview.take_back_requested):
            signal.connect(lambda: culling.clear(is_one=True))
        actions.add_requested.connect(culling.add)
        actions.reject_requested.connect(culling.reject)
        actions.clear_requested.connect(culling.clear)
        actions.undo_requested.connect(controller.undo)
        actions.redo_requested.connect(controller.redo)
        actions.page_requested.connect(open_page)
        pane.used.connect(self._on_used)
        pane.entered.connect(self._on_entered)
        pane.focused.connect(lambda _: front.show_focus())
        pane.picture_came.connect(front.show_focus)
        controller.acted.connect(self._on_acted)
        controller.undone.connect(self._on_undone)
        controller.act_failed.connect(parts.tell_problem)
        controller.nothing_to_undo.connect(parts.act.setText)
        # On the tiles a right click offers what the keys do.
        pane.grid.addActions([actions.select, actions.add, actions.reject, actions.clear, actions.preview])

    def _on_used(self, asset: CachedAsset) -> None:
        if asset.asset_type is AssetType.TRAILER:
            open_page(asset.url)
        else:
            self._controller.select(asset.id)

    def _on_entered(self, asset: CachedAsset) -> None:
        """Use the focused picture and go on: Enter after Enter walks through a library."""
        if asset.asset_type is AssetType.TRAILER:
            open_page(asset.url)
        else:
            self.culling.select(is_one=True, is_going_on=True)

    def _on_acted(self, change: SelectionChange) -> None:
        if change.key == self._controller.key:
            self._front.show_changed(change.changed)
        self._parts.messages.dismiss("undo")
        words = f"{change.text} · Ctrl+Z takes it back" if change.text else ""
        self._parts.act.setText(words)
        if words:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._parts.act, change.text))
        self.choice_changed.emit(change.key)

    def _on_undone(self, outcome: UndoOutcome) -> None:
        self._parts.act.clear()
        self._parts.messages.post(outcome.text, Severity.INFO, key="undo")
        if outcome.key is None:
            return
        if outcome.key == self._controller.key:
            self._front.show_changed(outcome.changed)
            self._controller.reload()  # it may have been an identification
        self.choice_changed.emit(outcome.key)


def open_page(address: str) -> None:
    """Open a web page in the browser of the person; addresses come from providers, so nothing else is."""
    url = QUrl(address)
    if url.scheme() == "https":
        QDesktopServices.openUrl(url)
