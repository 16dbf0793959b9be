"""Bytes of a picture in, a small picture for the screen out; whatever the bytes claim to be.

Runs on the decoding threads. Pillow releases the GIL while it decodes, so two of them use two cores.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import NoReturn

from PIL import ExifTags, Image, ImageCms, ImageOps, PngImagePlugin, UnidentifiedImageError

from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size, Thumbnail

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""What a provider may send; anything else is refused before a decoder sees it."""

MAX_PIXELS = 100_000_000
"""Largest picture decoded at all (a 30 MB scan has about 70 million); beyond lies the decompression bomb."""

_TRANSPARENT_MODES = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})
_JPEG_QUALITY = 85
_SOURCE = "metarr-source"
_NOTE = re.compile(rb"metarr-source[ \0]([0-9]{1,5})x([0-9]{1,5});")
_HEAD = 1024  # bytes; both formats have their notes in front
_SRGB = ImageCms.createProfile("sRGB")

# Our own check below comes first and has words; Pillow's would be a warning, or an error of another kind.
Image.MAX_IMAGE_PIXELS = None


def make_thumbnail(data: bytes, box: Size) -> Thumbnail:
    """Return the picture in *data*, scaled down to fit inside *box*; it is never enlarged.

    The first frame of animated pictures, upright (EXIF), in sRGB.

    Raises:
        ThumbnailUnavailable: permanently; the bytes are no picture, are cut off, or claim too many pixels.
    """
    if not data:
        _refuse("The service sent an empty file instead of a picture.")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return _to_thumbnail(image, box)
    except UnidentifiedImageError as error:
        raise ThumbnailUnavailable(_not_a_picture(data), is_permanent=True) from error
    except (OSError, SyntaxError, ValueError, MemoryError, EOFError, TypeError, IndexError) as error:
        # Pillow's decoders raise all of these for broken files.
        raise ThumbnailUnavailable(
            "The picture is damaged and cannot be shown.", is_permanent=True
        ) from error


def encode_thumbnail(thumbnail: Thumbnail) -> bytes:
    """Return *thumbnail* as the bytes of a small file: JPEG, or PNG where it has transparency.

    It says how large its source was, which :func:`remake_thumbnail` reads.
    """
    size = (thumbnail.width, thumbnail.height)
    source = f"{thumbnail.source_width}x{thumbnail.source_height};"
    out = io.BytesIO()
    if thumbnail.has_alpha:
        image = Image.frombuffer("RGBa", size, thumbnail.bgra, "raw", "BGRa", 0, 1).convert("RGBA")
        note = PngImagePlugin.PngInfo()
        note.add_text(_SOURCE, source)
        image.save(out, "PNG", compress_level=1, pnginfo=note)
    else:
        image = Image.frombuffer("RGB", size, thumbnail.bgra, "raw", "BGRX", 0, 1)
        image.save(out, "JPEG", quality=_JPEG_QUALITY, comment=f"{_SOURCE} {source}".encode())
    return out.getvalue()


def remake_thumbnail(data: bytes, box: Size) -> Thumbnail:
    """Return the picture in *data*, bytes of :func:`encode_thumbnail` or of a small picture as it was sent.

    Raises:
        ThumbnailUnavailable: as :func:`make_thumbnail` does.
    """
    thumbnail = make_thumbnail(data, box)
    source = _NOTE.search(data, 0, _HEAD)
    if source is None:
        return thumbnail
    return replace(thumbnail, source_width=int(source[1]), source_height=int(source[2]))


def _to_thumbnail(image: Image.Image, box: Size) -> Thumbnail:
    source_width, source_height = image.size
    if source_width * source_height > MAX_PIXELS:
        _refuse(f"The picture claims {source_width} by {source_height} pixels, too many to open safely.")
    fit = (max(1, box.width), max(1, box.height))
    # BICUBIC with gap 1.0 lets libjpeg decode at a quarter of the size: 1.4 x the decoder's own floor, 50 dB.
    if image.format == "JPEG":
        on_side = image.getexif().get(ExifTags.Base.Orientation, 1) >= 5
        image.thumbnail(fit[::-1] if on_side else fit, Image.Resampling.BICUBIC, reducing_gap=1.0)
    upright = in_simple_mode(image)
    ImageOps.exif_transpose(upright, in_place=True)  # a copy, as by default, holds the interpreter for 0.4 ms
    if upright.size[0] > fit[0] or upright.size[1] > fit[1]:
        upright.thumbnail(fit, Image.Resampling.BICUBIC, reducing_gap=1.0)
    has_alpha = upright.mode == "RGBA"
    pixels = upright.convert("RGBa").tobytes("raw", "BGRa") if has_alpha else upright.tobytes("raw", "BGRX")
    return Thumbnail(upright.width, upright.height, pixels, has_alpha, source_width, source_height)


def in_simple_mode(image: Image.Image) -> Image.Image:
    """Return *image* as RGB, or RGBA where it has transparency, its colour profile applied; it may be *image*."""
    image.load()  # half a file shows here
    has_alpha = image.mode in _TRANSPARENT_MODES or "transparency" in image.info
    wanted = "RGBA" if has_alpha else "RGB"
    profile, exif = image.info.get("icc_profile"), image.info.get("exif")
    if image.mode.startswith("I") or image.mode == "F":  # 16 and 32 bits a channel: keep the top eight
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    simple = image
    if profile:
        simple = _in_srgb(image, profile, wanted)
    elif image.mode != wanted:
        simple = image.convert(wanted)
    if exif:
        simple.info["exif"] = exif
    return simple


def _in_srgb(image: Image.Image, profile: bytes, wanted: str) -> Image.Image:
    if image.mode == "P":
        image = image.convert(wanted)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode=wanted)
    except (ImageCms.PyCMSError, OSError, ValueError):  # a broken profile spoils the colours, not the picture
        return image.convert(wanted)
    return converted if converted is not None else image.convert(wanted)


def _not_a_picture(data: bytes) -> str:
    head = data[:256].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "The service sent a web page instead of a picture."
    if head.startswith((b"<svg", b"<?xml")):
        return "The picture is a vector drawing, which cannot be shown here."
    return "What the service sent is no picture."


def _refuse(message: str) -> NoReturn:
    raise ThumbnailUnavailable(message, is_permanent=True)
