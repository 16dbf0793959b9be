"""What the table of webhook events promises, asked of any database."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

from metarr_desktop.automation.webhooks.inbox import WebhookInbox
from metarr_desktop.domain.jobs import JobState
from metarr_desktop.domain.webhooks import REPEAT_WITHIN, WebhookSource, WebhookState
from metarr_desktop.store import Store
from tests.automation.webhooks.bodies import RADARR_TEST, radarr_download
from tests.builders import NOON

RADARR = WebhookSource.RADARR


def assert_an_event_is_read_back_as_it_came(store: Store) -> None:
    payload = {"eventType": "Ü\0\ud83d", "number": 1.5, "none": None, "many": [{"a": True}]}
    event, is_new = store.call(store.webhook_events.take, RADARR, "Ü", "key", payload, "It came.", now=NOON)
    assert is_new
    assert (dict(event.payload), event.event, event.received_at, event.state) == (
        payload, "Ü", NOON, WebhookState.STORED,
    )  # fmt: skip
    assert store.call(store.webhook_events.find, event.id) == event
    assert store.call(store.webhook_events.find, event.id + 1) is None


def assert_repeats_are_counted_within_an_hour(store: Store) -> None:
    for minutes, is_new in ((0, True), (59, False), (60, True), (90, False)):
        now = NOON + timedelta(minutes=minutes)
        assert store.call(store.webhook_events.take, RADARR, "Test", "key", {}, "", now=now)[1] is is_new
    counts = [event.deliveries for event in store.call(store.webhook_events.latest, 10)]
    assert counts == [2, 2]
    assert store.call(store.webhook_events.prune, NOON + REPEAT_WITHIN) == 1
    later = NOON + timedelta(days=1)
    assert store.call(store.webhook_events.take, RADARR, "Test", "key", {}, "", now=later)[1]


def assert_events_outlive_no_job_that_waits(store: Store) -> None:
    async def take() -> None:
        inbox = WebhookInbox(store, clock=lambda: NOON)
        for body in (radarr_download(), RADARR_TEST):
            await inbox.take(RADARR, json.dumps(body).encode())

    asyncio.run(take())
    assert [event.state for event in store.call(store.webhook_events.latest, 10)] == [
        WebhookState.STORED,
        WebhookState.QUEUED,
    ]
    assert store.call(store.webhook_events.prune, NOON + timedelta(days=1)) == 1
    (job,) = store.call(store.jobs.find, (JobState.QUEUED,), 10)
    store.call(store.jobs.abort, job.id, now=NOON)
    assert [event.state for event in store.call(store.webhook_events.latest, 10)] == [WebhookState.CANCELLED]
    assert store.call(store.webhook_events.prune, NOON + timedelta(days=1)) == 1


def assert_two_programs_store_an_event_once(*stores: Store) -> None:
    """Each store is one program's own connection."""
    bodies = [json.dumps(radarr_download(number=number)).encode() for number in range(20)]

    async def both() -> None:
        inboxes = [WebhookInbox(store, clock=lambda: NOON) for store in stores]
        await asyncio.gather(*(inbox.take(RADARR, body) for body in bodies for inbox in inboxes))

    asyncio.run(both())
    events = stores[0].call(stores[0].webhook_events.latest, 100)
    jobs = stores[0].call(stores[0].jobs.find, tuple(JobState), 100)
    assert [event.deliveries for event in events] == [len(stores)] * len(bodies)
    assert sorted(job.payload["event_id"] for job in jobs) == sorted(event.id for event in events)


WEBHOOK_CHECKS = (
    assert_an_event_is_read_back_as_it_came,
    assert_repeats_are_counted_within_an_hour,
    assert_events_outlive_no_job_that_waits,
)
