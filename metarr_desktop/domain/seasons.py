"""The seasons of a series, as several providers list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from metarr_desktop.domain.entity import Season


def merge_seasons(lists: Iterable[Sequence[Season]]) -> tuple[Season, ...]:
    """Return every season that any of *lists* has, by number; the favourite provider's list comes first.

    What it leaves unknown of a season is filled from those after it. Providers number some series otherwise, and
    their pictures go by their own numbers: a season only one of them knows has to be there.
    """
    merged: dict[int, Season] = {}
    for seasons in lists:
        for season in seasons:
            known = merged.get(season.number)
            merged[season.number] = season if known is None else _filled(known, season)
    return tuple(merged[number] for number in sorted(merged))


def _filled(season: Season, other: Season) -> Season:
    return replace(
        season,
        name=season.name or other.name,
        episodes=other.episodes if season.episodes is None else season.episodes,
        year=other.year if season.year is None else season.year,
    )
