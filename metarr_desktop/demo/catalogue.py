"""The films of the demo: ``resources/demo/catalogue.json`` as frozen values, with a search like TMDB's.

The films are real (ids, years, running times); the overviews are our own words and the artwork is painted.
Nothing here touches the network or Pillow.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from metarr_desktop.demo.art_spec import ArtSpec
from metarr_desktop.demo.images import DemoImage, Service, images_of
from metarr_desktop.demo.title_search import match_tier, words_of
from metarr_desktop.domain.entity import EntityType

__all__ = [
    "AlternativeTitle",
    "ArtSpec",
    "Catalogue",
    "CollectionRef",
    "DemoFilm",
    "DemoImage",
    "StarterTitle",
    "Trailer",
    "Translation",
    "load_catalogue",
    "starter_library",
]


@dataclass(frozen=True, slots=True)
class AlternativeTitle:
    iso_3166_1: str
    title: str


@dataclass(frozen=True, slots=True)
class Translation:
    """Title and overview in one language; ``""`` stands for "not translated", as at TMDB."""

    iso_639_1: str
    iso_3166_1: str
    title: str
    overview: str


@dataclass(frozen=True, slots=True)
class CollectionRef:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Trailer:
    """``size`` is the height in pixels, ``published_at`` ISO 8601 in UTC. The keys lead to no real film."""

    site: str
    key: str
    name: str
    type: str
    official: bool
    language: str
    size: int
    published_at: str


@dataclass(frozen=True)
class DemoFilm:
    """One film. ``vote_average`` is 0 to 10, ``popularity`` an order without unit, as TMDB gives them.

    ``art`` holds the hints of the art direction: palettes, compositions, typefaces and counts of pictures.
    ``note`` says what differs from the real services (only the 1990 "It", which TMDB files under TV).
    """

    tmdb_id: int
    imdb_id: str
    title: str
    original_title: str
    original_language: str
    release_date: str
    runtime_min: int
    genres: tuple[str, ...]
    countries: tuple[str, ...]
    tagline: str
    overview: str
    alternative_titles: tuple[AlternativeTitle, ...]
    translations: tuple[Translation, ...]
    popularity: float
    vote_average: float
    vote_count: int
    collection: CollectionRef | None
    directors: tuple[str, ...]
    certification_us: str
    trailer: tuple[Trailer, ...]
    note: str = ""
    art: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)

    @property
    def year(self) -> int:
        return date.fromisoformat(self.release_date).year

    def title_in(self, language: str) -> str:
        """The title in that language: the translation, else the original, else the display title.

        TMDB writes "cn" for a Cantonese original and "zh" for its pictures; both mean Chinese here.
        """
        for translation in self.translations:
            if translation.iso_639_1 == language and translation.title:
                return translation.title
        original = self.original_language.replace("cn", "zh")
        return self.original_title if language.replace("cn", "zh") == original else self.title


@dataclass(frozen=True, slots=True)
class StarterTitle:
    """A title of the starter library: what a scanner would have parsed from ``path`` (never a real file)."""

    entity_id: int
    title: str
    year: int | None
    edition: str | None
    runtime_min: int | None
    path: str
    external_ids: Mapping[str, str]
    entity_type: EntityType = EntityType.MOVIE
    artist: str = ""


class Catalogue:
    """All films, looked up by id, by words and by the path of a picture. Safe to share between threads."""

    def __init__(self, films: tuple[DemoFilm, ...]) -> None:
        self.films = films
        self._by_tmdb = {film.tmdb_id: film for film in films}
        self._by_imdb = {film.imdb_id: film for film in films}
        self._names = [(film, _names_of(film)) for film in films]

    def film(self, tmdb_id: int) -> DemoFilm | None:
        return self._by_tmdb.get(tmdb_id)

    def by_imdb(self, imdb_id: str) -> DemoFilm | None:
        return self._by_imdb.get(imdb_id)

    def search(
        self, query: str, year: int | None = None, primary_release_year: int | None = None
    ) -> list[DemoFilm]:
        """Films whose title, original title or an alternative has every word of the query, best first.

        The last word may be the beginning of a word. Accents, case and punctuation do not count, and
        "walle" finds "WALL·E". An exact title comes before a longer one; equals are ordered by popularity.
        """
        words = words_of(query)
        if not words:
            return []
        ranked = [
            (tier, -film.popularity, film.tmdb_id, film)
            for film, names in self._names
            if (year is None or film.year == year)
            and (primary_release_year is None or film.year == primary_release_year)
            and (tier := match_tier(words, names)) is not None
        ]
        return [film for *_, film in sorted(ranked, key=lambda entry: entry[:3])]

    def images(self, film: DemoFilm, service: Service) -> tuple[DemoImage, ...]:
        """The pictures one service offers, in the order in which it would list them."""
        return _images(film, service)

    def visited(self, film: DemoFilm, service: Service) -> None:
        """Take note that a service is about to list the pictures of *film*; here they are always the same."""

    def image_by_path(self, service: Service, path: str) -> DemoImage | None:
        """The picture at a path as in ``DemoImage.path`` (with its leading slash)."""
        return self._image_index[service].get(path)

    @functools.cached_property
    def _image_index(self) -> dict[str, dict[str, DemoImage]]:
        services: tuple[Service, ...] = ("tmdb", "fanart_tv")
        return {
            service: {image.path: image for film in self.films for image in _images(film, service)}
            for service in services
        }


@functools.lru_cache(maxsize=512)
def _images(film: DemoFilm, service: Service) -> tuple[DemoImage, ...]:
    return images_of(film, service)


def _names_of(film: DemoFilm) -> list[tuple[str, ...]]:
    """Title and original title first (their exact match counts most), then every other name."""
    names = [film.title, film.original_title]
    names += [alternative.title for alternative in film.alternative_titles]
    names += [translation.title for translation in film.translations]
    return [words_of(name) for name in names]


def _film(record: dict[str, Any]) -> DemoFilm:
    """One record of the JSON file; a wrong shape is a mistake of ours and is raised as it comes."""
    values = dict(record)
    year = values.pop("year")
    collection = values.pop("collection")
    film = DemoFilm(
        collection=CollectionRef(**collection) if collection else None,
        alternative_titles=tuple(AlternativeTitle(**entry) for entry in values.pop("alternative_titles")),
        translations=tuple(Translation(**entry) for entry in values.pop("translations")),
        trailer=tuple(Trailer(**entry) for entry in values.pop("trailer")),
        genres=tuple(values.pop("genres")),
        countries=tuple(values.pop("countries")),
        directors=tuple(values.pop("directors")),
        art=MappingProxyType(values.pop("art")),
        **values,
    )
    if film.year != year:
        raise ValueError(
            f"The demo catalogue contradicts itself: {film.title} has year {year}, but {film.year}."
        )
    return film


def _read(name: str) -> Any:
    return json.loads((files("resources") / "demo" / name).read_text(encoding="utf-8"))


@functools.cache
def load_catalogue() -> Catalogue:
    """The catalogue, read once per process."""
    return Catalogue(tuple(_film(record) for record in _read("catalogue.json")["films"]))


@functools.cache
def starter_library() -> tuple[StarterTitle, ...]:
    """The titles that the window lays out at the first start in demo mode: 24 films, 6 series, 9 albums, by id."""
    return tuple(_starter_title(record) for record in _read("starter_library.json")["titles"])


def _starter_title(record: dict[str, Any]) -> StarterTitle:
    kind = EntityType(record.get("entity_type", EntityType.MOVIE))
    ids = MappingProxyType(record["external_ids"])
    return StarterTitle(**{**record, "entity_type": kind, "external_ids": ids})
