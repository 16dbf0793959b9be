"""One picture as large as the window, and at 100 %."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import current_tokens
from ui.transparency import paint_checkerboard

_MOST_SCALE = 8.0


class PreviewCanvas(QWidget):
    """Shows a picture fitted or at a scale of device pixels; drag moves it, the wheel zooms at the pointer.

    The picture may be replaced by a sharper one of the same proportions: place and scale stay.

    Signals:
        zoomed(): the scale changed.
        moved(int): a key asked for another picture, so many steps on.
        closed(): Esc, Space or a double click.
    """

    zoomed = Signal()
    moved = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._full = QSize()
        self._scale: float | None = None  # None: fitted
        self._centre = QPointF(0.5, 0.5)
        self._grip: QPointF | None = None
        self._words = ""
        self._has_alpha = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(
        self, pixmap: QPixmap | None, full: QSize, *, has_alpha: bool, words: str = "", is_other: bool = True
    ) -> None:
        """Show *pixmap* as a picture of *full* pixels.

        Args:
            words: said instead when there is no pixmap, below it when there is one.
            is_other: False keeps scale and place: it is the same picture, sharper.
        """
        self._pixmap, self._words, self._has_alpha = pixmap, words, has_alpha
        self._full = full if not full.isEmpty() else (pixmap.size() if pixmap is not None else QSize())
        if is_other:
            self._scale, self._centre = None, QPointF(0.5, 0.5)
            self.zoomed.emit()
        self.update()

    @property
    def is_fitted(self) -> bool:
        """True while the whole picture is in sight."""
        return self._scale is None

    @property
    def scale(self) -> float:
        """Screen pixels per picture pixel; 1.0 is 100 %."""
        return self._fit_scale() if self._scale is None else self._scale

    @property
    def pixmap(self) -> QPixmap | None:
        """What is shown."""
        return self._pixmap

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words

    def toggle_zoom(self) -> None:
        """Change between the whole picture and 100 %."""
        self._zoom_to(1.0 / self.devicePixelRatioF() if self._scale is None else None)

    def picture_rect(self) -> QRectF:
        """Return where the picture is, also outside the window."""
        size = QSizeF(self._full) * self.scale
        area = QSizeF(self.size())
        x = (area.width() - size.width()) / 2
        y = (area.height() - size.height()) / 2
        if size.width() > area.width():
            x = min(0.0, max(area.width() - size.width(), area.width() / 2 - size.width() * self._centre.x()))
        if size.height() > area.height():
            y = min(
                0.0, max(area.height() - size.height(), area.height() / 2 - size.height() * self._centre.y())
            )
        return QRectF(QPointF(x, y), size)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.background))
        if self._pixmap is not None and not self._full.isEmpty():
            rect = self.picture_rect()
            if self._has_alpha:
                paint_checkerboard(painter, rect.toAlignedRect(), self._pixmap, radius=0)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 2)
            painter.drawPixmap(rect, self._pixmap, QRectF(self._pixmap.rect()))
        if self._words:
            self._paint_words(painter)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Up: -1, keys.Key_Right: 1, keys.Key_Down: 1}
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in steps:
            self.moved.emit(steps[key])
        elif plain and key in (keys.Key_Escape, keys.Key_Space):
            self.closed.emit()
        elif plain and key == keys.Key_Z:
            self.toggle_zoom()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps and self._pixmap is not None:
            self._zoom_to(min(_MOST_SCALE, self.scale * 1.25**steps), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._scale is not None:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        rect = self.picture_rect()
        if self._grip is None or rect.isEmpty():
            return
        by = event.position() - self._grip
        self._grip = event.position()
        self._centre -= QPointF(by.x() / rect.width(), by.y() / rect.height())
        self._keep_inside()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.toggle_zoom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.zoomed.emit()

    def _fit_scale(self) -> float:
        if self._full.isEmpty():
            return 1.0
        fitted = min(self.width() / self._full.width(), self.height() / self._full.height())
        return min(fitted, 1.0 / self.devicePixelRatioF())  # a small logo is not blown up

    def _zoom_to(self, scale: float | None, at: QPointF | None = None) -> None:
        if scale is None or scale <= self._fit_scale():
            self._scale, self._centre = None, QPointF(0.5, 0.5)
        else:
            before = self.picture_rect()
            point = at if at is not None else QPointF(self.rect().center())
            inside = QPointF(
                (point.x() - before.x()) / max(1.0, before.width()),
                (point.y() - before.y()) / max(1.0, before.height()),
            )
            self._scale = scale
            size = QSizeF(self._full) * scale
            # The spot under the pointer stays under it.
            self._centre = QPointF(
                inside.x() + (self.width() / 2 - point.x()) / max(1.0, size.width()),
                inside.y() + (self.height() / 2 - point.y()) / max(1.0, size.height()),
            )
            self._keep_inside()
        self.zoomed.emit()
        self.update()

    def _keep_inside(self) -> None:
        self._centre = QPointF(min(1.0, max(0.0, self._centre.x())), min(1.0, max(0.0, self._centre.y())))

    def _paint_words(self, painter: QPainter) -> None:
        tokens = current_tokens()
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        room = self.rect().adjusted(48, 48, -48, -48)
        box = painter.boundingRect(room, flags, self._words).adjusted(-16, -10, 16, 10)
        if self._pixmap is not None:
            box.moveBottom(self.rect().bottom() - 24)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface_raised))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(tokens.text))
        painter.drawText(box, flags, self._words)
