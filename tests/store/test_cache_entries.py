"""The cache as a table, and the ages of what it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from metarr_desktop.domain.cache_report import CacheQuery, PairState
from metarr_desktop.store import Store
from tests.builders import NOON, FakeClock, an_answer, an_image
from tests.store.cache_checks import CACHE_CHECKS


@pytest.mark.parametrize("check", CACHE_CHECKS, ids=lambda check: check.__name__.removeprefix("assert_"))
def test_the_cache_table(store: Store, check: Callable[[Store], None]) -> None:
    check(store)


def test_a_pair_is_seven_days_old_to_the_microsecond(store: Store, clock: FakeClock) -> None:
    store.call(store.answers.save, an_answer(an_image(), now=NOON))
    clock.now = NOON + timedelta(days=7) - timedelta(microseconds=1)
    fresh = CacheQuery(state=PairState.FRESH)
    assert store.call(store.cache_entries.page, fresh)[0] == store.call(store.report.pairs_of_age, 6) == 1
    clock.now = NOON + timedelta(days=7)
    assert store.call(store.cache_entries.page, fresh)[0] == 0
    assert store.call(store.report.pairs_of_age, 7) == 1


def test_an_entry_whose_rows_were_deleted_is_not_fresh(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image(), an_image()))
    store.call(store._database.run, "DELETE FROM provider_assets WHERE id = 1")
    [found] = store.call(store.cache_entries.page, CacheQuery())[1]
    assert (found.entry.rows, found.entry.state) == (1, PairState.STALE)


def test_a_success_dated_far_ahead_counts_as_old(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image(), now=NOON + timedelta(hours=2)))
    assert store.call(store.cache_entries.page, CacheQuery(state=PairState.STALE))[0] == 1
    assert store.call(store.report.pairs_of_age, 14) == 1
