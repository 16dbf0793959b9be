"""The protocols through which windows see automation: jobs, schedule, enrichment, proposals, webhooks.

``Core.automation`` of :mod:`metarr_desktop.domain.ports`. All coroutines may raise ``StoreError``; none blocks
the event loop. What is deferred here is done by the program that holds the automation, this one or another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from metarr_desktop.domain.jobs import JobQueue

if TYPE_CHECKING:  # only annotations: a window that opens has no time for modules it does not use
    from metarr_desktop.domain.enrichment import Proposal
    from metarr_desktop.domain.entity import EntityKey
    from metarr_desktop.domain.jobs import Job, JobPriority
    from metarr_desktop.domain.library import BatchChange
    from metarr_desktop.domain.schedule import ScheduleSettings, ScheduleState
    from metarr_desktop.domain.webhooks import WebhookEvent, WebhookSettings


@dataclass(frozen=True, slots=True)
class AutomationState:
    """Who does the automatic work, and whether it goes on.

    Attributes:
        is_here: this program holds the automation and runs jobs.
        is_paused: a person paused it: titles under way are finished, nothing new is begun, in whichever program; of
            a job of many titles the rest waits.
        sentence: for a person ("Another program on this library does the automatic work.").
        webhook_sentence: whether and where webhooks are heard, or why not; empty if they are off.
        webhook_port: the port this program listens on, ``None`` if it does not.
    """

    is_here: bool = False
    is_paused: bool = False
    sentence: str = ""
    webhook_sentence: str = ""
    webhook_port: int | None = None


class Jobs(JobQueue, Protocol):
    """The queue, with what a person may do to one job."""

    async def job(self, job_id: int) -> Job | None:
        """Return one job, ``None`` if there is none of that number or it is forgotten."""
        ...

    async def hurry(self, job_id: int) -> Job:
        """Let a job that waits be the next one: highest priority, due now.

        Raises:
            InvalidInput: it runs or has ended already; nothing was changed.
        """
        ...

    async def retry(self, job_id: int) -> Job:
        """Defer the work of a job that ended once more, for a person; of a batch only what failed.

        Raises:
            InvalidInput: it has not ended, or is forgotten; nothing was changed.
        """
        ...


class Schedule(Protocol):
    """The weekly updates."""

    async def state(self) -> ScheduleState: ...

    async def set(self, settings: ScheduleSettings) -> ScheduleState: ...

    async def run_now(self) -> Job:
        """Begin today's run at once, or return the one that waits or runs."""
        ...

    async def job(self) -> Job | None:
        """Return the run that waits or runs, ``None`` between runs."""
        ...


class Enriching(Protocol):
    """Defers enrichment; its job's ``result`` is an ``EnrichmentReport`` as JSON values."""

    async def defer(
        self,
        keys: Sequence[EntityKey],
        *,
        may_select: bool = False,
        priority: JobPriority | None = None,
    ) -> Job:
        """Enrich *keys*, one after the other, as one job; *priority* ``None`` is that of a person.

        Raises:
            InvalidInput: *keys* is empty.
        """
        ...


class Proposals(Protocol):
    """What automation proposes, and a person's word on it; each word is one step of undo."""

    async def open(self, key: EntityKey | None = None) -> list[Proposal]:
        """Return what waits for a decision, title by title; of one title where *key* is given."""
        ...

    async def accept(self, numbers: Sequence[int] | None = None) -> BatchChange:
        """Select what these proposals name, or all open ones; all of it or nothing.

        Raises:
            InvalidInput: a number is of no open proposal; nothing was changed.
        """
        ...

    async def dismiss(self, numbers: Sequence[int] | None = None) -> BatchChange:
        """Say no: the pictures are not proposed again, but stay candidates like others. Can be undone.

        Raises:
            InvalidInput: a number is of no open proposal; nothing was changed.
        """
        ...

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* on the event loop when proposals were added, accepted, dismissed or brought back here."""
        ...


class Webhooks(Protocol):
    """What Radarr, Sonarr and Lidarr report."""

    async def events(self, limit: int = 200) -> list[WebhookEvent]:
        """Return the events that came last, the newest first."""
        ...

    async def replay(self, event_id: int) -> object:
        """Do again what follows from a stored event. Raises InvalidInput if there is none of that number."""
        ...

    async def settings(self) -> WebhookSettings:
        """Return the settings as they are now. Raises InvalidInput when one cannot be used; the text names it."""
        ...

    def fixed(self) -> frozenset[str]:
        """Return the fields of the settings that the environment decides; they cannot be changed here."""
        ...

    async def change(self, settings: WebhookSettings) -> str:
        """Keep *settings* and listen accordingly at once; returns one sentence of consequence.

        Raises:
            InvalidInput: nobody should listen like this, or the port is taken; the old settings still hold.
            StoreError: they could not be written; the old ones still hold.
        """
        ...

    def subscribe(self, on_event: Callable[[WebhookEvent], None]) -> Callable[[], None]:
        """Call *on_event* on the event loop for each event this program takes in; returns what ends that."""
        ...


class Automation(Protocol):
    """Everything automatic."""

    @property
    def jobs(self) -> Jobs: ...

    @property
    def schedule(self) -> Schedule: ...

    @property
    def enriching(self) -> Enriching: ...

    @property
    def proposals(self) -> Proposals: ...

    @property
    def webhooks(self) -> Webhooks: ...

    def state(self) -> AutomationState: ...

    async def set_paused(self, is_paused: bool) -> None:
        """Begin nothing new from now on, or go on; kept across restarts, heard by other programs within seconds."""
        ...

    async def start(self) -> None:
        """Do the automatic work in this program, or stand by for the one that does; returns at once.

        What cannot be started (a port that is taken) is told by :meth:`state`, not raised.
        """
        ...

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* on the event loop when :meth:`state` changed; returns the unsubscriber."""
        ...
