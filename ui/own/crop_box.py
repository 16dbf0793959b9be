"""The picture with the part that is taken: moved and sized by mouse or keyboard, its shape locked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from metarr_desktop.domain.own_picture import Crop
from ui.images import fitted_rect
from ui.own.crop_geometry import Corner, grown, moved, sized
from ui.theme import current_tokens
from ui.transparency import checkerboard

_HANDLE, _REACH, _MARGIN = 10, 16, 12
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SIZES = {
    Qt.Key.Key_Plus: 1,
    Qt.Key.Key_Equal: 1,
    Qt.Key.Key_Minus: -1,
    Qt.Key.Key_PageUp: 1,
    Qt.Key.Key_PageDown: -1,
}


class CropBox(QWidget):
    """Arrows move the part (Shift: pixel by pixel), + and - size it, Home puts it into the middle.

    Signals:
        crop_changed(): by the person.
        middle_wanted(): Home was pressed.
    """

    crop_changed = Signal()
    middle_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._size = QSize(2, 3)
        self._crop: Crop | None = None
        self._ratio = 2 / 3
        self._grip: Corner | None = None
        self._pressed_at: QPointF | None = None
        self._crop_before = Crop(0, 0, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Part of the picture that is taken")
        self.setToolTip("Drag the frame or its corners; arrows move it, + and - size it, Home centres it")

    @property
    def crop(self) -> Crop | None:
        """The part that is taken, None for all of it."""
        return self._crop

    def show_picture(self, pixmap: QPixmap | None, width: int, height: int) -> None:
        """Show a picture of *width* x *height* px, of which *pixmap* is a small rendition."""
        self._pixmap, self._size = pixmap, QSize(max(1, width), max(1, height))
        self.update()

    def set_crop(self, crop: Crop | None, ratio: float) -> None:
        """Take this part, the shape of which is *ratio*; None takes all."""
        self._crop, self._ratio = crop, ratio
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 240)

    def frame_rect(self) -> QRectF:
        """Return where the part is on the widget; the whole picture without one."""
        place = QRectF(self.picture_rect())
        if self._crop is None:
            return place
        scale = place.width() / self._size.width()
        crop = self._crop
        return QRectF(
            place.x() + crop.left * scale,
            place.y() + crop.top * scale,
            crop.width * scale,
            crop.height * scale,
        )

    def picture_rect(self) -> QRect:
        """Return where the picture is on the widget."""
        return fitted_rect(self._size, self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))

    # -- painting --------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, place = QPainter(self), current_tokens(), self.picture_rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(tokens.background))
        if self._pixmap is None:
            painter.fillRect(place, QColor(tokens.surface_raised))
            painter.end()
            return
        if self._pixmap.hasAlphaChannel():
            painter.fillRect(place, checkerboard(self._pixmap))
        painter.drawPixmap(place, self._pixmap)
        if self._crop is not None:
            self._paint_frame(painter, QRectF(place))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_frame(self, painter: QPainter, place: QRectF) -> None:
        frame = self.frame_rect()
        outside = QPainterPath()
        outside.addRect(place)
        outside.addRect(frame)  # odd and even: the frame is a hole
        shade = QColor(0, 0, 0, 150)
        painter.fillPath(outside, shade)
        thirds = QPen(QColor(255, 255, 255, 70), 1)
        painter.setPen(thirds)
        for part in (1 / 3, 2 / 3):
            x, y = frame.x() + frame.width() * part, frame.y() + frame.height() * part
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("#000000", 4), ("#ffffff", 2)):  # seen on light and on dark pictures
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRect(frame)
        painter.setPen(QPen(QColor("#000000"), 1))
        painter.setBrush(QColor(current_tokens().accent))
        for point in _corners(frame).values():
            painter.drawEllipse(point, _HANDLE / 2, _HANDLE / 2)

    # -- mouse and keyboard ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._crop is None:
            return
        self._grip = self._corner_at(event.position())
        if self._grip is not None or self.frame_rect().contains(event.position()):
            self._pressed_at, self._crop_before = event.position(), self._crop

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed_at is None:
            self._show_cursor(at)
            return
        place, width, height = self.picture_rect(), self._size.width(), self._size.height()
        scale = width / max(1, place.width())
        if self._grip is None:
            way = (at - self._pressed_at) * scale
            crop = moved(self._crop_before, round(way.x()), round(way.y()), width, height)
        else:
            x, y = (at.x() - place.x()) * scale, (at.y() - place.y()) * scale
            crop = sized(self._crop_before, self._grip, x, y, self._ratio, width, height)
        self._take(crop)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = self._grip = None
        self._show_cursor(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, crop = Qt.Key(event.key()), self._crop
        width, height = self._size.width(), self._size.height()
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and key in _ARROWS
        step = 1 if is_fine else max(1, min(width, height) // 50)
        if crop is not None and key in _ARROWS:
            by_x, by_y = _ARROWS[key]
            self._take(moved(crop, by_x * step, by_y * step, width, height))
        elif crop is not None and key in _SIZES:
            self._take(grown(crop, 2 * step * _SIZES[key], self._ratio, width, height))
        elif crop is not None and key == Qt.Key.Key_Home:
            self.middle_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _take(self, crop: Crop) -> None:
        if crop != self._crop:
            self._crop = crop
            self._say()
            self.update()
            self.crop_changed.emit()

    def _say(self) -> None:
        crop = self._crop
        words = (
            "The whole picture"
            if crop is None
            else f"{crop.width} by {crop.height} pixels, {crop.left} from the left and {crop.top} from the top"
        )
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _corner_at(self, at: QPointF) -> Corner | None:
        corners = _corners(self.frame_rect())
        nearest = min(corners, key=lambda each: (corners[each] - at).manhattanLength())
        return nearest if (corners[nearest] - at).manhattanLength() <= _REACH else None

    def _show_cursor(self, at: QPointF) -> None:
        shapes = Qt.CursorShape
        shape = shapes.ArrowCursor
        if self._crop is not None:
            corner = self._corner_at(at)
            if corner is not None:
                is_falling = corner in (Corner.TOP_LEFT, Corner.BOTTOM_RIGHT)
                shape = shapes.SizeFDiagCursor if is_falling else shapes.SizeBDiagCursor
            elif self.frame_rect().contains(at):
                shape = shapes.SizeAllCursor
        self.setCursor(shape)


def _corners(frame: QRectF) -> dict[Corner, QPointF]:
    return {
        Corner.TOP_LEFT: frame.topLeft(),
        Corner.TOP_RIGHT: frame.topRight(),
        Corner.BOTTOM_LEFT: frame.bottomLeft(),
        Corner.BOTTOM_RIGHT: frame.bottomRight(),
    }
