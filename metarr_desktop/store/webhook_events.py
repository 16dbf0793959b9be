"""Table ``webhook_events``: what other programs reported, as it came, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.domain.webhooks import REPEAT_WITHIN, WebhookEvent, WebhookSource, WebhookState
from metarr_desktop.store.database import Database

_COLUMNS = (
    "w.id, w.source, w.event, w.content_key, w.payload, w.received_at, w.last_delivery_at, w.deliveries, w.state, "
    "w.job_id, w.message, j.state, j.error"
)
_FROM = "webhook_events AS w LEFT JOIN jobs AS j ON j.id = w.job_id"
_TRIES = 5
_OF_JOB = {
    "running": WebhookState.RUNNING,
    "failed": WebhookState.FAILED,
    "cancelled": WebhookState.CANCELLED,
}


class WebhookEvents:
    """For the worker thread. An event and its job are written in one transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(
        self,
        source: WebhookSource,
        event: str,
        content_key: str,
        payload: Mapping[str, Any],
        message: str,
        *,
        now: datetime,
    ) -> tuple[WebhookEvent, bool]:
        """Store an event, or count one more delivery of the same content; returns it and whether it is new."""
        for _ in range(_TRIES):  # on PostgreSQL another program may store the same in between
            with self._database.transaction():
                # Before looking for the same: what another program stores from here on has this number, too.
                (earlier,) = self._database.rows(
                    "SELECT COALESCE(MAX(occurrence), 0) FROM webhook_events WHERE content_key = ?",
                    (content_key,),
                )
                known = self._repeated(content_key, now)
                if known is not None:
                    return known, False
                row = self._database.row(
                    "INSERT INTO webhook_events (source, event, content_key, occurrence, payload, received_at, "
                    "last_delivery_at, state, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                    "ON CONFLICT DO NOTHING RETURNING id",
                    (source, event, content_key, earlier[0] + 1, json.dumps(payload, allow_nan=False),
                     to_utc_text(now), to_utc_text(now), WebhookState.STORED, message),
                )  # fmt: skip
                if row is not None:
                    return self._get(row[0]), True
        raise RuntimeError("an event changes faster than it can be read")

    def _repeated(self, content_key: str, now: datetime) -> WebhookEvent | None:
        row = self._database.row(
            "SELECT id FROM webhook_events WHERE content_key = ? AND received_at > ? ORDER BY id DESC LIMIT 1",
            (content_key, to_utc_text(now - REPEAT_WITHIN)),
        )
        if row is None:
            return None
        self._database.run(
            "UPDATE webhook_events SET deliveries = deliveries + 1, last_delivery_at = ? WHERE id = ?",
            (to_utc_text(now), row[0]),
        )
        return self._get(row[0])

    def set_job(self, event_id: int, job_id: int) -> WebhookEvent:
        """Note which job does what follows from the event."""
        self._database.run(
            "UPDATE webhook_events SET job_id = ?, state = ? WHERE id = ?",
            (job_id, WebhookState.QUEUED, event_id),
        )
        return self._get(event_id)

    def finish(self, event_id: int, message: str) -> None:
        """Note that what follows from the event is done, and what that was."""
        self._database.run(
            "UPDATE webhook_events SET state = ?, message = ? WHERE id = ?",
            (WebhookState.DONE, message[:1000], event_id),
        )

    def find(self, event_id: int) -> WebhookEvent | None:
        """Return one event, ``None`` if there is none of that number or it is forgotten."""
        found = self._where("w.id = ?", (event_id,))
        return found[0] if found else None

    def latest(self, limit: int) -> list[WebhookEvent]:
        """Return the events that came last, the newest first."""
        return self._where("1 = 1 ORDER BY w.last_delivery_at DESC, w.id DESC LIMIT ?", (limit,))

    def prune(self, before: datetime) -> int:
        """Forget events that came before that moment, unless their job waits or runs; returns how many."""
        return self._database.run(
            "DELETE FROM webhook_events WHERE last_delivery_at < ? AND NOT EXISTS (SELECT 1 FROM jobs AS j "
            "WHERE j.id = webhook_events.job_id AND j.state IN ('queued', 'running'))",
            (to_utc_text(before),),
        )

    def _get(self, event_id: int) -> WebhookEvent:
        return self._where("w.id = ?", (event_id,))[0]

    def _where(self, condition: str, values: Sequence[object]) -> list[WebhookEvent]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM {_FROM} WHERE {condition}", values)
        return [_event(row) for row in rows]


def _event(row: Sequence[Any]) -> WebhookEvent:
    (number, source, event, content_key, payload, received, last, deliveries, state, job_id, message, job_state,
     job_error) = row  # fmt: skip
    is_open = state == WebhookState.QUEUED
    return WebhookEvent(
        id=number, source=WebhookSource(source), event=event, content_key=content_key, payload=json.loads(payload),
        received_at=from_utc_text(received), last_delivery_at=from_utc_text(last), deliveries=deliveries,
        state=_OF_JOB.get(job_state, WebhookState.QUEUED) if is_open else WebhookState(state), job_id=job_id,
        message=job_error if is_open and job_error else message,
    )  # fmt: skip
