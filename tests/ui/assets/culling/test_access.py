"""Culling without eyes or mouse: names, tool tips, and the order of Tab."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from metarr_desktop.domain.asset import AssetType
from tests.async_gui import eventually
from tests.fakes import FakeCore
from tests.ui.accessibility import nameless, without_tooltip
from tests.ui.assets.conftest import INCEPTION, OpenBrowser, posters
from ui.assets.page import AssetBrowser
from ui.chips import Chip

Key, Mod = Qt.Key, Qt.KeyboardModifier


async def a_browser_with_everything(core: FakeCore, open_browser: OpenBrowser, qtbot: Any) -> AssetBrowser:
    """Two selected fanart pictures in their strip, and a stack."""
    core.cache.assets[INCEPTION.key] = posters(8, asset_type=AssetType.FANART)
    ids = [asset.id for asset in core.cache.assets[INCEPTION.key]]
    core.stacks.known = ((ids[3], ids[5]),)
    browser: AssetBrowser = await open_browser(asset_type=AssetType.FANART)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_Right, Mod.ShiftModifier)
    qtbot.keyClick(browser.parts.pane.grid, Key.Key_P)
    await eventually(lambda: len(browser.parts.strip.assets) == 2)
    return browser


async def test_every_control_of_culling_has_a_name_and_a_tool_tip(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await a_browser_with_everything(core, open_browser, qtbot)
    browser.parts.strip.list.setCurrentRow(0)
    assert nameless(browser) == []
    assert without_tooltip(browser) == []
    assert "pictures in 7 tiles, on" in browser.parts.stack_chip.accessibleName()


async def test_the_pictures_of_the_strip_say_their_place(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    strip = (await a_browser_with_everything(core, open_browser, qtbot)).parts.strip
    spoken = [strip.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert spoken == ["Fanart 1 of 2 in the order", "Fanart 2 of 2 in the order"]


async def test_tab_walks_from_the_tabs_over_strip_filters_and_messages_to_the_tiles(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    browser = await a_browser_with_everything(core, open_browser, qtbot)
    parts = browser.parts
    parts.header.tabs.setFocus()
    parts.messages.post("Refreshed.", action="Show new", key="news")
    close = parts.messages.line("news").findChildren(QToolButton)[0]
    first = parts.filters.chips.findChildren(Chip)[0]
    wanted: list[QWidget] = [
        parts.strip.list,
        first,
        parts.stack_chip,
        parts.filters.sort,
        close,
        parts.pane.grid,
    ]
    seen: list[QWidget] = []
    for _ in range(30):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        if focused is parts.pane.grid:
            break
    assert [each for each in seen if each in wanted] == wanted
