"""Journey (b): the browser opens from the cache, pictures of all services stream in, one is chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault, PathKind
from metarr_desktop.domain.asset import ASSET_TYPES, AssetType
from metarr_desktop.domain.entity import EntityType
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import (
    ALT,
    CTRL,
    FILM_SERVICES,
    PATIENCE_S,
    Key,
    Program,
    button,
    click,
    film,
    press,
    series,
)

INCEPTION = film(1001)


async def chosen(program: Program) -> int | None:
    """Return the id of the poster that the store has as selected."""
    ids = [each.id for each in await program.posters(INCEPTION) if each.is_selected]
    return ids[0] if ids else None


def on_the_wall(program: Program) -> int | None:
    """Return the id of the poster that the tile of the library shows."""
    row = program.window.library.titles.model.find(INCEPTION)
    return None if row is None or row.poster is None else row.poster.id


async def test_what_is_cached_is_on_screen_before_anybody_is_asked(start: Start) -> None:
    first = await start()
    await first.stop_filling()
    await first.browse(INCEPTION)
    await first.fetched()
    await first.end()

    program = await start()
    await program.stop_filling()
    await program.go_to(INCEPTION)
    for service in DemoService:
        program.site.faults.switch_on(service, Fault(Failure.HANG))
    program.site.log.clear()
    press(Key.Key_B, CTRL)
    await eventually(lambda: program.is_browsing() and program.tiles())
    assert {each.provider_name for each in program.tiles()} == FILM_SERVICES
    assert [entry.path for entry in program.requests() if entry.kind is PathKind.API] == []


async def test_posters_of_all_services_stream_in(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    await eventually(lambda: program.pictures_here() == FILM_SERVICES, PATIENCE_S)
    for service in FILM_SERVICES:
        assert "✓" in program.chip(service)
    with pytest.raises(KeyError):
        program.chip("musicbrainz")  # it has nothing to do with films


async def test_p_and_a_click_choose_a_poster_and_the_wall_shows_it(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    await eventually(lambda: program.browser.parts.pane.grid.hasFocus())

    press(Key.Key_Right)
    press(Key.Key_Right)
    by_key = program.tiles()[2].id
    press(Key.Key_P)
    await eventually(lambda: on_the_wall(program) == by_key)
    assert await chosen(program) == by_key
    await eventually(lambda: (slot := program.slot()) is not None and slot.id == by_key)

    by_click = program.tiles()[4].id
    program.click_tile(by_click)
    assert await chosen(program) == by_key, "a single click commits nothing"
    click(button(program.browser.parts.panel, "Use this poster"))
    await eventually(lambda: on_the_wall(program) == by_click)
    assert await chosen(program) == by_click
    assert program.is_browsing()

    press(Key.Key_Escape)
    await eventually(lambda: not program.is_browsing())
    assert program.window.library.titles.current_key() == INCEPTION


async def test_preview_is_walked_by_keys_and_chooses_what_is_seen(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    await eventually(lambda: program.browser.parts.pane.grid.hasFocus())
    press(Key.Key_Space)
    preview = program.browser.parts.preview
    await eventually(preview.isVisible)
    first = preview.asset
    press(Key.Key_Right)
    await eventually(lambda: preview.asset is not None and preview.asset != first)
    second = preview.asset.id  # what is seen, whatever comes in meanwhile
    press(Key.Key_P)
    await eventually(lambda: on_the_wall(program) == second)
    press(Key.Key_Escape)
    await eventually(lambda: not preview.isVisible())
    assert program.is_browsing()


async def test_all_types_of_a_series_are_walked_and_seasons_remembered(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    press(Key.Key_2, ALT)
    breaking_bad = series(2001)
    await eventually(lambda: program.window.library.titles.model.row_of(breaking_bad) is not None)
    await program.browse(breaking_bad)
    await program.fetched()
    browser = program.browser
    tabs, seen = browser.parts.header.tabs, []
    for _ in ASSET_TYPES[EntityType.TV]:
        await eventually(lambda: browser.front.was_read and program.tiles(), PATIENCE_S)
        seen.append(browser.front.kind)
        assert browser.parts.header.seasons.isVisible() == browser.front.kind.startswith("season")
        if browser.front.kind is AssetType.SEASONPOSTER:
            press(Key.Key_PageDown, CTRL)
            press(Key.Key_PageDown, CTRL)  # all, specials, season 1
            assert {each.season_number for each in program.tiles()} == {1}
        press(Key.Key_Tab, CTRL)
    assert tuple(seen) == ASSET_TYPES[EntityType.TV]
    assert tabs.currentIndex() == 0
    assert browser.front.season == 1


async def test_a_provider_switched_off_keeps_its_tiles_and_leads_back_to_its_settings(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    preferences = program.core.preferences
    await preferences.change(replace(preferences.current(), disabled=frozenset({"tvdb"})))
    model = program.browser.parts.pane.model
    await eventually(lambda: any(model.is_provider_off(each) for each in program.tiles()))
    assert {each.provider_name for each in program.tiles() if model.is_provider_off(each)} == {"tvdb"}
    assert program.chip("tvdb").startswith("TheTVDB off")
    click(program.browser.parts.header.providers.chip("tvdb"))
    settings = program.window.tools.settings_window
    assert settings is not None
    await eventually(settings.isVisible)
    assert settings.providers.cards["tvdb"].isVisible()
