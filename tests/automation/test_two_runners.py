"""Two runners on one database: one works, the other stands by and takes over within the life of the lease."""

from __future__ import annotations

import os
import subprocess
import sys

from metarr_desktop.automation.process_owner import has_surely_ended, this_process
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.domain.jobs import HEARTBEAT, LEASE_LIFE, Job, JobPriority, JobState, NewJob
from tests.automation.runner_bench import HOUR, Held, Recorder, RunnerBench, eventually


async def test_one_of_two_does_the_work(bench: RunnerBench) -> None:
    first, second = bench.runner("one"), bench.runner("two")
    record, idle = Recorder(), Recorder()
    first.register("enrich", record, timeout=HOUR)
    second.register("enrich", idle, timeout=HOUR)
    await first.start()
    await eventually(lambda: _holds(first))
    await second.start()
    for number in range(5):
        await bench.until(await bench.defer(f"u{number}"))
    assert (len(record.done), idle.done) == (5, [])
    assert not second.holds_automation


async def test_a_job_put_into_the_table_by_another_program_is_run(bench: RunnerBench) -> None:
    runner, record = bench.runner(), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    await runner.start()
    await eventually(lambda: _holds(runner))
    await bench.until(await bench.store.run(_defer_past_the_queue, bench))
    assert record.done == ["elsewhere"]


async def test_whoever_stands_by_takes_over_within_the_life_of_the_lease(bench: RunnerBench) -> None:
    await bench.store.run(bench.store.automation_lease.take, "dead", now=bench.clock())
    job = await bench.defer()
    claimed = await bench.store.run(bench.store.jobs.claim, "dead", ("enrich",), now=bench.clock())
    assert claimed is not None
    runner, record = bench.runner(), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    assert not await runner.run_due()
    bench.advance(LEASE_LIFE.total_seconds() - 1)
    assert not await runner.run_due()
    bench.advance(1)
    assert await runner.run_due()
    done = await bench.job(job.id)
    assert (done.state, done.attempts, record.done) == (JobState.DONE, 2, ["a"])


async def test_whoever_stands_by_asks_again_when_the_lease_can_have_run_out(bench: RunnerBench) -> None:
    await bench.store.run(bench.store.automation_lease.take, "dead", now=bench.clock())
    bench.advance(LEASE_LIFE.total_seconds() - 4)  # four seconds of its life are left, less than a heartbeat
    runner = bench.runner()
    await runner.start()
    await eventually(lambda: _has_looked(runner))
    bench.advance(4.1)
    await eventually(lambda: _holds(runner))


async def test_a_beating_heart_keeps_automation_and_jobs(bench: RunnerBench) -> None:
    first, second, held = bench.runner("one"), bench.runner("two"), Held()
    first.register("enrich", held, timeout=HOUR)
    await first.start()
    job = await bench.until(await bench.defer(), JobState.RUNNING)
    for _ in range(10):
        before = (await bench.job(job.id)).lease_until
        bench.advance(HEARTBEAT.total_seconds())
        await eventually(lambda before=before: _renewed(bench, job.id, before))
        assert not await second.run_due()
    held.gate.set()
    assert (await bench.until(job)).attempts == 1


async def test_who_lost_the_automation_ends_what_it_runs(bench: RunnerBench) -> None:
    first, held = bench.runner("one"), Held()
    first.register("enrich", held, timeout=HOUR)
    await first.start()
    job = await bench.until(await bench.defer(), JobState.RUNNING)
    # The machine slept: another program took over before the first could give a sign of life.
    bench.clock.advance(hours=1)
    await bench.store.run(bench.store.automation_lease.take, "two", now=bench.clock())
    await bench.store.run(bench.store.jobs.rescue, now=bench.clock())
    bench.seconds += HEARTBEAT.total_seconds()
    await eventually(lambda: _was_cancelled(held))
    assert (await bench.job(job.id)).state is JobState.QUEUED


async def test_a_machine_that_slept_goes_on_at_once_if_nobody_took_over(bench: RunnerBench) -> None:
    runner, held = bench.runner(), Held()
    runner.register("enrich", held, timeout=HOUR)
    await runner.start()
    job = await bench.until(await bench.defer(), JobState.RUNNING)
    bench.clock.advance(hours=8)  # no second has passed for the program
    await eventually(lambda: _holds(runner))
    held.gate.set()
    assert (await bench.until(job)).attempts == 1


def test_a_program_is_known_by_its_name_to_live_or_to_have_ended() -> None:
    assert not has_surely_ended(this_process())
    program = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    theirs = this_process().replace(f"|{os.getpid()}|", f"|{program.pid}|")
    assert not has_surely_ended(theirs)
    program.kill()
    os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT)
    assert has_surely_ended(theirs)  # though nobody has taken note of its end
    program.communicate()
    assert has_surely_ended(theirs)


def test_nothing_is_concluded_about_programs_elsewhere() -> None:
    host, rest = this_process().split("|", 1)
    assert not has_surely_ended(f"another-{host}|{rest}".replace(f"|{os.getpid()}|", "|999999999|"))
    assert not has_surely_ended("")
    assert not has_surely_ended("nonsense")


def _defer_past_the_queue(bench: RunnerBench) -> Job:
    return bench.store.jobs.defer(
        NewJob("enrich", "elsewhere", priority=JobPriority.WEBHOOK), now=bench.clock()
    )


async def _holds(runner: JobRunner) -> bool:
    return runner.holds_automation


async def _has_looked(runner: JobRunner) -> bool:
    return runner.lease is not None


async def _renewed(bench: RunnerBench, job_id: int, before: object) -> bool:
    return (await bench.job(job_id)).lease_until != before


async def _was_cancelled(held: Held) -> bool:
    return held.cancelled == 1
