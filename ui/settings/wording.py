"""Sentences of the settings."""

from __future__ import annotations

from collections.abc import Sequence

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.language import LanguageLadder, language_name
from metarr_desktop.domain.scoring import provider_points
from ui.ladder_editor import points_for
from ui.text import count_text, join_words

_T = AssetType
GROUPS: tuple[tuple[str, tuple[AssetType, ...]], ...] = (
    (
        "Films and series",
        (
            _T.POSTER, _T.KEYART, _T.FANART, _T.CLEARLOGO, _T.CLEARART, _T.CHARACTERART, _T.BANNER,
            _T.LANDSCAPE, _T.THUMB, _T.DISCART,
        ),
    ),
    ("Seasons", (_T.SEASONPOSTER, _T.SEASONFANART, _T.SEASONBANNER, _T.SEASONLANDSCAPE)),
)  # fmt: skip
"""Every type that has a ladder; trailers follow the languages of descriptions, pictures of albums tell none."""

_NOTES = {_T.THUMB: "of episodes", _T.DISCART: "of films"}
_EXAMPLES = {
    "Films and series": ("Spirited Away", "ja"),
    "Seasons": ("Dark", "de"),
}
_STRANGERS = ("fr", "it", "pl", "sv", "ko")

SWITCHED_OFF = "Switched off: its pictures stay, marked; it is not asked any more."
SWITCHED_ON = (
    "Switched on: what it has is fetched as titles are looked at. The others are not asked again for it."
)


def type_name(asset_type: AssetType) -> str:
    """Return how a type is called in its row."""
    return ASSET_SHAPES[asset_type].title


def type_note(asset_type: AssetType) -> str:
    """Return what a row adds to the name of its type."""
    return _NOTES.get(asset_type, "")


def example(group: str, asset_type: AssetType, rungs: Sequence[str | None]) -> str:
    """Return what pictures of a known work count with *rungs*."""
    title, original = _EXAMPLES[group]
    singular = ASSET_SHAPES[asset_type].plural.removesuffix("s")
    languages = LanguageLadder(tuple(rungs)).rungs_for(original)
    stranger = next(each for each in _STRANGERS if each not in (*languages, original))
    parts: list[str] = []
    for language in (*languages, stranger):
        points = points_for(asset_type, rungs, original, language)
        noun = singular if not parts else "one"
        if language is None:
            parts.append(f"{'a ' + noun if not parts else noun} without text {_counts(parts)}{points}")
        else:
            name = language_name(language)
            parts.append(f"{_article(name)} {name} {noun} {_counts(parts)}{points}")
    return f"Example: of {title}, made in {language_name(original)}, {join_words(parts)}."


def provider_order_text(names: Sequence[str]) -> str:
    """Return what the order of providers does."""
    points = [provider_points(name, tuple(names)) for name in names]
    told = list(dict.fromkeys(points)) or [0]
    return (
        "The order decides between pictures that are otherwise alike: the first provider adds "
        f"{told[0]} points to a score of at most 100"
        + (f", the next {join_words(str(each) for each in told[1:])}" if told[1:] else "")
        + ". Changing it sorts the pictures anew and asks nobody."
    )


def waiting_text(changes: int) -> str:
    """Return how many changes wait for *Apply*."""
    return f"{count_text(changes, 'change')} not applied yet"


def _counts(before: Sequence[str]) -> str:
    return "" if before else "counts "


def _article(name: str) -> str:
    return "an" if name[:1] in "AEIO" else "a"
