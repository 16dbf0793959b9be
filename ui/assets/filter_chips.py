"""The filters as chips: their words, their counts, and what a click on one means; no widget here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from metarr_desktop.domain.asset import AssetShape
from metarr_desktop.domain.language import language_name
from ui.assets.asset_filter import HALF, IDEAL, NO_TEXT, ORIGINAL, AssetFilter, least_size
from ui.assets.facets import Facets
from ui.chips import ChipSpec

SIZE = "size"
"""Key of the chip that opens the menu of sizes; all others are switched by a click."""

_PROVIDER, _LANGUAGE, _OTHER = "provider:", "language:", "other"
_NEW, _REJECTED = "new", "rejected"


@dataclass(frozen=True, slots=True)
class FilterView:
    """All that the row of filters shows.

    Attributes:
        wanted: the filter as it is kept; ``facets`` are counted under it.
        titles: provider names as people know them; ``enabled`` are those switched on.
        original: the work's own language, empty if it is unknown.
        spells_original: the chip of that language means it for every title, not the language by its name: the
            ladder of the type asks for the original, and for that language only as such.
    """

    wanted: AssetFilter
    facets: Facets
    shape: AssetShape
    titles: Mapping[str, str]
    enabled: Collection[str]
    original: str = ""
    spells_original: bool = False

    @property
    def chosen_languages(self) -> frozenset[str]:
        """The languages that are on for this title."""
        return self.wanted.for_original(self.original or None).languages


def specs_of(view: FilterView, own: Collection[str], others: Collection[str]) -> list[ChipSpec]:
    """Return the chips from left to right.

    Args:
        own: the languages that have a chip each; ``others`` share one.
    """
    wanted, facets = view.wanted, view.facets
    specs = []
    for name, count in facets.providers.items():
        title = view.titles.get(name, name)
        words = title if name in view.enabled else f"{title} (off)"
        specs.append(_spec(_PROVIDER + name, words, count, name in wanted.providers))
    chosen = view.chosen_languages
    for key in own:
        count = facets.languages.get(key, 0)
        specs.append(_spec(_LANGUAGE + key, language_words(key, view), count, key in chosen))
    if others:
        count = sum(facets.languages[key] for key in others)
        names = ", ".join(language_words(key, view) for key in others)
        specs.append(ChipSpec(_OTHER, "Other languages", count, False, f"Show {names} (Space)"))
    if facets.sizes.get(HALF) or wanted.least:  # trailers state no size at all
        specs.append(_size_spec(view))
    if facets.new or wanted.is_new_only:
        tip = "Show only what came since you looked here last (Space)"
        specs.append(ChipSpec(_NEW, "New", facets.new, wanted.is_new_only, tip))
    if facets.rejected or wanted.shows_rejected:
        tip = "Show those you rejected, too (Space)"
        specs.append(ChipSpec(_REJECTED, "Rejected", facets.rejected, wanted.shows_rejected, tip))
    return specs


def toggled(view: FilterView, key: str, is_on: bool, others: Collection[str]) -> AssetFilter:
    """Return the filter after a click on the chip *key*.

    Args:
        others: the languages that share a chip.
    """
    wanted = view.wanted
    if key.startswith(_PROVIDER):
        return wanted.with_provider(key.removeprefix(_PROVIDER), is_on)
    if key.startswith(_LANGUAGE):
        return _with_language(view, key.removeprefix(_LANGUAGE), is_on)
    if key == _OTHER:
        return wanted.with_languages(others, is_on)
    if key == _NEW:
        return replace(wanted, is_new_only=is_on)
    return replace(wanted, shows_rejected=is_on)


def language_words(key: str, view: FilterView) -> str:
    """Return the name of a language key, and that it is the work's own."""
    if key == ORIGINAL:
        return "Original language"
    name = language_name(None if key == NO_TEXT else key)
    return f"{name} (original)" if key == view.original else name


def size_words(least: str, shape: AssetShape) -> str:
    """Return a smallest size as its line of the menu says it."""
    if not least:
        return "Any size"
    width, height = least_size(least, shape)
    pixels = f"{width}×{height}"
    return {HALF: f"Half of the ideal, {pixels}", IDEAL: f"The ideal, {pixels}"}.get(least, pixels)


def _with_language(view: FilterView, key: str, is_on: bool) -> AssetFilter:
    if key != view.original:
        return view.wanted.with_languages((key,), is_on)
    if not is_on:
        return view.wanted.with_languages((key, ORIGINAL), False)
    return view.wanted.with_languages((ORIGINAL if view.spells_original else key,), True)


def _size_spec(view: FilterView) -> ChipSpec:
    least = view.wanted.least or HALF
    width, height = least_size(least, view.shape)
    tip = "Choose how large pictures must be at least (Space)"
    text, count = f"≥ {width}×{height}", view.facets.sizes.get(least, 0)
    return ChipSpec(SIZE, text, count, bool(view.wanted.least), tip)


def _spec(key: str, text: str, count: int, is_on: bool) -> ChipSpec:
    return ChipSpec(key, text, count, is_on, f"Show {text} (Space)")
