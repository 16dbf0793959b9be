"""What carries the mark New."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes import NOW, an_asset
from ui.assets.newness import new_ids

MONTH_AGO = NOW - timedelta(days=30)


def test_nothing_of_the_first_fetch_is_new() -> None:
    assets = [an_asset(first_seen_at=MONTH_AGO), an_asset(first_seen_at=MONTH_AGO + timedelta(seconds=3))]
    assert new_ids(assets, None) == frozenset()


def test_what_came_after_the_last_look_is_new() -> None:
    old, new = an_asset(first_seen_at=MONTH_AGO), an_asset(first_seen_at=NOW - timedelta(days=1))
    assert new_ids([old, new], NOW - timedelta(days=2)) == {new.id}


def test_what_was_looked_at_is_new_no_longer() -> None:
    old, seen = an_asset(first_seen_at=MONTH_AGO), an_asset(first_seen_at=NOW - timedelta(days=1))
    assert new_ids([old, seen], NOW) == frozenset()


def test_what_came_later_is_new_to_somebody_who_never_looked() -> None:
    old, later = an_asset(first_seen_at=MONTH_AGO), an_asset(first_seen_at=NOW)
    assert new_ids([old, later], None) == {later.id}


def test_the_first_fetch_of_a_second_provider_is_not_new() -> None:
    tmdb = an_asset(first_seen_at=MONTH_AGO)
    fanart = an_asset(provider_name="fanart_tv", first_seen_at=NOW)
    assert new_ids([tmdb, fanart], NOW - timedelta(days=1)) == frozenset()


def test_what_a_refresh_named_is_new_however_soon_it_came() -> None:
    first, second = an_asset(first_seen_at=NOW), an_asset(first_seen_at=NOW + timedelta(seconds=5))
    assert new_ids([first, second], None, {second.id}) == {second.id}


def test_a_picture_of_ones_own_is_not_new() -> None:
    first = an_asset(provider_name="user", first_seen_at=MONTH_AGO)
    second = an_asset(provider_name="user", first_seen_at=NOW)
    assert new_ids([first, second], MONTH_AGO, {second.id}) == frozenset()


def test_what_is_no_longer_offered_is_not_new() -> None:
    old = an_asset(first_seen_at=MONTH_AGO)
    gone = an_asset(first_seen_at=NOW, missing_since=NOW)
    assert new_ids([old, gone], None) == frozenset()
