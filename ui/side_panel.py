"""The panel beside the tiles: words, buttons, and a picture that takes the height they leave."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.side_scroll import SideScroll
from ui.theme import set_role

MARGIN = 16
"""Between the panel's edges and what is in it, px."""
_LEAST_PICTURE = 96


class BoundedPicture(QWidget):
    """As high as its width asks for, up to a limit."""

    def __init__(self, most_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most_height = most_height
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def natural_height(self, width: int) -> int:
        """Return how high it would be with *width* px."""
        raise NotImplementedError

    def set_most_height(self, height: int) -> None:
        """Say how much room there is."""
        if height != self._most_height:
            self._most_height = height
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(self._most_height, self.natural_height(width))


class SidePanel(QFrame):
    """A subclass fills ``column``, then calls `hold` with the picture that is among it.

    Args:
        name: what a screen reader says.
        most_picture: the picture is never higher, px.
    """

    def __init__(self, name: str, most_picture: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel-right")
        self.setAccessibleName(name)
        self._most_picture = most_picture
        self._held: BoundedPicture | None = None
        self._inner = QWidget(self)
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(MARGIN, 12, MARGIN, 16)

    def hold(self, picture: BoundedPicture) -> None:
        """Give *picture* the height that the rest leaves, from now on."""
        self._held = picture
        self._inner.installEventFilter(self)
        self._scroll = scroll = SideScroll(self)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(scroll)

    def least_width(self) -> int:
        """Return how narrow it can be with what is in it, px."""
        return self._inner.minimumSizeHint().width() + self._bar_width() + 1

    def give_way(self) -> None:
        """Hide what can be missed: even the smallest picture has no room."""

    def fit_picture(self) -> None:
        """Give the picture the height that words and buttons leave, so that the buttons are in sight."""
        if self._held is None:
            return
        inside = self.contentsRect().width() - self._bar_width() - 1
        rest = self._inner.heightForWidth(inside) - self._held.heightForWidth(inside - 2 * MARGIN)
        left = self.height() - rest
        if left < _LEAST_PICTURE:
            self.give_way()
        self._held.set_most_height(min(self._most_picture, max(_LEAST_PICTURE, left)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_picture()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Lines and buttons get their height only when the style has reached them, or by another text size.
        if watched is self._inner and event.type() == QEvent.Type.LayoutRequest:
            self.fit_picture()
        return super().eventFilter(watched, event)

    def _bar_width(self) -> int:
        return self._scroll.verticalScrollBar().sizeHint().width()
