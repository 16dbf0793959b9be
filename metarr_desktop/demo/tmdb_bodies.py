"""Films of the catalogue in the JSON shapes of TMDB v3; pure functions, nothing of HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from metarr_desktop.demo.catalogue import Catalogue, DemoFilm, DemoImage, Trailer, Translation
from metarr_desktop.demo.tmdb_tables import COUNTRIES, GENRE_IDS, LANGUAGES

Body = dict[str, Any]

IMAGE_GROUPS = ("backdrops", "logos", "posters")


def search_item(film: DemoFilm, catalogue: Catalogue, language: str) -> Body:
    """One film as it stands in a page of search results; *language* is ISO 639-1."""
    images = catalogue.images(film, "tmdb")
    title, overview, _ = _texts(film, language)
    return {
        "adult": False,
        "backdrop_path": backdrop_path(images),
        "genre_ids": [GENRE_IDS[name] for name in film.genres if name in GENRE_IDS],
        "id": film.tmdb_id,
        "original_language": film.original_language,
        "original_title": film.original_title,
        "overview": overview,
        "popularity": film.popularity,
        "poster_path": poster_path(images, (language, film.original_language)),
        "release_date": film.release_date,
        "softcore": False,
        "title": title,
        "video": False,
        "vote_average": film.vote_average,
        "vote_count": film.vote_count,
    }


def find_item(film: DemoFilm, catalogue: Catalogue, language: str) -> Body:
    """The same with its media type, as ``/find`` gives it."""
    return {**search_item(film, catalogue, language), "media_type": "movie"}


def details(film: DemoFilm, catalogue: Catalogue, language: str) -> Body:
    """The film by itself."""
    item = search_item(film, catalogue, language)
    del item["genre_ids"]
    *_, tagline = _texts(film, language)
    return {
        **item,
        "belongs_to_collection": _collection(film),
        "budget": 0,
        "genres": [{"id": GENRE_IDS[name], "name": name} for name in film.genres if name in GENRE_IDS],
        "homepage": "",
        "imdb_id": film.imdb_id or None,
        "origin_country": list(film.countries[:1]),
        "production_companies": [],
        "production_countries": [
            {"iso_3166_1": code, "name": COUNTRIES.get(code, code)} for code in film.countries
        ],
        "revenue": 0,
        "runtime": film.runtime_min,
        "spoken_languages": [language_body(film.original_language)],
        "status": "Released",
        "tagline": tagline,
    }


def images(
    film: DemoFilm, catalogue: Catalogue, language: str | None, included: tuple[str, ...] | None
) -> Body:
    """The pictures, filtered as TMDB does it.

    Args:
        language: ISO 639-1 of the ``language`` parameter; ``None`` where the request had none.
        included: the words of ``include_image_language``; ``null`` means textless.

    Without both, every picture comes.  ``language`` alone leaves pictures of that language only, which
    empties the backdrops of most films; ``include_image_language`` adds to it.
    """
    return grouped(catalogue.images(film, "tmdb"), IMAGE_GROUPS, language, included)


def grouped(
    pictures: Iterable[DemoImage],
    names: Iterable[str],
    language: str | None,
    included: tuple[str, ...] | None,
) -> Body:
    """*pictures* by their kind, filtered as :func:`images` says; every group of *names* is there."""
    wanted: set[str | None] | None = None
    if language is not None or included is not None:
        wanted = {language} if language is not None else set()
        wanted |= {None if word == "null" else word for word in included or ()}
    groups: Body = {group: [] for group in names}
    for image in pictures:
        if wanted is None or image.language in wanted:
            groups[image.kind].append(_image(image))
    return groups


def videos(film: DemoFilm, languages: set[str]) -> Body:
    """Trailers in one of *languages* (ISO 639-1)."""
    return {
        "results": [video_body(film.tmdb_id, video) for video in film.trailer if video.language in languages]
    }


def external_ids(film: DemoFilm) -> Body:
    return {
        "imdb_id": film.imdb_id or None,
        "wikidata_id": None,
        "facebook_id": None,
        "instagram_id": None,
        "twitter_id": None,
    }


def alternative_titles(film: DemoFilm, country: str | None = None) -> Body:
    return {
        "titles": [
            {"iso_3166_1": entry.iso_3166_1, "title": entry.title, "type": ""}
            for entry in film.alternative_titles
            if country is None or entry.iso_3166_1 == country
        ]
    }


def release_dates(film: DemoFilm) -> Body:
    """The first release in the film's own countries and in the USA, which alone has a certification here."""
    countries = dict.fromkeys((*film.countries, "US"))
    return {
        "results": [
            {
                "iso_3166_1": code,
                "release_dates": [
                    {
                        "certification": film.certification_us if code == "US" else "",
                        "descriptors": [],
                        "iso_639_1": "",
                        "note": "",
                        "release_date": f"{film.release_date}T00:00:00.000Z",
                        "type": 3,
                    }
                ],
            }
            for code in countries
        ]
    }


def credits(film: DemoFilm) -> Body:
    """The directors; the catalogue knows no cast."""
    return {"cast": [], "crew": [_director(film, name) for name in film.directors]}


def keywords(film: DemoFilm) -> Body:
    """None: the catalogue has no keywords."""
    return {"keywords": []}


def translations(film: DemoFilm) -> Body:
    return {"translations": [_translation(entry) for entry in film.translations]}


def page_of(results: Iterable[Body], page: int, per_page: int = 20) -> Body:
    """One page of a list; a page behind the last is empty, an empty list has one page."""
    everything = list(results)
    return {
        "page": page,
        "results": everything[(page - 1) * per_page : page * per_page],
        "total_pages": max(1, -(-len(everything) // per_page)),
        "total_results": len(everything),
    }


def language_list() -> list[Body]:
    return [language_body(code) for code in LANGUAGES]


def _texts(film: DemoFilm, language: str) -> tuple[str, str, str]:
    """Title, overview and tagline in *language*: a missing overview is "", a missing title falls back."""
    if language == "en":
        return film.title, film.overview, film.tagline
    for entry in film.translations:
        if entry.iso_639_1 == language:
            return entry.title or film.title_in(language), entry.overview, ""
    return film.title_in(language), "", ""


def poster_path(pictures: Sequence[DemoImage], languages: tuple[str, ...]) -> str | None:
    """The poster in the language asked for, else in the original one, else the best rated."""
    posters = [image for image in pictures if image.kind == "posters"]
    for language in languages:
        in_language = [image for image in posters if image.language == language]
        if in_language:
            return best_path(in_language)
    return best_path(posters)


def backdrop_path(pictures: Sequence[DemoImage]) -> str | None:
    """The best rated one without text."""
    return best_path(image for image in pictures if image.kind == "backdrops" and image.language is None)


def best_path(pictures: Iterable[DemoImage]) -> str | None:
    """The path of the best rated picture."""
    best = max(pictures, key=lambda image: (image.vote_average, image.vote_count), default=None)
    return best.path if best else None


def _image(image: DemoImage) -> Body:
    return {
        "aspect_ratio": round(image.width / image.height, 3),
        "height": image.height,
        "iso_639_1": image.language,
        "file_path": image.path,
        "vote_average": image.vote_average,
        "vote_count": image.vote_count,
        "width": image.width,
    }


def video_body(tmdb_id: int, video: Trailer) -> Body:
    return {
        "iso_639_1": video.language,
        "iso_3166_1": "US" if video.language == "en" else video.language.upper(),
        "name": video.name,
        "key": video.key,
        "site": video.site,
        "size": video.size,
        "type": video.type,
        "official": video.official,
        "published_at": video.published_at,
        "id": hexadecimal(24, tmdb_id, video.key),
    }


def _collection(film: DemoFilm) -> Body | None:
    if film.collection is None:
        return None
    return {
        "id": film.collection.id,
        "name": film.collection.name,
        "poster_path": None,
        "backdrop_path": None,
    }


def _director(film: DemoFilm, name: str) -> Body:
    return {
        "adult": False,
        "gender": 0,
        "id": int(hexadecimal(6, name), 16),
        "known_for_department": "Directing",
        "name": name,
        "original_name": name,
        "popularity": 1.0,
        "profile_path": None,
        "credit_id": hexadecimal(24, film.tmdb_id, name),
        "department": "Directing",
        "job": "Director",
    }


def _translation(entry: Translation) -> Body:
    english_name, own_name = LANGUAGES.get(entry.iso_639_1, (entry.iso_639_1, ""))
    return {
        "iso_3166_1": entry.iso_3166_1,
        "iso_639_1": entry.iso_639_1,
        "name": own_name,
        "english_name": english_name,
        "data": {
            "homepage": "",
            "overview": entry.overview,
            "runtime": 0,
            "tagline": "",
            "title": entry.title,
        },
    }


def language_body(code: str) -> Body:
    """A language by its two letters."""
    english_name, own_name = LANGUAGES.get(code, (code, ""))
    return {"english_name": english_name, "iso_639_1": code, "name": own_name}


def hexadecimal(digits: int, *parts: object) -> str:
    """Made-up ids that are the same in every run."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:digits]
