"""The four ways to look at candidates, their keys, and the acts that only some of them have."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from ui.shortcuts import is_typing
from ui.toolbar import ActionBar, make_action


class ViewMode(StrEnum):
    """What fills the browser below its tool bar."""

    GRID = "grid"
    LOUPE = "loupe"
    COMPARE = "compare"
    SURVEY = "survey"


_SWITCH = {
    ViewMode.GRID: ("Grid", "wall", "G", "All candidates as tiles"),
    ViewMode.LOUPE: ("Loupe", "preview", "E", "See the focused picture in full size (also Space)"),
    ViewMode.COMPARE: ("Compare", "compare", "C", "The focused picture beside the one in its place now"),
    ViewMode.SURVEY: ("Survey", "survey", "N", "A few pictures side by side until one is left"),
}

_CLOSE_UP = frozenset({ViewMode.LOUPE, ViewMode.COMPARE})


class ViewActions(QObject):
    """The switch between the views, and the acts inside them; letters do nothing while a person types.

    Signals:
        mode_requested(ViewMode): also for the view in front, which then is left.
        zoom_requested(), shelf_requested(), facts_requested(), ground_requested(), swap_requested()
        looks_requested(), difference_requested(): how two pictures are compared.
    """

    mode_requested = Signal(object)
    zoom_requested = Signal()
    shelf_requested = Signal()
    facts_requested = Signal()
    ground_requested = Signal()
    swap_requested = Signal()
    looks_requested = Signal()
    difference_requested = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        group = QActionGroup(self)
        self.switch: dict[ViewMode, QAction] = {}
        for mode, (words, icon, key, tooltip) in _SWITCH.items():
            action = self._action(words, icon, key, tooltip, self._asker(mode), is_checkable=True)
            group.addAction(action)
            self.switch[mode] = action
        self.switch[ViewMode.GRID].setChecked(True)
        add = self._action
        self.zoom = add(
            "Fit or 100 %", "zoom-in", "Z", "Between the whole picture and 100 %", self.zoom_requested.emit
        )
        self.shelf = add(
            "On the shelf", "shelf", "H", "See it as players show it, among others", self.shelf_requested.emit
        )
        self.facts = add("Facts", "info", "F", "All that is known of the picture", self.facts_requested.emit)
        self.ground = add(
            "Over the fanart",
            "image",
            "B",
            "See a logo over the fanart of its title",
            self.ground_requested.emit,
        )
        self.swap = add("Swap sides", "swap", "Y", "Exchange left and right", self.swap_requested.emit)
        self.looks = add(
            "Next way to compare",
            "compare",
            "V",
            "Side by side, under a wipe, or the difference",
            self.looks_requested.emit,
        )
        self.difference = add(
            "Difference", "theme", "D", "Show only what is not the same", self.difference_requested.emit
        )
        self._of_loupe, self._of_compare = (self.facts, self.ground), (self.swap, self.looks, self.difference)
        self.show_mode(ViewMode.GRID)

    @property
    def of_other_views(self) -> tuple[QAction, ...]:
        """What the grid does not have: there its letters are free."""
        return (self.zoom, *self._of_loupe, *self._of_compare)

    def fill_bar(self, bar: ActionBar) -> None:
        """Put the switch on the tool bar; it gives way to what has no other place to click."""
        for action in self.switch.values():
            bar.add_yielding(action)
        bar.addSeparator()

    def fill_menu(self, menu: QMenu) -> None:
        """Put the switch and the acts of the views into *menu*."""
        menu.addActions(list(self.switch.values()))
        menu.addSeparator()
        menu.addActions([self.zoom, self.shelf, *self._of_loupe])
        inside = menu.addMenu("&Compare by")
        inside.addActions(list(self._of_compare))
        menu.addSeparator()

    def show_mode(self, mode: ViewMode) -> None:
        """Mark *mode* and offer what it has."""
        self.switch[mode].setChecked(True)
        is_close = mode in _CLOSE_UP
        for actions, is_offered in (
            ((self.zoom,), is_close),
            ((self.shelf,), mode is not ViewMode.SURVEY),
            (self._of_loupe, mode is ViewMode.LOUPE),
            (self._of_compare, mode is ViewMode.COMPARE),
        ):
            for action in actions:
                action.setEnabled(is_offered)

    def _asker(self, mode: ViewMode) -> Callable[[], object]:
        return lambda: self.mode_requested.emit(mode)

    def _action(
        self,
        text: str,
        icon: str,
        key: str,
        tooltip: str,
        on_triggered: Callable[[], object],
        *,
        is_checkable: bool = False,
    ) -> QAction:
        def act() -> None:
            if not is_typing():
                on_triggered()

        action = make_action(
            self, text, icon, shortcut=key, tooltip=tooltip, on_triggered=act, is_checkable=is_checkable
        )
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(False)
        self._window.addAction(action)
        return action
