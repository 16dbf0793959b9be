"""Events of other programs as documents and as lines."""

from __future__ import annotations

import sys
from typing import Any

from metarr_desktop.cli.documents import plain
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings, WebhookState

_KEYS = (
    "id", "source", "event", "state", "message", "received_at", "last_delivery_at", "deliveries", "job_id",
)  # fmt: skip
_STATES = {
    WebhookState.STORED: "stored",
    WebhookState.QUEUED: "waiting",
    WebhookState.RUNNING: "running",
    WebhookState.DONE: "done",
    WebhookState.FAILED: "given up",
    WebhookState.CANCELLED: "cancelled",
}


def event_document(event: WebhookEvent) -> dict[str, Any]:
    """Return *event* without its content."""
    return {name: plain(getattr(event, name)) for name in _KEYS}


def listener_document(settings: WebhookSettings) -> dict[str, Any]:
    """Return where the program listens; whether proof is needed, never which."""
    return {
        "is_on": settings.is_on,
        "host": settings.host,
        "port": settings.port,
        "needs_proof": settings.needs_proof,
        "paths": [[each.remote, each.local] for each in settings.paths],
    }


def event_line(event: WebhookEvent) -> str:
    times = f" (came {event.deliveries} times)" if event.deliveries > 1 else ""
    name = event.event or "(no name)"
    return f"{event.id:>6}  {_STATES[event.state]:<9} {event.source} {name}{times}  {event.message}"


def show_event(event: WebhookEvent) -> None:
    """Say on standard error what came in."""
    print(event_line(event), file=sys.stderr, flush=True)
