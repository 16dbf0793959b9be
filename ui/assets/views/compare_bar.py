"""What stands below two pictures: the ways to compare, what sets them apart, and the acts."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.assets.views.controls import Verdict, action_tool, bar_row, in_tab_order, push, tool
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


class CompareBar(QWidget):
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
        bar, self._row = bar_row(self)
        (self._ways, row), (self._acts, acts) = _part(bar), _part(bar)
        self._row.addWidget(self._ways, 1)
        self._row.addWidget(self._acts)
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
        in_tab_order(self._ways)
        in_tab_order(self._acts)
        QWidget.setTabOrder(self._words, tools[0])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bar)

    def minimumSizeHint(self) -> QSize:
        # With large text one line would make the window wider than a screen: then there are two.
        widths = (part.minimumSizeHint().width() for part in (self._ways, self._acts))
        return QSize(max(widths) + self._margins(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(part.minimumSizeHint().width() for part in (self._ways, self._acts))
        has_room = self.width() >= needed + self._margins() + self._row.spacing()
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if has_room else ways.TopToBottom)

    def _margins(self) -> int:
        margins = self._row.contentsMargins()
        return margins.left() + margins.right()

    @property
    def words(self) -> str:
        """What sets the two apart."""
        return self._words.text()

    def say(self, words: str) -> None:
        """Say what sets the two apart."""
        self._words.show_text(words)

    def _chooser(self, looks: Looks) -> Callable[[], object]:
        return lambda: self.looks_chosen.emit(looks)


def _part(bar: QWidget) -> tuple[QWidget, QHBoxLayout]:
    part = QWidget(bar)
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    return part, row
