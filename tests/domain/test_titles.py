"""Two spellings of one title become one; two titles never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.entity import Entity, EntityKey, EntityMetadata, EntityType
from metarr_desktop.domain.titles import normalise_title, search_text, title_numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Thing", "thing"),
        ("Thing, The", "The Thing"),
        ("Amélie", "AMELIE"),
        ("Fast & Furious", "Fast and Furious"),
        ("Rocky II", "Rocky 2"),
        ("Rocky V", "Rocky 5"),
        ("Star Wars: Episode IV - A New Hope", "Star Wars Episode 4 A New Hope"),
        ("Kill Bill: Vol. 1", "Kill Bill Volume One"),
        ("Ocean's Eleven", "Oceans 11"),
        ("Alien³", "Alien 3"),
        ("The Naked Gun 33⅓", "Naked Gun 33 1/3"),
        ("Łódź", "lodz"),
        ("L'avventura", "Lavventura"),
        ("Die Straße", "DIE STRASSE"),
        ("Le Samouraï", "Samourai"),
        ("Dune: Part Two", "Dune: Part 2"),
        ("Spider-Man", "spider man"),
    ],
)
def test_spellings_of_one_title_are_equal(one: str, other: str) -> None:
    assert normalise_title(one) == normalise_title(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Die Hard", "Hard"),
        ("I, Robot", "1 Robot"),
        ("X-Men", "10 Men"),
        ("The Godfather", "The Godfather Part II"),
        ("Vi", "V"),
        ("ガ", "が"),
    ],
)
def test_different_titles_stay_different(one: str, other: str) -> None:
    assert normalise_title(one) != normalise_title(other)


@pytest.mark.parametrize("title", ["The", "A", "!!!", "…", "🎬", "$", "It"])
def test_a_title_never_becomes_nothing(title: str) -> None:
    assert normalise_title(title)


def test_numbers_of_a_title_are_found_whatever_their_form() -> None:
    assert title_numbers(normalise_title("Harry Potter and the Deathly Hallows: Part II")) == (2,)


@given(st.text(max_size=60))
def test_normalising_any_text_works_and_blank_alone_gives_nothing(text: str) -> None:
    assert bool(normalise_title(text)) == bool(text.casefold().split())


@pytest.mark.parametrize(
    ("entity_type", "artist", "text"),
    [
        (EntityType.MUSIC, "Nirvana", "Nirvana - Nevermind"),
        (EntityType.MUSIC, "", "Nevermind"),
        (EntityType.MUSIC, " ", "Nevermind"),
        (EntityType.MOVIE, "Nirvana", "Nevermind"),
        (EntityType.TV, "", "Nevermind"),
    ],
)
def test_an_album_is_searched_for_with_its_artist(entity_type: EntityType, artist: str, text: str) -> None:
    entity = Entity(EntityKey(entity_type, 1), "Nevermind", 1991, metadata=EntityMetadata(artist=artist))

    assert search_text(entity) == text
