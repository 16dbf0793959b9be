"""The switch that makes one tile of pictures that look the same, with what it makes of how many."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.assets.stack_view import Folded
from ui.chips import Chip


class StackChip(Chip):
    """``Stack similar 42→23``; not there while nothing looks the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._folded = Folded([])
        super().__init__("Stack similar", None, parent)
        self.setToolTip("Show pictures that look the same as one tile (Alt+S)")
        self.hide()

    def show_folded(self, folded: Folded, *, is_on: bool) -> None:
        """Show how many tiles there are without and with stacks."""
        self._folded = folded
        self.setChecked(is_on)
        self.setVisible(folded.has_stacks)
        self.set_count(None)

    def label(self) -> str:
        return f"{self.text()} {self._folded.loose:,}→{self._folded.folded:,}"

    def _name(self) -> None:
        state = "on" if self.isChecked() else "off"
        words = f"{self._folded.loose:,} pictures in {self._folded.folded:,} tiles"
        self.setAccessibleName(f"{self.text()}, {words}, {state}")
