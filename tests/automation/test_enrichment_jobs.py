"""Enrichment as jobs, drawn from the table by the real runner."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from metarr_desktop.automation.enrichment_jobs import TIMEOUT, enrich_job
from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobState
from tests.automation.enrichment_bench import LATE, SELECTING, EnrichmentBench, an_enrichment_bench, liked
from tests.builders import MOVIE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[EnrichmentBench]:
    with an_enrichment_bench(tmp_path) as bench:
        bench.prefer(automation=SELECTING)
        bench.offer(liked("good", 50))
        yield bench


async def after_running(bench: EnrichmentBench) -> Job:
    """Defer the enrichment of the title twice, do what is due, and return its one job."""
    queue = StoredJobQueue(bench.store, bench.clock)
    runner = JobRunner(bench.store, queue, clock=bench.clock)
    runner.register(JobKind.ENRICH, bench.jobs.handle, timeout=TIMEOUT)
    await queue.defer(enrich_job(MOVIE, priority=JobPriority.SCHEDULED))
    await queue.defer(enrich_job(MOVIE))
    try:
        assert await runner.run_due()
    finally:
        await runner.stop()
    (job,) = await queue.jobs(tuple(JobState))
    return job


async def test_a_job_keeps_the_report_of_its_run(bench):
    job = await after_running(bench)
    assert (job.state, job.key, job.priority) == (JobState.DONE, "enrich:movie:1", JobPriority.USER)
    assert [each["provider"] for each in job.result["titles"][0]["selected"]] == ["tmdb"]
    assert bench.selected() == ["good"]


async def test_quiet_hours_let_through_what_a_webhook_reported(bench):
    bench.quiet = bench.clock() + timedelta(hours=8)
    runner = JobRunner(bench.store, bench.queue, clock=bench.clock)
    runner.register(JobKind.ENRICH, bench.jobs.handle, timeout=TIMEOUT)
    for priority in (JobPriority.SCHEDULED, JobPriority.WEBHOOK):
        job = await bench.queue.defer(enrich_job(MOVIE, priority=priority))
        assert await runner.run_due()
        assert bench.selected() == ([] if priority is JobPriority.SCHEDULED else ["good"])
    await runner.stop()
    assert (await bench.queue.job(job.id)).state is JobState.DONE


async def test_a_job_whose_originals_do_not_come_is_tried_again_later(bench):
    bench.network.broken["good"] = LATE
    job = await after_running(bench)
    assert (job.state, job.due_at > bench.clock()) == (JobState.QUEUED, True)
    assert "did not send the picture in time" in job.error


async def test_a_job_nobody_could_answer_waits_for_its_providers(bench):
    bench.cache.error = AllProvidersFailed("No provider could give anything.", ())
    job = await after_running(bench)
    assert (job.state, job.error) == (JobState.QUEUED, "No provider could give anything.")
