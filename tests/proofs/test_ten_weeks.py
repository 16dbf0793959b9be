"""Ten weeks of simulated time: no title grows older than a week, and the requests are spread evenly."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.ten_weeks import live_through

WEEK = timedelta(days=7)


@pytest.mark.parametrize("titles", [240, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_a_library_fetched_in_one_evening_stays_young_at_a_sixth_of_the_requests(
    tmp_path: Path, titles: int
) -> None:
    lived = await live_through(tmp_path, titles)
    assert lived.oldest < WEEK
    assert lived.share_of_nightly <= 1 / 6
    assert lived.unevenness(since_day=1) <= 0.2  # on the first morning all is from the evening before


@pytest.mark.parametrize("titles", [18, pytest.param(600, marks=pytest.mark.soak)])
async def test_so_it_is_with_the_real_cache_manager(tmp_path: Path, titles: int) -> None:
    lived = await live_through(tmp_path, titles, with_answers=True)
    assert lived.oldest < WEEK
    assert lived.share_of_nightly <= 1 / 6
    assert lived.unevenness(since_day=1) <= 0.2


@pytest.mark.parametrize("titles", [120, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_a_library_that_grew_over_a_week_stays_as_even_as_it_is(tmp_path: Path, titles: int) -> None:
    lived = await live_through(tmp_path, titles, spread_days=6.0)
    assert lived.oldest < WEEK
    # Whole titles a day: a sixth, rounded up. The first day has what was more than a sixth before.
    assert sum(lived.requests) <= 1.002 * len(lived.requests) * math.ceil(titles / 6)
    assert lived.unevenness(since_day=0) <= 0.2


async def test_a_person_who_runs_it_besides_makes_no_title_old(tmp_path: Path) -> None:
    lived = await live_through(tmp_path, 60, days=36, run_now_at=(13.5, 18.1, 23.9))
    assert lived.oldest < WEEK
    # Hers bring forward what was to come: a share a day, and one for each of hers, of which the days after are free.
    assert max(lived.requests) <= 2 * math.ceil(60 / 6)
    assert sum(lived.requests) <= 36 * math.ceil(60 / 5)


async def test_a_machine_that_was_off_for_days_catches_up_on_the_first(tmp_path: Path) -> None:
    lived = await live_through(tmp_path, 30, days=1, spread_days=20.0)
    # 20 days were spread over 30 films; those of the last five days and some hours are left for later.
    assert lived.requests[0] == pytest.approx(30 * 14.7 / 20, abs=1)
