"""One picture fitted or zoomed: the wheel zooms at the pointer, dragging moves, the keyboard does both."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
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

from ui.assets.views.lens import Lens
from ui.images import paint_cover
from ui.theme import RADIUS, current_tokens
from ui.transparency import paint_checkerboard

MOST_SCALE = 8.0
"""Screen pixels per pixel of the picture; beyond, nothing more is to be seen."""

MARGIN = 12
"""Air around a whole picture, px."""

_STEP = 0.15
"""Part of the window that one press of Shift and an arrow moves."""


class PictureCanvas(QWidget):
    """Shows a picture through a lens; a sharper one of the same picture may come later.

    Signals:
        zoomed(): what is seen has another size on screen.
        moved(int): a key asked for another picture, so many steps on.
        closed(): Esc or Space.
    """

    zoomed = Signal()
    moved = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, lens: Lens | None = None) -> None:
        super().__init__(parent)
        self.lens = lens or Lens(self)
        self.lens.changed.connect(self._on_lens)
        self._pixmap: QPixmap | None = None
        self._full, self._frame = QSize(), QSize()
        self._grip: QPointF | None = None
        self._words = ""
        self._has_alpha = False
        self._backdrop: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(
        self,
        pixmap: QPixmap | None,
        full: QSize,
        *,
        has_alpha: bool = False,
        words: str = "",
        frame: QSize | None = None,
    ) -> None:
        """Show *pixmap* as a picture of *full* pixels.

        Args:
            words: said instead when there is no pixmap, below it when there is one.
            frame: pixels of the room that is fitted into the widget, at least *full*; two pictures in frames of
                one size are seen equally large. None: the picture itself.
        """
        self._pixmap, self._words, self._has_alpha = pixmap, words, has_alpha
        self._full = full if not full.isEmpty() else (pixmap.size() if pixmap is not None else QSize())
        self._frame = frame if frame is not None and not frame.isEmpty() else self._full
        self.setAccessibleDescription(words)
        self.zoomed.emit()
        self.update()

    def show_backdrop(self, pixmap: QPixmap | None) -> None:
        """Show a transparent picture over *pixmap* from now on; None: on the checkerboard."""
        self._backdrop = pixmap
        self.update()

    @property
    def pixmap(self) -> QPixmap | None:
        """What is shown."""
        return self._pixmap

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words

    @property
    def backdrop(self) -> QPixmap | None:
        """What a transparent picture is shown over."""
        return self._backdrop

    @property
    def is_fitted(self) -> bool:
        """True while the whole picture is in sight."""
        return self.lens.is_fitted

    @property
    def scale(self) -> float:
        """Device pixels of the screen per pixel of the picture; 1.0 is 100 %."""
        if self._full.isEmpty():
            return 1.0
        return self.fitted_size().width() / self._full.width() * self.lens.zoom * self.devicePixelRatioF()

    def wanted_width(self) -> int:
        """Return how many pixels wide a picture should be to be sharp as it is seen, at most its own width."""
        return min(self._full.width(), round(self.picture_rect().width() * self.devicePixelRatioF()))

    def toggle_zoom(self) -> None:
        """Change between the whole picture and 100 %."""
        self.lens.fit() if not self.is_fitted else self.zoom_to(1.0)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Show *scale* device pixels per pixel, keeping the spot *at* (of the widget) where it is."""
        fitted = self.fitted_size()
        if fitted.isEmpty():
            return
        zoom = min(scale, MOST_SCALE) * self._full.width() / (fitted.width() * self.devicePixelRatioF())
        before = self.picture_rect()
        point = at if at is not None else QPointF(self.rect().center())
        inside_x = (point.x() - before.x()) / max(1.0, before.width())
        inside_y = (point.y() - before.y()) / max(1.0, before.height())
        width, height = fitted.width() * zoom, fitted.height() * zoom
        self._look(
            zoom,
            inside_x + (self.width() / 2 - point.x()) / max(1.0, width),
            inside_y + (self.height() / 2 - point.y()) / max(1.0, height),
        )

    def pan(self, right: float, down: float) -> None:
        """Move the part that is seen by so many screen pixels."""
        rect = self.picture_rect()
        if not rect.isEmpty():
            centre = self.lens.centre
            self._look(self.lens.zoom, centre.x() + right / rect.width(), centre.y() + down / rect.height())

    def fitted_size(self) -> QSizeF:
        """Return how large the whole picture is on screen, logical px; small ones are not blown up."""
        if self._full.isEmpty() or self.width() < 1 or self.height() < 1:
            return QSizeF()
        room = QSizeF(self._frame) / self.devicePixelRatioF()
        area = QSizeF(max(1, self.width() - 2 * MARGIN), max(1, self.height() - 2 * MARGIN))
        if room.width() > area.width() or room.height() > area.height():
            room = room.scaled(area, Qt.AspectRatioMode.KeepAspectRatio)
        return QSizeF(self._full).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)

    def picture_rect(self) -> QRectF:
        """Return where the picture is, also outside the window."""
        size, area = self.fitted_size() * self.lens.zoom, QSizeF(self.size())
        centre = self.lens.centre
        x = _start(size.width(), area.width(), centre.x())
        y = _start(size.height(), area.height(), centre.y())
        return QRectF(QPointF(x, y), size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_tokens().background))
        self.paint_in(painter, self.picture_rect())
        if self._words:
            self.paint_words(painter, self.rect())
        painter.end()

    def paint_in(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the picture and what is below it."""
        if self._pixmap is None or self._full.isEmpty():
            return
        if self._has_alpha and self._backdrop is not None:
            paint_cover(painter, self.rect(), self._backdrop)
        elif self._has_alpha:
            paint_checkerboard(painter, rect.toAlignedRect(), self._pixmap, radius=0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 2)
        painter.drawPixmap(rect, self._pixmap, QRectF(self._pixmap.rect()))

    def paint_words(self, painter: QPainter, room: QRect) -> None:
        """Paint the sentence, in the middle or, when there is a picture, at the bottom."""
        tokens = current_tokens()
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.setFont(self.font())
        room = room.adjusted(24, 24, -24, -24)
        box = painter.boundingRect(room, flags, self._words).adjusted(-16, -10, 16, 10)
        if self._pixmap is not None:
            box.moveBottom(room.bottom())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.surface_raised))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setPen(QColor(tokens.text))
        painter.drawText(box.adjusted(8, 4, -8, -4), flags, self._words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, key = Qt.Key, Qt.Key(event.key())
        steps = {keys.Key_Left: (-1, 0), keys.Key_Right: (1, 0), keys.Key_Up: (0, -1), keys.Key_Down: (0, 1)}
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in steps and held == Qt.KeyboardModifier.ShiftModifier:
            across, down = steps[key]
            self.pan(across * self.width() * _STEP, down * self.height() * _STEP)
        elif not held and key in steps:
            self.moved.emit(sum(steps[key]))
        elif not held and key in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            self.zoom_to(self.scale * (0.8 if key == keys.Key_Minus else 1.25))
        elif not held and key in (keys.Key_Escape, keys.Key_Space):
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps and self._pixmap is not None:
            self.zoom_to(self.scale * 1.25**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self.is_fitted:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            by = event.position() - self._grip
            self._grip = event.position()
            self.pan(-by.x(), -by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.lens.fit() if not self.is_fitted else self.zoom_to(1.0, event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.zoomed.emit()

    def _look(self, zoom: float, x: float, y: float) -> None:
        """Set the lens, the spot kept where moving further would change nothing."""
        size = self.fitted_size() * zoom
        self.lens.look(
            zoom, QPointF(_kept(size.width(), self.width(), x), _kept(size.height(), self.height(), y))
        )

    def _on_lens(self) -> None:
        self.zoomed.emit()
        self.update()


def _start(length: float, room: float, centre: float) -> float:
    if length <= room:
        return (room - length) / 2
    return min(0.0, max(room - length, room / 2 - length * centre))


def _kept(length: float, room: float, centre: float) -> float:
    if length <= room:
        return 0.5
    return min(1 - room / 2 / length, max(room / 2 / length, centre))
