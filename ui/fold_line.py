"""Two groups of controls side by side, or one below the other where that needs less height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class FoldLine(QWidget):
    """A line that becomes two at large text sizes, before what flows in it becomes a column.

    Args:
        first, last: from left to right, or from top to bottom; with layouts of their own.
        flowing: the one of the two that breaks its lines; the other one has its size.
        spacing: px between the two.
    """

    def __init__(
        self, first: QWidget, last: QWidget, flowing: QWidget, spacing: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._flowing, self._fixed = flowing, last if flowing is first else first
        self._box = QBoxLayout(_BESIDE, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        for part in (first, last):
            is_flowing = part is flowing
            across = Qt.AlignmentFlag(0) if is_flowing else Qt.AlignmentFlag.AlignTop
            self._box.addWidget(part, 1 if is_flowing else 0, across)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def is_folded(self) -> bool:
        """True while one stands below the other."""
        return self._box.direction() == _BELOW

    def minimumSizeHint(self) -> QSize:
        # What stands beside each other now can stand below each other.
        hints = [part.minimumSizeHint() for part in (self._flowing, self._fixed)]
        margins = self.contentsMargins()
        width = max(hint.width() for hint in hints) + margins.left() + margins.right()
        return QSize(width, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Take the lower of the two ways; the same height stays on one line."""
        hint = self._fixed.sizeHint().expandedTo(self._fixed.minimumSize())
        gap, width = self._box.spacing(), self.contentsRect().width()
        room = width - hint.width() - gap
        beside = max(hint.height(), self._flowing.heightForWidth(max(1, room)))
        below = hint.height() + gap + self._flowing.heightForWidth(width)
        wanted = _BELOW if below + hint.height() // 2 < beside else _BESIDE
        if wanted != self._box.direction():
            self._box.setDirection(wanted)
