"""Seasons and episodes as the demo's TheTVDB answers with them."""

from __future__ import annotations

from typing import Any

from metarr_desktop.demo.series import DemoEpisode, DemoSeries
from metarr_desktop.demo.tvdb_images import series_images
from metarr_desktop.demo.tvdb_parts import UPDATED, Address, artwork, episode_id, names_in, season_id
from metarr_desktop.demo.tvdb_tables import SEASON_TYPES

_MISSING = "/banners/images/missing/series.jpg"


def seasons(series: DemoSeries, address: Address) -> list[dict[str, Any]]:
    """Return the seasons in official order, and some series' in two more; languages in one joined text."""
    entries = [_season(series, season, 0, address) for season in series.season_numbers]
    if series.tvdb_id % 2:
        entries += [
            _season(series, season, 1, address) for season in range(1, min(3, len(series.episodes)) + 1)
        ]
        entries.append(_season(series, 1, 2, address))
    return entries


def _season(series: DemoSeries, season: int, order: int, address: Address) -> dict[str, Any]:
    picture = next(
        (i for i in series_images(series) if i.season_number == season and i.kind == "season poster"), None
    )
    body: dict[str, Any] = {
        "id": season_id(series, season, order + 1),
        "seriesId": series.tvdb_id,
        "type": SEASON_TYPES[order],
        "number": season,
        "nameTranslations": [",".join(names_in(series))],
        "overviewTranslations": ["eng,fra"],
        "companies": {"studio": None, "network": None},
        "lastUpdated": UPDATED,
    }
    if picture is not None and season % 5 != 4:  # the key may be absent
        body |= {"image": address(picture.path), "imageType": 7}
    return body


def extended_season(series: DemoSeries, season: int, address: Address) -> dict[str, Any]:
    """Return a season with its episodes; the list of artwork has the singular as its key and eight fields."""
    found = [image for image in series_images(series) if image.season_number == season]
    short = ("id", "image", "thumbnail", "language", "type", "width", "height", "includesText")
    return _season(series, season, 0, address) | {
        "episodes": [episode(series, one, address) for one in series.episodes_of(season)],
        "trailers": [],
        "artwork": [
            {key: value for key, value in artwork(series, image, address).items() if key in short}
            | {"score": 0}
            for image in found
        ],
    }


def episode(series: DemoSeries, one: DemoEpisode, address: Address) -> dict[str, Any]:
    still = next(image for image in series_images(series) if image.kind == "series background")
    return {
        "id": episode_id(series, one),
        "seriesId": series.tvdb_id,
        "name": one.title,
        "aired": one.aired,
        "runtime": series.runtime_min,
        "nameTranslations": ["eng"],
        "overview": None,
        "overviewTranslations": ["eng"],
        "image": address(still.path) if one.number % 6 else address(_MISSING),
        "imageType": 11,
        "isMovie": 0,
        "seasons": None,
        "number": one.number,
        "absoluteNumber": one.absolute_number,
        "seasonNumber": one.season_number,
        "lastUpdated": UPDATED,
        "finaleType": None,
        "year": one.aired[:4],
    }


def translated_episode(body: dict[str, Any]) -> dict[str, Any]:
    """Return the record of an episode with its translations in it, as asked for by ``meta``."""
    name = {"name": body["name"], "language": "eng", "isPrimary": True}
    overview = {"overview": body["overview"] or "", "language": "eng", "isPrimary": True}
    return body | {
        "translations": {"nameTranslations": [name], "overviewTranslations": [overview], "alias": None}
    }
