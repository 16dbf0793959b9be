"""Which pictures the demo's TMDB offers for series, their seasons and episodes, and for collections.

Everything follows from the ids, so that two runs and two machines agree. The first letters of a path tell whose
picture it is, so that one is found again without drawing up those of all others.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final

from metarr_desktop.demo.art_direction import Designer
from metarr_desktop.demo.art_spec import ArtSpec, number
from metarr_desktop.demo.film_collections import DemoCollection
from metarr_desktop.demo.images import DemoImage, drawn_votes, path_letters
from metarr_desktop.demo.series import DemoSeries

_SIZES: Final = {
    "posters": [(2000, 3000)] * 10 + [(1000, 1500)] * 4 + [(680, 1000)],
    "backdrops": [(3840, 2160)] * 6 + [(1920, 1080)] * 8 + [(1280, 720)],
    "logos": [(1000, 388), (800, 310), (1600, 620), (500, 194)],
    "stills": [(1920, 1080)] * 6 + [(1280, 720)] * 2 + [(3840, 2160)],
}
# least and most pictures of a series nobody has heard of and of one that everybody knows
_COUNTS: Final = {"posters": (5, 28), "backdrops": (5, 18), "logos": (1, 7)}
_VOTES_OF_FAME: Final = 20_000
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_OWNER_DIGITS: Final = 5
_SERIES, _COLLECTION = "T", "C"


def series_of(path: str) -> int | None:
    """Return the TMDB id of the series a path may belong to."""
    return _owner(path, _SERIES)


def collection_of(path: str) -> int | None:
    """Return the TMDB id of the collection a path may belong to."""
    return _owner(path, _COLLECTION)


@functools.lru_cache(maxsize=64)
def series_images(series: DemoSeries) -> tuple[DemoImage, ...]:
    """Posters, backdrops and logos of a series as a whole, best rated first within a kind."""
    fame = min(1.0, series.vote_count / _VOTES_OF_FAME)
    counts = {
        kind: least + round((most - least) * (0.3 * _share(series.tmdb_id, kind) + 0.7 * fame))
        for kind, (least, most) in _COUNTS.items()
    }
    designer = Designer(series, "tmdb tv")
    return _pictures(_SERIES, series.tmdb_id, "", counts, lambda kind, index: _design(designer, kind, index))


@functools.lru_cache(maxsize=512)
def season_images(series: DemoSeries, season: int) -> tuple[DemoImage, ...]:
    """Posters of a season; a few seasons have none."""
    place = f"season {season}"
    share = _share(series.tmdb_id, place)
    count = 0 if share < 0.06 else 1 + round(7 * share)
    designer = Designer(series, f"tmdb {place}")
    word = f"Season {season}" if season else "Specials"

    def design(kind: str, index: int) -> ArtSpec:
        spec = _design(designer, kind, index)
        return replace(spec, tagline=word, year=None) if spec.title is not None else spec

    return _pictures(_SERIES, series.tmdb_id, place, {"posters": count}, design)


@functools.lru_cache(maxsize=512)
def episode_images(series: DemoSeries, season: int, episode: int) -> tuple[DemoImage, ...]:
    """Stills of an episode; textless, as nearly all are."""
    place = f"season {season} episode {episode}"
    designer = Designer(series, f"tmdb {place}")
    count = 1 + round(4 * _share(series.tmdb_id, place))
    return _pictures(
        _SERIES, series.tmdb_id, place, {"stills": count},
        lambda kind, index: designer.backdrop(index, titled_share=0.0),
    )  # fmt: skip


@functools.lru_cache(maxsize=64)
def collection_images(collection: DemoCollection) -> tuple[DemoImage, ...]:
    """Posters and backdrops of a collection; it has no logos."""
    films = len(collection.films)
    designer = Designer(collection, "tmdb collection")
    return _pictures(
        _COLLECTION, collection.tmdb_id, "", {"posters": 3 + 3 * films, "backdrops": 2 + 2 * films},
        lambda kind, index: _design(designer, kind, index),
    )  # fmt: skip


def picture_of_series(series: DemoSeries, path: str) -> DemoImage | None:
    """Return the picture at *path*, of the series itself, a season or an episode."""
    return _index(series).get(path)


@functools.lru_cache(maxsize=8)
def _index(series: DemoSeries) -> dict[str, DemoImage]:
    everything = list(series_images(series))
    for season in series.season_numbers:
        everything += season_images(series, season)
        for episode in series.episodes_of(season):
            everything += episode_images(series, season, episode.number)
    return {image.path: image for image in everything}


def _pictures(
    mark: str, owner: int, place: str, counts: dict[str, int], design: Callable[[str, int], ArtSpec]
) -> tuple[DemoImage, ...]:
    rng = Random(number("tmdb", mark, owner, place))
    images: list[DemoImage] = []
    for kind, count in counts.items():
        group = []
        for index in range(count):
            spec = design(kind, index)
            votes, average = drawn_votes(rng, index)
            letters = path_letters("tmdb", mark, owner, place, kind, index)[1 + _OWNER_DIGITS :]
            ending = "png" if kind == "logos" else "jpg"
            path = f"/{mark}{_written(owner)}{letters}.{ending}"
            size = rng.choice(_SIZES[kind])
            group.append(
                DemoImage(
                    "tmdb", kind, path, *size, spec.language, spec, vote_average=average, vote_count=votes
                )
            )
        images += sorted(group, key=lambda image: (-image.vote_average, -image.vote_count, image.path))
    return tuple(images)


def _design(designer: Designer, kind: str, index: int) -> ArtSpec:
    if kind == "posters":
        return designer.poster(index)
    return designer.backdrop(index, titled_share=0.3) if kind == "backdrops" else designer.logo(index)


def _share(*parts: object) -> float:
    return (number("share", *parts) % 1000) / 1000


def _written(owner: int) -> str:
    text = ""
    for _ in range(_OWNER_DIGITS):
        owner, digit = divmod(owner, len(_DIGITS))
        text = _DIGITS[digit] + text
    return text


def _owner(path: str, mark: str) -> int | None:
    digits = path[2 : 2 + _OWNER_DIGITS]
    if path[:2] != f"/{mark}" or len(digits) < _OWNER_DIGITS or not all(digit in _DIGITS for digit in digits):
        return None
    return functools.reduce(lambda value, digit: value * len(_DIGITS) + _DIGITS.index(digit), digits, 0)
