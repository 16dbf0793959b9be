"""Scores under the weights of a person, without any window."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.ranking import BALANCED, MOST, PRESETS, Weights
from tests.fakes import an_asset
from ui.assets.ranking import Ranking, points_text, whole_shares
from ui.assets.score_bars import ScoreBars

WEIGHTS = st.builds(Weights, *[st.integers(0, MOST)] * 5).filter(lambda each: sum(each.parts()) > 0)


def scored(score: int = 90, *fractions: float, **changes: object) -> CachedAsset:
    """A candidate with these fractions of the five parts."""
    parts = fractions or (1.0, 1.0, 1.0, 0.5, 1.0)
    names = ("resolution", "shape", "language", "votes", "provider")
    points = (int(most * each + 0.5) for most, each in zip(BALANCED.parts(), parts, strict=True))
    stored = {**dict(zip(names, points, strict=True)), "fractions": parts}
    return an_asset(score=score, score_json=json.dumps(stored), **changes)


def ranking(weights: Weights = BALANCED) -> Ranking:
    it = Ranking()
    it.use(weights)
    return it


@given(WEIGHTS)
def test_the_most_points_always_add_up_to_a_hundred(weights: Weights) -> None:
    assert sum(whole_shares(weights)) == 100


@given(WEIGHTS, st.tuples(*[st.floats(0, 1)] * 5))
def test_a_total_is_the_sum_of_the_points_that_are_shown(
    weights: Weights, fractions: tuple[float, ...]
) -> None:
    asset, it = scored(50, *fractions), ranking(weights)
    ranked = it.of(asset)
    assert ranked is not None
    if weights != BALANCED:
        assert it.total(asset) == sum(ranked.points)
    assert all(points <= most for points, most in zip(ranked.points, ranked.most, strict=True))


def test_balanced_weights_give_the_stored_score_and_the_order_of_the_store() -> None:
    low, high = scored(10), scored(99)
    assert ranking().total(low) == 10
    assert list(ranking().ordered([low, high])) == [low, high]


def test_other_weights_order_anew_and_leave_equals_as_they_were() -> None:
    large, liked, also_liked = scored(90, 1, 1, 1, 0, 1), scored(80, 0, 1, 1, 1, 1), scored(70, 0, 1, 1, 1, 1)
    by_votes = ranking(PRESETS["Community"])
    assert list(by_votes.ordered([large, liked, also_liked])) == [liked, also_liked, large]


def test_textless_first_makes_no_text_the_best_language() -> None:
    english, textless = scored(90), scored(60, 1, 1, 0, 0.5, 1, language=None)
    assert next(iter(ranking(PRESETS["Textless"]).ordered([english, textless]))) is textless


def test_a_picture_that_was_never_scored_has_no_total_and_comes_last() -> None:
    unscored = an_asset(score=None, score_json=None)
    it = ranking(PRESETS["Biggest"])
    assert it.total(unscored) is None
    worst = scored(1, 0, 0, 0, 0, 0)
    assert list(it.ordered([unscored, worst])) == [worst, unscored]


def test_the_first_says_why_and_nobody_else_does() -> None:
    first, second = scored(90, 1, 1, 1, 1, 1), scored(60, 0.2, 1, 1, 1, 1)
    it = ranking(PRESETS["Biggest"])
    assert it.why_first(first, [first, second]) == "First by 56 points, for its resolution."
    assert it.why_first(second, [first, second]) == ""


def test_a_rejected_picture_is_neither_first_nor_a_rival() -> None:
    rejected, other, last = scored(99, is_rejected=True), scored(90), scored(80)
    assert ranking().why_first(rejected, [rejected, other]) == ""
    assert ranking().why_first(other, [rejected, other, last]) != ""


def test_the_parts_are_said_in_words() -> None:
    ranked = ranking().of(scored())
    assert ranked is not None
    expected = "resolution 30 of 30, shape 20 of 20, language 20 of 20, votes 10 of 20, provider 10 of 10"
    assert points_text(ranked) == expected
    assert "language" not in points_text(ranked, has_language=False)


def test_a_picture_whose_language_nobody_states_has_no_bar_for_it(qtbot) -> None:
    bars = ScoreBars()
    qtbot.addWidget(bars)
    bars.show_ranked(ranking().of(scored()), has_language=False)
    assert [name for name, _, _ in bars.rows()] == ["Resolution", "Shape", "Votes", "Provider"]
    assert "language" not in bars.accessibleName().lower()
    bars.show_ranked(ranking().of(scored()))
    assert len(bars.rows()) == 5
