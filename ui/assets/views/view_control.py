"""Keeps the view in front in step with the grid: what has the focus there is what is seen here."""

from __future__ import annotations

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import AssetType, CachedAsset
from ui.assets.choices import open_page
from ui.assets.front import Front
from ui.assets.views.modes import ViewMode
from ui.assets.views.shown import Shown
from ui.assets.window_parts import WindowParts


class ViewControl(QObject):
    """Connects keys, grid and views; the coroutines are with those it is given."""

    def __init__(self, parts: WindowParts, front: Front, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._front, self._stage = parts, front, parts.stage
        actions, loupe = parts.actions.views, parts.stage.loupe
        actions.mode_requested.connect(self.toggle)
        for signal in (parts.panel.preview_requested, parts.pane.preview_requested):
            signal.connect(lambda: self.toggle(ViewMode.LOUPE))
        actions.zoom_requested.connect(self._on_zoom)
        actions.facts_requested.connect(loupe.toggle_facts)
        loupe.moved.connect(parts.pane.step)
        loupe.closed.connect(lambda: self.show(ViewMode.GRID))
        loupe.panel.page_requested.connect(open_page)
        front.focus_shown.connect(self._on_focus)

    def toggle(self, mode: ViewMode) -> None:
        """Go to *mode*, or back to the grid when it is in front already."""
        asset = self._parts.pane.current
        if mode is not ViewMode.GRID and asset is not None and asset.asset_type is AssetType.TRAILER:
            self._parts.actions.views.show_mode(self._stage.mode)
            if mode is ViewMode.LOUPE:
                open_page(asset.url)
            return
        self.show(ViewMode.GRID if mode is self._stage.mode else mode)

    def show(self, mode: ViewMode) -> None:
        """Bring *mode* to the front; without a focused candidate it stays the grid."""
        if mode is not ViewMode.GRID and self._parts.pane.current is None:
            mode = ViewMode.GRID
        if mode is self._stage.mode:
            self._parts.actions.views.show_mode(mode)
            return
        self._stage.show_mode(mode)
        if mode is ViewMode.GRID:
            self._parts.pane.take_focus()
            return
        if mode is ViewMode.LOUPE:
            self._stage.loupe.canvas.setFocus()
        self._front.show_focus()

    def change_scene(self) -> None:
        """Make ready for another title or type: the loupe stays, what compares several is left."""
        if self._stage.mode is ViewMode.LOUPE and self._front.kind is not AssetType.TRAILER:
            self._stage.loupe.show_nothing("Loading…")
        else:
            self.show(ViewMode.GRID)

    def _on_focus(self, asset: CachedAsset | None) -> None:
        mode = self._stage.mode
        if mode is ViewMode.GRID:
            return
        if asset is None:
            if self._front.was_read:
                self.show(ViewMode.GRID)  # which says why there is nothing
        elif mode is ViewMode.LOUPE:
            self._stage.loupe.show_picture(self._shown(asset), self._parts.pane.neighbours())

    def _shown(self, asset: CachedAsset) -> Shown:
        pane = self._parts.pane
        return Shown(
            asset,
            self._front.source_of(asset),
            pane.pixmap(asset),
            pane.model.season_title(asset),
            *pane.position,
            pane.model.ranking.of(asset),
            pane.model.ranking.total(asset),
        )

    def _on_zoom(self) -> None:
        if self._stage.mode is ViewMode.LOUPE:
            self._stage.loupe.canvas.toggle_zoom()
