"""One run of the weekly updates: the titles of a day, within budgets and outside quiet hours."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from metarr_desktop.automation.update_report import TitleNote, UpdateOutcome
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import AllProvidersFailed, MetarrError
from metarr_desktop.domain.fetch import (
    Consumer,
    FetchRequest,
    FetchResult,
    Outcome,
    Priority,
    ProviderOutcome,
)
from metarr_desktop.domain.jobs import JobContext
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.schedule import UPDATE_AGE

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Titles under way at a time; the limiters of the providers set the pace."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A title to be refreshed: what of it is older than *max_age*; or, where *provider* announced a change, that
    provider's part of it, unless it was fetched in this run already."""

    key: EntityKey
    max_age: timedelta = UPDATE_AGE
    provider: str = ""

    def to_json(self) -> list[Any]:
        """Return it as it is kept with its job; errands about a change are not."""
        return [str(self.key.entity_type), self.key.entity_id, self.max_age.days]

    @classmethod
    def from_json(cls, kept: Iterable[Any]) -> Errand:
        """Return the errand that :meth:`to_json` wrote so."""
        kind, number, days = kept
        return cls(EntityKey(EntityType(kind), int(number)), timedelta(days=days))


@dataclass
class Tally:
    """What a run has done; becomes its report."""

    counts: Counter[str] = field(default_factory=Counter)
    """Titles that were ``fresh`` or ``gone``, and ``new_pictures``."""
    unresolved: list[Errand] = field(default_factory=list)
    retry_at: datetime | None = None
    left: list[Errand] = field(default_factory=list)
    news: dict[EntityKey, None] = field(default_factory=dict)
    """Titles to be enriched for what came, in the order they were done."""
    notes: dict[EntityKey, TitleNote] = field(default_factory=dict)
    """What was done for each title, but for those that are gone or were fresh, in the order they were done."""
    put_off: int = 0
    """Errands that wait for another day, for the requests of this one are used up."""
    without: set[str] = field(default_factory=set)
    """Providers that were left out of a title because their requests of the day were used up."""

    def note(
        self, errand: Errand, outcome: UpdateOutcome, failures: Iterable[str] = (), *, new_pictures: int = 0
    ) -> None:
        """Note what an errand came to; a title may have several."""
        note = TitleNote(errand.key, outcome, new_pictures, tuple(filter(None, failures)))
        before = self.notes.get(errand.key)
        self.notes[errand.key] = note if before is None else before.and_then(note)

    def try_again(self, errand: Errand, moments: Iterable[datetime | None]) -> None:
        """Leave *errand* for later; the run is tried again at the first of *moments* of all such (aware UTC)."""
        self.unresolved.append(errand)
        self.retry_at = min((each for each in (self.retry_at, *moments) if each is not None), default=None)


class UpdateRun:
    """Works through errands, a few at a time; made anew for each run.

    Args:
        exists: tells whether the library still has a title and it is monitored; one it lacks would be added by
            fetching it.
        has_news: tells whether a title that was fetched has pictures it should be enriched for.
        providers: names of those that can be asked now.
        requests_today: requests a provider has had since midnight UTC, of all programs.
        budgets: provider name to the requests a day after which it is left alone.
        begun_at: when the slice began; what was fetched since then is not fetched again for a change.
        quiet_until: until when scheduled work rests, ``None`` if it does not.
    """

    def __init__(
        self,
        cache: ProviderCache,
        context: JobContext,
        *,
        clock: Callable[[], datetime],
        exists: Callable[[EntityKey], Awaitable[bool]],
        has_news: Callable[[EntityKey], Awaitable[bool]],
        providers: Callable[[], frozenset[str]],
        requests_today: Callable[[], Mapping[str, int]],
        budgets: Mapping[str, int],
        begun_at: datetime,
        quiet_until: Callable[[], datetime | None],
    ) -> None:
        self.tally = Tally()
        self._cache = cache
        self._context = context
        self._clock = clock
        self._exists = exists
        self._has_news = has_news
        self._providers = providers
        self._requests_today = requests_today
        self._budgets = budgets
        self._begun_at = begun_at
        self._quiet_until = quiet_until
        self._total = 0
        self._done = 0

    async def work_through(self, errands: Iterable[Errand]) -> None:
        """Do *errands*, as long as it is not quiet; what could not be done is in ``tally``."""
        waiting = deque(errands)
        self._total += len(waiting)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(waiting))):
                group.create_task(self._draw_from(waiting))
        self.tally.left += waiting

    async def _draw_from(self, waiting: deque[Errand]) -> None:
        while waiting and self._quiet_until() is None:
            errand = waiting.popleft()
            await self._do(errand)
            self._done += 1
            self._context.progress(self._done, self._total, "Refreshing titles")

    async def _do(self, errand: Errand) -> None:
        try:
            if not await self._exists(errand.key):
                self.tally.counts["gone"] += 1
            elif (request := self._request(errand)) is None:
                self._leave(errand)
            else:
                self._note(errand, await self._cache.fetch_assets(request))
                if await self._has_news(errand.key):
                    self.tally.news[errand.key] = None
        except AllProvidersFailed as error:
            self._fail(errand, [str(error), *(each.message for each in error.outcomes)])
            self.tally.try_again(errand, (outcome.retry_at for outcome in error.outcomes))
        except MetarrError as error:
            log.warning("%s could not be refreshed: %s", errand.key, error)
            self._fail(errand, [str(error)])
            self.tally.try_again(errand, ())
        except Exception as error:  # one title that breaks the program must not keep the others old
            log.exception("%s could not be refreshed", errand.key)
            self._fail(
                errand,
                [f"Something in this program went wrong ({type(error).__name__}). The log has the details."],
            )
            self.tally.try_again(errand, ())

    def _fail(self, errand: Errand, words: Sequence[str]) -> None:
        self.tally.note(errand, UpdateOutcome.FAILED, words)

    def _leave(self, errand: Errand) -> None:
        is_for_another_day = bool(self._exhausted() & self._providers())
        self.tally.put_off += is_for_another_day
        self.tally.note(errand, UpdateOutcome.LEFT_BY_BUDGET if is_for_another_day else UpdateOutcome.LEFT)

    def _request(self, errand: Errand) -> FetchRequest | None:
        """Return what to ask, ``None`` if nobody may be asked. What is under way may still exceed a budget a little."""
        exhausted = self._exhausted()
        wanted = self._providers() - exhausted
        if errand.provider:
            wanted &= {errand.provider}
        self.tally.without |= exhausted & (
            frozenset({errand.provider}) if errand.provider else self._providers()
        )
        if not wanted:
            return None
        age = max(self._clock() - self._begun_at, timedelta()) if errand.provider else errand.max_age
        return FetchRequest(
            errand.key,
            priority=Priority.AUTOMATION,
            consumer=Consumer.SCHEDULED,
            max_age=min(age, errand.max_age),
            providers=wanted if errand.provider or exhausted else None,
        )

    def _note(self, errand: Errand, result: FetchResult) -> None:
        new = sum(map(len, result.changes.new_asset_ids.values()))
        self.tally.counts["new_pictures"] += new
        open_ends = [outcome for outcome in result.metadata.outcomes if _is_unresolved(outcome)]
        if not open_ends and result.cached:
            self.tally.counts["fresh"] += 1
        elif not open_ends:
            self.tally.note(errand, UpdateOutcome.REFRESHED, new_pictures=new)
        else:
            words = (outcome.message for outcome in open_ends)
            self.tally.note(errand, UpdateOutcome.PARTLY_FAILED, words, new_pictures=new)
            self.tally.try_again(errand, (outcome.retry_at for outcome in open_ends))

    def _exhausted(self) -> frozenset[str]:
        return exhausted(self._budgets, self._requests_today())


def exhausted(budgets: Mapping[str, int], sent: Mapping[str, int]) -> frozenset[str]:
    """Return the providers that were *sent* as many requests today as their budgets allow."""
    return frozenset(name for name, limit in budgets.items() if sent.get(name, 0) >= limit)


def _is_unresolved(outcome: ProviderOutcome) -> bool:
    if outcome.outcome in (Outcome.FAILED, Outcome.TIMED_OUT, Outcome.CANCELLED):
        return True
    return outcome.outcome is Outcome.SKIPPED and outcome.retry_at is not None
