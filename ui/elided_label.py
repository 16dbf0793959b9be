"""A label of one line that never makes its window wider."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Ends with … where its room ends; the tool tip has the whole text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # names come from providers
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._shorter: tuple[str, ...] = ()

    def show_text(self, text: str, *shorter: str) -> None:
        """Show *text*, or where it does not fit the first of *shorter* that does, the last one whole or not."""
        self._shorter = shorter
        self.setText(text)
        self.setToolTip(text)

    @property
    def shown(self) -> str:
        """What can be read."""
        metrics = QFontMetrics(self.font())
        texts = (self.text(), *self._shorter)
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= self.width())
        text = next(fitting, texts[-1])
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | across), self.shown)
        painter.end()
