"""The scores of the candidates in front under the weights of the person; no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from metarr_desktop.domain.asset import CachedAsset, ScoreParts
from metarr_desktop.domain.ranking import BALANCED, LANGUAGE, PART_NAMES, Ranked, Weights, why_first

_Points = tuple[int, int, int, int, int]


class Ranking:
    """Weighs the stored parts of scores; nothing is read or decoded for it.

    Points are whole numbers, and a total is their sum, as for the scores that are stored: what a tile says is
    what its parts add up to.  While ``is_balanced`` it is the stored score.
    """

    def __init__(self) -> None:
        self.weights, self.is_balanced = BALANCED, True
        self._most = whole_shares(BALANCED)
        self._totals: dict[int, tuple[CachedAsset, int | None]] = {}

    def use(self, weights: Weights) -> None:
        """Rank by *weights* from now on."""
        if weights != self.weights:
            self.weights, self._most = weights, whole_shares(weights)
            self.is_balanced = weights == BALANCED
            self._totals.clear()

    def of(self, asset: CachedAsset) -> Ranked | None:
        """Return the points of *asset*, None for one that was never scored."""
        parts = asset.score_parts
        if parts is None or len(parts.fractions) != len(PART_NAMES):
            return None
        points, most = self._points(asset, parts), self._most
        a, b, c, d, e = (float(each) for each in points)
        f, g, h, i, j = (float(each) for each in most)
        return Ranked((a, b, c, d, e), (f, g, h, i, j))

    def total(self, asset: CachedAsset) -> int | None:
        """Return the score of *asset*, 0-100, None for one that was never scored."""
        if self.is_balanced:
            return asset.score
        kept = self._totals.get(asset.id)
        if kept is not None and kept[0] is asset:
            return kept[1]
        parts = asset.score_parts
        has_parts = parts is not None and len(parts.fractions) == len(PART_NAMES)
        total = sum(self._points(asset, parts)) if parts is not None and has_parts else None
        self._totals[asset.id] = (asset, total)
        return total

    def ordered(self, assets: Sequence[CachedAsset]) -> Sequence[CachedAsset]:
        """Return *assets*, which come in the order of the store, best first; equals stay as they are."""
        if self.is_balanced:
            return assets
        return sorted(assets, key=self._rank)

    def why_first(self, asset: CachedAsset, others: Iterable[CachedAsset]) -> str:
        """Return why *asset* is before all of *others*, empty if it is not, or is the only one."""
        mine, total = self.of(asset), self.total(asset)
        rivals = [each for each in others if each.id != asset.id and not each.is_rejected]
        if mine is None or total is None or asset.is_rejected or not rivals:
            return ""
        best = max(rivals, key=lambda each: self._sum(each))
        theirs = self.of(best)
        if theirs is None or self._sum(best) > total:
            return ""
        return why_first(mine, theirs)

    def scoring_higher(self, assets: Iterable[CachedAsset], than: CachedAsset | None) -> int:
        """Count how many of *assets* score higher than the selected one, none without one."""
        if than is None:
            return 0
        limit = self._sum(than)
        return sum(self._sum(asset) > limit and not asset.is_rejected for asset in assets)

    def _sum(self, asset: CachedAsset) -> int:
        total = self.total(asset)
        return -1 if total is None else total

    def _rank(self, asset: CachedAsset) -> int:
        return -self._sum(asset)

    def _points(self, asset: CachedAsset, parts: ScoreParts) -> _Points:
        if self.is_balanced:
            return parts.resolution, parts.shape, parts.language, parts.votes, parts.provider
        a, b, c, d, e = self._most
        resolution, shape, language, votes, provider = parts.fractions
        if self.weights.puts_textless_first:
            language = 1.0 if asset.language is None else 0.0
        floor = math.floor
        return (
            floor(a * resolution + 0.5),
            floor(b * shape + 0.5),
            floor(c * language + 0.5),
            floor(d * votes + 0.5),
            floor(e * provider + 0.5),
        )


def whole_shares(weights: Weights) -> _Points:
    """Return the most points of each part as whole numbers that add up to 100, by largest remainder."""
    parts = weights.parts()
    total = sum(parts) or 1
    shares = [100 * each / total for each in parts]
    whole = [math.floor(share) for share in shares]
    by_rest = sorted(range(len(parts)), key=lambda at: whole[at] - shares[at])
    for at in by_rest[: (100 - sum(whole)) if sum(parts) else 0]:
        whole[at] += 1
    a, b, c, d, e = whole
    return a, b, c, d, e


def points_text(ranked: Ranked, *, has_language: bool = True) -> str:
    """Return the parts in words: ``resolution 30 of 30, shape 20 of 20, …``."""
    rows = zip(PART_NAMES, ranked.points, ranked.most, strict=True)
    return ", ".join(
        f"{name.lower()} {points:.0f} of {most:.0f}"
        for name, points, most in rows
        if has_language or name != LANGUAGE
    )
