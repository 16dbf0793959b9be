"""What a picture looks like in a few numbers, and which pictures look the same.

Two hashes must agree: the perceptual one sees the composition, the difference one the edges; either alone takes
some strangers for twins. Pictures with transparency also compare the mask, because the colours of two white
logos say nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeVar

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType

BITS = 64

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class PictureHash:
    """Hashes of one picture, each an unsigned number of 64 bits.

    Attributes:
        perceptual: signs of the low frequencies (DCT) of the picture in grey.
        difference: where the grey rises from left to right.
        mask: what of an 8 by 8 grid is opaque; ``None`` for pictures without transparency.
        ratio: width divided by height.
        is_plain: one colour all over; such a picture is like no other.
        tint: the mean colours (two bytes, blue and red against brightness) of a 3 by 3 grid, line by line; empty
            when nobody looked at them. The hashes see grey: one design in two colours is two pictures.
    """

    perceptual: int
    difference: int
    mask: int | None = None
    ratio: float = 1.0
    is_plain: bool = False
    tint: bytes = b""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How many bits two pictures of a type may differ in and still be the same picture.

    ``ratio`` is how far their ratios may be apart: Fanart.tv has posters of 1000 by 1426 and TheTVDB of 680 by 1000,
    which are 5 % and 2 % off the 2:3 of the same picture at TMDB. ``tint`` is how many levels of 255 the colours
    may be apart on average; copies differ by less than 1, the nearest strangers of the demo by 4.
    """

    perceptual: int
    difference: int
    mask: int = 3
    ratio: float = 0.06
    tint: float = 3.0

    def same(self, one: PictureHash, other: PictureHash) -> bool:
        """Tell whether both show the same picture."""
        if one.is_plain or other.is_plain or (one.mask is None) != (other.mask is None):
            return False
        if one.mask is not None and other.mask is not None and distance(one.mask, other.mask) > self.mask:
            return False
        return (
            distance(one.perceptual, other.perceptual) <= self.perceptual
            and distance(one.difference, other.difference) <= self.difference
            and abs(one.ratio / other.ratio - 1) <= self.ratio
            and _tint_difference(one.tint, other.tint) <= self.tint
        )


_STRICT, _CUT_OUT = Likeness(6, 8), Likeness(8, 10)
# Scenes are cut and graded otherwise more often than posters are; what is looser in shape is held to its colours.
_LENIENT = Likeness(10, 12, tint=1.5)
_LENIENT_TYPES = frozenset({AssetType.FANART, AssetType.SEASONFANART, AssetType.ARTISTART, AssetType.THUMB})


@dataclass(frozen=True, slots=True)
class Examination:
    """How many pictures were looked at, and the numbers of those that were rejected again."""

    seen: int = 0
    rejected: tuple[int, ...] = ()


def likeness_of(asset_type: AssetType) -> Likeness:
    """Return the measure for *asset_type*: posters differ by small lettering, so they are judged more strictly."""
    if ASSET_SHAPES[asset_type].has_alpha:
        return _CUT_OUT
    return _LENIENT if asset_type in _LENIENT_TYPES else _STRICT


def distance(one: int, other: int) -> int:
    """Return in how many bits two hashes differ."""
    return (one ^ other).bit_count()


def _tint_difference(one: bytes, other: bytes) -> float:
    if not one or not other:
        return 0.0
    return sum(abs(mine - theirs) for mine, theirs in zip(one, other, strict=True)) / len(one)


def groups_of_same(
    hashes: Mapping[K, PictureHash], likeness: Likeness, may_be_same: Callable[[K, K], bool] | None = None
) -> list[list[K]]:
    """Return the groups of two and more pictures that are the same, in the order of *hashes*.

    "The same" is carried on: if A is like B and B like C, all three are one group. Exactly the groups that
    comparing every pair would give, but only pairs are compared that agree in one band of the perceptual hash:
    of hashes that differ in at most n bits, at least one of n + 1 bands is equal.

    Args:
        may_be_same: a pair for which it is false is never joined directly.
    """
    roots = {key: key for key in hashes}

    def root(key: K) -> K:
        while roots[key] != key:
            roots[key] = roots[roots[key]]
            key = roots[key]
        return key

    for one, other in _pairs_to_compare(hashes, likeness.perceptual + 1):
        first, second = root(one), root(other)
        if first == second or not likeness.same(hashes[one], hashes[other]):
            continue
        if may_be_same is None or may_be_same(one, other):
            roots[second] = first
    return _groups(hashes, root)


def _pairs_to_compare(hashes: Mapping[K, PictureHash], bands: int) -> Iterable[tuple[K, K]]:
    edges = [BITS * each // bands for each in range(bands + 1)]
    for low, high in pairwise(edges):
        mask, buckets = (1 << (high - low)) - 1, defaultdict[int, list[K]](list)
        for key, each in hashes.items():
            if not each.is_plain:
                buckets[(each.perceptual >> low) & mask].append(key)
        for bucket in buckets.values():
            yield from combinations(bucket, 2)


def _groups(keys: Iterable[K], root: Callable[[K], K]) -> list[list[K]]:
    members: dict[K, list[K]] = {}
    for key in keys:
        members.setdefault(root(key), []).append(key)
    return [group for group in members.values() if len(group) > 1]


def like_any(picture: PictureHash, others: Sequence[PictureHash], likeness: Likeness) -> bool:
    """Tell whether *picture* is the same as one of *others*."""
    return any(likeness.same(picture, other) for other in others)
