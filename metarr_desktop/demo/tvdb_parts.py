"""Pieces that several bodies of the demo's TheTVDB have in common: numbers, names, pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from metarr_desktop.demo.art_spec import number
from metarr_desktop.demo.catalogue import DemoFilm, DemoImage
from metarr_desktop.demo.series import DemoEpisode, DemoSeries
from metarr_desktop.demo.tvdb_tables import COUNTRIES, SOURCES, TYPE_NUMBERS, code_of

Address = Callable[[str], str]
"""A path of a picture to what stands in an answer: absolute, or the path itself."""

IMDB, OFFICIAL_SITE, TMDB_FILM, TMDB_SERIES, EIDR = 2, 4, 10, 12, 13
UPDATED = "2026-09-14 08:21:03"
_FILM_NUMBERS = 990_000_000


def film_id(film: DemoFilm) -> int | None:
    """Return the number of a film, ``None`` for the few the service does not know.

    The numbers are the demo's own, far above those of the service: its numbers of films are in no public list.
    """
    is_unknown = number("tvdb knows", film.tmdb_id) % 12 == 0
    return None if is_unknown else _FILM_NUMBERS + film.tmdb_id


def film_number_to_tmdb(tvdb_id: int) -> int:
    return tvdb_id - _FILM_NUMBERS


def season_id(series: DemoSeries, season: int, order: int = 1) -> int:
    """Return the number of a season in one order (1 official, 2 DVD, 3 absolute)."""
    return series.tvdb_id * 1000 + order * 100 + season


def episode_id(series: DemoSeries, episode: DemoEpisode) -> int:
    return series.tvdb_id * 10_000 + episode.season_number * 100 + episode.number


def remote_ids(imdb: str, tmdb_id: int, tmdb_type: int, slug: str) -> list[dict[str, Any]]:
    """Return ids of other services; some are empty, some carry the title behind them."""
    tmdb = f"{tmdb_id}-{slug}" if tmdb_id % 5 == 0 else str(tmdb_id)
    entries = [(imdb, IMDB), (tmdb, tmdb_type), ("", OFFICIAL_SITE), ("", EIDR)]
    return [{"id": text, "type": kind, "sourceName": SOURCES[kind]} for text, kind in entries]


def slug_of(title: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in title.casefold()).split())


def names_in(work: DemoFilm | DemoSeries) -> dict[str, str]:
    found = {"eng": work.title}
    for entry in work.translations:
        code = code_of(entry.iso_639_1)
        if code and entry.title:
            found[code] = entry.title
    return found


def aliases_of(work: DemoFilm | DemoSeries) -> list[str]:
    if isinstance(work, DemoFilm):
        return [entry.title for entry in work.alternative_titles]
    return list(work.aliases)


def country_of(work: DemoFilm | DemoSeries) -> str:
    code = work.countries[0] if work.countries else "US"
    return COUNTRIES.get(code, code.lower())


def small(path: str) -> str:
    stem, _, ending = path.rpartition(".")
    return f"{stem}_t.{ending}"


def artwork(series: DemoSeries | None, image: DemoImage, address: Address) -> dict[str, Any]:
    """Return one picture; ``includesText`` says whether it has text, whatever the language says."""
    has_text = image.language is not None
    is_vague = not has_text and image.score % 5 == 0  # textless, and yet somebody has noted a language
    body = {
        "id": number("tvdb artwork", image.path) % 10**8,
        "image": address(image.path),
        "thumbnail": address(small(image.path)) if image.score % 9 else None,
        "language": "eng" if is_vague else code_of(image.language),
        "type": TYPE_NUMBERS[image.kind],
        "score": image.score,
        "width": 0 if image.score % 11 == 10 else image.width,
        "height": 0 if image.score % 11 == 10 else image.height,
        "includesText": has_text,
        "thumbnailWidth": 0,
        "thumbnailHeight": 0,
        "updatedAt": 0,
        "status": {"id": 0, "name": None},
        "tagOptions": None,
    }
    if series is not None and image.season_number is not None:
        body["seasonId"] = season_id(series, image.season_number)
    return body


def cinemagraph(record: str, tvdb_id: int, address: Address) -> list[dict[str, Any]]:
    """Return a short film and an icon, which some works have among their pictures."""
    if tvdb_id % 3:
        return []
    folder = f"/banners/v4/{record}/{tvdb_id}"
    rows = (("cinemagraph", "cinemagraphs/loop.mp4", 1280, 720), ("icon", "icons/icon.png", 1024, 1024))
    return [
        {
            "id": number("tvdb other", record, tvdb_id, name) % 10**8,
            "image": address(f"{folder}/{rest}"),
            "thumbnail": None,
            "language": None,
            "type": TYPE_NUMBERS[f"{record} {name}"],
            "score": 0,
            "width": width,
            "height": height,
            "includesText": False,
        }
        for name, rest, width, height in rows
    ]
