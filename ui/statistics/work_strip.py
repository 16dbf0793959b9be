"""A strip that says what is being done, how far it is, and lets it be cancelled."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from ui.buttons import act_button
from ui.theme import set_role

_BAR_WIDTH = 200


class WorkStrip(QFrame):
    """Takes no room while nothing goes on. Signals: cancel_clicked()."""

    cancel_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "message")
        self._words = ""
        self.label = QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(_BAR_WIDTH)
        self.cancel_button = act_button(
            "Cancel", "Stop now; what was done until now stays done (Esc)", self, "link"
        )
        self.cancel_button.clicked.connect(lambda _=False: self.cancel_clicked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self.label)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        self.hide()

    def begin(self, words: str, *, is_cancellable: bool) -> None:
        """Say *words*; how far it is, is not known yet."""
        self._words = words
        self.label.setText(f"{words}…")
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(words)
        self.cancel_button.setVisible(is_cancellable)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def show_progress(self, done: int, total: int) -> None:
        """Show that *done* of *total* are done."""
        self.label.setText(f"{self._words}: {done:,} of {total:,}")
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def end(self) -> None:
        """Nothing goes on any more."""
        self.hide()

    @property
    def is_cancellable(self) -> bool:
        """Whether something goes on that can be cancelled."""
        return self.isVisible() and not self.cancel_button.isHidden()
