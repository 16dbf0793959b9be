"""Other weights order the same candidates anew, without another look at the pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.asset import ScoreParts
from metarr_desktop.domain.ranking import BALANCED, PRESETS, Weights, preset_of, rank, why_first
from metarr_desktop.store.serialise import score_to_json
from tests.fakes import an_asset


def scored(fractions=(1.0, 1.0, 1.0, 0.5, 1.0), **changes):
    """A candidate whose parts have these fractions of what they can have."""
    parts = ScoreParts(
        *(round(each * most) for each, most in zip(fractions, (30, 20, 20, 20, 10), strict=True)), fractions
    )
    return replace(an_asset(**changes), score=parts.total, score_json=score_to_json(parts))


def test_balanced_weights_give_the_stored_score():
    asset = scored((0.9, 1.0, 0.85, 0.6, 0.8))

    assert round(rank(asset, BALANCED).total) == asset.score


def test_only_proportions_of_weights_count():
    asset = scored((0.3, 0.9, 0.2, 0.8, 1.0))

    assert rank(asset, Weights(60, 40, 40, 40, 20)).total == pytest.approx(rank(asset, BALANCED).total)


def test_biggest_puts_the_larger_picture_first():
    large, loved = scored((1.0, 1.0, 0.5, 0.5, 0.4)), scored((0.5, 1.0, 1.0, 1.0, 1.0))

    assert rank(large, BALANCED).total < rank(loved, BALANCED).total
    assert rank(large, PRESETS["Biggest"]).total > rank(loved, PRESETS["Biggest"]).total


def test_textless_takes_no_text_for_the_best_language():
    textless, german = scored((1, 1, 0.1, 0.5, 1), language=None), scored((1, 1, 1.0, 0.5, 1), language="de")

    assert rank(textless, PRESETS["Textless"]).total > rank(german, PRESETS["Textless"]).total


def test_a_picture_without_a_score_has_no_rank():
    assert rank(replace(an_asset(), score=None, score_json=None), BALANCED) is None


def test_no_weight_at_all_ranks_nothing_instead_of_failing():
    assert rank(scored(), Weights(0, 0, 0, 0, 0)).total == 0


def test_presets_are_known_by_their_name():
    assert preset_of(Weights(70, 10, 10, 5, 5)) == "Biggest"
    assert preset_of(Weights(1, 2, 3, 4, 5)) == ""


def test_the_winner_says_which_parts_put_it_first():
    best, second = scored((1, 1, 1, 0.9, 1)), scored((1, 1, 0.1, 0.5, 1))

    assert (
        why_first(rank(best, BALANCED), rank(second, BALANCED))
        == "First by 26 points, for its language and votes."
    )


def test_a_lead_told_in_whole_points_is_the_one_between_the_scores_on_screen():
    best, second = rank(scored((1, 1, 1, 0.82, 1)), BALANCED), rank(scored((1, 1, 1, 0.744, 1)), BALANCED)

    assert why_first(best, second) == "First by 2 points, for its votes."  # 96.4 to 94.9
    assert why_first(best.in_whole_points(), second.in_whole_points()) == "First by 1 point, for its votes."


def test_a_tie_is_called_a_tie():
    one = rank(scored(), BALANCED)

    assert why_first(one, one) == "Level with the next: nothing sets it apart."


shares = st.floats(0, 1, allow_nan=False)


@given(st.tuples(shares, shares, shares, shares, shares), st.builds(Weights, *[st.integers(0, 100)] * 5))
def test_points_always_add_up_within_their_limits(fractions, weights):
    ranked = rank(scored(fractions), weights)

    assert 0 <= ranked.total <= 100.0001
    assert all(points <= most + 1e-9 for points, most in zip(ranked.points, ranked.most, strict=True))
