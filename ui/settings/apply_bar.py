"""The line below the settings: what waits, Apply, Revert, Close."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.buttons import act_button
from ui.settings.wording import waiting_text
from ui.theme import set_role


class ApplyBar(QFrame):
    """*Apply* and *Revert* are there while something waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "footer")
        self.text = QLabel(self)
        self.text.setAccessibleName("Changes not applied")
        self.revert_button = act_button("Revert", "Go back to what holds now", self)
        self.apply_button = act_button(
            "Apply", "Take over the changes of every page (Ctrl+S)", self, "primary"
        )
        self.close_button = act_button(
            "Close", "Close this window (Esc); changes not applied go on waiting", self
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        for button in (self.revert_button, self.apply_button, self.close_button):
            row.addWidget(button)
        self.show_waiting(0)

    def show_waiting(self, changes: int, *, is_busy: bool = False) -> None:
        """Say how many changes wait, and let them be applied."""
        is_waiting = changes > 0
        self.text.setText(
            "Applying…" if is_busy and is_waiting else waiting_text(changes) if is_waiting else ""
        )
        set_role(self.text, "warn" if is_waiting and not is_busy else "muted")
        for button in (self.revert_button, self.apply_button):
            if not is_waiting and button.hasFocus():
                self.close_button.setFocus()
            button.setVisible(is_waiting)
            button.setEnabled(not is_busy)

    def follow(self, before: QWidget) -> None:
        """Let Tab come here after *before*."""
        for button in (self.revert_button, self.apply_button, self.close_button):
            QWidget.setTabOrder(before, button)
            before = button
