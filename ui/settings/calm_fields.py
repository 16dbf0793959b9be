"""Number and time fields that leave the wheel to the page they are on, unless a person is in them."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox, QTimeEdit, QWidget


class CalmSpinBox(QSpinBox):
    """Scrolling the page never changes a number under the pointer; a number typed counts when it is complete."""

    def __init__(self, name: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _calm(self, name, tooltip)

    def show_number(self, number: int) -> None:
        """Show *number* without telling that it changed; what is being typed stays where it is shown already."""
        if number != self.value():
            self.blockSignals(True)
            self.setValue(number)
            self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel(self, super().wheelEvent, event)


class CalmTimeEdit(QTimeEdit):
    """A time of day, hours and minutes."""

    def __init__(self, name: str, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat("HH:mm")
        self.setWrapping(True)
        _calm(self, name, tooltip)

    def show_time(self, moment: time) -> None:
        """Show *moment* without telling that it changed; what is being typed stays where it is shown already."""
        if moment != self.moment():
            self.blockSignals(True)
            self.setTime(QTime(moment.hour, moment.minute))
            self.blockSignals(False)

    def moment(self) -> time:
        """Return the time shown."""
        return time(self.time().hour(), self.time().minute())

    def wheelEvent(self, event: QWheelEvent) -> None:
        _wheel(self, super().wheelEvent, event)


def _calm(field: QAbstractSpinBox, name: str, tooltip: str) -> None:
    field.setAccessibleName(name)
    field.setToolTip(tooltip)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.setKeyboardTracking(False)  # half a number, or half a time, is none


def _wheel(field: QWidget, scroll: object, event: QWheelEvent) -> None:
    if field.hasFocus() and callable(scroll):
        scroll(event)
    else:
        event.ignore()
