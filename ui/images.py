"""Pictures between bytes and screen: conversion, a bounded cache, painting helpers for delegates."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap

from metarr_desktop.domain.thumbnail import Thumbnail
from ui import picture_memory
from ui.theme import RADIUS, TextSize, current_tokens, text_font

PixmapKey = tuple[str, int, int]


def image_from_rgba(width: int, height: int, rgba: bytes) -> QImage:
    """Return a picture that owns its pixels, ready to become a pixmap without conversion.

    Safe on any thread; do it in the worker (the conversion is the dear part).

    Args:
        rgba: 8 bits a channel, not premultiplied, row-major, no padding.

    Raises:
        ValueError: ``len(rgba) != 4 * width * height``, or no pixel at all.
    """
    if width < 1 or height < 1 or len(rgba) != 4 * width * height:
        raise ValueError(f"{len(rgba)} bytes are no {width} by {height} RGBA picture")
    # QImage over a buffer does not own it: convertToFormat copies, so nothing outlives `rgba`.
    view = QImage(rgba, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return view.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def image_from_thumbnail(thumbnail: Thumbnail) -> QImage:
    """Return the picture of *thumbnail*; it owns its pixels, and becomes a pixmap without conversion.

    Safe on any thread; one copy of the bytes.

    Raises:
        ValueError: the number of bytes does not fit width and height, or there is no pixel at all.
    """
    width, height = thumbnail.width, thumbnail.height
    if width < 1 or height < 1 or len(thumbnail.bgra) != 4 * width * height:
        raise ValueError(f"{len(thumbnail.bgra)} bytes are no {width} by {height} BGRA picture")
    formats = QImage.Format
    kind = formats.Format_ARGB32_Premultiplied if thumbnail.has_alpha else formats.Format_RGB32
    view = QImage(thumbnail.bgra, width, height, 4 * width, kind)
    if thumbnail.has_alpha:
        return view.copy()  # QImage over a buffer does not own it
    # Qt takes the fourth byte of RGB32 for 255 and blends with it; converting sets it, at the price of a copy.
    opaque = view.convertToFormat(formats.Format_ARGB32_Premultiplied)
    opaque.reinterpretAsFormat(formats.Format_RGB32)
    return opaque


class PixmapCache:
    """The pixmaps used last, at most *max_bytes* of them, fewer where all windows need more; GUI thread only.

    QPixmapCache is no substitute: its 10 MB hold 50 posters.  A pixmap that is on the screen costs nothing to
    keep out of here: the delegate asks for it at every paint, which makes it the most recently used.
    """

    def __init__(self, max_bytes: int = 96 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._used = 0
        self._pixmaps: OrderedDict[PixmapKey, QPixmap] = OrderedDict()

    def get(self, url: str, width: int, height: int) -> QPixmap | None:
        """Return the pixmap of *url* made for a box of *width* x *height* device pixels, if still here."""
        key = (url, width, height)
        pixmap = self._pixmaps.get(key)
        if pixmap is not None:
            self._pixmaps.move_to_end(key)
            picture_memory.shared.used(self)
        return pixmap

    def put(self, url: str, width: int, height: int, picture: QImage | QPixmap) -> QPixmap:
        """Keep *picture* and return it as a pixmap; what was used least recently goes."""
        pixmap = QPixmap.fromImage(picture) if isinstance(picture, QImage) else picture
        self.discard(url, width, height)
        self._pixmaps[(url, width, height)] = pixmap
        self._used += bytes_of(pixmap)
        while self._used > self._max_bytes and self.drop_oldest():
            pass
        picture_memory.shared.grew(self)
        return pixmap

    def drop_oldest(self) -> int:
        """Forget the pixmap used least recently; return its bytes, 0 when only one is left."""
        if len(self._pixmaps) < 2:
            return 0
        _, dropped = self._pixmaps.popitem(last=False)
        self._used -= bytes_of(dropped)
        return bytes_of(dropped)

    def discard(self, url: str, width: int, height: int) -> None:
        """Forget one pixmap."""
        old = self._pixmaps.pop((url, width, height), None)
        if old is not None:
            self._used -= bytes_of(old)

    def clear(self) -> None:
        """Forget all."""
        self._pixmaps.clear()
        self._used = 0

    @property
    def used_bytes(self) -> int:
        """Bytes of pixels held."""
        return self._used

    def __len__(self) -> int:
        return len(self._pixmaps)


def bytes_of(pixmap: QPixmap) -> int:
    """Return how much memory the pixels of *pixmap* take."""
    return pixmap.width() * pixmap.height() * max(8, pixmap.depth()) // 8


_scaled = PixmapCache(max_bytes=32 * 1024 * 1024)
"""Pictures at the size they were painted at last: about 250 tiles."""


def forget_scaled() -> None:
    """Drop the pictures kept at the sizes they were painted at; they are made again as they are needed."""
    _scaled.clear()


def fitted_rect(size: QSize, box: QRect) -> QRect:
    """Return where a picture of *size* is shown whole inside *box*, centred; it fills one side."""
    scaled = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    return QRect(
        box.x() + (box.width() - scaled.width()) // 2,
        box.y() + (box.height() - scaled.height()) // 2,
        scaled.width(),
        scaled.height(),
    )


def rounded_path(rect: QRect | QRectF, radius: float = RADIUS) -> QPainterPath:
    """Return *rect* with round corners."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(rect), radius, radius)
    return path


def paint_picture(
    painter: QPainter,
    box: QRect,
    pixmap: QPixmap,
    *,
    radius: float = RADIUS,
    opacity: float = 1.0,
) -> QRect:
    """Paint *pixmap* whole inside *box* with round corners; return the rectangle it covers.

    Args:
        opacity: 0.4 for a rejected picture.
    """
    target = fitted_rect(pixmap.size(), box)
    ratio = painter.device().devicePixelRatio()
    picture = _at_size(pixmap, target.size() * ratio)
    painter.save()
    painter.setOpacity(opacity)
    if radius <= 0:
        painter.drawPixmap(target, picture)
    elif opacity < 1.0:
        # The raster engine places a texture brush wrongly once the painter is translucent.
        painter.setClipPath(rounded_path(target, radius))
        painter.drawPixmap(target, picture)
    else:
        # A brush instead of a clip: clip paths are not antialiased, and dearer.
        brush = QBrush(picture)
        brush.setTransform(brush.transform().translate(target.x(), target.y()).scale(1 / ratio, 1 / ratio))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawRoundedRect(QRectF(target), radius, radius)
    painter.restore()
    return target


def paint_cover(painter: QPainter, box: QRect, pixmap: QPixmap) -> None:
    """Paint *pixmap* so that it covers *box*; what stands out at two sides is cut off evenly."""
    ratio = painter.device().devicePixelRatio()
    size = pixmap.size().scaled(box.size() * ratio, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    picture = _at_size(pixmap, size)
    source = QRect(QPoint(0, 0), box.size() * ratio)
    source.moveCenter(picture.rect().center())
    painter.drawPixmap(box, picture, source)


def _at_size(pixmap: QPixmap, size: QSize) -> QPixmap:
    """Return *pixmap* scaled to *size* device px, once: scaling is dearer than everything else about a tile."""
    if pixmap.size() == size:
        return pixmap
    key = (str(pixmap.cacheKey()), size.width(), size.height())
    found = _scaled.get(*key)
    if found is not None:
        return found
    modes = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return _scaled.put(*key, pixmap.scaled(size, *modes))


def paint_placeholder(
    painter: QPainter, rect: QRect, text: str, *, is_dashed: bool = True, radius: float = RADIUS
) -> None:
    """Paint the place of a picture that is not there, with *text*; dashed where none is expected soon."""
    tokens = current_tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(tokens.surface_raised))
    painter.setPen(Qt.PenStyle.NoPen)
    if is_dashed:
        pen = QPen(QColor(tokens.border_strong), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(QColor(tokens.muted))
    painter.setFont(text_font(TextSize.CAPTION))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(rect.adjusted(6, 6, -6, -6), int(flags), text)
    painter.restore()


def paint_mark(
    painter: QPainter,
    corner: QRect,
    text: str,
    ground: str,
    colour: str,
    *,
    is_right: bool = True,
    short: str = "",
) -> QRect:
    """Paint a pill with *text* ("New", "×3", "✓ Selected") into a top corner; return its place.

    Where *corner* is too narrow for *text*, it says *short* if that is given.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(text_font(TextSize.CAPTION, bold=True))
    metrics = painter.fontMetrics()
    room = corner.width() - 8
    if short and mark_width(text) > room:
        text = short
    width = min(mark_width(text), room)
    x = corner.right() - 6 - width if is_right else corner.x() + 7
    pill = QRect(x, corner.y() + 6, width, metrics.height() + 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(pill), pill.height() / 2, pill.height() / 2)
    painter.setPen(QColor(colour))
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 10)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
    return pill


def mark_width(text: str) -> int:
    """Return how wide the pill with *text* is, px."""
    return QFontMetrics(text_font(TextSize.CAPTION, bold=True)).horizontalAdvance(text) + 14


def paint_focus_ring(painter: QPainter, rect: QRect, radius: float = RADIUS + 3) -> None:
    """Paint the ring around the current tile, 3 px outside *rect*."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(current_tokens().focus), 2))
    painter.drawRoundedRect(QRectF(rect).adjusted(-3, -3, 3, 3), radius, radius)
    painter.restore()
