"""The coroutines of one controller: each has a name, an owner and an end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import ParamSpec

from ui.text import sentence_of

log = logging.getLogger(__name__)
P = ParamSpec("P")
ErrorSink = Callable[[str], None]


class TaskScope:
    """Starts, replaces and ends the tasks of its owner; never leaves one behind.

    Functions are handed over, not coroutines: a task cancelled before its first step would leave a coroutine
    that was never awaited.  An error of a task is logged with its traceback and told to *on_error* as one
    sentence. Used from the thread of the event loop only.

    Args:
        on_error: shows a sentence to the person, normally the message bar.
        owner: said in task names and in the log.
    """

    def __init__(self, on_error: ErrorSink | None = None, owner: str = "ui") -> None:
        self._on_error = on_error
        self._owner = owner
        self._current: dict[str, asyncio.Task[None]] = {}
        self._alive: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def replace(
        self, name: str, function: Callable[P, Awaitable[object]], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Task[None] | None:
        """Run ``function(*args)`` as *name*; a running task of that name is cancelled: the newer wins.

        Returns the task, or None once the scope is closed or the loop has ended: a late signal or timer of a
        closing window does nothing.
        """
        if self._is_closed or (loop := _running_loop()) is None:
            return None
        self.cancel(name)

        async def run() -> None:
            try:
                await function(*args, **kwargs)
            except (
                Exception
            ) as error:  # the edge of the program: whatever it was, it is logged and told, once
                log.exception("%s: task %r failed", self._owner, name)
                if self._on_error is not None:
                    self._on_error(sentence_of(error))

        task = loop.create_task(run(), name=f"{self._owner}:{name}")
        self._current[name] = task
        self._alive.add(task)
        task.add_done_callback(lambda done: self._forget(name, done))
        return task

    def start(
        self, name: str, function: Callable[P, Awaitable[object]], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Task[None] | None:
        """Run ``function(*args)`` as *name* unless one of that name is running: the older wins.

        Returns the task that runs under *name*, or None once the scope is closed.
        """
        if self.is_running(name):
            return self._current[name]
        return self.replace(name, function, *args, **kwargs)

    def cancel(self, name: str) -> bool:
        """Cancel the task *name*; False if none ran.  Its clean-up may go on until the loop turns."""
        task = self._current.pop(name, None)
        return task is not None and task.cancel()

    def cancel_prefix(self, prefix: str) -> int:
        """Cancel every task whose name starts with *prefix*, e.g. ``"thumbnail:"``; return how many."""
        return sum(self.cancel(name) for name in list(self._current) if name.startswith(prefix))

    def is_running(self, name: str) -> bool:
        """True from `start` until the task has ended or was cancelled."""
        task = self._current.get(name)
        return task is not None and not task.done()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that are running now."""
        return tuple(self._current)

    async def close(self) -> None:
        """Cancel every task and wait until all have cleaned up; nothing starts here afterwards."""
        self._is_closed = True
        self._current.clear()
        # A task's clean-up may itself have been under way: wait for those replaced earlier as well.
        alive = self._alive - {asyncio.current_task()}
        for task in alive:
            if not task.cancelling():  # a second cancellation would break into the clean-up of the first
                task.cancel()
        await asyncio.gather(*alive, return_exceptions=True)

    def _forget(self, name: str, task: asyncio.Task[None]) -> None:
        self._alive.discard(task)
        if self._current.get(name) is task:
            del self._current[name]


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
