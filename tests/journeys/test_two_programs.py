"""Journey (h): two programs on the same data do not disturb each other."""

from __future__ import annotations

from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, Key, Program, film, press

INCEPTION = film(1001)


async def choose(program: Program, steps: int) -> int:
    """Choose the poster *steps* to the right of the first one, in the browser; returns its id."""
    await eventually(lambda: program.browser.parts.pane.grid.hasFocus())
    press(Key.Key_Home)
    for _ in range(steps):
        press(Key.Key_Right)
    wanted = program.tiles()[steps].id
    press(Key.Key_P)
    await eventually(lambda: next(each for each in program.tiles() if each.id == wanted).is_selected)
    return wanted


async def test_a_choice_in_one_is_seen_in_the_other(start: Start) -> None:
    one = await start()
    await one.stop_filling()
    other = await start()
    await other.stop_filling()

    one.window.activateWindow()
    await eventually(one.window.isActiveWindow)
    await one.browse(INCEPTION)
    await one.fetched()
    first = await choose(one, 1)

    other.window.activateWindow()
    await eventually(other.window.isActiveWindow)
    await other.browse(INCEPTION)
    await eventually(other.tiles)
    assert [each.id for each in other.tiles() if each.is_selected] == [first]
    second = await choose(other, 3)
    assert [each.id for each in await one.posters(INCEPTION) if each.is_selected] == [second]


async def test_both_refresh_the_same_film_at_once(start: Start) -> None:
    programs = [await start(), await start()]
    for program in programs:
        await program.stop_filling()
    for program in programs:
        program.window.activateWindow()
        await eventually(program.window.isActiveWindow)
        await program.go_to(INCEPTION)
        press(Key.Key_F5, CTRL)
    for program in programs:
        texts = program.window.messages.texts
        await eventually(lambda texts=texts: any("Inception" in text for text in texts()), 10.0)
        assert not any("could not" in text for text in texts()), texts()
    one, other = [{each.id for each in await program.posters(INCEPTION)} for program in programs]
    assert one == other
    assert one
