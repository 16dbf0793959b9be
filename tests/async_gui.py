"""Waiting in asynchronous tests without a nested event loop.

``qtbot.waitSignal`` and its kin start a second event loop inside the running coroutine: every other task
stops and the run hangs.  These two only ever ``await``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

PATIENCE_S = 20.0
"""Longer than anything takes on two very busy cores; what is there at once is not waited for."""


async def eventually(check: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
    """Return as soon as *check()* is true; raises TimeoutError after *timeout_s* seconds."""
    async with asyncio.timeout(timeout_s):
        while not check():  # noqa: ASYNC110 - any condition of a window may be asked for, few have an event
            await asyncio.sleep(0.005)


async def emitted(signal: Any, timeout_s: float = PATIENCE_S) -> tuple[Any, ...]:
    """Return the arguments of the next emission of the Qt *signal*; raises TimeoutError after *timeout_s*.

    Make a task of it *before* the action that emits, or the emission is missed::

        chosen = asyncio.create_task(emitted(page.result_chosen))
        await asyncio.sleep(0)          # the task connects now
        qtbot.keyClick(page, Qt.Key.Key_Return)
        (result,) = await chosen

    Of a signal with default arguments (``clicked``, ``triggered``) PySide hands over none:
    the answer is ``()``.
    """
    future: asyncio.Future[tuple[Any, ...]] = asyncio.get_running_loop().create_future()

    def receive(*args: Any) -> None:
        if not future.done():
            future.set_result(args)

    signal.connect(receive)
    try:
        async with asyncio.timeout(timeout_s):
            return await future
    finally:
        signal.disconnect(receive)
