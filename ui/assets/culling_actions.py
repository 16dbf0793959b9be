"""The acts of culling that the other menus do not have: stacks, the lock, the order, the list of keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.library import CurationAct
from ui.shortcuts import is_typing
from ui.toolbar import make_action, set_tooltip

_GOING_ON = {
    CurationAct.SELECT: ("Select, next title", "Shift+P", "Use the focused picture and go to the next title"),
    CurationAct.REJECT: (
        "Reject, next title",
        "Shift+X; Alt+Shift+Right",
        "Never use the focused picture, and go to the next title",
    ),
    CurationAct.CLEAR: ("Clear, next title", "Shift+U", "Take back a decision and go to the next title"),
    CurationAct.ADD: (
        "Add, next title",
        "Shift+A",
        "Use the focused picture as well, and go to the next title",
    ),
}


class CullingActions(QObject):
    """Holds the actions; letters do nothing while a person types.

    Signals:
        stack_requested(), all_stacks_requested(): unfold or fold. stacking_requested(bool): fold at all.
        lock_requested(is_going_on). going_on_requested(CurationAct): do it and go to the next title.
        several_requested(bool), go_to_requested(), keys_requested()
    """

    stack_requested = Signal()
    all_stacks_requested = Signal()
    stacking_requested = Signal(bool)
    lock_requested = Signal(bool)
    going_on_requested = Signal(object)
    several_requested = Signal(bool)
    go_to_requested = Signal()
    keys_requested = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._make_stacks()
        add = self._action
        self.lock = add(
            "Lock", "lock", "L", "Keep automation away from this type", self.lock_requested, False,
            is_checkable=True,
        )  # fmt: skip
        self.lock_next = add(
            "Lock, next title", "", "Shift+L", "Lock or unlock, and go to the next title",
            self.lock_requested, True,
        )  # fmt: skip
        self.going_on = [
            add(words, "", keys, tooltip, self.going_on_requested, act)
            for act, (words, keys, tooltip) in _GOING_ON.items()
        ]
        self.several = add("Allow several", "", "", "", None, is_checkable=True)
        self.several.triggered.connect(self.several_requested)
        self.go_to = add(
            "Go to…", "search", "/", "Jump to a provider or language by typing its name", self.go_to_requested
        )
        self.keys = add("Keys", "keyboard", "?; F1", "All keys of this window", self.keys_requested)
        for action in (self.stack, self.all_stacks, self.lock, self.lock_next, *self.going_on, self.keys):
            action.setAutoRepeat(False)

    def _make_stacks(self) -> None:
        add = self._action
        self.stack = add(
            "Unfold or fold stack", "stack", "S", "Show what lies in the stack, or fold it",
            self.stack_requested,
        )  # fmt: skip
        self.all_stacks = add(
            "Unfold or fold all stacks", "", "Shift+S", "Show what lies in every stack",
            self.all_stacks_requested,
        )  # fmt: skip
        self.stacking = add(
            "Stack similar", "", "Alt+S", "Show pictures that look the same as one tile", None,
            is_checkable=True,
        )  # fmt: skip
        self.stacking.setChecked(True)
        self.stacking.triggered.connect(self.stacking_requested)

    def fill_menus(self, bar: QMenuBar) -> None:
        """Add the actions to the menus of *bar*, which are there already, and a menu of help."""
        edit, view = _menu(bar, "Edit"), _menu(bar, "View")
        edit.addActions([self.lock, self.several])
        going_on = edit.addMenu("And &next title")
        going_on.addActions([*self.going_on, self.lock_next])
        view.addSeparator()
        view.addActions([self.stacking, self.stack, self.all_stacks])
        view.addSeparator()
        view.addAction(self.go_to)
        bar.addMenu("&Help").addAction(self.keys)

    def show_type(self, kind: AssetType, is_several: bool) -> None:
        """Name *kind* where an act is upon the whole type."""
        plural = ASSET_SHAPES[kind].plural
        self.several.setText(f"Allow several {plural}")
        set_tooltip(self.several, f"Let titles have several {plural}, in an order")
        self.several.setChecked(is_several)
        is_picture = kind is not AssetType.TRAILER
        for action in (self.several, self.lock, self.lock_next, self.stacking, self.stack, self.all_stacks):
            action.setEnabled(is_picture)

    def show_lock(self, kind: AssetType, is_locked: bool) -> None:
        """Show whether *kind* is locked for the title in front."""
        plural = ASSET_SHAPES[kind].plural
        self.lock.setChecked(is_locked)
        self.lock.setText(f"Lock the {plural}")
        words = "Let automation choose again" if is_locked else "Keep automation away from the"
        set_tooltip(self.lock, words if is_locked else f"{words} {plural} of this title")

    def _action(
        self,
        text: str,
        icon: str,
        shortcut: str,
        tooltip: str,
        signal: SignalInstance | None,
        *values: object,
        is_checkable: bool = False,
    ) -> QAction:
        action = make_action(
            self,
            text,
            icon,
            shortcut=shortcut,
            tooltip=tooltip,
            on_triggered=None if signal is None else _unless_typing(signal, *values),
            is_checkable=is_checkable,
        )
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)
        return action


def _unless_typing(signal: SignalInstance, *values: object) -> Callable[[], object]:
    def act() -> None:
        if not is_typing():
            signal.emit(*values)

    return act


def _menu(bar: QMenuBar, title: str) -> QMenu:
    for action in bar.actions():
        menu = action.menu()
        if isinstance(menu, QMenu) and action.text().replace("&", "") == title:
            return menu
    return bar.addMenu(title)
