"""Which pictures the demo services offer for a film: how many, in which languages, sizes and votes.

Everything follows from the film's TMDB id, so that two runs, two machines and both services agree. Some
Fanart.tv posters are the same designs as TMDB posters in another size, as in real life.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal

from metarr_desktop.demo.art_direction import Designer
from metarr_desktop.demo.art_spec import ArtSpec, digest, number

if TYPE_CHECKING:
    from metarr_desktop.demo.catalogue import DemoFilm

Service = Literal["tmdb", "fanart_tv", "tvdb", "musicbrainz"]

_PATH_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_POSTER_SIZES = [(2000, 3000)] * 14 + [(1000, 1500)] * 4 + [(1400, 2100), (680, 1000)]
_BACKDROP_SIZES = [(3840, 2160)] * 8 + [(1920, 1080)] * 9 + [(1280, 720)] * 3
_LOGO_SIZES = [(1000, 388), (800, 310), (1600, 620), (500, 194)]
_DISC_TYPES = ["bluray", "bluray", "dvd", "3d", "4k"]
_FANART_SIZES = {
    "movieposter": (1000, 1426),
    "moviebackground": (1920, 1080),
    "movie4kbackground": (3840, 2160),
    "hdmovielogo": (800, 310),
    "movielogo": (400, 155),
    "hdmovieclearart": (1000, 562),
    "movieart": (500, 281),
    "moviebanner": (1000, 185),
    "moviethumb": (1000, 562),
    "moviedisc": (1000, 1000),
}
_ALPHA_KINDS = {"logos", "hdmovielogo", "movielogo", "hdmovieclearart", "movieart", "moviedisc"}
# least and most pictures per kind of a film nobody has heard of and of one that everybody knows
_COUNTS = {
    "posters": (5, 34),
    "backdrops": (5, 22),
    "logos": (1, 8),
    "movieposter": (1, 14),
    "moviebackground": (1, 14),
    "movie4kbackground": (0, 3),
    "hdmovielogo": (1, 5),
    "movielogo": (0, 2),
    "hdmovieclearart": (0, 4),
    "movieart": (0, 1),
    "moviebanner": (1, 5),
    "moviethumb": (1, 7),
    "moviedisc": (0, 4),
}


@dataclass(frozen=True, slots=True)
class DemoImage:
    """One picture as a service lists it; ``width`` and ``height`` are those of the original, in pixels.

    ``language`` is ISO 639-1, ``None`` = textless. ``vote_average`` (0 to 10) and ``vote_count`` are TMDB's,
    ``likes``, ``fanart_id``, ``added`` ("YYYY-MM-DD HH:MM:SS") and ``disc_type`` are Fanart.tv's,
    ``score`` and ``season_number`` TheTVDB's.
    """

    service: Service
    kind: str
    path: str
    width: int
    height: int
    language: str | None
    design: ArtSpec
    vote_average: float = 0.0
    vote_count: int = 0
    likes: int = 0
    fanart_id: str = ""
    added: str = ""
    disc_type: str = ""
    score: int = 0
    season_number: int | None = None

    @property
    def has_alpha(self) -> bool:
        return self.kind in _ALPHA_KINDS

    @property
    def image_format(self) -> Literal["JPEG", "PNG"]:
        return "PNG" if self.path.endswith(".png") else "JPEG"


def images_of(film: DemoFilm, service: Service) -> tuple[DemoImage, ...]:
    """All pictures of a film at one service, kind after kind, best rated first within a kind."""
    if service == "tmdb":
        return _tmdb_images(film)
    return _fanart_images(film)


def _count(film: DemoFilm, kind: str) -> int:
    wanted = film.art.get("counts", {}).get(kind)
    if wanted is not None:
        return int(wanted)
    least, most = _COUNTS[kind]
    fame = min(1.0, film.vote_count / 22000)
    spread = (number("count", film.tmdb_id, kind) % 1000) / 1000
    return least + round((most - least) * (0.25 * spread + 0.75 * fame * (0.6 + 0.4 * spread)))


def _poster_designs(film: DemoFilm) -> list[ArtSpec]:
    """The designs of the TMDB posters; Fanart.tv shares some of them."""
    designer = Designer(film, "posters")
    return [designer.poster(index) for index in range(_count(film, "posters"))]


def _tmdb_images(film: DemoFilm) -> tuple[DemoImage, ...]:
    rng = Random(number("tmdb", film.tmdb_id))
    designer = Designer(film, "tmdb")
    images: list[DemoImage] = []
    designs = {
        "posters": _poster_designs(film),
        "backdrops": [
            designer.backdrop(index, titled_share=0.3) for index in range(_count(film, "backdrops"))
        ],
        "logos": [designer.logo(index) for index in range(_count(film, "logos"))],
    }
    sizes = {"posters": _POSTER_SIZES, "backdrops": _BACKDROP_SIZES, "logos": _LOGO_SIZES}
    for kind, specs in designs.items():
        group = [
            _tmdb_image(film, kind, index, spec, rng.choice(sizes[kind]), rng)
            for index, spec in enumerate(specs)
        ]
        images += sorted(group, key=lambda image: (-image.vote_average, -image.vote_count, image.path))
    return tuple(images)


def _tmdb_image(
    film: DemoFilm, kind: str, index: int, spec: ArtSpec, size: tuple[int, int], rng: Random
) -> DemoImage:
    votes, average = drawn_votes(rng, index)
    letters = path_letters("tmdb", film.tmdb_id, kind, index)
    ending = "png" if kind in _ALPHA_KINDS else "jpg"
    return DemoImage(
        "tmdb",
        kind,
        f"/{letters}.{ending}",
        *size,
        spec.language,
        spec,
        vote_average=average,
        vote_count=votes,
    )


def drawn_votes(rng: Random, index: int) -> tuple[int, float]:
    """How many voted for the picture at *index*, and their average; the first is the best known."""
    votes = 0 if rng.random() < 0.18 else int(40 * rng.random() ** 2) + 1
    # few votes pull far from the mean, many keep close to it: the real figures look like this too
    average = round(min(5.72, max(0.2, rng.gauss(5.25, 0.9 / (1 + votes / 6)))), 3) if votes else 0.0
    if index == 0:
        # the picture that every list shows
        votes, average = rng.randint(28, 40), round(rng.uniform(5.78, 5.98), 3)
    return votes, average


def path_letters(*parts: object) -> str:
    """The 27 letters of a file at TMDB; they follow from *parts*."""
    return "".join(_PATH_LETTERS[byte % len(_PATH_LETTERS)] for byte in digest(*parts)[:27])


def _fanart_images(film: DemoFilm) -> tuple[DemoImage, ...]:
    rng = Random(number("fanart_tv", film.tmdb_id))
    designer = Designer(film, "fanart_tv")
    images: list[DemoImage] = []
    for kind in _FANART_SIZES:
        group = [
            _fanart_image(film, kind, index, spec, rng)
            for index, spec in enumerate(_fanart_designs(film, kind, designer))
        ]
        images += sorted(group, key=lambda image: (-image.likes, image.path))
    return tuple(images)


def _fanart_designs(film: DemoFilm, kind: str, designer: Designer) -> list[ArtSpec]:
    count = _count(film, kind)
    if kind == "movieposter":
        # every third one is a picture that TMDB offers too
        shared = _poster_designs(film)[1::3]
        return [
            shared[index // 3] if index % 3 == 1 and index // 3 < len(shared) else designer.poster(index)
            for index in range(count)
        ]
    makers = {
        "moviebackground": lambda index: designer.backdrop(index, titled_share=0.0),
        "movie4kbackground": lambda index: designer.backdrop(100 + index, titled_share=0.0),
        "moviethumb": lambda index: designer.backdrop(200 + index, titled_share=1.0),
        "hdmovielogo": designer.logo,
        "movielogo": lambda index: designer.logo(50 + index),
        "hdmovieclearart": designer.clearart,
        "movieart": lambda index: designer.clearart(50 + index),
        "moviebanner": designer.banner,
        "moviedisc": designer.disc,
    }
    return [makers[kind](index) for index in range(count)]


def _fanart_image(film: DemoFilm, kind: str, index: int, spec: ArtSpec, rng: Random) -> DemoImage:
    token = digest("fanart_tv", film.tmdb_id, kind, index).hex()
    ending = "png" if kind in _ALPHA_KINDS else "jpg"
    name = f"{_slug(film.title)}-{token[:14]}.{ending}"
    # the service has lately begun to leave out type and id, so both styles occur side by side
    path = f"/fanart/{name}" if index % 4 == 3 else f"/fanart/movies/{film.tmdb_id}/{kind}/{name}"
    year = rng.randint(max(2011, film.year), 2026)
    return DemoImage(
        "fanart_tv",
        kind,
        path,
        *_FANART_SIZES[kind],
        spec.language,
        spec,
        likes=int(61 * rng.random() ** 2.5),
        fanart_id=str(100000 + int(token[14:22], 16) % 90_000_000),
        added=f"{year}-{rng.randint(1, 10):02}-{rng.randint(1, 28):02} "
        f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}",
        disc_type=_DISC_TYPES[number("disc", film.tmdb_id, index) % len(_DISC_TYPES)]
        if kind == "moviedisc"
        else "",
    )


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(char if char.isalnum() else " " for char in plain).split()) or "film"
