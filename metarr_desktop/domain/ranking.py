"""Ranking candidates anew by what a person finds important, from the stored parts of their scores.

Nothing is written and nobody is asked: each part of a score is also kept as a fraction 0..1, and a ranking is
those fractions weighed otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass

from metarr_desktop.domain.asset import CachedAsset

LANGUAGE = "Language"
PART_NAMES = ("Resolution", "Shape", LANGUAGE, "Votes", "Provider")
"""How the five parts are called on screen, in the order of ``ScoreParts.fractions``."""

MOST = 100
"""The heaviest weight a part can have; only their proportions count."""

_NOTICEABLE = 0.5
"""Points from which a part is named as a reason."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts, 0 to 100; the sum may be anything above 0.

    ``puts_textless_first``: a picture without text counts as the best language, any other as none.
    """

    resolution: int = 30
    shape: int = 20
    language: int = 20
    votes: int = 20
    provider: int = 10
    puts_textless_first: bool = False

    def parts(self) -> tuple[int, int, int, int, int]:
        return self.resolution, self.shape, self.language, self.votes, self.provider


BALANCED = Weights()
PRESETS: Mapping[str, Weights] = {
    "Balanced": BALANCED,
    "Biggest": Weights(70, 10, 10, 5, 5),
    "Community": Weights(10, 10, 15, 60, 5),
    "Textless": Weights(20, 15, 45, 15, 5, puts_textless_first=True),
}
"""Ready-made weights by their name on screen; *Balanced* gives the stored scores."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate under some weights: ``points`` of each part, out of ``most``, adding up to ``total`` (0-100)."""

    points: tuple[float, float, float, float, float]
    most: tuple[float, float, float, float, float]

    @property
    def total(self) -> float:
        return sum(self.points)

    def in_whole_points(self) -> Ranked:
        """Return it with each part in whole points, as a person reads scores and can check what is said of them."""
        a, b, c, d, e = (float(math.floor(each + 0.5)) for each in self.points)
        return Ranked((a, b, c, d, e), self.most)


def rank(asset: CachedAsset, weights: Weights) -> Ranked | None:
    """Return the points of *asset*, ``None`` for a picture without a stored score."""
    parts = asset.score_parts
    if parts is None:
        return None
    share = 100 / (sum(weights.parts()) or 1)
    most = tuple(weight * share for weight in weights.parts())
    fractions = parts.fractions
    if weights.puts_textless_first:
        fractions = (*fractions[:2], 1.0 if asset.language is None else 0.0, *fractions[3:])
    points = tuple(limit * fraction for limit, fraction in zip(most, fractions, strict=True))
    a, b, c, d, e = points
    f, g, h, i, j = most
    return Ranked((a, b, c, d, e), (f, g, h, i, j))


def preset_of(weights: Weights) -> str:
    """Return the name of the preset that *weights* are, empty if they are a person's own."""
    return next((name for name, each in PRESETS.items() if astuple(each) == astuple(weights)), "")


def why_first(best: Ranked, second: Ranked) -> str:
    """Return in words what puts the winner before the next, for instance "Larger gap in votes"."""
    gains = [mine - theirs for mine, theirs in zip(best.points, second.points, strict=True)]
    ahead = sorted(
        ((gain, name.lower()) for gain, name in zip(gains, PART_NAMES, strict=True) if gain >= _NOTICEABLE),
        reverse=True,
    )
    if not ahead:
        return "Level with the next: nothing sets it apart."
    lead = best.total - second.total
    named = " and ".join(name for _, name in ahead[:2])
    if lead < 1:
        return f"First by a hair, for its {named}."
    return f"First by {lead:.0f} {'point' if round(lead) == 1 else 'points'}, for its {named}."
