"""Bodies of TheTVDB v4 over the demo's films and series, with the service's own oddities."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from metarr_desktop.demo.catalogue import DemoFilm
from metarr_desktop.demo.series import DemoSeries
from metarr_desktop.demo.tvdb_images import film_images, series_images
from metarr_desktop.demo.tvdb_parts import (
    TMDB_FILM,
    TMDB_SERIES,
    UPDATED,
    Address,
    aliases_of,
    artwork,
    cinemagraph,
    country_of,
    names_in,
    remote_ids,
    slug_of,
    small,
)
from metarr_desktop.demo.tvdb_season_bodies import seasons
from metarr_desktop.demo.tvdb_tables import COUNTRIES, SEASON_TYPES, SERIES_STATUSES, code_of


def search_item(work: DemoFilm | DemoSeries, tvdb_id: int, address: Address) -> dict[str, Any]:
    """Return one result: numbers as texts, names under the service's codes, keys left out where nothing is known."""
    is_film = isinstance(work, DemoFilm)
    kind = "movie" if is_film else "series"
    day = work.release_date if isinstance(work, DemoFilm) else work.first_air_date
    images = film_images(work, tvdb_id) if isinstance(work, DemoFilm) else series_images(work)
    poster = next((image for image in images if image.kind.endswith("poster")), None)
    names = names_in(work)
    item: dict[str, Any] = {
        "objectID": f"{kind}-{tvdb_id}",
        "id": f"{kind}-{tvdb_id}",
        "tvdb_id": str(tvdb_id),
        "type": kind,
        "primary_type": kind,
        "name": work.original_title,
        "slug": slug_of(work.title),
        "year": str(work.year),
        "first_air_time": day,
        "country": country_of(work),
        "primary_language": code_of(work.original_language),
        "status": "Released" if isinstance(work, DemoFilm) else work.status,
        "genres": list(work.genres),
        "aliases": aliases_of(work),
        "overview": work.overview,
        "remote_ids": remote_ids(
            work.imdb_id, work.tmdb_id, TMDB_FILM if is_film else TMDB_SERIES, slug_of(work.title)
        ),
    }
    if poster is not None:
        item |= {"image_url": address(poster.path), "thumbnail": address(small(poster.path))}
    if work.tmdb_id % 3 == 0:  # the shape of older answers
        item["name_translated"] = json.dumps(names, ensure_ascii=False)
        item["overview_translated"] = [f"eng: {work.overview}"]
    else:
        item |= {"translations": names, "overviews": {"eng": work.overview}}
    if work.tmdb_id % 7 == 0:
        del item["first_air_time"]
    return item


# ----------------------------------------------------------------------------------------- records


def base_series(series: DemoSeries, address: Address) -> dict[str, Any]:
    poster = next(image for image in series_images(series) if image.kind == "series poster")
    return {
        "id": series.tvdb_id,
        "name": series.original_title,
        "slug": slug_of(series.title),
        "image": address(poster.path),
        "nameTranslations": list(names_in(series)),
        "overviewTranslations": ["eng"],
        "aliases": [{"language": "eng", "name": name} for name in series.aliases],
        "firstAired": series.first_air_date,
        "lastAired": series.last_air_date,
        "nextAired": "",
        "score": series.vote_count * 10,
        "status": {
            "id": SERIES_STATUSES[series.status],
            "name": series.status,
            "recordType": "series",
            "keepUpdated": series.status == "Continuing",
        },
        "originalCountry": country_of(series),
        "originalLanguage": code_of(series.original_language),
        "defaultSeasonType": 1,
        "isOrderRandomized": False,
        "lastUpdated": UPDATED,
        "averageRuntime": series.runtime_min,
        "episodes": None,
        "overview": series.overview,
        "year": str(series.year),
    }


def extended_series(
    series: DemoSeries, address: Address, *, is_short: bool, has_translations: bool
) -> dict[str, Any]:
    """Return everything of a series; *is_short* leaves out artwork, people and trailers."""
    body = base_series(series, address) | {
        "artworks": None
        if is_short
        else [artwork(series, image, address) for image in series_images(series)],
        "characters": None if is_short else _people(series.creators, "Creator"),
        "trailers": [] if is_short else _trailers(series.tmdb_id, series.title),
        "genres": _genres(series.genres),
        "remoteIds": remote_ids(series.imdb_id, series.tmdb_id, TMDB_SERIES, slug_of(series.title)),
        "seasons": seasons(series, address),
        "seasonTypes": list(SEASON_TYPES),
        "contentRatings": [{"id": 1, "name": series.certification_us, "country": "usa", "fullName": None}],
        "originalNetwork": {"id": 1, "name": series.network},
        "latestNetwork": {"id": 1, "name": series.network},
        "lists": [],
        "tags": None,
        "airsTime": "21:00",
    }
    if not is_short:
        body["artworks"] += cinemagraph("series", series.tvdb_id, address)
    if has_translations:
        body["translations"] = translations(series)
    return body


def extended_film(
    film: DemoFilm, tvdb_id: int, address: Address, *, is_short: bool, has_translations: bool
) -> dict[str, Any]:
    body = base_film(film, tvdb_id, address) | {
        "artworks": None
        if is_short
        else [artwork(None, image, address) for image in film_images(film, tvdb_id)],
        "characters": None if is_short else _people(film.directors, "Director"),
        "trailers": [] if is_short else _trailers(film.tmdb_id, film.title),
        "genres": _genres(film.genres),
        "remoteIds": remote_ids(film.imdb_id, film.tmdb_id, TMDB_FILM, slug_of(film.title)),
        "releases": [{"country": "global", "date": film.release_date, "detail": None}],
        "first_release": {"country": "global", "date": film.release_date, "detail": None},
        "contentRatings": [{"id": 1, "name": film.certification_us, "country": "usa", "fullName": None}],
        "originalCountry": country_of(film),
        "originalLanguage": code_of(film.original_language),
        "production_countries": [
            {"id": place, "country": COUNTRIES.get(code, code.lower()), "name": code}
            for place, code in enumerate(film.countries)
        ],
        "lists": _lists(film),
        "boxOffice": "",
        "budget": "",
    }
    if not is_short:
        body["artworks"] += cinemagraph("movie", tvdb_id, address)
    if has_translations:
        body["translations"] = translations(film)
    return body


def base_film(film: DemoFilm, tvdb_id: int, address: Address) -> dict[str, Any]:
    poster = next(image for image in film_images(film, tvdb_id) if image.kind == "movie poster")
    return {
        "id": tvdb_id,
        "name": film.original_title,
        "slug": slug_of(film.title),
        "image": address(poster.path),
        "nameTranslations": list(names_in(film)),
        "overviewTranslations": ["eng"],
        "aliases": [{"language": "eng", "name": name} for name in aliases_of(film)],
        "score": film.vote_count,
        "runtime": film.runtime_min,
        "status": {"id": 5, "name": "Released", "recordType": "movie", "keepUpdated": False},
        "lastUpdated": UPDATED,
        "year": str(film.year),
    }


def translations(work: DemoFilm | DemoSeries) -> dict[str, Any]:
    names = [
        {"name": name, "language": code, "isPrimary": code == code_of(work.original_language)}
        for code, name in names_in(work).items()
    ]
    overviews: list[dict[str, Any]] = [
        {"overview": work.overview, "language": "eng", "tagline": work.tagline or None}
    ]
    for entry in work.translations:
        if text := getattr(entry, "overview", ""):
            overviews.append({"overview": text, "language": code_of(entry.iso_639_1)})
    return {"nameTranslations": names, "overviewTranslations": overviews, "aliases": aliases_of(work)}


def _people(names: Iterable[str], role: str) -> list[dict[str, Any]]:
    return [
        {
            "id": place,
            "personName": name,
            "peopleType": role,
            "sort": place,
            "name": None,
            "isFeatured": False,
        }
        for place, name in enumerate(names)
    ]


def _trailers(tmdb_id: int, title: str) -> list[dict[str, Any]]:
    key = f"metarr-demo-{tmdb_id}-tvdb"
    url = f"https://www.youtube.com/watch?v={key}"
    return [{"id": tmdb_id, "name": f"{title}: Trailer", "url": url, "language": "eng", "runtime": 120}]


def _genres(names: Sequence[str]) -> list[dict[str, Any]]:
    return [{"id": place, "name": name, "slug": slug_of(name)} for place, name in enumerate(names, start=1)]


def _lists(film: DemoFilm) -> list[dict[str, Any]]:
    if film.collection is None:
        return []
    return [{"id": film.collection.id, "name": film.collection.name, "isOfficial": True}]
