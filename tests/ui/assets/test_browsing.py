"""Opening, walking and filtering, with real keys and clicks."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QSettings, QSize, Qt
from PySide6.QtWidgets import QWidget

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import ExternalIds, IdentityState
from metarr_desktop.domain.errors import StoreError
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, an_asset, an_entity
from tests.ui.assets.conftest import DUNE, INCEPTION, QUICK, SOLARIS, STILL, OpenBrowser, settled
from ui.application import theme_of
from ui.assets.asset_filter import NO_TEXT, AssetSort
from ui.assets.controller import Timing
from ui.assets.grid_state import StateAction
from ui.assets.page import AssetBrowser
from ui.elided_label import ElidedLabel

Key, Mod = Qt.Key, Qt.KeyboardModifier


def ids(browser: AssetBrowser) -> list[int]:
    return [asset.id for asset in browser.parts.pane.model.items]


def tile_centre(browser: AssetBrowser, row: int) -> QPoint:
    grid = browser.parts.pane.grid
    return grid.visualRect(browser.parts.pane.model.index(row, 0)).center()


async def fetched(browser: AssetBrowser, core: FakeCore) -> None:
    """Return when a fetch has ended and what it brought is on screen."""
    key = browser.current_key
    assert key is not None
    fetch = browser.controller.refresher.of(key)
    await eventually(lambda: core.cache.fetches and not fetch.is_running)
    await settled(browser)


# -- opening -------------------------------------------------------------------------------------------------


async def test_the_cache_is_on_screen_before_anybody_is_asked(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    browser = await open_browser()
    assert core.cache.fetches == []
    assert len(ids(browser)) == 12
    assert browser.windowTitle() == "Artwork: Inception (2010)"
    assert browser.parts.header.place == "1 of 3"
    assert browser.parts.header.age == "as of 2.5 days ago"
    assert browser.parts.pane.grid.hasFocus()


async def test_staying_on_a_title_asks_for_what_is_stale(core: FakeCore, open_browser: OpenBrowser) -> None:
    browser = await open_browser(timing=QUICK)
    await fetched(browser, core)
    request = core.cache.fetches[0]
    assert (request.key, request.force, request.consumer) == (INCEPTION.key, False, "browser")


async def test_passing_by_asks_nobody(core: FakeCore, settings: QSettings, qtbot: Any) -> None:
    browser = AssetBrowser(core, settings=settings, timing=Timing(open_s=0.02))
    browser.show_title([INCEPTION.key, DUNE.key], INCEPTION.key)
    await eventually(lambda: browser.front.was_read)
    qtbot.keyClick(browser.parts.pane, Key.Key_Right, Mod.AltModifier)
    await fetched(browser, core)
    await browser.aclose()
    browser.close()
    assert [request.key for request in core.cache.fetches] == [DUNE.key]


async def test_tabs_count_every_type(core: FakeCore, open_browser: OpenBrowser) -> None:
    core.cache.assets[INCEPTION.key] += [an_asset(AssetType.FANART), an_asset(AssetType.FANART)]
    tabs = (await open_browser()).parts.header.tabs
    await eventually(lambda: tabs.tabText(0) == "Poster 12")
    assert tabs.tabText(2) == "Fanart 2"
    assert tabs.tabText(3) == "Clearlogo"
    assert tabs.accessibleTabName(2) == "Fanart, 2 fanart pictures"


async def test_a_main_window_may_open_the_tab_of_a_slot(open_browser: OpenBrowser) -> None:
    browser = await open_browser(asset_type=AssetType.CLEARLOGO)
    assert browser.front.kind is AssetType.CLEARLOGO
    assert browser.parts.header.tabs.currentIndex() == 3


async def test_an_unreadable_store_says_so_and_can_be_read_again(
    core: FakeCore, settings: QSettings, qtbot: Any
) -> None:
    core.cache.read_error = StoreError("The database is locked by another program.", reason="locked")
    browser = AssetBrowser(core, settings=settings, timing=STILL)
    browser.show_title([INCEPTION.key], INCEPTION.key)
    words = browser.parts.pane.words
    await eventually(lambda: words.state is not None)
    assert words.state is not None
    assert words.state.text == "The database is locked by another program."
    core.cache.read_error = None
    qtbot.mouseClick(words.button(StateAction.READ_AGAIN), Qt.MouseButton.LeftButton)
    await eventually(lambda: len(ids(browser)) == 12)
    await settled(browser)
    await browser.aclose()
    browser.close()


async def test_an_unidentified_title_asks_to_be_identified_first(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    unknown = an_entity(1009, "It", None, external_ids=ExternalIds(), state=IdentityState.UNIDENTIFIED)
    core.library.put(unknown)
    browser = await open_browser(unknown.key)
    asked: list[object] = []
    browser.identify_requested.connect(asked.append)
    assert not browser.parts.refresh.button.isEnabled()
    assert browser.parts.refresh.button.toolTip() == "Identify first (Ctrl+I)"
    qtbot.mouseClick(browser.parts.pane.words.button(StateAction.IDENTIFY), Qt.MouseButton.LeftButton)
    qtbot.keyClick(browser, Key.Key_I, Mod.ControlModifier)
    assert asked == [unknown.key, unknown.key]
    assert core.cache.fetches == []


# -- walking -------------------------------------------------------------------------------------------------


async def test_previous_and_next_walk_in_the_order_of_the_library(
    open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser(DUNE.key)
    shown: list[object] = []
    browser.title_shown.connect(shown.append)
    grid = browser.parts.pane.grid
    qtbot.keyClick(browser, Key.Key_Right, Mod.AltModifier)
    qtbot.keyClick(browser, Key.Key_Right, Mod.AltModifier)  # the last one: nothing happens
    assert not browser.parts.actions.next.isEnabled()
    qtbot.keyClick(browser, Key.Key_Left, Mod.AltModifier)
    qtbot.keyClick(grid, Key.Key_Left, Mod.AltModifier)
    assert shown == [SOLARIS.key, DUNE.key, INCEPTION.key]
    assert not browser.parts.actions.previous.isEnabled()
    await settled(browser)


async def test_alt_and_digits_and_ctrl_tab_change_the_type(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser, Key.Key_3, Mod.AltModifier)
    assert browser.front.kind is AssetType.FANART
    qtbot.keyClick(browser, Key.Key_Tab, Mod.ControlModifier)
    assert browser.front.kind is AssetType.CLEARLOGO
    qtbot.keyClick(browser, Key.Key_1, Mod.AltModifier)
    qtbot.keyClick(browser, Key.Key_Backtab, Mod.ControlModifier | Mod.ShiftModifier)
    assert browser.front.kind is AssetType.TRAILER  # round the end
    await settled(browser)


async def test_esc_returns_to_the_library(open_browser: OpenBrowser, qtbot: Any, core: FakeCore) -> None:
    browser = await open_browser()
    closed: list[bool] = []
    browser.closed.connect(lambda: closed.append(True))
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Escape)
    assert closed == [True]
    assert not browser.isVisible()


async def test_the_panel_follows_the_focused_tile(
    open_browser: OpenBrowser, qtbot: Any, core: FakeCore
) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right)
    third = core.cache.assets[INCEPTION.key][2]
    assert browser.parts.panel.asset == third
    assert browser.parts.panel.bars.rows()[3] == ("Votes", 12, 20)


async def test_the_bars_of_the_score_start_and_end_at_the_same_place(open_browser: OpenBrowser) -> None:
    bars = (await open_browser()).parts.panel.bars
    places = {(bars.bar_rect(row).left(), bars.bar_rect(row).right()) for row in range(5)}
    assert len(places) == 1


async def test_tiles_speak_to_screen_readers(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    model = browser.parts.pane.model
    spoken = model.data(model.index(2, 0), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Poster 3 of 12, score 97, TMDB, English, 2000 by 3000"


# -- new -----------------------------------------------------------------------------------------------------


async def test_new_ends_when_the_tab_is_left(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> None:
    late = an_asset(first_seen_at=NOW - timedelta(days=1))
    core.cache.assets[INCEPTION.key].append(late)
    core.library.viewed[(INCEPTION.key, AssetType.POSTER)] = NOW - timedelta(days=2)
    browser = await open_browser()
    model = browser.parts.pane.model
    assert model.is_new(late.id)
    viewed = core.library.viewed
    await eventually(lambda: viewed[(INCEPTION.key, AssetType.POSTER)] == NOW)
    assert model.is_new(late.id)  # not under one's eyes
    qtbot.keyClick(browser, Key.Key_2, Mod.AltModifier)
    qtbot.keyClick(browser, Key.Key_1, Mod.AltModifier)
    await eventually(lambda: late.id in ids(browser))
    assert not model.is_new(late.id)


# -- filters -------------------------------------------------------------------------------------------------


async def test_a_chip_filters_and_the_next_browser_remembers(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    textless = an_asset(language=None)
    core.cache.assets[INCEPTION.key].append(textless)
    browser = await open_browser()
    chip = browser.parts.filters.chips.chip(f"language:{NO_TEXT}")
    assert chip.label() == "No text 1"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert ids(browser) == [textless.id]
    assert ids(await open_browser()) == [textless.id]


async def test_filters_belong_to_their_type(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> None:
    core.cache.assets[INCEPTION.key].append(an_asset(AssetType.FANART))
    browser = await open_browser()
    qtbot.mouseClick(browser.parts.filters.chips.chip("provider:tmdb"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(browser, Key.Key_3, Mod.AltModifier)
    assert not browser.front.filter.providers
    qtbot.keyClick(browser, Key.Key_1, Mod.AltModifier)
    assert browser.front.filter.providers == {"tmdb"}
    await settled(browser)


async def test_filters_that_hide_everything_say_so_and_can_be_cleared(
    core: FakeCore, open_browser: OpenBrowser, settings: QSettings, qtbot: Any
) -> None:
    settings.setValue("assets/poster/filter", '{"languages": ["sv"]}')
    browser = await open_browser()
    pane = browser.parts.pane
    assert pane.words.state is not None
    assert pane.words.state.headline == "The filters hide all 12 posters"
    qtbot.mouseClick(pane.words.button(StateAction.CLEAR_FILTERS), Qt.MouseButton.LeftButton)
    assert len(ids(browser)) == 12
    assert pane.grid.hasFocus()
    await settled(browser)


async def test_sorting_keeps_the_focused_tile(core: FakeCore, open_browser: OpenBrowser) -> None:
    small = an_asset(width=500, height=750, score=100)
    core.cache.assets[INCEPTION.key].insert(0, small)
    browser = await open_browser()
    assert browser.parts.pane.current == small
    browser.front.set_sort(AssetSort.SIZE)
    assert browser.parts.pane.current == small
    assert browser.parts.pane.position == (13, 13)


async def test_the_tile_size_follows_the_slider_the_keys_and_the_next_start(
    open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    before = browser.parts.pane.grid.tile_width
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Plus, Mod.ControlModifier)
    width = browser.parts.pane.grid.tile_width
    assert width > before
    assert (await open_browser()).parts.pane.grid.tile_width == width


async def test_facts_that_do_not_fit_give_up_the_name_of_the_language_not_the_size(qtbot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.show_text("Fanart.tv · English · 1000×1000", "Fanart.tv · en · 1000×1000")
    label.resize(label.sizeHint())
    assert label.shown == "Fanart.tv · English · 1000×1000"
    label.resize(label.width() - 5, label.height())
    assert label.shown == "Fanart.tv · en · 1000×1000"


@pytest.mark.parametrize("scale", [1.0, 2.0])
async def test_the_buttons_of_the_panel_are_in_sight_below_the_picture(
    open_browser, qapp, scale: float
) -> None:
    theme_of(qapp).set_text_scale(scale)
    try:
        panel = (await open_browser()).parts.panel
        for button in (panel.use, panel.reject):
            await eventually(lambda button=button: _bottom_in(panel, button) <= panel.height())
    finally:
        theme_of(qapp).set_text_scale(1.0)


async def test_it_fits_a_small_screen_of_twice_the_dots_and_has_its_words_back_afterwards(
    open_browser,
) -> None:
    browser = await open_browser()
    parts, style = browser.parts, Qt.ToolButtonStyle
    browser.resize(620, 370)  # what 1280 by 800 leaves at a scale of 200 %
    await eventually(lambda: parts.bar.toolButtonStyle() is style.ToolButtonIconOnly)
    await eventually(lambda: browser.size() == QSize(620, 370))
    assert parts.filters.height() >= parts.filters.heightForWidth(parts.filters.width())
    shown = [action.isSeparator() for action in parts.bar.actions() if action.isVisible()]
    assert (True, True) not in pairwise(shown)
    browser.resize(1280, 800)
    await eventually(lambda: parts.bar.toolButtonStyle() is style.ToolButtonTextUnderIcon)
    assert parts.header.providers.isVisible()


async def test_captions_of_tiles_grow_with_the_text(open_browser, qapp) -> None:
    grid = (await open_browser()).parts.pane.grid
    before = grid.caption_rect(grid.visualRect(grid.model().index(0, 0))).height()
    theme_of(qapp).set_text_scale(2.0)
    try:
        await eventually(
            lambda: grid.caption_rect(grid.visualRect(grid.model().index(0, 0))).height() > 1.7 * before
        )
    finally:
        theme_of(qapp).set_text_scale(1.0)


def _bottom_in(panel: QWidget, widget: QWidget) -> int:
    return widget.mapTo(panel, widget.rect().bottomLeft()).y()
