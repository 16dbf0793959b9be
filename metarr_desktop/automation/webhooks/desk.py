"""Webhooks of one program, as ``services.automation.webhooks``: listen, list, replay."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.webhooks.inbox import Delivery, WebhookInbox
from metarr_desktop.automation.webhooks.reception import RETRY_S, Reception
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import HISTORY_LIFE, Job, NewJob
from metarr_desktop.domain.listeners import Listeners
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

log = logging.getLogger(__name__)

_STILL = "The settings from before still hold."
_FOLLOWED = " If that is another window or worker of this library, it takes them over within half a minute."


class KeepsSettings(Protocol):
    """Where the settings are kept; blocking, called on a thread, but for ``fixed``."""

    def read(self) -> WebhookSettings:
        """Return them as they are now; raises InvalidInput."""
        ...

    def fixed(self) -> frozenset[str]:
        """Return the fields that cannot be changed."""
        ...

    def stamp(self) -> object:
        """Return what is another after each :meth:`keep`, of any program."""
        ...

    def check(self, settings: WebhookSettings) -> None:
        """Raise InvalidInput if these cannot be kept."""
        ...

    def keep(self, settings: WebhookSettings) -> None:
        """Keep them; raises StoreError, then those from before still hold."""
        ...


class WebhookDesk:
    """Belongs to the event loop; what is heard comes from a thread of its own.

    Args:
        settings: where they are kept; a change counts at once for this program.
    """

    def __init__(
        self,
        store: Store,
        queue: StoredJobQueue,
        *,
        clock: Clock,
        settings: KeepsSettings,
        retry_s: float = RETRY_S,
    ) -> None:
        self._store = store
        self._queue = queue
        self._clock = clock
        self._settings = settings
        self._inbox = WebhookInbox(store, clock=clock, on_delivery=self._announce)
        self._listeners: Listeners[[WebhookEvent]] = Listeners()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changing = asyncio.Lock()
        self._is_following = False
        self._stamp: object = None
        self._state_listeners: Listeners[[]] = Listeners()
        self._reception = Reception(self._inbox, self._state_listeners.tell, retry_s=retry_s)

    @property
    def sentence(self) -> str:
        """Whether and where this program hears webhooks, or why not, for a person; empty if they are off."""
        return self._reception.sentence

    @property
    def is_waiting(self) -> bool:
        """Whether another program has the port, which is tried again and again."""
        return self._reception.is_waiting

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call *listener* when :attr:`port` or :attr:`sentence` changed; returns what ends that."""
        return self._state_listeners.add(listener)

    async def settings(self) -> WebhookSettings:
        """Return the settings as they are now.

        Raises:
            InvalidInput: one of them cannot be used; the text names it.
        """
        return await asyncio.to_thread(self._settings.read)

    def fixed(self) -> frozenset[str]:
        """Return the fields of the settings that the environment decides."""
        return self._settings.fixed()

    async def change(self, settings: WebhookSettings) -> str:
        """Keep *settings* and listen accordingly at once; returns one sentence of consequence.

        Raises:
            InvalidInput: nobody should listen like this, or nobody can; the old settings still hold.
            StoreError: they could not be written; the old ones still hold.
        """
        return await asyncio.shield(asyncio.ensure_future(self._change(settings)))

    @property
    def port(self) -> int | None:
        """The port this program listens on, ``None`` if it does not."""
        return self._reception.port

    async def start(self) -> bool:
        """Listen if that is switched on; while another program has the port, it is tried again and again.

        Raises:
            InvalidInput: nobody should listen as the settings say.
        """
        async with self._changing:
            self._is_following = True
            return await self._start()

    async def follow(self) -> None:
        """Listen as the settings say now, if another program has changed them since :meth:`start`."""
        stamp = await asyncio.to_thread(self._settings.stamp)
        async with self._changing:
            if not self._is_following or stamp == self._stamp:
                return
            self._stamp = stamp
            try:
                now, heard = await self.settings(), self._reception.heard
                if heard is not None and now.is_on and replace(heard, paths=now.paths) == now:
                    return
                await self._reception.stop()
                await self._start()
            except InvalidInput as error:
                log.warning("Webhooks: %s", error)
                self._reception.say(str(error))

    async def serve(self, port: int | None = None) -> int:
        """Listen, switched on or not, on *port* if given; returns the port.

        Raises:
            InvalidInput: the port cannot be used, or nobody should listen as the settings say.
        """
        settings = await self.settings()
        settings = settings if port is None else replace(settings, port=port)
        settings.check()
        self._loop = asyncio.get_running_loop()
        return await self._reception.listen(settings)

    async def stop(self) -> None:
        """Listen no more; what was heard is stored. Can be called again."""
        async with self._changing:
            self._is_following = False
            await self._reception.stop()

    async def _start(self) -> bool:
        self._loop = asyncio.get_running_loop()
        self._stamp = await asyncio.to_thread(self._settings.stamp)
        reception = self._reception
        try:
            settings = await self.settings()
            if not settings.is_on or reception.port is not None or reception.is_waiting:
                return reception.port is not None
            settings.check()
        except InvalidInput as error:
            reception.say(str(error))
            raise
        return await reception.listen_or_wait(settings)

    async def events(self, limit: int = 200) -> list[WebhookEvent]:
        """Return the events that came last, the newest first."""
        return await self._store.run(self._store.webhook_events.latest, limit)

    async def event(self, event_id: int) -> WebhookEvent:
        """Return one event.

        Raises:
            InvalidInput: there is none of that number.
        """
        found = await self._store.run(self._store.webhook_events.find, event_id)
        if found is None:
            raise InvalidInput(f"There is no webhook event {event_id}. Events are kept for 30 days.")
        return found

    async def replay(self, event_id: int) -> Delivery:
        """Do again what follows from a stored event; see ``WebhookInbox.replay``."""
        self._loop = asyncio.get_running_loop()
        return await self._inbox.replay(event_id)

    def again(self, ended: Job, now: datetime) -> Job:
        """Defer the work of a webhook's job once more, for a person; on the thread of the store."""
        job = self._store.jobs.defer(NewJob(ended.kind, ended.key, ended.payload), now=now)
        self._store.webhook_events.set_job(int(ended.payload["event_id"]), job.id)
        return job

    async def prune(self) -> None:
        """Forget what is older than the history of jobs."""
        await self._store.run(self._store.webhook_events.prune, self._clock() - HISTORY_LIFE)

    def subscribe(self, on_event: Callable[[WebhookEvent], None]) -> Callable[[], None]:
        """Call *on_event* on the event loop for each event this program takes in; returns what ends that."""
        return self._listeners.add(on_event)

    async def _change(self, wanted: WebhookSettings) -> str:
        async with self._changing:
            self._loop, reception = asyncio.get_running_loop(), self._reception
            before = await self.settings()
            await asyncio.to_thread(self._check, wanted)
            heard, was_waiting = reception.heard, reception.is_waiting
            is_kept_waiting = wanted.is_on and was_waiting and wanted.origin == before.origin
            if wanted.is_on and heard is not None and replace(heard, paths=wanted.paths) == wanted:
                await asyncio.to_thread(self._settings.keep, wanted)  # what is heard is heard as before
                return wanted.consequence
            await reception.stop()
            try:
                if wanted.is_on and not is_kept_waiting:
                    await reception.listen(wanted)
                await asyncio.to_thread(self._settings.keep, wanted)
            except Exception as error:  # whatever it is, what was heard before is heard again
                await reception.stop()
                if heard is not None or was_waiting:
                    await reception.listen_or_wait(heard or before, for_address=True)
                if isinstance(error, InvalidInput):
                    raise InvalidInput(f"{error} {_STILL}") from error
                raise
            if is_kept_waiting:
                await reception.listen_or_wait(wanted, for_address=True)
            is_done = reception.port is not None or not wanted.is_on
            return (
                wanted.consequence if is_done else f"The settings are kept. {reception.sentence}{_FOLLOWED}"
            )

    def _check(self, wanted: WebhookSettings) -> None:
        try:
            self._settings.check(wanted)
            # What is switched off may be open to others: that is looked at when it is switched on.
            (wanted if wanted.is_on else replace(wanted, token=wanted.token or "later")).check()
        except InvalidInput as error:
            raise InvalidInput(f"{error} {_STILL}") from error

    def _announce(self, delivery: Delivery) -> None:
        """Carry the news from the thread that listens to the event loop of the program."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, delivery)

    def _tell(self, delivery: Delivery) -> None:
        if delivery.job is not None:
            self._queue.announce(delivery.job)
        self._listeners.tell(delivery.event)
