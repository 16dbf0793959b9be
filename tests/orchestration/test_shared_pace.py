"""One pace for all programs on one database: who goes first, who waits, and what happens without the database."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.orchestration.rate_limit import RateLimiter
from metarr_desktop.orchestration.shared_pace import SharedPace
from metarr_desktop.store import Store

USER, AUTOMATION = Priority.USER, Priority.AUTOMATION
QUICK = ProviderInfo("quick", "Quick", answers={}, id_kinds={}, requests_per_s=25.0, is_rate_shared=True)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[Store]]:
    """Two programs' ways to one database."""
    opened = [Store.open(str(tmp_path / "metarr.db"), clock=lambda: NOW) for _ in range(2)]
    yield opened
    for store in opened:
        store.close_now()


async def test_two_programs_together_keep_the_pace_of_one(stores: list[Store]) -> None:
    sent: list[float] = []

    async def program(store: Store) -> None:
        pace = SharedPace(RateLimiter(QUICK), store, QUICK.name)
        for _ in range(6):
            await pace.enter(USER)
            sent.append(asyncio.get_running_loop().time())

    async with asyncio.TaskGroup() as programs:
        for store in stores:
            programs.create_task(program(store))
    spacing_s = 1 / QUICK.requests_per_s
    assert sent[-1] - sent[0] >= 11 * spacing_s * 0.95
    gaps = [after - before for before, after in itertools.pairwise(sent)]
    assert min(gaps) > spacing_s / 2, "sleeping and waking are not exact, but nobody goes with another"


async def test_a_program_holds_one_turn_at_a_time_so_that_its_users_stay_first(stores: list[Store]) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    limiter = RateLimiter(QUICK)
    pace = SharedPace(limiter, stores[0], QUICK.name, now=lambda: NOW, sleep=sleep)
    stores[1].call(stores[1].turns.take, QUICK.name, timedelta(seconds=0.04), now=NOW)
    stores[1].call(stores[1].turns.take, QUICK.name, timedelta(seconds=0.04), now=NOW)
    order: list[str] = []

    async def enter(name: str, priority: Priority) -> None:
        await pace.enter(priority)
        order.append(name)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(enter("first", AUTOMATION))
        await asyncio.sleep(0)
        tasks.create_task(enter("background", AUTOMATION))
        tasks.create_task(enter("user", USER))
    assert order == ["first", "user", "background"]
    assert slept[0] == pytest.approx(0.08)


async def test_the_others_wait_until_the_turn_taken_is_over(stores: list[Store]) -> None:
    async def no_sleep(seconds: float) -> None:
        return None

    limiter = RateLimiter(QUICK)
    stores[1].call(stores[1].turns.take, QUICK.name, timedelta(seconds=7), now=NOW)
    await SharedPace(limiter, stores[0], QUICK.name, now=lambda: NOW, sleep=no_sleep).enter(USER)
    assert limiter.expected_wait_s(USER) == pytest.approx(7.04, abs=0.05)
    assert limiter.paused_for_s() == 0.0, "waiting for a turn is no rest the provider asked for"


async def test_a_database_that_cannot_be_used_costs_only_the_sharing(
    stores: list[Store], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("The database is in use by another program.", reason="locked")

    monkeypatch.setattr(stores[0].turns, "take", broken)
    with caplog.at_level(logging.WARNING):
        await SharedPace(RateLimiter(QUICK), stores[0], QUICK.name).enter(USER)
    assert "not shared" in caplog.text


async def test_half_the_rate_is_kept_for_as_long_as_it_was_asked_for() -> None:
    clock = [0.0]
    limiter = RateLimiter(QUICK, now=lambda: clock[0])
    limiter.slow_down(60.0)
    assert limiter.spacing_s == pytest.approx(0.08)
    clock[0] = 60.0
    assert limiter.spacing_s == pytest.approx(0.04)
