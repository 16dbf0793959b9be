"""A listener of its own: ``python -m tests.proofs.webhook_program DATABASE [die-after N]``, until it is killed.

It says its port. With ``die-after N`` it is killed, as by ``kill -9``, after event N is stored and before anybody is
answered.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime

from metarr_desktop.automation.webhooks.app import WebhookApp
from metarr_desktop.automation.webhooks.inbox import Delivery, WebhookInbox
from metarr_desktop.automation.webhooks.listener import WebhookListener
from metarr_desktop.domain.webhooks import WebhookSettings
from metarr_desktop.store import Store


def now() -> datetime:
    return datetime.now(UTC)


async def listen(database: str, last: int | None) -> None:
    stored = 0

    def on_delivery(delivery: Delivery) -> None:
        nonlocal stored
        stored += 1
        if stored == last:
            os.kill(os.getpid(), signal.SIGKILL)

    store = await asyncio.to_thread(Store.open, database, clock=now)
    inbox = WebhookInbox(store, clock=now, on_delivery=on_delivery)
    listener = WebhookListener(WebhookApp(inbox, WebhookSettings()).asgi, "127.0.0.1", 0)
    await asyncio.to_thread(listener.start)
    print(listener.port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(listen(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else None))
