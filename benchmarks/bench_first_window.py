"""From the start of the interpreter to the first paint of the main window, against a window of PySide6 alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import Line, Report, Turns, at_most, compared, show

_ROOT = Path(__file__).resolve().parents[1]
_MOST = 1.5


def measure(rounds: int = 12) -> Report:
    """Return the report over *rounds* starts of each kind, after one that fills the caches of the disk."""
    seconds: dict[str, list[float]] = {"bare": [], "program": []}
    walls: dict[str, list[float]] = {"bare": [], "program": []}
    heavy: set[str] = set()
    with tempfile.TemporaryDirectory() as home:
        for number in range(-1, rounds):
            for kind in ("bare", "program") if number % 2 else ("program", "bare"):
                answer = start(kind, Path(home))
                if number >= 0:
                    seconds[kind].append(answer["cpu_s"])
                    walls[kind].append(answer["wall_s"])
                    if kind == "program":
                        heavy.update(answer["heavy"])
    lines = [
        compared("first window", Turns(seconds), "program", "bare", at_most(_MOST)),
        compared("the same on the clock", Turns(walls), "program", "bare"),
        Line("heavy modules imported by then", len(heavy), at_most(0), " ".join(sorted(heavy)), unit=""),
    ]
    notes = [f"CPU time from the start of {rounds} fresh interpreters each, all threads."]
    return Report("first window", lines, notes)


def start(kind: str, home: Path, *, imports: str = "") -> dict[str, Any]:
    """Start one window (``bare`` or ``program``) in a new interpreter; returns what it says at its first paint.

    *imports* names a module that is imported before, to see that the watch notices.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("METARR_")}
    environment |= {
        "METARR_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "METARR_BENCH_STARTED": str(time.time()),
        # An installed program runs from bytecode, whatever is set here; the round that is not counted writes it.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
    }
    call = [sys.executable, "-m", "benchmarks.first_window", kind, imports]
    done = subprocess.run(
        call, cwd=_ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


if __name__ == "__main__":
    sys.exit(show(measure()))
