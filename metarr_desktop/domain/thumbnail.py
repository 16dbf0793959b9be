"""Pictures scaled for the screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in device pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A decoded picture: 8 bits a channel, row-major, no padding: ``len(bgra) == 4 * width * height``.

    Bytes are blue, green, red, alpha, as Qt's 32-bit formats have them on little-endian machines, so that the
    window takes them over without converting: ``Format_ARGB32_Premultiplied`` with ``has_alpha`` (colours are
    premultiplied), else ``Format_RGB32`` (the fourth byte means nothing). ``source_width`` and
    ``source_height`` are the pixels of the file it was made from.
    """

    width: int
    height: int
    bgra: bytes
    has_alpha: bool
    source_width: int
    source_height: int
