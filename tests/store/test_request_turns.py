"""Turns at a service whose limit all programs share: apart by the spacing, whatever the clock does."""

from __future__ import annotations

import itertools
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from metarr_desktop.store import Store

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
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


def take(
    store: Store, now: datetime = NOW, provider: str = "musicbrainz", spacing: timedelta = SECOND
) -> datetime:
    return store.call(store.turns.take, provider, spacing, now=now)


def test_the_first_turn_is_now_and_each_further_one_comes_after_the_spacing(store: Store) -> None:
    assert [take(store) for _ in range(4)] == [NOW + number * SECOND for number in range(4)]


def test_after_a_while_without_requests_the_turn_is_now_again(store: Store) -> None:
    take(store)
    later = NOW + timedelta(seconds=30)
    assert take(store, later) == later


def test_each_service_has_turns_of_its_own(store: Store) -> None:
    take(store)
    assert take(store, provider="other") == NOW


def test_a_turn_far_ahead_was_written_by_a_wrong_clock_and_holds_nobody_up(store: Store) -> None:
    take(store, NOW + timedelta(days=400))
    assert take(store) == NOW
    assert take(store) == NOW + SECOND


def test_a_clock_that_goes_back_a_little_still_keeps_the_turns_apart(store: Store) -> None:
    first = take(store)
    assert take(store, NOW - timedelta(seconds=5)) == first + SECOND


def test_programs_that_ask_at_the_same_time_never_get_the_same_turn(tmp_path: Path) -> None:
    path = tmp_path / "metarr.db"
    Store.open(str(path), clock=lambda: NOW).close_now()
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(path)],
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
