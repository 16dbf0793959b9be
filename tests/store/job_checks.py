"""What the table of jobs promises, asked of any database."""

from __future__ import annotations

from datetime import timedelta

from metarr_desktop.domain.jobs import LEASE_LIFE, Job, JobPriority, JobState, NewJob, back_off
from metarr_desktop.store import Store
from tests.builders import NOON

KINDS = ("enrich", "webhook", "update")
ME, OTHER = "me", "other"
SECOND = timedelta(seconds=1)


def deferred(store: Store, key: str = "enrich:movie:1", **values: object) -> Job:
    values = {"kind": "enrich", "priority": JobPriority.SCHEDULED, **values}
    return store.call(store.jobs.defer, NewJob(key=key, **values), now=NOON)


def claimed(store: Store, owner: str = ME, **values: object) -> Job | None:
    values = {"now": NOON, **values}
    store.call(store.automation_lease.take, owner, now=values["now"])
    return store.call(store.jobs.claim, owner, KINDS, **values)


def assert_jobs_come_strongest_first_then_oldest(store: Store) -> None:
    for key, priority in (("a", 10), ("b", 30), ("c", 20), ("d", 30)):
        deferred(store, key, priority=JobPriority(priority))
    taken = [job.key for _ in range(5) if (job := claimed(store)) is not None]
    assert taken == ["b", "d", "c", "a"]


def assert_a_key_is_one_job(store: Store) -> None:
    first = deferred(store, payload={"n": 1})
    raised = deferred(store, priority=JobPriority.USER)
    assert (raised.id, raised.priority, dict(raised.payload)) == (first.id, JobPriority.USER, {"n": 1})
    running = claimed(store)
    assert running is not None
    assert deferred(store, priority=JobPriority.USER).id == running.id  # joined: no stronger than what runs


def assert_a_stronger_job_follows_once(store: Store) -> None:
    deferred(store)
    running = claimed(store)
    assert running is not None
    follower = deferred(store, priority=JobPriority.USER)
    again = deferred(store, priority=JobPriority.USER)
    assert (follower.id == again.id, follower.id == running.id) == (True, False)
    assert claimed(store) is None  # not while the first still runs
    store.call(store.jobs.finish, running.id, ME, JobState.DONE, now=NOON)
    after = claimed(store)
    assert after is not None
    assert after.id == follower.id


def assert_only_the_holder_of_the_automation_claims(store: Store) -> None:
    deferred(store)
    store.call(store.automation_lease.take, OTHER, now=NOON)
    assert store.call(store.jobs.claim, ME, KINDS, now=NOON) is None
    assert not store.call(store.automation_lease.take, ME, now=NOON + LEASE_LIFE - SECOND).is_mine
    assert store.call(store.automation_lease.take, ME, now=NOON + LEASE_LIFE).is_mine
    assert store.call(store.jobs.claim, ME, KINDS, now=NOON + LEASE_LIFE) is not None


def assert_a_job_without_a_sign_of_life_is_ready_again(store: Store) -> None:
    deferred(store)
    job = claimed(store)
    assert job is not None
    assert store.call(store.jobs.rescue, now=NOON + LEASE_LIFE - SECOND) == []
    store.call(store.jobs.renew, ME, [job.id], now=NOON + LEASE_LIFE - SECOND)
    assert store.call(store.jobs.rescue, now=NOON + LEASE_LIFE) == []
    (rescued,) = store.call(store.jobs.rescue, now=NOON + 2 * LEASE_LIFE)
    assert (rescued.state, rescued.lease_owner, rescued.due_at) == (
        JobState.QUEUED,
        None,
        NOON + 2 * LEASE_LIFE,
    )
    assert store.call(store.jobs.finish, job.id, ME, JobState.DONE, now=NOON) is None  # it is no longer ours


def assert_a_job_that_failed_waits(store: Store) -> None:
    deferred(store)
    job = claimed(store)
    assert job is not None
    due = NOON + back_off(1)
    store.call(store.jobs.put_back, job.id, ME, now=NOON, due_at=due, error="It failed.", payload={"left": 2})
    assert claimed(store, now=due - SECOND) is None
    again = claimed(store, now=due)
    assert again is not None
    assert (again.attempts, again.error, dict(again.payload)) == (2, "It failed.", {"left": 2})


def assert_jobs_can_be_ended_and_are_forgotten(store: Store) -> None:
    waiting, other = deferred(store, "a"), deferred(store, "b")
    running = claimed(store)
    assert running is not None
    for job in (waiting, other):
        assert store.call(store.jobs.abort, job.id, now=NOON) is not None
    assert store.call(store.jobs.aborted, ME) == [running.id]
    (rescued,) = store.call(store.jobs.rescue, now=NOON + 3 * LEASE_LIFE)
    assert rescued.state is JobState.CANCELLED
    assert store.call(store.jobs.abort, running.id, now=NOON) is None
    assert [job.id for job in store.call(store.jobs.find, tuple(JobState), 10)] == [running.id, other.id]
    assert store.call(store.jobs.prune, NOON + timedelta(seconds=1)) == 1
    assert [job.id for job in store.call(store.jobs.find, tuple(JobState), 10)] == [running.id]


def assert_nothing_is_claimed_while_paused_and_what_is_hurried_comes_first(store: Store) -> None:
    deferred(store, "a", priority=JobPriority.USER)
    last = deferred(store, "b")
    store.call(store.automation_lease.set_paused, True, now=NOON)
    assert claimed(store) is None
    assert store.call(store.automation_lease.is_paused)
    store.call(store.automation_lease.release, ME, now=NOON)
    assert claimed(store, OTHER) is None  # whoever holds the automation
    store.call(store.jobs.hurry, last.id, now=NOON + SECOND)
    store.call(store.automation_lease.set_paused, False, now=NOON)
    taken = [job.key for _ in range(2) if (job := claimed(store, OTHER)) is not None]
    assert taken == ["b", "a"]
    assert store.call(store.jobs.hurry, last.id, now=NOON) is None


CHECKS = (
    assert_jobs_come_strongest_first_then_oldest,
    assert_a_key_is_one_job,
    assert_a_stronger_job_follows_once,
    assert_only_the_holder_of_the_automation_claims,
    assert_a_job_without_a_sign_of_life_is_ready_again,
    assert_a_job_that_failed_waits,
    assert_jobs_can_be_ended_and_are_forgotten,
    assert_nothing_is_claimed_while_paused_and_what_is_hurried_comes_first,
)
