"""Season types of a series: the row of seasons, its keys, and choosing one picture per season."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import FetchRequest
from tests.async_gui import eventually
from tests.fakes import FakeCore, a_series, an_album, an_asset
from tests.ui import accessibility
from tests.ui.assets.conftest import INCEPTION, OpenBrowser, settled
from ui.application import theme_of
from ui.assets.grid_state import StateAction
from ui.assets.page import AssetBrowser

Key, Mod, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
DARK, NEVERMIND = a_series(), an_album()
KIND = AssetType.SEASONPOSTER


def season_posters() -> list[CachedAsset]:
    """Four of season 1, three of season 2, one that names none; best first across the seasons."""
    seasons = [2, 1, 1, 2, None, 1, 2, 1]
    return [an_asset(KIND, season_number=season, score=90 - at) for at, season in enumerate(seasons)]


@pytest.fixture(autouse=True)
def _series(core: FakeCore) -> None:
    core.library.put(DARK, NEVERMIND)
    core.cache.assets[DARK.key] = [*season_posters(), an_asset(AssetType.SEASONBANNER, season_number=1)]


def shown_seasons(browser: AssetBrowser) -> list[int | None]:
    return [asset.season_number for asset in browser.parts.pane.model.items]


async def test_all_seasons_are_grouped_and_tiles_say_theirs(open_browser: OpenBrowser) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    assert shown_seasons(browser) == [1, 1, 1, 1, 2, 2, 2, None]
    model = browser.parts.pane.model
    assert [model.season_title(model.items[row]) for row in (0, 4, 7)] == [
        "Season 1",
        "Season 2",
        "Any season",
    ]
    spoken = model.data(model.index(4, 0), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Season poster 5 of 8, score 90, TMDB, English, 2000 by 3000, season 2"


async def test_each_season_begins_a_line_of_its_own_while_all_are_shown(
    open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    grid = browser.parts.pane.grid
    assert grid.geometry_now().starts == (0, 4, 7)
    for _ in range(2):
        qtbot.keyClick(grid, Key.Key_Down)
    assert browser.parts.pane.current is not None
    assert browser.parts.pane.current.season_number is None  # four, three and one tile: three lines
    qtbot.mouseClick(browser.parts.header.seasons.chip(1), LEFT)
    assert grid.geometry_now().starts == ()
    qtbot.keyClick(browser, Key.Key_1, Mod.AltModifier)
    assert grid.geometry_now().starts == ()
    await settled(browser)


async def test_what_arrives_above_moves_neither_the_focused_tile_nor_its_place(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[DARK.key] = [
        an_asset(KIND, season_number=season, score=90) for season in (1, 2, 3) for _ in range(20)
    ]
    browser = await open_browser(DARK.key, asset_type=KIND)
    grid = browser.parts.pane.grid
    for _ in range(8):
        qtbot.keyClick(grid, Key.Key_Down)
    focused, before = browser.parts.pane.current, grid.visualRect(grid.currentIndex()).y()
    assert grid.verticalOffset() > 0
    core.cache.arriving[DARK.key] = [
        an_asset(KIND, season_number=season) for season in (0, 1, 1, 2) for _ in range(7)
    ]
    qtbot.keyClick(grid, Key.Key_F5, Mod.ControlModifier)
    await eventually(lambda: len(browser.parts.pane.model.items) == 88)
    await settled(browser)
    assert browser.parts.pane.current == focused
    assert grid.visualRect(grid.currentIndex()).y() == before


async def test_the_row_counts_seasons_and_greys_those_without_candidates(open_browser: OpenBrowser) -> None:
    bar = (await open_browser(DARK.key, asset_type=KIND)).parts.header.seasons
    assert bar.isVisible()
    assert bar.numbers == (None, 0, 1, 2, -1)
    assert bar.chip(2).accessibleName() == "Season 2, 2019 · 8 episodes, 3 season posters"
    assert bar.chip(0).accessibleName() == "Specials, 2 episodes, no season posters"
    assert bar.chip(0).text_colour() != bar.chip(1).text_colour()
    assert bar.progress.text() == "Season posters: 0 of 2 seasons chosen"


async def test_other_types_have_no_row_of_seasons(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    qtbot.keyClick(browser, Key.Key_1, Mod.AltModifier)
    assert not browser.parts.header.seasons.isVisible()
    assert not browser.parts.actions.next_season.isVisible()
    await settled(browser)


async def test_a_click_shows_one_season_and_leaves_the_keyboard_on_the_tiles(
    open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    qtbot.mouseClick(browser.parts.header.seasons.chip(2), LEFT)
    assert shown_seasons(browser) == [2, 2, 2]
    assert browser.parts.pane.grid.hasFocus()
    assert browser.parts.pane.position == (1, 3)
    assert browser.parts.counts.text() == "Season 2 · 3 season posters · none selected"


async def test_the_focused_tile_keeps_the_focus_when_its_season_is_shown_alone(
    open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    for _ in range(5):
        qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right)
    focused = browser.parts.pane.current
    assert focused is not None
    assert focused.season_number == 2
    qtbot.mouseClick(browser.parts.header.seasons.chip(2), LEFT)
    assert browser.parts.pane.current == focused


@pytest.mark.parametrize(
    ("on", "back"),
    [
        ((Key.Key_PageDown, Mod.ControlModifier), (Key.Key_PageUp, Mod.ControlModifier)),
        ((Key.Key_BracketRight, Mod.NoModifier), (Key.Key_BracketLeft, Mod.NoModifier)),
    ],
)
async def test_keys_step_from_season_to_season(
    open_browser: OpenBrowser, qtbot: Any, on: tuple[Any, Any], back: tuple[Any, Any]
) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    grid, walked = browser.parts.pane.grid, []
    for keys in (on, on, on, on, back):
        qtbot.keyClick(grid, *keys)
        walked.append(browser.front.season)
    assert walked == [1, 2, -1, -1, 2]  # the specials have none and are passed over


async def test_the_row_is_walked_by_arrows_and_chosen_by_space(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    bar = browser.parts.header.seasons
    bar.chip(None).setFocus()
    qtbot.keyClick(bar.chip(None), Key.Key_Right)
    qtbot.keyClick(bar.chip(0), Key.Key_Right)
    assert bar.chip(1).hasFocus()
    qtbot.keyClick(bar.chip(1), Key.Key_Space)
    assert shown_seasons(browser) == [1, 1, 1, 1]
    assert bar.chip(1).isChecked()


async def test_tab_leads_from_the_types_to_the_season_in_front(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    tabs, bar = browser.parts.header.tabs, browser.parts.header.seasons
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_BracketRight)
    tabs.setFocus()
    qtbot.keyClick(tabs, Key.Key_Tab)
    assert bar.chip(1).hasFocus()
    qtbot.keyClick(bar.chip(1), Key.Key_Tab)
    assert not any(bar.chip(number).hasFocus() for number in bar.numbers)  # one stop for the whole row


async def test_every_control_of_a_series_has_a_name_and_says_what_it_does(open_browser: OpenBrowser) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    assert accessibility.nameless(browser) == []
    assert accessibility.without_tooltip(browser) == []
    assert accessibility.ambiguous_keys(browser) == {}


async def test_the_season_stays_while_one_walks_through_the_types(
    open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    qtbot.mouseClick(browser.parts.header.seasons.chip(2), LEFT)
    qtbot.keyClick(browser, Key.Key_1, Mod.AltModifier)
    browser.parts.header.tabs.choose(AssetType.SEASONBANNER)
    await settled(browser)
    words = browser.parts.pane.words
    assert words.state is not None
    assert words.state.headline == "No season banners of season 2"
    assert words.state.text == "The other seasons of Dark (2017) have 1 season banner."
    qtbot.mouseClick(words.button(StateAction.ALL_SEASONS), LEFT)
    assert shown_seasons(browser) == [1]
    assert browser.parts.pane.grid.hasFocus()


async def test_another_title_begins_with_all_seasons(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    qtbot.mouseClick(browser.parts.header.seasons.chip(2), LEFT)
    browser.show_title([DARK.key, INCEPTION.key], INCEPTION.key)
    await settled(browser)
    browser.show_title([DARK.key, INCEPTION.key], DARK.key, KIND)
    await settled(browser)
    assert browser.front.season is None


async def test_each_season_has_a_selected_picture_of_its_own(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    bar, grid = browser.parts.header.seasons, browser.parts.pane.grid
    assert browser.parts.panel.use.text() == "Use for season 1"
    for season in (1, 2):
        qtbot.mouseClick(bar.chip(season), LEFT)
        qtbot.keyClick(grid, Key.Key_P)
        await eventually(lambda season=season: bar.chip(season).line.chosen == 1)
    assert bar.progress.text() == "Season posters: 2 of 2 seasons chosen"
    assert bar.chip(1).accessibleName().endswith("4 season posters, one selected")
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_P)  # another one of season 2 replaces only that of season 2
    await eventually(lambda: browser.parts.pane.model.items[1].is_selected)
    chosen = [asset.season_number for asset in core.cache.assets[DARK.key] if asset.is_selected]
    assert sorted(chosen) == [1, 2]
    qtbot.keyClick(grid, Key.Key_Z, Mod.ControlModifier)
    await eventually(lambda: browser.parts.pane.model.items[0].is_selected)


async def test_filters_count_the_season_in_front(
    open_browser: OpenBrowser, core: FakeCore, qtbot: Any
) -> None:
    core.cache.assets[DARK.key].append(an_asset(KIND, season_number=2, language=None))
    browser = await open_browser(DARK.key, asset_type=KIND)
    chips = browser.parts.filters.chips
    assert chips.chip("provider:tmdb").count == 9
    qtbot.mouseClick(browser.parts.header.seasons.chip(2), LEFT)
    assert chips.chip("provider:tmdb").count == 4
    qtbot.mouseClick(chips.chip("language:none"), LEFT)
    assert shown_seasons(browser) == [2]


async def test_what_arrives_keeps_season_and_place(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser(DARK.key, asset_type=KIND)
    qtbot.mouseClick(browser.parts.header.seasons.chip(2), LEFT)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right)
    focused = browser.parts.pane.current
    core.cache.arriving[DARK.key] = [an_asset(KIND, season_number=season, score=99) for season in (1, 2)]
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_F5, Mod.ControlModifier)
    await eventually(lambda: browser.parts.header.seasons.chip(2).line.count == 4)
    await eventually(lambda: not browser.controller.refresher.of(DARK.key).is_running)
    await settled(browser)
    assert browser.front.season == 2
    assert browser.parts.pane.current == focused
    assert core.cache.fetches[-1] == FetchRequest(
        DARK.key, force=True, consumer=core.cache.fetches[-1].consumer
    )


@pytest.mark.parametrize("width", [1280, 1920])
async def test_all_tabs_of_a_series_are_in_sight(open_browser: OpenBrowser, width: int) -> None:
    browser = await open_browser(DARK.key)
    browser.resize(width, 800)
    tabs = browser.parts.header.tabs
    tabs.show_counts(dict.fromkeys(ASSET_TYPES[EntityType.TV], 24))
    await eventually(lambda: tabs.width() > width - 100)
    assert tabs.count() == 13
    assert tabs.tabRect(12).right() <= tabs.width()


async def test_tabs_that_do_not_fit_scroll_to_the_current_one(open_browser: OpenBrowser, qapp: Any) -> None:
    browser = await open_browser(DARK.key)
    tabs = browser.parts.header.tabs
    theme_of(qapp).set_text_scale(2.0)
    try:
        browser.resize(1280, 800)
        await eventually(lambda: tabs.tabRect(12).right() > tabs.width())
        tabs.choose(AssetType.SEASONLANDSCAPE)
        await eventually(lambda: tabs.tabRect(12).right() <= tabs.width())
    finally:
        theme_of(qapp).set_text_scale(1.0)
    await settled(browser)


async def test_ctrl_tab_walks_through_all_thirteen_tabs(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser(DARK.key)
    walked = []
    for _ in range(13):
        walked.append(browser.front.kind)
        qtbot.keyClick(browser, Key.Key_Tab, Mod.ControlModifier)
    assert tuple(walked) == ASSET_TYPES[EntityType.TV]
    assert browser.front.kind is AssetType.POSTER
    await settled(browser)


async def test_an_album_shows_its_artist_and_square_covers(open_browser: OpenBrowser, core: FakeCore) -> None:
    core.cache.assets[NEVERMIND.key] = [an_asset(AssetType.COVER), an_asset(AssetType.COVER)]
    browser = await open_browser(NEVERMIND.key)
    assert browser.front.kind is AssetType.COVER
    assert browser.windowTitle() == "Artwork: Nirvana - Nevermind (1991)"
    size = browser.parts.pane.grid.picture_size()
    assert size.width() == size.height()
    assert browser.parts.panel.use.text() == "Use this cover"
