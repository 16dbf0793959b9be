"""Rail, titles and inspector side by side, as wide as the person left them."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.placement import text_scale


class Panels(QSplitter):
    """Left panel, centre, right panel; the centre takes what room there is.

    Args:
        sides: widths of the side panels at the usual text size, px.
        state: as it was left, empty the first time.
    """

    def __init__(
        self,
        widgets: tuple[QWidget, QWidget, QWidget],
        sides: tuple[int, int],
        state: QByteArray,
        parent: QWidget,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sides, self._state = sides, state
        for widget in widgets:
            self.addWidget(widget)
        self.setStretchFactor(1, 1)
        self.setCollapsible(1, False)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_sides"):
            self._share_width()

    def _share_width(self) -> None:
        """Give each part the width it was left with; else side panels grow with the text, up to a point."""
        if self.restoreState(self._state):
            return
        scale = min(1.6, text_scale(self))
        left, right = (round(side * scale) for side in self._sides)
        self.setSizes([left, max(1, max(self.width(), 1280) - left - right), right])
