"""Stacks in the window, by real clicks and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.library import CurationAct
from tests.async_gui import eventually
from tests.fakes import FakeCore
from tests.ui.assets.conftest import INCEPTION, OpenBrowser, settled
from ui.assets.page import AssetBrowser
from ui.assets.stack_badge import badge_rect

Key, Mod, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def stored(core: FakeCore) -> list[int]:
    """Twelve posters; the 2nd, 5th and 9th are one picture."""
    ids = [asset.id for asset in core.cache.assets[INCEPTION.key]]
    core.stacks.known = ((ids[1], ids[4], ids[8]),)
    return ids


def shown(browser: AssetBrowser) -> list[int]:
    return [asset.id for asset in browser.parts.pane.model.items]


def badge_of(browser: AssetBrowser, asset_id: int) -> QPoint:
    pane = browser.parts.pane
    mark = pane.model.stack_mark(asset_id)
    assert mark is not None
    return badge_rect(
        pane.grid.picture_rect(pane.grid.visualRect(pane.model.index_of(asset_id))), mark
    ).center()


def spoken(browser: AssetBrowser, asset_id: int) -> str:
    return str(browser.parts.pane.model.index_of(asset_id).data(Qt.ItemDataRole.AccessibleTextRole))


async def test_what_is_known_is_folded_before_anything_is_painted(
    stored: list[int], open_browser: OpenBrowser
) -> None:
    browser = await open_browser()
    assert shown(browser) == [each for each in stored if each not in (stored[4], stored[8])]
    assert browser.parts.stack_chip.label() == "Stack similar 12→10"
    assert spoken(browser, stored[1]).endswith("stack of 3 like it, folded")


async def test_s_unfolds_in_place_and_folds_again(
    stored: list[int], open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    pane = browser.parts.pane
    qtbot.keyClick(pane.grid, Key.Key_Right)
    qtbot.keyClick(pane.grid, Key.Key_S)
    assert shown(browser)[1:4] == [stored[1], stored[4], stored[8]]
    assert browser.parts.act.text() == "Unfolded 3 pictures that look the same"
    qtbot.keyClick(pane.grid, Key.Key_Right)
    qtbot.keyClick(pane.grid, Key.Key_S)
    assert len(shown(browser)) == 10
    assert pane.current is not None
    assert pane.current.id == stored[1]
    assert browser.parts.act.text() == "Folded 3 pictures into one tile"
    browser.parts.header.tabs.step(1)
    assert browser.parts.act.text() == ""  # it told of posters


async def test_a_click_on_the_badge_unfolds_and_leaves_the_focus(
    stored: list[int], open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.mouseClick(browser.parts.pane.grid.viewport(), Left, pos=badge_of(browser, stored[1]))
    assert len(shown(browser)) == 12
    qtbot.mouseClick(browser.parts.pane.grid.viewport(), Left, pos=badge_of(browser, stored[8]))
    assert len(shown(browser)) == 10


async def test_shift_s_unfolds_all(stored: list[int], open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_S, Mod.ShiftModifier)
    assert len(shown(browser)) == 12
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_S, Mod.ShiftModifier)
    assert len(shown(browser)) == 10


async def test_s_on_a_picture_that_is_alone_says_so(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_S)
    assert browser.parts.act.text() == "No other candidate is the same picture"


async def test_stacking_is_switched_off_per_type_and_kept(
    core: FakeCore, stored: list[int], open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.mouseClick(browser.parts.stack_chip, Left)
    assert len(shown(browser)) == 12
    again = await open_browser()
    assert len(shown(again)) == 12
    assert not again.parts.stack_chip.isChecked()
    again.parts.header.tabs.choose(AssetType.FANART)
    assert again.front.stacks.is_on


async def test_stacks_found_in_the_background_come_in_without_moving_the_focus(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    ids = [asset.id for asset in core.cache.assets[INCEPTION.key]]
    core.stacks.hidden = ((ids[2], ids[7]), (ids[0], ids[3]))
    browser = await open_browser()
    pane = browser.parts.pane
    qtbot.keyClick(pane.grid, Key.Key_End)
    await eventually(lambda: len(shown(browser)) == 10)
    assert pane.current is not None
    assert pane.current.id == ids[-1]
    assert core.stacks.examined == [(INCEPTION.key, AssetType.POSTER)]


async def test_selecting_a_folded_stack_selects_its_top(
    core: FakeCore, stored: list[int], open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    await eventually(lambda: core.cache.find(stored[1])[1].is_selected)
    assert core.curation.acts == [(CurationAct.SELECT, (stored[1],))]


async def test_rejecting_a_folded_stack_rejects_all_of_it_in_one_step(
    core: FakeCore, stored: list[int], open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    grid = browser.parts.pane.grid
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_X)
    await eventually(lambda: browser.parts.act.text())
    assert core.curation.acts == [(CurationAct.REJECT, (stored[1], stored[4], stored[8]))]
    assert "3 pictures, all of one stack" in browser.parts.act.text()
    qtbot.keyClick(grid, Key.Key_Z, Mod.ControlModifier)
    await eventually(lambda: not any(asset.is_rejected for asset in core.cache.assets[INCEPTION.key]))


async def test_a_selected_member_lies_on_top(
    core: FakeCore, stored: list[int], open_browser: OpenBrowser
) -> None:
    chosen = replace(core.cache.find(stored[8])[1], is_selected=True)
    core.cache.put(INCEPTION.key, chosen)
    browser = await open_browser()
    assert shown(browser)[1] == stored[8]


async def test_pictures_rejected_before_are_rejected_again_and_it_is_said(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    ids = [asset.id for asset in core.cache.assets[INCEPTION.key]]
    core.stacks.rejected = (ids[3], ids[6])
    browser = await open_browser()
    messages = browser.parts.messages
    await eventually(lambda: "2 new pictures are ones you rejected before." in messages.texts())
    await eventually(lambda: len(shown(browser)) == 10)
    messages.line("rejected-again").action_triggered.emit()
    await settled(browser)
    assert len(shown(browser)) == 12
    assert browser.parts.pane.current is not None
    assert browser.parts.pane.current.id == ids[3]
