"""Moving and sizing the part of a picture that is taken, its shape locked; pixels of the picture, no Qt."""

from __future__ import annotations

from enum import Enum

from metarr_desktop.domain.own_picture import Crop

LEAST = 16
"""Smallest side of a part, px: less is a slip of the hand."""


class Corner(Enum):
    """A handle; the value says which sides it moves: (right, bottom)."""

    TOP_LEFT = (False, False)
    TOP_RIGHT = (True, False)
    BOTTOM_LEFT = (False, True)
    BOTTOM_RIGHT = (True, True)


def moved(crop: Crop, by_x: int, by_y: int, width: int, height: int) -> Crop:
    """Return *crop* moved, as far as the picture of *width* x *height* goes."""
    left = max(0, min(width - crop.width, crop.left + by_x))
    top = max(0, min(height - crop.height, crop.top + by_y))
    return Crop(left, top, crop.width, crop.height)


def sized(crop: Crop, corner: Corner, x: float, y: float, ratio: float, width: int, height: int) -> Crop:
    """Return *crop* with *corner* pulled towards (x, y); the opposite corner stays, the shape too.

    Args:
        ratio: width divided by height of the part.
    """
    is_right, is_bottom = corner.value
    anchor_x = crop.left if is_right else crop.left + crop.width
    anchor_y = crop.top if is_bottom else crop.top + crop.height
    wanted = max((x - anchor_x) * (1 if is_right else -1), (y - anchor_y) * (1 if is_bottom else -1) * ratio)
    room_x = width - anchor_x if is_right else anchor_x
    room_y = height - anchor_y if is_bottom else anchor_y
    taken_width, taken_height = _fitted(wanted, ratio, room_x, room_y)
    left = anchor_x if is_right else anchor_x - taken_width
    top = anchor_y if is_bottom else anchor_y - taken_height
    return Crop(left, top, taken_width, taken_height)


def grown(crop: Crop, by: int, ratio: float, width: int, height: int) -> Crop:
    """Return *crop* made *by* pixels wider (narrower if negative) around its middle, inside the picture."""
    taken_width, taken_height = _fitted(crop.width + by, ratio, width, height)
    middle = Crop(
        crop.left + (crop.width - taken_width) // 2,
        crop.top + (crop.height - taken_height) // 2,
        taken_width,
        taken_height,
    )
    return moved(middle, 0, 0, width, height)


def _fitted(wanted: float, ratio: float, room_x: int, room_y: int) -> tuple[int, int]:
    """Return width and height of the shape nearest to *wanted* px wide that fits the room."""
    least = min(room_x, room_y * ratio, max(LEAST, LEAST * ratio))
    taken = max(least, min(wanted, room_x, room_y * ratio))
    return max(1, min(room_x, round(taken))), max(1, min(room_y, round(taken / ratio)))
