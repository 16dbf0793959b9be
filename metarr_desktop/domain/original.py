"""The original of a picture: the whole file as its provider has it, looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metarr_desktop.domain.picture_hash import PictureHash

_MIME_TYPES: Mapping[str, str] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}


@dataclass(frozen=True, slots=True)
class Original:
    """What the bytes of an original really are, whatever its provider says of them.

    Attributes:
        sha256: of the bytes, hexadecimal; the name of the file.
        width, height: in pixels as it is seen (upright).
        mime_type: by the bytes, never by the address.
        has_alpha: it can be transparent.
        hash: what it looks like.
    """

    sha256: str
    width: int
    height: int
    mime_type: str
    byte_count: int
    has_alpha: bool
    hash: PictureHash


def mime_type_of(decoder: str) -> str:
    """Return the MIME type of what the decoder of this name (``JPEG``, ``PNG`` …) reads."""
    return _MIME_TYPES.get(decoder, "application/octet-stream")
