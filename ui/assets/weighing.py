"""The ranking at work: what the person weighs is seen at once, and kept when the hand is off the slider."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.asset import WITHOUT_LANGUAGE, AssetType, CachedAsset
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.ports import PreferenceKeeper
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.ranking import BALANCED, Weights, preset_of
from metarr_desktop.domain.scoring import default_ladders
from ui.assets.first_place import first_of, why_first
from ui.assets.front import Front
from ui.assets.preferences import AssetPreferences
from ui.assets.window_parts import WindowParts
from ui.task_scope import TaskScope
from ui.timers import delay

_FRAME_MS = 16
_KEEP_MS = 600


class Weighing(QObject):
    """Connects the ranking panel with the grid and with what is kept of the person's wishes."""

    def __init__(
        self,
        parts: WindowParts,
        front: Front,
        preferences: PreferenceKeeper,
        layout: AssetPreferences,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._layout = layout
        parts.pane.unfold(layout.is_unfolded())
        parts.actions.scores.unfold.setChecked(layout.is_unfolded())
        self._parts, self._front, self._preferences = parts, front, preferences
        self._tasks = TaskScope(parts.tell_problem, "ranking")
        self._keeping, self._changes = asyncio.Lock(), 0
        self._seen = preferences.current()
        self._waiting: tuple[AssetType, Weights] | None = None
        self._on_the_way: dict[AssetType, Weights] = {}
        self._frame = delay(self, _FRAME_MS, self._show)
        self._rest = delay(self, _KEEP_MS, self._on_rest)
        panel, actions = parts.ranking, parts.actions.scores
        panel.weights_moved.connect(self._on_moved)
        panel.weights_settled.connect(self._on_rest)
        panel.ladder_changed.connect(self._on_ladder)
        panel.refused.connect(parts.act.setText)
        panel.closed.connect(lambda: self._open(False))
        panel.first_requested.connect(self._on_first)
        actions.ranking_requested.connect(lambda: self._open(not parts.side.is_ranking))
        actions.unfolding_requested.connect(lambda: self._unfold(not parts.pane.model.is_unfolded))
        parts.filters.ranking_requested.connect(lambda: self._open(not parts.side.is_ranking))
        front.type_shown.connect(self._on_type)
        front.focus_shown.connect(self._on_focus)

    def take_over(self) -> bool:
        """Show what was changed in the preferences; return whether it was no more than weights.

        Other ladders and orders give other scores, which are to be read again; weights do not.
        """
        before, self._seen = self._seen, self._preferences.current()
        self._show_kept()
        return before != self._seen and replace(before, weights=self._seen.weights) == self._seen

    async def close(self) -> None:
        """Keep what waits to be kept, and end."""
        self._frame.stop()
        self._rest.stop()
        if (waiting := self._take()) is not None:
            await self._keep(*waiting)
        while self._tasks.names:
            async with self._keeping:
                pass
            await asyncio.sleep(0)
        await self._tasks.close()

    # -- what is in front ------------------------------------------------------------------------------------

    def _open(self, is_open: bool) -> None:
        parts = self._parts
        # The stubs leave out that nothing may have the focus.
        focused: QWidget | None = parts.ranking.window().focusWidget()
        had_focus = focused is not None and parts.ranking.isAncestorOf(focused)
        parts.side.open_ranking(is_open)
        parts.actions.scores.ranking.setChecked(is_open)
        parts.filters.show_ranking_open(is_open)
        self._show_kept()
        self._front.show_focus()
        if is_open:
            parts.ranking.take_focus()
        elif had_focus:
            parts.pane.take_focus()

    def _unfold(self, is_unfolded: bool) -> None:
        self._parts.pane.unfold(is_unfolded)
        self._parts.actions.scores.unfold.setChecked(is_unfolded)
        self._layout.keep_unfolded(is_unfolded)

    def _on_type(self, kind: AssetType) -> None:
        self._flush()
        key, parts = self._front.opened, self._parts
        is_silent = key is None or key.entity_type in WITHOUT_LANGUAGE  # its services tell no languages
        has_languages = not is_silent and kind is not AssetType.TRAILER
        parts.ranking.show_type(kind, has_languages=has_languages)
        parts.actions.scores.unfold.setChecked(parts.pane.wants_unfolded)
        self._show_kept()

    def _show_kept(self) -> None:
        """Show the kept weights and ladder of the type in front, unless newer ones are on their way there."""
        kind, kept, parts = self._front.kind, self._preferences.current(), self._parts
        if kind not in self._on_the_way:
            weights = kept.weights.get(kind, BALANCED)
            parts.ranking.show_weights(weights)
            self._front.weigh(weights)
        parts.filters.show_weights(preset_of(parts.pane.model.ranking.weights) or "Own weights")
        ladder = kept.ladders.get(kind) or default_ladders(kept.languages)[kind]
        parts.ranking.show_ladder(ladder, is_own=kind in kept.ladders)

    def _on_focus(self, asset: CachedAsset | None) -> None:
        if not self._parts.side.is_ranking:
            return
        model = self._parts.pane.model
        self._parts.ranking.show_focus(None if asset is None else model.ranking.of(asset))
        first = first_of(asset, model.items, model.ranking)
        why = "" if first is None else why_first(first, model.items, model.ranking)
        if first is None or not why:
            self._parts.ranking.show_first("")
        else:
            self._parts.ranking.show_first(
                f"{model.provider_title(first)}, score {model.total(first)}. {why}"
            )

    def _on_first(self) -> None:
        pane = self._parts.pane
        if (first := first_of(pane.current, pane.model.items, pane.model.ranking)) is not None:
            pane.focus_id(first.id)

    # -- weights ---------------------------------------------------------------------------------------------

    def _on_moved(self, weights: Weights) -> None:
        self._waiting = (self._front.kind, weights)
        self._on_the_way[self._front.kind] = weights
        if not self._frame.isActive():  # as often as the screen shows it, however often the mouse tells
            self._frame.start()
        self._rest.start()

    def _show(self) -> None:
        if self._waiting is not None and self._waiting[0] is self._front.kind:
            weights = self._waiting[1]
            self._front.weigh(weights)
            self._parts.filters.show_weights(preset_of(weights) or "Own weights")

    def _on_rest(self) -> None:
        if self._parts.ranking.sliders.is_dragging:
            self._rest.start()
        else:
            self._flush()

    def _flush(self) -> None:
        self._rest.stop()
        self._frame.stop()
        self._show()
        if (waiting := self._take()) is not None:
            self._changes += 1  # a name of its own: a change under way is never broken off
            self._tasks.replace(f"keep:{self._changes}", self._keep, *waiting)

    def _take(self) -> tuple[AssetType, Weights] | None:
        waiting, self._waiting = self._waiting, None
        return waiting

    async def _keep(self, kind: AssetType, weights: Weights) -> None:
        def weighed(kept: Preferences) -> Preferences:
            others = {each: value for each, value in kept.weights.items() if each is not kind}
            return replace(kept, weights=others if weights == BALANCED else {**others, kind: weights})

        try:
            await self._change(weighed)
        finally:
            if self._on_the_way.get(kind) is weights:  # else newer ones are on their way by now
                del self._on_the_way[kind]
                self._show_kept()

    # -- the ladder ------------------------------------------------------------------------------------------

    def _on_ladder(self, rungs: tuple[str | None, ...] | None) -> None:
        kind = self._front.kind

        def climbed(kept: Preferences) -> Preferences:
            others = {each: value for each, value in kept.ladders.items() if each is not kind}
            return replace(
                kept, ladders=others if rungs is None else {**others, kind: LanguageLadder(tuple(rungs))}
            )

        self._changes += 1
        self._tasks.replace(f"ladder:{self._changes}", self._change, climbed)

    async def _change(self, change: Callable[[Preferences], Preferences]) -> None:
        async with self._keeping:  # each change starts from what the one before has kept
            kept = self._preferences.current()
            wanted = change(kept)
            if wanted == kept:
                return
            try:
                result = await self._preferences.change(wanted)
            except MetarrError as error:
                self._parts.tell_problem(f"{error} The ranking is as it was before.")
                self._show_kept()
                return
            self._parts.act.setText(result.text)
