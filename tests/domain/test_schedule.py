"""When a run begins and which titles it takes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.schedule import (
    EARLY_AGE,
    UPDATE_AGE,
    QuietHours,
    ScheduleSettings,
    TitleAge,
    days_share,
    first_run,
    next_run,
)
from tests.builders import NOON

DAY = timedelta(days=1)
TOMORROW = NOON + DAY


def titles(*days: float | None) -> list[TitleAge]:
    """Return titles 1, 2, … that are so many days old; ``None`` was never fetched."""
    return [
        TitleAge(EntityKey(EntityType.MOVIE, number), None if age is None else NOON - age * DAY)
        for number, age in enumerate(days, start=1)
    ]


def numbers(known: list[TitleAge], next_run_at: datetime = TOMORROW) -> list[int]:
    return [turn.key.entity_id for turn in days_share(known, now=NOON, next_run_at=next_run_at)]


def test_a_sixth_of_the_library_is_taken_oldest_first() -> None:
    assert numbers(titles(5.5, 5.1, 5.3, 5.2, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)) == [1, 3]


def test_titles_of_no_more_than_five_days_are_left_alone() -> None:
    assert numbers(titles(5.0, 3.9, 1.1, 0.5, 0.4, 0.3)) == []


def test_all_that_would_be_a_week_old_before_the_next_run_are_taken() -> None:
    assert numbers(titles(6.1, 6.5, 7.5, 30, 0.1, 0.1)) == [4, 3, 2, 1]


def test_a_later_next_run_makes_more_of_them_pressing() -> None:
    known = titles(5.6, 5.5, 5.4, 0.1, 0.1, 0.1)
    assert (numbers(known), numbers(known, NOON + 1.5 * DAY)) == ([1, 2], [1, 2, 3])


def test_a_library_fetched_in_one_evening_is_spread_over_the_days() -> None:
    turns = days_share(titles(*[1.5] * 60), now=NOON, next_run_at=TOMORROW)
    assert (len(turns), {turn.max_age for turn in turns}) == (10, {EARLY_AGE})


def test_titles_fetched_today_are_not_taken_for_that() -> None:
    assert numbers(titles(*[0.9] * 60)) == []


def test_old_titles_are_asked_for_what_is_older_than_five_days() -> None:
    (turn,) = days_share(titles(5.5), now=NOON, next_run_at=TOMORROW)
    assert turn.max_age == UPDATE_AGE


def test_titles_never_fetched_fill_the_share_but_keep_nobody_else_waiting() -> None:
    assert numbers(titles(None, 5.5, *[0.1] * 4)) == [2]
    assert numbers(titles(None, *[0.1] * 5)) == [1]


def test_titles_never_fetched_take_turns() -> None:
    known = titles(*[None] * 12)
    taken = {
        turn.key.entity_id
        for days in range(6)
        for turn in days_share(known, now=NOON + days * DAY, next_run_at=TOMORROW + days * DAY)
    }
    assert taken == set(range(1, 13))


def test_a_time_in_the_future_is_a_clock_that_ran_wrong() -> None:
    assert numbers(titles(-3, *[0.1] * 5)) == [1]


def test_an_empty_library_has_no_share() -> None:
    assert numbers([]) == []


@given(st.lists(st.floats(0, 20), max_size=60), st.floats(0.5, 1.5))
def test_no_title_is_left_that_would_pass_a_week_before_the_next_run(ages: list[float], gap: float) -> None:
    next_at = NOON + gap * DAY
    known = titles(*ages)
    left = {title.key for title in known} - {
        turn.key for turn in days_share(known, now=NOON, next_run_at=next_at)
    }
    assert all(
        next_at - title.fetched_at < 7 * DAY for title in known if title.key in left and title.fetched_at
    )


@given(st.lists(st.floats(0, 20), max_size=60))
def test_a_title_is_taken_once_and_never_before_an_older_one(ages: list[float]) -> None:
    taken = numbers(titles(*ages))
    left = set(range(1, len(ages) + 1)) - set(taken)
    assert len(taken) == len(set(taken))
    assert not taken or not left or min(ages[n - 1] for n in taken) >= max(ages[n - 1] for n in left)


@pytest.mark.parametrize(
    ("hour", "expected"), [(3, "02 03:30"), (9, "02 03:30"), (16, "03 03:30"), (23, "03 03:30")]
)
def test_the_next_run_is_about_a_day_away_at_the_set_time(hour: int, expected: str) -> None:
    due = next_run(ScheduleSettings(), datetime(2026, 3, 1, hour, tzinfo=UTC), UTC)
    assert due.strftime("%d %H:%M") == expected


def test_a_schedule_just_switched_on_begins_at_its_time() -> None:
    assert first_run(ScheduleSettings(at=time(18)), NOON, UTC) == NOON.replace(hour=18)
    assert first_run(ScheduleSettings(at=time(6)), NOON, UTC) == NOON.replace(day=2, hour=6)


def test_times_of_day_are_local() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert first_run(ScheduleSettings(at=time(18)), NOON, berlin) == NOON.replace(hour=17)
    summer = datetime(2026, 3, 28, 20, tzinfo=UTC)  # the clocks go forward in this night
    assert next_run(ScheduleSettings(at=time(18)), summer, berlin) == datetime(2026, 3, 29, 16, tzinfo=UTC)


@pytest.mark.parametrize(("at", "is_quiet"), [(22, True), (23, True), (3, True), (7, False), (12, False)])
def test_quiet_hours_may_pass_midnight(at: int, is_quiet: bool) -> None:
    assert QuietHours(time(22), time(7)).covers(time(at)) is is_quiet


def test_quiet_hours_end_at_their_end() -> None:
    settings = ScheduleSettings(quiet=QuietHours(time(11), time(14, 30)))
    assert settings.quiet_until(NOON, UTC) == NOON.replace(hour=14, minute=30)
    assert settings.quiet_until(NOON.replace(hour=15), UTC) is None
    assert ScheduleSettings().quiet_until(NOON, UTC) is None


def test_quiet_hours_that_are_none_are_refused() -> None:
    with pytest.raises(InvalidInput):
        QuietHours(time(8), time(8))
