"""The seasons of a title are those all its providers name, and follow them."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.entity import EntityMetadata, Season
from metarr_desktop.domain.seasons import merge_seasons
from metarr_desktop.store import Store
from tests.builders import MOVIE
from tests.store.reading import save


def said(store: Store, *seasons: Season, provider: str = "tmdb", title: str = "Dark") -> None:
    metadata = EntityMetadata(title=title, seasons=seasons)
    save(store, parts=frozenset({"metadata"}), metadata=metadata, provider=provider)


def seasons_of(store: Store) -> tuple[Season, ...]:
    return store.call(store.entities.get, MOVIE).metadata.seasons


def test_a_title_gets_the_seasons_its_provider_names(store: Store) -> None:
    said(store, Season(1, "", 10, 2017), Season(2, "Fate", 8))
    assert seasons_of(store) == (Season(1, "", 10, 2017), Season(2, "Fate", 8))


def test_a_season_that_was_added_is_taken_over(store: Store) -> None:
    said(store, Season(1))
    said(store, Season(1), Season(2))
    assert seasons_of(store) == (Season(1), Season(2))


def test_a_season_its_provider_took_back_is_gone(store: Store) -> None:
    said(store, Season(1), Season(9))
    said(store, Season(1))
    assert seasons_of(store) == (Season(1),)


def test_an_answer_without_seasons_takes_none_away(store: Store) -> None:
    said(store, Season(1))
    said(store)
    assert seasons_of(store) == (Season(1),)


@pytest.mark.parametrize("first", ["tmdb", "fanart_tv"])
def test_the_favourite_provider_names_them_whoever_answers_first(store: Store, first: str) -> None:
    lists = {"tmdb": (Season(1, "One", None, 2017),), "fanart_tv": (Season(1, "Eins", 10, 2018), Season(2))}
    for provider in (first, *(lists.keys() - {first})):
        said(store, *lists[provider], provider=provider)
    assert seasons_of(store) == (Season(1, "One", 10, 2017), Season(2))


def test_seasons_edited_by_hand_stay(store: Store) -> None:
    said(store, Season(1))
    store.call(store._database.run, "UPDATE entities SET edited_fields = '[\"seasons\"]'")
    said(store, Season(1), Season(2))
    assert seasons_of(store) == (Season(1),)


def test_what_a_provider_said_of_seasons_is_read_back_as_said(store: Store) -> None:
    seasons = (Season(0, "Specials", 0), Season(1, "", None, 2017), Season(2, "Ende"))
    said(store, *seasons)
    assert store.call(store.metadata.all, MOVIE)["tmdb"][0].seasons == seasons


def test_lists_are_merged_by_number_and_gaps_filled() -> None:
    favourite, other = (Season(2, "", 8), Season(1)), (Season(0), Season(2, "Fate", 9, 2019))
    assert merge_seasons([favourite, other]) == (Season(0), Season(1), Season(2, "Fate", 8, 2019))
