"""Two programs that take turns from one database at the same time."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]

_PROGRAM = """
import sys
from datetime import UTC, datetime, timedelta
from metarr_desktop.store import Store

store = Store.open(sys.argv[1], clock=lambda: datetime.now(UTC))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(40):
    turn = store.call(store.turns.take, "musicbrainz", timedelta(seconds=1), now=datetime.now(UTC))
    print(turn.timestamp(), flush=True)
store.close_now()
"""


def assert_turns_are_apart(database: str) -> None:
    """Let two programs take 40 turns each from *database* (a path or an address) and look at all of them."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, database],
            cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    outputs = [program.communicate("go\n", timeout=60) for program in programs]
    assert [error for _, error in outputs] == ["", ""]
    turns = sorted(float(line) for output, _ in outputs for line in output.split())
    assert len(turns) == 80
    gaps = [after - before for before, after in itertools.pairwise(turns)]
    assert min(gaps) > 0.999
