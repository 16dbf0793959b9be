"""The program's own event loop for benchmarks: asyncio inside Qt's, without a window on anybody's desktop."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication

from ui.application import create_application, run

T = TypeVar("T")


def application() -> QApplication:
    """Return the one application object, with the look of the program."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    logging.getLogger("qt").setLevel(logging.ERROR)  # the offscreen platform complains of every window
    present = QApplication.instance()
    return present if isinstance(present, QApplication) else create_application(["benchmark"])


def run_in_qt(function: Callable[[], Coroutine[Any, Any, T] | Awaitable[T]]) -> T:
    """Run the coroutine that *function* returns as ``main.py`` would, and return its result."""
    results: list[T] = []

    async def main(_: QApplication) -> None:
        results.append(await function())

    run(main, application())
    return results[0]
