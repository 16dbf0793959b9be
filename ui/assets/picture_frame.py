"""The focused picture, larger than its tile."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.asset import AssetShape
from ui.assets.asset_delegate import paint_alpha_picture, paint_play
from ui.images import fitted_rect, paint_picture, paint_placeholder
from ui.side_panel import BoundedPicture


class PictureFrame(BoundedPicture):
    """Shows a picture whole; as high as the shape of its type needs, up to a limit.

    Signals:
        opened(): double click.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(330, parent)
        self._pixmap: QPixmap | None = None
        self._shape: AssetShape | None = None
        self._words = ""
        self._is_film = False

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

    def natural_height(self, width: int) -> int:
        return round(width / (self._shape.ratio if self._shape else 2 / 3))

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
