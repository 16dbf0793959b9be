"""The seasons of a series, as the browser names, counts and orders them; no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import Season
from ui.text import count_text

SEASON_TYPES = frozenset(
    {AssetType.SEASONPOSTER, AssetType.SEASONFANART, AssetType.SEASONBANNER, AssetType.SEASONLANDSCAPE}
)
"""Types that have a slot for each season."""

ANY_SEASON = -1
"""Stands for pictures of a season type that name no season."""

ALL_SEASONS = "All seasons"
_MOST_SPELT_OUT = 9
"""More seasons than that are called by their numbers alone, so that they stay in one line."""


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """One step of the row of seasons.

    Attributes:
        number: None for all of them together.
        title: ``Season 2: Book Two``; ``short`` is what the row has room for: ``Season 2``, or ``2``.
        facts: what else is known: ``2019 · 8 episodes``.
        count: candidates of the type in front, rejected ones included.
        chosen: how many of them are selected.
    """

    number: int | None
    title: str
    short: str
    facts: str = ""
    count: int = 0
    chosen: int = 0


def season_of(asset: CachedAsset) -> int:
    """Return the number of the season *asset* belongs to, `ANY_SEASON` if it names none."""
    return ANY_SEASON if asset.season_number is None else asset.season_number


def season_title(number: int, known: Mapping[int, Season]) -> str:
    """Return how a season is called: ``Season 2``, ``Season 2: Book Two``, ``Specials``."""
    if number == ANY_SEASON:
        return "Any season"
    season = known.get(number)
    name = season.name.strip() if season is not None else ""
    if number == 0:
        return name or "Specials"
    return f"Season {number}: {name}" if name else f"Season {number}"


def by_number(seasons: Iterable[Season]) -> dict[int, Season]:
    """Index *seasons* by their number."""
    return {season.number: season for season in seasons}


def in_season(assets: Sequence[CachedAsset], number: int | None) -> Sequence[CachedAsset]:
    """Return the *assets* of one season, all of them for None; their order stays."""
    return assets if number is None else [asset for asset in assets if season_of(asset) == number]


def grouped(assets: Iterable[CachedAsset]) -> list[CachedAsset]:
    """Return *assets* season by season, as the row of seasons has them; within a season their order stays."""
    return sorted(assets, key=lambda asset: _place(season_of(asset)))


def season_lines(assets: Iterable[CachedAsset], known: Mapping[int, Season]) -> tuple[SeasonLine, ...]:
    """Return all seasons there are: of the series, and of the pictures; "all" comes first.

    Args:
        assets: the candidates of the type in front; what is no longer offered counts while it is selected.
    """
    counts: Counter[int] = Counter()
    chosen: Counter[int] = Counter()
    for asset in assets:
        if asset.missing_since is None or asset.is_selected:
            counts[season_of(asset)] += 1
            chosen[season_of(asset)] += asset.is_selected
    numbers = sorted(known.keys() | counts.keys(), key=_place)
    every = SeasonLine(None, ALL_SEASONS, ALL_SEASONS, "", counts.total(), chosen.total())
    is_short = len(numbers) > _MOST_SPELT_OUT
    return (every, *(_line(each, known, counts[each], chosen[each], is_short) for each in numbers))


@dataclass(frozen=True, slots=True)
class SeasonSection:
    """The tiles of one season among those of all: where they begin, and what stands above them."""

    row: int
    title: str
    facts: str


def season_sections(assets: Sequence[CachedAsset], known: Mapping[int, Season]) -> tuple[SeasonSection, ...]:
    """Return a section for each season of *assets*, which are `grouped`; none where they are all of one."""
    numbers = [season_of(asset) for asset in assets]
    rows = [row for row, number in enumerate(numbers) if row == 0 or number != numbers[row - 1]]
    if len(rows) < 2:
        return ()
    return tuple(
        SeasonSection(row, season_title(numbers[row], known), _facts(numbers[row], known)) for row in rows
    )


def progress_text(kind: AssetType, lines: Iterable[SeasonLine]) -> str:
    """Return how far one has come: ``Season posters: 3 of 8 seasons chosen``.

    Only seasons with something to choose count, and no pictures that name no season; empty when there is none.
    """
    offered = [line for line in lines if line.number not in (None, ANY_SEASON) and line.count]
    if not offered:
        return ""
    plural = ASSET_SHAPES[kind].plural
    chosen = sum(line.chosen > 0 for line in offered)
    return f"{plural.capitalize()}: {chosen:,} of {count_text(len(offered), 'season')} chosen"


def next_season(lines: Sequence[SeasonLine], current: int | None, by: int) -> int | None:
    """Return the season *by* steps on, those without candidates passed over; the same one at either end."""
    stops = [line.number for line in lines if line.count or line.number in (None, current)]
    if current not in stops:
        return None
    place = stops.index(current) + by
    return stops[place] if 0 <= place < len(stops) else current


def _line(number: int, known: Mapping[int, Season], count: int, chosen: int, is_short: bool) -> SeasonLine:
    short = str(number) if is_short and number > 0 else season_title(number, {})
    return SeasonLine(number, season_title(number, known), short, _facts(number, known), count, chosen)


def _facts(number: int, known: Mapping[int, Season]) -> str:
    season = known.get(number)
    if season is None:
        return ""
    words = [str(season.year)] if season.year else []
    if season.episodes:
        words.append(count_text(season.episodes, "episode"))
    return " · ".join(words)


def _place(number: int) -> tuple[bool, int]:
    return number == ANY_SEASON, number  # specials first, what names no season last
