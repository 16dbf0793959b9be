"""What the windows have in common that stay open beside the library while one goes on there."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from ui.buttons import act_button
from ui.placement import dialog_size, keep_on_screen, kept_geometry
from ui.subscriptions import Subscriptions


class ToolDialog(QDialog):
    """Non-modal, closed by Esc; remembers its place. It outlives a core.

    A subclass lays its parts out and then calls `open_in_place`. What it hears from a core goes into
    ``_listening``, which it ends when it lets go of that core.

    Args:
        place: under which name its geometry is kept.

    Signals: closed(): by the person.
    """

    closed = Signal()

    def __init__(self, title: str, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(False)
        self._place = place
        self._settings = QSettings()
        self._listening = Subscriptions()

    def open_in_place(self, usual: QSize) -> None:
        """Take the size and the place of the last time, else the *usual* size at 100 %, px."""
        self.resize(dialog_size(self, usual))
        kept = kept_geometry(self._settings, self._place)
        if not kept.isEmpty() and self.restoreGeometry(kept):
            keep_on_screen(self)

    def prepare_close(self) -> None:
        """Remember what there is beside the place, end what is only for the eye: the window is being closed."""

    def new_close_button(self) -> QPushButton:
        """Return a button that closes the window."""
        button = act_button("Close", "Close this window (Esc)", self)
        button.clicked.connect(self.close)
        return button

    # -- Qt --------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue(self._place, self.saveGeometry())
        self.prepare_close()
        self.closed.emit()
        event.accept()  # not the dialog's own: it asks reject(), which may want to clear or cancel something first

    def reject(self) -> None:
        """Esc."""
        self.close()
