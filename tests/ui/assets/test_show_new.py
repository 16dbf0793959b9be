"""“Show new” in the line after a refresh: from one new picture to the next, on another tab if need be."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, an_asset
from tests.ui.assets.conftest import INCEPTION, OpenBrowser, posters, settled
from ui.assets.asset_filter import AssetFilter, AssetSort
from ui.assets.page import AssetBrowser

Key, Mod = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton
UNREACHABLE = ProviderOutcome("fanart_tv", Outcome.FAILED, "unreachable", "Fanart.tv cannot be reached.")


async def refreshed(browser: AssetBrowser, qtbot: Any) -> None:
    """Force a refresh and wait for its line."""
    qtbot.keyClick(browser.parts.pane, Key.Key_F5, Mod.ControlModifier)
    await eventually(browser.parts.messages.texts)
    await settled(browser)


def link(browser: AssetBrowser) -> QPushButton | None:
    return browser.parts.messages.line("refresh").findChild(QPushButton)


def press(browser: AssetBrowser, qtbot: Any) -> None:
    button = link(browser)
    assert button is not None
    qtbot.mouseClick(button, LEFT)


def current_id(browser: AssetBrowser) -> int:
    assert browser.parts.pane.current is not None
    return browser.parts.pane.current.id


def is_in_sight(browser: AssetBrowser) -> bool:
    grid = browser.parts.pane.grid
    return grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()).center())


async def test_each_press_goes_to_the_next_new_picture_and_round(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] = posters(200)
    small = an_asset(width=20, height=30, first_seen_at=NOW)
    large = an_asset(width=6000, height=9000, first_seen_at=NOW)
    core.cache.arriving[INCEPTION.key] = [small, large]
    browser = await open_browser()
    browser.front.set_sort(AssetSort.SIZE)
    await refreshed(browser, qtbot)
    gone_to = []
    for _ in range(3):
        press(browser, qtbot)
        gone_to.append((current_id(browser), is_in_sight(browser)))
    assert gone_to == [(large.id, True), (small.id, True), (large.id, True)]


async def test_a_click_leaves_the_keys_with_the_tiles(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.arriving[INCEPTION.key] = posters(2, first_seen_at=NOW)
    browser = await open_browser()
    await eventually(browser.parts.pane.grid.hasFocus)
    await refreshed(browser, qtbot)
    press(browser, qtbot)
    assert browser.parts.pane.grid.hasFocus()


async def test_what_is_new_on_another_tab_only_brings_that_tab(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    old = [an_asset(AssetType.FANART, score=99 - number % 90) for number in range(60)]
    came = an_asset(AssetType.FANART, score=1, first_seen_at=NOW)
    core.cache.assets[INCEPTION.key] += old
    core.cache.arriving[INCEPTION.key] = [came]
    browser = await open_browser()
    await refreshed(browser, qtbot)
    press(browser, qtbot)
    assert browser.front.kind is AssetType.FANART
    await eventually(lambda: browser.front.was_read and current_id(browser) == came.id)
    assert is_in_sight(browser)


async def test_a_tab_left_before_it_was_read_is_not_walked_through(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.arriving[INCEPTION.key] = [an_asset(AssetType.FANART, first_seen_at=NOW)]
    browser = await open_browser()
    before = current_id(browser)
    await refreshed(browser, qtbot)
    press(browser, qtbot)
    browser.parts.header.tabs.choose(AssetType.POSTER)
    await settled(browser)
    assert (browser.front.kind, current_id(browser)) == (AssetType.POSTER, before)


async def test_new_pictures_that_the_filters_hide_are_told_of(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.arriving[INCEPTION.key] = posters(1, provider_name="fanart_tv", first_seen_at=NOW)
    core.cache.outcomes = tuple(ProviderOutcome(name, Outcome.OK) for name in ("tmdb", "fanart_tv"))
    browser = await open_browser()
    before = current_id(browser)
    browser.front.set_filter(AssetFilter(providers=frozenset({"tmdb"})))
    await refreshed(browser, qtbot)
    press(browser, qtbot)
    assert browser.parts.act.text() == "The new posters are hidden by the filters"
    assert current_id(browser) == before


async def test_retry_is_the_one_act_when_somebody_failed(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.arriving[INCEPTION.key] = posters(2, first_seen_at=NOW)
    core.cache.outcomes = (ProviderOutcome("tmdb", Outcome.OK), UNREACHABLE)
    browser = await open_browser()
    await refreshed(browser, qtbot)
    button = link(browser)
    assert button is not None
    assert button.text() == "Retry Fanart.tv"


async def test_nothing_new_offers_nothing_to_show(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    await refreshed(browser, qtbot)
    assert link(browser) is None


async def test_the_link_has_a_name_and_a_tool_tip(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.arriving[INCEPTION.key] = posters(2, first_seen_at=NOW)
    browser = await open_browser()
    await refreshed(browser, qtbot)
    button = link(browser)
    assert button is not None
    assert button.accessibleName() == "Show new"
    assert button.toolTip() == "Show the new pictures, one after the other"
