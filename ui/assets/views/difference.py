"""The difference of two pictures, made on a worker thread."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

_SAMPLE = QSize(64, 64)


class Difference(NamedTuple):
    """``image``: |a - b| of every channel, opaque; ``share``: how large it is on average, 0 to 1."""

    image: QImage
    share: float


def difference_of(first: QImage, second: QImage) -> Difference:
    """Return |first - second| at the size of the larger one; the other is stretched to it. Safe on any thread.

    Transparent pixels count as black.
    """
    size = max(first.size(), second.size(), key=lambda each: each.width() * each.height())
    result = _opaque(first, size)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, _opaque(second, size))
    painter.end()
    modes = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    sample = result.scaled(_SAMPLE, *modes).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = bytes(sample.constBits())
    return Difference(result, sum(pixels) / (255 * len(pixels)))


def difference_words(share: float) -> str:
    """Return how much two pictures differ, in words."""
    percent = share * 100
    if percent < 0.05:
        return "No difference"
    told = f"{percent:.1f} %" if percent < 10 else f"{percent:.0f} %"
    return f"{told} difference on average{': nearly the same picture' if percent < 2 else ''}"


def _opaque(image: QImage, size: QSize) -> QImage:
    scaled = image
    if image.size() != size:
        modes = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        scaled = image.scaled(size, *modes)
    ground = QImage(size, QImage.Format.Format_RGB32)
    ground.fill(Qt.GlobalColor.black)
    painter = QPainter(ground)
    painter.drawImage(0, 0, scaled)
    painter.end()
    return ground
