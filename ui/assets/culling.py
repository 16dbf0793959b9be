"""Which candidates an act is upon (focused, marked, a whole stack), and where the focus goes after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import ASSET_SHAPES, CachedAsset
from metarr_desktop.domain.library import CurationAct, SelectionChange
from ui.assets.controller import BrowserController
from ui.assets.front import Front
from ui.assets.several import holds_several
from ui.assets.window_parts import WindowParts
from ui.assets.wording import noun_of
from ui.message_bar import Severity

_TAKING = (CurationAct.SELECT, CurationAct.ADD)


class Culling(QObject):
    """The acts of the keys.  Each is one call of curation, so one step of undo, however many pictures it is upon.

    Signals:
        title_requested(int): another title, so many steps on.
        several_requested(): let the type in front hold several pictures.
    """

    title_requested = Signal(int)
    several_requested = Signal()

    def __init__(
        self, parts: WindowParts, controller: BrowserController, front: Front, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts, self._controller, self._front = parts, controller, front
        self._pending: dict[int, CurationAct] = {}
        self._marked = ""
        parts.pane.grid.selectionModel().selectionChanged.connect(lambda *_: self._show_marked())
        front.focus_shown.connect(lambda _: self._show_marked())
        controller.acted.connect(self._on_acted)
        controller.undone.connect(lambda _: self._pending.clear())
        controller.act_failed.connect(lambda _: self._pending.clear())

    # Every act is upon everything marked; with ``is_one``, as a button beside one picture means it, upon the
    # focused candidate alone.  ``is_going_on`` then shows the next title.

    # -- the acts --------------------------------------------------------------------------------------------

    def select(self, *, is_going_on: bool = False, is_one: bool = False) -> None:
        """Use what is marked, in the order on screen; of several for one slot the focused one."""
        chosen = self._chosen(is_one)
        if holds_several(self._front.kind):
            # Each becomes the first of its slot, so the one to stand first comes last.
            ids = [asset.id for asset in reversed(chosen)]
        else:
            ids = [asset.id for asset in self._one_per_slot(chosen)]
            self._tell_one_fits(len(chosen) - len(ids))
        self._do(CurationAct.SELECT, ids, is_going_on=is_going_on)

    def add(self, *, is_going_on: bool = False, is_one: bool = False) -> None:
        """Use what is marked as well, after what is selected; in a slot for one the same as using it."""
        if not holds_several(self._front.kind):
            self.select(is_going_on=is_going_on, is_one=is_one)
            return
        ids = [asset.id for asset in self._chosen(is_one) if not asset.is_selected]
        self._do(CurationAct.ADD, ids, is_going_on=is_going_on)

    def reject(self, *, is_going_on: bool = False, is_one: bool = False) -> None:
        """Never use what is marked, folded stacks with all their members; the focus goes on to the next."""
        chosen = [asset.id for asset in self._chosen(is_one)]
        ids = self._with_stacks(chosen)
        note = ", all of one stack" if len(chosen) == 1 and len(ids) > 1 else ""
        self._do(CurationAct.REJECT, ids, note=note, is_going_on=is_going_on)
        if not is_going_on:
            self._move_on(ids)

    def clear(self, *, is_going_on: bool = False, is_one: bool = False) -> None:
        """Take back what was decided of everything marked, folded stacks with all their members."""
        decided = {asset.id for asset in self._front.assets if asset.is_selected or asset.is_rejected}
        ids = self._with_stacks(asset.id for asset in self._chosen(is_one))
        self._do(CurationAct.CLEAR, [each for each in ids if each in decided], is_going_on=is_going_on)

    # -- inside ----------------------------------------------------------------------------------------------

    def _show_marked(self) -> None:
        """Say how many are marked, and offer what can be done with them."""
        actions, act, chosen = self._parts.actions, self._parts.act, self._chosen(is_one=False)
        is_decided = any(asset.is_selected or asset.is_rejected for asset in chosen)
        actions.clear.setEnabled(is_decided)
        actions.add.setEnabled(any(not asset.is_selected for asset in chosen))
        before, self._marked = self._marked, ""
        if len(chosen) > 1:
            self._marked = f"{len(chosen):,} marked: P, X and U act upon all of them"
        if self._marked or (before and act.text() == before):
            act.setText(self._marked)

    def _chosen(self, is_one: bool) -> list[CachedAsset]:
        """Return what is marked in the grid; the focused one while one picture fills the window, or if asked for."""
        pane = self._parts.pane
        if is_one or self._parts.stage.shows_one:
            return [] if pane.current is None else [pane.current]
        return [asset for each in pane.chosen_ids() if (asset := pane.model.find(each)) is not None]

    def _with_stacks(self, ids: Iterable[int]) -> list[int]:
        return list(dict.fromkeys(member for each in ids for member in self._front.stacks.members(each)))

    def _one_per_slot(self, chosen: Sequence[CachedAsset]) -> list[CachedAsset]:
        """Return the focused one for its slot, and for each other season the first one marked."""
        current = self._parts.pane.current
        ordered = sorted(chosen, key=lambda asset: current is None or asset.id != current.id)
        by_slot: dict[int | None, CachedAsset] = {}
        for asset in ordered:
            by_slot.setdefault(asset.season_number, asset)
        return list(by_slot.values())

    def _tell_one_fits(self, left_out: int) -> None:
        if left_out > 0:
            kind = self._front.kind
            self._parts.messages.post(
                f"One {noun_of(kind)} is used at a time, so the focused one was taken.",
                Severity.INFO,
                action=f"Allow several {ASSET_SHAPES[kind].plural}",
                on_action=self.several_requested.emit,
                key="several",
            )

    def _do(self, act: CurationAct, ids: Sequence[int], *, note: str = "", is_going_on: bool = False) -> None:
        self._pending.update(dict.fromkeys(ids, act))
        self._controller.act_on(act, ids, note)
        if is_going_on:
            self.title_requested.emit(1)

    def _on_acted(self, done: SelectionChange) -> None:
        for asset in done.changed:
            self._pending.pop(asset.id, None)

    def _move_on(self, ids: Sequence[int]) -> None:
        """Focus the next tile that is not rejected, else the last undecided one before; else nothing moves.

        Never back to a selected one: who holds the key down to the end must not reject the choice as well.
        """
        model = self._parts.pane.model
        rows = [row for each in ids if (row := model.row_of(each)) is not None]
        if not rows:
            return
        later, earlier = range(max(rows) + 1, model.rowCount()), range(min(rows) - 1, -1, -1)
        for row in (*later, *earlier):
            asset = model.item(row)
            pending = self._pending.get(asset.id)
            is_rejected = asset.is_rejected if pending is None else pending is CurationAct.REJECT
            is_selected = asset.is_selected if pending is None else pending in _TAKING
            if not is_rejected and not (is_selected and row < min(rows)):
                self._parts.pane.focus_id(asset.id)
                return
