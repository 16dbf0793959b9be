"""Whose pictures a survey shows, and what its acts are upon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.library import CurationAct
from ui.assets.controller import BrowserController
from ui.assets.front import Front
from ui.assets.views.shown import Shown
from ui.assets.views.survey import MOST, SurveyPage
from ui.assets.window_parts import WindowParts
from ui.text import count_text

_BEST = 4


class SurveyControl(QObject):
    """Signals: opened(int): look at this one alone; emptied(): all of them are gone."""

    opened = Signal(int)
    emptied = Signal()

    def __init__(
        self,
        page: SurveyPage,
        parts: WindowParts,
        front: Front,
        controller: BrowserController,
        shown: Callable[[CachedAsset], Shown],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._page, self._parts, self._front, self._shown = page, parts, front, shown
        page.use_requested.connect(lambda asset_id: controller.act_on(CurationAct.SELECT, [asset_id]))
        page.focused.connect(parts.pane.look_at)
        page.opened.connect(self.opened)

    def enter(self) -> None:
        """Begin with what is marked, else the stack of the focused one, else the best."""
        assets, about = self.chosen()
        current = self._parts.pane.current
        items = [self._shown(asset) for asset in assets]
        self._page.show_survey(items, about, None if current is None else current.id)
        if current is None or all(asset.id != current.id for asset in assets):
            self._parts.pane.focus_id(assets[0].id)  # what the tool bar acts upon is seen

    def show_changes(self) -> None:
        """Show what an act or a fetch changed."""
        self._page.refresh(self._front.assets, self._parts.pane.model.proposed)
        if not self._page.board.items:
            self.emptied.emit()

    def chosen(self) -> tuple[list[CachedAsset], str]:
        """Return the candidates of a survey, at most eight, and in words whose they are."""
        pane, by_id = self._parts.pane, {asset.id: asset for asset in self._front.assets}
        marked = [by_id[each] for each in pane.chosen_ids() if each in by_id]
        if len(marked) > 1:
            all_of_them = f"{len(marked)} marked pictures"
            return marked[:MOST], all_of_them if len(marked) <= MOST else f"The first {MOST} of {all_of_them}"
        stack = [
            by_id[each] for each in self._stack(pane.current) if each in by_id and not by_id[each].is_rejected
        ]
        if len(stack) > 1:
            return stack[:MOST], f"{count_text(len(stack[:MOST]), 'picture')} of one stack"
        ranking = pane.model.ranking
        shown = [asset for asset in pane.model.items if not asset.is_rejected] or marked
        best = sorted(shown, key=lambda asset: -(ranking.total(asset) or 0))[:_BEST]
        return best, f"The best {len(best)} of those shown" if len(best) > 1 else "The only one shown"

    def _stack(self, current: CachedAsset | None) -> tuple[int, ...]:
        return () if current is None else self._front.stacks.group_of(current.id)
