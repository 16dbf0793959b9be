"""Survey: whose pictures, one after the other drops out, and the last one standing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, QSize, Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.asset import CachedAsset
from tests.async_gui import eventually
from tests.fakes import FakeCore
from tests.ui.assets.conftest import INCEPTION, settled
from tests.ui.assets.views.conftest import BROKEN, Pictures
from ui.assets.views.modes import ViewMode
from ui.assets.views.survey_layout import survey_cells

Key = Qt.Key
ROOMS = (QSize(1280, 600), QSize(800, 800), QSize(500, 900))


def rows(core: FakeCore) -> list[CachedAsset]:
    return core.cache.assets[INCEPTION.key]


def mark(browser: Any, *places: int) -> None:
    """Mark tiles as Ctrl and a click do; the first one has the focus."""
    pane = browser.parts.pane
    pane.focus_id(pane.model.item(places[0]).id)
    for place in places[1:]:
        pane.grid.selectionModel().select(
            pane.model.index(place, 0), QItemSelectionModel.SelectionFlag.Select
        )


def enter(browser: Any) -> Any:
    QTest.keyClick(browser.parts.pane.grid, Key.Key_N)
    assert browser.parts.stage.mode is ViewMode.SURVEY
    assert browser.parts.stage.survey.board.hasFocus()
    return browser.parts.stage.survey


def shown(page: Any) -> list[int]:
    return [each.asset.id for each in page.board.items]


def press(page: Any, key: Qt.Key) -> None:
    QTest.keyClick(page.board, key)


# -- the places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("ratio", [2 / 3, 1.0, 16 / 9, 5.4])
@pytest.mark.parametrize("count", range(1, 9))
def test_all_pictures_lie_inside_the_room_and_never_on_each_other(
    count: int, ratio: float, room: QSize
) -> None:
    cells = survey_cells(count, ratio, room, 24)
    assert len(cells) == count
    assert all(QRect(0, 0, room.width(), room.height()).contains(cell) for cell in cells)
    assert not any(one.intersects(two) for at, one in enumerate(cells) for two in cells[at + 1 :])


def test_fewer_pictures_are_larger() -> None:
    widths = [survey_cells(count, 2 / 3, QSize(1280, 600), 24)[0].width() for count in range(8, 0, -1)]
    assert all(before <= after for before, after in pairwise(widths))


# -- whose pictures ------------------------------------------------------------------------------------------


async def test_marked_tiles_are_surveyed(browser: Any, core: FakeCore) -> None:
    mark(browser, 1, 4, 6)
    page = enter(browser)
    assert shown(page) == [rows(core)[place].id for place in (1, 4, 6)]
    assert page.words == "3 marked pictures"
    press(page, Key.Key_Right)
    browser.views.show(ViewMode.GRID)
    assert set(browser.parts.pane.chosen_ids()) == {rows(core)[place].id for place in (1, 4, 6)}


async def test_more_than_eight_are_cut_and_it_says_so(browser: Any, core: FakeCore) -> None:
    mark(browser, *range(11))
    page = enter(browser)
    assert shown(page) == [asset.id for asset in rows(core)[:8]]
    assert page.words == "The first 8 of 11 marked pictures"


async def test_else_the_stack_of_the_focused_one(
    open_browser: Any, core: FakeCore, pictures: Pictures
) -> None:
    stack = tuple(rows(core)[place].id for place in (2, 5, 9))
    core.stacks.known = (stack,)
    browser = await open_browser()
    browser.parts.pane.focus_id(stack[0])
    page = enter(browser)
    assert shown(page) == list(stack)
    assert page.words == "3 pictures of one stack"
    browser.views.show(ViewMode.LOUPE)
    assert browser.parts.stage.loupe.panel.words()["Same as"] == "2 others"


async def test_else_the_best_four(browser: Any, core: FakeCore) -> None:
    page = enter(browser)
    assert shown(page) == [asset.id for asset in rows(core)[:4]]
    assert page.words == "The best 4 of those shown"


# -- one after the other -------------------------------------------------------------------------------------


async def test_x_drops_one_out_without_rejecting_it_and_u_brings_it_back(
    browser: Any, core: FakeCore
) -> None:
    page = enter(browser)
    before = shown(page)
    press(page, Key.Key_Right)
    press(page, Key.Key_X)
    assert shown(page) == [before[0], *before[2:]]
    assert page.words == "3 pictures left · 1 dropped out"
    press(page, Key.Key_U)
    assert shown(page) == before
    assert page.board.current.asset.id == before[1]
    assert core.curation.done == []


async def test_the_last_one_standing_is_offered_and_used(browser: Any, core: FakeCore) -> None:
    page = enter(browser)
    for _ in range(5):  # the last one stays
        press(page, Key.Key_X)
    (last,) = shown(page)
    assert page.words == "The last one standing. Use this poster with P or Enter."
    press(page, Key.Key_Return)
    await eventually(lambda: next(each for each in rows(core) if each.id == last).is_selected)
    await eventually(lambda: page.words == "This one is selected.")


async def test_p_uses_the_focused_one_also_while_others_are_left(browser: Any, core: FakeCore) -> None:
    page = enter(browser)
    press(page, Key.Key_End)
    press(page, Key.Key_P)
    await eventually(lambda: rows(core)[3].is_selected)
    assert len(shown(page)) == 4
    assert [each.is_selected for each in rows(core)[:3]] == [False] * 3


async def test_the_buttons_do_what_the_keys_do(browser: Any, core: FakeCore) -> None:
    page = enter(browser)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(page.drop, left)
    assert shown(page) == [each.id for each in rows(core)[1:4]]
    QTest.mouseClick(page.back, left)
    QTest.mouseClick(page.use, left)
    await eventually(lambda: rows(core)[0].is_selected)
    QTest.mouseClick(page.exit, left)
    assert browser.parts.stage.mode is ViewMode.GRID


async def test_letters_mean_the_survey_also_on_its_buttons(browser: Any, core: FakeCore) -> None:
    page = enter(browser)
    page.drop.setFocus()
    QTest.keyClick(page.drop, Key.Key_X)
    assert len(shown(page)) == 3
    assert not any(each.is_rejected for each in rows(core))


async def test_a_click_focuses_and_the_grid_goes_along(browser: Any, core: FakeCore) -> None:
    page = enter(browser)
    QTest.mouseClick(page.board, Qt.MouseButton.LeftButton, pos=page.board.cells()[2].center())
    assert page.board.current.asset.id == rows(core)[2].id
    press(page, Key.Key_Escape)
    assert browser.parts.pane.current.id == rows(core)[2].id
    assert browser.parts.pane.grid.hasFocus()


async def test_space_looks_at_one_alone(browser: Any, core: FakeCore) -> None:
    page = enter(browser)
    press(page, Key.Key_Right)
    press(page, Key.Key_Space)
    assert browser.parts.stage.mode is ViewMode.LOUPE
    assert browser.parts.stage.loupe.asset.id == rows(core)[1].id


async def test_a_screen_reader_hears_what_has_the_focus(browser: Any) -> None:
    page = enter(browser)
    press(page, Key.Key_Right)
    assert page.board.accessibleDescription().startswith("Poster 2 of 4, score 98, TMDB, English")


async def test_a_broken_picture_says_why_in_its_place(
    browser: Any, core: FakeCore, pictures: Pictures
) -> None:
    pictures.errors[rows(core)[1].url] = BROKEN
    page = enter(browser)
    await eventually(lambda: browser.parts.stage.pictures.is_idle)
    assert page._picture_of(page.board.items[1])[1] == str(BROKEN)
    assert page._picture_of(page.board.items[2])[1] == ""
    page.grab()  # and is painted


async def test_when_all_of_them_are_gone_the_grid_is_back(browser: Any, core: FakeCore) -> None:
    enter(browser)
    core.cache.assets[INCEPTION.key] = rows(core)[6:]
    browser.reload()
    await eventually(lambda: browser.parts.stage.mode is ViewMode.GRID)
    assert browser.parts.pane.current is not None


async def test_another_type_or_title_leaves_the_survey(browser: Any) -> None:
    enter(browser)
    QTest.keyClick(browser.parts.stage.survey.board, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    await settled(browser)
    assert browser.parts.stage.mode is ViewMode.GRID
