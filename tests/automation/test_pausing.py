"""A pause, and a person's word on one job, over the real queue and runners of two programs."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import JobPriority, JobState
from tests.automation.runner_bench import HOUR, Held, Recorder, RunnerBench, eventually


async def test_while_paused_what_runs_ends_and_nothing_new_is_begun(bench: RunnerBench) -> None:
    runner, held, ticks = bench.runner(), Held(), Recorder()
    runner.register("enrich", held, timeout=HOUR)

    async def tick() -> None:
        ticks.done.append("tick")

    async def look() -> None:
        ticks.done.append("look")

    runner.on_tick(tick)
    runner.on_look(look)
    await runner.start()
    running = await bench.until(await bench.defer("runs"), JobState.RUNNING)
    await runner.set_paused(True)
    ticks.done.clear()
    waiting = await bench.defer("waits", JobPriority.USER)
    held.gate.set()
    await bench.until(running)
    bench.advance(60)
    await runner._round()
    assert ((await bench.job(waiting.id)).state, ticks.done) == (JobState.QUEUED, ["look"])
    await runner.set_paused(False)
    await bench.until(waiting)
    assert ticks.done == ["look", "tick"]  # what is set is heeded meanwhile, but nothing begun


async def test_a_pause_is_heard_by_other_programs_and_outlives_them(bench: RunnerBench) -> None:
    first, second, record = bench.runner("one"), bench.runner("two"), Recorder()
    heard: list[bool] = []
    for runner in (first, second):
        runner.register("enrich", record, timeout=HOUR)
        await runner.start()
    await eventually(lambda: _is(first.holds_automation))
    first.on_state(lambda: heard.append(first.is_paused))
    await second.set_paused(True)  # the one that stands by
    await eventually(lambda: _is(heard[-1:] == [True]))
    await bench.defer("a")
    await first.stop()
    bench.advance(6)
    await eventually(lambda: _is(second.holds_automation))
    third = bench.runner("three")
    await third.run_due()
    assert (third.is_paused, record.done) == (True, [])
    await third.set_paused(False)
    await eventually(lambda: _is(record.done == ["a"]))


async def test_a_program_that_ends_hands_over_before_its_lease_is_over(bench: RunnerBench) -> None:
    window, worker, record = bench.runner("window"), bench.runner("worker"), Recorder()
    for runner in (window, worker):
        runner.register("enrich", record, timeout=HOUR)
        await runner.start()
        await eventually(lambda runner=runner: _is(runner.lease is not None))
    assert (window.holds_automation, worker.holds_automation) == (True, False)
    await window.stop()
    job = await bench.defer()
    bench.advance(5)  # of the sixty seconds of a lease
    await bench.until(job)
    assert worker.holds_automation


async def test_a_job_that_is_hurried_is_the_next_one(bench: RunnerBench) -> None:
    first = await bench.defer("first")
    weak = await bench.defer("weak", JobPriority.SCHEDULED)
    hurried = await bench.queue.hurry(weak.id)
    assert hurried.priority is JobPriority.USER
    runner, record = bench.runner(slots=1), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    await runner.run_due()
    assert record.done == ["weak", "first"]
    with pytest.raises(InvalidInput, match="does not wait"):
        await bench.queue.hurry(first.id)


async def test_a_job_that_ended_is_done_once_more_and_one_that_lives_is_not(bench: RunnerBench) -> None:
    runner, record = bench.runner(), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    job = await bench.defer("a", JobPriority.SCHEDULED, words="the same")
    with pytest.raises(InvalidInput, match="has not ended"):
        await bench.queue.retry(job.id)
    await runner.run_due()
    again = await bench.queue.retry(job.id)
    assert (again.id == job.id, again.priority, dict(again.payload)) == (
        False, JobPriority.USER, {"words": "the same"},
    )  # fmt: skip
    await runner.run_due()
    assert record.done == ["a", "a"]
    with pytest.raises(InvalidInput, match="no job 99"):
        await bench.queue.retry(99)


async def _is(fact: bool) -> bool:
    return fact
