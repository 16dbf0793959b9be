"""A scroll area for side panels, whose content never changes width because of its own scroll bar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget


class SideScroll(QScrollArea):
    """Scrolls up and down only; the room of the bar is kept free also while there is nothing to scroll.

    With a bar that comes and goes, content whose height follows its width has no stable size near the height
    of the view: with the bar it fits, without it it does not. Qt then resizes it from within its own resizing
    until the stack is full, and the process dies of a segmentation fault.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(_ShyScrollBar(Qt.Orientation.Vertical, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class _ShyScrollBar(QScrollBar):
    """Takes its room, but paints nothing while there is nothing to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)
