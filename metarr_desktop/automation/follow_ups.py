"""What follows when a title has pictures it had not before: it is looked through for better artwork."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from metarr_desktop.automation.decision import why_left_alone
from metarr_desktop.automation.enrichment_jobs import enrich_job, titles_job
from metarr_desktop.automation.planning import takes_part
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.jobs import Job, JobPriority
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.store import Store


class FollowUps:
    """Decides by what the store holds, so that asking again after ``kill -9`` comes to the same.

    Its methods belong to the thread of the store; those that defer are called in the transaction that writes the
    end of what is followed.
    """

    def __init__(self, store: Store, preferences: Callable[[], Preferences]) -> None:
        self._store = store
        self._preferences = preferences

    def is_due(self, key: EntityKey, since: datetime) -> bool:
        """Tell whether the title is to be enriched for what came *since* (aware) and was not looked at.

        Not if automation leaves it alone, nor for types that are only fetched. A title whose last enrichment failed is
        due as well.
        """
        preferences = self._preferences()
        if not any(takes_part(preferences, each) for each in self._store.enrichments.news_of(key, since)):
            return False
        entity = self._store.entities.find(key)
        return entity is not None and not why_left_alone(entity)

    def after_update(self, keys: Sequence[EntityKey], now: datetime) -> Job | None:
        """Defer the enrichment of *keys* as one job, which yields to everything else."""
        if not keys:
            return None
        weak = JobPriority.SCHEDULED
        if len(keys) == 1:
            return self._store.jobs.defer(enrich_job(keys[0], priority=weak), now=now)
        return self._store.jobs.defer(titles_job(keys, begun_at=now, priority=weak), now=now)

    def after_webhook(self, keys: Iterable[EntityKey], since: datetime, now: datetime) -> list[Job]:
        """Defer the enrichment of those of *keys* that are due."""
        return [
            self._store.jobs.defer(enrich_job(key, priority=JobPriority.WEBHOOK), now=now)
            for key in keys
            if self.is_due(key, since)
        ]
