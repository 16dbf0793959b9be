"""The list of keys, and jumping by name."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from metarr_desktop.domain.asset import CachedAsset
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset
from tests.ui.accessibility import nameless, without_tooltip
from tests.ui.assets.conftest import INCEPTION, OpenBrowser
from ui.assets.go_to import find_by_name, names_of
from ui.assets.keys_overlay import KeysOverlay, keys_of
from ui.assets.page import AssetBrowser

Key, Mod = Qt.Key, Qt.KeyboardModifier


def overlay_of(browser: AssetBrowser) -> KeysOverlay | None:
    return next((each for each in browser.findChildren(KeysOverlay) if each.isVisible()), None)


async def test_a_question_mark_lists_every_key_of_the_menus(open_browser: OpenBrowser, qtbot: Any) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Question)
    overlay = overlay_of(browser)
    assert overlay is not None
    words = {label.text() for label in overlay.findChildren(QLabel)}
    for _, lines in keys_of(browser):
        for keys, what in lines:
            assert {keys, what} <= words
    assert {"P", "X", "U", "L", "S", "Shift+S", "Ctrl+Z"} <= words
    assert nameless(overlay) == []
    assert without_tooltip(overlay) == []
    qtbot.keyClick(overlay, Key.Key_Escape)
    assert overlay_of(browser) is None


async def test_no_key_means_two_things(open_browser: OpenBrowser) -> None:
    browser = await open_browser()
    keys = [
        key.toString() for action in browser.actions() if action.isVisible() for key in action.shortcuts()
    ]
    twice = {key for key in keys if keys.count(key) > 1}
    assert twice == set()


# -- go to ---------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(core: FakeCore) -> list[CachedAsset]:
    assets = [
        an_asset(score=99, language="en"),
        an_asset(score=98, language="de"),
        an_asset(score=97, provider_name="fanart_tv", language="en"),
        an_asset(score=96, language=None),
        an_asset(score=95, language="de", provider_name="fanart_tv"),
    ]
    core.cache.assets[INCEPTION.key] = assets
    return assets


def current(browser: AssetBrowser) -> int | None:
    asset = browser.parts.pane.current
    return None if asset is None else asset.id


async def test_typing_a_name_jumps_and_enter_stays_there(
    mixed: list[CachedAsset], open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    go_to = browser.desk.go_to
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Slash)
    await eventually(go_to.field.hasFocus)
    qtbot.keyClicks(go_to.field, "ger")
    assert current(browser) == mixed[1].id
    assert go_to.found.text() == "2 of 5"
    qtbot.keyClick(go_to.field, Key.Key_Down)
    assert current(browser) == mixed[4].id
    qtbot.keyClick(go_to.field, Key.Key_Return)
    assert go_to.isHidden()
    assert browser.parts.pane.grid.hasFocus()
    assert current(browser) == mixed[4].id


async def test_escape_returns_to_the_tile_one_came_from_and_closes_nothing_else(
    mixed: list[CachedAsset], open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Slash)
    qtbot.keyClicks(browser.desk.go_to.field, "no")
    assert current(browser) == mixed[3].id
    qtbot.keyClick(browser.desk.go_to.field, Key.Key_Escape)
    assert current(browser) == mixed[0].id
    assert browser.isVisible()


async def test_a_letter_without_an_act_begins_it_and_the_next_letters_are_text(
    mixed: list[CachedAsset], core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_T)
    field = QApplication.focusWidget()
    assert field is browser.desk.go_to.field
    qtbot.keyClicks(field, "xp")
    assert browser.desk.go_to.field.text() == "txp"
    assert browser.desk.go_to.found.text() == "none"
    assert core.curation.acts == []


@pytest.mark.parametrize("key", [Key.Key_U, Key.Key_A])
async def test_the_letter_of_an_act_that_cannot_be_done_opens_nothing(
    key: Qt.Key, mixed: list[CachedAsset], open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, key)  # nothing is decided yet, and posters are one per title
    assert browser.desk.go_to.isHidden()
    assert browser.parts.pane.grid.hasFocus()


def test_a_provider_is_found_by_its_title_and_by_its_short_name() -> None:
    names = [
        names_of(an_asset(provider_name="tmdb"), "TMDB"),
        names_of(an_asset(provider_name="tvdb"), "TheTVDB"),
    ]
    assert find_by_name(names, "tvdb", 0) == 1
    assert find_by_name(names, "thet", 0) == 1


def test_the_search_goes_round_and_finds_beginnings_of_words() -> None:
    names = [["TMDB", "English"], ["Fanart.tv", "No text"], ["TMDB", "German", "de"]]
    assert find_by_name(names, "t", 1) == 1  # "text" begins with it
    assert find_by_name(names, "TM", 1) == 2
    assert find_by_name(names, "en", 2) == 0
    assert find_by_name(names, "de", 0) == 2
    assert find_by_name(names, "x", 0) is None
    assert find_by_name(names, "  ", 0) is None
