"""Takes events in: each is stored together with its job, or not at all."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import Job, JobKind, JobPriority, NewJob
from metarr_desktop.domain.webhook_payload import read_notice
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSource
from metarr_desktop.providers.http.body import parse_json
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

log = logging.getLogger(__name__)

MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a body: the event as it is stored, whether it is new, and its job if there is work to do."""

    event: WebhookEvent
    is_new: bool
    job: Job | None = None


class WebhookInbox:
    """May be used from any event loop; all it does is one transaction on the thread of the store.

    Args:
        on_delivery: told of everything that was stored, on the loop of the caller.
    """

    def __init__(
        self, store: Store, *, clock: Clock, on_delivery: Callable[[Delivery], None] = lambda delivery: None
    ) -> None:
        self._store = store
        self._clock = clock
        self._on_delivery = on_delivery

    async def take(self, source: WebhookSource, body: bytes) -> Delivery:
        """Store the event in *body* with the job it asks for; once it returns, nothing can lose them.

        The same content within an hour is the same event: it is counted, and nothing else follows.

        Raises:
            InvalidInput: *body* is no JSON object.
            StoreError: it could not be stored.
        """
        payload = _object_in(body, source)
        notice = read_notice(source, payload)
        content_key = content_key_of(source, payload)

        def write() -> Delivery:
            events, now = self._store.webhook_events, self._clock()
            with self._store.transaction():
                event, is_new = events.take(
                    source, notice.event, content_key, payload, notice.sentence, now=now
                )
                if not is_new or notice.title is None:
                    return Delivery(event, is_new)
                job = self._store.jobs.defer(_job_of(event, JobPriority.WEBHOOK), now=now)
                return Delivery(events.set_job(event.id, job.id), True, job)

        delivery = await self._store.run(write)
        log.info("webhook %s of %s: %s", delivery.event.id, source, delivery.event.message)
        self._on_delivery(delivery)
        return delivery

    async def replay(self, event_id: int) -> Delivery:
        """Do again what follows from a stored event, as it is understood now; for a person, so it goes first.

        Raises:
            InvalidInput: there is no such event.
        """

        def write() -> Delivery:
            events, now = self._store.webhook_events, self._clock()
            with self._store.transaction():
                event = events.find(event_id)
                if event is None:
                    raise InvalidInput(
                        f"There is no webhook event {event_id}. Events are kept for 30 days. Nothing was done."
                    )
                if read_notice(event.source, event.payload).title is None:
                    return Delivery(event, False)
                job = self._store.jobs.defer(_job_of(event, JobPriority.USER), now=now)
                return Delivery(events.set_job(event.id, job.id), False, job)

        delivery = await self._store.run(write)
        self._on_delivery(delivery)
        return delivery


def content_key_of(source: WebhookSource, payload: Mapping[str, Any]) -> str:
    """Return the name of the content, whatever the order of its members and the spaces between them."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(f"{source}\n{text}".encode()).hexdigest()


def _job_of(event: WebhookEvent, priority: JobPriority) -> NewJob:
    # One job an event: jobs of the same title are cheap (its cache is fresh), a joined one would lose what differs.
    return NewJob(JobKind.WEBHOOK, f"webhook:{event.id}", {"event_id": event.id}, priority)


def _object_in(body: bytes, source: WebhookSource) -> dict[str, Any]:
    try:
        payload = parse_json(body, max_depth=MAX_DEPTH)
    except ValueError as error:
        raise InvalidInput(
            f"What {source.program} sent cannot be read: {error}. Nothing was stored."
        ) from error
    if not isinstance(payload, dict):
        raise InvalidInput(f"What {source.program} sent is no JSON object. Nothing was stored.")
    return payload
