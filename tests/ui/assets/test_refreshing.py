"""Refreshing: what is asked, what is seen meanwhile, what survives, what is said afterwards."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import AllProvidersFailed, StoreError
from metarr_desktop.domain.fetch import Outcome, Priority, ProviderOutcome
from metarr_desktop.domain.status import Lamp, ProviderStatus
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, an_asset, an_entity
from tests.ui.assets.conftest import DUNE, INCEPTION, QUICK, SOLARIS, OpenBrowser, posters, settled
from ui.assets.grid_state import Showing, StateAction
from ui.assets.page import AssetBrowser
from ui.assets.refresh_button import RefreshState

Key, Mod = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
UNREACHABLE = ProviderOutcome(
    "fanart_tv", Outcome.FAILED, "unreachable", "Fanart.tv cannot be reached (request x)."
)


def press_force(qtbot: Any, browser: AssetBrowser) -> None:
    qtbot.keyClick(browser.parts.pane, Key.Key_F5, Mod.ControlModifier)


async def ended(browser: AssetBrowser) -> None:
    """Return when nothing is fetched for the title in front and what came is on screen."""
    key = browser.current_key
    assert key is not None
    await eventually(lambda: not browser.controller.refresher.of(key).is_running)
    await eventually(lambda: browser.parts.refresh.state in (RefreshState.READY, RefreshState.UNIDENTIFIED))
    await settled(browser)


def message(browser: AssetBrowser) -> str:
    return "\n".join(browser.parts.messages.texts())


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


# -- what is said afterwards ---------------------------------------------------------------------------------


async def test_a_refresh_says_what_is_new_and_marks_it(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.arriving[INCEPTION.key] = came = posters(2, first_seen_at=NOW)
    core.cache.vanishing = {core.cache.assets[INCEPTION.key][-1].id}
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert message(browser) == "Refreshed: 2 new posters, 1 vanished."
    assert all(browser.parts.pane.model.is_new(asset.id) for asset in came)


async def test_who_failed_is_named_with_the_age_of_its_rows_and_a_retry(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    old = NOW - timedelta(days=9)
    core.cache.assets[INCEPTION.key] += posters(3, provider_name="fanart_tv", fetched_at=old)
    core.cache.outcomes = (ProviderOutcome("tmdb", Outcome.OK), UNREACHABLE)
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    assert message(browser) == (
        "Refreshed: nothing new, none vanished. Fanart.tv cannot be reached; its 3 rows are from 9 days ago."
    )
    chip = browser.parts.header.providers.chip("fanart_tv")
    assert chip.label() == "Fanart.tv cannot be reached · showing 3 from 9 days ago"
    qtbot.mouseClick(chip, LEFT)
    await eventually(lambda: len(core.cache.fetches) == 2)
    await ended(browser)
    assert (core.cache.fetches[1].providers, core.cache.fetches[1].force) == ({"fanart_tv"}, True)


async def test_offline_the_stored_rows_stay_and_say_their_age(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    failed = ProviderOutcome("tmdb", Outcome.FAILED, "unreachable", "TMDB cannot be reached.")
    core.cache.fetch_error = AllProvidersFailed("No provider answered.", (failed, UNREACHABLE))
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await ended(browser)
    await eventually(lambda: message(browser))
    assert message(browser) == (
        "Nothing was refreshed. TMDB and Fanart.tv cannot be reached; their 12 rows are from 2.5 days ago."
    )
    assert len(browser.parts.pane.model.items) == 12


async def test_offline_with_nothing_stored_offers_to_retry(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets.clear()
    core.cache.fetch_error = AllProvidersFailed("No provider answered.", (UNREACHABLE,))
    browser = await open_browser(timing=QUICK)
    words = browser.parts.pane.words
    await eventually(lambda: words.state is not None and words.state.headline == "Nobody answered")
    core.cache.fetch_error = None
    core.cache.arriving[INCEPTION.key] = posters(2)
    qtbot.mouseClick(words.button(StateAction.RETRY), LEFT)
    await eventually(lambda: len(browser.parts.pane.model.items) == 2)
    await ended(browser)


async def test_a_store_that_fails_says_its_sentence(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.fetch_error = StoreError("The disk is full. Nothing was lost; free some space and retry.")
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: message(browser))
    await ended(browser)
    assert message(browser) == "The disk is full. Nothing was lost; free some space and retry."


async def test_a_missing_key_leads_to_the_settings(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.providers.states["fanart_tv"] = ProviderStatus("fanart_tv", Lamp.NO_KEY, "Fanart.tv has no key.")
    browser = await open_browser()
    asked: list[str] = []
    browser.keys_requested.connect(asked.append)
    qtbot.mouseClick(browser.parts.header.providers.chip("fanart_tv"), LEFT)
    assert asked == ["fanart_tv"]


async def test_a_change_of_health_reaches_the_chips(core: FakeCore, open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    core.providers.states["tmdb"] = ProviderStatus("tmdb", Lamp.REFUSED, "TMDB does not accept the key.")
    core.providers.changed()
    assert browser.parts.header.providers.chip("tmdb").label().startswith("TMDB key not accepted")


# -- moving on -----------------------------------------------------------------------------------------------


async def test_a_forced_refresh_goes_on_when_one_moves_on(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.gate.clear()
    browser = await open_browser()
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    qtbot.keyClick(browser, Key.Key_Right, Mod.AltModifier)
    await settled(browser)
    assert browser.parts.refresh.state is RefreshState.READY
    qtbot.keyClick(browser, Key.Key_Left, Mod.AltModifier)
    await settled(browser)
    assert browser.parts.refresh.state is RefreshState.CANCEL
    qtbot.keyClick(browser, Key.Key_Right, Mod.AltModifier)
    await settled(browser)
    core.cache.gate.set()
    await eventually(lambda: message(browser))
    assert core.cache.cancelled == []
    assert message(browser) == "Refreshed Inception (2010): nothing new, none vanished."


async def test_of_fetches_nobody_waits_for_two_go_on(core: FakeCore, open_browser: OpenBrowser) -> None:
    films = [an_entity(2000 + number, f"Film {number}") for number in range(5)]
    core.library.put(*films)
    core.cache.gate.clear()
    browser = await open_browser(timing=QUICK)
    for film in films:
        browser.show_title([each.key for each in films], film.key)
        await eventually(lambda film=film: core.cache.fetches[-1].key == film.key)  # type: ignore[misc]
    await settled(browser)
    cancelled = [request.key for request in core.cache.cancelled]
    assert cancelled == [INCEPTION.key, films[0].key, films[1].key]
    core.cache.gate.set()
    await ended(browser)


async def test_closing_ends_every_task(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> None:
    core.cache.gate.clear()
    browser = await open_browser(SOLARIS.key)
    press_force(qtbot, browser)
    await eventually(lambda: core.cache.fetches)
    await browser.aclose()
    assert len(core.cache.cancelled) == 1
    assert core.providers.listeners == []
    browser.show_title([DUNE.key], DUNE.key)  # a late signal: nothing starts
    await asyncio.sleep(0)
    assert len(core.cache.fetches) == 1
