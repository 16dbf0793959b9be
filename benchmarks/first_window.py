"""Opens one window in this fresh interpreter and prints what had been used at its first paint, as JSON.

``python -m benchmarks.first_window bare`` opens an empty PySide6 window, ``program`` that of ``main.py``.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from typing import NoReturn

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

HEAVY = ("numpy", "scipy", "PIL", "httpx", "peewee")
"""What must not have been imported when the first frame is on the screen."""

_STARTED = float(os.environ.get("METARR_BENCH_STARTED", time.time()))


def watched(kind: type[QWidget]) -> type[QWidget]:
    """Return *kind* with an end to the process at its first paint.

    A filter for the events of the application would see that, too, but costs 100 ms: each of 4,000 events, and
    all of Qt's enumerations, would become Python objects.
    """

    class Watched(kind):
        _is_painted = False

        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if not self._is_painted:
                self._is_painted = True
                modules = [name for name in HEAVY if name in sys.modules]
                # Measured when the paint is over: a timer runs after the events that wait already.
                QTimer.singleShot(0, self, lambda: _tell(modules))

    return Watched


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
    window = watched(QMainWindow)()
    window.resize(1280, 860)
    window.show()
    app.exec()


def program() -> None:
    """Open the program as its users do."""
    import main

    vars(main)["MainWindow"] = watched(vars(main)["MainWindow"])
    main.main(["--demo"])


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[2]:
        importlib.import_module(sys.argv[2])
    {"bare": bare, "program": program}[sys.argv[1]]()
