"""Refreshes a person asked for: of one title or of all selected ones, at most a few at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.entity import Entity, EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.fetch import Consumer, FetchChanges, FetchRequest, FetchResult, Priority
from metarr_desktop.domain.ports import ProviderCache
from ui.kinds import count_of, kind_of_all
from ui.library.wording import (
    changes_of,
    failures_of_several,
    failures_text,
    has_answer,
    is_left_out,
    label_of,
)
from ui.task_scope import TaskScope
from ui.text import sentence_of

# The providers' limits decide how fast it goes; more at once would only let the first titles wait longer.
_MOST_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class RefreshEnd:
    """How a refresh of some titles ended; ``errors`` are sentences by title."""

    titles: tuple[Entity, ...]
    results: Mapping[EntityKey, FetchResult]
    errors: Mapping[EntityKey, str]
    is_cancelled: bool = False

    @property
    def is_good(self) -> bool:
        """Nothing failed, no provider for no title."""
        return (
            not self.errors
            and not self.is_cancelled
            and not failures_of_several([*self.results.values()], {})
        )


@dataclass(slots=True)
class _Run:
    """A refresh under way, and what came of it until now."""

    titles: tuple[Entity, ...]
    force: bool
    providers: frozenset[str] | None
    results: dict[EntityKey, FetchResult] = field(default_factory=dict)
    errors: dict[EntityKey, str] = field(default_factory=dict)


class RefreshController(QObject):
    """Runs one refresh at a time.

    Signals:
        started(keys): list of the titles; the button becomes Cancel.
        progressed(done, total)
        title_done(EntityKey)
        ended(RefreshEnd)
        failed(str): a fault of the program, as a sentence.
    """

    started = Signal(list)
    progressed = Signal(int, int)
    title_done = Signal(object)
    ended = Signal(object)
    failed = Signal(str)

    def __init__(self, cache: ProviderCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._tasks = TaskScope(self.failed.emit, "refresh")
        self._keys: tuple[EntityKey, ...] = ()
        self._done = 0

    @property
    def is_running(self) -> bool:
        """True until the last title is done or the refresh was cancelled."""
        return bool(self._keys)

    @property
    def keys(self) -> tuple[EntityKey, ...]:
        """The titles being refreshed."""
        return self._keys

    @property
    def done(self) -> int:
        """How many of them have ended."""
        return self._done

    def refresh(
        self, titles: Sequence[Entity], *, force: bool, providers: frozenset[str] | None = None
    ) -> None:
        """Ask the providers (or *providers* only) for *titles*; while a refresh runs, nothing happens."""
        if self.is_running or not titles:
            return
        self._keys, self._done = tuple(title.key for title in titles), 0
        task = self._tasks.replace("refresh", self._refresh, _Run(tuple(titles), force, providers))
        if task is None:
            self._keys = ()
            return
        task.add_done_callback(lambda _: self._end(RefreshEnd(tuple(titles), {}, {}, is_cancelled=True)))
        self.started.emit(list(self._keys))

    def cancel(self) -> None:
        """Stop; what arrived until now is kept."""
        self._tasks.cancel("refresh")

    async def close(self) -> None:
        """Stop, and wait until it has ended."""
        await self._tasks.close()

    async def _refresh(self, run: _Run) -> None:
        is_cancelled = False
        try:
            waiting = iter(
                run.titles
            )  # a task for each of 10,000 would hold the window up while they are made
            async with asyncio.TaskGroup() as group:
                for _ in range(_MOST_AT_ONCE):
                    group.create_task(self._fetch_from(waiting, run))
            if run.force:
                await self._fetch_again(run)
        except asyncio.CancelledError:
            is_cancelled = True
            raise
        finally:
            self._end(RefreshEnd(run.titles, run.results, run.errors, is_cancelled))

    async def _fetch_from(self, waiting: Iterator[Entity], run: _Run) -> None:
        for title in waiting:
            await self._fetch(run, title)

    async def _fetch(self, run: _Run, title: Entity) -> None:
        request = FetchRequest(
            title.key,
            force=run.force,
            priority=Priority.USER,
            consumer=Consumer.MANUAL,
            providers=run.providers,
        )
        try:
            run.results[title.key] = await self._cache.fetch_assets(request)
        except MetarrError as error:
            run.errors[title.key] = sentence_of(error)
        except Exception as error:  # a fault of ours: the scope logs it and tells
            run.errors[title.key] = sentence_of(error)
            raise
        self._done += 1
        self.title_done.emit(title.key)
        self.progressed.emit(self._done, len(run.titles))

    async def _fetch_again(self, run: _Run) -> None:
        """Ask once more for titles whose provider answers by now, one after the other."""
        missed = _missed(run.results, run.errors)
        again = [title for title in run.titles if title.key in missed]
        self._done -= len(again)
        for title in again:
            run.errors.pop(title.key, None)
            before = run.results.get(title.key)
            await self._fetch(run, title)
            if before is not None:
                run.results[title.key] = _with_changes_of(run.results[title.key], before)

    def _end(self, end: RefreshEnd) -> None:
        """Tell the end once; a task cancelled before its first step could not do it itself."""
        if self._keys:
            self._keys = ()
            self.ended.emit(end)


def _missed(results: Mapping[EntityKey, FetchResult], errors: Mapping[EntityKey, str]) -> set[EntityKey]:
    """Return titles that were refused a provider which meanwhile answered for another one.

    Of a provider that is paused one call at a time is let through: the other titles come too early.
    """
    outcomes = {key: result.metadata.outcomes for key, result in results.items()}
    back = {
        each.provider
        for ends in outcomes.values()
        for each in ends
        if each.was_asked and each.outcome.is_success
    }
    missed = {
        key
        for key, ends in outcomes.items()
        if any(is_left_out(each) and each.provider in back for each in ends)
    }
    return missed | (set(errors) if back else set())


def _with_changes_of(result: FetchResult, before: FetchResult) -> FetchResult:
    """Return *result* telling also what *before* had brought."""
    new, gone = dict(before.changes.new_asset_ids), dict(before.changes.vanished)
    for kind, ids in result.changes.new_asset_ids.items():
        new[kind] = (*new.get(kind, ()), *ids)
    for kind, count in result.changes.vanished.items():
        gone[kind] = gone.get(kind, 0) + count
    return replace(result, changes=FetchChanges(new, gone))


def refresh_sentence(end: RefreshEnd, provider_titles: Mapping[str, str]) -> str:
    """Return what a refresh did: ``**Inception (2010)**: **2 new** posters, none vanished. …``"""
    if len(end.titles) == 1:
        return _one(end, end.titles[0], provider_titles)
    kind = kind_of_all(end.titles)
    done = count_of(len(end.results), kind)
    start = f"{done} refreshed: {changes_of(list(end.results.values()))}."
    if end.results and all(result.cached for result in end.results.values()):
        start = f"{done} up to date; no provider needed to be asked. Ctrl+F5 asks all the same."
    elif end.results and not has_answer(list(end.results.values())):
        start = f"{done} could not be refreshed."
    if end.is_cancelled:
        start = f"Refresh cancelled. {start} What was there before is unchanged."
    if failures := failures_of_several(list(end.results.values()), provider_titles):
        start += f" {failures}"
    if end.errors:
        first = next(iter(end.errors.values()))
        start += f" {count_of(len(end.errors), kind)} could not be refreshed: {first}"
    return start


def _one(end: RefreshEnd, title: Entity, provider_titles: Mapping[str, str]) -> str:
    label = label_of(title)
    if end.is_cancelled:
        return f"The refresh of {label} was cancelled. What was there before is unchanged."
    if title.key in end.errors:
        return f"{label} could not be refreshed: {end.errors[title.key]}"
    result = end.results[title.key]
    if result.cached:
        return f"{label} is up to date; no provider needed to be asked. Ctrl+F5 asks all the same."
    changes = f"{label}: {changes_of([result])}." if has_answer([result]) else f"{label} was not refreshed."
    return f"{changes} {failures_text(result, provider_titles)}".strip()
