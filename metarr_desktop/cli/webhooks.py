"""The command ``webhooks``: list and show events, replay one, listen."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from metarr_desktop.cli.answer import Answer
from metarr_desktop.cli.automating import told_to_end
from metarr_desktop.cli.webhook_lines import event_document, event_line, listener_document, show_event
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings, WebhookSource

if TYPE_CHECKING:
    from metarr_desktop.services import Services

_SHOWN = 200


async def webhooks(services: Services, call: argparse.Namespace) -> Answer:
    """Do what the call says; without a word, list the events that came last."""
    if call.act == "serve":
        return await _serve(services, call)
    if call.act == "replay":
        return await _replay(services, call.number)
    desk = services.automation.webhooks
    settings = await desk.settings()
    listener = listener_document(settings)
    if call.act == "show":
        event = await desk.event(call.number)
        content = json.dumps(event.payload, ensure_ascii=False, indent=2)
        document = {"listener": listener, "events": [{**event_document(event), "payload": event.payload}]}
        return Answer(document, f"{event_line(event)}\n{content}")
    events = await desk.events(_SHOWN)
    text = "\n".join([*map(event_line, events), _listener_line(settings)])
    return Answer({"listener": listener, "events": [event_document(event) for event in events]}, text)


async def _replay(services: Services, number: int) -> Answer:
    desk = services.automation.webhooks
    delivery = await desk.replay(number)
    words = "Whoever does the automatic work does it again." if delivery.job else "Nothing follows from it."
    document = {
        "listener": listener_document(await desk.settings()),
        "events": [event_document(delivery.event)],
    }
    return Answer(document, f"{event_line(delivery.event)}\n{words}")


async def _serve(services: Services, call: argparse.Namespace) -> Answer:
    """Listen until SIGTERM or Ctrl+C. Jobs are put into the table, for the program that does the automatic work."""
    desk, heard = services.automation.webhooks, 0

    def note(event: WebhookEvent) -> None:
        nonlocal heard
        heard += 1
        show_event(event)

    end = desk.subscribe(note)
    with told_to_end() as told:
        port = await desk.serve(call.port)
        settings = replace(await desk.settings(), port=port)
        for source in WebhookSource:
            print(f"{settings.origin}/webhooks/{source}", file=sys.stderr, flush=True)
        await told.wait()
        await desk.stop()
    end()
    return Answer({"port": port, "heard": heard}, f"Ended: {heard} events heard.")


def _listener_line(settings: WebhookSettings) -> str:
    if not settings.is_on:
        return "Webhooks are off; METARR_WEBHOOKS=1 switches them on for `worker`."
    proof = "with the token or password" if settings.needs_proof else "from this machine, without a token"
    return f"`worker` listens on {settings.origin}/webhooks/radarr, sonarr and lidarr, {proof}."
