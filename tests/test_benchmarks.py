"""The benchmarks measure: tried with a handful of rows, and never by how long anything took."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import (
    bench_beside_user,
    bench_cached_fetch,
    bench_cached_read,
    bench_first_window,
    bench_grid,
    bench_library,
    bench_ranking,
    bench_stacks,
    bench_statistics,
    bench_streaming,
    bench_thumbnail,
    bench_updates,
)
from benchmarks.measure import (
    Line,
    Report,
    Turns,
    at_least,
    at_most,
    compared,
    take_turns,
    take_turns_awaiting,
)

SMALL: dict[str, Callable[[Path], Report]] = {
    "cached_read": lambda folder: bench_cached_read.measure(rows=600, small=460, rounds=2, folder=folder),
    "cached_fetch": lambda _: bench_cached_fetch.measure(rounds=2),
    "thumbnail": lambda folder: bench_thumbnail.measure(400, 600, rounds=3, folder=folder, with_memory=False),
    "first_window": lambda _: bench_first_window.measure(rounds=1),
    "streaming": lambda folder: bench_streaming.measure(30, 1, folder=folder, with_originals=False),
    "grid": lambda _: bench_grid.measure(many=600, rounds=2),
    "ranking": lambda _: bench_ranking.measure(count=40, rounds=2),
    "stacks": lambda folder: bench_stacks.measure(count=40, rounds=2, folder=folder),
    "library": lambda _: bench_library.measure(count=60, rounds=2),
    "beside_user": lambda _: bench_beside_user.measure(minutes=0.02),
    "statistics": lambda _: bench_statistics.measure(titles=20, rounds=2),
    "updates": lambda _: bench_updates.measure(titles=12, days=14),
}


def test_every_benchmark_is_tried() -> None:
    folder = Path(bench_grid.__file__).parent
    assert {path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py")} == set(SMALL)


@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_reports_figures_for_every_line(name: str, qapp: Any, tmp_path: Path) -> None:
    report = SMALL[name](tmp_path)
    assert report.title
    assert report.lines
    assert len({line.what for line in report.lines}) == len(report.lines)
    assert all(math.isfinite(line.value) and line.value >= 0 for line in report.lines)
    assert any(line.goal is not None for line in report.lines)
    assert all(line.what in report.text() for line in report.lines)


def test_what_must_not_depend_on_time_is_right_with_few_rows_too(qapp: Any, tmp_path: Path) -> None:
    lines = SMALL["cached_read"](tmp_path).lines
    errors = [line.value for line in lines if line.what.startswith("two writers")]
    assert errors == [0]


# ------------------------------------------------------------------------------------ the measuring itself


class Clock:
    """Moves on by what the variants say they take."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def taking(self, *seconds: float) -> Callable[[int], None]:
        def run(number: int) -> None:
            self.now += seconds[number % len(seconds)]

        return run


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    turns = Turns({"ours": [1.0, 20.0, 3.0], "floor": [1.0, 10.0, 1.0]})
    assert turns.ratio("ours", "floor") == 2.0
    assert turns.difference("ours", "floor") == 2.0


def test_a_slow_round_slows_both_and_leaves_the_ratio() -> None:
    clock = Clock()
    turns = take_turns(
        {"ours": clock.taking(2.0, 20.0), "floor": clock.taking(1.0, 10.0)}, rounds=6, clock=clock
    )
    assert turns.ratio("ours", "floor") == 2.0


def test_variants_take_turns_in_going_first() -> None:
    order: list[str] = []
    names = ("a", "b")
    variants = {name: (lambda number, name=name: order.append(f"{name}{number}")) for name in names}
    take_turns(variants, rounds=2, clock=time.perf_counter, warm_ups=0)
    assert order == ["a0", "b0", "b1", "a1"]


def test_warm_ups_are_run_and_not_counted() -> None:
    clock = Clock()
    seen: list[int] = []
    turns = take_turns({"a": seen.append}, rounds=2, clock=clock, warm_ups=3)
    assert seen == [-3, -2, -1, 0, 1]
    assert len(turns.seconds["a"]) == 2


def test_what_tidying_up_takes_is_not_counted() -> None:
    clock = Clock()

    def tidy() -> None:
        clock.now += 100

    turns = take_turns({"a": clock.taking(1.0)}, rounds=2, clock=clock, after=tidy)
    assert turns.median("a") == 1.0


async def test_awaited_variants_are_measured_alike() -> None:
    clock = Clock()
    step = clock.taking(3.0)

    async def variant(number: int) -> None:
        step(number)

    turns = await take_turns_awaiting({"a": variant}, rounds=2, clock=clock, calls=4)
    assert turns.median("a") == 3.0


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (at_most(2.0), 2.0, "reached"),
        (at_most(2.0), 3.0, "missed by 50%"),
        (at_least(45), 45.1, "reached"),
        (at_least(2.0), 1.0, "missed by 50%"),
        (at_most(0), 1, "missed"),
    ],
)
def test_a_goal_says_whether_and_by_how_much(goal: Any, value: float, verdict: str) -> None:
    assert goal.verdict(value) == verdict


def test_the_table_names_ours_the_floor_the_ratio_and_the_goal() -> None:
    turns = Turns({"ours": [0.003], "raw": [0.002]})
    report = Report("reading", [compared("400 rows", turns, "ours", "raw", at_most(1.3)), Line("plain", 1.0)])
    row = next(line for line in report.text().splitlines() if line.startswith("400 rows"))
    assert row.split("  ")[0] == "400 rows"
    assert [cell.strip() for cell in row.split("  ") if cell.strip()] == [
        "400 rows", "3.00 ms", "2.00 ms", "1.50 x", "≤ 1.30 x", "missed by 15%",
    ]  # fmt: skip
