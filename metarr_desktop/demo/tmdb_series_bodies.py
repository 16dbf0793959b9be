"""Series, seasons and episodes in the JSON shapes of TMDB v3; pure functions, nothing of HTTP."""

from __future__ import annotations

from typing import Final

from metarr_desktop.demo.art_spec import number
from metarr_desktop.demo.catalogue import Trailer
from metarr_desktop.demo.series import DemoEpisode, DemoSeries
from metarr_desktop.demo.tmdb_bodies import (
    Body,
    backdrop_path,
    best_path,
    hexadecimal,
    language_body,
    poster_path,
    video_body,
)
from metarr_desktop.demo.tmdb_series_images import episode_images, season_images, series_images
from metarr_desktop.demo.tmdb_tables import COUNTRIES, LANGUAGES, TV_GENRES
from metarr_desktop.demo.tvdb_parts import episode_id as tvdb_episode_id

_STATUS: Final = {"Continuing": "Returning Series", "Upcoming": "Planned"}
_RUNTIME_UNKNOWN_SINCE: Final = 2019
"""Series begun since then have no usual running time, only their episodes have."""


def search_item(series: DemoSeries, language: str) -> Body:
    """One series as it stands in a page of search results; *language* is ISO 639-1."""
    images = series_images(series)
    return {
        "adult": False,
        "backdrop_path": backdrop_path(images),
        "genre_ids": [genre["id"] for genre in _genres(series)],
        "id": series.tmdb_id,
        "origin_country": list(series.countries[:1]),
        "original_language": series.original_language,
        "original_name": series.original_title,
        "overview": series.overview if language == "en" else "",
        "popularity": series.vote_count / 100,
        "poster_path": poster_path(images, (language, series.original_language)),
        "first_air_date": series.first_air_date,
        "name": series.title if language == "en" else series.title_in(language),
        "softcore": False,
        "vote_average": _vote_average(series),
        "vote_count": series.vote_count,
    }


def find_item(series: DemoSeries, language: str) -> Body:
    """The same with its media type, as ``/find`` gives it."""
    return {**search_item(series, language), "media_type": "tv"}


def details(series: DemoSeries, language: str) -> Body:
    """The series by itself, with the list of its seasons."""
    item = search_item(series, language)
    del item["genre_ids"]
    last_season = len(series.episodes)
    last = series.episodes_of(last_season)[-1]
    is_over = series.status == "Ended"
    return {
        **item,
        "created_by": [_creator(series, name) for name in series.creators],
        "episode_run_time": [series.runtime_min] if series.year < _RUNTIME_UNKNOWN_SINCE else [],
        "genres": _genres(series),
        "homepage": "",
        "in_production": not is_over,
        "languages": [series.original_language],
        "last_air_date": series.last_air_date,
        "last_episode_to_air": _without_people(series, last),
        "next_episode_to_air": None,
        "networks": [_network(series)],
        "number_of_episodes": sum(series.episodes),
        "number_of_seasons": last_season,
        "production_companies": [],
        "production_countries": [
            {"iso_3166_1": code, "name": COUNTRIES.get(code, code)} for code in series.countries
        ],
        "seasons": [_season_item(series, season) for season in series.season_numbers],
        "spoken_languages": [language_body(series.original_language)],
        "status": _STATUS.get(series.status, series.status),
        "tagline": series.tagline,
        "type": "Scripted",
    }


def external_ids(series: DemoSeries) -> Body:
    return {
        "imdb_id": series.imdb_id or None,
        "freebase_mid": None,
        "freebase_id": None,
        "tvdb_id": series.tvdb_id,
        "tvrage_id": None,
        "wikidata_id": None,
        "facebook_id": None,
        "instagram_id": None,
        "twitter_id": None,
    }


def content_ratings(series: DemoSeries) -> Body:
    rating = series.certification_us
    return {"results": [{"descriptors": [], "iso_3166_1": "US", "rating": rating}] if rating else []}


def aggregate_credits(series: DemoSeries) -> Body:
    """Nobody: the catalogue of series knows its creators only, and they stand in the details."""
    del series
    return {"cast": [], "crew": []}


def keywords(series: DemoSeries) -> Body:
    """None: the catalogue has no keywords."""
    del series
    return {"results": []}


def alternative_titles(series: DemoSeries) -> Body:
    return {"results": [{"iso_3166_1": "US", "title": title, "type": ""} for title in series.aliases]}


def translations(series: DemoSeries) -> Body:
    return {
        "translations": [
            {
                "iso_3166_1": entry.iso_639_1.upper(),
                "iso_639_1": entry.iso_639_1,
                "name": LANGUAGES.get(entry.iso_639_1, (entry.iso_639_1, ""))[1],
                "english_name": LANGUAGES.get(entry.iso_639_1, (entry.iso_639_1, ""))[0],
                "data": {"name": entry.title, "overview": "", "homepage": "", "tagline": ""},
            }
            for entry in series.translations
        ]
    }


def videos(series: DemoSeries, languages: set[str]) -> Body:
    """A trailer and a teaser; the keys lead to no real film."""
    published = f"{series.first_air_date}T15:00:00.000Z"
    kinds = ("Trailer", "Teaser") if series.tmdb_id % 2 else ("Trailer",)
    clips = [
        Trailer(
            "YouTube", f"demo{hexadecimal(7, series.tmdb_id, kind)}", f"Official {kind}", kind, True, "en", 1080,
            published,
        )
        for kind in kinds
    ]  # fmt: skip
    return {"results": [video_body(series.tmdb_id, clip) for clip in clips if clip.language in languages]}


def season(series: DemoSeries, season_number: int) -> Body:
    """A season by itself, with its episodes."""
    item = _season_item(series, season_number)
    del item["episode_count"]
    return {
        "_id": hexadecimal(24, "season", series.tmdb_id, season_number),
        **item,
        "episodes": [
            {**_without_people(series, one), "crew": [], "guest_stars": []}
            for one in series.episodes_of(season_number)
        ],
        "networks": [_network(series)],
    }


def season_external_ids(series: DemoSeries, season_number: int) -> Body:
    del series, season_number
    return {
        "freebase_mid": None,
        "freebase_id": None,
        "tvdb_id": None,
        "tvrage_id": None,
        "wikidata_id": None,
    }


def episode(series: DemoSeries, one: DemoEpisode) -> Body:
    """An episode by itself; its series stands in the path only."""
    item = _without_people(series, one)
    del item["show_id"], item["episode_type"]
    return {**item, "crew": [], "guest_stars": []}


def found_episode(series: DemoSeries, one: DemoEpisode) -> Body:
    """An episode as ``/find`` gives it."""
    return {**_without_people(series, one), "media_type": "tv_episode"}


def episode_external_ids(series: DemoSeries, one: DemoEpisode) -> Body:
    return {
        "imdb_id": None,
        "freebase_mid": None,
        "freebase_id": None,
        "tvdb_id": tvdb_episode_id(series, one),
        "tvrage_id": None,
        "wikidata_id": None,
    }


def _without_people(series: DemoSeries, one: DemoEpisode) -> Body:
    place = (series.tmdb_id, one.season_number, one.number)
    return {
        "air_date": one.aired,
        "episode_number": one.number,
        "episode_type": "standard",
        "id": number("tmdb episode", *place) % 9_000_000 + 1,
        "name": one.title,
        "overview": "",
        "production_code": "",
        "runtime": series.runtime_min,
        "season_number": one.season_number,
        "show_id": series.tmdb_id,
        "still_path": best_path(episode_images(series, one.season_number, one.number)),
        "vote_average": 7.5,
        "vote_count": series.vote_count // 100,
    }


def _season_item(series: DemoSeries, season_number: int) -> Body:
    episodes = series.episodes_of(season_number)
    return {
        "air_date": episodes[0].aired if episodes else None,
        "episode_count": len(episodes),
        "id": number("tmdb season", series.tmdb_id, season_number) % 900_000 + 1,
        "name": f"Season {season_number}" if season_number else "Specials",
        "overview": "",
        "poster_path": poster_path(season_images(series, season_number), ("en", series.original_language)),
        "season_number": season_number,
        "vote_average": 7.5 if season_number else 0,
    }


def _genres(series: DemoSeries) -> list[Body]:
    """Series have genres of their own; two of films may be one of them."""
    names = dict.fromkeys(TV_GENRES[name] for name in series.genres if name in TV_GENRES)
    return [{"id": number_of_genre, "name": name} for number_of_genre, name in names]


def _vote_average(series: DemoSeries) -> float:
    return 7.0 + (number("votes", series.tmdb_id) % 1900) / 1000


def _network(series: DemoSeries) -> Body:
    return {
        "id": number("network", series.network) % 6000 + 1,
        "logo_path": None,
        "name": series.network,
        "origin_country": series.countries[0] if series.countries else "",
    }


def _creator(series: DemoSeries, name: str) -> Body:
    return {
        "id": number("person", name) % 3_000_000 + 1,
        "credit_id": hexadecimal(24, series.tmdb_id, name),
        "name": name,
        "original_name": name,
        "gender": 0,
        "profile_path": None,
    }
