"""Enrichment as jobs, ``core.automation.enriching``: of one title, or of many one after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from metarr_desktop.automation.batch_report import BatchReport
from metarr_desktop.automation.enrichment import MAY_SELECT, Enrichment
from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.domain.enrichment import (
    EnrichedTitle,
    EnrichmentOutcome,
    EnrichmentPhase,
    EnrichmentProgress,
)
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import EntityUnknown, InvalidInput, ThumbnailUnavailable
from metarr_desktop.domain.jobs import Job, JobContext, JobKind, JobPostponed, JobPriority, JobState, NewJob
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

TIMEOUT = timedelta(minutes=30)
"""Of one title: a series of thirty seasons has a hundred originals."""
BATCH_TIMEOUT = timedelta(days=3)
"""Of many: 10,000 titles at the pace of the services. What was done by then is not done again."""

_PHASES = tuple(EnrichmentPhase)


class EnrichmentJobs:
    """Puts enrichment into the queue, and does it; belongs to the event loop.

    Args:
        quiet_until: tells until when scheduled work rests, ``None`` if it does not.
        is_paused: tells whether a person paused the automatic work.
        within_budget: tells which providers scheduled work may ask now, ``None``: all.
    """

    def __init__(
        self,
        enrichment: Enrichment,
        store: Store,
        queue: StoredJobQueue,
        *,
        clock: Clock,
        quiet_until: Callable[[], Awaitable[datetime | None]],
        is_paused: Callable[[], bool] = lambda: False,
        within_budget: Callable[[], Awaitable[frozenset[str] | None]] | None = None,
    ) -> None:
        self._enrichment = enrichment
        self._store = store
        self._queue = queue
        self._clock = clock
        self._quiet_until = quiet_until
        self._is_paused = is_paused
        self._within_budget = within_budget

    async def defer(
        self,
        keys: Sequence[EntityKey],
        *,
        may_select: bool = False,
        priority: JobPriority | None = None,
    ) -> Job:
        """See ``automation_ports.Enriching.defer``."""
        named = list(dict.fromkeys(keys))
        if not named:
            raise InvalidInput("No title was named, so nothing is to be enriched.")
        wanted = JobPriority.USER if priority is None else priority
        if len(named) == 1:
            return await self._queue.defer(enrich_job(named[0], priority=wanted, may_select=may_select))
        job = titles_job(named, begun_at=self._clock(), priority=wanted, may_select=may_select)
        return await self._queue.defer(job)

    async def handle(self, job: Job, context: JobContext) -> Mapping[str, Any]:
        """Do a job of the kind ``enrich``; its result is a report of one title.

        Raises:
            JobPostponed: scheduled work rests now.
            ThumbnailUnavailable: originals could not be loaded; the report so far is kept with the title.
        """
        await self._heed_quiet(job)
        key = EntityKey(EntityType(job.payload["entity_type"]), int(job.payload["entity_id"]))

        def show(step: EnrichmentProgress) -> None:
            context.progress(_PHASES.index(step.phase), len(_PHASES), step.words)

        try:
            title = await self._enrichment.enrich(
                key,
                may_select=bool(job.payload.get(MAY_SELECT)),
                providers=await self._may_ask(job),
                on_progress=show,
            )
        except EntityUnknown as error:  # it was removed meanwhile: trying again is useless
            title = EnrichedTitle(key, str(key), EnrichmentOutcome.SKIPPED, str(error))
        if title.outcome is EnrichmentOutcome.FAILED:
            raise ThumbnailUnavailable(title.message)
        report = BatchReport()
        report.add(title.to_mapping())
        return report.to_mapping()

    async def handle_titles(self, job: Job, context: JobContext) -> Mapping[str, Any]:
        """Do a job of the kind ``enrich_titles``. What an earlier run of the job finished is not done again.

        Raises:
            JobPostponed: scheduled work rests now, or all is paused; the job goes on where it was.
            StoreError: nothing can be kept any more.
        """
        keys = _titles_of(job)
        may_select = bool(job.payload.get(MAY_SELECT))
        begun_at = from_utc_text(job.payload["begun_at"])
        report = BatchReport()
        await self._enrichment.prepare()
        for number, key in enumerate(keys):
            done = await self._store.run(self._done_since, key, begun_at, may_select)
            if done is None:
                await self._heed_quiet(job)
                self._heed_pause()
                done = await self._one(job, key, context, number, len(keys))
            report.add(done)
            context.progress(number + 1, len(keys), str(done["title"]))
        return report.to_mapping()

    async def _one(
        self, job: Job, key: EntityKey, context: JobContext, number: int, total: int
    ) -> Mapping[str, Any]:
        def show(step: EnrichmentProgress) -> None:
            context.progress(number, total, step.words)

        try:
            title = await self._enrichment.attempt(
                key,
                may_select=bool(job.payload.get(MAY_SELECT)),
                providers=await self._may_ask(job),
                on_progress=show,
                done=number,
                total=total,
            )
        except EntityUnknown as error:
            title = EnrichedTitle(key, str(key), EnrichmentOutcome.SKIPPED, str(error))
        return title.to_mapping()

    def _done_since(self, key: EntityKey, begun_at: datetime, may_select: bool) -> Mapping[str, Any] | None:
        """Return the report of the title if it was enriched since *begun_at*, as far as is wanted now.

        Not what was begun before, nor what a clock dates ahead that ran wrong, nor if pictures came afterwards.
        """
        last = self._store.enrichments.find(key)
        if last is None or last.state != EnrichmentOutcome.DONE:
            return None
        if not begun_at <= last.started_at <= self._clock():
            return None
        if self._store.enrichments.pictures_came_after(key, last.changed_at):
            return None
        if may_select and not last.report.get(MAY_SELECT):
            return None
        return {name: value for name, value in last.report.items() if name != MAY_SELECT} or None

    async def _may_ask(self, job: Job) -> frozenset[str] | None:
        if self._within_budget is None or job.priority is not JobPriority.SCHEDULED:
            return None
        return await self._within_budget()

    async def _heed_quiet(self, job: Job) -> None:
        until = await self._quiet_until() if job.priority is JobPriority.SCHEDULED else None
        if until is not None:
            raise JobPostponed("Scheduled work rests now; this goes on when the quiet hours are over.", until)

    def _heed_pause(self) -> None:
        if self._is_paused():
            raise JobPostponed(
                "Automatic work is paused; this goes on where it was when it is resumed.", self._clock()
            )

    def again(self, ended: Job, now: datetime) -> Job:
        """Defer what failed of a job of many titles once more, or what a cancelled one did not get to.

        For the thread of the store.

        Raises:
            InvalidInput: nothing of it failed.
        """
        since = from_utc_text(ended.payload["begun_at"])
        done = self._store.enrichments.ended_since(since, EnrichmentOutcome.DONE)
        keys = [key for key in _titles_of(ended) if key not in done]
        if ended.state is JobState.DONE:  # what was left alone would be left alone again
            failed = self._store.enrichments.ended_since(since, EnrichmentOutcome.FAILED)
            keys = [key for key in keys if key in failed]
        if not keys:
            raise InvalidInput(f"No title of job {ended.id} failed, so there is nothing to do again.")
        may_select = bool(ended.payload.get(MAY_SELECT))
        new = (
            enrich_job(keys[0], may_select=may_select)
            if len(keys) == 1
            else titles_job(keys, begun_at=now, may_select=may_select)
        )
        return self._store.jobs.defer(new, now=now)


def enrich_job(
    key: EntityKey, *, priority: JobPriority = JobPriority.USER, may_select: bool = False
) -> NewJob:
    """Return the job that enriches one title; two for one title are one, unless only one may select."""
    kind = str(key.entity_type)
    payload = {
        "entity_type": kind, "entity_id": key.entity_id, "titles": [[kind, key.entity_id]], MAY_SELECT: may_select,
    }  # fmt: skip
    name = f"enrich:{key.entity_type}:{key.entity_id}" + (":select" if may_select else "")
    return NewJob(JobKind.ENRICH, name, payload, priority)


def titles_job(
    keys: Sequence[EntityKey],
    *,
    begun_at: datetime,
    priority: JobPriority = JobPriority.USER,
    may_select: bool = False,
) -> NewJob:
    """Return the job that enriches *keys* one after the other; two for the same titles are one.

    What was enriched since *begun_at* (aware) when the job gets to it is not enriched again.
    """
    titles = [[str(key.entity_type), key.entity_id] for key in keys]
    name = hashlib.sha256(repr((sorted(titles), may_select)).encode()).hexdigest()[:16]
    payload = {"titles": titles, MAY_SELECT: may_select, "begun_at": to_utc_text(begun_at)}
    return NewJob(JobKind.ENRICH_TITLES, f"enrich_titles:{len(titles)}:{name}", payload, priority)


def _titles_of(job: Job) -> list[EntityKey]:
    return [EntityKey(EntityType(kind), int(number)) for kind, number in job.payload["titles"]]
