"""The focused picture, larger than its tile."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from metarr_desktop.domain.asset import AssetShape
from ui.assets.asset_delegate import paint_alpha_picture, paint_play
from ui.images import fitted_rect, paint_picture, paint_placeholder


class PictureFrame(QWidget):
    """Shows a picture whole; as high as the shape of its type needs, up to a limit.

    Signals:
        opened(): double click.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._shape: AssetShape | None = None
        self._words = ""
        self._is_film = False
        self._most_height = 330
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, pixmap: QPixmap | None, shape: AssetShape, words: str = "") -> None:
        """Show *pixmap*; without one the place it will have, with *words* when none can come."""
        if shape != self._shape:
            self._shape = shape
            self.updateGeometry()
        self._pixmap, self._words, self._is_film = pixmap, words, False
        self.update()

    def show_film(self) -> None:
        """Show the sign of something to play: trailers often have no picture, and that is no fault."""
        self._pixmap, self._words, self._is_film = None, "", True
        self.update()

    def set_most_height(self, height: int) -> None:
        """Say how much room there is."""
        if height != self._most_height:
            self._most_height = height
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        ratio = self._shape.ratio if self._shape else 2 / 3
        return min(self._most_height, round(width / ratio))

    def sizeHint(self) -> QSize:
        return QSize(260, self.heightForWidth(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 40)

    def picture_rect(self) -> QRect:
        """Return the place of a picture of the type's shape."""
        shape = self._shape
        size = QSize(2, 3) if shape is None else QSize(shape.ideal_width, shape.ideal_height)
        return fitted_rect(size, self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.picture_rect()
        if self._pixmap is None:
            paint_placeholder(painter, box, self._words, is_dashed=bool(self._words))
            if self._is_film:
                paint_play(painter, box)
        elif self._shape is not None and self._shape.has_alpha:
            paint_alpha_picture(painter, box, self._pixmap)
        else:
            paint_picture(painter, box, self._pixmap)
        painter.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()
