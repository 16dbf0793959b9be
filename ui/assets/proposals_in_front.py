"""What automation proposes for the title in front: marks on tiles, signs on tabs, and a line with what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.automation_ports import Proposals
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.library import SelectionChange
from ui.assets.controller import BrowserController
from ui.assets.front import Front
from ui.assets.window_parts import WindowParts
from ui.assets.wording import count_of, noun_of
from ui.shortcuts import is_typing
from ui.task_scope import TaskScope
from ui.timers import delay
from ui.toolbar import make_action

_READ_MS = 60
"""An act tells twice, as itself and through the proposals: one reading is enough."""


class ProposalsInFront(QObject):
    """Reads the open proposals of the title in front, and follows every change of them."""

    def __init__(
        self,
        proposals: Proposals,
        parts: WindowParts,
        controller: BrowserController,
        front: Front,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._proposals, self._parts, self._controller, self._front = proposals, parts, controller, front
        self._tasks = TaskScope(parts.tell_problem, "proposals")
        self._key: EntityKey | None = None
        self._open: tuple[Proposal, ...] = ()
        self._soon = delay(self, _READ_MS, self._read)
        self._unsubscribe = proposals.subscribe(self._soon.start)
        self._make_actions(window)
        front.type_shown.connect(lambda _: self._on_type())
        front.tiles_shown.connect(self._show)
        front.focus_shown.connect(lambda _: self._show_bar())
        controller.acted.connect(lambda _: self._soon.start())
        controller.undone.connect(lambda _: self._soon.start())
        bar = parts.proposal
        bar.use_requested.connect(self.use)
        bar.dismiss_requested.connect(self.dismiss)
        bar.show_requested.connect(self.show_next)

    def here(self) -> list[Proposal]:
        """Return what is proposed for the type in front, of one season where one is in front."""
        season = self._front.season
        mine = [each for each in self._open if each.asset.asset_type is self._front.kind]
        return [each for each in mine if season is None or each.asset.season_number == season]

    def use(self) -> None:
        """Select what is proposed for the type in front."""
        numbers, key = [each.id for each in self.here()], self._key
        if not numbers or key is None:
            return

        async def accept() -> SelectionChange:
            change = await self._proposals.accept(numbers)
            return SelectionChange(
                key, tuple(row for each in change.changes for row in each.changed), change.text
            )

        self._controller.change(accept)

    def dismiss(self) -> None:
        """Say no to what is proposed for the type in front."""
        numbers, key = [each.id for each in self.here()], self._key
        if not numbers or key is None:
            return

        async def dismiss() -> SelectionChange:
            change = await self._proposals.dismiss(numbers)
            return SelectionChange(key, (), change.text)

        self._controller.change(dismiss)

    def show_next(self) -> None:
        """Go to the proposed picture, from one to the next; filters that hide it give way."""
        mine = self.here()
        if not mine:
            return
        model, pane = self._parts.pane.model, self._parts.pane
        if all(model.row_of(each.asset.id) is None for each in mine):
            self._front.set_filter(self._front.filter.cleared())
        rows = sorted(row for each in mine if (row := model.row_of(each.asset.id)) is not None)
        if not rows:
            self._parts.act.setText("What is proposed lies in a stack; S unfolds the stacks.")
            return
        current = pane.grid.currentIndex().row()
        row = next((each for each in rows if each > current), rows[0])
        pane.focus_id(model.items[row].id)
        pane.take_focus()

    async def close(self) -> None:
        """End every task."""
        self._unsubscribe()
        self._soon.stop()
        await self._tasks.close()

    # -- inside ----------------------------------------------------------------------------------------------

    def _on_type(self) -> None:
        if self._front.opened != self._key:
            self._key, self._open = self._front.opened, ()
            self._read()
        self._show()

    def _read(self) -> None:
        if self._key is not None:
            self._tasks.replace("read", self._read_now, self._key)

    async def _read_now(self, key: EntityKey) -> None:
        found = await self._proposals.open(key)
        if key == self._key:
            self._open = tuple(found)
            self._show()

    def _show(self) -> None:
        counts: dict[AssetType, int] = {}
        for each in self._open:
            counts[each.asset.asset_type] = counts.get(each.asset.asset_type, 0) + 1
        self._parts.header.tabs.show_proposed(counts)
        model, proposed = self._parts.pane.model, {each.asset.id for each in self._open}
        if proposed != model.proposed:
            model.set_proposed(proposed)
            self._front.show_focus()  # the panel and the view in front say it, too
        self._show_bar()

    def _show_bar(self) -> None:
        mine = self.here()
        current = self._parts.pane.current
        is_focused = len(mine) == 1 and current is not None and current.id == mine[0].asset.id
        use = "Use it (P)" if is_focused else "Use it (Ctrl+J)"
        if len(mine) > 1:
            use = f"Use all {len(mine)} (Ctrl+J)"
        titles = self._front.titles()
        short = f"Proposed: this {noun_of(self._front.kind)}."
        self._parts.proposal.show_proposal(
            sentence_of(mine, titles), use, len(mine), *([short] * (len(mine) == 1))
        )
        for action in (self.use_action, self.dismiss_action, self.show_action):
            action.setEnabled(bool(mine))

    def _make_actions(self, window: QMainWindow) -> None:
        self.show_action = make_action(
            self, "Show what is proposed", "automation", shortcut="J", on_triggered=self._on_show,
            tooltip="Go to the picture that automation proposes",
        )  # fmt: skip
        self.use_action = make_action(
            self, "Use what is proposed", shortcut="Ctrl+J", on_triggered=self.use,
            tooltip="Select what automation proposes for this type",
        )  # fmt: skip
        self.dismiss_action = make_action(
            self, "Dismiss what is proposed", shortcut="Alt+J", on_triggered=self.dismiss,
            tooltip="Do not propose these pictures again; they stay candidates like the others",
        )  # fmt: skip
        for action in (self.show_action, self.use_action, self.dismiss_action):
            window.addAction(action)
            self._parts.actions.tools_menu.addAction(action)

    def _on_show(self) -> None:
        if not is_typing():
            self.show_next()


def sentence_of(proposals: Sequence[Proposal], titles: dict[str, str]) -> str:
    """Return what is proposed, and why; empty for nothing."""
    if not proposals:
        return ""
    kind = proposals[0].asset.asset_type
    if len(proposals) > 1:
        return f"Automation proposes {count_of(len(proposals), kind)}."
    only = proposals[0]
    provider = titles.get(only.asset.provider_name, only.asset.provider_name)
    instead = " in place of the one it selected" if only.replaces is not None else ""
    return f"Automation proposes this {noun_of(kind)} of {provider}{instead}. {only.reason}".strip()
