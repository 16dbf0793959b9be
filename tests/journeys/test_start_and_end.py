"""The program as a process: it starts, works for some seconds, and ends without a word of complaint."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLAINTS = ("Traceback", "Segmentation", "QThread", "Task was destroyed", "never awaited", "Error")


def start_program(home: Path) -> subprocess.Popen[str]:
    """Start ``python main.py --demo`` without a screen."""
    environment = {
        **os.environ,
        "METARR_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONFAULTHANDLER": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.Popen(
        [sys.executable, "main.py", "--demo"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(program: subprocess.Popen[str], file: Path, timeout_s: float = 30.0) -> None:
    """Return once *file* is there: the core is built then; fails if the program ended before."""
    until = time.monotonic() + timeout_s
    while not file.exists():
        assert program.poll() is None, program.stderr and program.stderr.read()
        assert time.monotonic() < until, f"{file.name} never came"
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("number", "seconds"),
    [
        (signal.SIGTERM, 0.0),  # the library was just opened
        (signal.SIGTERM, 3.0),  # artwork is being fetched, posters stream in
        (signal.SIGINT, 1.0),
    ],
)
def test_program_ends_cleanly_whenever_it_is_told_to(
    isolated: Path, number: signal.Signals, seconds: float
) -> None:
    program = start_program(isolated)
    try:
        wait_for(program, isolated / "data" / "demo" / "metarr.db")
        time.sleep(seconds)
        assert program.poll() is None, "it ended by itself"
        program.send_signal(number)
        out, said = program.communicate(timeout=20)
    finally:
        program.kill()
    assert program.returncode == 130
    assert out == ""
    assert not [word for word in COMPLAINTS if word in said], said
    log = (isolated / "data" / "logs" / "metarr.log").read_text("utf-8")
    assert "ERROR" not in log
    assert "CRITICAL" not in log


def test_signal_before_there_is_any_core_ends_it_too(isolated: Path) -> None:
    program = start_program(isolated)
    try:
        time.sleep(0.7)
        program.send_signal(signal.SIGTERM)
        _, said = program.communicate(timeout=20)
    finally:
        program.kill()
    # Before Python reached the program there is nobody to answer; the system's own way is right then.
    assert program.returncode in (130, -signal.SIGTERM)
    assert not [word for word in COMPLAINTS if word in said], said
