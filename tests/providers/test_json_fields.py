"""Single fields of answers: every function takes anything and returns a sound value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metarr_desktop.providers import json_fields as fields

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3), ("3", 3), (" 3 ", 3), (3.0, 3), (3.5, None), ("3.0", None), (True, None), (None, None),
        ("", None), ([], None), (float("inf"), None), (float("nan"), None), (10**30, None), ("9" * 40, None),
        ("٣", None),
    ],
)  # fmt: skip
def test_whole_numbers(value: object, expected: int | None) -> None:
    assert fields.integer(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2010-07-15", date(2010, 7, 15)),
        ("2010-07-15T00:00:00.000Z", date(2010, 7, 15)),
        ("", None),
        ("2010", None),
    ],
)
def test_days(value: object, expected: date | None) -> None:
    assert fields.day(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2013-11-05T10:39:51.000Z", datetime(2013, 11, 5, 10, 39, 51, tzinfo=UTC)),
        ("2013-11-05T12:39:51+02:00", datetime(2013, 11, 5, 10, 39, 51, tzinfo=UTC)),
        ("2013-11-05 10:39:51", datetime(2013, 11, 5, 10, 39, 51, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        (5, None),
    ],
)
def test_moments_are_utc(value: object, expected: datetime | None) -> None:
    assert fields.instant(value) == expected


@given(ANYTHING)
def test_text_can_always_be_stored(value: Any) -> None:
    found = fields.text(value)
    found.encode()
    assert "\x00" not in found


@given(ANYTHING)
def test_no_field_fails_whatever_it_is_given(value: Any) -> None:
    readers = (
        fields.integer, fields.positive, fields.pixels, fields.count, fields.decimal, fields.day, fields.instant,
        fields.imdb_title, fields.part, fields.objects,
    )  # fmt: skip
    for read in readers:
        read(value)
    fields.texts(value, "name")


@given(st.lists(ANYTHING))
def test_objects_and_left_out_items_add_up(value: list[Any]) -> None:
    found, dropped = fields.objects(value)
    assert len(found) + dropped == len(value)
