"""The style of a picture in some bytes: where it is light, which colours it has, where it is busy."""

from __future__ import annotations

from PIL import Image, ImageFilter

from metarr_desktop.domain.thumbnail import Thumbnail

_COLOURS, _EDGES, _HUES = (4, 6), (3, 9), 12
_FADED = 40
"""Saturation below which a colour has no hue worth counting."""


def style_of(thumbnail: Thumbnail) -> bytes:
    """Return the style of *thumbnail*: bytes of one length, comparable one by one; for a decoding thread.

    A coarse map of the colours, a finer one of the edges (lettering is busy, sky is not), and the share of each
    hue, of black and of white.
    """
    size = (thumbnail.width, thumbnail.height)
    if thumbnail.has_alpha:
        drawn = Image.frombuffer("RGBa", size, thumbnail.bgra, "raw", "BGRa", 0, 1).convert("RGBA")
        image = Image.new("RGB", size, (128, 128, 128))
        image.paste(drawn, mask=drawn.getchannel("A"))
    else:
        image = Image.frombuffer("RGB", size, thumbnail.bgra, "raw", "BGRX", 0, 1)
    small = image.resize((64, 96), Image.Resampling.BOX)
    colours = small.resize(_COLOURS, Image.Resampling.BOX).tobytes()
    edges = small.convert("L").filter(ImageFilter.FIND_EDGES).crop((1, 1, 63, 95))
    busy = edges.resize(_EDGES, Image.Resampling.BOX).point(lambda level: min(255, level * 3)).tobytes()
    return colours + busy + _palette(small)


def _palette(image: Image.Image) -> bytes:
    """Return the share of each of twelve hues, of dark and of light, 255 for half the picture or more."""
    hues, saturations, values = (band.tobytes() for band in image.convert("HSV").split())
    counts = [0] * (_HUES + 2)
    for hue, saturation, value in zip(hues, saturations, values, strict=True):
        if value < 48:
            counts[_HUES] += 1
        elif saturation >= _FADED:
            counts[hue * _HUES // 256] += 1
        elif value > 200:
            counts[_HUES + 1] += 1
    return bytes(min(255, count * 510 // len(hues)) for count in counts)
