"""Measuring against a floor: variants take turns in every round, and only ratios within a round count.

The machine may be shared and its clock may change: two times taken minutes apart cannot be compared, two taken
within the same few milliseconds can.  A ratio is the median of the ratios of the rounds.
"""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CACHE = Path(__file__).resolve().parents[1] / ".cache" / "benchmarks"
"""Where big test material is kept between runs; git ignores it."""

Clock = Callable[[], float]
Variant = Callable[[int], object]
"""One way of doing the work; is told the number of the round."""
AsyncVariant = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Turns:
    """Seconds per call of each variant, one figure a round."""

    seconds: Mapping[str, Sequence[float]]

    def median(self, name: str) -> float:
        """Return the median time of one call, seconds."""
        return statistics.median(self.seconds[name])

    def ratio(self, name: str, floor: str) -> float:
        """Return the median over the rounds of the time of *name* divided by that of *floor*."""
        pairs = zip(self.seconds[name], self.seconds[floor], strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)

    def difference(self, name: str, floor: str) -> float:
        """Return the median over the rounds of the time of *name* less that of *floor*, seconds."""
        pairs = zip(self.seconds[name], self.seconds[floor], strict=True)
        return statistics.median(ours - theirs for ours, theirs in pairs)


def take_turns(
    variants: Mapping[str, Variant],
    *,
    rounds: int,
    clock: Clock,
    calls: int = 1,
    warm_ups: int = 2,
    after: Callable[[], object] = lambda: None,
) -> Turns:
    """Run every variant in every round, each round beginning with another one.

    Args:
        clock: ``time.thread_time`` where all work is done by the calling thread, ``time.process_time`` where
            threads take part, ``time.perf_counter`` where waiting counts.
        calls: how often a variant is called per round; short ones need several.
        warm_ups: rounds that are not counted.
        after: tidies up what a variant left; not counted.
    """
    names = list(variants)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    for number in range(-warm_ups, rounds):
        for name in _rotated(names, number):
            variant = variants[name]
            start = clock()
            for _ in range(calls):
                variant(number)
            elapsed = (clock() - start) / calls
            after()
            if number >= 0:
                seconds[name].append(max(elapsed, 1e-9))
    return Turns(seconds)


async def take_turns_awaiting(
    variants: Mapping[str, AsyncVariant],
    *,
    rounds: int,
    clock: Clock = time.process_time,
    calls: int = 1,
    warm_ups: int = 2,
) -> Turns:
    """Do as :func:`take_turns` with variants that are awaited."""
    names = list(variants)
    seconds: dict[str, list[float]] = {name: [] for name in names}
    gc.collect()
    for number in range(-warm_ups, rounds):
        for name in _rotated(names, number):
            variant = variants[name]
            start = clock()
            for _ in range(calls):
                await variant(number)
            elapsed = (clock() - start) / calls
            if number >= 0:
                seconds[name].append(max(elapsed, 1e-9))
    return Turns(seconds)


def _rotated(names: Sequence[str], number: int) -> list[str]:
    shift = number % len(names)
    return [*names[shift:], *names[:shift]]


# ------------------------------------------------------------------------------------------ goals and tables


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit that the figure of a line keeps to, or does not."""

    limit: float
    is_at_most: bool = True

    def is_reached(self, value: float) -> bool:
        return value <= self.limit if self.is_at_most else value >= self.limit

    def verdict(self, value: float) -> str:
        """Return ``reached``, or by how much it was missed."""
        if self.is_reached(value):
            return "reached"
        if not self.limit:
            return "missed"
        return f"missed by {abs(value / self.limit - 1):.0%}"

    def text(self, unit: str) -> str:
        return f"{'≤' if self.is_at_most else '≥'} {_figure(self.limit, unit)}"


def at_most(limit: float) -> Goal:
    return Goal(limit)


def at_least(limit: float) -> Goal:
    return Goal(limit, is_at_most=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement.

    Attributes:
        value: what is held against the goal, in *unit*: a ratio (``x``) unless said otherwise.
        ours, floor: the two absolute figures it comes from, in words.
        goal: ``None`` where nothing was promised.
    """

    what: str
    value: float
    goal: Goal | None = None
    ours: str = ""
    floor: str = ""
    unit: str = "x"

    @property
    def is_reached(self) -> bool:
        return self.goal is None or self.goal.is_reached(self.value)

    def cells(self) -> tuple[str, ...]:
        goal = "" if self.goal is None else self.goal.text(self.unit)
        verdict = "" if self.goal is None else self.goal.verdict(self.value)
        return (self.what, self.ours, self.floor, _figure(self.value, self.unit), goal, verdict)


def compared(what: str, turns: Turns, name: str, floor: str, goal: Goal | None = None) -> Line:
    """Return the line that holds the variant *name* against the variant *floor*."""
    ours, theirs = duration(turns.median(name)), duration(turns.median(floor))
    return Line(what, turns.ratio(name, floor), goal, ours, theirs)


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark found; *notes* say what the figures are made of."""

    title: str
    lines: Sequence[Line]
    notes: Sequence[str] = ()

    def text(self) -> str:
        """Return the table as it is printed."""
        header = (self.title, "ours", "floor", "figure", "goal", "")
        rows = [header, *(line.cells() for line in self.lines)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
        table = [
            "  ".join(
                cell.ljust(width) if column in (0, 5) else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]
        return "\n".join([table[0], "-" * len(max(table, key=len)), *table[1:], *self.notes])


def show(report: Report) -> int:
    """Print *report*; returns the exit status, which says that it could be measured, not that goals were reached."""
    print(report.text(), flush=True)
    return 0


def machine() -> str:
    """Return one line about where and when this ran."""
    processor = platform.processor() or platform.machine()
    try:
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
        processor = names[0].partition(":")[2].strip() if names else processor
    except OSError:  # not Linux: the architecture has to do
        pass
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} x {processor}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def duration(seconds: float) -> str:
    """Return *seconds* in the unit a person would choose."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    if seconds >= 0.001:
        return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
    return f"{seconds * 1e6:.1f} us"


def _figure(value: float, unit: str) -> str:
    if unit == "":
        return f"{value:g}"
    return f"{value:.2f} {unit}" if unit in ("x", "ms") else f"{value:.1f} {unit}"
