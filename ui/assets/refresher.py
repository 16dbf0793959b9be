"""Fetches of the asset browser: who is asked, what goes on behind the scenes, what can be cancelled."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import AllProvidersFailed, MetarrError
from metarr_desktop.domain.fetch import Consumer, FetchRequest, Priority, ProviderProgress
from metarr_desktop.domain.ports import ProviderCache
from ui.assets.title_fetch import FetchEnd, TitleFetch
from ui.task_scope import TaskScope

# Fetches of titles the person has left: they finish what is under way, but must neither pile up nor be in the way.
_MOST_IN_BACKGROUND = 2
_REST_S = 5 * 60


class Refresher(QObject):
    """Starts and stops fetches, one state per title.

    Signals:
        changed(key): chips or button of the title are to be painted anew.
        provider_done(key): one provider has answered; its rows can be read.
        ended(FetchEnd)
    """

    changed = Signal(object)
    provider_done = Signal(object)
    ended = Signal(object)

    def __init__(
        self,
        cache: ProviderCache,
        tasks: TaskScope,
        provider_names: Callable[[], Sequence[str]],
        parent: QObject | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._provider_names, self._monotonic = provider_names, monotonic
        self._cache, self._tasks = cache, tasks
        self._titles: dict[EntityKey, TitleFetch] = {}
        self._unforced: list[EntityKey] = []
        self._requests: dict[str, FetchRequest] = {}
        self._current: EntityKey | None = None
        self._is_stopped = False

    def of(self, key: EntityKey) -> TitleFetch:
        """Return the state of *key*."""
        return self._titles.setdefault(key, TitleFetch(key))

    def move_to(self, key: EntityKey) -> None:
        """Leave the title before: of fetches nobody waits for, the two latest go on in the background."""
        self._current = key
        left = [each for each in self._unforced if each != key and self._is_fetching(each)]
        for stale in left[:-_MOST_IN_BACKGROUND]:
            self._tasks.cancel(_name(stale))
            self._tasks.cancel(_behind(stale))
        for kept in left[-_MOST_IN_BACKGROUND:]:
            self._hand_over(kept)
        self._unforced = [*left[-_MOST_IN_BACKGROUND:], *(each for each in self._unforced if each == key)]

    def _is_fetching(self, key: EntityKey) -> bool:
        return self._tasks.is_running(_name(key)) or self._tasks.is_running(_behind(key))

    def _hand_over(self, key: EntityKey) -> None:
        """Lower the priority of a fetch under way without asking anybody twice.

        A second call, of low priority, joins what the first one waits for; as soon as it has, the first one
        leaves.  The core asks with the priority of those who wait.
        """
        name = _name(key)
        if not self._tasks.is_running(name) or self._tasks.is_running(_behind(key)):
            return

        def on_joined() -> None:
            if key != self._current:  # else the person has come back and waits again
                self._tasks.cancel(name)

        request = replace(self._requests[name], priority=Priority.AUTOMATION)
        self._start(_behind(key), request, had_rows=True, is_by_person=False, on_joined=on_joined)

    def fetch_if_stale(self, key: EntityKey, *, had_rows: bool) -> None:
        """Ask for what is missing or too old, because the title was opened.

        Who failed a moment ago is left in peace: its chip offers another try.
        """
        failed_at, now = self.of(key).failed_at, self._monotonic()
        resting = {name for name, at in failed_at.items() if now - at < _REST_S}
        others = frozenset(self._provider_names()) - resting
        if resting and not others:
            return
        if key not in self._unforced:
            self._unforced.append(key)
        request = FetchRequest(key, consumer=Consumer.BROWSER, providers=others if resting else None)
        self._start(_name(key), request, had_rows=had_rows, is_by_person=False)

    def refresh(
        self,
        key: EntityKey,
        *,
        force: bool,
        had_rows: bool,
        asset_types: tuple[AssetType, ...] = (),
        providers: frozenset[str] | None = None,
    ) -> None:
        """Ask because the person wants it; a refresh that already runs goes on instead."""
        request = FetchRequest(
            key,
            asset_types=asset_types,
            force=force,
            priority=Priority.USER,
            consumer=Consumer.BROWSER,
            providers=providers,
        )
        self._start(f"refresh:{key}", request, had_rows=had_rows, is_by_person=True)

    def cancel(self, key: EntityKey) -> bool:
        """Stop every fetch of *key*; False if none ran."""
        return sum(self._tasks.cancel(name) for name in list(self.of(key).running)) > 0

    def stop(self) -> None:
        """Say nothing any more: the window closes."""
        self._is_stopped = True

    def _start(
        self,
        name: str,
        request: FetchRequest,
        *,
        had_rows: bool,
        is_by_person: bool,
        on_joined: Callable[[], None] | None = None,
    ) -> None:
        if self._tasks.is_running(name):
            return
        self._requests[name] = request
        self.of(request.key).begin(name, is_by_person=is_by_person, providers=request.providers)
        task = self._tasks.replace(name, self._fetch, name, request, had_rows, is_by_person, on_joined)
        if task is not None:
            task.add_done_callback(lambda _: self._settle(name, request, had_rows, is_by_person))
        self.changed.emit(request.key)

    def _settle(self, name: str, request: FetchRequest, had_rows: bool, is_by_person: bool) -> None:
        """End a fetch that was cancelled before its first step and so could not do it itself."""
        state = self.of(request.key)
        if name in state.running and not self._tasks.is_running(name):
            state.end(name, (), self._monotonic())
            self._say(FetchEnd(request.key, request, is_by_person, had_rows, is_cancelled=True))

    async def _fetch(
        self,
        name: str,
        request: FetchRequest,
        had_rows: bool,
        is_by_person: bool,
        on_joined: Callable[[], None] | None,
    ) -> None:
        state = self.of(request.key)
        joined = [] if on_joined is None else [on_joined]

        def on_progress(step: ProviderProgress) -> None:
            if joined:  # soon: this call waits for all its providers only at the end of this turn of the loop
                asyncio.get_running_loop().call_soon(joined.pop())
            state.progress[step.provider] = step
            self.changed.emit(request.key)
            if step.state.is_final:
                self.provider_done.emit(request.key)

        end = partial(FetchEnd, request.key, request, is_by_person, had_rows)
        try:
            result = await self._cache.fetch_assets(request, on_progress=on_progress)
        except asyncio.CancelledError:
            state.end(name, (), self._monotonic())
            self._say(end(is_cancelled=True))
            raise
        except MetarrError as error:
            outcomes = error.outcomes if isinstance(error, AllProvidersFailed) else ()
            state.end(name, outcomes, self._monotonic())
            self._say(end(error=error))
        except Exception:  # a fault of ours: the scope logs it and tells; the button must not stay Cancel
            state.end(name, (), self._monotonic())
            if not self._is_stopped:
                self.changed.emit(request.key)
            raise
        else:
            state.was_fetched = True
            state.end(name, result.metadata.outcomes, self._monotonic())
            self._say(end(result=result))

    def _say(self, end: FetchEnd) -> None:
        if not self._is_stopped:
            self.changed.emit(end.key)
            self.ended.emit(end)


def _name(key: EntityKey) -> str:
    return f"fetch:{key}"


def _behind(key: EntityKey) -> str:
    return f"behind:{key}"
