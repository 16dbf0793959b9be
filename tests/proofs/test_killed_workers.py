"""``kill -9`` of workers with many jobs: nothing is lost, and nothing is done twice in effect."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.runner import SLOTS, JobRunner
from metarr_desktop.domain.jobs import LEASE_LIFE, JobPriority, JobState, NewJob
from metarr_desktop.store import Store
from tests.proofs.job_program import KIND, Effects, make_effects, now

ROOT = Path(__file__).resolve().parents[2]


class Place:
    """A database and its effects, programs that work there, and one that only hands jobs over."""

    def __init__(self, folder: Path) -> None:
        self.database, self.effects = folder / "metarr.db", folder / "effects.db"
        make_effects(self.effects)
        self.store = Store.open(str(self.database), clock=now)
        self.queue = StoredJobQueue(self.store, now)
        self._numbers = 0
        self._programs: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.job_program", str(self.database), str(self.effects)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._programs.append(program)
        return program

    async def hand_over(self, count: int, chance: random.Random) -> None:
        for _ in range(count):
            self._numbers += 1
            priority = chance.choice(list(JobPriority))
            words = {"words": f"effect {self._numbers}"}
            await self.queue.defer(NewJob(KIND, f"job:{self._numbers}", words, priority))

    async def finish(self) -> None:
        """Do what is left in this program, a day later: what was killed too often waits some minutes."""

        def tomorrow() -> object:
            return now() + timedelta(days=1)

        effects = Effects(self.effects)
        runner = JobRunner(self.store, self.queue, clock=tomorrow, poll_s=0.02)
        runner.register(KIND, effects, timeout=timedelta(minutes=1))
        assert await runner.run_due()
        await runner.stop()
        effects.close()

    async def assert_all_done_once_in_effect(self, *, put_back: int = 0) -> None:
        jobs = await self.queue.jobs(tuple(JobState), 100_000)
        assert [job.key for job in jobs if job.state is not JobState.DONE] == []
        assert sorted(job.key for job in jobs) == sorted(f"job:{n}" for n in range(1, self._numbers + 1))
        with closing(sqlite3.connect(self.effects)) as effects:
            words = dict(effects.execute("SELECT job_key, words FROM effects"))
            runs = dict(effects.execute("SELECT job_id, COUNT(*) FROM runs GROUP BY job_id"))
        assert words == {f"job:{n}": f"effect {n}" for n in range(1, self._numbers + 1)}
        # No run but those the table knows of: a job that was done is never begun again. Being put back is no attempt.
        unknown = sum(max(0, runs.get(job.id, 0) - job.attempts) for job in jobs)
        assert unknown <= put_back

    async def close(self) -> None:
        for program in self._programs:
            program.kill()
            program.communicate(timeout=10)
        await self.store.close()


@pytest.fixture
async def place(tmp_path: Path):
    place = Place(tmp_path)
    yield place
    await place.close()


async def ready(program: subprocess.Popen[str], within_s: float = 30) -> float:
    """Wait until *program* holds the automation; return how long that took, seconds."""
    assert program.stdout is not None
    start = time.monotonic()
    async with asyncio.timeout(within_s):
        said = await asyncio.to_thread(program.stdout.readline)
    assert said == "ready\n", program.communicate()
    return time.monotonic() - start


@pytest.mark.parametrize(("kills", "jobs"), [(6, 20), pytest.param(200, 30, marks=pytest.mark.soak)])
async def test_a_worker_killed_at_any_moment_loses_nothing_and_does_nothing_twice(
    place: Place, kills: int, jobs: int
) -> None:
    chance = random.Random(kills)
    for _ in range(kills):
        await place.hand_over(jobs, chance)
        program = place.start()
        await ready(program)
        await place.hand_over(3, chance)
        await asyncio.sleep(chance.uniform(0, 0.25))
        program.kill()
        assert await asyncio.to_thread(program.wait) == -9
    await place.finish()
    await place.assert_all_done_once_in_effect()


async def test_of_two_workers_one_works_and_the_other_takes_over_when_it_is_killed(place: Place) -> None:
    first = place.start()
    await ready(first)
    second = place.start()
    await place.hand_over(30, random.Random(2))
    await _until_done(place)
    assert second.poll() is None
    await place.hand_over(30, random.Random(3))
    first.kill()
    assert await ready(second, LEASE_LIFE.total_seconds()) < LEASE_LIFE.total_seconds()
    await _until_done(place)
    await place.assert_all_done_once_in_effect()


async def test_a_worker_told_to_end_puts_back_what_runs_and_gives_the_automation_up(place: Place) -> None:
    first = place.start()
    await ready(first)
    await place.hand_over(60, random.Random(4))
    first.terminate()
    assert await asyncio.to_thread(first.wait) == 0
    jobs = await place.queue.jobs(tuple(JobState), 100)
    assert {job.state for job in jobs} <= {JobState.QUEUED, JobState.DONE}
    assert all(job.attempts == 0 for job in jobs if job.state is JobState.QUEUED)
    assert await place.store.run(place.store.automation_lease.holder, now=now()) is None
    second = place.start()
    await ready(second)
    await _until_done(place)
    await place.assert_all_done_once_in_effect(put_back=SLOTS)


async def _until_done(place: Place) -> None:
    async with asyncio.timeout(60):
        while await place.queue.jobs():  # noqa: ASYNC110  (other programs do them)
            await asyncio.sleep(0.05)
