"""The ground that transparent pictures are seen on: logos, clear art and discs."""

from __future__ import annotations

from collections import OrderedDict
from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap

from ui.theme import RADIUS, current_tokens

_LIGHT, _DARK = ("#ffffff", "#dde1e7"), ("#3a3e47", "#2b2f37")
_SQUARE = 8
_SAMPLE = QSize(16, 16)
_MOST_REMEMBERED = 2048


class Ground(StrEnum):
    """Which checkerboard a person wants; the value is kept in the settings."""

    AUTOMATIC = "automatic"
    LIGHT = "light"
    DARK = "dark"


_chosen = Ground.AUTOMATIC
_lightness: OrderedDict[int, float] = OrderedDict()


def choose_ground(ground: Ground) -> None:
    """Paint transparent pictures on *ground* from now on, everywhere; who shows any repaints."""
    global _chosen
    _chosen = ground


def chosen_ground() -> Ground:
    """Return the choice in force."""
    return _chosen


def lightness(pixmap: QPixmap) -> float:
    """Return how light what can be seen of *pixmap* is, 0 black to 1 white; 0.5 when nothing can be seen.

    Luma of ITU-R BT.601 weighted by opacity, over 16 x 16 samples; measured once for each picture.
    """
    known = _lightness.get(pixmap.cacheKey())
    if known is not None:
        return known
    modes = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    image = pixmap.toImage().scaled(_SAMPLE, *modes)
    image = image.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied)
    pixels = bytes(image.constBits())  # of a picture that has a name: the bits go with it
    red, green, blue, opacity = (sum(pixels[channel::4]) for channel in range(4))
    light = (0.299 * red + 0.587 * green + 0.114 * blue) / opacity if opacity else 0.5
    _lightness[pixmap.cacheKey()] = light
    while len(_lightness) > _MOST_REMEMBERED:
        _lightness.popitem(last=False)
    return light


def checkerboard(picture: QPixmap | None = None) -> QBrush:
    """Return the ground for *picture*.

    Left to itself it is the one of the theme, except for a picture that could not be seen on it: a white logo
    in the light theme, a black one in the dark.
    """
    tokens = current_tokens()
    colours = tokens.checker_light, tokens.checker_dark
    if _chosen is not Ground.AUTOMATIC:
        colours = _DARK if _chosen is Ground.DARK else _LIGHT
    elif picture is not None:
        is_ground_dark, light = QColor(colours[0]).lightnessF() < 0.5, lightness(picture)
        if is_ground_dark and light < 0.25:
            colours = _LIGHT
        elif not is_ground_dark and light > 0.6:
            colours = _DARK
    tile = QPixmap(2 * _SQUARE, 2 * _SQUARE)
    tile.fill(QColor(colours[0]))
    with QPainter(tile) as inner:
        inner.fillRect(0, 0, _SQUARE, _SQUARE, QColor(colours[1]))
        inner.fillRect(_SQUARE, _SQUARE, _SQUARE, _SQUARE, QColor(colours[1]))
    return QBrush(tile)


def paint_checkerboard(
    painter: QPainter, rect: QRect, picture: QPixmap | None = None, *, radius: float = RADIUS
) -> None:
    """Paint the ground of *picture* into *rect*; see `checkerboard`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(checkerboard(picture))
    painter.setBrushOrigin(QPointF(rect.topLeft()))
    painter.drawRoundedRect(QRectF(rect), radius, radius)
    painter.restore()
