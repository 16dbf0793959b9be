"""Dates of which only the year, or year and month, are known: most albums and many old films have no more."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


class PartialDate(date):
    """A year, or a month of a year.  It counts as its first day, and is written as what is known: ``1991``."""

    _shown = len("YYYY-MM-DD")  # of what is computed from it: a replaced or added day is known

    def __new__(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """Return the date; with a *day*, which is how ``date`` makes what it computes, a whole one.

        Raises:
            ValueError: no such year or month.
        """
        made = super().__new__(cls, year, month or 1, day or 1)
        if day is None:
            made._shown = len("YYYY") if month is None else len("YYYY-MM")
        return made

    def isoformat(self) -> str:
        """Return ``YYYY`` or ``YYYY-MM``."""
        return super().isoformat()[: self._shown]

    __str__ = isoformat

    def __repr__(self) -> str:
        return f"PartialDate({self.isoformat()})"

    def __reduce__(self) -> tuple[type[PartialDate], tuple[int, ...]]:
        return PartialDate, tuple(map(int, self.isoformat().split("-")))


def read_date(text: object) -> date | None:
    """Return ``1991``, ``1991-09`` or ``1991-09-24`` as the date it is, ``None`` for anything else.

    Months and days of 00, which some services write, count as not known; so does a day no month has.
    """
    match = _ISO.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day = (int(number) if number else 0 for number in match.groups())
    for parts in ((year, month, day), (year, month), (year,)):
        if 0 in parts:
            continue
        try:
            return date(*parts) if len(parts) == 3 else PartialDate(*parts)
        except ValueError:
            continue
    return None
