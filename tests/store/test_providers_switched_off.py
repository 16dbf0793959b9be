"""Rows of a provider that is switched off stay; they count for no age and no failure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.library.rows import row_of
from metarr_desktop.store import Store
from tests.builders import MOVIE, NOON, an_image
from tests.store.reading import posters, save

LATER = NOON + timedelta(days=3)


@pytest.fixture
def asked(store: Store) -> Store:
    """TMDB answered now and failed for keyart, Fanart.tv answered three days later."""
    save(store, an_image("tmdb.jpg"))
    save(store, an_image("fanart.jpg"), provider="fanart_tv", now=LATER)
    store.call(
        store.fetches.save_failure, MOVIE, "tmdb", ("keyart",), Outcome.FAILED, "failed", "Down.", now=NOON
    )
    return store


def test_until_somebody_says_who_is_on_all_count(asked: Store) -> None:
    assert asked.call(asked.overview.oldest_success, EntityType.MOVIE) == {1: NOON}


def test_the_age_of_a_title_leaves_out_who_is_off(asked: Store) -> None:
    asked.set_providers(("fanart_tv", "tmdb"), frozenset({"fanart_tv"}))
    assert asked.call(asked.overview.oldest_success, EntityType.MOVIE) == {1: LATER}
    assert asked.call(row_of, asked, MOVIE).fetched_at == LATER


def test_a_failure_of_who_is_off_is_none_of_the_title(asked: Store) -> None:
    assert asked.call(asked.overview.failing, EntityType.MOVIE) == {1}
    asked.set_providers((), frozenset({"fanart_tv"}))
    assert asked.call(asked.overview.failing, EntityType.MOVIE) == frozenset()
    assert not asked.call(row_of, asked, MOVIE).has_failed_fetch


def test_with_everybody_off_no_title_has_an_age(asked: Store) -> None:
    asked.set_providers((), frozenset())
    assert asked.call(asked.overview.oldest_success, EntityType.MOVIE) == {}
    assert asked.call(row_of, asked, MOVIE).fetched_at is None


def test_the_rows_stay_whoever_is_off(asked: Store) -> None:
    asked.set_providers((), frozenset())
    assert len(posters(asked)) == 2
    assert asked.call(asked.overview.covers, EntityType.MOVIE, AssetType.POSTER)[1].provider_name == "tmdb"


def test_another_order_decides_ties_at_once(store: Store) -> None:
    save(store, an_image("tmdb.jpg"))
    save(store, an_image("fanart.jpg"), provider="fanart_tv")
    assert [row.provider_name for row in posters(store)] == ["tmdb", "fanart_tv"]
    store.set_providers(("fanart_tv", "tmdb"), frozenset({"tmdb", "fanart_tv"}))
    assert [row.provider_name for row in posters(store)] == ["fanart_tv", "tmdb"]
