"""What a candidate is compared with, and what sets the two apart; no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.language import language_name
from ui.assets.asset_filter import votes_of
from ui.assets.views.shown import Shown
from ui.assets.wording import pixels_text, votes_sentence
from ui.text import join_words


class Fact(NamedTuple):
    """One fact of a picture, and whether the other one has another."""

    words: str
    differs: bool


def current_one(
    assets: Sequence[CachedAsset], candidate: CachedAsset, points: Callable[[CachedAsset], int | None]
) -> CachedAsset | None:
    """Return what *candidate* would replace: the selected picture of its slot, else the one in use, else the best.

    None when the slot holds nothing else; *candidate* itself when it is the selected one.

    Args:
        points: what "best" means.
    """
    slot = [each for each in assets if each.season_number == candidate.season_number]
    selected = [each for each in slot if each.is_selected]
    if selected:
        return min(selected, key=lambda each: each.selection_order or 0)
    in_use = [each for each in slot if each.is_downloaded and each.id != candidate.id]
    others = [each for each in slot if each.id != candidate.id and not each.is_rejected]
    return max(in_use or others, key=lambda each: points(each) or 0, default=None)


def rival_of(
    assets: Sequence[CachedAsset], candidate: CachedAsset, points: Callable[[CachedAsset], int | None]
) -> CachedAsset | None:
    """Return what *candidate* is compared with; of one that is selected itself, the best other of its slot."""
    current = current_one(assets, candidate, points)
    if current is None or current.id != candidate.id:
        return current
    return current_one([each for each in assets if each.id != candidate.id], candidate, points)


def role_of(shown: Shown) -> str:
    """Return what a picture is among its kind: ``Selected``, ``Rejected``, ``Proposed``, ``In use``."""
    asset = shown.asset
    if asset.is_selected:
        return "Selected"
    if asset.is_rejected:
        return "Rejected"
    if shown.is_proposed:
        return "Proposed"
    return "In use" if asset.is_downloaded else ""


def facts_beside(one: Shown, other: Shown | None) -> tuple[Fact, ...]:
    """Return the facts of *one*, those marked that *other* does not share."""
    mine, theirs = _facts(one), None if other is None else _facts(other)
    return tuple(
        Fact(words, theirs is not None and theirs[at] != words) for at, words in enumerate(mine) if words
    )


def _facts(shown: Shown) -> tuple[str, ...]:
    asset = shown.asset
    return (
        shown.score_text,
        shown.source.title,
        language_name(asset.language),
        pixels_text(asset),
        votes_sentence(asset),
    )


def verdict(candidate: Shown, current: Shown) -> str:
    """Return in words what *candidate* has more or less of: ``4 points higher, 2.3 times the pixels and …``."""
    one, other = candidate.asset, current.asset
    words = []
    if candidate.score is not None and current.score is not None and candidate.score != current.score:
        gap = candidate.score - current.score
        points = "1 point" if abs(gap) == 1 else f"{abs(gap)} points"
        words.append(f"{points} {'higher' if gap > 0 else 'lower'}")
    if one.pixels and other.pixels and one.pixels != other.pixels:
        share = one.pixels / other.pixels
        words.append(f"{share:.1f} times the pixels" if share >= 1.05 else _fewer(share))
    if one.language != other.language:
        words.append(f"{language_name(one.language)} instead of {language_name(other.language)}")
    votes, before = votes_of(one)[1], votes_of(other)[1]
    if votes != before:
        words.append("more votes" if votes > before else "fewer votes")
    return join_words(word for word in words if word) or "the same by all that is stated"


def _fewer(share: float) -> str:
    percent = round(share * 100)
    return f"{percent} % of the pixels" if percent < 100 else ""
