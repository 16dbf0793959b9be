"""Journey (d): fetched once, closed, every service out of reach, opened again: all of it is there."""

from __future__ import annotations

from metarr_desktop.demo.faults import DemoService
from metarr_desktop.domain.asset import AssetType
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import PATIENCE_S, Key, Program, film, press
from ui.picture_feed import PictureFeed

INCEPTION = film(1001)


def titles_with_pictures(program: Program) -> set[int]:
    """Return the numbers of the films whose poster is painted on the wall."""
    titles = program.window.library.titles
    shown = set()
    for row in titles.model.items:
        url = None if row.poster is None else row.poster.thumb_url or row.poster.url
        if url is not None and titles.wall.tiles.picture_of(url) is not None:
            shown.add(row.key.entity_id)
    return shown


def tiles_in_sight(program: Program) -> dict[int, bool]:
    """Return the ids of the tiles in sight, and whether each shows its picture."""
    pane = program.browser.parts.pane
    assets = [pane.model.item(index) for index in pane.grid.visible_indexes(margin_lines=0)]
    return {each.id: pane.pixmap(each) is not None for each in assets}


async def everything_is_painted(program: Program) -> None:
    """Wait until no picture of wall, inspector or grid is on its way."""
    windows = [program.window, program.browser] if program.is_browsing() else [program.window]
    feeds = [feed for window in windows for feed in window.findChildren(PictureFeed)]
    assert feeds
    await eventually(lambda: all(feed.is_idle for feed in feeds), PATIENCE_S)


async def test_everything_is_there_without_any_network(
    start: Start, few_titles: None, broken: set[DemoService]
) -> None:
    first = await start()
    assert first.window.session is not None
    await eventually(lambda: not first.window.session.fill.is_running, PATIENCE_S)
    await eventually(lambda: len(titles_with_pictures(first)) == 5, PATIENCE_S)
    await first.browse(INCEPTION)
    await first.fetched()
    await eventually(lambda: first.browser.parts.pane.grid.hasFocus())
    press(Key.Key_Right)
    press(Key.Key_P)
    await eventually(lambda: first.tiles()[1].is_selected)
    press(Key.Key_Right)
    press(Key.Key_X)
    await eventually(lambda: first.tiles()[2].is_rejected)
    selected, rejected = first.tiles()[1].id, first.tiles()[2].id
    press(Key.Key_Escape)
    await eventually(lambda: not first.is_browsing())
    await first.browse(INCEPTION)  # as it will be opened the next time: rejected hidden, selected first
    await eventually(first.tiles)
    await everything_is_painted(first)
    await eventually(lambda: (slot := first.slot()) is not None and slot.id == selected)
    titles, tiles = first.window.library.titles.keys(), [each.id for each in first.tiles()]
    in_sight = tiles_in_sight(first)
    assert len(in_sight) >= 10
    assert all(in_sight.values())
    await first.end()

    broken.update(DemoService)
    again = await start()
    assert again.window.library.titles.keys() == titles
    await eventually(lambda: len(titles_with_pictures(again)) == 5, PATIENCE_S)
    await again.browse(INCEPTION)
    await eventually(again.tiles)
    assert [each.id for each in again.tiles()] == tiles
    stored = {each.id: each for each in await again.posters(INCEPTION)}
    assert set(stored) == {*tiles, rejected}
    assert stored[selected].is_selected
    assert stored[rejected].is_rejected
    assert again.slot() is not None
    assert again.slot().id == selected
    await eventually(lambda: tiles_in_sight(again) == in_sight, PATIENCE_S)
    await everything_is_painted(again)
    assert again.window.library.inspector.board.slot(AssetType.FANART).summary.candidates > 0
    assert again.requests() == ()
    assert again.browser.parts.messages.texts() == ()
