"""What the health page and the sentence after a change of language are told by the store."""

from __future__ import annotations

from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.store import Store
from tests.builders import FakeClock
from tests.store.todays_numbers import (
    assert_numbers_are_those_of_today,
    assert_texts_of_another_language_are_found,
)


def test_numbers_are_those_of_today(store: Store) -> None:
    assert_numbers_are_those_of_today(store)


def test_yesterday_is_in_none_of_them(store: Store, clock: FakeClock) -> None:
    store.call(store.statistics.record_flight, "tmdb", Outcome.OK, 1.0)
    store.call(store.statistics.count_requests, "tmdb", 3)
    clock.advance(hours=24)

    assert store.call(store.statistics.provider_numbers) == {}


def test_titles_with_texts_of_another_language_are_counted(store: Store) -> None:
    assert_texts_of_another_language_are_found(store)
