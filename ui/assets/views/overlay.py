"""Two pictures on top of each other: parted by a line that is dragged, or only their difference."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ui.assets.views.canvas import PictureCanvas
from ui.assets.views.lens import Lens
from ui.icons import paint_icon
from ui.images import paint_mark
from ui.theme import current_tokens

_REACH, _KNOB, _STEP = 14, 26, 0.04


class OverlayCanvas(PictureCanvas):
    """The picture of the canvas is the candidate, right of the line; the other one lies left of it.

    Signals:
        wiped(float): where the line is, 0.0 left to 1.0 right.
    """

    wiped = Signal(float)

    def __init__(self, parent: QWidget | None = None, lens: Lens | None = None) -> None:
        super().__init__(parent, lens)
        self._other: QPixmap | None = None
        self._other_size = QSize()
        self._difference: QPixmap | None = None
        self._labels = ("", "")
        self._at = 0.5
        self._is_wiping, self._is_parted = False, True
        self.setMouseTracking(True)

    @property
    def wipe(self) -> float:
        """Where the line is, 0.0 left to 1.0 right of the picture."""
        return self._at

    @property
    def difference(self) -> QPixmap | None:
        """The difference shown, None until it was made."""
        return self._difference

    def show_other(self, pixmap: QPixmap | None, full: QSize, labels: tuple[str, str]) -> None:
        """Show *pixmap* left of the line; *labels* name both sides."""
        self._other, self._labels = pixmap, labels
        self._other_size = full if not full.isEmpty() else (pixmap.size() if pixmap is not None else QSize())
        self.update()

    def show_difference(self, pixmap: QPixmap | None) -> None:
        """Show *pixmap* when no line parts the two."""
        self._difference = pixmap
        self.update()

    def part(self, is_parted: bool) -> None:
        """Show both with the line between them, or the difference."""
        self._is_parted = is_parted
        self.unsetCursor()
        self.update()

    def wipe_to(self, share: float) -> None:
        """Put the line elsewhere."""
        share = min(1.0, max(0.0, share))
        if share != self._at:
            self._at = share
            self.setAccessibleDescription(f"The line is at {round(share * 100)} percent")
            self.wiped.emit(share)
            self.update()

    def line_x(self) -> float:
        """Return where the line is on the widget; it never leaves it, however far one has zoomed in."""
        seen = self._seen()
        return seen.left() + seen.width() * self._at

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current_tokens().background))
        if self._is_parted:
            self._paint_parted(painter)
        elif self._difference is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 2)
            painter.drawPixmap(self.picture_rect(), self._difference, QRectF(self._difference.rect()))
        if self.words:
            self.paint_words(painter, self.rect())
        painter.end()

    def _paint_parted(self, painter: QPainter) -> None:
        x, seen = self.line_x(), self._seen()
        left = QRectF(0, 0, x, self.height())
        painter.save()
        painter.setClipRect(QRectF(x, 0, self.width() - x, self.height()))
        self.paint_in(painter, self.picture_rect())
        painter.restore()
        if self._other is not None:
            painter.save()
            painter.setClipRect(left)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 2)
            painter.drawPixmap(self._other_rect(), self._other, QRectF(self._other.rect()))
            painter.restore()
        tokens = current_tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.drawLine(QPointF(x, seen.top()), QPointF(x, seen.bottom()))
        knob = QRectF(x - _KNOB / 2, seen.center().y() - _KNOB / 2, _KNOB, _KNOB)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(knob)
        half = knob.toRect().adjusted(0, 4, 0, -4)
        for name, by in (("chevron-left", -5), ("chevron-right", 5)):
            paint_icon(painter, half.translated(by, 0), name, tokens.accent_text)
        for label, is_right, room in (
            (self._labels[0], False, QRectF(seen.left(), seen.top(), x - seen.left(), 40)),
            (self._labels[1], True, QRectF(x, seen.top(), seen.right() - x, 40)),
        ):
            if room.width() > 70:
                mark: QRect = room.toRect()
                paint_mark(painter, mark, label, tokens.scrim, tokens.scrim_text, is_right=is_right)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        key = Qt.Key(event.key())
        if self._is_parted and key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.wipe_to(self._at + steps[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_near = abs(event.position().x() - self.line_x()) <= _REACH
        if event.button() == Qt.MouseButton.LeftButton and self._is_parted and (is_near or self.is_fitted):
            self._is_wiping = True
            self._wipe_under(event)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_wiping:
            self._wipe_under(event)
            return
        super().mouseMoveEvent(event)
        if self._grip is None:
            is_near = self._is_parted and abs(event.position().x() - self.line_x()) <= _REACH
            self.setCursor(Qt.CursorShape.SplitHCursor if is_near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_wiping = False
        super().mouseReleaseEvent(event)

    def _wipe_under(self, event: QMouseEvent) -> None:
        seen = self._seen()
        if seen.width() > 0:
            self.wipe_to((event.position().x() - seen.left()) / seen.width())

    def _seen(self) -> QRectF:
        """Return the part of the widget that shows the candidate."""
        return self.picture_rect().intersected(QRectF(self.rect()))

    def _other_rect(self) -> QRectF:
        """Return where the other picture is: as large as the candidate allows, at the same spot."""
        mine = self.picture_rect()
        if self._other_size.isEmpty():
            return mine
        size = QSizeF(self._other_size).scaled(mine.size(), Qt.AspectRatioMode.KeepAspectRatio)
        rect = QRectF(QPointF(0, 0), size)
        rect.moveCenter(mine.center())
        return rect
