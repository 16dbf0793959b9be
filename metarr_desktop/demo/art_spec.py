"""What a painted picture shows, as a value; the painting itself is in ``painting``.

An :class:`ArtSpec` says nothing about pixels: every length a painter uses is a fraction of the picture, so
one design can be offered as a 2000x3000 poster by one service, as 1000x1426 by another, and as a preview.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Form = Literal["poster", "backdrop", "landscape", "banner", "logo", "clearart", "disc"]
Layout = Literal["foot", "head", "centre", "tower", "corner", "block"]
Typeface = Literal["condensed", "poster", "geometric", "serif", "roman", "deco"]


@dataclass(frozen=True, slots=True)
class ArtSpec:
    """One design.

    ``seed`` fixes every free choice of the painter. ``title`` is ``None`` on a textless picture; then
    ``tagline``, ``credit`` and ``year`` are not drawn either. ``variation`` is a small number that chooses
    between the readings of a composition (day or night, near or far, left or right).
    """

    form: Form
    composition: str
    palette: str
    seed: int
    layout: Layout = "foot"
    typeface: Typeface = "condensed"
    variation: int = 0
    title: str | None = None
    tagline: str = ""
    credit: str = ""
    year: int | None = None
    language: str | None = None


def digest(*parts: object) -> bytes:
    """32 bytes that depend on the parts only: not on the process, the platform or ``PYTHONHASHSEED``."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()


def number(*parts: object) -> int:
    """A whole number of 64 bits from :func:`digest`."""
    return int.from_bytes(digest(*parts)[:8], "big")
