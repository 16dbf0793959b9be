"""The score of a picture from what its provider states, in five parts that add up to 0-100.

Each part is also kept as a fraction 0..1, so that other weights re-rank without asking anybody again. Within
one part nothing good ever lowers it: resolution never falls with width or height, votes never with the
average.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import ASSET_SHAPES, USER_PROVIDER, AssetType, ProviderImage, ScoreParts
from metarr_desktop.domain.language import LanguageLadder, default_ladder

SCORE_VERSION = 1

RESOLUTION_POINTS, SHAPE_POINTS, LANGUAGE_POINTS, VOTES_POINTS, PROVIDER_POINTS = 30, 20, 20, 20, 10

PREFERS_TEXTLESS = frozenset(
    {AssetType.FANART, AssetType.KEYART, AssetType.SEASONFANART, AssetType.ARTISTART}
)
"""Types whose default ladder begins with "no text"."""

_RESOLUTION_CURVE = ((0.15, 0.0), (0.45, 27.0), (1.0, 30.0))
_BY_RUNG = (20, 17, 14, 12, 10)
_NOT_ON_LADDER = 2
_BY_PROVIDER_PLACE = (10, 8, 6, 4)
_NEUTRAL_VOTES = 10.0
_PRIOR_VOTES = 20.0
_TYPICAL_AVERAGE, _AVERAGE_SPREAD = 5.0, 0.3
_MOST_VOTES = 1e12
"""More than people there are: a count beyond it would leave the numbers that can be multiplied."""

_DEFAULT_TOLERANCE = 0.10
_TOLERANCES = {
    AssetType.POSTER: 0.06,
    AssetType.KEYART: 0.06,
    AssetType.SEASONPOSTER: 0.06,
    AssetType.BANNER: 0.15,
    AssetType.SEASONBANNER: 0.15,
    AssetType.CLEARART: 0.50,
}
_ENGLISH_LADDERS = {
    asset_type: default_ladder(("en",), prefers_textless=asset_type in PREFERS_TEXTLESS)
    for asset_type in AssetType
}


def default_ladders(user_languages: tuple[str, ...]) -> dict[AssetType, LanguageLadder]:
    """Return the ladder of every type for these languages; fanart and keyart put no text first."""
    return {
        asset_type: default_ladder(user_languages, prefers_textless=asset_type in PREFERS_TEXTLESS)
        for asset_type in AssetType
    }


@dataclass(frozen=True, slots=True)
class ScoringContext:
    """What a score depends on besides the picture.

    Attributes:
        ladders: preferred languages per type; a type left out has the English default.
        original_language: of the work, ``None`` if unknown.
        provider_order: slugs, the user's favourite first.
        nominal_sizes: per provider, per its own kind (``ProviderImage.metadata["kind"]``), the size in pixels
            (width, height) its pictures have where its answers state none: ``ProviderInfo.nominal_sizes``.
    """

    ladders: Mapping[AssetType, LanguageLadder] = field(default_factory=dict)
    original_language: str | None = None
    provider_order: tuple[str, ...] = ()
    nominal_sizes: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)


def score_image(image: ProviderImage, provider: str, context: ScoringContext) -> ScoreParts:
    """Return the five parts of *image* as *provider* offers it, each rounded by itself."""
    width, height, is_assumed = _size_of(image, provider, context)
    points = (
        resolution_points(image.asset_type, width, height),
        shape_points(image.asset_type, width, height),
        float(language_points(image, context)),
        _NEUTRAL_VOTES if _is_superseded(image) else votes_points(image.metadata),
        float(provider_points(provider, context.provider_order)),
    )
    resolution, shape, language, votes, order = (_rounded(value) for value in points)
    most = (RESOLUTION_POINTS, SHAPE_POINTS, LANGUAGE_POINTS, VOTES_POINTS, PROVIDER_POINTS)
    a, b, c, d, e = (round(value / limit, 6) for value, limit in zip(points, most, strict=True))
    return ScoreParts(resolution, shape, language, votes, order, (a, b, c, d, e), is_assumed, SCORE_VERSION)


def resolution_points(asset_type: AssetType, width: int, height: int) -> float:
    """0-30 by the shorter of width and height measured against the ideal; nothing is lost above it."""
    ideal = ASSET_SHAPES[asset_type]
    share = min(width / ideal.ideal_width, height / ideal.ideal_height)
    (low, worst), *rest = _RESOLUTION_CURVE
    if share <= low:
        return worst
    for high, best in rest:
        if share < high:
            return worst + (best - worst) * (share - low) / (high - low)
        low, worst = high, best
    return worst


def shape_points(asset_type: AssetType, width: int, height: int) -> float:
    """0-20: full inside the tolerance of the type's ratio, none at four times it; 0 for an unknown size."""
    if width <= 0 or height <= 0:
        return 0.0
    ratio = width / height
    if asset_type is AssetType.CLEARLOGO:
        return SHAPE_POINTS * min(_ramp(ratio, 1.0, 1.5), _ramp(ratio, 10.0, 6.0))
    tolerance = shape_tolerance(asset_type)
    deviation = abs(ratio / ASSET_SHAPES[asset_type].ratio - 1)
    return SHAPE_POINTS * _ramp(deviation, 4 * tolerance, tolerance)


def shape_tolerance(asset_type: AssetType) -> float:
    """Return by which share width divided by height may differ from the type's and still count in full."""
    return _TOLERANCES.get(asset_type, _DEFAULT_TOLERANCE)


def language_points(image: ProviderImage, context: ScoringContext) -> int:
    """20, 17, 14, 12, 10 by rung of the type's ladder, 2 if the language is not on it."""
    ladder = context.ladders.get(image.asset_type) or _ENGLISH_LADDERS[image.asset_type]
    rungs = ladder.rungs_for(context.original_language)
    if image.language not in rungs:
        return _NOT_ON_LADDER
    return _BY_RUNG[min(rungs.index(image.language), len(_BY_RUNG) - 1)]


def votes_points(metadata: Mapping[str, object]) -> float:
    """0-20: 10 + 10·n/(n+20)·c. TMDB averages cluster near 5.2, so few votes say little.

    ``likes`` (Fanart.tv) count as n votes in favour; ``rank_share`` 0..1 (TheTVDB, the share of its own list
    a picture is ahead of) as up to 20 of them; ``votes`` with ``voteAverage`` 0..10 count both ways.
    """
    likes, share = _number(metadata.get("likes")), _number(metadata.get("rank_share"))
    votes, average = _number(metadata.get("votes")), _number(metadata.get("voteAverage"))
    if votes is not None and average is not None:
        count, favour = votes, min(1.0, max(-1.0, (average - _TYPICAL_AVERAGE) / _AVERAGE_SPREAD))
    elif likes is not None:
        count, favour = likes, 1.0
    elif share is not None:
        count, favour = _PRIOR_VOTES * min(1.0, share), 1.0
    else:
        return _NEUTRAL_VOTES
    count = min(max(0.0, count), _MOST_VOTES)
    return _NEUTRAL_VOTES + _NEUTRAL_VOTES * count / (count + _PRIOR_VOTES) * favour


def _is_superseded(image: ProviderImage) -> bool:
    """Tell whether a better kind of the same picture exists: old SD logos have collected more likes than HD ones."""
    has_two_qualities = image.asset_type in (AssetType.CLEARLOGO, AssetType.CLEARART)
    return has_two_qualities and image.metadata.get("is_hd") is False


def provider_points(provider: str, order: tuple[str, ...]) -> int:
    """10, 8, 6, 4 by the user's order; a picture of the user's own counts as the first."""
    if provider == USER_PROVIDER:
        return _BY_PROVIDER_PLACE[0]
    place = order.index(provider) if provider in order else len(_BY_PROVIDER_PLACE)
    return _BY_PROVIDER_PLACE[min(place, len(_BY_PROVIDER_PLACE) - 1)]


def _size_of(image: ProviderImage, provider: str, context: ScoringContext) -> tuple[int, int, bool]:
    """Return width, height and whether they are assumed; (0, 0, True) where nothing is known at all."""
    if image.width and image.height and image.width > 0 and image.height > 0:
        return image.width, image.height, False
    kind = image.metadata.get("kind")
    sizes = context.nominal_sizes.get(provider, {})
    width, height = sizes.get(kind, (0, 0)) if isinstance(kind, str) else (0, 0)
    return width, height, True


def _ramp(value: float, worst: float, best: float) -> float:
    """0 at *worst* and beyond, 1 at *best* and beyond, a straight line between."""
    return min(1.0, max(0.0, (value - worst) / (best - worst)))


def _rounded(points: float) -> int:
    return math.floor(points + 0.5)  # round() would turn 0.5 points to the even neighbour


def _number(value: object) -> float | None:
    """Return a finite number, also where a provider sends it as text; ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
