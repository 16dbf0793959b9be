"""What must not end or double the automatic work: clocks that are set back, damaged rows, claims nobody ran."""

from __future__ import annotations

from typing import Any

import pytest

from metarr_desktop.automation.runner import SLOTS, JobRunner
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.jobs import HEARTBEAT, LEASE_LIFE, RESCUE_EVERY, Job, JobState
from tests.automation.runner_bench import HOUR, Held, Recorder, RunnerBench, eventually


async def test_a_clock_that_is_set_back_begins_no_job_a_second_time(bench: RunnerBench) -> None:
    runner, held, mark = bench.runner(), Held(), Recorder()
    runner.register("enrich", held, timeout=HOUR)
    runner.register("mark", mark, timeout=HOUR)
    await runner.start()
    job = await bench.until(await bench.defer(), JobState.RUNNING)
    bench.advance(RESCUE_EVERY.total_seconds() - 1)
    await eventually(lambda: _is_held_until(bench, job.id, bench.clock() + LEASE_LIFE))
    bench.clock.advance(hours=-1)
    bench.seconds += 1  # time to rescue, not yet for a sign of life
    await eventually(lambda: _is_held_until(bench, job.id, bench.clock() + LEASE_LIFE))
    assert ((await bench.job(job.id)).attempts, held.begun) == (1, ["a"])
    held.gate.set()


async def test_a_damaged_row_costs_only_its_own_job(bench: RunnerBench) -> None:
    runner, record = bench.runner(), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    job = await bench.defer("damaged")

    def damage() -> None:
        store = bench.store
        store.automation_lease._database.run("UPDATE jobs SET payload = '{' WHERE id = ?", (job.id,))

    await bench.store.run(damage)
    await runner.start()
    await bench.until(await bench.defer("sound"))
    ended = await bench.job(job.id)
    assert (ended.state, ended.error.split(",")[0]) == (
        JobState.FAILED,
        "What was kept of this job is damaged",
    )


async def test_a_fault_in_one_round_does_not_end_the_automatic_work(bench: RunnerBench) -> None:
    runner, record = bench.runner(), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    find_aborted, faults = runner._runs.heed_aborts, [KeyError("a fault")]

    async def heed_aborts() -> None:
        if faults:
            raise faults.pop()
        await find_aborted()

    runner._runs.heed_aborts = heed_aborts
    await runner.start()
    await bench.until(await bench.defer())
    assert not runner.trouble


async def test_an_end_the_full_disk_refuses_is_told_once_and_written_later(
    bench: RunnerBench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    runner, record, refusals = bench.runner(), Recorder(), 5
    runner.register("enrich", record, timeout=HOUR)
    finish = bench.store.jobs.finish

    def finish_when_there_is_room(*args: Any, **kwargs: Any) -> Job | None:
        nonlocal refusals
        refusals -= 1
        if refusals >= 0:
            raise StoreError("The disk is full.", reason="disk_full")
        return finish(*args, **kwargs)

    monkeypatch.setattr(bench.store.jobs, "finish", finish_when_there_is_room)
    await runner.start()
    await bench.until(await bench.defer())
    assert (record.done, caplog.text.count("The disk is full.")) == (["a"], 1)


async def test_a_claim_that_was_never_run_is_ready_again_though_its_program_lives(bench: RunnerBench) -> None:
    runner, record = bench.runner("one"), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    await bench.store.run(bench.store.automation_lease.take, "one", now=bench.clock())
    job = await bench.defer()
    await bench.store.run(bench.store.jobs.claim, "one", ("enrich",), now=bench.clock())
    await runner.start()
    for _ in range(6):
        bench.advance(HEARTBEAT.total_seconds())
        await eventually(lambda: _has_beaten(runner, bench))
    await bench.until(job)


async def test_jobs_of_hours_leave_a_slot_to_the_short_ones(bench: RunnerBench) -> None:
    runner, held, record = bench.runner(), Held(), Recorder()
    runner.register("enrich_titles", held, timeout=HOUR, is_long=True)
    runner.register("enrich", record, timeout=HOUR)
    for number in range(SLOTS):
        await bench.defer(f"many-{number}", kind="enrich_titles")
    await runner.start()
    await bench.until(await bench.defer("one"))
    assert len(held.begun) == SLOTS - 1
    held.gate.set()
    await eventually(lambda: _all_begun(held))


async def _all_begun(held: Held) -> bool:
    return len(held.begun) == SLOTS


async def _is_held_until(bench: RunnerBench, job_id: int, moment: object) -> bool:
    return (await bench.job(job_id)).lease_until == moment


async def _has_beaten(runner: JobRunner, bench: RunnerBench) -> bool:
    return runner.lease is not None and runner.lease.until == bench.clock() + LEASE_LIFE
