"""Hashes of pictures, from the small renditions the screen shows; see ``domain/picture_hash.py``.

The perceptual hash is the usual one (grey, 32 by 32, DCT, the 64 lowest frequencies against their median), bit
for bit that of the ImageHash package, which would bring SciPy along: 310 ms and 43 MB for what 10,000
multiplications do here in well under a millisecond.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from operator import gt, mul

from PIL import Image

from metarr_desktop.domain.picture_hash import PictureHash
from metarr_desktop.domain.thumbnail import Thumbnail

_SIDE, _LOW, _TINTS = 32, 8, 3
_COSINES = tuple(
    tuple(math.cos(math.pi * k * (2 * n + 1) / (2 * _SIDE)) for n in range(_SIDE)) for k in range(_LOW)
)
_MID_GREY = 128
_OPAQUE = 128
_PLAIN_RANGE = 4
"""Levels of grey within which a picture counts as one colour: noise of a JPEG is not content."""


def hash_thumbnail(thumbnail: Thumbnail) -> PictureHash:
    """Return the hashes of *thumbnail*; about a millisecond, for a decoding thread."""
    size = (thumbnail.width, thumbnail.height)
    mask = None
    if thumbnail.has_alpha:
        image = Image.frombuffer("RGBa", size, thumbnail.bgra, "raw", "BGRa", 0, 1)
        alpha = image.getchannel("a")
        # Over white all white logos would be one picture, over black all black ones.
        ground = Image.new("RGB", size, (_MID_GREY,) * 3)
        colours = Image.composite(image.convert("RGBA").convert("RGB"), ground, alpha)
        if min(alpha.tobytes()) < _OPAQUE:  # an alpha channel that is full says nothing
            mask = _bits(level >= _OPAQUE for level in _levels(alpha, (8, 8), Image.Resampling.BOX))
    else:
        colours = Image.frombuffer("RGB", size, thumbnail.bgra, "raw", "BGRX", 0, 1)
    grey = colours.convert("L")
    pixels = _levels(grey, (_SIDE, _SIDE), Image.Resampling.LANCZOS)
    return PictureHash(
        _perceptual(pixels),
        _difference(grey),
        mask,
        thumbnail.source_width / max(1, thumbnail.source_height),
        is_plain=max(pixels) - min(pixels) < _PLAIN_RANGE,
        tint=_tint(colours),
    )


def _perceptual(pixels: bytes) -> int:
    columns = [pixels[x::_SIDE] for x in range(_SIDE)]
    rows = [[sum(map(mul, column, wave)) for column in columns] for wave in _COSINES]
    frequencies = [sum(map(mul, row, wave)) for row in rows for wave in _COSINES]
    middle = sorted(frequencies)
    median = (middle[31] + middle[32]) / 2
    return _bits(each > median for each in frequencies)


def _difference(grey: Image.Image) -> int:
    pixels = _levels(grey, (9, 8), Image.Resampling.LANCZOS)
    rows = [pixels[start : start + 9] for start in range(0, 72, 9)]
    return _bits(rises for row in rows for rises in map(gt, row[1:], row))


def _tint(colours: Image.Image) -> bytes:
    small = colours.resize((_TINTS, _TINTS), Image.Resampling.BOX).convert("YCbCr").tobytes()
    return bytes(level for place, level in enumerate(small) if place % 3)  # brightness is in the hashes


def _levels(image: Image.Image, size: tuple[int, int], resampling: Image.Resampling) -> bytes:
    return image.resize(size, resampling).tobytes()


def _bits(flags: Iterable[bool]) -> int:
    value = 0
    for flag in flags:
        value = value << 1 | flag
    return value
