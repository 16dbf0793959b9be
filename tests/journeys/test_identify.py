"""Journey (a): a film among look-alikes is identified by the keyboard alone, and its artwork opens."""

from __future__ import annotations

import pytest

from metarr_desktop.domain.entity import IdentityState
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, FILM_SERVICES, PATIENCE_S, Key, Program, film, press, type_text
from ui.identify.search_state import SearchState


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
