"""Care of the cache: what it holds and how it fared, and forgetting what it holds; the ``CacheCare`` port."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import (
    CacheEntry,
    CachePage,
    CachePair,
    CacheQuery,
    CacheReport,
    CacheSizes,
    DayNumbers,
)
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.jobs import JobState
from metarr_desktop.domain.provider import METADATA
from metarr_desktop.services.request_counter import RequestCounter
from metarr_desktop.store import Store
from metarr_desktop.store.forgetting import Forgotten
from metarr_desktop.store.statistics_report import AGES, AHEAD_DAYS

LONGEST_REPORT_DAYS = 400
LARGEST_PAGE = 1000

_PAIRS_AT_ONCE = 20
_FAILURES_AT_ONCE = 500
_PARTS = frozenset({METADATA, *(str(each) for each in AssetType)})


@dataclass(frozen=True)
class StoredCacheCare:
    """Works in short steps on the worker thread of the store, so that nobody waits long behind it."""

    store: Store
    counter: RequestCounter
    thumbnails: DiskCache

    async def report(self, days: int = 30) -> CacheReport:
        """Return the numbers of the last *days* UTC days, today included, and the state of the cache now.

        Raises:
            InvalidInput: fewer days than one, or more than are kept.
        """
        if not 1 <= days <= LONGEST_REPORT_DAYS:
            raise InvalidInput(f"A report is of 1 to {LONGEST_REPORT_DAYS} days, not of {days}.")
        await self.counter.flush()  # the requests of this second, too
        run, report = self.store.run, self.store.report
        totals = await run(self.store.statistics.summary, days)
        numbers = await run(report.days, days)
        effectiveness = await run(report.effectiveness, days)
        each = [await self._timed(day) for day in numbers]
        ages = [await run(report.pairs_of_age, days) for days in range(AGES)]
        expiring, titles = await self._expiring(each[-1].day)
        return CacheReport(totals, each, ages, expiring, effectiveness, titles)

    async def entries(self, query: CacheQuery) -> CachePage:
        """Return the page *query* asks for.

        Raises:
            InvalidInput: the page begins before the first entry, or has none or more than a thousand.
        """
        if query.offset < 0 or not 1 <= query.limit <= LARGEST_PAGE:
            raise InvalidInput(f"A page begins at 0 or later and has 1 to {LARGEST_PAGE} entries.")
        total, stored = await self.store.run(self.store.cache_entries.page, query)
        addresses = {address for each in stored for address in each.addresses}
        sizes = await asyncio.to_thread(self.thumbnails.sizes_of, addresses) if addresses else {}
        entries: list[CacheEntry] = []
        for each in stored:
            size = sum(sizes.get(address, 0) for address in each.addresses)
            entries.append(replace(each.entry, thumbnail_bytes=size) if size else each.entry)
        return CachePage(total, tuple(entries))

    async def sizes(self) -> CacheSizes:
        """Return what the cache takes, bytes."""
        pairs, rows, failed, originals = await self.store.run(self.store.forgetting.numbers)
        thumbnails, files = await asyncio.to_thread(self.thumbnails.size)
        database = await asyncio.to_thread(self._database_bytes)
        return CacheSizes(pairs, rows, failed, database, thumbnails, files, originals)

    async def forget(self, pairs: Sequence[CachePair]) -> str:
        """Forget what these providers said; the next fetch asks anew. What a person decided about stays.

        Raises:
            InvalidInput: a pair is of no part there is; nothing was changed.
        """
        for pair in pairs:
            if pair.part not in _PARTS:
                raise InvalidInput(f"There is no part {pair.part!r} of a title. Nothing was changed.")
        total, known = Forgotten(), list(dict.fromkeys(pairs))
        for first in range(0, len(known), _PAIRS_AT_ONCE):
            chunk = known[first : first + _PAIRS_AT_ONCE]
            total += await self.store.run(self.store.forgetting.pairs, chunk)
        if not total.pairs and not total.deleted:
            return "There was nothing to forget."
        kept = "" if not total.kept else (
            f" {total.kept:,} selected, rejected or in locked slots {'stays' if total.kept == 1 else 'stay'}."
        )  # fmt: skip
        pictures = _counted(total.deleted, "picture", "pictures")
        answers = _counted(total.pairs, "answer", "answers")
        return f"Forgot {answers} with {pictures}; the next fetch asks anew.{kept}"

    async def forget_failed(self) -> str:
        """Forget failed attempts, so that nothing rests any longer. What is stored stays."""
        forgotten = 0
        while found := await self.store.run(self.store.forgetting.failures, _FAILURES_AT_ONCE):
            forgotten += found
            if found < _FAILURES_AT_ONCE:
                break
        if not forgotten:
            return "There were no failed attempts to forget."
        return f"Forgot {_counted(forgotten, 'failed attempt', 'failed attempts')}; nothing rests any longer."

    async def compact(self) -> str:
        """Give the room of deleted rows, and of numbers older than are shown, back to the disk.

        Works in small steps between which others have their turn; a database of an earlier version is written anew
        once, while they wait.

        Raises:
            InvalidInput: that would be necessary, but automatic work is under way.
        """
        if self.store.forgetting.file is None:
            return "The server keeps this database compact by itself; there is nothing to do here."
        before = await asyncio.to_thread(self._database_bytes)
        await self.store.run(self.store.statistics.prune)
        is_unfinished = await self.store.run(self.store.forgetting.give_back)
        if is_unfinished is None:
            if await self.store.run(self.store.jobs.find, [JobState.RUNNING], 1):
                raise InvalidInput(
                    "The database can be compacted when the automatic work under way has ended, since all "
                    "would have to wait for it. Nothing was changed. Pause the automatic work, or try again later."
                )
            await self.store.run(self.store.forgetting.rewrite)
        while is_unfinished:
            is_unfinished = await self.store.run(self.store.forgetting.give_back)
        await self.store.run(self.store.forgetting.settle)
        after = await asyncio.to_thread(self._database_bytes)
        freed = (before or 0) - (after or 0)
        if freed < 1000:
            return "The database has no room to give back."
        return f"The database is {_size(freed)} smaller."

    async def clear_thumbnails(self) -> str:
        """Delete all small pictures; they are loaded again when they are looked at."""
        freed, files = await asyncio.to_thread(self.thumbnails.clear)
        if not files:
            return "There were no small pictures to delete."
        pictures = _counted(files, "small picture", "small pictures")
        return f"Deleted {pictures}, {_size(freed)}; they are loaded again when they are looked at."

    async def _timed(self, day: DayNumbers) -> DayNumbers:
        median_s, p95_s = await self.store.run(self.store.report.times, day.day)
        return day if median_s is None else replace(day, median_s=median_s, p95_s=p95_s)

    async def _expiring(self, today: date) -> tuple[list[tuple[date, int]], int]:
        """Return the titles that expire on each of the days from *today*, and how many have anything."""
        passes = await self.store.run(self.store.report.first_passes)
        days, titles = passes.days, passes.titles
        while passes.after is not None:
            passes = await self.store.run(self.store.report.first_passes, passes.after)
            days, titles = days + passes.days, titles + passes.titles
        ahead = (today + timedelta(days=number) for number in range(AHEAD_DAYS))
        return [(day, days[day]) for day in ahead], titles

    def _database_bytes(self) -> int | None:
        file = self.store.forgetting.file
        if file is None:
            return None
        files = (file, file.with_name(f"{file.name}-wal"))
        return sum(each.stat().st_size for each in files if each.exists())


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _size(amount: int) -> str:
    """Return bytes as people say them, by thousands as file managers count."""
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if amount >= size:
            value = amount / size
            return f"{value:.1f} {unit}" if value < 10 else f"{value:,.0f} {unit}"
    return f"{amount} bytes"
