"""The grid of candidates, season by season where all seasons are shown."""

from __future__ import annotations

from collections.abc import Sequence

from ui.assets.seasons import SeasonSection
from ui.section_grid import SectionGrid, heading_height

__all__ = ["SeasonGrid", "heading_height"]


class SeasonGrid(SectionGrid):
    """A tile grid in which each season begins a line of its own, below its name."""

    def show_seasons(self, seasons: Sequence[SeasonSection]) -> None:
        """Begin a section at each of *seasons*; the rows are in place already.  None: one grid of all tiles."""
        self.show_sections(seasons)
