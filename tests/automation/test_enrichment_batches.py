"""Many titles as one job: what it tells, what it does not do twice, and what is done again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from metarr_desktop.automation.batch_report import MOST_TITLES, BatchReport
from metarr_desktop.automation.enrichment_jobs import BATCH_TIMEOUT, enrich_job
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobState
from tests.automation.enrichment_bench import LATE, EnrichmentBench, an_enrichment_bench, liked
from tests.automation.runner_bench import eventually
from tests.builders import MOVIE, an_entity

FILMS = tuple(EntityKey(EntityType.MOVIE, number) for number in (1, 2, 3, 4))


class Batches:
    """Four films with a poster each, and the program that enriches them."""

    def __init__(self, bench: EnrichmentBench) -> None:
        self.bench = bench
        self.told: list[tuple[int, int, str]] = []
        for key in FILMS[1:]:
            number = key.entity_id
            an_entity(
                bench.store, entity_id=number, title=f"Film {number}", external_ids=ExternalIds(tmdb=number)
            )
        for key in FILMS:
            bench.offer(liked(f"poster-{key.entity_id}", 50), key=key)
        bench.queue.subscribe(self._note)
        bench.queue.on_retry(JobKind.ENRICH_TITLES, bench.jobs.again)

    def _note(self, job: Job) -> None:
        if job.state is JobState.RUNNING and job.progress.total:
            self.told.append((job.progress.done, job.progress.total, job.progress.words))

    def runner(self) -> JobRunner:
        jobs = self.bench.jobs
        runner = JobRunner(self.bench.store, self.bench.queue, clock=self.bench.clock, poll_s=0.005)
        runner.register(JobKind.ENRICH_TITLES, jobs.handle_titles, timeout=BATCH_TIMEOUT)
        runner.register(JobKind.ENRICH, jobs.handle, timeout=BATCH_TIMEOUT)
        return runner

    async def run_due(self) -> None:
        runner = self.runner()
        try:
            assert await runner.run_due()
        finally:
            await runner.stop()

    async def done(self, job: Job) -> Job:
        await self.run_due()
        found = await self.bench.queue.job(job.id)
        assert found is not None
        return found

    @property
    def fetched(self) -> list[int]:
        return [request.key.entity_id for request in self.bench.cache.requests]


@pytest.fixture
async def batches(tmp_path: Path) -> AsyncIterator[Batches]:
    with an_enrichment_bench(tmp_path) as bench:
        yield Batches(bench)


async def test_a_title_that_fails_or_is_left_alone_costs_only_itself(batches: Batches) -> None:
    bench = batches.bench
    bench.network.broken["poster-2"] = LATE
    bench.store.call(bench.store._database.run, "UPDATE entities SET is_monitored = 0 WHERE entity_id = 3")
    job = await bench.jobs.defer([*FILMS, EntityKey(EntityType.MOVIE, 99), FILMS[0]])
    ended = await batches.done(job)
    result = json.loads(json.dumps(ended.result))
    assert (ended.state, ended.priority) == (JobState.DONE, JobPriority.USER)
    assert [each["outcome"] for each in result["titles"]] == ["done", "failed", "skipped", "done", "skipped"]
    assert (result["done"], result["failed"], result["skipped"], result["proposed"]) == (2, 1, 2, 2)
    assert result["text"].startswith("2 titles enriched: 0 selected, 2 proposed. 1 title failed;")


async def test_progress_counts_titles_and_names_the_phase(batches: Batches) -> None:
    async def look(name: str) -> None:
        await asyncio.sleep(0.02)  # as long as the runner needs to write it down

    batches.bench.network.before = look
    await batches.done(await batches.bench.jobs.defer(FILMS))
    assert (1, 4, "Downloading: Film 2 (2010)") in batches.told


async def test_what_was_done_before_the_program_was_killed_is_not_done_again(batches: Batches) -> None:
    bench, killed = batches.bench, asyncio.Event()

    async def hold(name: str) -> None:
        if name == "poster-3":
            killed.set()
            await asyncio.sleep(60)

    bench.network.before = hold
    job = await bench.jobs.defer(FILMS, may_select=True)
    runner = batches.runner()
    await runner.start()
    await killed.wait()
    await runner.stop()
    bench.network.before = None
    ended = await batches.done(job)
    assert batches.fetched == [1, 2, 3, 3, 4]
    assert (ended.result["done"], ended.result["selected"], ended.attempts) == (4, 4, 1)


async def test_a_run_that_could_only_propose_is_done_again_by_one_that_may_select(batches: Batches) -> None:
    bench = batches.bench
    job = await bench.jobs.defer(FILMS[:2], may_select=True)
    bench.clock.advance(seconds=1)
    await bench.enrich(MOVIE)
    assert (await batches.done(job)).result["selected"] == 2


async def test_only_what_failed_is_done_again(batches: Batches) -> None:
    bench = batches.bench
    bench.network.broken |= {"poster-2": LATE, "poster-3": LATE}
    job = await bench.jobs.defer(FILMS)
    await batches.run_due()
    bench.network.broken.clear()
    bench.clock.advance(minutes=1)
    again = await bench.queue.retry(job.id)
    assert [number for _, number in again.payload["titles"]] == [2, 3]
    assert (await batches.done(again)).result["done"] == 2
    with pytest.raises(InvalidInput, match="No title of job"):
        await bench.queue.retry(again.id)


async def test_a_cancelled_job_is_taken_up_where_it_ended(batches: Batches) -> None:
    bench = batches.bench
    job = await bench.jobs.defer(FILMS)
    await bench.queue.abort(job.id)
    bench.clock.advance(seconds=1)
    await bench.enrich(FILMS[0])
    again = await bench.queue.retry(job.id)
    assert [number for _, number in again.payload["titles"]] == [2, 3, 4]


async def test_scheduled_titles_wait_for_the_end_of_quiet_hours_and_a_persons_do_not(
    batches: Batches,
) -> None:
    bench = batches.bench
    bench.quiet = bench.clock() + timedelta(hours=8)
    scheduled = await batches.done(await bench.jobs.defer(FILMS[:2], priority=JobPriority.SCHEDULED))
    assert (scheduled.state, scheduled.due_at, scheduled.attempts) == (JobState.QUEUED, bench.quiet, 0)
    mine = await batches.done(await bench.jobs.defer(FILMS[2:]))
    assert (mine.state, batches.fetched) == (JobState.DONE, [3, 4])


async def test_a_pause_lets_the_title_under_way_end_and_the_rest_wait(batches: Batches) -> None:
    bench = batches.bench

    async def pause(name: str) -> None:
        bench.is_paused = True

    bench.network.before = pause
    job = await bench.jobs.defer(FILMS)
    runner = batches.runner()
    await runner.start()
    await eventually(lambda: _is_waiting(bench, job))
    await runner.stop()
    assert batches.fetched == [1]
    bench.network.before, bench.is_paused = None, False
    bench.clock.advance(seconds=2)
    ended = await batches.done(job)
    assert (ended.result["done"], batches.fetched, ended.attempts) == (4, [1, 2, 3, 4], 1)


async def _is_waiting(bench: EnrichmentBench, job: Job) -> bool:
    found = await bench.queue.job(job.id)
    return found is not None and found.state is JobState.QUEUED and "paused" in found.error


async def test_two_jobs_at_one_title_take_turns(batches: Batches) -> None:
    bench = batches.bench
    await bench.jobs.defer(FILMS[:1])
    await bench.jobs.defer(FILMS[:1], may_select=True)
    await bench.jobs.defer(FILMS[:2])
    await batches.run_due()
    assert bench.network.asked.count("poster-1") == 1
    assert bench.selected() == ["poster-1"]


async def test_no_title_is_nothing_to_do(batches: Batches) -> None:
    with pytest.raises(InvalidInput, match="No title"):
        await batches.bench.jobs.defer([])
    assert await batches.bench.queue.jobs() == []


def test_a_report_of_ten_thousand_titles_counts_all_and_tells_of_those_that_failed() -> None:
    report = BatchReport()
    title = {"title": "Film", "message": "Nothing to change.", "outcome": "done", "proposed": []}
    for number in range(10_000):
        news = {"outcome": "failed"} if number % 100 == 99 else {"proposed": [number] * (number % 2)}
        report.add({**title, "key": number, **news})
    told = report.to_mapping()
    assert (told["done"], told["failed"], told["proposed"]) == (9_900, 100, 4_900)
    assert (len(told["titles"]), told["left_out"]) == (MOST_TITLES, 9_500)
    assert sum(each["outcome"] == "failed" for each in told["titles"]) == 100
    assert [each["key"] for each in told["titles"]] == sorted(each["key"] for each in told["titles"])


def test_who_may_select_is_another_job() -> None:
    assert enrich_job(MOVIE).key != enrich_job(MOVIE, may_select=True).key
    assert replace(enrich_job(MOVIE), priority=JobPriority.WEBHOOK).key == enrich_job(MOVIE).key
