"""The views for who has no mouse or no eyes: names, tool tips, keys, the tab order."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from metarr_desktop.domain.asset import AssetType
from tests.fakes import FakeCore, an_asset
from tests.ui.accessibility import (
    actions_without_key_in_tooltip,
    ambiguous_keys,
    nameless,
    tab_order,
    without_tooltip,
)
from tests.ui.assets.conftest import INCEPTION, settled
from ui.assets.views.modes import ViewMode

Key = Qt.Key
VIEWS = {ViewMode.LOUPE: Key.Key_E, ViewMode.COMPARE: Key.Key_C, ViewMode.SURVEY: Key.Key_N}


@pytest.mark.parametrize("mode", VIEWS)
async def test_every_control_of_a_view_has_a_name_and_a_tool_tip(browser: Any, mode: ViewMode) -> None:
    QTest.keyClick(browser.parts.pane.grid, VIEWS[mode])
    assert browser.parts.stage.mode is mode
    assert nameless(browser) == []
    assert without_tooltip(browser) == []
    assert actions_without_key_in_tooltip(browser) == []
    assert ambiguous_keys(browser) == {}


@pytest.mark.parametrize("mode", VIEWS)
async def test_tab_stays_within_the_view_and_goes_from_left_to_right(browser: Any, mode: ViewMode) -> None:
    QTest.keyClick(browser.parts.pane.grid, VIEWS[mode])
    views = browser.parts.stage.currentWidget()
    inside = [each for each in tab_order(browser) if views.isAncestorOf(each)]
    assert browser.parts.pane.grid not in tab_order(browser)
    bar = [each for each in inside if each.mapTo(browser, each.rect().center()).y() > browser.height() * 0.8]
    places = [each.mapTo(browser, each.rect().topLeft()).x() for each in bar]
    assert len(bar) >= 3
    assert places == sorted(places)


async def test_the_switch_on_the_tool_bar_shows_where_one_is(browser: Any) -> None:
    switch = browser.parts.actions.views.switch
    for mode, key in VIEWS.items():
        QTest.keyClick(browser.focusWidget(), key)
        assert [each for each, action in switch.items() if action.isChecked()] == [mode]
    switch[ViewMode.GRID].trigger()
    assert browser.parts.stage.mode is ViewMode.GRID
    assert browser.parts.pane.grid.hasFocus()


async def test_letters_are_letters_while_one_types(browser: Any) -> None:
    field = QLineEdit(browser.parts.ground)
    field.show()
    field.setFocus()
    for key in (*VIEWS.values(), Key.Key_G, Key.Key_H, Key.Key_Z):
        QTest.keyClick(field, key)
    assert field.text() == "ecnghz"
    assert browser.parts.stage.mode is ViewMode.GRID


async def test_messages_go_with_the_view_and_come_back(browser: Any) -> None:
    parts = browser.parts
    parts.tell_problem("The disk is full. Nothing was changed.")
    QTest.keyClick(parts.pane.grid, Key.Key_E)
    assert parts.messages.isVisible()
    place = parts.messages.mapTo(browser, parts.messages.rect().topLeft()).y()
    assert place < parts.stage.loupe.canvas.mapTo(browser, parts.stage.loupe.canvas.rect().topLeft()).y()
    QTest.keyClick(parts.stage.loupe.canvas, Key.Key_G)
    assert parts.messages.isVisible()
    assert parts.ground.isAncestorOf(parts.messages)


async def test_the_loupe_stays_from_type_to_type_and_the_grid_says_where_there_is_nothing(
    browser: Any, core: FakeCore
) -> None:
    core.cache.assets[INCEPTION.key].append(an_asset(AssetType.FANART))
    QTest.keyClick(browser.parts.pane.grid, Key.Key_E)
    QTest.keyClick(browser.parts.stage.loupe.canvas, Key.Key_3, Qt.KeyboardModifier.AltModifier)
    await settled(browser)
    assert browser.parts.stage.mode is ViewMode.LOUPE
    assert browser.parts.stage.loupe.asset.asset_type is AssetType.FANART
    QTest.keyClick(browser.parts.stage.loupe.canvas, Key.Key_5, Qt.KeyboardModifier.AltModifier)
    await settled(browser)
    assert browser.parts.stage.mode is ViewMode.GRID


async def test_a_trailer_has_no_other_view(open_browser: Any, core: FakeCore) -> None:
    core.cache.assets[INCEPTION.key] = [an_asset(AssetType.TRAILER)]
    browser = await open_browser(asset_type=AssetType.TRAILER)
    switch = browser.parts.actions.views.switch
    assert not switch[ViewMode.COMPARE].isEnabled()
    assert not switch[ViewMode.SURVEY].isEnabled()
