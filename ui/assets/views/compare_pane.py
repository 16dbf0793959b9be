"""One of two pictures with its caption."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.assets.views.canvas import PictureCanvas
from ui.assets.views.comparison import Fact
from ui.assets.views.lens import Lens


class ComparePane(QWidget):
    """The facts that the other picture does not share are bold."""

    def __init__(self, name: str, lens: Lens, parent: QWidget) -> None:
        super().__init__(parent)
        self.canvas = PictureCanvas(self, lens)
        self.canvas.setAccessibleName(name)
        self.caption = QLabel(self)
        self.caption.setTextFormat(Qt.TextFormat.RichText)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption.setWordWrap(True)
        self.caption.setContentsMargins(12, 6, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.caption)

    def show_empty(self) -> None:
        """Say that there is nothing to compare with."""
        self.canvas.show_picture(None, QSize(), words="There is nothing else to compare it with.")
        self.caption.setText("&nbsp;<br>&nbsp;")

    def show_picture(
        self, pixmap: QPixmap | None, full: QSize, *, has_alpha: bool, words: str, frame: QSize
    ) -> None:
        """Show a picture; see `PictureCanvas.show_picture`."""
        self.canvas.show_picture(pixmap, full, has_alpha=has_alpha, words=words, frame=frame)

    def say(self, label: str, facts: Sequence[Fact]) -> None:
        """Say what the picture is and what is known of it."""
        said = [
            f"<b>{html.escape(fact.words)}</b>" if fact.differs else html.escape(fact.words) for fact in facts
        ]
        self.caption.setText(f"{html.escape(label)}<br>{' · '.join(said)}")
        self.canvas.setAccessibleName(f"{label}: {', '.join(fact.words for fact in facts)}")
