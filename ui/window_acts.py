"""The acts of a window, by key, and the head above what it shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from ui.theme import set_role
from ui.toolbar import make_action


class WindowActs:
    """Every act of *window*, in the order in which they were added, which is that of the list of keys."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self.all: list[QAction] = []

    def add(self, text: str, shortcut: str, tooltip: str, icon: str = "") -> QAction:
        """Make an act; its keys work in the whole window."""
        action = make_action(self._window, text, icon, shortcut=shortcut, tooltip=tooltip)
        self._window.addAction(action)
        self.all.append(action)
        return action


def page_head(title: QLabel, below: QLabel, beside: QWidget, shares: tuple[int, int]) -> QFrame:
    """Return *title* with the words *below* it, and what narrows the page *beside* them.

    Args:
        shares: how the words and what is beside them divide the width that neither needs.
    """
    head = QFrame()
    set_role(head, "header")
    row = QHBoxLayout(head)
    row.setContentsMargins(16, 10, 16, 10)
    row.setSpacing(16)
    names = QVBoxLayout()
    names.setSpacing(2)
    names.addWidget(title)
    names.addWidget(below)
    row.addLayout(names, shares[0])
    row.addWidget(beside, shares[1], Qt.AlignmentFlag.AlignVCenter)
    return head
