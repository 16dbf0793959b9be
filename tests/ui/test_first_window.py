"""The main window is on the screen before anything heavy is imported."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bench_first_window import start


def test_at_the_first_paint_nothing_heavy_was_imported(tmp_path: Path) -> None:
    assert start("program", tmp_path)["heavy"] == []


def test_the_watch_would_see_a_heavy_module(tmp_path: Path) -> None:
    assert start("bare", tmp_path, imports="peewee")["heavy"] == ["peewee"]
