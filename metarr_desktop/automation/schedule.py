"""Weekly updates in daily slices: when a run begins, what it asks for, and what is remembered of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from metarr_desktop.automation.change_news import ChangeNews
from metarr_desktop.automation.follow_ups import FollowUps
from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.update_report import sentence, summed_up
from metarr_desktop.automation.update_run import Errand, UpdateRun, exhausted
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.jobs import (
    Job,
    JobContext,
    JobKind,
    JobPostponed,
    JobPriority,
    JobState,
    NewJob,
    back_off,
)
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.schedule import (
    FURTHEST,
    ScheduleSettings,
    ScheduleState,
    Turn,
    days_share,
    first_run,
    next_run,
    next_run_beside,
)
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

log = logging.getLogger(__name__)

NAME = "update"
KEY = "update"
TIMEOUT = timedelta(hours=20)
"""A day's share is through before the next one begins, or it is put aside for that."""


class UpdateSchedule:
    """Begins a run a day and does its job; belongs to the event loop.

    Args:
        providers: names of those that can be asked now: switched on, not paused, with a key that is accepted.
        requests_today: requests by provider since midnight UTC.
        news: reads what providers announce as changed.
        follow_ups: decides which titles are enriched after a run; ``None``: none is.
        is_paused: tells whether a person paused the automatic work.
        zone: of the times of day in the settings; ``None`` is the zone of the machine.
    """

    def __init__(
        self,
        store: Store,
        queue: StoredJobQueue,
        cache: ProviderCache,
        *,
        clock: Clock,
        providers: Callable[[], frozenset[str]],
        requests_today: Callable[[], Mapping[str, int]],
        news: ChangeNews,
        zone: tzinfo | None = None,
        follow_ups: FollowUps | None = None,
        is_paused: Callable[[], bool] = lambda: False,
    ) -> None:
        self._is_paused = is_paused
        self._follow_ups = follow_ups
        self._store = store
        self._queue = queue
        self._cache = cache
        self._clock = clock
        self._providers = providers
        self._requests_today = requests_today
        self._news = news
        self._zone = zone

    async def state(self) -> ScheduleState:
        """Return what is set, when the next run is due and how the last one went."""
        return await self._store.run(self._store.schedules.get, NAME)

    async def job(self) -> Job | None:
        """Return the run that waits or runs, ``None`` between runs."""
        found = await self.last_job()
        return found if found is not None and found.state.is_live else None

    async def last_job(self) -> Job | None:
        """Return the job of the run that goes on or went last, ``None`` before the first."""
        return await self._store.run(self._store.jobs.of_key, KEY)

    async def quiet_until(self) -> datetime | None:
        """Return until when scheduled work rests now, aware; ``None`` if it does not."""
        return (await self.state()).settings.quiet_until(self._clock(), self._zone)

    async def within_budget(self) -> frozenset[str] | None:
        """Return which providers scheduled work may ask now, ``None`` if no budget of today is used up."""
        spent = self._spent((await self.state()).settings)
        return self._providers() - spent if spent else None

    async def set(self, settings: ScheduleSettings) -> ScheduleState:
        """Let *settings* hold from now on; a run that goes on ends as it began, unless updates are switched off.

        A run that is due and could not begin yet, for it is quiet or nobody holds the automation, stays due.
        """
        now = self._clock()

        def write() -> tuple[ScheduleState, Job | None]:
            with self._store.transaction():
                before = self._store.schedules.get(NAME)
                due = first_run(settings, now, self._zone) if settings.is_on else None
                is_due = (
                    before.settings.is_on and before.next_run_at is not None and before.next_run_at <= now
                )
                if settings.is_on and is_due:
                    due = before.next_run_at
                self._store.schedules.save_settings(NAME, settings, next_run_at=due)
                ended = None if settings.is_on else self._store.jobs.abort_waiting(KEY, now=now)
                return self._store.schedules.get(NAME), ended

        state, ended = await self._store.run(write)
        if ended is not None:
            self._queue.announce(ended)
        return state

    async def run_now(self) -> Job:
        """Begin a run at once, on or off, quiet or not; whoever holds the automation does it.

        The next regular run stays when it is.
        """
        return await self._begin(JobPriority.USER)

    async def tick(self) -> Job | None:
        """Begin a run if one is due; one that was missed while the machine was off is due at once."""
        now = self._clock()
        state = await self.state()
        if not state.settings.is_on or state.settings.quiet_until(now, self._zone) is not None:
            return None
        if state.next_run_at is None or state.next_run_at > now + FURTHEST:
            due = first_run(state.settings, now, self._zone)
            await self._store.run(self._store.schedules.save_settings, NAME, state.settings, next_run_at=due)
            return None
        return await self._begin(JobPriority.SCHEDULED) if now >= state.next_run_at else None

    async def _begin(self, priority: JobPriority) -> Job:
        now, may_ask = self._clock(), self._providers()

        def begin() -> Job:
            schedules, jobs = self._store.schedules, self._store.jobs
            with self._store.transaction():
                state = schedules.get(NAME)
                if priority is JobPriority.USER:
                    due = next_run_beside(state, now, self._zone)
                else:
                    due = next_run(state.settings, now, self._zone)
                titles = schedules.ages(may_ask - _never_asked(state.settings), now=now)
                share = days_share(titles, now=now, next_run_at=due)
                jobs.abort_waiting(
                    KEY, now=now
                )  # what an earlier run left is in this share, the oldest first
                job = jobs.defer(_new_job(share, len(titles), now, priority), now=now)
                kept = due if state.settings.is_on else None
                if job.state is JobState.QUEUED:
                    schedules.save_begun(NAME, now=now, next_run_at=kept)
                else:  # yesterday's is not through yet
                    schedules.save_settings(NAME, state.settings, next_run_at=kept)
                return job

        job = await self._store.run(begin)
        log.info("Weekly updates: %s titles in this run", len(job.payload.get("titles", ())))
        self._queue.announce(job)
        return job

    async def run(self, job: Job, context: JobContext) -> Mapping[str, Any]:
        """Do a run: first what providers announce as changed, then the share of the day. A ``JobHandler``.

        Raises:
            JobPostponed: some titles could not be refreshed now; it says when they are tried again.
        """
        begun_at = from_utc_text(job.payload["begun_at"])
        state = await self.state()
        is_asked_for = job.priority is JobPriority.USER

        async def has_news(key: EntityKey) -> bool:
            if self._follow_ups is None or not state.settings.enriches:
                return False
            return await self._store.run(self._follow_ups.is_due, key, begun_at)

        def quiet_until() -> datetime | None:
            if self._is_paused():  # the titles under way are finished; the rest waits with the job
                return self._clock()
            return None if is_asked_for else state.settings.quiet_until(self._clock(), self._zone)

        run = UpdateRun(
            self._cache, context, clock=self._clock, exists=self._exists, has_news=has_news,
            providers=lambda: self._providers() - _never_asked(state.settings),
            requests_today=self._requests_today, budgets=state.settings.budgets, begun_at=begun_at,
            quiet_until=quiet_until,
        )  # fmt: skip
        changed: Mapping[str, int] = {}
        if quiet_until() is None:
            changed = await self._follow_news(run, begun_at)
        await run.work_through([Errand.from_json(each) for each in job.payload["titles"]])
        return await self._ended(job, run, changed, quiet_until())

    async def _follow_news(self, run: UpdateRun, begun_at: datetime) -> Mapping[str, int]:
        """Refresh what providers announce as changed; what could not be refreshed is announced again next time."""
        state = await self.state()
        changed = {}
        for news in await self._news.read(state.feeds, now=begun_at, without=self._spent(state.settings)):
            before = len(run.tally.unresolved) + len(run.tally.left) + run.tally.put_off
            await run.work_through([Errand(key, provider=news.provider) for key in news.titles])
            after = len(run.tally.unresolved) + len(run.tally.left) + run.tally.put_off
            changed[news.provider] = len(news.titles)
            if before == after:
                await self._store.run(self._store.schedules.save_feed, NAME, news.provider, news.read_until)
        return changed

    async def _ended(
        self, job: Job, run: UpdateRun, changed: Mapping[str, int], quiet_until: datetime | None
    ) -> Mapping[str, Any]:
        now, tally = self._clock(), run.tally
        rest = [errand for errand in (*tally.left, *tally.unresolved) if not errand.provider]
        retry_at = self._retry_at(job, run, quiet_until, now) if rest else None
        labels = await self._store.run(self._store.entities.labels, list(tally.notes))
        result = {
            "titles": job.payload["of"], "share": job.payload["share"],
            **summed_up(tally, labels, changed, job.report),
            "open": len(rest), "retry_at": None if retry_at is None else retry_at.isoformat(),
        }  # fmt: skip
        result["sentence"] = sentence(result)
        await self._write_end(result, list(tally.news), now)
        if retry_at is None:
            return result
        payload = {
            **job.payload, "titles": [errand.to_json() for errand in rest], "report": result,
            "rounds": job.payload.get("rounds", 0) + 1,
        }  # fmt: skip
        raise JobPostponed(str(result["sentence"]), retry_at, payload=payload)

    async def _write_end(self, result: dict[str, Any], news: list[EntityKey], now: datetime) -> None:
        def write() -> Job | None:
            with self._store.transaction():
                job = None if self._follow_ups is None else self._follow_ups.after_update(news, now)
                if job is not None and job.id not in result["enrichment_jobs"]:
                    result["enrichment_jobs"].append(job.id)
                self._store.schedules.save_ended(NAME, result, now=now)
                return job

        follow_up = await self._store.run(write)
        if follow_up is not None:
            self._queue.announce(follow_up)

    def _retry_at(self, job: Job, run: UpdateRun, quiet_until: datetime | None, now: datetime) -> datetime:
        if run.tally.left:
            return quiet_until or now
        # Not each time the first of a thousand titles may be asked again, but in rounds, longer apart each time.
        round_at = now + back_off(job.payload.get("rounds", 0) + 1)
        return max(round_at, run.tally.retry_at or round_at)

    def _spent(self, settings: ScheduleSettings) -> frozenset[str]:
        return exhausted(settings.budgets, self._requests_today())

    async def _exists(self, key: EntityKey) -> bool:
        return await self._store.run(self._store.schedules.is_kept_current, key)


def _never_asked(settings: ScheduleSettings) -> frozenset[str]:
    """Return the providers with a budget of 0: how old their answers are is none of scheduled work's business."""
    return frozenset(name for name, limit in settings.budgets.items() if not limit)


def _new_job(share: list[Turn], of: int, now: datetime, priority: JobPriority) -> NewJob:
    payload = {
        "titles": [Errand(turn.key, turn.max_age).to_json() for turn in share],
        "share": len(share),
        "of": of,
        "begun_at": to_utc_text(now),
    }
    return NewJob(JobKind.UPDATE, KEY, payload, priority)
