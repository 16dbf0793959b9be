"""The table of jobs on SQLite: dedupe, leases, back-off; PostgreSQL is asked the same by its own tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from metarr_desktop.domain.jobs import LEASE_LIFE, JobPriority, JobState, NewJob, back_off
from metarr_desktop.store import Store
from tests.builders import NOON
from tests.store.job_checks import CHECKS, ME, claimed, deferred


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("assert_"))
def test_the_table_promises(store: Store, check: Callable[[Store], None]) -> None:
    check(store)


def test_an_event_and_its_job_are_written_together_or_not_at_all(store: Store) -> None:
    def event_then_failure() -> None:
        with store.transaction():
            store.jobs.defer(NewJob("webhook", "webhook:1"), now=NOON)
            raise RuntimeError("the event could not be written")

    with pytest.raises(RuntimeError):
        store.call(event_then_failure)
    assert store.call(store.jobs.of_key, "webhook:1") is None


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 5), (2, 10), (3, 20), (9, 1280), (10, 1440), (50, 1440), (5000, 1440)]
)
def test_back_off_doubles_from_five_minutes_to_a_day(attempts: int, minutes: int) -> None:
    assert back_off(attempts) == timedelta(minutes=minutes)


def test_the_weakest_comes_first_when_it_is_its_turn(store: Store) -> None:
    deferred(store, "a", priority=JobPriority.USER)
    deferred(store, "b")
    job = claimed(store, weakest_first=True)
    assert job is not None
    assert job.key == "b"


def test_weaker_jobs_are_left_where_only_stronger_ones_are_wanted(store: Store) -> None:
    deferred(store)
    assert claimed(store, at_least=JobPriority.WEBHOOK) is None


def test_a_job_of_a_kind_nobody_here_knows_stays(store: Store) -> None:
    deferred(store, kind="of a newer program")
    assert claimed(store) is None


def test_a_person_ends_the_waiting_of_a_job_that_failed(store: Store) -> None:
    deferred(store, priority=JobPriority.USER)
    job = claimed(store)
    assert job is not None
    store.call(store.jobs.put_back, job.id, ME, now=NOON, due_at=NOON + timedelta(hours=1), error="No.")
    assert deferred(store, priority=JobPriority.SCHEDULED).due_at == NOON + timedelta(hours=1)
    assert deferred(store, priority=JobPriority.USER).due_at == NOON


def test_a_job_that_is_followed_is_not_put_back_but_ends(store: Store) -> None:
    deferred(store)
    job = claimed(store)
    assert job is not None
    deferred(store, priority=JobPriority.USER)
    ended = store.call(store.jobs.put_back, job.id, ME, now=NOON, due_at=NOON)
    assert ended is not None
    assert ended.state is JobState.CANCELLED


def test_a_job_that_ends_its_program_again_and_again_waits_longer_each_time(store: Store) -> None:
    deferred(store)
    now, waits = NOON, []
    for _ in range(6):
        assert claimed(store, now=now) is not None
        now += 2 * LEASE_LIFE
        (job,) = store.call(store.jobs.rescue, now=now)
        waits.append((job.due_at - now) / timedelta(minutes=1))
        now = job.due_at
    assert waits == [0, 0, 0, 5, 10, 20]


def test_the_lease_of_a_clock_that_ran_wrong_holds_nobody_up(store: Store) -> None:
    store.call(store.automation_lease.take, "other", now=NOON + timedelta(days=400))
    assert store.call(store.automation_lease.take, ME, now=NOON).is_mine


def test_a_program_known_to_have_ended_is_replaced_at_once(store: Store) -> None:
    store.call(store.automation_lease.take, "other", now=NOON)
    state = store.call(store.automation_lease.take, ME, now=NOON, is_gone=lambda owner: owner == "other")
    assert state.is_mine
