"""Which candidates are shown, and in which order; no Qt."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from metarr_desktop.domain.asset import AssetShape, CachedAsset
from metarr_desktop.domain.language import NEVER_STATED

NO_TEXT, ORIGINAL = "none", "original"
"""The language keys of pictures without lettering and of the work's own language, in filters and settings."""

HALF, IDEAL = "half", "ideal"
"""Smallest sizes that differ from type to type: half of the ideal is large enough for most screens."""

_OWN_SIZE = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})")


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

    Attributes:
        languages: codes, `NO_TEXT` and `ORIGINAL`, which is another one for each title.
        least: smallest size: empty for any, `HALF` or `IDEAL` of the type, or ``1500x2000`` in pixels.
        is_new_only: leaves only what came since the type was looked at last.
    """

    providers: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    least: str = ""
    shows_rejected: bool = False
    is_new_only: bool = False

    @property
    def is_hiding(self) -> bool:
        """True when clearing the filters could show more (rejected ones are hidden without any)."""
        return bool(self.providers or self.languages or self.least or self.is_new_only)

    def cleared(self) -> AssetFilter:
        """Return the filter that lets everything through and otherwise shows as this one does."""
        return AssetFilter(shows_rejected=self.shows_rejected)

    def with_provider(self, provider: str, is_on: bool) -> AssetFilter:
        return replace(self, providers=_switched(self.providers, (provider,), is_on))

    def with_languages(self, languages: Iterable[str], is_on: bool) -> AssetFilter:
        return replace(self, languages=_switched(self.languages, languages, is_on))

    def for_original(self, original: str | None) -> AssetFilter:
        """Return the filter for a title whose own language is *original*, if it is known."""
        if ORIGINAL not in self.languages or original is None:
            return self
        return replace(self, languages=self.languages - {ORIGINAL} | {original})

    def to_text(self) -> str:
        """Return the filter as it is kept in the settings."""
        return json.dumps(
            {
                "providers": sorted(self.providers),
                "languages": sorted(self.languages),
                "least": self.least,
                "rejected": self.shows_rejected,
                "new": self.is_new_only,
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
        least = values.get("least", HALF if values.get("large") is True else "")  # as it was kept before
        return cls(
            _words(values.get("providers")),
            _words(values.get("languages")),
            least if isinstance(least, str) and is_size(least) else "",
            values.get("rejected") is True,
            values.get("new") is True,
        )


def is_size(least: str) -> bool:
    """Tell whether *least* is a smallest size as `AssetFilter.least` spells it."""
    return least in ("", HALF, IDEAL) or bool(_OWN_SIZE.fullmatch(least))


def least_size(least: str, shape: AssetShape) -> tuple[int, int]:
    """Return the smallest width and height in pixels that *least* means for a type."""
    if own := _OWN_SIZE.fullmatch(least):
        return int(own[1]), int(own[2])
    parts = {HALF: 2, IDEAL: 1}.get(least)
    return (shape.ideal_width // parts, shape.ideal_height // parts) if parts else (0, 0)


def language_key(asset: CachedAsset) -> str:
    """Return the language of *asset* as filters spell it."""
    return NO_TEXT if asset.language is None else asset.language


def passes_language(key: str, wanted: AssetFilter) -> bool:
    """Tell whether *wanted* lets a language through; what tells none cannot be chosen by it, and is always shown."""
    return not wanted.languages or key in wanted.languages or key == NEVER_STATED


def visible_assets(
    assets: Iterable[CachedAsset],
    wanted: AssetFilter,
    shape: AssetShape,
    *,
    kept: Collection[int] = (),
    new: Collection[int] = (),
) -> list[CachedAsset]:
    """Return what *wanted* lets through, in the order given.

    Args:
        kept: ids of pictures rejected a moment ago: they stay, dimmed, so that nothing jumps under the hand.
        new: ids of what was not seen before.
    """
    width, height = least_size(wanted.least, shape)
    return [
        asset
        for asset in assets
        if (wanted.shows_rejected or not asset.is_rejected or asset.id in kept)
        and (not wanted.providers or asset.provider_name in wanted.providers)
        and passes_language(language_key(asset), wanted)
        and (not wanted.least or is_as_large(asset, width, height))
        and (not wanted.is_new_only or asset.id in new)
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


def is_as_large(asset: CachedAsset, width: int, height: int) -> bool:
    """Tell whether *asset* is at least that large; what states no size is not."""
    return (asset.width or 0) >= width and (asset.height or 0) >= height


def _switched(present: frozenset[str], names: Iterable[str], is_on: bool) -> frozenset[str]:
    return present | frozenset(names) if is_on else present - frozenset(names)


def _words(value: object) -> frozenset[str]:
    items = value if isinstance(value, list) else ()
    return frozenset(each for each in items if isinstance(each, str))
