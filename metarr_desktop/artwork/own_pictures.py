"""Bytes of a picture the user brings: looked at within the same bounds as downloads, cut to shape.

What any player can show stays byte for byte as it came; the rest (turned by EXIF, CMYK, 16 bits, animated, odd
formats) is written anew, because a file that only this program shows rightly is of no use in a media folder.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from metarr_desktop.artwork.thumbnailer import FORMATS, MAX_PIXELS, in_simple_mode
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.own_picture import Crop, PictureFacts

_QUALITY = 95
_KEPT = {"JPEG": frozenset({"RGB", "L"}), "PNG": frozenset({"RGB", "RGBA", "L", "LA", "P"})}
"""Formats and modes that are kept as they are."""


@dataclass(frozen=True, slots=True)
class PreparedPicture:
    """Bytes ready to be kept, and what they are; ``is_original`` where they are exactly those given."""

    data: bytes
    facts: PictureFacts
    is_original: bool


def look_at(data: bytes) -> PictureFacts:
    """Return what *data* is; blocks while it is decoded once.

    Raises:
        InvalidInput: it is no picture, is damaged, or has too many pixels.
    """
    with _opened(data) as image:
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) >= 5
        width, height = image.size[::-1] if turned else image.size
        has_alpha = in_simple_mode(image).mode == "RGBA"  # decodes it whole: half a file shows here
        return PictureFacts(width, height, image.format or "", has_alpha, len(data))


def prepare(data: bytes, crop: Crop | None = None) -> PreparedPicture:
    """Return *data*, or the part *crop* of it, as a file that any player shows rightly.

    Raises:
        InvalidInput: see :func:`look_at`; or the part lies outside.
    """
    facts = look_at(data)
    is_whole = crop is None or crop == Crop(0, 0, facts.width, facts.height)
    if crop is not None and not crop.inside(facts.width, facts.height):
        raise InvalidInput("The part to be taken lies outside the picture. Nothing was added.")
    with _opened(data) as image:
        if is_whole and _is_plain(image):
            return PreparedPicture(data, facts, True)
        upright = ImageOps.exif_transpose(in_simple_mode(image))
    if crop is not None and not is_whole:
        upright = upright.crop((crop.left, crop.top, crop.left + crop.width, crop.top + crop.height))
    kind = "PNG" if upright.mode == "RGBA" else "JPEG"
    out = io.BytesIO()
    upright.info.clear()
    if kind == "PNG":
        upright.save(out, kind, optimize=True)
    else:
        upright.save(out, kind, quality=_QUALITY, subsampling=0)
    written = out.getvalue()
    return PreparedPicture(
        written, PictureFacts(*upright.size, kind, upright.mode == "RGBA", len(written)), False
    )


def _is_plain(image: Image.Image) -> bool:
    is_upright = image.getexif().get(ExifTags.Base.Orientation, 1) == 1
    is_single = getattr(image, "n_frames", 1) == 1
    return is_upright and is_single and image.mode in _KEPT.get(image.format or "", frozenset())


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Open the picture, with words for whatever Pillow raises on broken bytes."""
    if not data:
        raise InvalidInput("The file is empty. Nothing was added.")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise InvalidInput(
                    f"The picture claims {width} by {height} pixels, too many to open safely. Nothing was added."
                )
            yield image
    except UnidentifiedImageError as error:
        raise InvalidInput(
            "This is no picture that can be used (JPEG, PNG, WebP, GIF, BMP or TIFF). Nothing was added."
        ) from error
    except (OSError, SyntaxError, ValueError, MemoryError, EOFError, TypeError, IndexError) as error:
        raise InvalidInput("The picture is damaged. Nothing was added.") from error
