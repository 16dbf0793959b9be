"""Columns of one style over the members of a set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.domain.contact_sheet import SheetCandidate, StyleColumn, likeness, style_columns

DARK, LIGHT, RED = bytes([10] * 20), bytes([240] * 20), bytes([200, 0] * 10)


def candidate(number: int, style: bytes | None, **changes) -> SheetCandidate:
    return SheetCandidate(number, style, **changes)


def nearly(style: bytes, by: int) -> bytes:
    return bytes(min(255, max(0, each + by)) for each in style)


def test_pictures_of_one_style_stand_in_one_column():
    rows = [
        [candidate(1, DARK), candidate(2, LIGHT)],
        [candidate(3, nearly(LIGHT, -5)), candidate(4, nearly(DARK, 5))],
        [candidate(5, nearly(DARK, 9))],
    ]

    dark, light = style_columns(rows)

    assert dark.asset_ids == (1, 4, 5)
    assert light.asset_ids == (2, 3, None)
    assert (dark.coverage, light.coverage) == (3, 2)


def test_a_picture_like_no_other_makes_no_column():
    assert style_columns([[candidate(1, RED)], [candidate(2, LIGHT)]]) == ()


def test_a_picture_nobody_saw_is_like_no_other():
    assert likeness(candidate(1, None), candidate(2, DARK)) == 0
    assert style_columns([[candidate(1, None)], [candidate(2, None)]]) == ()


def test_one_provider_and_one_language_speak_for_one_style():
    near, stranger = (
        candidate(1, DARK, provider="tmdb", language="de"),
        candidate(2, DARK, provider="tvdb", language="en"),
    )
    ask = candidate(3, nearly(DARK, 20), provider="tmdb", language="de")

    assert likeness(ask, near) > likeness(ask, stranger)


def test_one_provider_and_one_language_make_no_style_of_strangers():
    stranger = nearly(DARK, 32)  # of the same hand, not of the same style
    rows = [[candidate(1, DARK, provider="tmdb")], [candidate(2, stranger, provider="tmdb")]]

    assert style_columns(rows) == ()


def test_of_equal_styles_the_better_scored_column_comes_first():
    rows = [
        [candidate(1, DARK, score=10), candidate(2, LIGHT, score=90)],
        [candidate(3, DARK, score=10), candidate(4, LIGHT, score=90)],
    ]

    assert [column.asset_ids for column in style_columns(rows)] == [(2, 4), (1, 3)]


def test_no_more_columns_than_asked_for():
    rows = [[candidate(row * 100 + n, bytes([n * 8] * 20)) for n in range(30)] for row in range(2)]

    assert len(style_columns(rows, most=3)) == 3


def test_no_members_make_no_columns():
    assert style_columns([]) == style_columns([[], []]) == ()


styles = st.none() | st.binary(min_size=8, max_size=8)


@given(st.lists(st.lists(styles, max_size=6), max_size=5))
def test_every_candidate_stands_in_one_column_at_most_and_in_its_own_row(table):
    rows = [
        [candidate(row * 100 + place, style) for place, style in enumerate(line)]
        for row, line in enumerate(table)
    ]
    columns: tuple[StyleColumn, ...] = style_columns(rows)

    shown = [number for column in columns for number in column.asset_ids if number is not None]
    assert len(shown) == len(set(shown))
    for column in columns:
        assert column.coverage >= 2
        assert all(number is None or number // 100 == row for row, number in enumerate(column.asset_ids))
