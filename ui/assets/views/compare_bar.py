"""What stands below two pictures: the ways to compare, what sets them apart, and the acts."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from ui.assets.views.controls import Verdict, action_tool, in_tab_order, push, tool
from ui.assets.views.folding_bar import FoldingBar
from ui.assets.views.modes import ViewActions
from ui.elided_label import ElidedLabel
from ui.theme import set_role


class Looks(StrEnum):
    """How two pictures are compared."""

    BESIDE = "Side by side"
    WIPE = "Wipe"
    DIFFERENCE = "Difference"


_TOLD = {
    Looks.BESIDE: "Both, zoomed and moved together",
    Looks.WIPE: "One over the other, parted by a line: drag it, or Left and Right",
    Looks.DIFFERENCE: "Only what is not the same",
}


class CompareBar(FoldingBar):
    """Signals: looks_chosen(Looks); moved(int): another candidate; kept(): it becomes the one to beat;
    use_requested(), reject_requested(), take_back_requested() for the candidate; closed().
    """

    looks_chosen = Signal(object)
    moved = Signal(int)
    kept = Signal()
    use_requested = Signal()
    reject_requested = Signal()
    take_back_requested = Signal()
    closed = Signal()

    def __init__(self, actions: ViewActions, parent: QWidget) -> None:
        super().__init__(parent)
        bar, row, acts = self.bar, self.first_row, self.last_row
        self._group = QButtonGroup(self)
        self.looks: dict[Looks, QPushButton] = {}
        for looks in Looks:
            button = push(bar, looks.value, "V", self._chooser(looks), "segment")
            button.setToolTip(f"{_TOLD[looks]} ({'D' if looks is Looks.DIFFERENCE else 'V'})")
            button.setCheckable(True)
            self._group.addButton(button)
            self.looks[looks] = button
            row.addWidget(button)
        row.addWidget(action_tool(bar, actions.swap))
        self._words = ElidedLabel(bar)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_role(self._words, "muted")
        row.addWidget(self._words, 1)
        self.previous = tool(bar, "chevron-up", "Previous candidate", "Up", lambda: self.moved.emit(-1))
        self.next = tool(bar, "chevron-down", "Next candidate", "Down", lambda: self.moved.emit(1))
        self.keep = push(bar, "Keep", "Enter", self.kept.emit)
        self.keep.setToolTip("Keep the candidate as the one to beat, and go on to the next (Enter)")
        self.verdict = Verdict(
            bar, self.use_requested.emit, self.reject_requested.emit, self.take_back_requested.emit
        )
        tools = (action_tool(bar, actions.zoom), action_tool(bar, actions.shelf))
        decide = (self.keep, self.verdict.use, self.verdict.take_back, self.verdict.reject)
        self.exit = tool(bar, "close", "Back to the grid", "Esc", self.closed.emit)
        for item in (*tools, self.previous, self.next, *decide, self.exit):
            acts.addWidget(item)
        in_tab_order(self.first)
        in_tab_order(self.last)
        QWidget.setTabOrder(self._words, tools[0])

    @property
    def words(self) -> str:
        """What sets the two apart."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Say what sets the two apart."""
        self._words.show_text(words)

    def _chooser(self, looks: Looks) -> Callable[[], object]:
        return lambda: self.looks_chosen.emit(looks)
