"""Dropping pictures onto a part of a window: it says what would happen while one hovers over it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.dropped import brought, can_bring
from ui.theme import TextSize, current_tokens, text_font


class DropZone(QObject):
    """Lets pictures be dropped onto *widget* and everything inside it.

    Args:
        words: what a drop would do now; empty refuses it.

    Signals:
        dropped(tuple[Brought, ...])
    """

    dropped = Signal(tuple)

    def __init__(self, widget: QWidget, words: Callable[[], str]) -> None:
        super().__init__(widget)
        self._words = words
        self._veil = _Veil(widget)
        self._widget = widget
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    @property
    def is_inviting(self) -> bool:
        """True while something that can be dropped hovers over the widget."""
        return self._veil.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # enter and move are of this type as well
            return self._on_drag(event)
        if event.type() == QEvent.Type.DragLeave:
            self._veil.hide()
        return super().eventFilter(watched, event)

    def _on_drag(self, event: QDropEvent) -> bool:
        words = self._words()
        if not words or not can_bring(event.mimeData()):
            event.ignore()
            return True
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            self._veil.show_words(words)
        else:
            self._veil.hide()
            self.dropped.emit(brought(event.mimeData()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True


class _Veil(QWidget):
    """The frame and the words over the widget."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below, self._text = parent, ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_words(self, words: str) -> None:
        if words != self._text or not self.isVisible():
            self._text = words
            self.setGeometry(self._below.rect())
            self.raise_()
            self.show()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current_tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(tokens.background)
        ground.setAlphaF(0.82)
        painter.fillRect(self.rect(), ground)
        pen = QPen(QColor(tokens.accent), 2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(12, 12, -12, -12), 10, 10)
        painter.setFont(text_font(TextSize.TITLE, bold=True))
        painter.setPen(QColor(tokens.text))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(32, 32, -32, -32), int(flags), self._text)
        painter.end()
