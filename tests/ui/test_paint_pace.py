"""Frames stay short while tiles are dragged, scrolled in and filled; everything is finished soon after."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from tests.async_gui import eventually
from ui.grid_view import TileDelegate, TileGrid
from ui.keyed_list_model import KeyedListModel
from ui.paint_pace import PaintPace
from ui.tile_cache import TileCache, draw_caption_draft


class Clock:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(qapp, clock: Clock) -> PaintPace:
    pace = PaintPace(clock=clock)
    pace.begin_frame()
    pace.end_frame()
    pace.begin_frame()
    return pace


def test_a_frame_may_finish_tiles_until_its_time_is_used_up(pace: PaintPace, clock: Clock) -> None:
    clock.now = 0.0015
    assert pace.may_finish()
    clock.now = 0.0025
    assert not pace.may_finish()


def test_what_comes_on_screen_at_once_is_finished_however_long_it_takes(
    pace: PaintPace, clock: Clock
) -> None:
    pace.start_afresh()
    pace.begin_frame()
    clock.now = 1.0
    assert pace.may_finish()


def test_the_frame_after_an_empty_one_is_fresh(pace: PaintPace, clock: Clock) -> None:
    pace.end_frame(is_empty=True)
    pace.begin_frame()
    clock.now = 1.0
    assert pace.may_finish()


def test_nothing_is_finished_while_the_size_is_dragged(pace: PaintPace) -> None:
    pace.drag()
    assert not pace.may_finish()


async def test_what_was_drafted_is_asked_for_again(pace: PaintPace, clock: Clock) -> None:
    asked = []
    pace.again.connect(lambda: asked.append(clock.now))
    clock.now = 1.0
    pace.may_finish()
    pace.end_frame()
    await eventually(lambda: bool(asked))


async def test_a_drag_that_rests_is_painted_again(pace: PaintPace) -> None:
    asked = []
    pace.again.connect(lambda: asked.append(pace.is_dragging))
    pace.drag()
    await eventually(lambda: asked == [False])


# -- in a grid -------------------------------------------------------------------------------------------------


class SlowDelegate(TileDelegate):
    """Needs 5 ms for each tile, and notes which it finished and which it drafted in the present frame."""

    def __init__(self, grid: TileGrid, clock: Clock) -> None:
        super().__init__(grid)
        self._grid, self._clock, self.tiles = grid, clock, TileCache()
        self.finished: list[int] = []
        self.drafted: list[int] = []

    def paint(self, painter: QPainter, option, index) -> None:
        def finish(own: QPainter, tile: QRect) -> None:
            self._clock.now += 0.005
            self.finished.append(index.row())
            own.fillRect(tile, QColor("#00ff00"))

        def draft(own: QPainter, tile: QRect, before: QPixmap | None) -> None:
            self.drafted.append(index.row())

        self.tiles.draw(painter, option.rect, index.row(), 0, finish, draft=draft, pace=self._grid.pace)

    def forget(self) -> None:
        self.finished.clear()
        self.drafted.clear()


@pytest.fixture
def slow_grid(qtbot, clock: Clock) -> TileGrid:
    grid = TileGrid()
    qtbot.addWidget(grid)
    grid.pace = PaintPace(grid, clock)
    grid.pace.again.connect(grid.viewport().update)
    model = KeyedListModel[int, int](lambda number: number, grid)
    model.merge(range(500))
    grid.setModel(model)
    grid.setItemDelegate(SlowDelegate(grid, clock))
    grid.resize(QSize(900, 700))
    grid.show()
    QApplication.processEvents()
    return grid


def test_the_first_frame_has_every_tile_finished(slow_grid: TileGrid) -> None:
    delegate = slow_grid.itemDelegate()
    first, last = slow_grid.visible_rows()
    assert delegate.drafted == []
    assert set(delegate.finished) >= set(range(first, last + 1))


def test_a_frame_of_scrolling_finishes_only_what_it_has_time_for(slow_grid: TileGrid) -> None:
    delegate = slow_grid.itemDelegate()
    delegate.forget()
    slow_grid.verticalScrollBar().setValue(5000)
    slow_grid.viewport().repaint()
    assert len(delegate.finished) == 1
    assert delegate.drafted


async def test_scrolled_in_tiles_are_all_finished_soon(slow_grid: TileGrid) -> None:
    delegate = slow_grid.itemDelegate()
    slow_grid.verticalScrollBar().setValue(5000)
    first, last = slow_grid.visible_rows()
    await eventually(lambda: set(delegate.finished) >= set(range(first, last + 1)))


async def test_a_dragged_grid_is_drafted_and_finished_at_rest(slow_grid: TileGrid) -> None:
    delegate = slow_grid.itemDelegate()
    delegate.forget()
    slow_grid.set_tile_width(100)
    slow_grid.viewport().repaint()
    assert delegate.finished == []
    first, last = slow_grid.visible_rows()
    assert set(delegate.drafted) == set(range(first, last + 1))
    await eventually(lambda: set(delegate.finished) >= set(range(first, last + 1)))


def test_a_step_that_changes_no_tile_finishes_none_anew(slow_grid: TileGrid) -> None:
    slow_grid.set_tile_width(slow_grid.tile_width - 1)
    assert not slow_grid.pace.is_dragging


# -- drafts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 100, 140])
def test_both_ends_of_a_caption_stay_in_place_at_another_size(qapp, width: int) -> None:
    before = QPixmap(100, 50)
    before.fill(Qt.GlobalColor.black)
    with QPainter(before) as painter:
        painter.fillRect(0, 40, 10, 10, QColor("#ff0000"))
        painter.fillRect(90, 40, 10, 10, QColor("#0000ff"))
    image = QImage(width, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        draw_caption_draft(painter, QRect(0, 0, width, 80), before, 20)
    assert image.pixelColor(3, 75).name() == "#ff0000"
    assert image.pixelColor(width - 3, 75).name() == "#0000ff"
