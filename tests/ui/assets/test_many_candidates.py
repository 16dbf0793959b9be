"""Two thousand candidates, a screen reader, and a refresh in the middle of culling."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from tests.async_gui import eventually
from tests.fakes import NOW, FakeCore
from tests.ui.assets.conftest import INCEPTION, OpenBrowser, posters, settled

Key, Mod = Qt.Key, Qt.KeyboardModifier
MANY = 2000


async def test_of_two_thousand_only_what_is_in_sight_is_loaded(
    core: FakeCore, open_browser: OpenBrowser
) -> None:
    core.cache.assets[INCEPTION.key] = posters(MANY)
    browser = await open_browser()
    grid = browser.parts.pane.grid
    in_sight = grid.visible_rows()[1] + 1
    assert browser.parts.pane.model.rowCount() == MANY
    assert len(set(core.thumbnails.asked)) <= in_sight + 3 * grid.columns


async def test_end_and_home_cross_two_thousand_at_once(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] = posters(MANY)
    browser = await open_browser()
    grid = browser.parts.pane.grid
    qtbot.keyClick(grid, Key.Key_End)
    assert (grid.currentIndex().row(), grid.visible_rows()[1]) == (MANY - 1, MANY - 1)
    qtbot.keyClick(grid, Key.Key_Home)
    assert (grid.currentIndex().row(), grid.visible_rows()[0]) == (0, 0)


async def test_culling_goes_on_while_a_refresh_brings_more(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any
) -> None:
    core.cache.assets[INCEPTION.key] = posters(60)
    core.cache.arriving[INCEPTION.key] = posters(40, first_seen_at=NOW)
    browser = await open_browser()
    pane = browser.parts.pane
    qtbot.keyClick(pane, Key.Key_F5, Mod.ControlModifier)
    decided = []
    for key in (Key.Key_X, Key.Key_X, Key.Key_P, Key.Key_X):
        assert pane.current is not None
        decided.append(pane.current.id)
        qtbot.keyClick(pane.grid, key)
        await asyncio.sleep(0)
        qtbot.keyClick(pane.grid, Key.Key_Right)
    await eventually(lambda: pane.model.rowCount() == 100)
    await settled(browser)

    def marks() -> list[tuple[bool, bool]]:
        stored = {each.id: each for each in core.cache.assets[INCEPTION.key]}
        return [(stored[each].is_rejected, stored[each].is_selected) for each in decided]

    await eventually(lambda: marks() == [(True, False), (True, False), (False, True), (True, False)])
    assert pane.current is not None


# -- a screen reader -------------------------------------------------------------------------------------------


@pytest.fixture
def screen_reader(qapp: Any) -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


async def test_a_screen_reader_reads_the_sentence_of_every_tile(
    core: FakeCore, open_browser: OpenBrowser, screen_reader: None
) -> None:
    core.cache.assets[INCEPTION.key] = posters(400)
    browser = await open_browser()
    pane = browser.parts.pane
    tree = QAccessible.queryAccessibleInterface(pane.grid)
    assert tree.text(QAccessible.Text.Name) == "Candidates"
    read = [tree.child(row).text(QAccessible.Text.Name) for row in range(tree.childCount())]
    assert read == [pane.model.text(asset) for asset in pane.model.items]
    assert len(read) == 400
    assert "400" in read[0]


async def test_a_screen_reader_finds_each_tile_where_it_is(
    core: FakeCore, open_browser: OpenBrowser, screen_reader: None
) -> None:
    core.cache.assets[INCEPTION.key] = posters(400)
    browser = await open_browser()
    grid = browser.parts.pane.grid
    tree = QAccessible.queryAccessibleInterface(grid)
    for row in (0, 1, grid.columns, grid.visible_rows()[1]):
        place = grid.visualRect(grid.model().index(row, 0))
        place.moveTo(grid.viewport().mapToGlobal(place.topLeft()))
        assert tree.child(row).rect() == place


async def test_reading_the_whole_grid_loads_no_picture(
    core: FakeCore, open_browser: OpenBrowser, screen_reader: None
) -> None:
    core.cache.assets[INCEPTION.key] = posters(400)
    browser = await open_browser()
    before = len(core.thumbnails.asked)
    tree = QAccessible.queryAccessibleInterface(browser.parts.pane.grid)
    for row in range(tree.childCount()):
        tree.child(row).text(QAccessible.Text.Name)
    await settled(browser)
    assert len(core.thumbnails.asked) == before


async def test_pictures_stream_and_choices_are_made_with_a_screen_reader_on(
    core: FakeCore, open_browser: OpenBrowser, qtbot: Any, screen_reader: None
) -> None:
    core.cache.assets[INCEPTION.key] = posters(400)
    browser = await open_browser()
    grid, panel = browser.parts.pane.grid, browser.parts.panel
    qtbot.keyClick(grid, Key.Key_P)
    await eventually(lambda: panel.asset is not None and panel.asset.is_selected)
    tree = QAccessible.queryAccessibleInterface(grid)
    assert "selected" in tree.child(0).text(QAccessible.Text.Name).lower()
