"""Turns at a service whose limit all programs share: apart by the spacing, whatever the clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from metarr_desktop.store import Store
from tests.store.turn_programs import assert_turns_are_apart

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def take(
    store: Store, now: datetime = NOW, provider: str = "musicbrainz", spacing: timedelta = SECOND
) -> datetime:
    return store.call(store.turns.take, provider, spacing, now=now)


def test_the_first_turn_is_now_and_each_further_one_comes_after_the_spacing(store: Store) -> None:
    assert [take(store) for _ in range(4)] == [NOW + number * SECOND for number in range(4)]


def test_after_a_while_without_requests_the_turn_is_now_again(store: Store) -> None:
    take(store)
    later = NOW + timedelta(seconds=30)
    assert take(store, later) == later


def test_each_service_has_turns_of_its_own(store: Store) -> None:
    take(store)
    assert take(store, provider="other") == NOW


def test_a_turn_far_ahead_was_written_by_a_wrong_clock_and_holds_nobody_up(store: Store) -> None:
    take(store, NOW + timedelta(days=400))
    assert take(store) == NOW
    assert take(store) == NOW + SECOND


def test_a_clock_that_goes_back_a_little_still_keeps_the_turns_apart(store: Store) -> None:
    first = take(store)
    assert take(store, NOW - timedelta(seconds=5)) == first + SECOND


def test_programs_that_ask_at_the_same_time_never_get_the_same_turn(tmp_path: Path) -> None:
    path = tmp_path / "metarr.db"
    Store.open(str(path), clock=lambda: NOW).close_now()
    assert_turns_are_apart(str(path))
