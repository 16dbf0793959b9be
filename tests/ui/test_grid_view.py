"""The tile grid: even lines, arrows, visible rows, and a place that is kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.async_gui import eventually
from ui.application import theme_of
from ui.grid_view import TileDelegate, TileGrid, TileShape
from ui.keyed_list_model import KeyedListModel
from ui.theme import TextSize, text_font


@dataclass(frozen=True)
class Tile:
    number: int


class CountingModel(KeyedListModel[int, Tile]):
    """Counts how often it is asked for data."""

    asked = 0

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        self.asked += 1
        return super().data(index, role)


class NotingDelegate(TileDelegate):
    """Notes which rows were painted, where."""

    def __init__(self, parent) -> None:
        super().__init__(parent)
        self.painted: list[tuple[int, QRect]] = []

    def paint(self, painter: QPainter, option, index) -> None:
        self.painted.append((index.row(), QRect(option.rect)))


@pytest.fixture
def grid(qtbot) -> TileGrid:
    return make_grid(qtbot, 1000)


def make_grid(
    qtbot,
    count: int,
    size: QSize | None = None,
    on_rows: Callable[[int, int], None] = lambda first, last: None,
) -> TileGrid:
    grid = TileGrid()
    grid.visible_rows_changed.connect(on_rows)
    qtbot.addWidget(grid)
    model = CountingModel(lambda tile: tile.number, grid)
    model.merge(Tile(number) for number in range(count))
    grid.setModel(model)
    grid.setItemDelegate(NotingDelegate(grid))
    grid.resize(size or QSize(900, 700))
    grid.show()
    QApplication.processEvents()
    return grid


def merge(grid: TileGrid, numbers) -> None:
    grid.model().merge(Tile(number) for number in numbers)


def test_the_tiles_fill_the_line(grid: TileGrid) -> None:
    right = grid.visualRect(grid.model().index(grid.columns - 1, 0)).right()
    assert 0 <= grid.viewport().width() - right - grid.shape.gap_px // 2 < grid.columns + 2


@pytest.mark.parametrize("width", [40, 200, 333, 900, 1920, 3840])
def test_pictures_are_never_narrower_than_asked_for(qtbot, width: int) -> None:
    grid = make_grid(qtbot, 10, QSize(width, 400))
    assert grid.columns >= 1
    if grid.columns > 1:
        assert grid.tile_width <= grid.picture_size().width() < 2 * grid.tile_width


def test_a_picture_has_the_shape_of_its_type(grid: TileGrid) -> None:
    grid.set_shape(TileShape(aspect=16 / 9))
    size = grid.picture_size()
    assert size.width() / size.height() == pytest.approx(16 / 9, rel=0.02)


def test_captions_get_the_room_their_text_size_needs(qtbot) -> None:
    theme = theme_of(QApplication.instance())
    grid = make_grid(qtbot, 100)
    before = grid.caption_rect(grid.visualRect(grid.model().index(0, 0))).height()
    theme.set_text_scale(2.0)
    try:
        after = grid.caption_rect(grid.visualRect(grid.model().index(0, 0))).height()
        assert after == pytest.approx(2 * before, rel=0.15)
        assert after >= 2 * QFontMetrics(text_font(TextSize.CAPTION)).height()
    finally:
        theme.set_text_scale(1.0)


def test_tiles_do_not_overlap_and_caption_lies_below_its_picture(grid: TileGrid) -> None:
    cells = [grid.visualRect(grid.model().index(row, 0)) for row in range(3 * grid.columns)]
    assert not any(a.intersects(b) for at, a in enumerate(cells) for b in cells[at + 1 :])
    picture, caption = grid.picture_rect(cells[0]), grid.caption_rect(cells[0])
    assert cells[0].contains(picture)
    assert cells[0].contains(caption)
    assert caption.top() > picture.bottom()


def test_every_tile_is_found_under_its_middle_and_none_in_the_gap(grid: TileGrid) -> None:
    grid.verticalScrollBar().setValue(777)
    first, last = grid.visible_rows()
    for row in range(first, last + 1):
        index = grid.model().index(row, 0)
        assert grid.indexAt(grid.visualRect(index).center()) == index
        assert not grid.indexAt(grid.visualRect(index).topLeft()).isValid()


def test_a_click_makes_a_tile_current(grid: TileGrid) -> None:
    goal = grid.model().index(grid.columns + 1, 0)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(goal).center())
    assert grid.currentIndex() == goal


@pytest.mark.parametrize(
    ("start", "key", "goal"),
    [
        ((0, 0), Qt.Key.Key_Right, (0, 1)),
        ((0, 0), Qt.Key.Key_Left, (0, 0)),
        ((1, 0), Qt.Key.Key_Left, (0, -1)),
        ((0, 1), Qt.Key.Key_Down, (1, 1)),
        ((1, 1), Qt.Key.Key_Up, (0, 1)),
        ((0, 1), Qt.Key.Key_Up, (0, 1)),
        ((5, 2), Qt.Key.Key_Home, (0, 0)),
    ],
)
def test_keys_walk_the_grid(grid: TileGrid, start, key, goal) -> None:
    def row_of(place: tuple[int, int]) -> int:
        line, column = place
        return line * grid.columns + column % grid.columns

    grid.setCurrentIndex(grid.model().index(row_of(start), 0))
    QTest.keyClick(grid, key)
    assert grid.currentIndex().row() == row_of(goal)


def test_end_shows_the_last_tile_whole(grid: TileGrid) -> None:
    grid.setCurrentIndex(grid.model().index(0, 0))
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.currentIndex().row() == 999
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()))


def test_down_from_above_a_short_last_line_reaches_the_last_tile(qtbot) -> None:
    grid = make_grid(qtbot, 100)
    count = 2 * grid.columns + 1
    merge(grid, range(count))
    grid.setCurrentIndex(grid.model().index(2 * grid.columns - 1, 0))
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.currentIndex().row() == count - 1
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.currentIndex().row() == count - 1


def test_page_down_and_up_come_back(grid: TileGrid) -> None:
    grid.setCurrentIndex(grid.model().index(1, 0))
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.currentIndex().row() % grid.columns == 1
    assert grid.currentIndex().row() > grid.columns
    QTest.keyClick(grid, Qt.Key.Key_PageUp)
    assert grid.currentIndex().row() == 1


def test_keys_do_nothing_in_an_empty_grid(qtbot) -> None:
    grid = make_grid(qtbot, 0)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_PageDown):
        QTest.keyClick(grid, key)
    assert not grid.currentIndex().isValid()
    assert grid.visible_rows() == (-1, -1)


def test_only_visible_tiles_are_painted_and_data_is_not_asked_for(qtbot) -> None:
    grid = make_grid(qtbot, 10_000)
    delegate, model = grid.itemDelegate(), grid.model()
    delegate.painted.clear()
    model.asked = 0
    grid.viewport().grab()
    first, last = grid.visible_rows()
    assert {row for row, _ in delegate.painted} == set(range(first, last + 1))
    assert all(rect == grid.visualRect(model.index(row, 0)) for row, rect in delegate.painted)
    assert model.asked == 0


def test_visible_indexes_come_first_then_the_lines_around(grid: TileGrid) -> None:
    grid.verticalScrollBar().setValue(2000)
    first, last = grid.visible_rows()
    rows = [index.row() for index in grid.visible_indexes(margin_lines=1)]
    assert rows[: last - first + 1] == list(range(first, last + 1))
    assert set(rows[last - first + 1 :]) == {
        *range(first - grid.columns, first),
        *range(last + 1, last + 1 + grid.columns),
    }


async def test_scrolling_fast_announces_the_rows_once(qtbot) -> None:
    seen: list[tuple[int, int]] = []
    grid = make_grid(qtbot, 1000, on_rows=lambda first, last: seen.append((first, last)))
    await eventually(lambda: seen)  # the first announcement after show
    seen.clear()
    for value in range(0, 3000, 100):
        grid.verticalScrollBar().setValue(value)
    await eventually(lambda: seen)
    assert seen == [grid.visible_rows()]


async def test_other_items_in_the_same_rows_are_announced(qtbot) -> None:
    seen: list[tuple[int, int]] = []
    grid = make_grid(qtbot, 100, on_rows=lambda first, last: seen.append((first, last)))
    await eventually(lambda: seen)
    seen.clear()
    merge(grid, range(100, 200))
    await eventually(lambda: seen)
    assert seen == [grid.visible_rows()]


@pytest.mark.parametrize("seed", range(6))
def test_the_picture_does_not_move_when_tiles_come_and_go(qtbot, seed: int) -> None:
    chance = random.Random(seed)
    grid = make_grid(qtbot, 600)
    grid.verticalScrollBar().setValue(chance.randrange(1000, 8000))
    anchor = grid.anchor()
    first = grid.visible_rows()[0]
    before = grid.visualRect(grid.model().index_of(first)).y()
    others = [number for number in range(600) if number != first and chance.random() < 0.8]
    lines_above = [number for number in others if number < first] + [
        1000 + n for n in range(7 * grid.columns)
    ]
    merge(grid, [*lines_above, first, *(number for number in others if number > first)])
    grid.restore_anchor(anchor)
    assert grid.visualRect(grid.model().index_of(first)).y() == before


@pytest.mark.parametrize("seed", range(6))
def test_the_current_tile_stays_where_it_is_when_tiles_come_in_before_it(qtbot, seed: int) -> None:
    chance = random.Random(seed)
    grid = make_grid(qtbot, 600)
    grid.verticalScrollBar().setValue(chance.randrange(1000, 8000))
    first, last = grid.visible_rows()
    current = last - grid.columns
    grid.setCurrentIndex(grid.model().index(current, 0))
    anchor, before = grid.anchor(), grid.visualRect(grid.model().index_of(current)).y()
    new = range(1000, 1000 + chance.randrange(1, 2 * grid.columns))  # some of them wrap it into the next line
    merge(grid, [*range(first + 1), *new, *range(first + 1, 600)])
    grid.restore_anchor(anchor)
    assert grid.visualRect(grid.model().index_of(current)).y() == before


def test_a_current_tile_out_of_sight_does_not_hold_the_place(grid: TileGrid) -> None:
    grid.setCurrentIndex(grid.model().index(0, 0))
    grid.verticalScrollBar().setValue(3000)
    anchor, first = grid.anchor(), grid.visible_rows()[0]
    before = grid.visualRect(grid.model().index_of(first)).y()
    merge(grid, [*range(5000, 5040), *range(1000)])
    grid.restore_anchor(anchor)
    assert grid.visualRect(grid.model().index_of(first)).y() == before


def test_when_the_first_tile_is_gone_the_next_holds_the_place(grid: TileGrid) -> None:
    grid.verticalScrollBar().setValue(3000)
    anchor = grid.anchor()
    first = grid.visible_rows()[0]
    before = grid.visualRect(grid.model().index_of(first + 1)).y()
    merge(grid, [number for number in range(1000) if number != first])
    grid.restore_anchor(anchor)
    assert grid.visualRect(grid.model().index_of(first + 1)).y() == before


def test_at_the_top_new_tiles_come_in_above(grid: TileGrid) -> None:
    anchor = grid.anchor()
    merge(grid, [5000, *range(1000)])
    grid.restore_anchor(anchor)
    assert grid.verticalOffset() == 0


def test_zooming_keeps_the_current_tile_where_it_is(grid: TileGrid) -> None:
    grid.setCurrentIndex(grid.model().index(300, 0))
    grid.scrollTo(grid.currentIndex(), TileGrid.ScrollHint.PositionAtCenter)
    before = grid.visualRect(grid.currentIndex()).y()
    grid.set_tile_width(90)
    assert grid.visualRect(grid.currentIndex()).y() == before


def test_resizing_keeps_the_first_line_in_sight(grid: TileGrid) -> None:
    grid.verticalScrollBar().setValue(4000)
    first = grid.visible_rows()[0]
    grid.resize(500, 700)
    QApplication.processEvents()
    assert abs(grid.visible_rows()[0] - first) <= 2 * 5


def test_the_current_tile_survives_a_merge(grid: TileGrid) -> None:
    grid.setCurrentIndex(grid.model().index_of(500))
    merge(grid, [*range(2000, 2100), *range(999, -1, -1)])
    assert grid.model().item(grid.currentIndex()).number == 500


@pytest.mark.parametrize(("delta", "steps"), [(120, 1), (-120, -1)])
def test_ctrl_and_wheel_zoom(qtbot, grid: TileGrid, delta: int, steps: int) -> None:
    seen: list[int] = []
    grid.zoom_requested.connect(seen.append)
    middle = QPointF(grid.viewport().rect().center())
    event = QWheelEvent(
        middle, grid.viewport().mapToGlobal(middle), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)
    assert seen == [steps]
    assert grid.verticalOffset() == 0


@pytest.mark.parametrize(
    ("key", "steps"), [(Qt.Key.Key_Plus, 1), (Qt.Key.Key_Equal, 1), (Qt.Key.Key_Minus, -1)]
)
def test_ctrl_and_plus_or_minus_zoom(grid: TileGrid, key: Qt.Key, steps: int) -> None:
    seen: list[int] = []
    grid.zoom_requested.connect(seen.append)
    QTest.keyClick(grid, key, Qt.KeyboardModifier.ControlModifier)
    assert seen == [steps]


def test_shift_click_selects_the_tiles_between(grid: TileGrid) -> None:
    model = grid.model()
    for row, modifier in ((1, Qt.KeyboardModifier.NoModifier), (3, Qt.KeyboardModifier.ShiftModifier)):
        place = grid.visualRect(model.index(row, 0)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    assert sorted(index.row() for index in grid.selectedIndexes()) == [1, 2, 3]


def test_ctrl_a_selects_all(qtbot) -> None:
    grid = make_grid(qtbot, 300)
    grid.selectAll()
    assert len(grid.selectedIndexes()) == 300
    grid.selectionModel().select(grid.model().index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert [index.row() for index in grid.selectedIndexes()] == [0]


async def test_scrolling_paints_what_comes_into_sight(grid: TileGrid) -> None:
    painted = grid.itemDelegate().painted
    painted.clear()
    grid.verticalScrollBar().setValue(4000)
    first, last = grid.visible_rows()
    await eventually(lambda: {row for row, _ in painted} == set(range(first, last + 1)))


def test_a_screen_reader_hears_the_tile_the_arrows_moved_to(qtbot, monkeypatch) -> None:
    grid, heard = make_grid(qtbot, 30), []

    class Reader(QAccessible):
        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            heard.append((event.type(), event.child()))

    grid.setCurrentIndex(grid.model().index(0, 0))
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    monkeypatch.setattr("ui.tile_layout.QAccessible", Reader)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    events = QAccessible.Event
    assert set(heard) == {(events.Focus, 1), (events.SelectionAdd, 1), (events.SelectionRemove, 0)}
