"""What each filter would show if it alone were changed; no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import USER_PROVIDER, AssetShape, CachedAsset
from metarr_desktop.domain.language import NEVER_STATED
from ui.assets.asset_filter import (
    HALF,
    IDEAL,
    NO_TEXT,
    AssetFilter,
    is_as_large,
    language_key,
    least_size,
    passes_language,
)


@dataclass(frozen=True, slots=True)
class Facets:
    """How many candidates each filter would show if it alone were changed.

    Attributes:
        languages: those of the ladder first, in its order, the others by count, most first.
        sizes: by smallest size as `AssetFilter.least` spells it; any size is the empty one.
        rejected: how many rejected ones pass the other filters.
        new: how many of what came since the last look.
        total: everything there is; ``shown`` is what the present filter lets through.
    """

    providers: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, int] = field(default_factory=dict)
    rejected: int = 0
    total: int = 0
    shown: int = 0
    new: int = 0

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


def count_facets(
    assets: Sequence[CachedAsset],
    wanted: AssetFilter,
    shape: AssetShape,
    *,
    providers: Sequence[str] = (),
    ladder: Sequence[str] = (),
    kept: Collection[int] = (),
    new: Collection[int] = (),
) -> Facets:
    """Count what each filter would show.

    Args:
        providers: the order they are named in; one without any candidate is left out.
        ladder: language keys, the preferred one first.
        kept, new: as in `visible_assets`.
    """
    limits = {least: least_size(least, shape) for least in dict.fromkeys(("", HALF, IDEAL, wanted.least))}
    by_size = Counter(dict.fromkeys(limits, 0))
    by_provider: Counter[str] = Counter(dict.fromkeys((*providers, *sorted(wanted.providers)), 0))
    by_language: Counter[str] = Counter(dict.fromkeys(sorted(wanted.languages), 0))
    rejected = shown = fresh = 0
    width, height = limits[wanted.least]
    for asset in assets:
        language = language_key(asset)
        by_provider[asset.provider_name] += 0
        by_language[language] += 0
        passes_provider = not wanted.providers or asset.provider_name in wanted.providers
        of_language = passes_language(language, wanted)
        passes_size = not wanted.least or is_as_large(asset, width, height)
        is_new = asset.id in new
        passes_new = is_new or not wanted.is_new_only
        passes = passes_provider and of_language and passes_size and passes_new
        rejected += asset.is_rejected and passes
        if asset.is_rejected and not wanted.shows_rejected and asset.id not in kept:
            continue
        by_provider[asset.provider_name] += of_language and passes_size and passes_new
        by_language[language] += passes_provider and passes_size and passes_new
        if passes_provider and of_language and passes_new:
            for least, (least_width, least_height) in limits.items():
                by_size[least] += not least or is_as_large(asset, least_width, least_height)
        fresh += is_new and passes_provider and of_language and passes_size
        shown += passes
    offering = {asset.provider_name for asset in assets} | wanted.providers
    by_name = {name: count for name, count in by_provider.items() if name in offering}
    silent = {asset.provider_name for asset in assets if language_key(asset) == NEVER_STATED}
    if silent <= {USER_PROVIDER}:  # nobody says the language of one's own pictures; the others are told apart
        by_language.pop(NEVER_STATED, None)
    languages = {} if NEVER_STATED in by_language else _in_order(by_language, ladder)
    return Facets(by_name, languages, dict(by_size), rejected, len(assets), shown, fresh)


def _in_order(counts: Mapping[str, int], ladder: Sequence[str]) -> dict[str, int]:
    place = {key: at for at, key in enumerate(ladder)}

    def rank(item: tuple[str, int]) -> tuple[int, int, bool, str]:
        key, count = item
        return place.get(key, len(place)), -count, key == NO_TEXT, key

    return dict(sorted(counts.items(), key=rank))
