"""One request for many waiters: who joins, who waits behind, and what a cancel cancels."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from metarr_desktop.domain.fetch import Priority, ProgressCallback, ProviderProgress
from metarr_desktop.orchestration.rate_limit import Urgency

log = logging.getLogger(__name__)

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")


class Flight(Generic[R]):
    """One piece of work under way.

    Attributes:
        covers: the answer groups it brings, each with what it is asked by.
        subject: what else must agree for a waiter to be content with it.
        is_forced: it was started to get newer data than what is stored.
        urgency: raised while a user waits, lowered again when the last user has left and others wait on.
    """

    def __init__(
        self, *, covers: frozenset[Any], subject: Hashable, is_forced: bool, priority: Priority
    ) -> None:
        self.covers = covers
        self.subject = subject
        self.is_forced = is_forced
        self.urgency = Urgency(priority)
        self.waiters = 0
        self._users = 0
        self.task: asyncio.Task[R] | None = None
        self._is_committed = False
        self._is_abandoned = False
        self._listeners: list[ProgressCallback] = []
        self._last: ProviderProgress | None = None

    def serves(self, *, covers: frozenset[Any], subject: Hashable, is_forced: bool) -> bool:
        """Tell whether this flight brings all that a call would start a flight of its own for."""
        if self._is_abandoned:
            return False
        return covers <= self.covers and subject == self.subject and (self.is_forced or not is_forced)

    @contextmanager
    def urged_by(self, priority: Priority) -> Iterator[None]:
        """Be urgent inside, if a user waits."""
        is_user = priority is Priority.USER
        self._users += is_user
        self.urgency.raise_to(priority)
        try:
            yield
        finally:
            self._users -= is_user
            if is_user and not self._users:
                self.urgency.lower()

    def commit(self) -> None:
        """From now on the work is not cancelled any more: its answer is being saved."""
        self._is_committed = True

    def abandon(self) -> None:
        """Cancel the work unless it is committed."""
        if self.task is not None and not self._is_committed:
            self._is_abandoned = True
            self.task.cancel()

    def report(self, progress: ProviderProgress) -> None:
        """Tell all who wait how it goes."""
        self._last = progress
        for listener in tuple(self._listeners):
            tell(listener, progress)

    def listen(self, listener: ProgressCallback) -> None:
        """Tell *listener* every further step; the step it is at now, at once."""
        self._listeners.append(listener)
        if self._last is not None:
            tell(listener, self._last)

    def stop_listening(self, listener: ProgressCallback) -> None:
        self._listeners.remove(listener)


def tell(listener: ProgressCallback, progress: ProviderProgress) -> None:
    """Call a progress callback; a fault in it is logged and harms nobody else."""
    try:
        listener(progress)
    except Exception:  # a window that closed must not end a fetch that others wait for
        log.exception("A progress callback failed")


class Flights(Generic[K, R]):
    """The flights under way, at most one per key. Belongs to the event loop."""

    def __init__(self) -> None:
        self._flights: dict[K, Flight[R]] = {}

    def running(self, key: K) -> Flight[R] | None:
        """Return the flight of *key*, ``None`` if there is none."""
        flight = self._flights.get(key)
        return None if flight is None or flight.task is None or flight.task.done() else flight

    def start(self, key: K, flight: Flight[R], work: Callable[[Flight[R]], Awaitable[R]]) -> None:
        """Begin *work*. There must be no other flight of *key*."""
        assert self.running(key) is None, f"a second flight of {key}"
        self._flights[key] = flight
        task = asyncio.get_running_loop().create_task(_run(work, flight), name=f"flight {key}")
        flight.task = task

        def end(_: asyncio.Task[R]) -> None:
            # Not in a `finally` of the work: a task cancelled before its first step never gets there.
            if self._flights.get(key) is flight:
                del self._flights[key]
            if not task.cancelled() and task.exception() is not None and not flight.waiters:
                log.error("A flight broke that nobody waited for any more", exc_info=task.exception())

        task.add_done_callback(end)

    async def wait(
        self,
        flight: Flight[R],
        *,
        priority: Priority,
        timeout_s: float | None = None,
        on_progress: ProgressCallback | None = None,
    ) -> R:
        """Return the result of *flight*. It is urgent for as long as a user waits.

        Cancelling takes this waiter away; with the last one the work itself is cancelled, and has ended when
        this returns. Running out of time takes the waiter away, too, but the work goes on.

        Raises:
            TimeoutError: *timeout_s* passed.
        """
        assert flight.task is not None
        if on_progress is not None:
            flight.listen(on_progress)
        flight.waiters += 1
        try:
            with flight.urged_by(priority):
                async with asyncio.timeout(timeout_s):
                    return await asyncio.shield(flight.task)
        except asyncio.CancelledError:
            if flight.waiters == 1:
                flight.abandon()
                await asyncio.wait({flight.task})
            raise
        finally:
            flight.waiters -= 1
            if on_progress is not None:
                flight.stop_listening(on_progress)

    async def close(self) -> None:
        """Cancel everything under way, at the end of the program; answers being saved are saved."""
        tasks = [flight.task for flight in self._flights.values() if flight.task is not None]
        for flight in tuple(self._flights.values()):
            flight.abandon()
        if tasks:
            await asyncio.wait(tasks)


async def _run(work: Callable[[Flight[R]], Awaitable[R]], flight: Flight[R]) -> R:
    return await work(flight)
