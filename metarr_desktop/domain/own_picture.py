"""Pictures of the user's own: what they are, whether they suit a slot, which part of them is taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.scoring import shape_tolerance

OWN_PREFIX = "metarr:own/"
"""Begins the address of an own picture; the SHA-256 of its bytes follows."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What the bytes of a picture are; sizes in pixels as it is seen (upright).

    ``format`` is the name of the decoder: ``JPEG``, ``PNG`` …
    """

    width: int
    height: int
    format: str
    has_alpha: bool
    byte_count: int

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        return self.width / self.height


@dataclass(frozen=True, slots=True)
class PictureSource:
    """Where an own picture comes from: exactly one of a file, an address or a bitmap.

    ``path``: of a file on this computer; ``address``: as dropped or pasted, also that of a page of picture search
    results; ``data``: bytes of a picture, for instance from the clipboard.
    """

    path: str = ""
    address: str = ""
    data: bytes = field(default=b"", repr=False)

    @property
    def words(self) -> str:
        """Where it comes from, for a person."""
        if self.path:
            return f"file {self.path}"
        return f"address {self.address}" if self.address else "clipboard"


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture the user brings, looked at but not kept yet."""

    source: PictureSource
    facts: PictureFacts
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a picture, in pixels from the left and top of it as it is seen."""

    left: int
    top: int
    width: int
    height: int

    def inside(self, width: int, height: int) -> bool:
        """Tell whether it lies within a picture of this size and is not empty."""
        return (
            self.left >= 0
            and self.top >= 0
            and self.width > 0
            and self.height > 0
            and self.left + self.width <= width
            and self.top + self.height <= height
        )


def fits_shape(asset_type: AssetType, width: int, height: int) -> bool:
    """Tell whether a picture of this size has the shape of *asset_type*, within its tolerance."""
    ratio = width / height
    if asset_type is AssetType.CLEARLOGO:  # logos are as long as their lettering
        return 1.0 <= ratio <= 10.0
    return abs(ratio / ASSET_SHAPES[asset_type].ratio - 1) <= shape_tolerance(asset_type)


def suggested_crop(asset_type: AssetType, width: int, height: int) -> Crop:
    """Return the largest part from the middle that has the shape of *asset_type*; all of it where it fits."""
    if fits_shape(asset_type, width, height):
        return Crop(0, 0, width, height)
    ratio = ASSET_SHAPES[asset_type].ratio
    taken_width = min(width, max(1, round(height * ratio)))
    taken_height = min(height, max(1, round(taken_width / ratio)))
    return Crop((width - taken_width) // 2, (height - taken_height) // 2, taken_width, taken_height)


def advice(asset_type: AssetType, width: int, height: int, *, has_alpha: bool) -> tuple[str, ...]:
    """Return what speaks against taking a picture of this size for *asset_type*, one sentence each."""
    shape = ASSET_SHAPES[asset_type]
    name = shape.title.lower()
    found = []
    if not fits_shape(asset_type, width, height):
        found.append(
            f"It is {_shape_words(width / height)}; a {name} is {_shape_words(shape.ratio)}."
            " Crop it, or it will be shown with borders."
        )
    if width < shape.ideal_width / 2 or height < shape.ideal_height / 2:
        found.append(
            f"It has {width} by {height} pixels; {shape.ideal_width} by {shape.ideal_height} are recommended,"
            " so it may look soft."
        )
    if shape.has_alpha and not has_alpha:
        found.append(f"It has no transparency; a {name} is shown over other pictures.")
    return tuple(found)


def _shape_words(ratio: float) -> str:
    for width, height in ((2, 3), (16, 9), (1, 1), (4, 3), (3, 2), (3, 4), (9, 16)):
        if abs(ratio / (width / height) - 1) < 0.03:
            return f"{width}:{height}"
    return f"{ratio:.2f}:1" if ratio >= 1 else f"1:{1 / ratio:.2f}"
