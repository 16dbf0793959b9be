"""Which candidate is first, and why; no Qt."""

from __future__ import annotations

from collections.abc import Iterable

from metarr_desktop.domain.asset import CachedAsset
from ui.assets.ranking import Ranking
from ui.assets.seasons import SEASON_TYPES


def rivals_of(asset: CachedAsset, shown: Iterable[CachedAsset]) -> list[CachedAsset]:
    """Return what could stand in the same place as *asset*, itself included: of a season only that season's."""
    if asset.asset_type not in SEASON_TYPES:
        return list(shown)
    return [each for each in shown if each.season_number == asset.season_number]


def why_first(asset: CachedAsset, shown: Iterable[CachedAsset], ranking: Ranking) -> str:
    """Return why *asset* scores highest of what is shown for its place, empty if it does not."""
    return ranking.why_first(asset, rivals_of(asset, shown))


def first_of(
    current: CachedAsset | None, shown: Iterable[CachedAsset], ranking: Ranking
) -> CachedAsset | None:
    """Return the highest of what is shown for the place of the focused one, None where nothing has a score."""
    rivals = list(shown) if current is None else rivals_of(current, shown)
    scored = [each for each in rivals if not each.is_rejected and ranking.total(each) is not None]
    return max(scored, key=lambda each: ranking.total(each) or 0, default=None)
