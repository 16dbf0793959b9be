"""The field at the top right: filters the library, jumps to an id, offers to add what is not there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from metarr_desktop.domain.entity import EntityType
from ui.clear_button import add_clear_button
from ui.icons import icon
from ui.kinds import words_of

MOST_CHARACTERS = 2000


class Omnibox(QLineEdit):
    """Signals: submitted(): Enter. left(): Down, or Esc in the empty field; the titles take the focus.

    ``textChanged`` tells what to filter by; Esc empties the field first.
    """

    submitted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Search, or paste an id or address (Ctrl+K)")
        self.setAccessibleName("Search the library, or paste an id or address")
        self.show_kind(EntityType.MOVIE)
        add_clear_button(self, "Clear the search", "Empty the search (Esc)")
        sign = self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setText("Go to the search")  # a button to Qt, so also to a screen reader
        sign.setToolTip("Search (Ctrl+K)")
        sign.triggered.connect(lambda _=False: self.take_focus())
        self.setMaxLength(MOST_CHARACTERS)
        self.setMinimumWidth(140)
        self.setMaximumWidth(340)

    def sizeHint(self) -> QSize:
        """Return room for the hint; with large text the tool bar takes some of it back."""
        return QSize(328, super().sizeHint().height())

    def show_kind(self, entity_type: EntityType) -> None:
        """Say what it filters."""
        words = words_of(entity_type)
        self.setToolTip(f"Filter the {words.many}, jump to an id, or look for {words.a_new} (Ctrl+K)")

    def take_focus(self) -> None:
        """Get ready to be typed into."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        elif key == Qt.Key.Key_Down:
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()
