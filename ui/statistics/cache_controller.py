"""What the cache page asks of the core: entries, sizes, acts, refreshes, the export."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.cache_report import CacheCare, CachePage, CachePair, CacheQuery
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.provider import ProviderInfo
from ui.statistics.cache_model import PAGE
from ui.statistics.cache_words import csv_head, csv_rows
from ui.statistics.chart_data import written
from ui.statistics.files import WholeFile
from ui.statistics.refresher import refresh, report_sentence, requests_for
from ui.task_scope import TaskScope
from ui.text import count_text
from ui.timers import delay

_SOON_MS = 1500
_REST = 20
"""What others change is read again after so long at the soonest, and after so many times the time sizes took."""
_BULK = 300
"""Entries read, or forgotten, at once where all of them are wanted: others have their turn in between."""
_ASKED = "The next fetch asks for them anew; what you chose, locked or rejected stays."
Ranges = Sequence[tuple[int, int]]


class CacheController(QObject):
    """One piece of work at a time; reading goes on beside it.

    Signals:
        begun(CacheQuery, CachePage): the first page of another query.
        page_read(number, CachePage)
        sizes_read(CacheSizes)
        read_failed(str): entries could not be read.
        stale(): the store changed a moment ago; what is shown should be read again.
        work_begun(words, is_cancellable), work_progressed(done, total)
        work_ended(sentence, severity): nothing is said for an empty sentence.
    """

    begun = Signal(object, object)
    page_read = Signal(int, object)
    sizes_read = Signal(object)
    read_failed = Signal(str)
    stale = Signal()
    work_begun = Signal(str, bool)
    work_progressed = Signal(int, int)
    work_ended = Signal(str, str)

    def __init__(
        self,
        care: CacheCare,
        cache: ProviderCache,
        infos: Callable[[], Mapping[str, ProviderInfo]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._care, self._cache, self._infos = care, cache, infos
        self._asked = self._shown = CacheQuery(limit=PAGE)
        self._reading: frozenset[int] = frozenset()
        self._reads = TaskScope(self.read_failed.emit, "cache")
        self._works = TaskScope(lambda sentence: self.work_ended.emit(sentence, "bad"), "cache")
        self._timer = delay(self, _SOON_MS, self.stale.emit)

    @property
    def is_working(self) -> bool:
        """True while an act, a refresh or an export goes on."""
        return self._works.is_running("work")

    @property
    def is_behind(self) -> bool:
        """True once what was asked for last could not be read: the rows shown are of another query."""
        return self._asked != self._shown and not self._reads.is_running("begin")

    def open(self, query: CacheQuery) -> None:
        """Read the first page of *query*; pages of the one before are of no use any more."""
        self._asked = replace(query, offset=0, limit=PAGE)
        self._reads.cancel("pages")
        self._reads.replace("begin", self._begin, self._asked)

    def want(self, pages: Sequence[int]) -> None:
        """Read *pages*; those asked for before are left, unless all of these are among them."""
        if self._reads.is_running("pages") and self._reading.issuperset(pages):
            return  # slow scrolling would else cancel every reading just before its end
        if pages and not self._reads.is_running("begin"):
            self._reading = frozenset(pages)
            self._reads.replace("pages", self._read_pages, self._shown, tuple(pages))

    def read_sizes(self) -> None:
        """Read what the cache takes."""
        self._reads.start("sizes", self._read_sizes)

    def changed_soon(self) -> None:
        """Tell `stale` within a moment; many calls make one."""
        if not self._timer.isActive():
            self._timer.start()

    def rest(self) -> None:
        """Read nothing more by itself: nobody looks."""
        self._timer.stop()

    # -- work ------------------------------------------------------------------------------------------------

    def refresh(self, known: Sequence[CachePair], unread: Ranges, *, force: bool) -> None:
        """Fetch *known* and what stands in the rows *unread*, if stale or with *force*."""
        words = "Asking the providers" if force else "Refreshing what is stale"
        self._work(words, self._refresh, tuple(known), tuple(unread), self._shown, force)

    def forget(self, known: Sequence[CachePair], unread: Ranges) -> None:
        """Forget *known* and what stands in the rows *unread*."""
        self._work("Forgetting", self._forget, tuple(known), tuple(unread), self._shown)

    def forget_failed(self) -> None:
        self._work("Forgetting failed attempts", self._say, self._care.forget_failed, is_cancellable=False)

    def compact(self) -> None:
        self._work("Compacting the database", self._say, self._care.compact, is_cancellable=False)

    def clear_thumbnails(self) -> None:
        self._work("Deleting thumbnails", self._say, self._care.clear_thumbnails, is_cancellable=False)

    def export(self, path: Path) -> None:
        """Write all entries of the query asked for last to *path*, page by page."""
        self._work(f"Writing {path.name}", self._export, path, self._asked)

    def cancel(self) -> None:
        """Stop what goes on; what was done until now stays done."""
        self._works.cancel("work")

    async def close(self) -> None:
        self._timer.stop()
        await self._works.close()
        await self._reads.close()

    def _work(
        self,
        words: str,
        function: Callable[..., Awaitable[object]],
        *args: object,
        is_cancellable: bool = True,
    ) -> None:
        if not self.is_working:
            task = self._works.replace("work", function, *args)
            if task is not None:
                self.work_begun.emit(words, is_cancellable)
                task.add_done_callback(
                    lambda done: self.work_ended.emit("", "") if done.cancelled() else None
                )

    async def _say(self, act: Callable[[], Awaitable[str]]) -> None:
        self.work_ended.emit(await act(), "good")

    async def _forget(self, known: tuple[CachePair, ...], unread: Ranges, query: CacheQuery) -> None:
        pairs = [*known, *await self._pairs_in(unread, query)]
        if len(pairs) <= _BULK:
            self.work_ended.emit(await self._care.forget(pairs), "good")
            return
        done = 0
        try:
            while done < len(pairs):
                await self._care.forget(pairs[done : done + _BULK])
                done = min(done + _BULK, len(pairs))
                self.work_progressed.emit(done, len(pairs))
        except asyncio.CancelledError:
            told = f"Cancelled: {done:,} of {len(pairs):,} entries were forgotten. {_ASKED}"
            self.work_ended.emit(told, "info")
        else:
            self.work_ended.emit(f"Forgot {done:,} answers. {_ASKED}", "good")

    async def _refresh(
        self, known: tuple[CachePair, ...], unread: Ranges, query: CacheQuery, force: bool
    ) -> None:
        pairs = [*known, *await self._pairs_in(unread, query)]
        infos = self._infos()
        # On a thread: for all that 10,000 titles have it takes a quarter of a second.
        requests = await asyncio.to_thread(requests_for, pairs, infos, force=force)
        report = await refresh(self._cache, requests, self.work_progressed.emit)
        titles = {name: info.title for name, info in infos.items()}
        severity = "info" if report.is_cancelled else "good" if report.is_good else "warn"
        self.work_ended.emit(report_sentence(report, titles), severity)

    async def _export(self, path: Path, query: CacheQuery) -> None:
        file, done, total = WholeFile(path), 0, 1
        try:
            await asyncio.to_thread(file.write, written([csv_head()], ","))
            while done < total:
                page = await self._care.entries(replace(query, offset=done, limit=_BULK))
                if not page.entries:
                    break
                await asyncio.to_thread(_write_rows, file, page)
                done, total = done + len(page.entries), page.total
                self.work_progressed.emit(done, total)
            await asyncio.to_thread(file.keep)
        except asyncio.CancelledError:
            pass  # the button; what is told below is how it came out
        finally:
            with suppress(asyncio.CancelledError):
                await asyncio.shield(asyncio.to_thread(file.drop))
        if file.is_kept:
            self.work_ended.emit(f"Saved {count_text(done, 'answer')} to **{path.name}**.", "good")
        else:
            self.work_ended.emit("The export was cancelled. Nothing was written.", "info")

    # -- reading ---------------------------------------------------------------------------------------------

    async def _begin(self, query: CacheQuery) -> None:
        page = await self._care.entries(query)
        self._shown = query
        self.begun.emit(query, page)

    async def _read_pages(self, query: CacheQuery, pages: tuple[int, ...]) -> None:
        for number in pages:
            page: CachePage = await self._care.entries(replace(query, offset=number * PAGE))
            self.page_read.emit(number, page)

    async def _read_sizes(self) -> None:
        began = time.monotonic()
        sizes = await self._care.sizes()
        # Others wait for the store and the disk as well.
        self._timer.setInterval(max(_SOON_MS, round((time.monotonic() - began) * 1000 * _REST)))
        self.sizes_read.emit(sizes)

    async def _pairs_in(self, ranges: Ranges, query: CacheQuery) -> list[CachePair]:
        """Return what stands in these rows of *query*: they are selected, but were never in sight."""
        pairs: list[CachePair] = []
        for first, last in ranges:
            for offset in range(first, last + 1, _BULK):
                limit = min(_BULK, last + 1 - offset)
                page = await self._care.entries(replace(query, offset=offset, limit=limit))
                pairs += [entry.pair for entry in page.entries]
        return pairs


def _write_rows(file: WholeFile, page: CachePage) -> None:
    file.write(written(csv_rows(page.entries), ","))
