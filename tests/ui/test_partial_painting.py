"""The grid paints what changed or came into sight, and moves the rest as pixels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle

from ui.application import theme_of
from ui.grid_view import TileDelegate, TileGrid
from ui.keyed_list_model import KeyedListModel
from ui.paint_pace import PaintPace
from ui.tile_cache import TileCache

COLOURS = ["#c04040", "#40c040", "#4040c0", "#c0c040", "#40c0c0"]


class Delegate(TileDelegate):
    """Fills each tile with the colour of its number, and notes which it painted and which it found hovered."""

    def __init__(self, grid: TileGrid) -> None:
        super().__init__(grid)
        self.painted: list[int] = []
        self.hovered: list[int] = []

    def paint(self, painter: QPainter, option, index) -> None:
        self.painted.append(index.row())
        if option.state & QStyle.StateFlag.State_MouseOver:
            self.hovered.append(index.row())
        painter.fillRect(option.rect, QColor(COLOURS[index.row() % len(COLOURS)]))


@pytest.fixture
def grid(qtbot) -> TileGrid:
    theme_of(
        QApplication.instance()
    )  # with a style sheet Qt takes a viewport for transparent, and moves nothing
    grid = TileGrid()
    qtbot.addWidget(grid)
    model = KeyedListModel[int, int](lambda number: number, grid)
    model.merge(range(1000))
    grid.setModel(model)
    grid.setItemDelegate(Delegate(grid))
    grid.resize(QSize(900, 700))
    grid.show()
    QApplication.processEvents()
    grid.itemDelegate().painted.clear()
    return grid


def painted(grid: TileGrid) -> set[int]:
    """Return what is painted now that something was announced."""
    grid.itemDelegate().painted.clear()
    QApplication.processEvents()
    return set(grid.itemDelegate().painted)


def test_one_line_scrolled_in_is_all_that_is_painted(grid: TileGrid) -> None:
    grid.verticalScrollBar().setValue(3 * grid.cell_size().height())
    painted(grid)
    _, last = grid.visible_rows()
    grid.verticalScrollBar().setValue(4 * grid.cell_size().height())
    assert painted(grid) <= set(range(last + 1 - 2 * grid.columns, last + 1 + 2 * grid.columns))


@pytest.mark.parametrize("step", [1, 37, 310, 5000])
def test_after_scrolling_the_screen_looks_as_if_painted_anew(grid: TileGrid, step: int) -> None:
    bar = grid.verticalScrollBar()
    for value in (step, 3 * step, 2 * step):
        bar.setValue(value)
        QApplication.processEvents()
    moved = grid.viewport().grab().toImage()
    grid.viewport().repaint()
    assert moved == grid.viewport().grab().toImage()


def test_rows_that_come_in_while_scrolled_are_seen(grid: TileGrid) -> None:
    grid.verticalScrollBar().setValue(2000)
    painted(grid)
    grid.model().merge([-1, *range(1000)])
    first, last = grid.visible_rows()
    assert painted(grid) == set(range(first, last + 1))


@pytest.mark.parametrize("keys", [[3], [3, 5], [2, 3, 4], [999]])
def test_only_changed_tiles_are_painted(grid: TileGrid, keys: list[int]) -> None:
    grid.model().touch(keys)
    assert painted(grid) == {key for key in keys if key != 999}


def test_the_tile_under_a_still_pointer_is_marked_after_scrolling(grid: TileGrid, qtbot) -> None:
    at = grid.visualRect(grid.model().index(1, 0)).center()
    QTest.mouseMove(grid.viewport(), at)
    QTest.mouseMove(grid.viewport(), at + QPoint(1, 0))
    QApplication.processEvents()
    if not grid.viewport().underMouse():
        pytest.skip("this platform moves no pointer in tests")
    grid.itemDelegate().hovered.clear()
    grid.verticalScrollBar().setValue(grid.cell_size().height())
    qtbot.waitUntil(lambda: set(grid.itemDelegate().hovered) == {1 + grid.columns})


async def test_only_drafted_tiles_are_painted_again(grid: TileGrid) -> None:
    grid.itemDelegate().painted.clear()
    grid._drafted = {2}
    grid.pace.again.emit()
    assert painted(grid) == {2}


def test_without_time_a_tile_stays_as_it_was_rather_than_being_drafted(qapp) -> None:
    pace, tiles, drafts = PaintPace(clock=iter([0.0, 1.0, 1.0]).__next__), TileCache(), []
    pace.begin_frame()
    pace.end_frame()
    screen = QPixmap(50, 50)
    with QPainter(screen) as painter:
        cell = QRect(0, 0, 50, 50)
        tiles.draw(painter, cell, "a", "placeholder", lambda own, box: own.fillRect(box, QColor("#ff0000")))
        tiles.draw(
            painter, cell, "a", "picture", lambda own, box: own.fillRect(box, QColor("#0000ff")),
            draft=lambda *_: drafts.append(1), pace=pace,
        )  # fmt: skip
    assert (screen.toImage().pixelColor(25, 25).name(), drafts) == ("#ff0000", [])
