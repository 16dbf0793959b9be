"""Everything automatic of one program, as ``services.automation``."""

from __future__ import annotations

from dataclasses import dataclass

from metarr_desktop.automation.enrichment import Enrichment
from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.proposals import ProposalReview
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.automation.schedule import UpdateSchedule
from metarr_desktop.automation.webhooks.desk import WebhookDesk


@dataclass(frozen=True)
class Automation:
    """Jobs, who runs them, and when by themselves. Nothing runs before ``await start()``.

    Deferring, looking and setting work in any program; only the one that holds the automation runs jobs.
    """

    jobs: StoredJobQueue
    runner: JobRunner
    schedule: UpdateSchedule
    enrichment: Enrichment
    proposals: ProposalReview
    webhooks: WebhookDesk

    async def start(self) -> None:
        """Do the automatic work in this program, or stand by for the one that does; hear webhooks if they are on.

        Raises:
            InvalidInput: nobody should listen for webhooks as the settings say. Nothing was started.
        """
        await self.webhooks.start()
        await self.runner.start()

    async def close(self) -> None:
        """Put back what runs. Can be called again."""
        await self.webhooks.stop()
        await self.runner.stop()
