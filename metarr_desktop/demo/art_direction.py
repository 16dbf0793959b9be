"""Art direction: which composition, palette, lettering and language each picture of a film gets.

A film has a mood (a few palettes and compositions, from the catalogue or from its genre); its pictures share
that mood and vary within it, so a grid of posters looks like one film seen by many designers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Protocol, get_args

from metarr_desktop.demo.art_spec import ArtSpec, Form, Layout, Typeface, number


class Titled(Protocol):
    """A title in one language."""

    @property
    def iso_639_1(self) -> str: ...


class Subject(Protocol):
    """What the art direction knows of a film or series."""

    @property
    def tmdb_id(self) -> int: ...

    @property
    def genres(self) -> Sequence[str]: ...

    @property
    def original_language(self) -> str: ...

    @property
    def translations(self) -> Sequence[Titled]: ...

    @property
    def tagline(self) -> str: ...

    @property
    def directors(self) -> Sequence[str]: ...

    @property
    def year(self) -> int: ...

    @property
    def art(self) -> Mapping[str, Any]: ...

    def title_in(self, language: str) -> str: ...


# genre -> (compositions, palettes); the first genre of a film that is known here speaks
_GENRES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Science Fiction": (
        ("planet", "monolith", "rings", "lines", "portal", "stripes"),
        ("cobalt", "ice", "neon"),
    ),
    "Horror": (("forest", "eye", "corridor", "rain", "shards", "moonlit"), ("blood", "noir", "moss")),
    "Thriller": (("rain", "eye", "skyline", "diagonal", "spiral", "shards"), ("graphite", "rust", "teal")),
    "Crime": (("skyline", "rain", "diagonal", "torn", "stripes", "swiss"), ("noir", "ember", "graphite")),
    "Action": (
        ("diagonal", "skyline", "shards", "halftone", "ridges", "stripes"),
        ("ember", "cobalt", "noir"),
    ),
    "Adventure": (
        ("ridges", "dunes", "halftone", "waves", "planet", "forest"),
        ("sand", "dawn", "verdigris"),
    ),
    "Fantasy": (("forest", "moonlit", "portal", "constellation", "ridges"), ("orchid", "jade", "midnight")),
    "Animation": (
        ("halftone", "ridges", "waves", "planet", "petals", "constellation"),
        ("dawn", "jade", "rose"),
    ),
    "Comedy": (("swiss", "halftone", "torn", "petals", "stripes"), ("poppy", "bone", "rose")),
    "Romance": (("petals", "waves", "moonlit", "constellation", "swiss"), ("rose", "dawn", "plum")),
    "War": (("ridges", "torn", "halftone", "diagonal", "rain"), ("moss", "ochre", "graphite")),
    "History": (("torn", "halftone", "ridges", "swiss", "waves"), ("ochre", "bone", "rust")),
    "Documentary": (("eye", "swiss", "stripes", "rings", "torn"), ("bone", "graphite", "poppy")),
    "Drama": (("waves", "torn", "moonlit", "lines", "swiss", "rain"), ("sepia", "teal", "mist")),
}
_LAYOUTS: dict[str, tuple[Layout, ...]] = {
    "swiss": ("corner", "head", "block"),
    "torn": ("block", "corner", "head"),
    "stripes": ("block",),
    "rings": ("foot", "foot", "head"),
    "planet": ("foot", "head"),
    "monolith": ("tower", "foot"),
    "portal": ("foot", "foot", "head"),
    "corridor": ("foot",),
    "skyline": ("head", "foot", "tower"),
    "ridges": ("foot", "head", "centre"),
    "moonlit": ("foot", "head"),
    "forest": ("foot", "centre"),
    "dunes": ("head",),
    "waves": ("head", "foot", "corner"),
    "lines": ("head", "foot"),
    "rain": ("centre", "foot", "tower"),
    "diagonal": ("corner", "foot"),
    "halftone": ("head", "head", "block"),
}
_TYPEFACES: tuple[Typeface, ...] = get_args(Typeface)
# how often a language is drawn; the original language and the translated ones join with a share of their own
_LANGUAGES = {"en": 38, "de": 9, "fr": 8, "es": 7, "it": 4, "pt": 3, "pl": 2}
_CREDITS = {
    "en": "A film by {}",
    "de": "Ein Film von {}",
    "fr": "Un film de {}",
    "es": "Una película de {}",
    "it": "Un film di {}",
    "pt": "Um filme de {}",
    "pl": "Film w reżyserii {}",
}


class Designer:
    """Draws up the designs of one film; ``series`` keeps the draws of the services apart."""

    def __init__(self, film: Subject, series: str) -> None:
        self._film = film
        self._series = series
        genre = next((_GENRES[name] for name in film.genres if name in _GENRES), _GENRES["Drama"])
        own: tuple[str, ...] = tuple(film.art.get("compositions", ()))
        # what a film has of its own comes first; its genre fills up to a grid that does not repeat itself
        filled = own + tuple(name for name in genre[0] if name not in own)
        self._compositions = filled[: max(len(own), 6)]
        self._palettes: tuple[str, ...] = tuple(film.art.get("palettes", ())) or genre[1]
        chosen = tuple(film.art.get("typefaces", ()))
        first = number("typeface", film.tmdb_id) % len(_TYPEFACES)
        self._typefaces: tuple[Typeface, ...] = chosen or (_TYPEFACES[first], _TYPEFACES[(first + 2) % 6])

    def poster(self, index: int) -> ArtSpec:
        rng = self._rng("poster", index)
        # the first poster is the one every list shows: the film's own composition, in English
        language = "en" if index == 0 and self._series == "posters" else self._language(rng, textless=0.15)
        return self._spec("poster", index, language, rng)

    def backdrop(self, index: int, titled_share: float) -> ArtSpec:
        rng = self._rng("backdrop", index)
        # the first backdrop of a list is textless, unless all are titled
        titled = rng.random() < titled_share and (index > 0 or titled_share >= 1)
        language = self._language(rng, textless=0.0) if titled else None
        return self._spec("landscape" if titled else "backdrop", index, language, rng)

    def logo(self, index: int) -> ArtSpec:
        rng = self._rng("logo", index)
        return self._spec("logo", index, "en" if index == 0 else self._language(rng, textless=0.0), rng)

    def clearart(self, index: int) -> ArtSpec:
        rng = self._rng("clearart", index)
        return self._spec("clearart", index, "en" if index == 0 else self._language(rng, textless=0.0), rng)

    def banner(self, index: int) -> ArtSpec:
        rng = self._rng("banner", index)
        return self._spec("banner", index, "en" if index == 0 else self._language(rng, textless=0.0), rng)

    def disc(self, index: int) -> ArtSpec:
        rng = self._rng("disc", index)
        return self._spec("disc", index, "en" if index == 0 else self._language(rng, textless=0.0), rng)

    def _rng(self, form: str, index: int) -> Random:
        return Random(number("design", self._film.tmdb_id, self._series, form, index))

    def _language(self, rng: Random, textless: float) -> str | None:
        if rng.random() < textless:
            return None
        weights = dict(_LANGUAGES)
        for translation in self._film.translations:
            weights[translation.iso_639_1] = weights.get(translation.iso_639_1, 0) + 3
        original = self._film.original_language.replace("cn", "zh")
        weights[original] = weights.get(original, 0) + 16
        return rng.choices(list(weights), list(weights.values()))[0]

    def _spec(self, form: Form, index: int, language: str | None, rng: Random) -> ArtSpec:
        film = self._film
        turn = index + number("turn", film.tmdb_id, self._series, form) % 7 * (self._series != "posters")
        composition = self._compositions[turn % len(self._compositions)]
        round_of_palettes = turn // len(self._compositions) + turn
        if self._series == "fanart_tv":
            round_of_palettes += 2
        palette = self._palettes[round_of_palettes % len(self._palettes)]
        typeface = self._typefaces[0] if rng.random() < 0.5 else rng.choice(self._typefaces)
        spec = ArtSpec(
            form=form,
            composition=composition,
            palette=palette,
            seed=rng.getrandbits(48),
            layout=rng.choice(_LAYOUTS.get(composition, ("foot", "foot", "head"))),
            typeface=typeface,
            variation=(index + number("variation", film.tmdb_id, form)) % 4,
            language=language,
        )
        return spec if language is None else _lettered(spec, film, language, rng)


def _lettered(spec: ArtSpec, film: Subject, language: str, rng: Random) -> ArtSpec:
    """The design with its words. Taglines exist in English only; other languages get title and credit."""
    pattern = _CREDITS.get(language, "{}")
    with_tagline = language == "en" and film.tagline and rng.random() < 0.6
    return ArtSpec(
        form=spec.form,
        composition=spec.composition,
        palette=spec.palette,
        seed=spec.seed,
        layout=spec.layout,
        typeface=spec.typeface,
        variation=spec.variation,
        title=film.title_in(language),
        tagline=film.tagline if with_tagline else "",
        credit=pattern.format(" & ".join(film.directors[:2])) if film.directors else "",
        year=film.year if rng.random() < 0.7 else None,
        language=language,
    )
