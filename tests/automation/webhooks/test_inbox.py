"""Events come in: stored with their job, once, whatever is sent."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.jobs import JobPriority, JobState
from metarr_desktop.domain.webhooks import WebhookState
from tests.automation.webhooks.bench import LIDARR, RADARR, SONARR, WebhookBench
from tests.automation.webhooks.bodies import (
    HEALTH,
    RADARR_TEST,
    UPDATE,
    lidarr_download,
    radarr,
    radarr_download,
    sonarr_download,
)


async def test_three_deliveries_are_one_event_and_one_job(webhooks: WebhookBench) -> None:
    deliveries = [await webhooks.take(radarr_download()) for _ in range(3)]
    assert [each.is_new for each in deliveries] == [True, False, False]
    (event,), (job,) = webhooks.events(), webhooks.jobs()
    assert (event.deliveries, event.job_id, event.state) == (3, job.id, WebhookState.QUEUED)
    assert (job.kind, job.priority, dict(job.payload)) == (
        "webhook",
        JobPriority.WEBHOOK,
        {"event_id": event.id},
    )


async def test_the_same_content_in_another_order_is_the_same_event(webhooks: WebhookBench) -> None:
    body = radarr_download()
    await webhooks.take(body)
    backwards = json.dumps(dict(reversed(body.items())), indent=4).encode()
    assert not (await webhooks.inbox.take(RADARR, backwards)).is_new


async def test_the_same_content_an_hour_later_has_happened_again(webhooks: WebhookBench) -> None:
    for is_new in (True, True):
        assert (await webhooks.take(radarr_download())).is_new is is_new
        webhooks.clock.advance(hours=1)
    webhooks.clock.advance(minutes=-30)
    assert not (await webhooks.take(radarr_download())).is_new
    assert [len(webhooks.events()), len(webhooks.jobs())] == [2, 2]


async def test_the_same_content_of_another_program_is_another_event(webhooks: WebhookBench) -> None:
    await webhooks.take({"eventType": "Test"}, RADARR)
    assert (await webhooks.take({"eventType": "Test"}, SONARR)).is_new


@pytest.mark.parametrize(
    "body", [RADARR_TEST, HEALTH, UPDATE, radarr("Grab"), radarr("MovieDelete"), {}, {"eventType": 7}]
)
async def test_what_nothing_follows_from_is_stored_and_shown(
    webhooks: WebhookBench, body: dict[str, Any]
) -> None:
    delivery = await webhooks.take(body)
    assert (delivery.job, delivery.event.state) == (None, WebhookState.STORED)
    assert webhooks.event().message.startswith("Radarr ")
    assert dict(webhooks.event().payload) == body
    assert webhooks.jobs() == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b'"x"', b"{", b'{"eventType": "Download"', b'{"a": NaN}', b"\xff\xfe\x00", b"<html>",
        b"[" * 100_000, b'{"a":' * 200 + b"1" + b"}" * 200, b'{"a": 1' + b"0" * 5000 + b"}",
    ],
)  # fmt: skip
async def test_what_is_no_object_is_refused_in_a_sentence_and_not_stored(
    webhooks: WebhookBench, body: bytes
) -> None:
    with pytest.raises(InvalidInput, match="Nothing was stored"):
        await webhooks.inbox.take(LIDARR, body)
    assert webhooks.events() == []


async def test_half_letters_and_zero_characters_can_be_stored(webhooks: WebhookBench) -> None:
    body = b'{"eventType":"Download\\u0000","movie":{"title":"A\\ud83d\\u0000B","tmdbId":1,"folderPath":"/x\\ud83d"}}'
    delivery = await webhooks.inbox.take(RADARR, body)
    assert webhooks.event(delivery.event.id).payload["movie"]["tmdbId"] == 1


async def test_event_and_job_are_written_together_or_not_at_all(
    webhooks: WebhookBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("The disk is full.", reason="disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(webhooks.store.jobs, "defer", full)
        with pytest.raises(StoreError):
            await webhooks.take(radarr_download())
    assert webhooks.events() == []
    assert (await webhooks.take(radarr_download())).is_new


async def test_a_replay_does_it_again_for_a_person(webhooks: WebhookBench) -> None:
    await webhooks.report(radarr_download())
    done = webhooks.store.call(webhooks.store.jobs.abort, 1, now=webhooks.clock())
    assert done is not None  # the bench did its work, past the runner
    delivery = await webhooks.inbox.replay(1)
    assert delivery.job is not None
    assert (delivery.job.priority, delivery.event.state) == (JobPriority.USER, WebhookState.QUEUED)
    await webhooks.do(delivery.job)
    assert webhooks.event().state is WebhookState.DONE


async def test_a_replay_of_what_waits_makes_it_go_first(webhooks: WebhookBench) -> None:
    first = await webhooks.take(radarr_download())
    again = await webhooks.inbox.replay(1)
    assert first.job is not None
    assert again.job is not None
    assert (again.job.id, again.job.priority) == (first.job.id, JobPriority.USER)


async def test_nothing_follows_from_replaying_a_test_and_an_unknown_number_is_told_so(
    webhooks: WebhookBench,
) -> None:
    await webhooks.take(RADARR_TEST)
    assert (await webhooks.inbox.replay(1)).job is None
    with pytest.raises(InvalidInput, match="no webhook event 9"):
        await webhooks.inbox.replay(9)


async def test_the_state_of_an_event_is_that_of_its_job(webhooks: WebhookBench) -> None:
    await webhooks.take(sonarr_download(), SONARR)
    store, now = webhooks.store, webhooks.clock()
    store.call(store.automation_lease.take, "me", now=now)
    store.call(store.jobs.claim, "me", ("webhook",), now=now)
    assert webhooks.event().state is WebhookState.RUNNING
    store.call(store.jobs.finish, 1, "me", JobState.FAILED, now=now, error="Nobody answered.")
    assert (webhooks.event().state, webhooks.event().message) == (WebhookState.FAILED, "Nobody answered.")


async def test_events_are_forgotten_after_their_time_unless_their_job_waits(webhooks: WebhookBench) -> None:
    await webhooks.take(RADARR_TEST)
    await webhooks.take(lidarr_download(), LIDARR)
    webhooks.clock.advance(days=31)
    store = webhooks.store
    assert store.call(store.webhook_events.prune, webhooks.clock()) == 1
    assert [event.source for event in webhooks.events()] == [LIDARR]


async def test_a_content_can_come_again_after_the_first_of_its_kind_is_forgotten(
    webhooks: WebhookBench,
) -> None:
    for _ in range(2):
        await webhooks.take(RADARR_TEST)
        webhooks.clock.advance(days=20)
    store = webhooks.store
    assert store.call(store.webhook_events.prune, webhooks.clock() - timedelta(days=30)) == 1
    assert (await webhooks.take(RADARR_TEST)).is_new
