"""*Force refresh* and *Cancel* on one button."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from ui.icons import icon
from ui.theme import current_theme
from ui.timers import delay
from ui.toolbar import ActionBar, make_action, set_tooltip

IDENTIFY_FIRST = "Identify first (Ctrl+I)"
_BUSY_MS = 600


class RefreshToggle(QObject):
    """*Force refresh*, which is *Cancel* in the same place while a refresh runs.

    After a click it is busy for a moment: a double click must not stop what it started.

    Signals: changed(): the words, or whether it can be clicked.
    """

    changed = Signal()

    def __init__(self, force: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._force = force
        self.action = make_action(self, "Force refresh", on_triggered=force.trigger)
        self.button: QToolButton | None = None
        self.is_cancel = False
        self._is_running = self._is_enabled = self._is_unidentified = False
        self._pause = delay(self, _BUSY_MS, self._show)

    def put_on(self, bar: ActionBar, menu: QMenu) -> None:
        """Add the button."""
        self.button = bar.add_primary(self.action, "refresh", menu=menu)
        theme = current_theme()
        if theme is not None:
            theme.changed.connect(self._show)  # larger text needs a wider button
        self._show()

    def show_state(self, *, is_running: bool, is_enabled: bool, is_unidentified: bool) -> None:
        """Say what a click would do."""
        if is_running and not self._is_running:
            self._pause.start()
        elif not is_running:
            self._pause.stop()
        self._is_running, self._is_enabled = is_running, is_enabled
        self._is_unidentified = is_unidentified
        self._show()

    @property
    def text(self) -> str:
        """The words on the button."""
        return self.action.text()

    def _show(self) -> None:
        is_busy = self._pause.isActive()
        self.is_cancel = self._is_running and not is_busy
        text, glyph = "Force refresh", "refresh"
        tooltip = IDENTIFY_FIRST if self._is_unidentified else "Ask every provider now, whatever is stored"
        if is_busy:
            text, glyph, tooltip = "Refreshing…", "wait", "The providers are being asked"
        elif self.is_cancel:
            text, glyph, tooltip = "Cancel", "stop", "Stop the refresh; what has arrived is kept"
        is_possible = not is_busy and (self._is_running or self._is_enabled)
        self._force.setText(text)
        self._force.setEnabled(is_possible)
        self._force.setIcon(icon(glyph))
        set_tooltip(self._force, tooltip)
        if self.button is not None:
            # Words of other length must not push the buttons beside it.
            self.button.setMinimumWidth(max(self.button.minimumWidth(), self.button.sizeHint().width()))
            self.button.setAccessibleName(text)
        self.action.setText(text)
        self.action.setIcon(icon(glyph, "accent_text"))
        self.action.setEnabled(is_possible)
        self.action.setToolTip(tooltip if self._is_unidentified else f"{tooltip} (Ctrl+F5)")
        self.changed.emit()
