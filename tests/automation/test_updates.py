"""Weekly updates: when a run begins, what it asks of the cache, and what it puts off."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta

import pytest

from metarr_desktop.automation.update_report import title_words
from metarr_desktop.cli.update_lines import report_lines
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import AllProvidersFailed, ProviderUnreachable
from metarr_desktop.domain.fetch import (
    Consumer,
    Outcome,
    Priority,
    ProviderOutcome,
)
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, JobState, NewJob
from metarr_desktop.domain.schedule import QuietHours, ScheduleSettings
from metarr_desktop.providers.base import ChangedWork
from tests.automation.runner_bench import RunnerBench
from tests.automation.update_bench import DAY, NIGHT, Feed, Rig


@pytest.fixture
async def rig(bench: RunnerBench) -> Rig:
    rig = Rig(bench)
    await rig.runner.run_due()  # the first start: from now on a run is due at its time
    return rig


async def test_a_run_begins_at_its_time_and_not_before(rig: Rig) -> None:
    await rig.library(5.5)
    assert await rig.start_at(NIGHT - timedelta(seconds=1)) is None
    job = await rig.start_at(NIGHT)
    assert job is not None
    assert (job.state, job.priority, rig.cache.numbers) == (JobState.DONE, JobPriority.SCHEDULED, [1])


async def test_titles_are_asked_for_what_is_older_than_five_days_behind_everybody_else(rig: Rig) -> None:
    await rig.library(5.5)
    await rig.start_at(NIGHT)
    (request,) = rig.cache.requests
    assert (request.force, request.max_age, request.priority, request.consumer, request.providers) == (
        False, 5 * DAY, Priority.AUTOMATION, Consumer.SCHEDULED, None,
    )  # fmt: skip


async def test_a_run_that_was_missed_is_caught_up_and_not_doubled(rig: Rig) -> None:
    await rig.library(5.5, *[1] * 5)
    await rig.start_at(NIGHT + 9 * timedelta(hours=1))  # the machine was off in the night
    assert rig.cache.numbers == [1]
    assert (await rig.schedule.state()).next_run_at == NIGHT + DAY


async def test_updates_switched_off_do_nothing(rig: Rig) -> None:
    await rig.library(6.5)
    await rig.set(is_on=False)
    await rig.start_at(NIGHT + 5 * DAY)
    assert rig.cache.requests == []


async def test_running_now_runs_even_if_switched_off_and_quiet(rig: Rig) -> None:
    await rig.library(6.5)
    await rig.set(is_on=False, quiet=QuietHours(time(0), time(23, 59)))
    rig.bench.clock.now = NIGHT
    await rig.schedule.run_now()
    await rig.runner.run_due()
    assert rig.cache.numbers == [1]


@pytest.mark.parametrize("before", [2, 9.4, 14])
async def test_running_now_leaves_the_next_regular_run_where_it_is(rig: Rig, before: float) -> None:
    await rig.library(6.5)
    rig.bench.clock.now = NIGHT - timedelta(hours=before)  # 01:30, 18:06, 13:30
    await rig.schedule.run_now()
    await rig.runner.run_due()
    state = await rig.schedule.state()
    assert (rig.cache.numbers, state.next_run_at) == ([1], NIGHT)
    await rig.start_at(NIGHT)
    state = await rig.schedule.state()
    assert (state.last_started_at, state.next_run_at) == (NIGHT, NIGHT + DAY)


async def test_running_now_while_updates_are_off_plans_no_run(rig: Rig) -> None:
    await rig.set(is_on=False)
    await rig.schedule.run_now()
    assert (await rig.schedule.state()).next_run_at is None


async def test_running_now_does_what_is_overdue(rig: Rig) -> None:
    await rig.library(6.5)
    rig.bench.clock.now = NIGHT + timedelta(hours=15)
    await rig.schedule.run_now()
    await rig.runner.run_due()
    assert (rig.cache.numbers, (await rig.schedule.state()).next_run_at) == ([1], NIGHT + 2 * DAY)


async def test_a_run_says_what_it_did(rig: Rig) -> None:
    await rig.library(6.5, 6.4)
    await rig.start_at(NIGHT)
    state = await rig.schedule.state()
    assert state.last_started_at == state.last_finished_at == NIGHT
    assert state.last_result["sentence"] == "2 titles refreshed, 4 new pictures."


async def test_no_run_begins_while_it_is_quiet(rig: Rig) -> None:
    await rig.library(6.5)
    await rig.set(quiet=QuietHours(time(1), time(7)))
    assert await rig.start_at(NIGHT) is None
    await rig.start_at(NIGHT.replace(hour=7, minute=0))
    assert rig.cache.numbers == [1]


async def test_a_run_that_waits_for_the_end_of_quiet_hours_survives_a_change_of_settings(rig: Rig) -> None:
    await rig.library(6.5)
    quiet = QuietHours(time(1), time(7))
    await rig.set(quiet=quiet)
    assert await rig.start_at(NIGHT) is None
    await rig.set(quiet=quiet, budgets={"tmdb": 500})
    await rig.start_at(NIGHT.replace(hour=7, minute=0))
    assert rig.cache.numbers == [1]


async def test_a_run_rests_while_it_is_quiet_and_goes_on_afterwards(rig: Rig) -> None:
    await rig.library(*[6.5] * 30)
    await rig.set(quiet=QuietHours(time(3, 40), time(7)))
    rig.cache.on_fetch = lambda: rig.bench.clock.advance(minutes=1)
    job = await rig.start_at(NIGHT)
    assert job is not None
    assert (job.state, job.due_at) == (JobState.QUEUED, NIGHT.replace(hour=7, minute=0))
    assert len(rig.cache.requests) < 15
    await rig.start_at(NIGHT.replace(hour=7, minute=0))
    assert sorted(rig.cache.numbers) == list(range(1, 31))


async def test_a_title_that_failed_is_tried_again_alone_when_it_may_be(rig: Rig) -> None:
    await rig.library(6.5, 6.4)
    retry_at = NIGHT + timedelta(minutes=50)
    failed = ProviderOutcome("tmdb", Outcome.FAILED, retry_at=retry_at)
    rig.cache.failures[2] = AllProvidersFailed("All failed.", [failed])
    job = await rig.start_at(NIGHT)
    assert job is not None
    assert (job.state, job.due_at, (await rig.result())["open"]) == (JobState.QUEUED, retry_at, 1)
    rig.cache.failures.clear()
    job = await rig.start_at(retry_at)
    assert job is not None
    assert (job.state, rig.cache.numbers) == (JobState.DONE, [1, 2, 2])
    assert (await rig.result())["refreshed"] == 2


async def test_a_title_of_which_one_provider_failed_is_tried_again(rig: Rig) -> None:
    await rig.library(6.5)
    rig.cache.outcomes = [ProviderOutcome("tmdb", Outcome.OK), ProviderOutcome("tvdb", Outcome.TIMED_OUT)]
    job = await rig.start_at(NIGHT)
    assert job is not None
    assert (job.state, job.due_at) == (JobState.QUEUED, NIGHT + timedelta(minutes=5))
    assert (await rig.result())["partly_failed"] == 1


async def test_rounds_of_what_fails_on_are_longer_apart_each_time(rig: Rig) -> None:
    await rig.library(6.5)
    rig.cache.failures[1] = ProviderUnreachable("tmdb", "TMDB cannot be reached.")
    moment, waits = NIGHT, []
    for _ in range(3):
        job = await rig.start_at(moment)
        assert job is not None
        waits.append((job.due_at - moment) / timedelta(minutes=1))
        moment = job.due_at
    assert waits == [5, 10, 20]


async def test_a_run_names_its_titles_and_what_became_of_them(rig: Rig) -> None:
    await rig.library(6.5, 6.4, 6.3)
    slow = ProviderOutcome("tvdb", Outcome.TIMED_OUT, message="TheTVDB did not answer in time.")
    rig.cache.failures[2] = AllProvidersFailed("Nobody could be asked.", [slow])
    rig.cache.fresh = (3,)
    job = await rig.start_at(NIGHT)
    assert job is not None
    assert [(each["key"]["entity_id"], title_words(each)) for each in job.report["named"]] == [
        (2, "Could not be refreshed. Nobody could be asked. TheTVDB did not answer in time."),
        (1, "Refreshed, 2 new pictures."),
    ]
    assert job.report["named"][0]["title"] == "Film"
    assert await rig.result() == job.report  # of a run that waits for its next round, too
    rig.cache.failures.clear()
    rig.cache.outcomes = [slow]
    job = await rig.start_at(job.due_at)
    assert job is not None
    assert [title_words(each) for each in job.report["named"]] == [
        "Refreshed in part, 2 new pictures. TheTVDB did not answer in time.", "Refreshed, 2 new pictures.",
    ]  # fmt: skip
    assert [job.report[name] for name in ("refreshed", "partly_failed", "failed", "fresh")] == [1, 1, 0, 1]


async def test_a_run_of_many_titles_names_fifty_of_each_outcome(rig: Rig) -> None:
    await rig.library(*[6.5] * 70)
    for number in range(1, 56):
        rig.cache.failures[number] = ProviderUnreachable("tmdb", "TMDB cannot be reached.")
    job = await rig.start_at(NIGHT)
    assert job is not None
    told = Counter(each["outcome"] for each in job.report["named"])
    assert (told, job.report["failed"], job.report["refreshed"]) == ({"failed": 50, "refreshed": 15}, 55, 15)
    lines = report_lines(job.report, [])
    assert (len(lines), lines[-1]) == (66, "  and 5 more could not be refreshed")


async def test_a_title_that_breaks_the_program_keeps_no_other_old(rig: Rig) -> None:
    await rig.library(6.5, 6.4)
    rig.cache.failures[1] = ZeroDivisionError("broken")
    await rig.start_at(NIGHT)
    assert ((await rig.result())["refreshed"], (await rig.result())["open"]) == (1, 1)


async def test_what_yesterday_left_is_in_the_share_of_today(rig: Rig) -> None:
    await rig.library(6.5, 1.5, 1.4)
    rig.cache.failures[1] = ProviderUnreachable("tmdb", "TMDB cannot be reached.")
    yesterday = await rig.start_at(NIGHT)
    assert yesterday is not None
    rig.cache.failures.clear()
    # Had the machine gone on, it would have been tried again at five to four.
    today = await rig.start_at(NIGHT + DAY)
    assert today is not None
    assert (await rig.bench.job(yesterday.id)).state is JobState.CANCELLED
    assert (today.state, rig.cache.numbers) == (JobState.DONE, [1, 1])


async def test_a_provider_whose_requests_of_the_day_are_used_up_is_left_alone(rig: Rig) -> None:
    await rig.library(6.5)
    await rig.set(budgets={"tmdb": 100})
    rig.sent["tmdb"] = 100
    await rig.start_at(NIGHT)
    assert [request.providers for request in rig.cache.requests] == [frozenset({"tvdb"})]
    assert (await rig.result())["without"] == ["tmdb"]
    assert "1 service was not asked any more" in (await rig.result())["sentence"]  # refreshed, but for TMDB


async def test_a_provider_with_a_budget_of_zero_is_none_of_the_updates(rig: Rig) -> None:
    await rig.library(6.5)
    rig.feeds["tmdb"] = feed = Feed([ChangedWork(EntityType.MOVIE, "tmdb", "1001")])
    await rig.start_at(NIGHT)  # from now on the feed is read
    await rig.set(budgets={"tmdb": 0})
    rig.cache.requests.clear()
    await rig.start_at(NIGHT + DAY)  # never asked of anybody else, it fills the share
    assert [request.providers for request in rig.cache.requests] == [frozenset({"tvdb"})]
    assert (feed.asked, (await rig.result())["without"]) == ([], [])
    rig.on = frozenset({"tmdb"})
    await rig.start_at(NIGHT + 2 * DAY)
    assert (len(rig.cache.requests), (await rig.result())["left_by_budget"]) == (1, 0)


async def test_a_run_ends_when_nobody_may_be_asked_any_more(rig: Rig) -> None:
    await rig.library(*[6.5] * 20)
    rig.on = frozenset({"tmdb"})
    await rig.set(budgets={"tmdb": 8})
    rig.cache.on_fetch = lambda: rig.sent.update(tmdb=rig.sent.get("tmdb", 0) + 1)
    await rig.start_at(NIGHT)
    assert len(rig.cache.requests) == 8
    assert (await rig.result())["left_by_budget"] == 12
    assert "used up" in (await rig.result())["sentence"]


async def test_a_title_the_library_lost_meanwhile_is_not_added_again(rig: Rig) -> None:
    await rig.library(6.5)
    payload = {"titles": [["movie", 99, 5]], "share": 1, "of": 1, "begun_at": "2026-03-02 03:30:00"}
    await rig.bench.queue.defer(NewJob(JobKind.UPDATE, "update", payload))
    await rig.start_at(NIGHT - timedelta(minutes=1))
    assert (rig.cache.requests, (await rig.result())["gone"]) == ([], 1)


async def test_a_run_that_was_killed_asks_for_the_same_titles_again(rig: Rig) -> None:
    await rig.library(6.5, 6.4, *[0.1] * 10)
    rig.bench.clock.now = NIGHT
    job = await rig.schedule.tick()
    assert job is not None
    claimed = await rig.bench.store.run(_claim_and_die, rig.bench)
    assert claimed.id == job.id
    rig.cache.fresh = (1,)  # was done before the end came
    await rig.start_at(NIGHT + timedelta(minutes=2))
    assert rig.cache.numbers == [1, 2]
    assert "1 title refreshed, 2 new pictures. 1 title was fresh" in (await rig.result())["sentence"]


async def test_only_changed_titles_of_the_library_are_asked_and_only_of_that_provider(rig: Rig) -> None:
    await rig.library(0.5, 0.5)
    rig.feeds["tmdb"] = Feed()
    await rig.start_at(NIGHT)
    assert rig.feeds["tmdb"].asked == []  # read for the first time: nothing is known to have been missed
    rig.feeds["tmdb"].works = [
        ChangedWork(EntityType.MOVIE, "tmdb", "1002"),
        ChangedWork(EntityType.TV, "tmdb", "1001"),
        ChangedWork(EntityType.MOVIE, "tmdb", "77"),
    ]
    await rig.start_at(NIGHT + DAY)
    assert rig.feeds["tmdb"].asked == [NIGHT - timedelta(minutes=10)]
    assert [(each.key.entity_id, each.providers, each.max_age) for each in rig.cache.requests] == [
        (2, frozenset({"tmdb"}), timedelta())
    ]
    assert (await rig.result())["changed"] == {"tmdb": 1}


async def test_a_change_that_could_not_be_fetched_is_read_again(rig: Rig) -> None:
    await rig.library(0.5)
    rig.feeds["tmdb"] = feed = Feed([ChangedWork(EntityType.MOVIE, "tmdb", "1001")])
    await rig.start_at(NIGHT)
    rig.cache.failures[1] = ProviderUnreachable("tmdb", "TMDB cannot be reached.")
    await rig.start_at(NIGHT + DAY)
    rig.cache.failures.clear()
    await rig.start_at(NIGHT + 2 * DAY)
    await rig.start_at(NIGHT + 3 * DAY)
    read = NIGHT - timedelta(minutes=10)
    assert feed.asked == [read, read, read + 2 * DAY]


async def test_a_feed_that_fails_stops_no_updates_and_is_read_from_the_same_moment(rig: Rig) -> None:
    await rig.library(5.5)
    rig.feeds["tmdb"] = feed = Feed()
    await rig.start_at(NIGHT)
    feed.works = ProviderUnreachable("tmdb", "TMDB cannot be reached.")
    await rig.start_at(NIGHT + DAY)
    await rig.start_at(NIGHT + 2 * DAY)
    assert feed.asked == [NIGHT - timedelta(minutes=10)] * 2
    assert (await rig.bench.job((await _job(rig)).id)).state is JobState.DONE


async def test_a_feed_not_read_for_longer_than_it_reaches_back_begins_anew(rig: Rig) -> None:
    await rig.library(0.5)
    rig.feeds["tmdb"] = feed = Feed()
    await rig.start_at(NIGHT)
    await rig.start_at(NIGHT + 20 * DAY)
    assert feed.asked == []


async def test_a_next_run_written_by_a_clock_that_ran_wrong_is_set_right(rig: Rig) -> None:
    await rig.library(6.5)
    store, wrong = rig.bench.store, NIGHT + 4000 * DAY
    await store.run(store.schedules.save_settings, "update", ScheduleSettings(), next_run_at=wrong)
    rig.bench.clock.now = NIGHT - timedelta(hours=1)
    await rig.schedule.tick()
    assert (await rig.schedule.state()).next_run_at == NIGHT


async def test_a_run_that_takes_longer_than_a_day_is_not_doubled(rig: Rig) -> None:
    await rig.library(6.5)
    rig.bench.clock.now = NIGHT
    job = await rig.schedule.tick()
    assert job is not None
    await rig.bench.store.run(_claim_and_die, rig.bench)
    rig.bench.clock.now = NIGHT + DAY
    again = await rig.schedule.tick()
    assert again is not None
    assert (again.id, again.state) == (job.id, JobState.RUNNING)
    assert (await rig.schedule.state()).next_run_at == NIGHT + 2 * DAY


async def _job(rig: Rig) -> Job:
    job = await rig.schedule.last_job()
    assert job is not None
    return job


def _claim_and_die(bench: RunnerBench) -> Job:
    now = bench.clock()
    bench.store.automation_lease.release("one", now=now)
    assert bench.store.automation_lease.take("dead", now=now).is_mine
    job = bench.store.jobs.claim("dead", ("update",), now=now)
    assert job is not None
    return job
