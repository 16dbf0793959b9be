"""The choice of what logos and other transparent pictures are shown on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ui.transparency import Ground

_TITLES = {
    Ground.AUTOMATIC: "&Whichever shows them best",
    Ground.LIGHT: "&Light",
    Ground.DARK: "&Dark",
}


class GroundMenu(QMenu):
    """One of three; *on_chosen* is told by the person's choice only."""

    def __init__(self, on_chosen: Callable[[Ground], object], parent: QWidget) -> None:
        super().__init__("&Ground of logos", parent)
        group = QActionGroup(self)
        self._actions: dict[Ground, QAction] = {}
        for ground, title in _TITLES.items():
            action = self.addAction(title)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, ground=ground: on_chosen(ground))
            self._actions[ground] = action

    def show_ground(self, ground: Ground) -> None:
        """Mark the choice in force."""
        self._actions[ground].setChecked(True)
