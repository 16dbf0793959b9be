"""The series of the demo: ``resources/demo/series.json`` as frozen values, with a search.

The series are real (ids of TheTVDB, TMDB and IMDb, days, numbers of episodes); the overviews are our own words and
the artwork is painted. Nothing here touches the network or Pillow.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from metarr_desktop.demo.title_search import match_tier, words_of


@dataclass(frozen=True, slots=True)
class SeriesTitle:
    """The title in one language."""

    iso_639_1: str
    title: str


@dataclass(frozen=True, slots=True)
class DemoEpisode:
    """One episode; ``season_number`` 0 for specials, ``absolute_number`` 0 for none."""

    season_number: int
    number: int
    absolute_number: int
    aired: str
    title: str


@dataclass(frozen=True)
class DemoSeries:
    """One series.

    Attributes:
        first_air_date, last_air_date: ISO days.
        episodes: how many each season has, the first one first.
        specials: how many specials there are.
        vote_count: how well known it is; decides how many pictures it has.
        tagline, art, directors: as the films of the catalogue have them, for the art direction.
    """

    tvdb_id: int
    tmdb_id: int
    imdb_id: str
    title: str
    original_title: str
    original_language: str
    first_air_date: str
    last_air_date: str
    status: str
    genres: tuple[str, ...]
    countries: tuple[str, ...]
    network: str
    runtime_min: int
    certification_us: str
    overview: str
    creators: tuple[str, ...]
    vote_count: int
    aliases: tuple[str, ...]
    translations: tuple[SeriesTitle, ...]
    specials: int
    episodes: tuple[int, ...]
    tagline: str = ""
    directors: tuple[str, ...] = ()
    art: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), hash=False, compare=False)

    @property
    def year(self) -> int:
        return date.fromisoformat(self.first_air_date).year

    @property
    def season_numbers(self) -> tuple[int, ...]:
        """The numbers of its seasons, 0 among them if there are specials."""
        return tuple(range(0 if self.specials else 1, len(self.episodes) + 1))

    def title_in(self, language: str) -> str:
        """The title in that language: the translation, else the original, else the display title."""
        for translation in self.translations:
            if translation.iso_639_1 == language:
                return translation.title
        return self.original_title if language == self.original_language else self.title

    def season_year(self, number: int) -> int:
        """The year of a season: spread evenly over the time the series ran."""
        last = date.fromisoformat(self.last_air_date).year
        steps = max(1, len(self.episodes) - 1)
        return self.year + round((last - self.year) * (max(number, 1) - 1) / steps)

    def episodes_of(self, season_number: int) -> tuple[DemoEpisode, ...]:
        """All episodes of a season; only their number is real, titles and days follow from it."""
        count = self.specials if season_number == 0 else self.episodes[season_number - 1]
        before = sum(self.episodes[: season_number - 1]) if season_number else 0
        first = date.fromisoformat(self.first_air_date)
        start = first if season_number <= 1 else date(self.season_year(season_number), first.month, 1)
        word = "Special" if season_number == 0 else "Episode"
        return tuple(
            DemoEpisode(
                season_number,
                number,
                before + number if season_number else 0,
                (start + timedelta(weeks=number - 1)).isoformat(),
                f"{word} {number}",
            )
            for number in range(1, count + 1)
        )


class SeriesCatalogue:
    """All series, looked up by id and by words. Safe to share between threads."""

    def __init__(self, series: tuple[DemoSeries, ...]) -> None:
        self.series = series
        self._by_tvdb = {one.tvdb_id: one for one in series}
        self._by_tmdb = {one.tmdb_id: one for one in series}
        self._by_imdb = {one.imdb_id: one for one in series}
        self._names = [(one, _names_of(one)) for one in series]

    def by_tvdb(self, tvdb_id: int) -> DemoSeries | None:
        return self._by_tvdb.get(tvdb_id)

    def by_tmdb(self, tmdb_id: int) -> DemoSeries | None:
        return self._by_tmdb.get(tmdb_id)

    def by_imdb(self, imdb_id: str) -> DemoSeries | None:
        return self._by_imdb.get(imdb_id)

    def search(self, query: str, year: int | None = None) -> list[DemoSeries]:
        """Series one of whose names has every word of the query, best first (see the catalogue of films)."""
        words = words_of(query)
        if not words:
            return []
        ranked = [
            (tier, -one.vote_count, one.tvdb_id, one)
            for one, names in self._names
            if (year is None or one.year == year) and (tier := match_tier(words, names)) is not None
        ]
        return [one for *_, one in sorted(ranked, key=lambda entry: entry[:3])]


def _names_of(series: DemoSeries) -> list[tuple[str, ...]]:
    others = [*series.aliases, *(entry.title for entry in series.translations)]
    return [words_of(name) for name in (series.title, series.original_title, *others)]


def _series(record: dict[str, Any]) -> DemoSeries:
    """One record of the JSON file; a wrong shape is a mistake of ours and is raised as it comes."""
    values = dict(record)
    for name in ("genres", "countries", "creators", "aliases", "episodes"):
        values[name] = tuple(values[name])
    values["translations"] = tuple(SeriesTitle(**entry) for entry in values["translations"])
    return DemoSeries(**values)


@functools.cache
def load_series() -> SeriesCatalogue:
    """The series, read once per process."""
    text = (files("resources") / "demo" / "series.json").read_text(encoding="utf-8")
    return SeriesCatalogue(tuple(_series(record) for record in json.loads(text)["series"]))
