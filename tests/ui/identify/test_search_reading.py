"""What the search bar means: text, year, ids, and what else may be searched for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metarr_desktop.domain.entity import EntityMetadata, EntityType
from tests.ui.identify.searches import an_unknown
from ui.identify.query import Query, cut, other_titles, query_of, read_query


@pytest.mark.parametrize(
    ("year", "expected"), [("1972", 1972), (" 1972 ", 1972), ("197", None), ("", None), ("0042", None)]
)
def test_a_year_counts_once_it_is_whole(year: str, expected: int | None) -> None:
    assert read_query("Solaris", year, EntityType.MOVIE).year == expected


@pytest.mark.parametrize("text", ["tt0069293", "tmdb:593", "https://www.themoviedb.org/movie/593-solaris"])
def test_an_id_or_address_is_known_as_one(text: str) -> None:
    assert Query(text).has_ids


def test_a_title_is_no_id() -> None:
    assert not Query("Solaris").has_ids


@pytest.mark.parametrize(
    ("text", "while_typing", "on_enter"),
    [("", False, False), ("   ", False, False), ("M", False, True), ("It", True, True), ("🎬🎬", True, True)],
)
def test_one_letter_is_searched_for_on_enter_only(text: str, while_typing: bool, on_enter: bool) -> None:
    query = read_query(text, "", EntityType.MOVIE)
    assert query.is_searchable(is_wanted_now=False) is while_typing
    assert query.is_searchable(is_wanted_now=True) is on_enter


def test_an_address_that_names_nothing_says_so() -> None:
    assert "names no title" in Query("https://www.imdb.com/chart/top").problem


def test_a_text_longer_than_any_title_is_cut() -> None:
    assert cut("a" * 10_000) == "a" * 255


def test_a_long_text_with_an_id_in_it_stays_whole() -> None:
    text = "Info about the film " * 20 + "https://www.imdb.com/title/tt0069293/"
    assert cut(text) == text


@pytest.mark.parametrize("query", [Query("Solaris", 1972), Query("Solaris (1972)"), Query("Solaris 1972")])
def test_the_year_can_be_dropped_wherever_it_stands(query: Query) -> None:
    assert query.has_year
    assert query.without_year() == Query("Solaris")


def test_a_title_comes_up_with_its_year() -> None:
    assert query_of(an_unknown(1)) == Query("Solaris", 1972)


def test_other_titles_are_known_ones_then_the_file_name() -> None:
    entity = replace(
        an_unknown(1, path="Films/Solaris.1972.mkv"),
        metadata=EntityMetadata(original_title="Солярис", alternative_titles=("Solyaris", "Solaris")),
    )
    assert other_titles(entity, Query("solaris")) == ("Солярис", "Solyaris", "Solaris.1972.mkv")
