"""The runner: order, failures, ends, and what it leaves behind."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from metarr_desktop.domain.errors import AllProvidersFailed, InvalidInput
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.jobs import (
    Job,
    JobContext,
    JobPostponed,
    JobPriority,
    JobProgress,
    JobState,
    NewJob,
)
from tests.automation.runner_bench import HOUR, Held, Recorder, RunnerBench, eventually

WAITING, RUNNING = JobState.QUEUED, JobState.RUNNING


async def test_a_job_is_done_and_its_report_kept(bench: RunnerBench) -> None:
    runner = bench.runner()
    runner.register("enrich", Recorder(), timeout=HOUR)
    await runner.start()
    done = await bench.until(await bench.defer("a"))
    assert (done.result, done.attempts, done.lease_owner) == ({"key": "a"}, 1, None)


async def test_an_event_is_written_in_the_transaction_of_its_job(bench: RunnerBench) -> None:
    def event() -> None:
        bench.store.statistics.count_event("hit")
        raise InvalidInput("No event.")

    with pytest.raises(InvalidInput):
        await bench.queue.defer(NewJob("webhook", "w"), transaction=event)
    assert await bench.queue.jobs() == []
    assert (await bench.store.run(bench.store.statistics.summary)).hits == 0


async def test_jobs_run_strongest_first(bench: RunnerBench) -> None:
    runner, record = bench.runner(slots=1), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    for key, priority in (("s", JobPriority.SCHEDULED), ("w", JobPriority.WEBHOOK), ("u", JobPriority.USER)):
        await bench.defer(key, priority)
    assert await runner.run_due()
    assert record.done == ["u", "w", "s"]


async def test_the_weak_have_their_turn_among_many_strong(bench: RunnerBench) -> None:
    runner, record = bench.runner(slots=1), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    await bench.defer("weak", JobPriority.SCHEDULED)
    for number in range(8):
        await bench.defer(f"u{number}")
    assert await runner.run_due()
    assert record.done.index("weak") == 3


async def test_scheduled_work_leaves_a_slot_for_a_person(bench: RunnerBench) -> None:
    runner, held = bench.runner(slots=3), Held()
    runner.register("enrich", held, timeout=HOUR)
    for number in range(5):
        await bench.defer(f"s{number}", JobPriority.SCHEDULED)
    await runner.start()
    await eventually(lambda: _is(len(held.begun) == 2))
    await bench.defer("person")
    await eventually(lambda: _is(len(held.begun) == 3))
    assert held.begun == ["s0", "s1", "person"]
    held.gate.set()


async def test_all_that_is_due_is_done_however_many_and_weak(bench: RunnerBench) -> None:
    runner, record = bench.runner(), Recorder()
    runner.register("enrich", record, timeout=HOUR)
    for number in range(60):
        await bench.defer(f"s{number}", JobPriority.SCHEDULED)
    assert await runner.run_due()
    assert len(record.done) == 60


async def test_no_more_run_at_once_than_there_are_slots(bench: RunnerBench) -> None:
    runner, held = bench.runner(slots=2), Held()
    runner.register("enrich", held, timeout=HOUR)
    for number in range(5):
        await bench.defer(f"u{number}")
    await runner.start()
    await eventually(lambda: _is(len(held.begun) == 2))
    for _ in range(5):
        await asyncio.sleep(0.005)
    assert len(held.begun) == 2
    held.gate.set()


async def test_a_failure_is_tried_again_after_five_minutes_then_ten(bench: RunnerBench) -> None:
    runner = bench.runner()
    runner.register("enrich", Recorder(InvalidInput("It broke.")), timeout=HOUR)
    job = await bench.defer()
    waits = []
    for _ in range(3):
        await runner.run_due()
        job = await bench.job(job.id)
        waits.append((job.due_at - bench.clock()) / timedelta(minutes=1))
        bench.clock.now = job.due_at
    assert (waits, job.error, job.state) == ([5, 10, 20], "It broke.", WAITING)


async def test_a_failure_of_the_program_itself_is_told_without_its_innards(bench: RunnerBench) -> None:
    runner = bench.runner()
    runner.register("enrich", Recorder(KeyError("secret")), timeout=HOUR)
    job = await bench.defer()
    await runner.run_due()
    error = (await bench.job(job.id)).error
    assert error.endswith("The log has the details.")
    assert "secret" not in error


async def test_a_job_is_given_up_after_its_last_attempt(bench: RunnerBench) -> None:
    runner = bench.runner()
    runner.register("enrich", Recorder(InvalidInput("It broke.")), timeout=HOUR, max_attempts=2)
    job = await bench.defer()
    for _ in range(2):
        await runner.run_due()
        bench.advance(3600)
    ended = await bench.job(job.id)
    assert (ended.state, ended.error) == (JobState.FAILED, "It broke. It was given up.")


async def test_a_job_whose_providers_all_failed_is_due_when_the_first_may_be_asked(
    bench: RunnerBench,
) -> None:
    outcomes = [
        ProviderOutcome(name, Outcome.FAILED, retry_at=bench.clock() + timedelta(minutes=minutes))
        for name, minutes in (("tmdb", 40), ("tvdb", 7))
    ]
    runner = bench.runner()
    runner.register("enrich", Recorder(AllProvidersFailed("All failed.", outcomes)), timeout=HOUR)
    job = await bench.defer()
    await runner.run_due()
    assert (await bench.job(job.id)).due_at == bench.clock() + timedelta(minutes=7)


async def test_a_postponed_job_keeps_what_remains_and_its_attempts(bench: RunnerBench) -> None:
    due = bench.clock() + HOUR
    runner = bench.runner()
    runner.register("enrich", Recorder(JobPostponed("Later.", due, payload={"left": 3})), timeout=HOUR)
    job = await bench.defer(left=9)
    await runner.run_due()
    job = await bench.job(job.id)
    assert (job.due_at, job.payload, job.attempts, job.error) == (due, {"left": 3}, 0, "Later.")


async def test_a_job_that_takes_too_long_is_ended_and_tried_again(bench: RunnerBench) -> None:
    runner, held = bench.runner(), Held()
    runner.register("enrich", held, timeout=timedelta(seconds=0.02))
    job = await bench.defer()
    await runner.run_due()
    job = await bench.job(job.id)
    assert (held.cancelled, job.state, job.error) == (1, WAITING, "It took longer than 0.02 seconds.")


async def test_a_handler_cancelled_from_within_is_not_run_again_at_once(bench: RunnerBench) -> None:
    async def breaks_off(job: Job, context: JobContext) -> Mapping[str, Any]:
        raise asyncio.CancelledError

    runner = bench.runner()
    runner.register("enrich", breaks_off, timeout=HOUR)
    job = await bench.defer()
    await runner.run_due()
    assert (await bench.job(job.id)).due_at == bench.clock() + timedelta(minutes=5)


async def test_a_running_job_can_be_cancelled(bench: RunnerBench) -> None:
    runner, held = bench.runner(), Held()
    runner.register("enrich", held, timeout=HOUR)
    await runner.start()
    job = await bench.until(await bench.defer(), RUNNING)
    assert await bench.queue.abort(job.id)
    await bench.until(job, JobState.CANCELLED)
    assert held.cancelled == 1
    assert not await bench.queue.abort(job.id)


async def test_a_running_job_can_be_cancelled_by_another_program(bench: RunnerBench) -> None:
    runner, held = bench.runner(), Held()
    runner.register("enrich", held, timeout=HOUR)
    await runner.start()
    job = await bench.until(await bench.defer(), RUNNING)
    await bench.store.run(bench.store.jobs.abort, job.id, now=bench.clock())  # past the queue of this program
    await bench.until(job, JobState.CANCELLED)
    assert held.cancelled == 1


async def test_a_waiting_job_can_be_cancelled(bench: RunnerBench) -> None:
    job = await bench.defer()
    assert await bench.queue.abort(job.id)
    assert (await bench.job(job.id)).state is JobState.CANCELLED


async def test_stopping_puts_back_what_runs(bench: RunnerBench) -> None:
    runner, held = bench.runner(), Held()
    runner.register("enrich", held, timeout=HOUR)
    await runner.start()
    job = await bench.until(await bench.defer(), RUNNING)
    await runner.stop()
    job = await bench.job(job.id)
    assert (job.state, job.attempts, job.due_at, job.lease_owner) == (WAITING, 0, bench.clock(), None)


async def test_a_stopped_runner_leaves_the_automation_to_another_at_once(bench: RunnerBench) -> None:
    first, second = bench.runner("one"), bench.runner("two")
    assert await first.run_due()
    await first.stop()
    assert await second.run_due()


async def test_progress_is_kept_and_told(bench: RunnerBench) -> None:
    told: list[JobProgress] = []
    gate = asyncio.Event()

    async def steps(job: Job, context: JobContext) -> Mapping[str, Any]:
        context.progress(2, 5, "Looking")
        await gate.wait()
        return {}

    runner = bench.runner()
    runner.register("enrich", steps, timeout=HOUR)
    bench.queue.subscribe(lambda job: told.append(job.progress))
    await runner.start()
    job = await bench.defer()
    await eventually(lambda: _shows(bench, job, JobProgress(2, 5, "Looking")))
    assert JobProgress(2, 5, "Looking") in told
    gate.set()
    assert (await bench.until(job)).progress == JobProgress(2, 5, "Looking")


async def test_a_listener_that_breaks_ends_no_job(bench: RunnerBench) -> None:
    def breaks(job: Job) -> None:
        raise ValueError(job.key)

    runner = bench.runner()
    runner.register("enrich", Recorder(), timeout=HOUR)
    end = bench.queue.subscribe(breaks)
    await runner.start()
    await bench.until(await bench.defer())
    end()


async def test_jobs_are_forgotten_thirty_days_after_their_end(bench: RunnerBench) -> None:
    runner = bench.runner()
    runner.register("enrich", Recorder(), timeout=HOUR)
    job = await bench.defer()
    await runner.run_due()
    bench.advance(timedelta(days=29, hours=23).total_seconds())
    await runner.run_due()
    assert await bench.queue.job(job.id) is not None
    bench.advance(2 * 3600)
    await runner.run_due()
    assert await bench.queue.job(job.id) is None


async def test_a_schedule_that_breaks_stops_no_jobs(bench: RunnerBench) -> None:
    async def breaks() -> None:
        raise RuntimeError("broken")

    runner = bench.runner()
    runner.register("enrich", Recorder(), timeout=HOUR)
    runner.on_tick(breaks)
    job = await bench.defer()
    await runner.run_due()
    assert (await bench.job(job.id)).state is JobState.DONE


async def test_the_end_of_a_job_is_written_as_soon_as_the_database_can(bench: RunnerBench) -> None:
    runner, held = bench.runner(), Held()
    runner.register("enrich", held, timeout=HOUR)
    await runner.start()
    job = await bench.until(await bench.defer(), RUNNING)
    await bench.store.run(bench.store._database.run, "PRAGMA query_only = ON")
    held.gate.set()
    await asyncio.sleep(0.03)
    assert (await bench.job(job.id)).state is RUNNING
    await bench.store.run(bench.store._database.run, "PRAGMA query_only = OFF")
    await bench.until(job)


async def _is(condition: bool) -> bool:
    return condition


async def _shows(bench: RunnerBench, job: Job, progress: JobProgress) -> bool:
    return (await bench.job(job.id)).progress == progress
