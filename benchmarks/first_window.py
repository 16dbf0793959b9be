"""Opens one window in this fresh interpreter and prints what had been used at its first paint, as JSON.

``python -m benchmarks.first_window bare`` opens an empty PySide6 window, ``program`` that of ``main.py``.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import NoReturn

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

HEAVY = ("numpy", "scipy", "PIL", "httpx", "peewee")
"""What must not have been imported when the first frame is on the screen."""

_STARTED = float(os.environ.get("METARR_BENCH_STARTED", time.time()))


class FirstPaint(QObject):
    """Ends the process at the first paint of a top-level window; watches the application from outside."""

    _is_done = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            if self._is_done:
                return False
            self._is_done = True
            modules = [name for name in HEAVY if name in sys.modules]
            # Measured when the paint is over: a timer runs after the events that wait already.
            QTimer.singleShot(0, self, lambda: _tell(modules))
        return False


def _tell(modules: list[str]) -> NoReturn:
    answer = {
        "cpu_s": time.process_time(),
        "wall_s": time.time() - _STARTED,
        "heavy": modules,
        "modules": len(sys.modules),
    }
    print(json.dumps(answer), flush=True)
    os._exit(0)  # the end of a program is not the question


def bare() -> None:
    """Open a window of PySide6 alone."""
    app = QApplication(sys.argv[:1])
    watch = FirstPaint(app)
    app.installEventFilter(watch)
    window = QMainWindow()
    window.resize(1280, 860)
    window.show()
    app.exec()


def program() -> None:
    """Open the program as its users do."""
    import main
    import ui.application

    create = ui.application.create_application

    def create_watched(argv: Sequence[str]) -> QApplication:
        app = create(argv)
        app.installEventFilter(FirstPaint(app))
        return app

    vars(main)["create_application"] = create_watched
    main.main(["--demo"])


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[2]:
        importlib.import_module(sys.argv[2])
    {"bare": bare, "program": program}[sys.argv[1]]()
