"""New pictures of an update or a webhook are followed by enrichment: when, as what, and once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.automation.change_news import ChangeNews
from metarr_desktop.automation.enrichment_jobs import EnrichmentJobs
from metarr_desktop.automation.follow_ups import FollowUps
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.automation.schedule import TIMEOUT, UpdateSchedule
from metarr_desktop.automation.webhooks.follow_up import WebhookFollowUp
from metarr_desktop.automation.webhooks.inbox import WebhookInbox
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchMetadata, FetchRequest, FetchResult
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobState
from metarr_desktop.domain.schedule import ScheduleSettings
from metarr_desktop.domain.selection import AutomationMode
from metarr_desktop.domain.webhooks import WebhookSource
from tests.automation.enrichment_bench import LATE, EnrichmentBench, an_enrichment_bench, liked
from tests.automation.webhooks.bodies import radarr_download
from tests.builders import MOVIE, an_answer, an_entity

SECOND = EntityKey(EntityType.MOVIE, 2)


class Bringing:
    """Stands in for the cache manager: a title it is asked for has a new poster from then on."""

    def __init__(self, bench: EnrichmentBench) -> None:
        self.bench = bench
        self.brought: set[EntityKey] = set()
        self.only: set[EntityKey] | None = None

    async def fetch_assets(self, request: FetchRequest, *, on_progress: Any = None) -> FetchResult:
        is_wanted = self.only is None or request.key in self.only
        if request.key not in self.brought and is_wanted:
            self.brought.add(request.key)
            await self.bench.store.run(self._bring, request.key)
        return FetchResult(request.key not in self.brought, 0.0, {}, FetchMetadata(None))

    def _bring(self, key: EntityKey) -> None:
        answer = an_answer(liked(f"new-{key.entity_id}", 5), key=key, now=self.bench.clock())
        self.bench.store.answers.save(answer)

    async def search(self, request: Any, *, on_update: Any = None) -> Any:
        raise NotImplementedError

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> Any:
        raise NotImplementedError


class World:
    """Two films, the weekly updates and a webhook's follow-up over one store; enrichment is only deferred."""

    def __init__(self, bench: EnrichmentBench) -> None:
        self.bench, self.store, self.clock = bench, bench.store, bench.clock
        an_entity(bench.store, entity_id=2, title="Heat", external_ids=ExternalIds(tmdb=949))
        for key in (MOVIE, SECOND):  # the whole library is due for an update
            old = an_answer(
                liked(f"old-{key.entity_id}", 1), key=key, now=bench.clock() - timedelta(days=6.9)
            )
            bench.store.call(bench.store.answers.save, old)
        self.cache = Bringing(bench)
        self.paused_after = 99
        bench.network.sizes = defaultdict(lambda: (1000, 1500))
        self.follow_ups = FollowUps(bench.store, lambda: bench.preferences)
        self.updates = UpdateSchedule(
            bench.store, bench.queue, self.cache, clock=bench.clock, providers=lambda: frozenset({"tmdb"}),
            requests_today=dict, news=ChangeNews(bench.store, dict), zone=UTC, follow_ups=self.follow_ups,
            is_paused=lambda: len(self.cache.brought) >= self.paused_after,
        )  # fmt: skip

    def is_due(self) -> bool:
        return self.store.call(self.follow_ups.is_due, MOVIE, self.clock())

    async def update(self) -> None:
        await self.updates.run_now()
        await self.draw()

    async def draw(self) -> None:
        """Do what is due, but for enrichment."""
        runner = JobRunner(self.store, self.bench.queue, clock=self.clock, poll_s=0.005)
        runner.register(JobKind.UPDATE, self.updates.run, timeout=TIMEOUT)
        assert await runner.run_due()
        await runner.stop()

    async def waiting(self) -> list[Job]:
        return await self.bench.queue.jobs((JobState.QUEUED,))

    def set_unmonitored(self, key: EntityKey) -> None:
        self.store.call(
            self.store._database.run,
            "UPDATE entities SET is_monitored = 0 WHERE entity_id = ?",
            (key.entity_id,),
        )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with an_enrichment_bench(tmp_path) as bench:
        yield World(bench)


async def test_a_title_is_due_for_what_it_had_not_when_it_was_enriched_last(world: World) -> None:
    bench = world.bench
    bench.offer(liked("old", 5))
    assert world.is_due()
    bench.clock.advance(hours=1)
    await bench.enrich()
    assert not world.is_due()
    bench.offer(liked("old", 5), liked("newer", 50))
    assert world.is_due()


async def test_a_title_whose_enrichment_failed_is_due_again(world: World) -> None:
    bench = world.bench
    bench.offer(liked("late", 5))
    bench.network.broken["late"] = LATE
    bench.clock.advance(hours=1)
    await bench.enrich()
    bench.clock.advance(hours=1)
    assert world.is_due()


async def test_types_that_are_only_fetched_and_titles_left_alone_are_not_due(world: World) -> None:
    world.bench.offer(liked("poster", 5))
    world.bench.prefer(automation=dict.fromkeys(AssetType, AutomationMode.FETCH))
    assert not world.is_due()
    world.bench.prefer(automation={})
    assert world.is_due()
    world.set_unmonitored(MOVIE)
    assert not world.is_due()


async def test_titles_with_new_pictures_are_one_job_after_the_update(world: World) -> None:
    await world.update()
    (job,) = await world.waiting()
    assert (job.kind, job.priority) == (JobKind.ENRICH_TITLES, JobPriority.SCHEDULED)
    assert sorted(job.payload["titles"]) == [["movie", 1], ["movie", 2]]
    result = (await world.updates.state()).last_result
    assert result["enriched_next"] == 2
    assert result["sentence"].endswith("2 titles with new pictures looked through for artwork next.")


async def test_an_update_that_lost_its_program_before_its_end_is_followed_all_the_same(world: World) -> None:
    job = await world.updates.run_now()
    world.cache.only = {MOVIE}
    owner = "killed"
    await world.store.run(world.store.automation_lease.take, owner, now=world.clock())
    assert await world.store.run(world.store.jobs.claim, owner, (JobKind.UPDATE,), now=world.clock())
    await world.cache.fetch_assets(FetchRequest(MOVIE))  # so far it came
    world.clock.advance(minutes=2)
    await world.store.run(world.store.jobs.rescue, now=world.clock())
    await world.draw()
    assert (await world.bench.queue.job(job.id)).state is JobState.DONE
    (follower,) = await world.waiting()
    assert (follower.key, follower.priority) == ("enrich:movie:1", JobPriority.SCHEDULED)


async def test_an_update_that_is_paused_goes_on_later_with_the_rest(world: World) -> None:
    world.paused_after = 0
    await world.updates.run_now()
    await world.draw()
    waiting = await world.updates.job()
    assert waiting is not None
    assert (len(waiting.payload["titles"]), waiting.attempts, len(world.cache.brought)) == (2, 0, 0)
    world.paused_after = 99
    world.clock.advance(minutes=1)
    await world.draw()
    assert world.cache.brought == {MOVIE, SECOND}
    assert await world.updates.job() is None


async def test_what_follows_asks_nobody_whose_requests_of_today_are_used_up(world: World) -> None:
    bench = world.bench
    jobs = EnrichmentJobs(
        bench.enrichment, bench.store, bench.queue, clock=bench.clock, quiet_until=world.updates.quiet_until,
        within_budget=world.updates.within_budget,
    )  # fmt: skip
    runner = JobRunner(world.store, bench.queue, clock=world.clock, poll_s=0.005)
    runner.register(JobKind.ENRICH, jobs.handle, timeout=TIMEOUT)
    for limit, priority in ((0, JobPriority.SCHEDULED), (0, JobPriority.USER), (9, JobPriority.SCHEDULED)):
        await world.updates.set(ScheduleSettings(budgets={"tmdb": limit}))
        await jobs.defer([MOVIE], priority=priority)
        assert await runner.run_due()
    await runner.stop()
    assert [request.providers for request in bench.cache.requests] == [frozenset(), None, None]


async def test_pictures_of_the_next_update_are_looked_at_though_the_last_one_is_still_followed(
    world: World,
) -> None:
    bench = world.bench
    keys = [MOVIE, SECOND]
    world.store.call(world.follow_ups.after_update, keys, world.clock())
    world.clock.advance(seconds=1)
    await bench.enrich(MOVIE)  # by that job, which then had to wait
    world.clock.advance(days=1)
    bench.offer(liked("newest", 90))
    world.store.call(world.follow_ups.after_update, keys, world.clock())
    runner = JobRunner(world.store, bench.queue, clock=world.clock, poll_s=0.005)
    runner.register(JobKind.ENRICH_TITLES, bench.jobs.handle_titles, timeout=TIMEOUT)
    assert await runner.run_due()
    await runner.stop()
    assert [proposal.asset.url[-6:] for proposal in await bench.proposals.open(MOVIE)] == ["newest"]


async def test_updates_leave_titles_alone_that_are_not_monitored(world: World) -> None:
    world.set_unmonitored(SECOND)
    await world.update()
    assert world.cache.brought == {MOVIE}


async def test_nothing_follows_where_a_person_does_not_want_it(world: World) -> None:
    await world.updates.set(ScheduleSettings(enriches=False))
    assert not (await world.updates.state()).settings.enriches
    await world.update()
    assert (world.cache.brought, await world.waiting()) == ({MOVIE, SECOND}, [])


async def test_a_title_a_webhook_adds_is_enriched_next_and_only_once(world: World) -> None:
    handler = WebhookFollowUp(world.store, world.cache, tuple, lambda path: True, follow_ups=world.follow_ups)
    inbox = WebhookInbox(world.store, clock=world.clock)
    delivery = await inbox.take(WebhookSource.RADARR, json.dumps(radarr_download()).encode())
    assert delivery.job is not None
    world.clock.advance(seconds=1)

    class Context:
        def progress(self, done: int, total: int, words: str = "") -> None: ...

    first = await handler.handle(delivery.job, Context())
    again = await handler.handle(delivery.job, Context())  # its program was killed before its end was written
    assert (first["enriched_next"], again["enriched_next"]) == (1, 1)
    assert first["sentence"].endswith("Artwork is looked for next.")
    followers = [job for job in await world.waiting() if job.kind == JobKind.ENRICH]
    assert [(job.key, job.priority) for job in followers] == [("enrich:movie:1", JobPriority.WEBHOOK)]
    event = await world.store.run(world.store.webhook_events.find, delivery.event.id)
    assert event is not None
    assert event.message == first["sentence"]


def test_a_settings_row_of_before_is_read_as_looking_for_artwork(world: World) -> None:
    world.store.call(
        world.store._database.run,
        'INSERT INTO schedules (name, settings) VALUES (\'update\', \'{"is_on": true, "at": "03:30"}\')',
    )
    assert world.store.call(world.store.schedules.get, "update").settings == ScheduleSettings()
