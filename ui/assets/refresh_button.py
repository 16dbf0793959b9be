"""The one button that refreshes and, in the same place, stops the refresh."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from ui.icons import icon
from ui.refresh_toggle import IDENTIFY_FIRST
from ui.theme import set_role
from ui.timers import delay
from ui.toolbar import ActionBar, make_action, set_tooltip


class RefreshState(StrEnum):
    """What the button shows."""

    READY = "ready"
    BUSY = "busy"
    CANCEL = "cancel"
    UNIDENTIFIED = "unidentified"


class RefreshButton(QObject):
    """Swaps three actions in one button, so that its place and its keys stay.

    After a click it is busy for a moment: a double click must not stop what it started.

    Args:
        force: what a click does while nothing runs; it is enabled and says why not as the button does.
        busy_s: how long it is busy.

    Signals:
        cancel_requested()
    """

    cancel_requested = Signal()

    def __init__(
        self, bar: ActionBar, force: QAction, menu: QMenu, busy_s: float, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._force, self._menu = force, menu
        # An action of its own: an icon readable on the accent would be lost in the menus.
        self._ready = make_action(self, "Force refresh", on_triggered=force.trigger)
        self._cancel = make_action(
            self,
            "Cancel",
            "stop",
            tooltip="Stop the refresh; what has arrived is kept (Esc twice)",
            on_triggered=self.cancel_requested.emit,
        )
        self._cancel.setIcon(icon("stop", "accent_text"))
        self._busy = make_action(self, "Refreshing…", "wait", tooltip="The providers are being asked")
        self._busy.setEnabled(False)
        self.button: QToolButton = bar.add_primary(self._ready, "refresh", menu=menu)
        self._is_running = False
        self._is_identified = True
        self._pause = delay(self, round(busy_s * 1000), self._show)
        self.set_identified(True)

    @property
    def state(self) -> RefreshState:
        """What is shown now."""
        if self._pause.isActive():
            return RefreshState.BUSY
        if self._is_running:
            return RefreshState.CANCEL
        return RefreshState.READY if self._is_identified else RefreshState.UNIDENTIFIED

    def set_running(self, is_running: bool) -> None:
        """Say whether a refresh runs that can be cancelled."""
        if is_running and not self._is_running:
            self._pause.start()
        self._is_running = is_running
        self._show()

    def show_other_title(self, is_running: bool) -> None:
        """Say how it is for another title: no moment of being busy, nothing was clicked there."""
        self._pause.stop()
        self._is_running = is_running
        self._show()

    def set_identified(self, is_identified: bool) -> None:
        """Say whether anybody can be asked for the title in front."""
        self._is_identified = is_identified
        self._force.setEnabled(is_identified)
        self._ready.setEnabled(is_identified)
        words = "Ask every provider now, whatever is stored" if is_identified else IDENTIFY_FIRST
        set_tooltip(self._force, words)
        self._ready.setToolTip(f"{words} (Ctrl+F5)" if is_identified else words)
        self._show()

    def _show(self) -> None:
        state = self.state
        action = {RefreshState.BUSY: self._busy, RefreshState.CANCEL: self._cancel}.get(state, self._ready)
        before, is_ready = self.button.defaultAction(), action is self._ready
        if before is action:
            return
        # Words of other length must not push the buttons beside it.
        self.button.setMinimumWidth(max(self.button.minimumWidth(), self.button.sizeHint().width()))
        modes = QToolButton.ToolButtonPopupMode
        self.button.setPopupMode(modes.MenuButtonPopup if is_ready else modes.DelayedPopup)
        self.button.setMenu(self._menu if is_ready else None)  # type: ignore[arg-type]  # Qt takes None, the stubs do not say so
        self.button.removeAction(before)  # a second action would bring the arrow back
        self.button.setDefaultAction(action)
        self.button.setAccessibleName(action.text())
        set_role(self.button, "primary")  # the sheet leaves room for the arrow only where there is one
