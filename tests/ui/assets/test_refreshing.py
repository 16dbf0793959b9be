"""Refreshing: what is asked, what is seen meanwhile, what survives."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.fetch import Priority
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset
from tests.ui.assets.conftest import INCEPTION, QUICK, OpenBrowser, posters, settled
from tests.ui.assets.refreshing_rig import ended, message, press_force
from ui.assets.grid_state import Showing
from ui.assets.refresh_button import RefreshState

Key, Mod = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


# -- what is asked -------------------------------------------------------------------------------------------


async def test_the_button_asks_every_provider_now(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.mouseClick(browser.parts.refresh.button, LEFT)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    (request,) = core.cache.fetches
    assert (request.key, request.force, request.priority) == (INCEPTION.key, True, Priority.USER)
    assert request.providers is None
    assert request.asset_types == ()


async def test_f5_asks_only_for_what_is_stale(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane, Key.Key_F5)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert not core.cache.fetches[0].force


async def test_the_menu_asks_for_one_type_or_one_provider(core: FakeCore, open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    menu = {action.text(): action for action in browser.parts.actions.force_menu.actions()}
    assert list(menu) == ["All of Inception (2010)", "Poster only", "", "TMDB only", "Fanart.tv only"]
    for words in ("Poster only", "Fanart.tv only"):
        menu[words].trigger()
        await eventually(lambda: browser.controller.refresher.of(INCEPTION.key).is_running)
        await ended(browser)
    by_type, by_provider = core.cache.fetches
    assert by_type.asset_types == (AssetType.POSTER,)
    assert by_provider.providers == {"fanart_tv"}
    assert by_type.force
    assert by_provider.force


# -- the button ----------------------------------------------------------------------------------------------


async def test_the_button_is_busy_then_cancels_in_the_same_place(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.gate.clear()
    browser = await open_browser()
    refresh = browser.parts.refresh
    place, width = refresh.button.pos(), refresh.button.width()
    qtbot.mouseClick(refresh.button, LEFT)
    assert refresh.state is RefreshState.BUSY
    assert not refresh.button.isEnabled()
    qtbot.mouseClick(refresh.button, LEFT)  # the second half of a double click stops nothing
    await eventually(lambda: refresh.state is RefreshState.CANCEL)
    assert refresh.button.text() == "Cancel"
    assert (refresh.button.pos(), refresh.button.width()) == (place, width)
    qtbot.mouseClick(refresh.button, LEFT)
    await eventually(lambda: core.cache.cancelled)
    await ended(browser)
    assert refresh.button.text() == "Force refresh"
    assert message(browser) == "The refresh was stopped. What had arrived is kept."
    assert len(browser.parts.pane.model.items) == 12


async def test_esc_twice_stops_a_refresh_and_keeps_the_window(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.gate.clear()
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Escape)
    assert browser.parts.act.text() == "Press Esc once more to stop the refresh"
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Escape)
    await eventually(lambda: core.cache.cancelled)
    await ended(browser)
    assert browser.isVisible()


async def test_a_second_ctrl_f5_neither_cancels_nor_doubles(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.gate.clear()
    browser = await open_browser()
    press_force(qtbot, browser)
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    core.cache.gate.set()
    await ended(browser)
    assert len(core.cache.fetches) == 1
    assert core.cache.cancelled == []


async def test_cancelling_before_the_first_step_leaves_no_button_behind(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    press_force(qtbot, browser)
    assert browser.controller.cancel()
    await ended(browser)
    assert core.cache.fetches == []
    assert browser.parts.refresh.state is RefreshState.READY


# -- what is seen meanwhile ----------------------------------------------------------------------------------


async def test_posters_of_two_services_stream_in(core: FakeCore, open_browser: OpenBrowser) -> None:
    core.cache.assets.clear()
    core.cache.arriving[INCEPTION.key] = [*posters(5), *posters(3, provider_name="fanart_tv")]
    gate = core.cache.provider_gates["fanart_tv"] = asyncio.Event()
    browser = await open_browser(timing=QUICK)
    pane, strip = browser.parts.pane, browser.parts.header.providers
    await eventually(lambda: len(pane.model.items) == 5)
    assert strip.chip("tmdb").label() == "TMDB ✓ 5"
    assert strip.chip("fanart_tv").label() == "Fanart.tv asking…"
    gate.set()
    await ended(browser)
    assert len(pane.model.items) == 8
    assert strip.chip("fanart_tv").label() == "Fanart.tv ✓ 3"
    assert browser.parts.messages.texts() == ()  # the first fetch of a title is no news


async def test_the_first_fetch_keeps_the_places_of_what_will_come(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    core.cache.assets.clear()
    core.cache.gate.clear()
    browser = await open_browser(timing=QUICK)
    await eventually(lambda: core.cache.fetches)
    assert browser.front.show_state().showing is Showing.PLACEHOLDERS
    core.cache.gate.set()
    await ended(browser)
    assert browser.parts.pane.words.state is not None
    assert browser.parts.pane.words.state.headline == "No posters found"


# -- what survives -------------------------------------------------------------------------------------------


async def test_tile_focus_place_choice_and_rejection_survive_a_refresh(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] = stored = posters(200)
    browser = await open_browser()
    pane, grid = browser.parts.pane, browser.parts.pane.grid
    pane.focus_id(stored[120].id)
    qtbot.keyClick(grid, Key.Key_P)
    await eventually(lambda: pane.current is not None and pane.current.is_selected)
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_X)
    qtbot.keyClick(grid, Key.Key_Left)  # back to the one that was rejected
    await eventually(lambda: pane.current is not None and pane.current.is_rejected)
    await settled(browser)
    top = grid.visualRect(grid.currentIndex()).y()
    came = [an_asset(score=100) for _ in range(7)]
    core.cache.assets[INCEPTION.key][0:0] = came
    core.cache.vanishing = {stored[3].id}
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert pane.current is not None
    assert pane.current.id == stored[121].id
    assert pane.current.is_rejected
    assert grid.visualRect(grid.currentIndex()).y() == pytest.approx(top, abs=grid.cell_size().height())
    selected = [asset.id for asset in pane.model.items if asset.is_selected]
    assert selected == [stored[120].id]
    assert stored[3].id not in [asset.id for asset in pane.model.items]


async def test_the_first_tile_in_sight_stays_where_it_stands(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] = posters(200)
    browser = await open_browser()
    grid, model = browser.parts.pane.grid, browser.parts.pane.model
    grid.verticalScrollBar().setValue(900)
    await settled(browser)
    first = model.item(grid.visible_rows()[0])
    y = grid.visualRect(model.index_of(first.id)).y()
    core.cache.assets[INCEPTION.key][0:0] = posters(grid.columns * 2)
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert grid.visualRect(model.index_of(first.id)).y() == y


async def test_loaded_pictures_are_not_loaded_again(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    before = len(core.thumbnails.asked)
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert len(core.thumbnails.asked) == before


async def test_the_neighbour_takes_over_when_the_focused_tile_vanishes(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    stored = core.cache.assets[INCEPTION.key]
    browser = await open_browser()
    browser.parts.pane.focus_id(stored[4].id)
    after = stored[5].id
    core.cache.vanishing = {stored[4].id}
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert browser.parts.pane.current is not None
    assert browser.parts.pane.current.id == after
