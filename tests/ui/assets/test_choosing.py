"""Choosing, trailers, and what is large or broken, with real keys and clicks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import ThumbnailUnavailable
from tests.async_gui import eventually
from tests.fakes import FakeCore, an_asset
from tests.ui.assets.conftest import DUNE, INCEPTION, OpenBrowser, posters
from ui.assets.grid_state import Showing
from ui.assets.page import AssetBrowser
from ui.assets.wording import selected_text
from ui.transparency import Ground, choose_ground, chosen_ground

Key, Mod = Qt.Key, Qt.KeyboardModifier


def ids(browser: AssetBrowser) -> list[int]:
    return [asset.id for asset in browser.parts.pane.model.items]


def tile_centre(browser: AssetBrowser, row: int) -> QPoint:
    grid = browser.parts.pane.grid
    return grid.visualRect(browser.parts.pane.model.index(row, 0)).center()


# -- choosing ------------------------------------------------------------------------------------------------


async def test_letters_choose_and_undo_takes_back(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    grid, panel = browser.parts.pane.grid, browser.parts.panel
    changed: list[object] = []
    browser.choice_changed.connect(changed.append)
    qtbot.keyClick(grid, Key.Key_P)
    await eventually(lambda: panel.asset is not None and panel.asset.is_selected)
    assert panel.use.isHidden()
    qtbot.keyClick(grid, Key.Key_Z, Mod.ControlModifier)
    await eventually(lambda: panel.asset is not None and not panel.asset.is_selected)
    assert browser.parts.messages.texts() == ("Undone: Selected a poster",)
    qtbot.keyClick(grid, Key.Key_Z, Mod.ControlModifier | Mod.ShiftModifier)
    await eventually(lambda: panel.asset is not None and panel.asset.is_selected)
    qtbot.keyClick(grid, Key.Key_U)
    await eventually(lambda: panel.asset is not None and not panel.asset.is_selected)
    assert changed == [INCEPTION.key] * 4


async def test_enter_uses_the_picture_and_goes_to_the_next_title(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right)
    second = ids(browser)[1]
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Return)
    await eventually(lambda: core.curation.done)
    assert browser.current_key == DUNE.key
    assert [asset.id for asset in core.cache.assets[INCEPTION.key] if asset.is_selected] == [second]


async def test_undo_names_the_title_of_the_act_when_another_is_in_front(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    await eventually(lambda: core.curation.done)
    browser.show_title([INCEPTION.key, DUNE.key], DUNE.key)
    qtbot.keyClick(browser, Key.Key_Z, Mod.ControlModifier)
    await eventually(browser.parts.messages.texts)
    assert browser.parts.messages.texts() == ("Undone: Selected a poster · Inception (2010)",)


async def test_a_rejected_tile_stays_dimmed_until_the_tab_is_left(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    first = ids(browser)[0]
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_X)
    await eventually(lambda: core.cache.find(first)[1].is_rejected)
    await eventually(lambda: browser.parts.pane.model.items[0].is_rejected)
    assert ids(browser)[0] == first
    assert browser.parts.pane.position[0] == 2
    qtbot.keyClick(browser, Key.Key_2, Mod.AltModifier)
    qtbot.keyClick(browser, Key.Key_1, Mod.AltModifier)
    await eventually(lambda: len(ids(browser)) == 11)
    assert first not in ids(browser)


async def test_several_marked_tiles_are_rejected_at_once(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    grid = browser.parts.pane.grid
    qtbot.keyClick(grid, Key.Key_Right, Mod.ShiftModifier)
    qtbot.keyClick(grid, Key.Key_Right, Mod.ShiftModifier)
    qtbot.keyClick(grid, Key.Key_X)
    await eventually(lambda: sum(asset.is_rejected for asset in core.cache.assets[INCEPTION.key]) == 3)


async def test_one_click_never_commits_and_a_double_click_selects(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    viewport = browser.parts.pane.grid.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=tile_centre(browser, 1))
    assert browser.parts.pane.position[0] == 2
    assert core.curation.done == []
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=tile_centre(browser, 1))
    await eventually(lambda: core.cache.assets[INCEPTION.key][1].is_selected)


async def test_the_button_of_the_panel_selects_and_then_takes_back(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    panel = browser.parts.panel
    assert panel.use.text() == "Use this poster"
    qtbot.mouseClick(panel.use, Qt.MouseButton.LeftButton)
    await eventually(lambda: panel.take_back.isVisible())
    qtbot.mouseClick(panel.take_back, Qt.MouseButton.LeftButton)
    await eventually(lambda: panel.use.isVisible())
    assert not any(asset.is_selected for asset in core.cache.assets[INCEPTION.key])


async def test_letters_are_letters_while_one_types(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    field = QLineEdit(browser.parts.ground)
    field.show()
    field.setFocus()
    for key in (Key.Key_P, Key.Key_X, Key.Key_U, Key.Key_E, Key.Key_Space):
        qtbot.keyClick(field, key)
    assert field.text() == "pxue "
    assert core.curation.done == []
    assert not browser.parts.preview.isVisible()


async def test_a_failed_act_says_so_and_changes_nothing(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await open_browser()
    core.cache.assets[INCEPTION.key] = []
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    await eventually(lambda: browser.parts.messages.texts())
    assert browser.parts.messages.texts()[0].startswith("There is no picture")


# -- trailers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "opened"),
    [("https://www.youtube.com/watch?v=1", 1), ("file:///etc/passwd", 0), ("javascript:alert(1)", 0)],
)
async def test_a_trailer_opens_in_the_browser_and_nothing_but_a_web_page_does(
    core: FakeCore,
    open_browser: OpenBrowser,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    opened: int,
) -> None:
    pages: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", pages.append)
    video = '{"name": "Official Trailer", "site": "YouTube", "size": 1080}'
    core.cache.assets[INCEPTION.key].append(
        an_asset(AssetType.TRAILER, url=address, thumb_url=None, metadata_json=video)
    )
    browser = await open_browser(asset_type=AssetType.TRAILER)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Space)
    assert len(pages) == opened


# -- much, long, broken --------------------------------------------------------------------------------------


async def test_two_thousand_candidates_ask_only_for_the_pictures_in_sight(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    core.cache.assets[INCEPTION.key] = posters(2000)
    browser = await open_browser()
    assert len(ids(browser)) == 2000
    await eventually(lambda: core.thumbnails.asked and browser.parts.pane.feed.is_idle)
    assert len(core.thumbnails.asked) < 60


@pytest.mark.parametrize(
    "title", ["A " + "very " * 80 + "long title", "كل شيء في كل مكان دفعة واحدة", "🎬" * 40]
)
async def test_no_title_makes_the_window_wider(core: FakeCore, open_browser: OpenBrowser, title: str) -> None:
    core.library.put(replace(INCEPTION, title=title))
    browser = await open_browser()
    assert browser.minimumSizeHint().width() <= 1280
    assert title in browser.windowTitle()


async def test_a_broken_picture_keeps_its_place_and_says_why(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    first = core.cache.assets[INCEPTION.key][0]
    sentence = "The address answers with a web page instead of a picture."
    core.thumbnails.errors[first.thumb_url or ""] = ThumbnailUnavailable(sentence)
    browser = await open_browser()
    await eventually(lambda: browser.parts.panel.frame.toolTip() == sentence)
    assert browser.front.show_state().showing is Showing.TILES


async def test_the_ground_of_logos_is_chosen_in_the_menu_and_kept(open_browser, settings) -> None:
    browser = await open_browser()
    dark = next(each for each in browser.parts.actions.grounds.actions() if "Dark" in each.text())
    dark.trigger()
    assert chosen_ground() is Ground.DARK
    again = await open_browser()
    marked = [each.text() for each in again.parts.actions.grounds.actions() if each.isChecked()]
    assert marked == ["&Dark"]
    choose_ground(Ground.AUTOMATIC)


async def test_a_adds_a_fanart_after_those_selected_and_tiles_show_the_order(
    open_browser: OpenBrowser, core: FakeCore, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] = posters(4, asset_type=AssetType.FANART)
    browser = await open_browser(asset_type=AssetType.FANART)
    grid = browser.parts.pane.grid
    for _ in range(2):
        before = sum(asset.is_selected for asset in browser.front.assets)
        qtbot.keyClick(grid, Key.Key_A)
        await eventually(lambda now=before: sum(a.is_selected for a in browser.front.assets) == now + 1)
        qtbot.keyClick(grid, Key.Key_Right)
    chosen = [asset for asset in browser.parts.pane.model.items if asset.is_selected]
    assert [selected_text(asset) for asset in chosen] == ["✓ Selected · 1", "✓ Selected · 2"]


@pytest.mark.parametrize(("kind", "is_offered"), [(AssetType.POSTER, False), (AssetType.FANART, True)])
async def test_adding_is_offered_where_several_have_room(open_browser, kind, is_offered: bool) -> None:
    browser = await open_browser(asset_type=kind)
    assert browser.parts.actions.add.isVisible() is is_offered
