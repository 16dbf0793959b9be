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
    """A decoded picture: 8-bit BGRA, row-major, no padding (``len(bgra) == 4 * width * height``).

    Byte order and alpha (premultiplied) are those of Qt's ``Format_ARGB32_Premultiplied`` on little-endian
    machines, so that the window takes the bytes over without converting. ``has_alpha`` is false for opaque
    pictures, whose fourth byte is 255. ``source_width`` and ``source_height`` are the file's own pixels.
    """

    width: int
    height: int
    bgra: bytes
    has_alpha: bool
    source_width: int
    source_height: int
