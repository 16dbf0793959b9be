"""The filters in the window: sizes, what is new, the original language, and back to everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityMetadata
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.ranking import PRESETS
from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore, an_asset
from tests.ui.assets.conftest import DUNE, INCEPTION, OpenBrowser, settled
from ui.assets.asset_filter import IDEAL, ORIGINAL, AssetFilter, AssetSort
from ui.assets.news import News
from ui.assets.page import AssetBrowser

# A menu is a popup; the offscreen platform cannot grab the keyboard for it, and needs not.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)

Key, LEFT, Mod = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
POSTER, FANART = AssetType.POSTER, AssetType.FANART


def shown(browser: AssetBrowser) -> int:
    return browser.parts.pane.model.rowCount()


# -- sizes ---------------------------------------------------------------------------------------------------


async def test_the_chip_of_sizes_offers_each_with_what_it_would_show(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] += [an_asset(width=1000, height=1500), an_asset(width=200, height=300)]
    browser = await open_browser()
    filters = browser.parts.filters
    qtbot.mouseClick(filters.chips.chip("size"), LEFT)
    assert filters.sizes.action("").text() == "Any size\t14"
    assert filters.sizes.action("half").text() == "Half of the ideal, 1000×1500\t13"
    assert filters.sizes.action(IDEAL).text() == "The ideal, 2000×3000\t12"
    assert not filters.chips.chip("size").isChecked()  # opening the menu filters nothing
    filters.sizes.action(IDEAL).trigger()
    filters.sizes.menu.close()
    assert shown(browser) == 12
    assert filters.chips.chip("size").label() == "≥ 2000×3000 12"
    await settled(browser)


async def test_own_numbers_are_asked_for_and_kept(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key].append(an_asset(width=640, height=960))
    browser = await open_browser()
    filters = browser.parts.filters
    qtbot.mouseClick(filters.chips.chip("size"), LEFT)
    filters.sizes.menu.actions()[-1].trigger()
    filters.sizes.menu.close()
    dialog = filters.sizes.dialog
    assert dialog is not None
    for field, digits in ((dialog.width_field, "700"), (dialog.height_field, "800")):
        field.selectAll()
        QTest.keyClicks(field, digits)
    QTest.keyClick(dialog.height_field, Key.Key_Return)
    assert browser.front.filter.least == "700x800"
    assert shown(browser) == 12
    await settled(browser)


# -- the original language -----------------------------------------------------------------------------------


async def test_the_original_language_follows_the_title(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    for entity, language in ((INCEPTION, "ja"), (DUNE, "fr")):
        core.library.put(replace(entity, metadata=EntityMetadata(original_language=language)))
        core.cache.assets[entity.key] = [an_asset(language=language), an_asset(language="de")]
    browser = await open_browser()
    chips = browser.parts.filters.chips
    assert chips.chip("language:ja").label() == "Japanese (original) 1"
    qtbot.mouseClick(chips.chip("language:ja"), LEFT)
    assert browser.front.filter.languages == {ORIGINAL}
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right, Mod.AltModifier)
    await settled(browser)
    assert chips.chip("language:fr").isChecked()
    assert [asset.language for asset in browser.parts.pane.model.items] == ["fr"]


# -- back to everything --------------------------------------------------------------------------------------


async def test_reset_brings_everything_back_best_first(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser()
    filters = browser.parts.filters
    assert filters.reset.isHidden()
    browser.front.set_filter(AssetFilter(providers=frozenset({"tmdb"}), shows_rejected=True))
    browser.front.set_sort(AssetSort.SIZE)
    assert not filters.reset.isHidden()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_R, Mod.ControlModifier | Mod.ShiftModifier)
    assert (browser.front.filter, browser.front.sort) == (AssetFilter(), AssetSort.BEST)
    assert filters.reset.isHidden()


# -- what is new ---------------------------------------------------------------------------------------------


def newer(**changes: object) -> Any:
    return an_asset(first_seen_at=NOW - timedelta(hours=1), **changes)


async def test_news_are_counted_against_what_is_selected(core: FakeCore, open_browser: OpenBrowser) -> None:
    chosen = core.cache.assets[INCEPTION.key][5]
    core.cache.assets[INCEPTION.key][5] = replace(chosen, is_selected=True, selected_by="user")
    core.cache.assets[INCEPTION.key] += [newer(score=100), newer(score=3), newer(score=2)]
    core.library.viewed[(INCEPTION.key, POSTER)] = NOW - timedelta(days=1)
    browser = await open_browser()
    assert browser.parts.header.news.text() == "3 new, 1 scores higher"
    await eventually(lambda: "3 new, 1 scores higher" in browser.parts.header.tabs.accessibleTabName(0))
    assert browser.parts.header.news.isVisible()


async def test_a_click_on_the_news_shows_only_those(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] += [newer(score=100), newer(score=3)]
    browser = await open_browser()
    qtbot.mouseClick(browser.parts.header.news, LEFT)
    assert shown(browser) == 2
    assert browser.parts.filters.chips.chip("new").isChecked()
    qtbot.mouseClick(browser.parts.header.news, LEFT)
    assert shown(browser) == 14


async def test_other_types_have_their_news_on_their_tabs(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] += [
        an_asset(FANART, is_selected=True, score=50),
        newer(asset_type=FANART),
    ]
    browser = await open_browser()
    header = browser.parts.header
    await eventually(lambda: browser.news.shown == {FANART: News(1, 1)})
    assert header.news.text() == "New: 1 fanart picture"
    assert header.tabs.accessibleTabName(2) == "Fanart, 2 fanart pictures, 1 new, 1 scores higher"
    qtbot.mouseClick(header.news, LEFT)
    await settled(browser)
    assert browser.front.kind is FANART


async def test_news_of_other_types_are_weighed_as_those_types_are(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    core.preferences.kept = Preferences(("tmdb",), weights={FANART: PRESETS["Biggest"]})
    small = '{"resolution": 0, "shape": 20, "language": 20, "votes": 20, "provider": 10, "fractions": [0, 1, 1, 1, 1]}'
    core.cache.assets[INCEPTION.key] += [
        an_asset(FANART, is_selected=True, score=50),
        newer(asset_type=FANART, score=99, score_json=small),
    ]
    browser = await open_browser()
    await eventually(lambda: browser.news.shown == {FANART: News(1, 0)})


async def test_nothing_new_shows_no_badge(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    assert browser.parts.header.news.isHidden()
    assert browser.news.shown == {}


async def test_filters_that_hide_all_that_is_new_offer_to_clear(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    browser = await open_browser()
    browser.front.set_filter(AssetFilter(is_new_only=True))
    state = browser.parts.pane.words.state
    assert state is not None
    assert state.headline == "The filters hide all 12 posters"


async def test_what_a_refresh_brings_to_another_type_is_new_until_its_tab_is_left(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key].append(an_asset(FANART))
    arriving = an_asset(FANART, first_seen_at=NOW - timedelta(days=30))  # a moment after the others
    core.cache.arriving[INCEPTION.key] = [arriving]
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane, Key.Key_F5, Mod.ControlModifier)
    await eventually(lambda: browser.news.shown == {FANART: News(1, 0)})
    qtbot.mouseClick(browser.parts.header.news, LEFT)
    await settled(browser)
    assert browser.parts.pane.model.is_new(arriving.id)
    qtbot.keyClick(browser, Key.Key_1, Mod.AltModifier)
    await settled(browser)
    await eventually(lambda: browser.news.shown == {})
