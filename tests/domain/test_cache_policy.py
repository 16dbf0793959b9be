from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from metarr_desktop.domain.cache_policy import (
    Decision,
    PairState,
    Standpoint,
    decide,
    groups_with,
    is_young,
    pair_state,
    rest_after,
)
from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.fetch_record import FetchBasis, FetchRecord
from metarr_desktop.domain.provider import AnswerGroup

NOW = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
IDS = ExternalIds(tmdb=27205, imdb="tt1375666")
STANDPOINT = Standpoint(IDS, ("tmdb", "27205"), generation=0, language="en")


def a_record(age: timedelta | None = timedelta(days=1), **changes: Any) -> FetchRecord:
    success = None if age is None else NOW - age
    values: dict[str, Any] = {
        "provider": "tmdb",
        "part": "poster",
        "identity_revision": 0,
        "last_attempt_at": success or NOW,
        "last_success_at": success,
        "outcome": Outcome.OK if success else Outcome.FAILED,
        "item_count": 3,
        "live_rows": 3,
        "basis": FetchBasis("tmdb", "27205", 0, "en") if success else None,
    }
    return FetchRecord(**{**values, **changes})


def a_failure(retry_in: timedelta, age: timedelta | None = None, **changes: Any) -> FetchRecord:
    return a_record(age, outcome=Outcome.FAILED, failures=1, next_retry_at=NOW + retry_in, **changes)


def state_of(record: FetchRecord | None, standpoint: Standpoint = STANDPOINT, **changes: Any) -> PairState:
    return pair_state(record, standpoint, **{"now": NOW, **changes})


# --------------------------------------------------------------------------------- the seven days


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(0), PairState.FRESH),
        (WEEK - SECOND, PairState.FRESH),
        (WEEK, PairState.STALE),  # the limit itself is stale
        (WEEK + SECOND, PairState.STALE),
        (-timedelta(minutes=4), PairState.FRESH),  # two clocks never quite agree
        (-timedelta(minutes=6), PairState.STALE),  # dated by a wrong clock
        (-timedelta(days=400), PairState.STALE),
    ],
)
def test_seven_days_decide_between_fresh_and_stale(age: timedelta, expected: PairState) -> None:
    assert state_of(a_record(age)) is expected


@pytest.mark.parametrize("hours", [-9, 0, 5.5, 13])
def test_the_age_is_the_same_in_every_time_zone(hours: float) -> None:
    zone = timezone(timedelta(hours=hours))
    just_fresh, just_stale = (NOW - WEEK + SECOND).astimezone(zone), (NOW - WEEK).astimezone(zone)

    assert is_young(just_fresh, now=NOW)
    assert not is_young(just_stale, now=NOW.astimezone(timezone(timedelta(hours=-3))))


def test_a_shorter_life_makes_stale_sooner() -> None:
    assert state_of(a_record(timedelta(days=5)), max_age=timedelta(days=5)) is PairState.STALE


def test_no_life_is_longer_than_seven_days() -> None:
    assert state_of(a_record(timedelta(days=8)), max_age=timedelta(days=30)) is PairState.STALE


# --------------------------------------------------------------------------------- what else makes stale


def test_a_pair_never_asked_is_missing() -> None:
    assert state_of(None) is PairState.MISSING


def test_deleted_rows_make_the_pair_missing() -> None:
    assert state_of(a_record(item_count=3, live_rows=2)) is PairState.MISSING


@pytest.mark.parametrize("outcome", [Outcome.EMPTY, Outcome.NOT_FOUND])
def test_nothing_there_is_remembered_like_any_answer(outcome: Outcome) -> None:
    assert state_of(a_record(outcome=outcome, item_count=0, live_rows=0)) is PairState.FRESH


def test_another_id_makes_the_pair_stale() -> None:
    other = Standpoint(ExternalIds(tmdb=603), ("tmdb", "603"), language="en")

    assert state_of(a_record(), other) is PairState.STALE


def test_learning_a_further_id_makes_nothing_stale() -> None:
    by_imdb = a_record(basis=FetchBasis("imdb", "tt1375666", 0, "en"))

    assert state_of(by_imdb) is PairState.FRESH


def test_not_found_by_a_poorer_id_is_asked_again_once_a_better_one_is_known() -> None:
    by_imdb = a_record(outcome=Outcome.NOT_FOUND, basis=FetchBasis("imdb", "tt1375666", 0, "en"))

    assert state_of(by_imdb) is PairState.STALE


def test_an_id_taken_away_makes_the_pair_stale() -> None:
    assert state_of(a_record(), Standpoint(ExternalIds(), None, language="en")) is PairState.STALE


def test_another_kind_of_key_makes_the_pair_stale() -> None:
    assert state_of(a_record(), Standpoint(IDS, ("tmdb", "27205"), generation=1)) is PairState.STALE


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("metadata", PairState.STALE),
        ("trailer", PairState.STALE),
        ("poster", PairState.FRESH),  # artwork comes in all languages anyway
    ],
)
def test_another_language_makes_only_texts_and_trailers_stale(part: str, expected: PairState) -> None:
    german = Standpoint(IDS, ("tmdb", "27205"), language="de")

    assert state_of(a_record(part=part), german) is expected


# --------------------------------------------------------------------------------- resting


def test_a_failed_pair_rests_until_its_time() -> None:
    assert state_of(a_failure(SECOND)) is PairState.RESTING
    assert state_of(a_failure(timedelta(0))) is PairState.MISSING


def test_an_old_success_rests_too_after_a_failure() -> None:
    assert state_of(a_failure(SECOND, timedelta(days=9))) is PairState.RESTING


def test_a_fresh_success_outweighs_a_failed_refetch() -> None:
    assert state_of(a_failure(SECOND, timedelta(days=2))) is PairState.FRESH


def test_a_rest_dated_by_a_wrong_clock_is_over() -> None:
    assert state_of(a_failure(timedelta(days=365))) is PairState.MISSING


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 5), (2, 10), (3, 20), (8, 640), (9, 1280), (10, 1440), (500, 1440)]
)
def test_rests_double_from_five_minutes_to_a_day(failures: int, minutes: int) -> None:
    assert rest_after(failures) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("named_s", "expected"),
    [(90, timedelta(seconds=90)), (10**12, timedelta(hours=24)), (0, timedelta(minutes=5))],
)
def test_a_rest_named_by_the_provider_rules(named_s: float, expected: timedelta) -> None:
    assert rest_after(1, named_s=named_s) == expected


# --------------------------------------------------------------------------------- the matrix

USE, ASK, LEAVE = Decision.USE, Decision.ASK, Decision.LEAVE
USER, BACKGROUND = Priority.USER, Priority.AUTOMATION


@pytest.mark.parametrize(
    ("priority", "force", "is_paused", "fresh", "stale", "missing", "resting"),
    [
        (BACKGROUND, False, False, USE, ASK, ASK, LEAVE),
        (BACKGROUND, False, True, USE, ASK, ASK, LEAVE),
        (USER, False, False, USE, ASK, ASK, ASK),
        (USER, False, True, USE, ASK, ASK, LEAVE),
        (BACKGROUND, True, False, ASK, ASK, ASK, ASK),
        (BACKGROUND, True, True, ASK, ASK, ASK, ASK),
        (USER, True, False, ASK, ASK, ASK, ASK),
        (USER, True, True, ASK, ASK, ASK, ASK),
    ],
)
def test_the_decision_matrix(
    priority: Priority,
    force: bool,
    is_paused: bool,
    fresh: Decision,
    stale: Decision,
    missing: Decision,
    resting: Decision,
) -> None:
    states = (PairState.FRESH, PairState.STALE, PairState.MISSING, PairState.RESTING)
    decisions = [decide(each, force=force, priority=priority, is_paused=is_paused) for each in states]

    assert decisions == [fresh, stale, missing, resting]


def test_whole_groups_are_asked_for() -> None:
    pictures = AnswerGroup("pictures", frozenset({"poster", "fanart"}))
    texts = AnswerGroup("texts", frozenset({"metadata"}))

    assert groups_with((pictures, texts), {"fanart"}) == (pictures,)
    assert groups_with((pictures, texts), {"poster", "metadata"}) == (pictures, texts)
    assert groups_with((pictures, texts), {"banner"}) == ()
