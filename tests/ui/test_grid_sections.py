"""Sections of the tile grid: each begins a line of its own below its name, and every row is found again."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from tests.async_gui import eventually
from tests.fakes import an_asset
from ui.assets.asset_model import AssetModel
from ui.assets.season_grid import SeasonGrid, heading_height
from ui.assets.seasons import SeasonSection
from ui.grid_geometry import GridGeometry, TileShape
from ui.grid_view import TileDelegate

SHAPE = TileShape(caption_px=30)
STARTS, COUNT, HEADING = (0, 4, 5, 17), 23, 25


def places(starts: tuple[int, ...] = STARTS, width: int = 620) -> GridGeometry:
    """Three columns, in sections of 4, 1, 12 and 6 rows."""
    return GridGeometry(width, 180, SHAPE, SHAPE.caption_height(), starts, HEADING if starts else 0)


def test_a_section_begins_a_line_of_its_own_below_its_heading() -> None:
    grid = places()
    assert grid.columns == 3
    for start in STARTS:
        assert grid.cell(start).x() == grid.half_gap
    last_of_first, heading, first_of_second = grid.cell(3), grid.heading_rect(1), grid.cell(4)
    assert heading.top() == last_of_first.bottom() + 1
    assert first_of_second.top() == heading.bottom() + 1
    assert heading.height() == HEADING


def test_without_sections_nothing_is_different() -> None:
    plain, one = places(()), GridGeometry(620, 180, SHAPE, SHAPE.caption_height(), (0,), 0)
    assert [plain.cell(row) for row in range(COUNT)] == [one.cell(row) for row in range(COUNT)]
    assert plain.content_height(COUNT) == one.content_height(COUNT)


@pytest.mark.parametrize("seed", range(20))
def test_every_row_is_found_where_it_is(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randrange(1, 200)
    starts = tuple(sorted({0, *(chance.randrange(count) for _ in range(chance.randrange(9)))}))
    grid = places(starts, chance.randrange(150, 1500))
    for row in range(count):
        cell = grid.cell(row)
        assert grid.row_at(cell.center()) == row
        first, last = grid.rows_between(cell.center().y(), cell.center().y())
        assert first <= row <= last
        assert last - first < grid.columns
    bottom = grid.cell(count - 1).bottom()
    assert grid.content_height(count) == bottom + 1 + grid.half_gap


def test_a_heading_and_the_empty_end_of_a_line_are_no_tile() -> None:
    grid = places()
    assert grid.row_at(grid.heading_rect(1).center()) is None
    beside = grid.cell(4).translated(grid.cell_size().width(), 0)  # the second section has one tile only
    assert grid.row_at(beside.center()) is None


def test_what_is_visible_begins_and_ends_with_whole_lines() -> None:
    grid = places()
    assert grid.rows_between(0, grid.cell(3).center().y()) == (0, 3)
    assert grid.rows_between(grid.cell(3).center().y(), grid.cell(5).center().y()) == (3, 7)
    assert grid.rows_between(grid.heading_rect(3).center().y(), 10_000)[0] == 17


def test_only_sections_in_sight_are_looked_at() -> None:
    grid = places()
    assert grid.sections_between(grid.heading_rect(1).top(), grid.heading_rect(2).top()) == range(1, 3)
    assert grid.sections_between(grid.cell(16).center().y(), 10_000) == range(2, 4)
    assert grid.sections_between(0, 0) == range(0, 0)  # the gap above all
    assert places(()).sections_between(0, 10_000) == range(0, 0)


@pytest.mark.parametrize(
    ("row", "lines", "goal"),
    [
        (1, 1, 3),  # the second line has one tile only
        (0, 1, 3),
        (3, 1, 4),
        (4, 1, 5),
        (7, -1, 4),
        (8, 1, 11),
        (16, 1, 19),
        (2, -1, 2),
        (22, 1, 22),
        (0, 100, 20),
        (22, -100, 2),
    ],
)
def test_up_and_down_go_from_line_to_line(row: int, lines: int, goal: int) -> None:
    assert places().lines_on(row, lines, COUNT) == goal


# -- the grid on screen --------------------------------------------------------------------------------------


class Blank(TileDelegate):
    """Paints nothing: only the headings are seen."""

    def paint(self, *_: object) -> None:
        pass


@pytest.fixture
def grid(qtbot) -> SeasonGrid:
    grid = SeasonGrid()
    qtbot.addWidget(grid)
    model = AssetModel(grid)
    model.show([an_asset() for _ in range(COUNT)], frozenset())
    grid.setModel(model)
    grid.setItemDelegate(Blank(grid))
    grid.set_shape(SHAPE)
    grid.set_tile_width(180)
    grid.resize(640, 500)
    grid.show_seasons([SeasonSection(row, f"Season {row}", "2019") for row in STARTS])
    grid.show()
    grid.setFocus()
    return grid


async def test_keys_walk_over_the_borders_of_seasons(grid: SeasonGrid) -> None:
    grid.setCurrentIndex(grid.model().index(1, 0))
    walked = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right):
        QTest.keyClick(grid, key)
        walked.append(grid.currentIndex().row())
    assert walked == [3, 4, 5, 4, 5]


async def test_going_up_to_the_first_tile_of_a_season_shows_its_name(grid: SeasonGrid) -> None:
    bar = grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    grid.scrollTo(grid.model().index(5, 0))
    heading = grid.geometry_now().heading_rect(2).translated(0, -grid.verticalOffset())
    assert heading.top() >= 0


async def test_the_name_of_a_season_is_painted_above_it(grid: SeasonGrid) -> None:
    await eventually(grid.isVisible)
    place = grid.geometry_now().heading_rect(0)
    picture = grid.viewport().grab(QRect(QPoint(0, place.top()), place.size())).toImage()
    colours = {picture.pixel(x, y) for x in range(0, 120) for y in range(picture.height())}
    assert len(colours) > 1


async def test_clicking_a_name_chooses_no_tile(grid: SeasonGrid) -> None:
    grid.setCurrentIndex(grid.model().index(1, 0))
    assert not grid.indexAt(grid.geometry_now().heading_rect(0).center()).isValid()


async def test_another_width_keeps_the_season_in_sight(grid: SeasonGrid) -> None:
    grid.verticalScrollBar().setValue(grid.geometry_now().cell(17).y())
    grid.resize(840, 500)
    first, last = grid.visible_rows()
    assert first <= 17 <= last


def test_names_have_room_for_their_text() -> None:
    assert heading_height() > 20
