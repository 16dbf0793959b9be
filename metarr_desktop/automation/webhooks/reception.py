"""Hearing webhooks on a port, at once or as soon as another program gives it up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from metarr_desktop.automation.webhooks.inbox import WebhookInbox
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.webhooks import WebhookSettings

if TYPE_CHECKING:
    from metarr_desktop.automation.webhooks.listener import WebhookListener

log = logging.getLogger(__name__)

RETRY_S = 15.0
"""How often it is tried again while another program has the port: it takes over when that one ends."""


class Reception:
    """One listener at most; belongs to the event loop. Its methods are called one after the other.

    Attributes:
        sentence: whether and where webhooks are heard, or why not, for a person; empty if nobody wants them.
        heard: the settings by which they are heard, with the port that was given; ``None`` if they are not.

    Args:
        on_change: called when :attr:`port` or :attr:`sentence` changed.
    """

    def __init__(
        self, inbox: WebhookInbox, on_change: Callable[[], None], *, retry_s: float = RETRY_S
    ) -> None:
        self.sentence = ""
        self.heard: WebhookSettings | None = None
        self._inbox = inbox
        self._on_change = on_change
        self._retry_s = retry_s
        self._listener: WebhookListener | None = None
        self._waiting: asyncio.Task[None] | None = None

    @property
    def port(self) -> int | None:
        """The port webhooks are heard on, ``None`` if they are not."""
        return None if self._listener is None else self._listener.port

    @property
    def is_waiting(self) -> bool:
        """Whether another program has the port, which is tried again and again."""
        return self._waiting is not None and self._listener is None

    def say(self, sentence: str) -> None:
        """Let *sentence* be what a person is told."""
        self.sentence = sentence
        self._on_change()

    async def listen(self, settings: WebhookSettings) -> int:
        """Listen; returns the port. Where that is done already, nothing changes.

        Raises:
            InvalidInput: the port is taken, or this machine has no such address.
        """
        if self._listener is not None:
            return self._listener.port
        listener = await asyncio.to_thread(self._new_listener, settings)
        starting = asyncio.ensure_future(asyncio.to_thread(listener.start))
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            await asyncio.wait([starting])
            await asyncio.to_thread(listener.stop)
            raise
        self._listener = listener
        self.heard = replace(settings, port=listener.port)
        log.info("Webhooks are heard on %s port %s", settings.host, listener.port)
        self.say(f"Webhooks are heard on {self.heard.origin}.")
        return listener.port

    async def listen_or_wait(self, settings: WebhookSettings, *, for_address: bool = False) -> bool:
        """Listen, now or as soon as another program has given up the port; tells whether it is now.

        Args:
            for_address: an address this machine does not have now is waited for, too.

        Raises:
            InvalidInput: there is no such address, and nobody waits for it.
        """
        try:
            is_heard = await self._try(settings)
        except InvalidInput as error:
            self.say(str(error))
            if not for_address:
                raise
            is_heard = False
        if not is_heard:
            self._waiting = asyncio.get_running_loop().create_task(
                self._wait_for_port(settings), name="wait for the port of webhooks"
            )
        return is_heard

    async def stop(self) -> None:
        """Listen no more, and wait for no port. Can be called again."""
        if self._waiting is not None:
            self._waiting.cancel()
            await asyncio.gather(self._waiting, return_exceptions=True)
            self._waiting = None
        listener, self._listener, self.heard = self._listener, None, None
        if listener is not None:
            await asyncio.to_thread(listener.stop)
        self.say("")

    async def _try(self, settings: WebhookSettings) -> bool:
        try:
            await self.listen(settings)
        except InvalidInput as error:
            from metarr_desktop.automation.webhooks.listener import PortTaken

            if not isinstance(error, PortTaken):
                raise
            if self._waiting is None:  # said once
                log.warning("%s It is tried again until then.", error)
            self.say(f"{error} It is tried again until then.")
            return False
        return True

    async def _wait_for_port(self, settings: WebhookSettings) -> None:
        while True:
            await asyncio.sleep(self._retry_s)
            try:
                if await self._try(settings):
                    return
            except InvalidInput as error:  # the address is gone, as with a network that was left
                log.warning("%s", error)
                self.say(str(error))

    def _new_listener(self, settings: WebhookSettings) -> WebhookListener:
        # Imported here, on a thread: without webhooks no command waits for Starlette and uvicorn, and no window does.
        from metarr_desktop.automation.webhooks.app import WebhookApp
        from metarr_desktop.automation.webhooks.listener import WebhookListener

        return WebhookListener(WebhookApp(self._inbox, settings).asgi, settings.host, settings.port)
