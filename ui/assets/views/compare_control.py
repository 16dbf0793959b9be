"""Which two are compared: the focused candidate, and the one it has to beat."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import CachedAsset
from ui.assets.front import Front
from ui.assets.views.compare import ComparePage
from ui.assets.views.comparison import current_one, rival_of
from ui.assets.views.shown import Shown
from ui.assets.window_parts import WindowParts


class CompareControl(QObject):
    """A knock-out: the winner stays left, the focus of the grid goes on and on.

    Args:
        shown: what is said of a candidate.
    """

    def __init__(
        self,
        page: ComparePage,
        parts: WindowParts,
        front: Front,
        shown: Callable[[CachedAsset], Shown],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page, self._parts, self._front, self._shown = page, parts, front, shown
        self._to_beat: int | None = None
        self._candidate: CachedAsset | None = None
        page.moved.connect(self.step)
        page.kept.connect(self.keep)
        actions = parts.actions.views
        actions.swap_requested.connect(page.swap_sides)
        actions.looks_requested.connect(page.next_looks)
        actions.difference_requested.connect(page.toggle_difference)

    def enter(self) -> None:
        """Begin with what the focused candidate would replace; if that is itself, with the next one."""
        self._candidate = None
        self._page.lens.fit()
        candidate = self._parts.pane.current
        if candidate is None:
            return
        current = current_one(self._front.assets, candidate, self._parts.pane.model.ranking.total)
        self._to_beat = None if current is None else current.id
        if current is not None and current.id == candidate.id and self._place(1) is None:
            self._go(self._place(-1))

    def show(self, asset: CachedAsset) -> None:
        """Compare *asset*, which has the focus of the grid now."""
        rival = self._find(self._to_beat)
        if rival is not None and rival.season_number != asset.season_number:
            # The list goes on to another season, which has a slot of its own.
            rival = rival_of(self._front.assets, asset, self._parts.pane.model.ranking.total)
            self._to_beat = None if rival is None else rival.id
        if asset.id == self._to_beat and self._go(self._next_place()):
            return  # with itself nothing can be compared; the focus comes back here with another one
        before, self._candidate = self._candidate, asset
        won = before is not None and before.id == asset.id and asset.is_selected and not before.is_selected
        if won and self._place(1) is not None:
            self.keep()
            return
        current = self._find(self._to_beat) if asset.id != self._to_beat else None
        neighbours = tuple(each for each in self._parts.pane.neighbours() if each.id != self._to_beat)
        self._page.show_pair(
            None if current is None else self._shown(current), self._shown(asset), neighbours
        )

    def step(self, by: int) -> None:
        """Compare another candidate; the one to beat is left out."""
        self._go(self._place(by))

    def keep(self) -> None:
        """Make the candidate the one to beat, and go on to the next."""
        if self._candidate is not None and self._page.current is not None:
            self._to_beat = self._candidate.id
            if not self._go(self._next_place()):
                self.show(self._candidate)

    def _next_place(self) -> int | None:
        following = self._place(1)
        return following if following is not None else self._place(-1)

    def _place(self, by: int) -> int | None:
        """Return the row of the next candidate in a direction, None at the end."""
        pane = self._parts.pane
        row, count = pane.position
        row += by - 1
        while 0 <= row < count:
            if pane.model.item(row).id != self._to_beat:
                return row
            row += by
        return None

    def _go(self, row: int | None) -> bool:
        if row is None:
            return False
        self._parts.pane.focus_id(self._parts.pane.model.item(row).id)
        return True

    def _find(self, asset_id: int | None) -> CachedAsset | None:
        return next((each for each in self._front.assets if each.id == asset_id), None)
