"""The room each type of artwork gets in the grid, and the box its pictures are loaded for."""

from __future__ import annotations

from dataclasses import dataclass

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.thumbnail import Size
from ui.assets.seasons import SEASON_TYPES
from ui.grid_geometry import TileShape
from ui.picture_boxes import picture_box


@dataclass(frozen=True, slots=True)
class GridShape:
    """How one type is shown.

    ``box`` is what thumbnails are made for, whatever the tile size; ``widths`` are the smallest, usual and
    largest tile in logical px.
    """

    tile: TileShape
    box: Size
    widths: tuple[int, int, int]


def grid_shape(asset_type: AssetType) -> GridShape:
    """Return how *asset_type* is shown."""
    ratio = ASSET_SHAPES[asset_type].ratio
    if ratio < 0.9:
        widths = (96, 140, 342)
    elif ratio < 1.2:
        widths = (96, 176, 340)
    elif ratio < 2:
        widths = (144, 216, 500)
    elif ratio < 4:
        widths = (144, 230, 400)
    else:
        widths = (200, 340, 640)
    lines = 3 if asset_type in SEASON_TYPES else 2  # the first one says which season
    return GridShape(TileShape(ratio, caption_lines=lines), picture_box(asset_type), widths)
