"""The box that small pictures of each type are loaded for: the same everywhere, so that each is made once."""

from __future__ import annotations

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.thumbnail import Size


def picture_box(asset_type: AssetType) -> Size:
    """Return the box, device px, whatever the size of the tile."""
    ratio = ASSET_SHAPES[asset_type].ratio
    if ratio < 0.9:
        return Size(342, 513)
    if ratio < 1.2:
        return Size(340, 340)
    if ratio < 2:
        return Size(500, 282)
    return Size(400, 155) if ratio < 4 else Size(640, 119)
