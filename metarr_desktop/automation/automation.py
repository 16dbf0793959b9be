"""Everything automatic of one program, as ``services.automation``: the ``Automation`` of ``automation_ports``."""

from __future__ import annotations

import logging
from collections.abc import Callable

from metarr_desktop.automation.enrichment import Enrichment
from metarr_desktop.automation.enrichment_jobs import EnrichmentJobs
from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.proposals import ProposalReview
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.automation.schedule import UpdateSchedule
from metarr_desktop.automation.webhooks.desk import WebhookDesk
from metarr_desktop.domain.automation_ports import AutomationState
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.listeners import Listeners

log = logging.getLogger(__name__)

_PAUSED = (
    "Automatic work is paused. Titles under way are finished; all else waits until it is resumed, also what you"
    " ask for."
)


class Automation:
    """Jobs, who runs them, and when by themselves. Nothing runs before ``await start()``.

    Deferring, looking and setting work in any program; only the one that holds the automation runs jobs.
    """

    def __init__(
        self,
        jobs: StoredJobQueue,
        runner: JobRunner,
        schedule: UpdateSchedule,
        enrichment: Enrichment,
        enriching: EnrichmentJobs,
        proposals: ProposalReview,
        webhooks: WebhookDesk,
    ) -> None:
        self.jobs = jobs
        self.runner = runner
        self.schedule = schedule
        self.enrichment = enrichment
        self.enriching = enriching
        self.proposals = proposals
        self.webhooks = webhooks
        self._is_started = False
        self._listeners: Listeners[[]] = Listeners()
        self._told = self.state()
        runner.on_state(self._look)
        webhooks.on_change(self._look)

    def state(self) -> AutomationState:
        """See ``automation_ports.Automation.state``."""
        return AutomationState(
            is_here=self.runner.holds_automation,
            is_paused=self.runner.is_paused,
            sentence=self._sentence(),
            webhook_sentence=self._webhook_sentence(),
            webhook_port=self.webhooks.port,
        )

    async def set_paused(self, is_paused: bool) -> None:
        """See ``automation_ports.Automation.set_paused``."""
        await self.runner.set_paused(is_paused)

    async def start(self) -> None:
        """Do the automatic work in this program, or stand by for the one that does; hear webhooks if they are on.

        Raises nothing: :meth:`state` tells what cannot be started, and why.
        """
        self._is_started = True
        await self.runner.start()
        try:
            await self.webhooks.start()
        except MetarrError as error:  # its sentence is in the state
            log.warning("Webhooks are not heard: %s", error)
        self._look()

    async def close(self) -> None:
        """Put back what runs. Can be called again."""
        self._is_started = False
        await self.webhooks.stop()
        await self.runner.stop()
        self._look()

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """See ``automation_ports.Automation.subscribe``."""
        return self._listeners.add(on_change)

    def _webhook_sentence(self) -> str:
        lease = self.runner.lease
        if self.webhooks.is_waiting and lease is not None and not lease.is_mine:
            return (
                "Another program has the port for webhooks, most likely the one that does the automatic work. This one"
                " listens there when that ends."
            )
        return self.webhooks.sentence

    def _sentence(self) -> str:
        runner = self.runner
        if runner.is_paused:
            return _PAUSED
        if not self._is_started:
            return "This program does no automatic work."
        if runner.trouble:
            return f"Automatic work rests. {runner.trouble}"
        if runner.holds_automation:
            return "This program does the automatic work."
        if runner.lease is None:
            return "Automatic work begins in a moment."
        return "Another program on this library does the automatic work. This one takes over when that ends."

    def _look(self) -> None:
        """Tell the listeners if the state is another than they know."""
        state = self.state()
        if state == self._told:
            return
        self._told = state
        self._listeners.tell()
