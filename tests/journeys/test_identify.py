"""Journey (a): a title among look-alikes is identified by the keyboard alone, and its artwork opens."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType, IdentityState
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import (
    ALT,
    CTRL,
    FILM_SERVICES,
    PATIENCE_S,
    Key,
    Program,
    album,
    button,
    click,
    film,
    press,
    series,
    type_text,
)
from ui.identify.search_state import SearchState

HOUSE, REMASTER = series(2004), album(3006)
"""Neither is identified in the starter library."""


async def open_identification(program: Program, words: str, number: int) -> None:
    """Find the title by Ctrl+K and open its identification by Ctrl+I."""
    press(Key.Key_K, CTRL)
    type_text(words)
    press(Key.Key_Return)
    await eventually(lambda: program.window.library.titles.view.hasFocus())
    titles = program.window.library.titles
    for _ in range(4):  # look-alikes stand side by side
        if titles.current_key() == film(number):
            break
        press(Key.Key_Right)
    assert titles.current_key() == film(number)
    press(Key.Key_I, CTRL)
    await eventually(program.is_identifying)


async def results_are_in(program: Program) -> None:
    window = program.identification

    def is_in() -> bool:
        snapshot = window._controller.snapshot
        report = snapshot.report
        return (
            snapshot.state is SearchState.RESULTS
            and snapshot.is_current
            and report is not None
            and report.is_complete
        )

    await eventually(is_in, PATIENCE_S)


@pytest.mark.parametrize(
    ("words", "number", "tmdb"),
    [
        ("alien", 1002, "348"),  # among Aliens and Alien vs. Predator
        ("the thing", 1022, "60935"),  # no year in the name: 1982 comes first, 2011 is meant
        ("solaris", 1018, "593"),  # 1972, not 2002
        ("dune", 1007, "438631"),  # no year: 2021 is wanted
    ],
)
async def test_a_film_among_look_alikes_is_identified_by_the_keyboard_alone(
    start: Start, words: str, number: int, tmdb: str
) -> None:
    program = await start()
    await program.stop_filling()
    await open_identification(program, words, number)
    await results_are_in(program)

    assert set(program.identification.bar.providers._chips) == FILM_SERVICES
    rows = program.identification.area.rows
    press(Key.Key_Down)
    await eventually(rows.hasFocus)
    for _ in range(10):
        current = rows.current_row()
        assert current is not None
        if current.result.external_ids.get("tmdb") == tmdb:
            break
        press(Key.Key_Down)
    press(Key.Key_Return)

    await eventually(program.is_browsing, PATIENCE_S)
    row = await program.core.library.row(film(number))
    assert row.entity.state is IdentityState.IDENTIFIED
    assert row.entity.external_ids["tmdb"] == tmdb
    assert row.entity.external_ids["imdb"].startswith("tt")
    assert not program.is_identifying()
    await program.fetched()
    assert program.browser.windowTitle() == f"Artwork: {row.entity.label}"
    # The end of the fetch is known a moment before what came last was read.
    await eventually(lambda: {each.provider_name for each in program.tiles()} == FILM_SERVICES)
    await eventually(lambda: program.window.library.titles.current_key() == film(number))


async def test_the_newest_text_wins_and_enter_waits_for_its_results(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await open_identification(program, "it", 1011)
    field = program.identification.bar.text
    await eventually(lambda: field.hasFocus() and field.text() == "It")
    press(Key.Key_A, CTRL)
    type_text("alien")
    press(Key.Key_A, CTRL)
    type_text("it 1990")
    press(Key.Key_Return)  # the results of this text are not in: it searches, then goes to the first row
    rows = program.identification.area.rows
    await eventually(lambda: rows.hasFocus() and rows.current_row() is not None, PATIENCE_S)
    current = rows.current_row()
    assert current is not None
    assert (current.result.title, current.result.year) == ("It", 1990)
    press(Key.Key_Return)
    await eventually(program.is_browsing, PATIENCE_S)
    assert (await program.core.library.row(film(1011))).entity.year == 1990


async def test_escape_leaves_the_title_as_it_was(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await open_identification(program, "alien", 1002)
    await results_are_in(program)
    press(Key.Key_Escape)
    await eventually(lambda: not program.is_identifying())
    assert (await program.core.library.row(film(1002))).entity.state is IdentityState.UNIDENTIFIED
    await eventually(lambda: program.window.library.titles.view.hasFocus())


# -- series and albums ---------------------------------------------------------------------------------------


async def identify_in_its_kind(program: Program, key: EntityKey, switch: Key) -> None:
    """Switch to the kind of *key*, go to its tile and open its identification."""
    press(switch, ALT)
    await eventually(lambda: program.window.library.titles.model.row_of(key) is not None)
    await program.go_to(key)
    press(Key.Key_I, CTRL)
    await eventually(program.is_identifying)
    await results_are_in(program)


async def accept_best(program: Program, key: EntityKey) -> None:
    """Accept the first result by Enter; the artwork opens and is fetched."""
    press(Key.Key_Down)
    await eventually(program.identification.area.rows.hasFocus)
    press(Key.Key_Return)
    await eventually(lambda: program.is_browsing() and program.browser.current_key == key, PATIENCE_S)
    await eventually(lambda: not program.is_identifying())
    program.browser.activateWindow()  # there is no window manager here to do it when the other one closes
    await eventually(program.browser.isActiveWindow)
    program.browser.resize(1280, 800)
    await program.fetched()


async def chosen_seasons(program: Program) -> list[tuple[int | None, int]]:
    """Return season and id of every selected season poster that the store has of House."""
    assets = await program.core.cache.get_cached_assets(HOUSE, AssetType.SEASONPOSTER)
    return sorted((each.season_number or 0, each.id) for each in assets if each.is_selected)


async def test_a_series_is_identified_and_every_season_gets_a_poster_of_its_own(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await identify_in_its_kind(program, HOUSE, Key.Key_2)
    assert program.identification.bar.kinds.chip("tv").isChecked()
    best = program.identification.area.rows.current_row()
    assert best is not None
    assert (best.result.title, best.result.entity_type) == ("House", EntityType.TV)
    await accept_best(program, HOUSE)
    services = {"tmdb", "fanart_tv", "tvdb"}
    await eventually(lambda: {each.provider_name for each in program.tiles()} == services)

    browser = program.browser
    browser.parts.header.tabs.setFocus()
    while browser.front.kind is not AssetType.SEASONPOSTER:
        press(Key.Key_Tab, CTRL)
    await eventually(lambda: browser.front.was_read and program.tiles(), PATIENCE_S)
    browser.parts.pane.take_focus()
    bar, expected = browser.parts.header.seasons, []
    for season in (1, 2):
        click(bar.chip(season))
        assert {each.season_number for each in program.tiles()} == {season}
        await eventually(browser.parts.pane.grid.hasFocus)
        expected.append((season, program.tiles()[0].id))
        press(Key.Key_P)
        await eventually(lambda season=season: bar.chip(season).line.chosen == 1)
    assert await chosen_seasons(program) == expected
    assert "2 of" in bar.progress.text()

    press(Key.Key_Z, CTRL)
    await eventually(lambda: bar.chip(2).line.chosen == 0)
    assert await chosen_seasons(program) == expected[:1]


async def test_an_album_is_identified_and_its_cover_chosen(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await identify_in_its_kind(program, REMASTER, Key.Key_3)
    assert program.identification.bar.text.text() == "Nirvana - Nevermind"
    best = program.identification.area.rows.current_row()
    assert best is not None
    assert (best.result.artist, best.result.title) == ("Nirvana", "Nevermind")
    await accept_best(program, REMASTER)
    browser = program.browser
    assert browser.front.kind is AssetType.COVER
    assert browser.windowTitle().startswith("Artwork: Nirvana - Nevermind (1991)")

    second: CachedAsset = program.tiles()[1]
    program.click_tile(second.id)
    click(button(browser.parts.panel, "Use this cover"))

    def on_the_wall() -> bool:
        row = program.window.library.titles.model.find(REMASTER)
        return row is not None and row.poster is not None and row.poster.id == second.id

    await eventually(on_the_wall)
    entity = (await program.core.library.row(REMASTER)).entity
    assert entity.state is IdentityState.IDENTIFIED
    assert entity.external_ids["musicbrainz"] == "1b022e01-4da6-387b-8658-8678046e4cef"
