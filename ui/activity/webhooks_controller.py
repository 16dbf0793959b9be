"""Follows the events of other programs."""

from __future__ import annotations

import asyncio
import json

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.jobs import Job, JobKind
from metarr_desktop.domain.ports import Core
from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings
from ui.activity.tab_controller import TabController
from ui.activity.webhook_model import EventReader, EventRow
from ui.text import sentence_of

SHOWN = 200
STEP = 600
LONGEST_BODY = 100_000
"""Of a body so many characters are shown."""
_SOON_MS = 300


class WebhooksController(TabController):
    """Signals:
    read(): ``rows`` are the events of now.
    body_read(int, str): the body of an event, laid out.
    told(str): what an act did.
    """

    read = Signal()
    body_read = Signal(int, str)
    told = Signal(str)

    def __init__(self, core: Core, parent: QObject | None = None) -> None:
        super().__init__("webhooks", _SOON_MS, parent)
        self._core, self._webhooks = core, core.automation.webhooks
        self._reader = EventReader()
        self._limit = SHOWN
        self.rows: list[EventRow] = []
        self.settings: WebhookSettings | None = None
        self.trouble = ""
        self.has_older = self.is_read = False
        self._listening.add(
            self._webhooks.subscribe(lambda _: self._read_soon()),
            core.automation.jobs.subscribe(self._on_job),
            core.automation.subscribe(self._read_soon),
        )

    @property
    def sentence(self) -> str:
        """Whether and where webhooks are heard, empty if they are off."""
        return self.trouble or self._core.automation.state().webhook_sentence

    @property
    def is_heard_here(self) -> bool:
        """Whether every event is told to this program."""
        state = self._core.automation.state()
        return state.is_here and state.webhook_port is not None

    def load_older(self) -> None:
        """Read more."""
        self._limit += STEP
        self.refresh()

    def replay(self, row: EventRow) -> None:
        """Do again what follows from an event."""
        self._tasks.start(f"replay:{row.event.id}", self._replay, row)

    def read_body(self, event: WebhookEvent) -> None:
        """Lay the body of an event out, in the background."""
        self._tasks.replace("body", self._read_body, event)

    def _on_job(self, job: Job) -> None:
        if job.kind == JobKind.WEBHOOK:
            self._read_soon()

    async def _read(self) -> None:
        try:
            self.settings, self.trouble = await self._webhooks.settings(), ""
        except MetarrError as error:  # shown where the state stands, as long as it is so
            self.settings, self.trouble = None, sentence_of(error)
        events = await self._webhooks.events(self._limit)
        self.rows = await self._reader.rows(events)
        self.has_older, self.is_read = len(events) == self._limit, True
        self.read.emit()

    async def _replay(self, row: EventRow) -> None:
        async def act() -> None:
            await self._webhooks.replay(row.event.id)

        if await self.attempt(act):
            self.told.emit(
                f"What follows from “{row.said.partition('. ')[0].rstrip('.')}” is done again."
                if row.can_replay
                else "Nothing follows from this event, so there was nothing to do again."
            )
        self.refresh()

    async def _read_body(self, event: WebhookEvent) -> None:
        text = await asyncio.to_thread(json.dumps, event.payload, ensure_ascii=False, indent=2)
        if len(text) > LONGEST_BODY:
            text = f"{text[:LONGEST_BODY]}\n… and {len(text) - LONGEST_BODY:,} characters more."
        self.body_read.emit(event.id, text)
