"""A person's word on proposals, and where the cursor goes after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from metarr_desktop.domain.enrichment import Proposal
from ui.review.controller import ReviewController
from ui.review.model import ProposalModel
from ui.review.parts import ReviewParts


class Deciding(QObject):
    """Connects the acts of *parts* that decide.

    Args:
        controller: that of now, ``None`` without a core.
        take_off: shows proposals no more, at once: nothing is waited for.
    """

    def __init__(
        self,
        parts: ReviewParts,
        model: ProposalModel,
        controller: Callable[[], ReviewController | None],
        take_off: Callable[[Sequence[Proposal]], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._grid, self._model = parts.grid, model
        self._controller, self._take_off = controller, take_off
        acts, grid = parts.actions, parts.grid
        acts.use.triggered.connect(lambda: self._use_marked())
        acts.use_next.triggered.connect(lambda: self._use_marked(is_next=True))
        acts.dismiss.triggered.connect(lambda: self._dismiss_marked())
        acts.dismiss_next.triggered.connect(lambda: self._dismiss_marked(is_next=True))
        acts.mark_title.triggered.connect(lambda: self._mark_title())
        acts.use_title.triggered.connect(lambda: self._decide_title(is_use=True))
        acts.dismiss_title.triggered.connect(lambda: self._decide_title(is_use=False))
        acts.use_all.triggered.connect(lambda: self._decide(model.items, is_use=True))
        acts.previous.triggered.connect(lambda: self._step_title(-1))
        acts.next.triggered.connect(lambda: self._step_title(1))
        grid.entered.connect(lambda is_shift: self._use_marked(is_next=is_shift))
        grid.use_clicked.connect(lambda each: self._decide([each], is_use=True))
        grid.dismiss_clicked.connect(lambda each: self._decide([each], is_use=False))
        parts.side.use_requested.connect(lambda: self._use_marked())
        parts.side.dismiss_requested.connect(lambda: self._dismiss_marked())

    def _decide(self, proposals: Sequence[Proposal], *, is_use: bool, is_next: bool = False) -> None:
        """Take *proposals* off the list at once, and let them be selected or dismissed."""
        controller = self._controller()
        if controller is None or not proposals:
            return
        goal = self._row_after(proposals, is_next=is_next)
        (controller.accept if is_use else controller.dismiss)(proposals)
        self._take_off(proposals)
        row = None if goal is None else self._model.row_of(goal)
        if row is not None:
            self._grid.go_to(row)

    def _row_after(self, proposals: Sequence[Proposal], *, is_next: bool) -> int | None:
        """Return the proposal to go on with: the next one that stays, of the next title if wanted."""
        gone = {each.id for each in proposals}
        last = max((self._model.row_of(each.id) or 0 for each in proposals), default=0)
        key = self._model.item(last).key
        after = [each for each in self._model.items[last + 1 :] if each.id not in gone]
        if is_next:
            after = [each for each in after if each.key != key] or after
        before = [each for each in self._model.items[:last] if each.id not in gone]
        found = after[:1] or before[-1:]
        return found[0].id if found else None

    def _use_marked(self, *, is_next: bool = False) -> None:
        self._decide(self._grid.marked(), is_use=True, is_next=is_next)

    def _dismiss_marked(self, *, is_next: bool = False) -> None:
        self._decide(self._grid.marked(), is_use=False, is_next=is_next)

    def _decide_title(self, *, is_use: bool) -> None:
        current = self._grid.current()
        if current is not None:
            self._decide(self._model.of_title(current.key), is_use=is_use, is_next=True)

    def _mark_title(self) -> None:
        current = self._grid.current()
        if current is not None:
            rows = [self._model.row_of(each.id) or 0 for each in self._model.of_title(current.key)]
            self._grid.mark(rows[0], rows[-1])

    def _step_title(self, step: int) -> None:
        row = self._model.row_of_other_title(self._grid.currentIndex().row(), step)
        if row is not None:
            self._grid.go_to(row)
