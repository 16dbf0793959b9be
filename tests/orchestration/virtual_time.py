"""An event loop whose time passes only when nothing is left to do, and then at once: hours take no time."""

from __future__ import annotations

import asyncio
import functools
import gc
import inspect
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Only for tests without threads or sockets: those take real time, which this loop does not wait for."""

    def __init__(self) -> None:
        super().__init__()
        self._virtual_s = 0.0

    def time(self) -> float:
        return self._virtual_s

    def _run_once(self) -> None:
        due = [timer.when() for timer in self._scheduled if not timer.cancelled()]
        if not self._ready and due:
            self._virtual_s = max(self._virtual_s, min(due))
        super()._run_once()


def now() -> float:
    """Seconds of the running loop."""
    return asyncio.get_running_loop().time()


def clock() -> datetime:
    """Aware UTC, in step with the running loop."""
    return START + timedelta(seconds=now())


def in_virtual_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an asynchronous test on a virtual loop of its own; fail it if it leaves a task behind."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        problems: list[dict[str, Any]] = []

        async def watched() -> None:
            asyncio.get_running_loop().set_exception_handler(lambda _, context: problems.append(context))
            await test(*args, **kwargs)
            await asyncio.sleep(0)
            left = asyncio.all_tasks() - {asyncio.current_task()}
            assert not left, f"tasks outlived the test: {left}"

        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            runner.run(watched())
            gc.collect(1)
        assert not problems, f"the event loop met exceptions that nobody saw: {problems}"

    run.__signature__ = inspect.signature(test)
    del run.__dict__["__wrapped__"]  # or pytest-asyncio takes it for a coroutine function
    return run
