"""The badge in the header that says what is new."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.pill import Pill
from ui.theme import current_tokens


class NewsPill(Pill):
    """Hidden while nothing is new; a click shows what is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.hide()

    def show_news(self, sentence: str) -> None:
        """Show *sentence*, nothing when it is empty."""
        if sentence != self.text():
            self.setText(sentence)
            self.setAccessibleName(sentence)
            self.setToolTip(f"{sentence}. Click to see only those; nothing is replaced by itself.")
            self.updateGeometry()
        self.setVisible(bool(sentence))

    def text_colour(self) -> str:
        return current_tokens().accent
