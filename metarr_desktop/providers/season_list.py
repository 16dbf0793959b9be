"""Lists of seasons in the records of series, whichever service they come from.  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from metarr_desktop.domain.entity import Season
from metarr_desktop.providers import json_fields as fields

_MOST_SEASONS = 9999  # some series number them by year
_MOST_EPISODES = 100_000
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_NUMBERED = re.compile(
    r"(?:season|series|staffel|saison|temporada|stagione|seizoen|sæson|säsong|sesong|kausi|сезон|シーズン|시즌)"
    r"\s*0*(?P<number>[0-9]{1,4})",
    re.IGNORECASE,
)


def season_of(
    number: object, *, name: object = None, episodes: object = None, year: object = None
) -> Season | None:
    """Return one season, ``None`` if *number* is none; a name like "Season 2" says no more than the number."""
    checked = fields.integer(number)
    if checked is None or not 0 <= checked <= _MOST_SEASONS:
        return None
    return Season(
        checked,
        _own_name(fields.text(name, max_length=200), checked),
        _within(fields.integer(episodes), 0, _MOST_EPISODES),
        _within(fields.integer(year), _FIRST_YEAR, _LAST_YEAR),
    )


def listed(seasons: Iterable[Season | None]) -> tuple[tuple[Season, ...], int]:
    """Return each season once, by number (the first of two with the same), and how many were none."""
    found: dict[int, Season] = {}
    dropped = 0
    for season in seasons:
        if season is None:
            dropped += 1
        else:
            found.setdefault(season.number, season)
    return tuple(found[number] for number in sorted(found)), dropped


def _own_name(name: str, number: int) -> str:
    numbered = _NUMBERED.fullmatch(name)
    return "" if numbered is not None and int(numbered["number"]) == number else name


def _within(value: int | None, least: int, most: int) -> int | None:
    return value if value is not None and least <= value <= most else None
