"""The plan of automation: what it would select, and what it never touches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.selection import (
    CLEARLY_BETTER,
    AutomationMode,
    Candidate,
    PlannedPick,
    SlotPlan,
    could_be_chosen,
    default_limit,
    is_too_small,
    plan_slot,
)

POSTER, FANART = AssetType.POSTER, AssetType.FANART


def plan(
    *candidates: Candidate, limit: int = 1, is_several: bool = False, is_locked: bool = False
) -> SlotPlan:
    return plan_slot(POSTER, None, candidates, limit=limit, is_several=is_several, is_locked=is_locked)


def applied(candidates: list[Candidate], made: SlotPlan) -> list[Candidate]:
    """Return the slot as it is after the plan was carried out."""
    chosen = {pick.asset_id for pick in made.changes}
    left = {pick.replaces for pick in made.changes}
    return [
        replace(each, selected_by="auto")
        if each.asset_id in chosen
        else replace(each, selected_by=None)
        if each.asset_id in left
        else each
        for each in candidates
    ]


def test_the_best_candidate_fills_an_empty_slot():
    assert plan(Candidate(1, 80), Candidate(2, 90)).picks == (PlannedPick(2),)


def test_of_two_that_are_level_the_first_one_is_chosen():
    assert plan(Candidate(1, 80), Candidate(2, 80)).picks == (PlannedPick(1),)


def test_a_pick_of_a_person_is_never_displaced():
    assert plan(Candidate(1, 100), Candidate(2, 5, "user")) == SlotPlan(POSTER, None, (), (2,))


def test_picks_of_a_person_count_toward_the_limit():
    made = plan(
        *(Candidate(each, 90 - each) for each in range(1, 6)),
        Candidate(9, 1, "user"),
        limit=4,
        is_several=True,
    )
    assert [pick.asset_id for pick in made.picks] == [1, 2, 3]


def test_what_cannot_be_used_is_never_chosen():
    assert plan(Candidate(1, 100, is_usable=False)).picks == ()


def test_an_automatic_pick_stays_until_something_is_clearly_better():
    now = Candidate(1, 80, "auto")
    assert plan(now, Candidate(2, 80 + CLEARLY_BETTER - 1)).picks == ()
    assert plan(now, Candidate(2, 80 + CLEARLY_BETTER)).picks == (PlannedPick(2, replaces=1),)


def test_an_automatic_pick_that_can_no_longer_be_used_is_replaced_by_anything_usable():
    assert plan(Candidate(1, 99, "auto", is_usable=False), Candidate(2, 10)).picks == (PlannedPick(2, 1),)


def test_an_automatic_pick_that_can_no_longer_be_used_stays_where_nothing_can():
    made = plan(Candidate(1, 99, "auto", is_usable=False), Candidate(2, 10, is_usable=False))
    assert made == SlotPlan(POSTER, None, (), (1,))


def test_of_pictures_that_are_the_same_only_the_best_is_chosen():
    made = plan(
        Candidate(1, 90, stack=1), Candidate(2, 95, stack=1), Candidate(3, 50), limit=4, is_several=True
    )
    assert [pick.asset_id for pick in made.picks] == [2, 3]


def test_what_a_person_shows_already_is_not_chosen_once_more():
    made = plan(Candidate(1, 90, stack=1), Candidate(2, 10, "user", stack=1), limit=4, is_several=True)
    assert made.picks == ()


def test_a_better_copy_of_a_pick_replaces_that_pick_and_no_other():
    made = plan(
        Candidate(1, 60, "auto"), Candidate(2, 70, "auto", stack=1), Candidate(3, 90, stack=1),
        limit=2, is_several=True,
    )  # fmt: skip
    assert made.picks == (PlannedPick(3, replaces=2),)


def test_a_copy_takes_no_place_while_a_better_one_of_the_same_picture_is_picked():
    made = plan(
        Candidate(1, 0, stack=1), Candidate(2, 0, "auto", is_usable=False, stack=1), Candidate(3, 5, "auto", stack=1),
        limit=1,
    )  # fmt: skip
    assert made.picks == ()


def test_a_locked_slot_only_says_what_would_have_changed():
    made = plan(Candidate(1, 90), is_locked=True)
    assert (made.changes, made.would_have_changed) == ((), (PlannedPick(1),))
    assert could_be_chosen([made]) == ()


def test_a_limit_of_none_switches_the_type_off():
    assert plan(Candidate(1, 90), Candidate(2, 1, "auto"), limit=0, is_several=True).picks == ()


def test_a_slot_for_one_holds_one_whatever_the_limit():
    assert len(plan(Candidate(1, 90), Candidate(2, 80), limit=4).picks) == 1


@pytest.mark.parametrize(("asset_type", "limit"), [(POSTER, 1), (FANART, 4), (AssetType.SEASONPOSTER, 1)])
def test_the_usual_limits(asset_type, limit):
    assert default_limit(asset_type) == limit


@pytest.mark.parametrize(
    ("asset_type", "width", "height", "is_small"),
    [
        (POSTER, 500, 750, False),
        (POSTER, 499, 750, True),
        (FANART, 1920, 200, True),
        (FANART, None, None, False),
    ],
)
def test_too_small_is_less_than_a_quarter_of_the_ideal(asset_type, width, height, is_small):
    assert is_too_small(asset_type, width, height) is is_small


def test_automation_proposes_unless_told_otherwise():
    assert AutomationMode("propose") is AutomationMode.PROPOSE


slots = st.lists(
    st.builds(
        Candidate,
        st.just(0),
        st.integers(0, 100).map(float),
        st.sampled_from([None, None, None, "user", "auto"]),
        st.booleans(),
        st.sampled_from([None, None, 1, 2]),
    ),
    max_size=12,
).map(lambda found: [replace(each, asset_id=number) for number, each in enumerate(found, 1)])
limits, flags = st.integers(0, 6), st.booleans()


@given(slots, limits, flags)
def test_a_plan_carried_out_leaves_nothing_to_do(candidates, limit, is_several):
    first = plan(*candidates, limit=limit, is_several=is_several)
    assert plan(*applied(candidates, first), limit=limit, is_several=is_several).picks == ()


@given(slots, limits, flags, flags)
def test_no_plan_touches_what_a_person_chose(candidates, limit, is_several, is_locked):
    made = plan(*candidates, limit=limit, is_several=is_several, is_locked=is_locked)
    by_user = {each.asset_id for each in candidates if each.selected_by == "user"}
    assert by_user <= set(made.stays)
    assert not by_user & {pick.replaces for pick in made.picks}


@given(slots, limits, flags)
def test_no_plan_chooses_what_cannot_be_used_or_is_chosen_already(candidates, limit, is_several):
    possible = {each.asset_id for each in candidates if each.is_usable and each.selected_by is None}
    assert {pick.asset_id for pick in plan(*candidates, limit=limit, is_several=is_several).picks} <= possible


@given(slots, limits, flags)
def test_no_plan_raises_the_number_of_pictures_above_the_limit(candidates, limit, is_several):
    before = sum(each.selected_by is not None for each in candidates)
    made = plan(*candidates, limit=limit, is_several=is_several)
    after = sum(each.selected_by is not None for each in applied(candidates, made))
    assert before <= after <= max(before, limit if is_several else min(limit, 1))


@given(slots, limits, st.sampled_from([1, 2]))
def test_no_plan_adds_a_second_copy_of_a_picture(candidates, limit, stack):
    def copies(slot: list[Candidate]) -> int:
        return sum(each.selected_by is not None and each.stack == stack for each in slot)

    made = plan(*candidates, limit=limit, is_several=True)
    assert copies(applied(candidates, made)) <= max(1, copies(candidates))
