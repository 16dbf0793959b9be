"""Dragging a tile out of the grid: to the desktop, a web browser, another program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication

from metarr_desktop.domain.asset import CachedAsset
from ui.assets.grid_pane import GridPane
from ui.dropped import OUR_TILE

_CURSOR_PX = 140
_COPY = Qt.DropAction.CopyAction


def _exec(drag: QDrag) -> object:
    return drag.exec(_COPY)


def mime_of(asset: CachedAsset, pixmap: QPixmap | None) -> QMimeData:
    """Return *asset* as other programs take it: its address, and the small picture if it is here."""
    mime = QMimeData()
    url = QUrl(asset.url)
    if url.scheme() == "https":  # an own picture has no address that others could open
        mime.setUrls([url])
        mime.setText(asset.url)
    if pixmap is not None:
        mime.setImageData(pixmap.toImage())
    mime.setData(OUR_TILE, str(asset.id).encode())
    return mime


class DragOut(QObject):
    """Starts a drag when a tile is pulled with the left button.

    Args:
        start: runs the drag until it is dropped.
    """

    def __init__(self, pane: GridPane, start: Callable[[QDrag], object] = _exec) -> None:
        super().__init__(pane)
        self._pane, self._start = pane, start
        self._pressed_at: QPoint | None = None
        pane.grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            return self._on_mouse(event)
        return super().eventFilter(watched, event)

    def _on_mouse(self, event: QMouseEvent) -> bool:
        at = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonPress:
            # Between the tiles the pull is a rubber band, with Ctrl or Shift it marks.
            is_ours = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
            self._pressed_at = at if is_ours and self._pane.grid.indexAt(at).isValid() else None
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed_at = None
        elif self._pressed_at is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
                index = self._pane.grid.indexAt(self._pressed_at)
                self._pressed_at = None
                if index.isValid():
                    self._drag(self._pane.model.item(index))
            return True  # the view would mark what the pointer passes
        return False

    def _drag(self, asset: CachedAsset) -> None:
        pixmap = self._pane.pixmap(asset)
        drag = QDrag(self._pane.grid)
        drag.setMimeData(mime_of(asset, pixmap))
        if pixmap is not None:
            modes = (Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            small = pixmap.scaled(_CURSOR_PX, _CURSOR_PX, *modes)
            drag.setPixmap(small)
            drag.setHotSpot(QPoint(small.width() // 2, small.height() // 2))
        self._start(drag)
