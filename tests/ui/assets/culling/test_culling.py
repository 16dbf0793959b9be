"""Choosing by keyboard: several at once, going on, the lock, the order of several."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.library import CurationAct
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset
from tests.ui.assets.conftest import DUNE, INCEPTION, OpenBrowser, posters, settled
from ui.assets.page import AssetBrowser
from ui.assets.several import choose_several
from ui.assets.wording import selected_text

Key, Mod, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
ACTS = CurationAct


@pytest.fixture(autouse=True)
def _several_as_by_default(core: FakeCore) -> Any:
    yield
    choose_several(core.preferences.defaults().several)


def stored(core: FakeCore) -> list[int]:
    return [asset.id for asset in core.cache.assets[INCEPTION.key]]


def focused(browser: AssetBrowser) -> int:
    assert browser.parts.pane.current is not None
    return browser.parts.pane.current.id


def mark_three(browser: AssetBrowser, qtbot: Any) -> None:
    for _ in range(2):
        qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right, Mod.ShiftModifier)


# -- several at once -----------------------------------------------------------------------------------------


async def test_x_rejects_everything_marked_in_one_step_and_focuses_the_next(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, ids = await open_browser(), stored(core)
    mark_three(browser, qtbot)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_X)
    await eventually(lambda: core.curation.acts)
    assert core.curation.acts == [(ACTS.REJECT, tuple(ids[:3]))]
    assert focused(browser) == ids[3]
    assert browser.parts.pane.chosen_ids() == (ids[3],)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Z, Mod.ControlModifier)
    await eventually(lambda: not any(asset.is_rejected for asset in core.cache.assets[INCEPTION.key]))


async def test_shift_marks_everything_between_across_the_lines(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, ids = await open_browser(), stored(core)
    grid, model = browser.parts.pane.grid, browser.parts.pane.model
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_Down, Mod.ShiftModifier)
    assert browser.parts.pane.chosen_ids() == tuple(ids[1 : grid.columns + 2])
    qtbot.keyClick(grid, Key.Key_Home)
    last = grid.visualRect(model.index(grid.columns, 0)).center()
    qtbot.mouseClick(grid.viewport(), Left, Mod.ShiftModifier, last)
    assert browser.parts.pane.chosen_ids() == tuple(ids[: grid.columns + 1])


async def test_ctrl_and_a_click_marks_one_more(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> None:
    browser, ids = await open_browser(), stored(core)
    grid, model = browser.parts.pane.grid, browser.parts.pane.model
    third = grid.visualRect(model.index(2, 0)).center()
    qtbot.mouseClick(grid.viewport(), Left, Mod.ControlModifier, third)
    assert browser.parts.pane.chosen_ids() == (ids[0], ids[2])
    assert browser.parts.act.text() == "2 marked: P, X and U act upon all of them"


async def test_u_takes_back_everything_marked_that_was_decided(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, ids = await open_browser(), stored(core)
    grid = browser.parts.pane.grid
    qtbot.keyClick(grid, Key.Key_X)
    qtbot.keyClick(grid, Key.Key_X)
    await eventually(lambda: len(core.curation.acts) == 2)
    qtbot.keyClick(grid, Key.Key_A, Mod.ControlModifier)
    await eventually(lambda: sum(asset.is_rejected for asset in browser.front.assets) == 2)
    qtbot.keyClick(grid, Key.Key_U)
    await eventually(lambda: core.curation.acts[-1] == (ACTS.CLEAR, tuple(ids[:2])))


async def test_of_several_marked_posters_the_focused_one_is_used_and_it_is_said_why(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, ids = await open_browser(), stored(core)
    mark_three(browser, qtbot)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    await eventually(lambda: core.curation.acts)
    assert core.curation.acts == [(ACTS.SELECT, (ids[2],))]
    assert "One poster is used at a time, so the focused one was taken." in browser.parts.messages.texts()


async def test_several_marked_season_posters_are_used_one_for_each_season(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] = [
        an_asset(score=99 - place, season_number=place // 2) for place in range(4)
    ]
    browser, ids = await open_browser(), stored(core)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_A, Mod.ControlModifier)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    await eventually(lambda: core.curation.acts)
    assert core.curation.acts == [(ACTS.SELECT, (ids[0], ids[2]))]


async def test_marked_fanart_is_used_in_the_order_on_screen(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] = posters(4, asset_type=AssetType.FANART)
    browser, ids = await open_browser(asset_type=AssetType.FANART), stored(core)
    mark_three(browser, qtbot)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    await eventually(lambda: len(browser.parts.strip.assets) == 3)
    assert [asset.id for asset in browser.parts.strip.assets] == ids[:3]
    assert len(core.curation.done) == 1


# -- going on ------------------------------------------------------------------------------------------------


async def test_keys_pressed_faster_than_the_store_answers_reach_one_tile_after_the_other(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, ids = await open_browser(), stored(core)
    for _ in range(4):
        qtbot.keyClick(browser.parts.pane.grid, Key.Key_X)
    assert focused(browser) == ids[4]
    await eventually(lambda: len(core.curation.acts) == 4)
    assert [act[1] for act in core.curation.acts] == [(each,) for each in ids[:4]]


async def test_after_the_last_tile_the_focus_goes_to_the_last_one_not_rejected(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, ids = await open_browser(), stored(core)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_End)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_X)
    assert focused(browser) == ids[-2]


async def test_x_held_down_to_the_end_leaves_the_choice_alone(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser, ids = await open_browser(), stored(core)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right)
    for _ in range(20):
        qtbot.keyClick(browser.parts.pane.grid, Key.Key_X)
    await eventually(lambda: sum(asset.is_rejected for asset in core.cache.assets[INCEPTION.key]) == 11)
    assert core.cache.find(ids[0])[1].is_selected


@pytest.mark.parametrize(
    ("key", "modifiers", "act"),
    [
        (Key.Key_P, Mod.ShiftModifier, ACTS.SELECT),
        (Key.Key_X, Mod.ShiftModifier, ACTS.REJECT),
        (Key.Key_Right, Mod.ShiftModifier | Mod.AltModifier, ACTS.REJECT),
    ],
)
async def test_shift_does_it_and_goes_to_the_next_title(
    core: FakeCore,
    open_browser: OpenBrowser,
    qtbot: Any,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    act: CurationAct,
) -> None:
    browser, ids = await open_browser(), stored(core)
    qtbot.keyClick(browser.parts.pane.grid, key, modifiers)
    await eventually(lambda: core.curation.acts)
    assert core.curation.acts == [(act, (ids[0],))]
    assert browser.current_key == DUNE.key


# -- the lock ------------------------------------------------------------------------------------------------


async def test_l_locks_the_type_and_every_place_says_so(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    parts = browser.parts
    qtbot.keyClick(parts.pane.grid, Key.Key_L)
    await eventually(lambda: parts.lock.text() == "Locked")
    assert core.curation.locks == {(INCEPTION.key, AssetType.POSTER): True}
    assert "locked" in parts.header.tabs.accessibleTabName(0)
    assert parts.stage.loupe.panel.words()["Lock"] == "Posters locked"
    assert parts.act.text().startswith("Locked the posters: automation leaves them alone")
    qtbot.mouseClick(parts.lock, Left)
    await eventually(lambda: parts.lock.text() == "Not locked")


async def test_the_lock_of_another_type_and_of_another_title_is_shown_there(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.curation.locks[(INCEPTION.key, AssetType.POSTER)] = True
    browser = await open_browser()
    lock = browser.parts.lock
    await eventually(lambda: lock.isChecked())
    browser.parts.header.tabs.choose(AssetType.FANART)
    assert not lock.isChecked()
    qtbot.keyClick(browser, Key.Key_Right, Mod.AltModifier)
    browser.parts.header.tabs.choose(AssetType.POSTER)
    await settled(browser)
    assert not lock.isChecked()


async def test_shift_l_locks_and_goes_on(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_L, Mod.ShiftModifier)
    await eventually(lambda: core.curation.locks)
    assert core.curation.locks == {(INCEPTION.key, AssetType.POSTER): True}
    assert browser.current_key == DUNE.key


# -- several per type ----------------------------------------------------------------------------------------


async def three_selected(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> AssetBrowser:
    core.cache.assets[INCEPTION.key] = posters(5, asset_type=AssetType.FANART)
    browser: AssetBrowser = await open_browser(asset_type=AssetType.FANART)
    mark_three(browser, qtbot)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    await eventually(lambda: len(browser.parts.strip.assets) == 3)
    return browser


async def test_ctrl_and_an_arrow_moves_a_picture_in_the_order_and_undo_brings_it_back(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await three_selected(core, open_browser, qtbot)
    strip, ids = browser.parts.strip, stored(core)
    assert strip.isVisible()
    strip.list.setCurrentRow(0)
    strip.list.setFocus()
    qtbot.keyClick(strip.list, Key.Key_Right, Mod.ControlModifier)
    await eventually(lambda: strip.list.ids() == (ids[1], ids[0], ids[2]))
    assert strip.list.currentRow() == 1
    assert selected_text(core.cache.find(ids[0])[1]) == "✓ Selected · 2"
    qtbot.keyClick(browser, Key.Key_Z, Mod.ControlModifier)
    await eventually(lambda: strip.list.ids() == tuple(ids[:3]))


async def test_delete_takes_one_out_of_the_order(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await three_selected(core, open_browser, qtbot)
    strip, ids = browser.parts.strip, stored(core)
    strip.list.setCurrentRow(1)
    qtbot.keyClick(strip.list, Key.Key_Delete)
    await eventually(lambda: strip.list.ids() == (ids[0], ids[2]))
    qtbot.mouseClick(strip.remove, Left)
    await eventually(lambda: len(strip.list.ids()) == 1)


async def test_the_tiles_take_the_keys_when_the_last_of_the_strip_is_taken_out(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await three_selected(core, open_browser, qtbot)
    strip, pane = browser.parts.strip, browser.parts.pane
    strip.list.setCurrentRow(0)
    strip.list.setFocus()
    for selected in (2, 1, 0):
        qtbot.keyClick(strip.list, Key.Key_Delete)
        await eventually(lambda selected=selected: len(strip.assets) == selected)
    await eventually(strip.isHidden)
    assert pane.grid.hasFocus()


async def test_a_click_in_the_strip_focuses_the_tile(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await three_selected(core, open_browser, qtbot)
    strip = browser.parts.strip
    qtbot.mouseClick(strip.list.viewport(), Left, pos=strip.list.visualItemRect(strip.list.item(0)).center())
    assert focused(browser) == stored(core)[0]


async def test_several_posters_are_allowed_when_the_person_says_so(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    grid, ids = browser.parts.pane.grid, stored(core)
    assert not browser.parts.actions.add.isVisible()
    browser.parts.culling.several.trigger()
    await eventually(lambda: AssetType.POSTER in core.preferences.kept.several)
    assert browser.parts.actions.add.isVisible()
    for _ in range(2):
        qtbot.keyClick(grid, Key.Key_A)
        qtbot.keyClick(grid, Key.Key_Right)
    await eventually(lambda: [asset.id for asset in browser.parts.strip.assets] == ids[:2])
    assert browser.parts.culling.several.text() == "Allow several posters"


async def test_a_preference_that_cannot_be_kept_is_said_and_not_shown(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    core.preferences.error = StoreError("The settings could not be written.")
    browser = await open_browser()
    browser.parts.culling.several.trigger()
    await eventually(lambda: "The settings could not be written." in browser.parts.messages.texts())
    assert not browser.parts.culling.several.isChecked()


# -- while text is typed -------------------------------------------------------------------------------------


async def test_no_letter_of_culling_does_anything_while_text_is_typed(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    field = QLineEdit(browser.parts.ground)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "pxuals/?")
    assert field.text() == "pxuals/?"
    assert core.curation.acts == []
    assert core.curation.locks == {}
    assert browser.parts.act.text() == ""
