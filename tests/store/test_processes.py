"""Two programs on one database, and a program killed in the middle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_entity

_ROOT = Path(__file__).resolve().parents[2]

_WRITER = """
import sys
from datetime import UTC, datetime
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.store import Store
from tests.builders import an_answer, an_image

path, number, rounds, start = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
store = Store.open(path, clock=lambda: datetime.now(UTC))
key = EntityKey(EntityType.MOVIE, number)
print("ready", flush=True)
for turn in range(start, start + rounds):
    images = [
        an_image(f"{kind}-{turn % 3}-{index}.jpg", kind)
        for kind in ("poster", "fanart", "clearlogo") for index in range(60)
    ]
    store.call(store.answers.save, an_answer(*images, key=key, now=datetime.now(UTC)))
store.close_now()
"""


def _start(path: Path, number: int, rounds: int, turn: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path), str(number), str(rounds), str(turn)],
        cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _assert_whole(store: Store) -> None:
    """Every part is as one transaction left it: all rows of one answer, counted as remembered."""
    records = store.call(store.fetches.records, MOVIE)
    assert records
    for (_, part), record in records.items():
        rows = store.call(store.assets.list, MOVIE, AssetType(part))
        assert (len(rows), record.live_rows) == (60, record.item_count)
        assert {row.fetched_at for row in rows} == {record.last_success_at}
    assert store.call(store._database.rows, "PRAGMA integrity_check") == [("ok",)]


@pytest.fixture
def path(tmp_path: Path, clock: FakeClock) -> Path:
    with a_store(tmp_path, clock) as store:
        an_entity(store)
        an_entity(store, entity_id=2)
    return tmp_path / "metarr.sqlite3"


def test_two_programs_write_at_once_and_neither_finds_it_locked(path: Path) -> None:
    programs = [_start(path, number, rounds=40) for number in (1, 2)]
    errors = [program.communicate(timeout=60)[1] for program in programs]
    assert errors == ["", ""]


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.soak)])
def test_a_program_killed_while_saving_leaves_whole_parts(
    path: Path, tmp_path: Path, clock: FakeClock, kills: int
) -> None:
    for turn in range(kills):
        program = _start(path, 1, rounds=10_000, turn=turn)
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        try:
            program.wait(timeout=0.03 + 0.011 * turn % 0.1)  # each time at another moment
        except subprocess.TimeoutExpired:
            program.kill()
        program.communicate(timeout=10)
        assert program.returncode == -9
        with a_store(tmp_path, clock) as store:
            _assert_whole(store)
