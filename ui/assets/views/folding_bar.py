"""A bar of two groups of controls that becomes two lines where it is too narrow for one."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.assets.views.controls import bar_row


class FoldingBar(QWidget):
    """``first`` takes the room that ``last`` leaves; their controls go into ``first_row`` and ``last_row``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar, self._row = bar_row(self)
        self.first, self.first_row = _part(self.bar)
        self.last, self.last_row = _part(self.bar)
        self._row.addWidget(self.first, 1)
        self._row.addWidget(self.last)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)

    def minimumSizeHint(self) -> QSize:
        # With large text one line would make the window wider than a screen: then there are two.
        widths = (part.minimumSizeHint().width() for part in (self.first, self.last))
        return QSize(max(widths) + self._margins(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = sum(part.minimumSizeHint().width() for part in (self.first, self.last))
        has_room = self.width() >= needed + self._margins() + self._row.spacing()
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if has_room else ways.TopToBottom)

    def _margins(self) -> int:
        margins = self._row.contentsMargins()
        return margins.left() + margins.right()


def _part(bar: QWidget) -> tuple[QWidget, QHBoxLayout]:
    part = QWidget(bar)
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    return part, row
