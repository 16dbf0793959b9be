"""What a chart shows, whether painted, as a table or as CSV; no Qt."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ui.text import count_text

NO_DATA = "–"


class Form(StrEnum):
    """How the values of a panel are painted."""

    BARS = "bars"
    LINES = "lines"


class Unit(StrEnum):
    """What the values of a panel are."""

    COUNT = "count"
    SHARE = "share"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Place:
    """One day, age or kind that values belong to.

    Attributes:
        label: the words at the axis; name: in full, where the value is told; code: in the CSV (ISO date, slug).
    """

    label: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one thing, one a place; ``None`` is no data and is painted as a gap.

    Attributes:
        column: head of its CSV column.
        look: number of its colour, pattern and marker; series of one chart differ in it.
        total: in words, beside its name; empty where a sum means nothing.
    """

    name: str
    column: str
    values: tuple[float | None, ...]
    look: int = 0
    total: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Series on one axis. Several panels of a chart stand above each other over the same places."""

    form: Form
    unit: Unit
    axis: str
    series: tuple[Series, ...]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A line between the places ``before - 1`` and ``before``, with words."""

    before: int
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    Attributes:
        name: slug, for the name of a file and for what is remembered.
        sentence: what there is to see, for everybody and for a screen reader.
        head: what the places are ("Day"), ``code_head`` in the CSV.
        empty: why there is nothing to see; shown where `has_data` is false.
        is_lying: bars lie, one row a place; for places with long names.
        are_days: the places are days in order, of which not every one needs its label.
    """

    name: str
    title: str
    sentence: str
    head: str
    code_head: str
    places: tuple[Place, ...]
    panels: tuple[Panel, ...]
    empty: str
    mark: Mark | None = None
    is_lying: bool = False
    are_days: bool = True

    @property
    def has_data(self) -> bool:
        """Tell whether any value is known and not 0."""
        return any(value for series in self.all_series() for value in series.values)

    @property
    def ends_today(self) -> bool:
        """Tell whether the places are the days up to today, of which the last ones matter most."""
        return self.are_days and bool(self.places) and self.places[-1].label == "today"

    def all_series(self) -> tuple[Series, ...]:
        return tuple(series for panel in self.panels for series in panel.series)

    def heads(self) -> tuple[str, ...]:
        """Return the heads of the table."""
        return (self.head, *(series.name for series in self.all_series()))

    def cells(self, place: int) -> tuple[str, ...]:
        """Return the values of *place* as people read them, without its name."""
        return tuple(
            value_text(series.values[place], panel.unit) for panel in self.panels for series in panel.series
        )

    def value_sentence(self, place: int) -> str:
        """Return all that is known of *place*: ``16 Nov: Hits 42, Misses 3.``"""
        names = [series.name for series in self.all_series()]
        values = ", ".join(f"{name} {cell}" for name, cell in zip(names, self.cells(place), strict=True))
        return f"{self.places[place].name}: {values}."

    def csv_text(self) -> str:
        """Return the numbers as CSV: a header row, ISO dates, full precision, an empty field for no data."""
        rows = [(self.code_head, *(series.column for series in self.all_series()))]
        for at, place in enumerate(self.places):
            rows.append((place.code, *(_plain(series.values[at]) for series in self.all_series())))
        return written(rows, ",")

    def tabbed_text(self) -> str:
        """Return the table as a spreadsheet takes it from the clipboard."""
        rows = [self.heads()]
        rows += [(place.name, *self.cells(at)) for at, place in enumerate(self.places)]
        return written(rows, "\t")


def written(rows: Sequence[Sequence[str]], separator: str) -> str:
    """Return *rows* as separated text; fields are quoted where they must be."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue()


def value_text(value: float | None, unit: Unit) -> str:
    """Return a value with its unit: ``1,204``, ``91.2 %``, ``212 ms``, a dash for no data."""
    if value is None:
        return NO_DATA
    if unit is Unit.SHARE:
        return percent_text(value)
    return seconds_text(value) if unit is Unit.SECONDS else f"{value:,.0f}"


def axis_text(value: float, unit: Unit) -> str:
    """Return a round value as it stands at an axis: ``50 %``, ``0.5 s``."""
    if unit is Unit.SHARE:
        return f"{value * 100:.0f} %"
    return f"{value:g} s" if unit is Unit.SECONDS else f"{value:,.0f}"


def percent_text(share: float) -> str:
    """Return a share of 0..1: ``91.2 %``; what is not all never reads ``100 %``."""
    percent = share * 100
    if 99.95 <= percent < 100:
        percent = 99.9
    return f"{percent:.0f} %" if percent in (0, 100) else f"{percent:.1f} %"


def seconds_text(seconds: float) -> str:
    """Return a short time: ``212 ms``, ``1.4 s``, ``95 s``."""
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s" if seconds < 99.95 else f"{seconds:,.0f} s"


def sum_text(values: Sequence[float | None], singular: str = "", plural: str | None = None) -> str:
    """Return the sum of what is known, with a noun where one is given."""
    whole = round(sum(value or 0 for value in values))
    return count_text(whole, singular, plural) if singular else f"{whole:,}"


def ticks(largest: float, unit: Unit, most: int = 4) -> tuple[float, ...]:
    """Return round values from 0 to at least *largest* for an axis, at most *most* steps."""
    if unit is Unit.SHARE:
        return (0.0, 0.5, 1.0)
    least = 1.0 if unit is Unit.COUNT else 0.05
    step = least
    if largest > least * most:
        raw = largest / most
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= raw * (1 - 1e-9))
        if unit is Unit.COUNT and step != round(step):  # no half calls
            step = math.ceil(step)
    count = max(1, math.ceil(largest / step - 1e-9))
    return tuple(step * number for number in range(count + 1))


def _plain(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(round(value, 6))
