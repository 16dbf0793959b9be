"""Which candidates are shown, in which order, and what each filter would show; no Qt."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from metarr_desktop.domain.asset import AssetShape, CachedAsset

NO_TEXT = "none"
"""The language key of pictures without lettering, in filters and settings."""


class AssetSort(StrEnum):
    """Orders of the grid; the value is kept in the settings."""

    BEST = "best"
    VOTES = "votes"
    SIZE = "size"
    NEWEST = "newest"
    PROVIDER = "provider"


SORT_TITLES: Mapping[AssetSort, str] = {
    AssetSort.BEST: "Best",
    AssetSort.VOTES: "Votes",
    AssetSort.SIZE: "Size",
    AssetSort.NEWEST: "Newest",
    AssetSort.PROVIDER: "Provider",
}


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """What is let through; an empty set lets everything through.

    ``languages`` holds codes and `NO_TEXT`.  ``is_large_only`` asks for half of the ideal size.
    """

    providers: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    is_large_only: bool = False
    shows_rejected: bool = False

    @property
    def is_hiding(self) -> bool:
        """True when clearing the filters could show more (rejected ones are hidden without any)."""
        return bool(self.providers or self.languages or self.is_large_only)

    def with_provider(self, provider: str, is_on: bool) -> AssetFilter:
        return replace(self, providers=_switched(self.providers, (provider,), is_on))

    def with_languages(self, languages: Iterable[str], is_on: bool) -> AssetFilter:
        return replace(self, languages=_switched(self.languages, languages, is_on))

    def to_text(self) -> str:
        """Return the filter as it is kept in the settings."""
        return json.dumps(
            {
                "providers": sorted(self.providers),
                "languages": sorted(self.languages),
                "large": self.is_large_only,
                "rejected": self.shows_rejected,
            }
        )

    @classmethod
    def from_text(cls, text: str) -> AssetFilter:
        """Read what `to_text` wrote; anything else is no filter: settings are edited by hand, too."""
        try:
            values: Any = json.loads(text)
        except ValueError:
            return cls()
        if not isinstance(values, dict):
            return cls()
        return cls(
            _words(values.get("providers")),
            _words(values.get("languages")),
            values.get("large") is True,
            values.get("rejected") is True,
        )


@dataclass(frozen=True, slots=True)
class Facets:
    """How many candidates each filter would show if it alone were changed.

    ``languages`` by count, most first.  ``total`` counts everything there is, ``shown`` what the present
    filter lets through.
    """

    providers: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    large: int = 0
    rejected: int = 0
    total: int = 0
    shown: int = 0

    def language_groups(self, chosen: Collection[str], most: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the languages that deserve a chip of their own, and the rest, which share one.

        No text and what is chosen always have their own: what is on must be there to be switched off.

        Args:
            most: how many languages there is room for.
        """
        ranked = list(self.languages)
        own = [*ranked[:most], *(each for each in ranked if each == NO_TEXT or each in chosen)]
        own = list(dict.fromkeys(own))
        rest = [each for each in ranked if each not in own]
        if len(rest) == 1:
            own, rest = own + rest, []
        return tuple(own), tuple(rest)


def language_key(asset: CachedAsset) -> str:
    """Return the language of *asset* as filters spell it."""
    return asset.language or NO_TEXT


def minimum_size(shape: AssetShape) -> tuple[int, int]:
    """Return width and height in pixels that "large enough" means for a type: half of the ideal."""
    return shape.ideal_width // 2, shape.ideal_height // 2


def visible_assets(
    assets: Iterable[CachedAsset],
    wanted: AssetFilter,
    shape: AssetShape,
    *,
    kept: Collection[int] = (),
) -> list[CachedAsset]:
    """Return what *wanted* lets through, in the order given.

    Args:
        kept: ids of pictures rejected a moment ago: they stay, dimmed, so that nothing jumps under the hand.
    """
    width, height = minimum_size(shape)
    return [
        asset
        for asset in assets
        if (wanted.shows_rejected or not asset.is_rejected or asset.id in kept)
        and (not wanted.providers or asset.provider_name in wanted.providers)
        and (not wanted.languages or language_key(asset) in wanted.languages)
        and (not wanted.is_large_only or _is_large(asset, width, height))
    ]


def sorted_assets(
    assets: Iterable[CachedAsset], order: AssetSort, provider_order: Sequence[str] = ()
) -> list[CachedAsset]:
    """Return *assets* in *order*; among equals the order given stays, which is the one of the store."""
    items = list(assets)
    match order:
        case AssetSort.BEST:
            return items
        case AssetSort.VOTES:
            return sorted(items, key=_votes_rank, reverse=True)
        case AssetSort.SIZE:
            return sorted(items, key=lambda asset: -asset.pixels)
        case AssetSort.NEWEST:
            return sorted(items, key=lambda asset: asset.first_seen_at, reverse=True)
        case AssetSort.PROVIDER:
            places = {name: place for place, name in enumerate(provider_order)}
            return sorted(items, key=lambda asset: places.get(asset.provider_name, len(places)))


def count_facets(
    assets: Sequence[CachedAsset],
    wanted: AssetFilter,
    shape: AssetShape,
    *,
    providers: Sequence[str] = (),
    kept: Collection[int] = (),
) -> Facets:
    """Count what each filter would show.

    Args:
        providers: the order they are named in; one without any candidate is left out.
    """
    width, height = minimum_size(shape)
    by_provider: Counter[str] = Counter(dict.fromkeys((*providers, *sorted(wanted.providers)), 0))
    by_language: Counter[str] = Counter(dict.fromkeys(sorted(wanted.languages), 0))
    large = rejected = shown = 0
    for asset in assets:
        language = language_key(asset)
        is_large = _is_large(asset, width, height)
        by_provider[asset.provider_name] += 0
        by_language[language] += 0
        passes_provider = not wanted.providers or asset.provider_name in wanted.providers
        passes_language = not wanted.languages or language in wanted.languages
        passes_size = not wanted.is_large_only or is_large
        rejected += asset.is_rejected and passes_provider and passes_language and passes_size
        if asset.is_rejected and not wanted.shows_rejected and asset.id not in kept:
            continue
        by_provider[asset.provider_name] += passes_language and passes_size
        by_language[language] += passes_provider and passes_size
        large += is_large and passes_provider and passes_language
        shown += passes_provider and passes_language and passes_size
    offering = {asset.provider_name for asset in assets} | wanted.providers
    by_name = {name: count for name, count in by_provider.items() if name in offering}
    languages = dict(sorted(by_language.items(), key=lambda item: (-item[1], item[0] == NO_TEXT, item[0])))
    return Facets(by_name, languages, large, rejected, len(assets), shown)


def votes_of(asset: CachedAsset) -> tuple[float | None, int]:
    """Return the average (0-10, None for likes or no votes) and how many votes or likes there are."""
    values = asset.provider_metadata
    likes, votes, average = values.get("likes"), values.get("votes"), values.get("voteAverage")
    if isinstance(likes, int | float):
        return None, int(likes)
    count = int(votes) if isinstance(votes, int | float) else 0
    return (float(average) if isinstance(average, int | float) and count else None), count


def _votes_rank(asset: CachedAsset) -> tuple[float, int]:
    # The fraction of the score makes likes of one service comparable with averages of another.
    parts = asset.score_parts
    fraction = parts.fractions[3] if parts is not None and len(parts.fractions) > 3 else 0.5
    return fraction, votes_of(asset)[1]


def _is_large(asset: CachedAsset, width: int, height: int) -> bool:
    return (asset.width or 0) >= width and (asset.height or 0) >= height


def _switched(present: frozenset[str], names: Iterable[str], is_on: bool) -> frozenset[str]:
    return present | frozenset(names) if is_on else present - frozenset(names)


def _words(value: object) -> frozenset[str]:
    items = value if isinstance(value, list) else ()
    return frozenset(each for each in items if isinstance(each, str))
