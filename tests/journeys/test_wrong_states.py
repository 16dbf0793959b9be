"""Journey (g): nothing answers, or the database is broken: a sentence, a way on, and a window that is alive."""

from __future__ import annotations

from pathlib import Path

from metarr_desktop.demo.faults import DemoService, Failure, Fault
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import (
    CTRL,
    FILM_SERVICES,
    PATIENCE_S,
    Key,
    Program,
    button,
    click,
    film,
    has_button,
    press,
)
from ui.assets.grid_state import Showing
from ui.identify.search_state import SearchState

INCEPTION = film(1001)
NOT_FOR_PEOPLE = ("Traceback", "Error", "Exception", "sqlite", "peewee", "httpx", "None")


def left(program: Program) -> bool:
    """Press Esc, and tell whether the browser is gone; while somebody is asked again, two presses stop that first."""
    press(Key.Key_Escape)
    return not program.is_browsing()


def assert_for_people(text: str) -> None:
    """Fail unless *text* is a sentence without the words of machines."""
    assert text.strip().endswith("."), text
    assert not [word for word in NOT_FOR_PEOPLE if word in text], text


async def test_nobody_answers_and_a_retry_brings_the_artwork(
    start: Start, hurry: None, broken: set[DemoService]
) -> None:
    broken.update(DemoService)
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    words = program.browser.parts.pane.words
    await eventually(words.isVisible, PATIENCE_S)
    assert words.state is not None
    assert words.state.showing is Showing.WORDS
    assert_for_people(words.state.text)
    retry = button(words, "Retry")

    program.site.faults.switch_off()
    click(retry)
    await eventually(lambda: {each.provider_name for each in program.tiles()} == FILM_SERVICES, PATIENCE_S)
    await eventually(lambda: not words.isVisible())


async def test_a_search_that_nobody_answers_can_be_tried_again(
    start: Start, hurry: None, broken: set[DemoService]
) -> None:
    broken.update(DemoService)
    program = await start()
    await program.stop_filling()
    await program.go_to(film(1002))
    press(Key.Key_I, CTRL)
    await eventually(
        lambda: program.is_identifying() and program.identification.state is SearchState.CANNOT_SEARCH,
        PATIENCE_S,
    )
    await eventually(lambda: has_button(program.identification.area.panel, "Retry"))
    program.site.faults.switch_off()
    click(button(program.identification.area.panel, "Retry"))
    await eventually(lambda: program.identification.state is SearchState.RESULTS, PATIENCE_S)


async def test_a_provider_that_fails_leaves_the_window_to_the_other(start: Start, hurry: None) -> None:
    program = await start()
    await program.stop_filling()
    for failure in (Failure.HTML, Failure.TRUNCATED_JSON, Failure.DROP):
        program.site.faults.switch_on(DemoService.TMDB, Fault(failure))
        await program.browse(INCEPTION)
        await eventually(
            lambda: {each.provider_name for each in program.tiles()} >= {"fanart_tv"}, PATIENCE_S
        )
        await eventually(lambda: left(program), PATIENCE_S)
    assert program.window.isVisible()
    assert program.window.library.isEnabled()


async def test_a_broken_database_is_told_in_a_sentence_and_can_be_opened_once_it_is_gone(
    start: Start, isolated: Path
) -> None:
    file = isolated / "data" / "demo" / "metarr.db"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"this is no database at all, but long enough to be taken for one" * 100)
    program = await start(waits_for_titles=False)
    empty = program.window.library.empty
    await eventually(lambda: empty.isVisible() and empty.title == "The library cannot be opened", PATIENCE_S)
    assert_for_people(empty.text)
    assert "Nothing was deleted" in empty.text
    press(Key.Key_F5, CTRL)  # the window is alive, there is just nothing to refresh
    assert file.read_bytes().startswith(b"this is no database"), "nothing is thrown away unasked"

    file.rename(file.with_suffix(".broken"))
    click(button(empty, "Try again"))
    await eventually(lambda: len(program.window.library.rows()) == 24, PATIENCE_S)
