"""Says whether automation may choose for the type in front, and switches it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from ui.icons import icon
from ui.theme import set_role


class LockButton(QToolButton):
    """A padlock at the end of the line of the title, with a word once it is closed.

    Signals:
        lock_requested()
    """

    lock_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "quiet")
        self.setCheckable(True)
        self.clicked.connect(self._on_clicked)
        self.show_lock(AssetType.POSTER, False)

    def show_lock(self, kind: AssetType, is_locked: bool) -> None:
        """Show whether *kind* is locked."""
        plural = ASSET_SHAPES[kind].plural
        self.setVisible(kind is not AssetType.TRAILER)
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextBesideIcon if is_locked else style.ToolButtonIconOnly)
        self.setChecked(is_locked)
        self.setIcon(icon("lock" if is_locked else "unlock", "text" if is_locked else "muted"))
        self.setText("Locked" if is_locked else "Not locked")
        words = f"Automation leaves the {plural} alone" if is_locked else f"Automation may choose {plural}"
        self.setAccessibleName(f"{self.text()}: {words[0].lower()}{words[1:]}")
        self.setToolTip(f"{words}. {'Unlock' if is_locked else 'Lock'} them (L)")

    def _on_clicked(self, is_on: bool) -> None:
        self.setChecked(not is_on)  # shown when it is done
        self.lock_requested.emit()
