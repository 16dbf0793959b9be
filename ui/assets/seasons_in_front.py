"""The seasons of the title in front: which of them is shown, and the row of them above the pictures."""

from __future__ import annotations

from collections.abc import Sequence

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import Season
from metarr_desktop.domain.library import LibraryRow
from ui.assets.season_bar import SeasonBar
from ui.assets.seasons import (
    SEASON_TYPES,
    SeasonLine,
    SeasonSection,
    by_number,
    grouped,
    in_season,
    next_season,
    season_lines,
    season_sections,
    season_title,
)


class SeasonsInFront:
    """Keeps the season in front; everything passes through unchanged where the type has no seasons.

    Attributes:
        number: the season shown, None for all of them.
    """

    def __init__(self, bar: SeasonBar) -> None:
        self._bar = bar
        self._kind = AssetType.POSTER
        self._known: dict[int, Season] = {}
        self._lines: tuple[SeasonLine, ...] = ()
        self.number: int | None = None

    @property
    def are_there(self) -> bool:
        """Whether the type in front has a slot for each season."""
        return self._kind in SEASON_TYPES

    @property
    def known(self) -> dict[int, Season]:
        """What is known of the seasons of the title, by number; empty until its row is read."""
        return self._known

    @property
    def words(self) -> str:
        """The title of the season in front, empty for all of them."""
        if self.number is None or not self.are_there:
            return ""
        return season_title(self.number, self._known)

    @property
    def is_one(self) -> bool:
        """Whether one season is shown, so that pictures of other seasons are left out."""
        return self.are_there and self.number is not None

    def enter(self, kind: AssetType) -> None:
        """Make ready for another type; the season stays."""
        self._kind = kind

    def take(self, row: LibraryRow | None) -> None:
        """Bring in what the row of the title says of its seasons; None while it is not read yet."""
        self._known = by_number(row.entity.metadata.seasons) if row is not None else {}

    def show(self, assets: Sequence[CachedAsset] | None) -> None:
        """Show the row of seasons where there are any.

        Args:
            assets: the candidates of the type in front, of all seasons; None leaves the row as it was.
        """
        self._bar.setVisible(self.are_there)
        if not self.are_there:
            return
        if assets is not None:
            self._lines = season_lines(assets, self._known)
        self._bar.show_seasons(self._lines, self._kind, self.number)

    def of_one(self, assets: Sequence[CachedAsset]) -> Sequence[CachedAsset]:
        """Return the *assets* of the season in front."""
        return in_season(assets, self.number) if self.are_there else assets

    def in_sections(self, tiles: list[CachedAsset]) -> tuple[list[CachedAsset], tuple[SeasonSection, ...]]:
        """Return *tiles* season by season, and the sections they stand in."""
        if not self.are_there:
            return tiles, ()
        together = grouped(tiles)
        return together, season_sections(together, self._known)

    def step(self, by: int) -> int | None:
        """Return the season *by* steps on from the one in front."""
        return next_season(self._lines, self.number, by)
