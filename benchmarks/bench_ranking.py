"""Dragging a weight: the whole grid is ranked, ordered and painted anew in every frame, from what is in memory."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from benchmarks.event_loop import application
from benchmarks.measure import Line, Report, at_most, duration, show, take_turns
from benchmarks.tiles import WINDOW, AssetGrid, NoPictures, asset, asset_model, full_cache
from metarr_desktop.domain.asset import CachedAsset
from metarr_desktop.domain.ranking import Weights

_FRAME_MS = 1000 / 60
"""A frame of a screen at 60 Hz: what one step of the slider may cost altogether."""


def measure(count: int = 400, rounds: int = 40) -> Report:
    """Return the report; *count* is how many candidates the grid holds."""
    app = application()
    assets = [scored(number) for number in range(1, count + 1)]
    stage = _Stage(app, assets)
    still = _Stage(app, assets)
    turns = take_turns(
        {"drag": stage.drag, "repaint": lambda _: still.repaint()}, rounds=rounds, clock=time.thread_time
    )
    steps = sorted(turns.seconds["drag"])
    worst = steps[max(0, int(len(steps) * 0.99) - 1)]
    floor = turns.median("repaint")
    lines = [
        Line(
            f"one step of a weight, {count} tiles", turns.median("drag") * 1000, at_most(_FRAME_MS),
            duration(turns.median("drag")), duration(floor), "ms",
        ),
        Line(
            f"99 of 100 steps, {count} tiles", worst * 1000, at_most(_FRAME_MS), duration(worst),
            duration(floor), "ms",
        ),
    ]  # fmt: skip
    stage.close()
    still.close()
    return Report(
        "ranking", lines, ["CPU time of the window's thread; the floor paints the same tiles again."]
    )


def scored(number: int) -> CachedAsset:
    """Return the candidate *number* with parts that differ from its neighbours'."""
    shares = [round(number * step % 101 / 100, 2) for step in (37, 53, 71, 29, 17)]
    points = [round(share * most) for share, most in zip(shares, (30, 20, 20, 20, 10), strict=True)]
    names = ("resolution", "shape", "language", "votes", "provider")
    parts = ", ".join(f'"{name}": {value}' for name, value in zip(names, points, strict=True))
    return replace(asset(number), score=sum(points), score_json=f'{{{parts}, "fractions": {shares}}}')


class _Stage:
    """A grid whose pictures are all there; its source raises when anything is asked for or decoded anew."""

    def __init__(self, app: QApplication, assets: Sequence[CachedAsset]) -> None:
        self._app, self._assets = app, list(assets)
        self.model = asset_model(assets)
        self.grid = AssetGrid(self.model, NoPictures(), full_cache(assets), lambda: None)
        self.grid.resize(WINDOW)
        self.grid.show()
        app.processEvents()

    def drag(self, number: int) -> None:
        """Move one weight, order the tiles by it, and paint them."""
        self.model.weigh(Weights(resolution=30 + number % 2 * 40, votes=abs(number * 7) % 100))
        ordered = self.model.ranking.ordered(self._assets)
        self.model.show(ordered, frozenset())
        self.grid.viewport().repaint()

    def repaint(self) -> None:
        """Paint what is there once more."""
        self.grid.viewport().repaint()

    def close(self) -> None:
        """Take the grid away."""
        self.grid.close()
        self.grid.deleteLater()
        self._app.processEvents()


if __name__ == "__main__":
    sys.exit(show(measure()))
