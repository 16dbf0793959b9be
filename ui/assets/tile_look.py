"""How the tiles look, kept for the next time: their width for each type, and the ground of transparent pictures."""

from __future__ import annotations

from metarr_desktop.domain.asset import AssetType
from ui.assets.preferences import AssetPreferences
from ui.assets.tile_shapes import grid_shape
from ui.assets.window_parts import WindowParts
from ui.transparency import Ground, choose_ground


class TileLook:
    """Brings the look that was kept on screen, and keeps what a person changes."""

    def __init__(self, parts: WindowParts, preferences: AssetPreferences) -> None:
        self._parts, self._preferences = parts, preferences
        self._kind = AssetType.POSTER
        self.set_ground(preferences.ground())

    def show_type(self, kind: AssetType) -> None:
        """Show empty tiles of *kind*, as wide as they were the last time."""
        self._kind = kind
        smallest, usual, largest = grid_shape(kind).widths
        width = self._preferences.tile_width_of(kind, (smallest, usual, largest))
        self._parts.pane.show_type(kind, width)
        self._parts.filters.show_tile_width(width, smallest, largest)

    def set_width(self, width: int) -> None:
        """Make the tiles *width* px wide from now on, also the next time."""
        self._parts.pane.grid.set_tile_width(width)
        self._preferences.keep_tile_width(self._kind, width)

    def set_ground(self, ground: Ground) -> None:
        """Show transparent pictures on *ground* from now on, also the next time."""
        self._preferences.keep_ground(ground)
        choose_ground(ground)
        self._parts.actions.grounds.show_ground(ground)
        for widget in (self._parts.pane.grid.viewport(), self._parts.panel.frame, self._parts.preview.canvas):
            widget.update()
