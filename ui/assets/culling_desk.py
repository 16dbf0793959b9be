"""Puts culling together: stacks, the lock, the order of several, the keys; and connects it with the window."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.library import CurationAct
from metarr_desktop.domain.ports import Core
from ui.assets.controller import BrowserController
from ui.assets.culling import Culling
from ui.assets.culling_actions import CullingActions
from ui.assets.front import Front
from ui.assets.go_to import GoTo
from ui.assets.keys_overlay import KeysOverlay
from ui.assets.locks import Locks
from ui.assets.preferences import AssetPreferences
from ui.assets.seasons import SEASON_TYPES, in_season
from ui.assets.several import choose_several, holds_several, in_their_order
from ui.assets.stack_badge import StackClicks
from ui.assets.stack_view import Groups
from ui.assets.stack_watch import StackWatch
from ui.assets.title_fetch import AssetsRead
from ui.assets.window_parts import WindowParts
from ui.message_bar import Severity
from ui.subscriptions import Subscriptions
from ui.task_scope import TaskScope
from ui.text import count_text


class CullingDesk(QObject):
    """One of them belongs to a window.

    Signals:
        title_requested(int): another title, so many steps on.
    """

    title_requested = Signal(int)

    def __init__(
        self,
        core: Core,
        parts: WindowParts,
        controller: BrowserController,
        front: Front,
        culling: Culling,
        preferences: AssetPreferences,
        watch: StackWatch,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._core, self._parts, self._controller, self._front = core, parts, controller, front
        self._culling, self._preferences, self._window = culling, preferences, window
        self._tasks = TaskScope(parts.tell_problem, "culling")
        self.watch = watch
        self.locks = Locks(core.library, controller, on_error=parts.tell_problem, parent=self)
        self.actions: CullingActions = parts.culling
        self.go_to = GoTo(parts.pane, lambda: not parts.stage.shows_one, self._has_act)
        self.badges = StackClicks(parts.pane.grid, parts.pane.model)
        self._listening = Subscriptions()
        self._listening.add(core.preferences.subscribe(self._on_preferences))
        choose_several(core.preferences.current().several)
        self._connect_stacks()
        self._connect_acts()
        self._connect_several()

    def _has_act(self, letter: str) -> bool:
        wanted, elsewhere = letter.upper(), self._parts.actions.views.of_other_views
        return any(
            shortcut.toString() == wanted
            for action in self._window.actions()
            if action not in elsewhere
            for shortcut in action.shortcuts()
        )

    def enter(self) -> None:
        """Another title or type is in front."""
        self.watch.leave()
        self.go_to.close_field()
        # What is said about the picture in front before.
        for message in ("undo", "several", "rejected-again", "own"):
            self._parts.messages.dismiss(message)
        kind = self._front.kind
        self.actions.show_type(kind, holds_several(kind))
        self.actions.stacking.setChecked(self._front.stacks.is_on)
        self._parts.strip.show_assets(kind, ())
        self._show_lock()

    async def close(self) -> None:
        """End every task."""
        self._listening.end()
        await self.watch.close()
        await self.locks.close()
        await self._tasks.close()

    # -- connections -----------------------------------------------------------------------------------------

    def _connect_stacks(self) -> None:
        parts, watch, actions = self._parts, self.watch, self.actions
        self._controller.assets_read.connect(self._on_read)
        watch.found.connect(self._on_found)
        watch.rejected_again.connect(self._on_rejected_again)
        parts.pane.grid.verticalScrollBar().valueChanged.connect(lambda _: watch.pause())
        parts.filters.tile_width_changed.connect(lambda _: watch.pause())
        actions.stack_requested.connect(self._on_stack)
        actions.all_stacks_requested.connect(self._on_all_stacks)
        actions.stacking_requested.connect(self._on_stacking)
        parts.stack_chip.clicked.connect(lambda _=False: actions.stacking.trigger())
        self.badges.toggled.connect(self._toggle)

    def _connect_acts(self) -> None:
        actions, culling, controller = self.actions, self._culling, self._controller
        actions.going_on_requested.connect(self._on_going_on)
        actions.lock_requested.connect(self._on_lock)
        actions.keys_requested.connect(self.show_keys)
        actions.go_to_requested.connect(self.go_to.open)
        culling.title_requested.connect(self.title_requested)
        self._parts.lock.lock_requested.connect(lambda: self._on_lock(False))
        self.locks.changed.connect(lambda _: self._show_lock())
        for signal in (controller.title_read, controller.acted, controller.undone):
            signal.connect(lambda _: self.locks.read())

    def _connect_several(self) -> None:
        strip, controller = self._parts.strip, self._controller
        strip.left.connect(self._parts.pane.take_focus)
        self.actions.several_requested.connect(self._set_several)
        self._culling.several_requested.connect(lambda: self._set_several(True))
        strip.ordered.connect(self._on_ordered)
        strip.removed.connect(lambda asset_id: controller.clear([asset_id]))
        strip.opened.connect(self._parts.pane.focus_id)
        self._parts.pane.feed.arrived.connect(lambda _: strip.show_pictures(self._front.kind))
        self._front.tiles_shown.connect(self._on_tiles)

    # -- stacks ----------------------------------------------------------------------------------------------

    def _on_read(self, read: AssetsRead) -> None:
        self.watch.on_read(read, self._parts.pane.shape.box)

    def _on_found(self, key: EntityKey, kind: AssetType, groups: Groups) -> None:
        if (key, kind) != (self._controller.key, self._front.kind):
            return
        pane, stacks = self._parts.pane, self._front.stacks
        if stacks.take(groups, keep_in_sight=pane.held_ids()):
            self._front.apply()

    def _on_stacking(self, is_on: bool) -> None:
        """Make one tile of pictures that look the same, or not, also the next time."""
        stacks, pane = self._front.stacks, self._parts.pane
        before = pane.current
        stacks.is_on = is_on
        self._preferences.keep_stacks(self._front.kind, is_on)
        self._front.apply()
        if before is not None:
            self._focus_stack_of(before.id)
        self._parts.act.setText(
            "Pictures that look the same are one tile" if is_on else "Every picture has a tile"
        )

    def _focus_stack_of(self, asset_id: int) -> None:
        """Focus the tile of *asset_id*, or the one it lies under now."""
        model = self._parts.pane.model
        if model.row_of(asset_id) is None:
            marks = self._front.stacks.last.marks
            asset_id = next((top for top, mark in marks.items() if asset_id in mark.ids), asset_id)
        self._parts.pane.focus_id(asset_id)

    def _on_rejected_again(self, key: EntityKey, kind: AssetType, ids: tuple[int, ...]) -> None:
        if (key, kind) != (self._controller.key, self._front.kind):
            return
        self._front.keep_in_sight(set(ids) & set(self._parts.pane.held_ids()))
        self._controller.reload()
        words = "picture is one" if len(ids) == 1 else "pictures are ones"
        self._parts.messages.post(
            f"{len(ids):,} new {words} you rejected before.",
            Severity.INFO,
            action="Show",
            action_hint="Show rejected pictures",
            on_action=lambda: self._show_rejected(ids[0]),
            key="rejected-again",
        )

    def _show_rejected(self, asset_id: int) -> None:
        self._front.set_filter(replace(self._front.filter, shows_rejected=True))
        self._parts.pane.focus_id(asset_id)
        self._parts.pane.take_focus()

    def _on_stack(self) -> None:
        current = self._parts.pane.current
        if current is not None and not self._parts.stage.shows_one:
            self._toggle(current.id)

    def _toggle(self, asset_id: int) -> None:
        stacks, act = self._front.stacks, self._parts.act
        mark = stacks.toggle(asset_id)
        if mark is None:
            act.setText("No other candidate is the same picture")
            return
        self._front.apply()
        self._focus_stack_of(asset_id)
        many = count_text(len(mark.ids), "picture")
        act.setText(f"Folded {many} into one tile" if mark.is_open else f"Unfolded {many} that look the same")

    def _on_all_stacks(self) -> None:
        stacks, pane = self._front.stacks, self._parts.pane
        if not stacks.last.marks:
            self._parts.act.setText("No candidates are the same picture")
            return
        before = pane.current
        is_open = stacks.toggle_all()
        self._front.apply()
        if before is not None:
            self._focus_stack_of(before.id)
        self._parts.act.setText("Unfolded all stacks" if is_open else "Folded all stacks")

    # -- acts ------------------------------------------------------------------------------------------------

    def _on_going_on(self, act: CurationAct) -> None:
        culling = self._culling
        acts = {
            CurationAct.SELECT: culling.select,
            CurationAct.ADD: culling.add,
            CurationAct.REJECT: culling.reject,
            CurationAct.CLEAR: culling.clear,
        }
        acts[act](is_going_on=True)

    def _on_lock(self, is_going_on: bool) -> None:
        self._show_lock()  # a click has switched the sign already
        self.locks.toggle(self._front.kind)
        if is_going_on:
            self.title_requested.emit(1)

    def _show_lock(self) -> None:
        kind, parts = self._front.kind, self._parts
        is_locked = kind in self.locks.locked
        parts.lock.show_lock(kind, is_locked)
        for panel in (parts.panel, parts.stage.loupe.panel):
            panel.show_lock(ASSET_SHAPES[kind].plural if is_locked else "")
        parts.header.tabs.show_locks(self.locks.locked)
        self.actions.show_lock(kind, is_locked)

    def show_keys(self) -> None:
        """List all keys."""
        overlay = KeysOverlay(self._window)
        overlay.finished.connect(lambda _: overlay.deleteLater())
        overlay.open()

    # -- several ---------------------------------------------------------------------------------------------

    def _on_preferences(self) -> None:
        choose_several(self._core.preferences.current().several)
        kind = self._front.kind
        self.actions.show_type(kind, holds_several(kind))
        self._parts.actions.add.setVisible(holds_several(kind))
        model = self._parts.pane.model
        model.touch(asset.id for asset in model.items)  # their marks name a place, or not
        self._front.apply()

    def _set_several(self, is_on: bool) -> None:
        kind, keeper = self._front.kind, self._core.preferences
        current = keeper.current()
        several = current.several | {kind} if is_on else current.several - {kind}
        self._tasks.replace("several", self._change_several, kind, several)

    async def _change_several(self, kind: AssetType, several: frozenset[AssetType]) -> None:
        keeper, plural = self._core.preferences, ASSET_SHAPES[kind].plural
        try:
            await keeper.change(replace(keeper.current(), several=several))
        except MetarrError as error:
            self._parts.tell_problem(str(error))
            self.actions.show_type(kind, holds_several(kind))
            return
        if kind in several:
            text = f"Titles may have several {plural} now. A adds the focused one after those selected."
        else:
            text = f"Titles have one of the {plural} now. What is selected already stays until you select another."
        self._parts.messages.post(text, Severity.INFO, key="several")

    def _on_ordered(self, ids: tuple[int, ...]) -> None:
        key, kind, season = self._controller.key, self._front.kind, self._season()
        if key is not None:
            curation = self._controller.curation
            self._controller.change(lambda: curation.order(key, kind, ids, season))

    def _on_tiles(self) -> None:
        kind, stacks = self._front.kind, self._front.stacks
        self._parts.stack_chip.show_folded(stacks.last, is_on=stacks.is_on)
        shown = in_their_order(self._in_slot()) if holds_several(kind) else ()
        self._parts.pane.also_want(shown)
        self._parts.strip.show_assets(kind, shown)

    def _in_slot(self) -> tuple[CachedAsset, ...]:
        """Return the candidates of the one slot in front; none while several seasons are."""
        if self._front.kind not in SEASON_TYPES:
            return self._front.assets
        return () if self._front.season is None else tuple(in_season(self._front.assets, self._front.season))

    def _season(self) -> int | None:
        return self._front.season if self._front.kind in SEASON_TYPES else None
