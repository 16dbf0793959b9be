"""A date says no more than what is known."""

from __future__ import annotations

import copy
import pickle
from datetime import date, timedelta

import pytest

from metarr_desktop.domain.partial_date import PartialDate, read_date


@pytest.mark.parametrize(
    ("text", "shown", "counts_as"),
    [
        ("1991-09-24", "1991-09-24", date(1991, 9, 24)),
        ("1991-09", "1991-09", date(1991, 9, 1)),
        ("1991", "1991", date(1991, 1, 1)),
        (" 1991 ", "1991", date(1991, 1, 1)),
        ("1991-00-00", "1991", date(1991, 1, 1)),
        ("1991-09-00", "1991-09", date(1991, 9, 1)),
        ("1991-02-30", "1991-02", date(1991, 2, 1)),
        ("1991-13-01", "1991", date(1991, 1, 1)),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known_and_sorts_as_its_first_day(
    text: str, shown: str, counts_as: date
) -> None:
    read = read_date(text)
    assert read is not None
    assert (read.isoformat(), str(read), read) == (shown, shown, counts_as)


@pytest.mark.parametrize(
    "text", ["", "0000", "91", "1991-9", "yesterday", None, 1991, "1991-09-24T00:00:00Z"]
)
def test_anything_else_is_no_date(text: object) -> None:
    assert read_date(text) is None


def test_copies_know_no_more_and_computed_dates_are_whole() -> None:
    month = PartialDate(1991, 9)
    for same in (copy.deepcopy(month), pickle.loads(pickle.dumps(month))):
        assert (same, str(same)) == (month, "1991-09")
    assert str(month + timedelta(days=1)) == "1991-09-02"
    assert str(month.replace(day=5)) == "1991-09-05"
