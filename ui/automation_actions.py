"""The actions of the main window that concern what is done automatically."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from ui.text import count_text
from ui.toolbar import ActionBar, make_action


@dataclass(frozen=True, slots=True)
class Automatable:
    """What the titles in front allow: how many are selected, can be enriched, and are taken care of."""

    is_attached: bool = False
    selected: int = 0
    identified: int = 0
    monitored: int = 0


class AutomationActions(QObject):
    """Makes them; the window connects them.

    ``waiting`` is the button of the tool bar that counts proposals; it is there only while some wait.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        make = make_action
        self.enrich = make(
            window, "Enrich", "enrich", shortcut="Ctrl+E",
            tooltip="Fetch what is missing of the selected titles, and propose artwork for their empty slots",
        )  # fmt: skip
        self.monitored = make(
            window, "Monitored", is_checkable=True,
            tooltip="Let automation take care of the selected titles; off, it leaves them alone",
        )  # fmt: skip
        self.activity = make(
            window, "Activity", "automation", shortcut="Ctrl+Shift+J",
            tooltip="See what is done automatically, when, and what was done",
        )  # fmt: skip
        self.review = make(
            window, "Review proposals", "review", shortcut="Ctrl+Shift+R",
            tooltip="Go through the artwork that automation proposes",
        )  # fmt: skip
        self.statistics = make(
            window, "Cache statistics", "statistics", shortcut="Ctrl+Shift+T",
            tooltip="See how well the cache works, and what is in it",
        )  # fmt: skip
        self.waiting = make(window, "Review", "review", on_triggered=self.review.trigger)
        self.show_waiting(0)

    def update(self, possible: Automatable) -> None:
        """Enable what can be done now; *Monitored* is checked where all selected titles are."""
        for action in (self.activity, self.review, self.statistics):
            action.setEnabled(possible.is_attached)
        self.enrich.setEnabled(possible.is_attached and possible.identified > 0)
        self.monitored.setEnabled(possible.is_attached and possible.selected > 0)
        self.monitored.setChecked(0 < possible.selected == possible.monitored)

    def show_waiting(self, count: int) -> None:
        """Say on the tool bar how many proposals wait; nothing is there while none do."""
        self.waiting.setText(f"Review {count:,}")
        keys = self.review.shortcut().toString()
        verb = "waits" if count == 1 else "wait"
        self.waiting.setToolTip(f"{count_text(count, 'proposal')} {verb} for your decision ({keys})")
        self.waiting.setVisible(count > 0)

    def put_on(self, bar: ActionBar) -> None:
        """Put the count on the tool bar."""
        button = bar.add(self.waiting)
        self.waiting.changed.connect(lambda: button.setAccessibleName(self.waiting.toolTip()))
        self.waiting.visibleChanged.connect(bar.fit)

    def tools(self) -> list[QAction]:
        """Return what belongs into the Tools menu."""
        return [self.review, self.activity, self.statistics]

    def of_titles(self) -> list[QAction]:
        """Return what belongs into the Item menu."""
        return [self.enrich, self.monitored]

    def all(self) -> list[QAction]:
        """Return every action that has a key."""
        return [self.enrich, self.review, self.activity, self.statistics]
