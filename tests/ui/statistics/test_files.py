"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from ui.statistics.files import WholeFile


def test_a_thread_that_still_writes_leaves_nothing_of_a_dropped_file(tmp_path: Path) -> None:
    file = WholeFile(tmp_path / "cache.csv")
    file.drop()
    file.write("late")
    file.keep()
    assert list(tmp_path.iterdir()) == []
