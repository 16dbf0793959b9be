"""Keeps the view in front in step with the grid: what has the focus there is what is seen here."""

from __future__ import annotations

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.ports import Core
from ui.assets.choices import open_page
from ui.assets.controller import BrowserController
from ui.assets.front import Front
from ui.assets.views.compare_control import CompareControl
from ui.assets.views.modes import ViewMode
from ui.assets.views.shelf_control import ShelfControl
from ui.assets.views.shown import Shown
from ui.assets.views.survey_control import SurveyControl
from ui.assets.window_parts import WindowParts


class ViewControl(QObject):
    """Says which view is in front, and hands on what has the focus."""

    def __init__(
        self, core: Core, parts: WindowParts, front: Front, controller: BrowserController, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts, self._front, self._stage = parts, front, parts.stage
        stage = parts.stage
        self.compare = CompareControl(stage.compare, parts, front, self._shown, self)
        self.survey = SurveyControl(stage.survey, parts, front, controller, self._shown, self)
        self.shelf = ShelfControl(
            stage.shelf,
            stage.loupe,
            stage.pictures,
            core.library,
            core.cache,
            self,
            on_error=parts.tell_problem,
        )
        self._connect()

    def _connect(self) -> None:
        parts, stage, actions = self._parts, self._stage, self._parts.actions.views
        actions.mode_requested.connect(self.toggle)
        for signal in (parts.panel.preview_requested, parts.pane.preview_requested):
            signal.connect(lambda: self.toggle(ViewMode.LOUPE))
        for page in (stage.loupe, stage.compare, stage.survey):
            page.closed.connect(lambda: self.show(ViewMode.GRID))
        acts = parts.actions
        for signal, act in (
            (stage.compare.use_requested, acts.select_requested),
            (stage.compare.reject_requested, acts.reject_requested),
            (stage.compare.take_back_requested, acts.clear_requested),
        ):
            signal.connect(act)
        actions.zoom_requested.connect(self._on_zoom)
        actions.facts_requested.connect(stage.loupe.toggle_facts)
        actions.shelf_requested.connect(self._on_shelf)
        actions.ground_requested.connect(self.shelf.toggle_fanart)
        parts.actions.ground_requested.connect(lambda _: stage.repaint_pictures())
        stage.loupe.moved.connect(parts.pane.step)
        stage.loupe.panel.page_requested.connect(open_page)
        self.survey.opened.connect(self._on_opened)
        self.survey.emptied.connect(lambda: self.show(ViewMode.GRID))
        self._front.focus_shown.connect(self._on_focus)

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
        if mode is ViewMode.SURVEY:
            self.survey.enter()
        elif mode is ViewMode.COMPARE:
            self.compare.enter()
        self._stage.show_mode(mode)
        self._show_shelf()
        if mode is ViewMode.GRID:
            self._parts.pane.take_focus()
        else:
            self._stage.take_focus()
            self._front.show_focus()

    def change_scene(self) -> None:
        """Make ready for another title or type: the loupe stays, what compares several is left."""
        if self._stage.mode is ViewMode.LOUPE and self._front.kind is not AssetType.TRAILER:
            self._stage.loupe.show_nothing("Loading…")
        else:
            self.show(ViewMode.GRID)

    async def close(self) -> None:
        """End what is still being read."""
        await self.shelf.close()
        await self._stage.close_tasks()

    def _on_focus(self, asset: CachedAsset | None) -> None:
        mode, switch = self._stage.mode, self._parts.actions.views.switch
        is_picture = asset is not None and asset.asset_type is not AssetType.TRAILER
        for each in (ViewMode.COMPARE, ViewMode.SURVEY):
            switch[each].setEnabled(is_picture)
        if mode is ViewMode.GRID:
            return
        if mode is ViewMode.SURVEY:
            self.survey.show_changes()
        elif asset is None:
            if self._front.was_read:
                self.show(ViewMode.GRID)  # which says why there is nothing
            return
        elif mode is ViewMode.LOUPE:
            self._stage.loupe.show_picture(self._shown(asset), self._parts.pane.neighbours())
        else:
            self.compare.show(asset)
        if asset is not None and asset is self._parts.pane.current:
            self.shelf.show(self._front.row, self._shown(asset))

    def _shown(self, asset: CachedAsset) -> Shown:
        pane = self._parts.pane
        row = pane.model.row_of(asset.id)
        return Shown(
            asset,
            self._front.source_of(asset),
            pane.pixmap(asset),
            pane.model.season_title(asset),
            0 if row is None else row + 1,
            pane.model.rowCount(),
            pane.model.ranking.of(asset),
            pane.model.ranking.total(asset),
            len(self._front.stacks.group_of(asset.id)) - 1,
            pane.model.is_proposed(asset.id),
        )

    def _on_zoom(self) -> None:
        if self._stage.mode is ViewMode.LOUPE:
            self._stage.loupe.canvas.toggle_zoom()
        elif self._stage.mode is ViewMode.COMPARE:
            self._stage.compare.toggle_zoom()

    def _on_shelf(self) -> None:
        if self._stage.mode is ViewMode.GRID:  # which has no room for it
            asset = self._parts.pane.current
            if asset is None or asset.asset_type is AssetType.TRAILER:
                return
            if not self.shelf.is_wanted:
                self.shelf.toggle()
            self.show(ViewMode.LOUPE)
            return
        self.shelf.toggle()
        self._show_shelf()
        self._front.show_focus()

    def _show_shelf(self) -> None:
        has_room = self._stage.mode in (ViewMode.LOUPE, ViewMode.COMPARE)
        self._stage.shelf.setVisible(has_room and self.shelf.is_wanted)

    def _on_opened(self, asset_id: int) -> None:
        self._parts.pane.focus_id(asset_id)
        self.show(ViewMode.LOUPE)
