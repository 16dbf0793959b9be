"""Which titles are shown in which order."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from metarr_desktop.domain.entity import ExternalIds, IdentityState
from metarr_desktop.domain.library import LibraryRow
from tests.fakes import NOW, an_asset, an_entity
from ui.library.arrangement import Arrangement, Sort, Wanted, Worklist, arranged, ids_text, worklist_counts


def a_row(number: int, title: str, year: int | None = 2000, **changes) -> LibraryRow:
    entity_changes = {
        name: changes.pop(name)
        for name in ("state", "external_ids", "path", "edition", "added_at")
        if name in changes
    }
    return replace(LibraryRow(an_entity(number, title, year, **entity_changes), wanted=8), **changes)


def names(rows: list[LibraryRow]) -> list[str]:
    return [row.entity.title for row in rows]


ROWS = [
    a_row(1, "The Thing", 1982, chosen=3, fetched_at=NOW - timedelta(days=1)),
    a_row(2, "Amélie", 2001, chosen=1, fetched_at=NOW - timedelta(days=6.5), new_count=2),
    a_row(3, "Zodiac", 2007, fetched_at=None),
    a_row(4, "Solaris", None, state=IdentityState.UNIDENTIFIED, external_ids=ExternalIds()),
    a_row(5, "Holiday 1998", None, state=IdentityState.IN_NO_PROVIDER, external_ids=ExternalIds()),
    a_row(6, "Дерсу Узала", 1975, has_failed_fetch=True, poster=an_asset(is_selected=True)),
]


def test_titles_are_sorted_without_article_and_accents() -> None:
    assert names(arranged(ROWS, Arrangement())) == [
        "Amélie", "Holiday 1998", "Solaris", "The Thing", "Zodiac", "Дерсу Узала",
    ]  # fmt: skip


def test_twins_are_sorted_by_year() -> None:
    twins = [a_row(1, "Dune", 2021), a_row(2, "Dune", 1984)]
    assert [row.entity.year for row in arranged(twins, Arrangement())] == [1984, 2021]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (Sort.YEAR, "Holiday 1998"),
        (Sort.CACHE_AGE, "Holiday 1998"),
        (Sort.ARTWORK, "Holiday 1998"),
        (Sort.IDENTITY, "Solaris"),
        (Sort.IDS, "Amélie"),
    ],
)
def test_every_order_has_its_first_title(sort: Sort, first: str) -> None:
    assert names(arranged(ROWS, Arrangement(sort=sort)))[0] == first


def test_the_title_added_last_comes_first_when_sorted_by_date_added() -> None:
    rows = [a_row(1, "Old", added_at=NOW - timedelta(days=2)), a_row(2, "Young", added_at=NOW)]
    assert names(arranged(rows, Arrangement(sort=Sort.ADDED))) == ["Young", "Old"]


def test_descending_turns_the_order_round() -> None:
    up = arranged(ROWS, Arrangement(sort=Sort.YEAR))
    assert arranged(ROWS, Arrangement(sort=Sort.YEAR, is_descending=True)) == up[::-1]


@pytest.mark.parametrize(
    ("worklist", "expected"),
    [
        (Worklist.UNIDENTIFIED, ["Solaris"]),
        (Worklist.IN_NO_PROVIDER, ["Holiday 1998"]),
        (Worklist.MISSING_POSTER, ["Amélie", "The Thing", "Zodiac"]),
        (Worklist.NEW, ["Amélie"]),
        (Worklist.FAILED, ["Дерсу Узала"]),
    ],
)
def test_a_worklist_holds_what_its_name_says(worklist: Worklist, expected: list[str]) -> None:
    assert names(arranged(ROWS, Arrangement(worklist=worklist))) == expected


def test_counts_agree_with_the_lists() -> None:
    counts = worklist_counts(ROWS)
    assert counts == {each: len(arranged(ROWS, Arrangement(worklist=each))) for each in Worklist}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amelie", ["Amélie"]),
        ("THING 1982", ["The Thing"]),
        ("дерсу", ["Дерсу Узала"]),
        ("thing 2011", []),
        ("   ", ["Amélie", "Holiday 1998", "Solaris", "The Thing", "Zodiac", "Дерсу Узала"]),
    ],
)
def test_the_filter_finds_all_words_in_any_spelling(text: str, expected: list[str]) -> None:
    assert names(arranged(ROWS, Arrangement(wanted=Wanted.read(text)))) == expected


def test_an_id_finds_its_title_whatever_it_is_called() -> None:
    rows = [a_row(1, "Alien", external_ids=ExternalIds(tmdb="348")), *ROWS[3:]]
    found = arranged(rows, Arrangement(wanted=Wanted.read("tmdb 348")))
    assert names(found) == ["Alien"]


def test_ids_read_as_people_write_them() -> None:
    entity = an_entity(external_ids=ExternalIds(imdb="tt1375666", tmdb="27205"))
    assert ids_text(entity) == "tmdb 27205 · tt1375666"


def test_ten_thousand_titles_are_arranged_within_a_tenth_of_a_second_once_known() -> None:
    rows = [a_row(number, f"Film number {number}", 1950 + number % 70) for number in range(10_000)]
    arranged(rows, Arrangement(wanted=Wanted.read("film")))  # folds every title once
    best = min(_seconds(rows) for _ in range(5))
    assert best < 0.1


def _seconds(rows: list[LibraryRow]) -> float:
    start = time.perf_counter()
    arranged(rows, Arrangement(wanted=Wanted.read("number 77")))
    return time.perf_counter() - start
