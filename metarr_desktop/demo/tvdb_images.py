"""Which pictures the demo's TheTVDB offers for a film or series: how many, in which languages, sizes and places.

Everything follows from the ids, so that two runs and two machines agree. A picture is found again by its path
alone, which names the work it belongs to.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from metarr_desktop.demo.art_direction import Designer, Subject
from metarr_desktop.demo.art_spec import ArtSpec, digest, number
from metarr_desktop.demo.images import DemoImage
from metarr_desktop.demo.series import DemoSeries

SIZES = {
    "poster": (680, 1000),
    "background": (1920, 1080),
    "banner": (758, 140),
    "clearart": (1000, 562),
    "clearlogo": (800, 310),
}
THUMB_SIZES = {
    "poster": (340, 500),
    "background": (640, 360),
    "banner": (758, 140),
    "clearart": (500, 281),
    "clearlogo": (400, 155),
}
_NEW_POSTERS = [(680, 1000)] * 6 + [(1000, 1500), (2000, 3000)]
# least and most pictures per kind of a work nobody has heard of and of one that everybody knows
_COUNTS = {
    "poster": (3, 16),
    "background": (3, 12),
    "banner": (2, 8),
    "clearart": (0, 4),
    "clearlogo": (1, 5),
}
_FOLDERS = {name: f"{name}s" if name not in ("clearart", "clearlogo") else name for name in SIZES}
_LOSSLESS = frozenset({"clearart", "clearlogo"})
_PATH = re.compile(r"/banners/(?P<place>v4/movie|v4/series|movies|graphical)/(?P<id>[0-9]{1,12})/")


def owner_of(path: str) -> tuple[str, int] | None:
    """Return (``movie`` or ``series``, id) of the work a picture's path belongs to."""
    match = _PATH.match(path)
    if match is None:
        return None
    return ("movie" if match["place"] in ("v4/movie", "movies") else "series"), int(match["id"])


@functools.lru_cache(maxsize=256)
def film_images(film: Subject, tvdb_id: int) -> tuple[DemoImage, ...]:
    """All pictures of a film in the service's order: kind after kind, best first."""
    return _all_kinds(film, "movie", tvdb_id, 18_000)


@functools.lru_cache(maxsize=64)
def series_images(series: DemoSeries) -> tuple[DemoImage, ...]:
    """All pictures of a series, those of its seasons at the end."""
    seasonal = [
        image
        for season in series.season_numbers
        for name in ("poster", "banner", "background")
        for image in _season_kind(series, season, name)
    ]
    return (*_all_kinds(series, "series", series.tvdb_id, 14_000), *seasonal)


def _all_kinds(subject: Subject, record: str, tvdb_id: int, votes_of_fame: int) -> tuple[DemoImage, ...]:
    designer = Designer(subject, f"tvdb {record}")
    images: list[DemoImage] = []
    for name in SIZES:
        rng = Random(number("tvdb", record, tvdb_id, name))
        least, most = _COUNTS[name]
        fame = min(1.0, getattr(subject, "vote_count", 0) / votes_of_fame)
        count = least + round((most - least) * (0.35 * rng.random() + 0.65 * fame))
        designs = [_design(designer, name, index) for index in range(count)]
        group = [_image(record, tvdb_id, name, index, design, rng) for index, design in enumerate(designs)]
        images += sorted(group, key=lambda image: (-image.score, image.path))
    return tuple(images)


def _design(designer: Designer, name: str, index: int) -> ArtSpec:
    match name:
        case "poster":
            return designer.poster(index)
        case "background":
            return designer.backdrop(index, titled_share=0.25)
        case "banner":
            return designer.banner(index)
        case "clearart":
            return designer.clearart(index)
        case _:
            return designer.logo(index)


def _season_kind(series: DemoSeries, season: int, name: str) -> Sequence[DemoImage]:
    rng = Random(number("tvdb season", series.tvdb_id, season, name))
    counts = {"poster": rng.randint(1, 4), "banner": rng.randint(0, 1), "background": rng.randint(0, 1)}
    designer = Designer(series, f"tvdb season {season}")
    word = f"Season {season}" if season else "Specials"
    images = []
    for index in range(counts[name]):
        design = _design(designer, name, index)
        if design.title is not None and name != "background":
            design = replace(design, title=f"{design.title}: {word}", tagline="", year=None)
        image = _image("series", series.tvdb_id, name, index, design, rng, season)
        images.append(replace(image, kind=f"season {name}", season_number=season))
    return images


def _image(
    record: str,
    tvdb_id: int,
    name: str,
    index: int,
    design: ArtSpec,
    rng: Random,
    season: int | None = None,
) -> DemoImage:
    token = digest("tvdb", record, tvdb_id, name, index, season).hex()[:14]
    ending = "png" if name in _LOSSLESS else "jpg"
    is_old = index % 4 == 3 and season is None
    size = rng.choice(_NEW_POSTERS) if name == "poster" else SIZES[name]
    if is_old:  # uploaded before the present paths came into use
        folder = "movies" if record == "movie" else "graphical"
        path = f"/banners/{folder}/{tvdb_id}/{_FOLDERS[name]}/{token}.{ending}"
    else:
        within = "" if season is None else f"/season/{season}"
        path = f"/banners/v4/{record}/{tvdb_id}{within}/{_FOLDERS[name]}/{token}.{ending}"
    score = 100_000 + rng.randint(0, 40) if index == 0 else int(5000 * rng.random() ** 3)
    return DemoImage("tvdb", f"{record} {name}", path, *size, design.language, design, score=score)


def thumb_size(image: DemoImage) -> tuple[int, int]:
    """Width and height of the small rendition at ``…_t.jpg``."""
    return THUMB_SIZES[image.kind.split()[-1]]
