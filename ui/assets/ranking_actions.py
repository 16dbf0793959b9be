"""The acts on scores: open the ranking, unfold what each score is made of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.shortcuts import is_typing
from ui.toolbar import make_action


class RankingActions(QObject):
    """Holds the actions; letters do nothing while a person types.

    Signals:
        ranking_requested(): open or close it. unfolding_requested(): show or hide the parts under each tile.
    """

    ranking_requested = Signal()
    unfolding_requested = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.ranking = self._action(
            "Ranking", "statistics", "W", "What counts how much in the score", self.ranking_requested.emit
        )
        self.unfold = self._action(
            "Parts of the scores",
            "",
            "I",
            "Show under each picture what its score is made of",
            self.unfolding_requested.emit,
        )

    def fill_menu(self, menu: QMenu) -> None:
        """Put the acts into the View menu."""
        menu.addActions([self.ranking, self.unfold])

    def _action(
        self, text: str, icon: str, key: str, tooltip: str, on_triggered: Callable[[], object]
    ) -> QAction:
        action = make_action(self, text, icon, shortcut=key, tooltip=tooltip, is_checkable=True)

        def act() -> None:
            if is_typing():
                action.toggle()  # the letter was text; nothing was asked for
            else:
                on_triggered()

        action.triggered.connect(act)
        action.setAutoRepeat(False)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)
        return action
