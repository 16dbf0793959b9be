"""The first paint of a grid whose pictures are there, its scrolling and its news, against a bare own painter."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from benchmarks.event_loop import application
from benchmarks.measure import Line, Report, at_most, compared, duration, show, take_turns
from benchmarks.tiles import (
    SHAPE,
    WINDOW,
    AssetGrid,
    BareGrid,
    NoPictures,
    asset,
    asset_model,
    full_cache,
    picture,
)
from metarr_desktop.domain.asset import CachedAsset
from ui.assets.asset_model import AssetModel
from ui.grid_geometry import GridGeometry
from ui.images import forget_scaled

_FEW, _USUAL = 100, 500
_FIRST_PAINT_MS = 100.0  # of 500 tiles, as the design of the screens promises


def measure(many: int = 10_000, rounds: int = 25) -> Report:
    """Return the report; *many* is the size of the largest grid."""
    stage = _Stage(application(), [asset(number) for number in range(1, many + 1)])
    try:
        lines = [
            *_first_paints(stage, many, rounds),
            _frames(stage, many, rounds),
            *_long_way(stage, rounds),
            _news(stage, rounds),
        ]
    finally:
        stage.clear()
    shown = GridGeometry(WINDOW.width(), SHAPE.widths[1], SHAPE.tile, SHAPE.tile.caption_height())
    lines_on_screen = -(-WINDOW.height() // shown.cell_size().height())
    note = f"CPU time of the window's thread; {WINDOW.width()}x{WINDOW.height()}, about"
    return Report("grid", lines, [f"{note} {shown.columns * lines_on_screen} tiles on screen."])


class _Stage:
    """Shows grids, and takes them away when nobody measures."""

    def __init__(self, app: QApplication, assets: Sequence[CachedAsset]) -> None:
        self._app = app
        self.assets = list(assets)
        self._cache = full_cache(assets)
        self._is_painted = False
        self._shown: list[AssetGrid | BareGrid] = []
        place = GridGeometry(WINDOW.width() - 20, SHAPE.widths[1], SHAPE.tile, SHAPE.tile.caption_height())
        self._pictures = [QPixmap.fromImage(picture(each, place.picture_size())) for each in range(24)]

    def show_ours(self, model: AssetModel) -> AssetGrid:
        grid = AssetGrid(model, NoPictures(), self._cache, self._on_painted)
        self._show(grid)
        return grid

    def show_bare(self, count: int) -> BareGrid:
        grid = BareGrid(count, self._pictures, self._on_painted)
        self._show(grid)
        return grid

    def clear(self) -> None:
        for grid in self._shown:
            grid.close()
            grid.deleteLater()
        self._shown.clear()
        forget_scaled()  # a grid that is opened finds pictures, but none at the size of its tiles
        self._app.processEvents()

    def process_events(self) -> None:
        """Let the window do all it has to do now."""
        self._app.processEvents()

    def _on_painted(self) -> None:
        self._is_painted = True

    def _show(self, grid: AssetGrid | BareGrid) -> None:
        self._shown.append(grid)
        self._is_painted = False
        grid.resize(WINDOW)
        grid.show()
        while not self._is_painted:
            self._app.processEvents()


def _first_paints(stage: _Stage, many: int, rounds: int) -> list[Line]:
    few, usual, large = (asset_model(stage.assets[:count]) for count in (_FEW, _USUAL, many))
    turns = take_turns(
        {
            "filled": lambda _: stage.show_ours(asset_model(stage.assets[:_USUAL])),
            "bare": lambda _: stage.show_bare(_USUAL),
            "few": lambda _: stage.show_ours(few),
            "usual": lambda _: stage.show_ours(usual),
            "many": lambda _: stage.show_ours(large),
            "bare many": lambda _: stage.show_bare(many),
        },
        rounds=rounds, clock=time.thread_time, after=stage.clear,
    )  # fmt: skip
    filled = turns.median("filled")
    return [
        Line(
            "500 tiles from rows to first paint", filled * 1000, at_most(_FIRST_PAINT_MS),
            duration(filled), duration(turns.median("bare")), "ms",
        ),
        compared("first paint of 500 tiles", turns, "usual", "bare", at_most(1.3)),
        compared(f"first paint of {many:,} tiles", turns, "many", "bare many", at_most(1.3)),
        compared(f"first paint, {many:,} against {_FEW}", turns, "many", "few", at_most(1.25)),
    ]  # fmt: skip


def _frames(stage: _Stage, many: int, rounds: int) -> Line:
    """Scroll by less than a line; the floor paints the whole viewport anew."""
    ours, bare = stage.show_ours(asset_model(stage.assets)), stage.show_bare(many)

    def scroll(grid: AssetGrid | BareGrid, number: int) -> None:
        bar = grid.verticalScrollBar()
        bar.setValue((number + 2) * 37 % max(1, bar.maximum()))
        stage.process_events()

    turns = take_turns(
        {"ours": lambda number: scroll(ours, number), "bare": lambda number: scroll(bare, number)},
        rounds=4 * rounds, clock=time.thread_time,
    )  # fmt: skip
    stage.clear()
    return compared("one frame of scrolling", turns, "ours", "bare", at_most(1.5))


def _long_way(stage: _Stage, frames: int, runs: int = 5) -> list[Line]:
    """Scroll through the largest grid, a third of a screen at a step; every step brings tiles never painted before.

    All the window does for a step counts, also the frames that finish what was drafted.
    """
    worst, p99 = [], []
    for _ in range(runs):
        grid = stage.show_ours(asset_model(stage.assets))
        bar, spent = grid.verticalScrollBar(), []
        for step in range(1, 8 * frames + 1):
            start = time.thread_time()
            bar.setValue(step * WINDOW.height() // 3 % max(1, bar.maximum()))
            stage.process_events()
            spent.append((time.thread_time() - start) * 1000)
        spent.sort()
        worst.append(spent[-1])
        p99.append(spent[int(len(spent) * 0.99)])
        stage.clear()
    texts = f"{statistics.median(worst):.1f} ms", ""
    count = f"{len(stage.assets):,}"
    return [
        Line(f"scrolling through {count}: own work, p99", statistics.median(p99), at_most(8.0), "", "", "ms"),
        Line(
            f"scrolling through {count}: own work, worst",
            statistics.median(worst),
            at_most(16.0),
            *texts,
            "ms",
        ),
    ]


def _news(stage: _Stage, rounds: int, count: int = 400) -> Line:
    """Announce that 400 pictures arrived: in one batch, and one signal each."""
    model = asset_model(stage.assets[:_USUAL])
    grid = stage.show_ours(model)
    ids = [each.id for each in stage.assets[:count]]

    def singly(_: int) -> None:
        for row in range(len(ids)):
            model.dataChanged.emit(model.index(row, 0), model.index(row, 0), [])

    turns = take_turns(
        {"batch": lambda _: model.touch(ids), "singly": singly}, rounds=rounds, clock=time.thread_time
    )
    assert grid.model() is model
    stage.clear()
    return compared(f"{count} pictures announced at once", turns, "batch", "singly", at_most(0.4))


if __name__ == "__main__":
    sys.exit(show(measure()))
