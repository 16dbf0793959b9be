"""Journey (e): what was done before the program was closed is taken back after it was opened again."""

from __future__ import annotations

from metarr_desktop.domain.entity import IdentityState
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, PATIENCE_S, SHIFT, Key, film, press, said

INCEPTION = film(1001)


async def test_a_choice_is_undone_and_redone_after_a_restart(start: Start) -> None:
    first = await start()
    await first.stop_filling()
    await first.browse(INCEPTION)
    await first.fetched()
    await eventually(lambda: first.browser.parts.pane.grid.hasFocus())
    press(Key.Key_Right)
    press(Key.Key_P)
    await eventually(lambda: first.tiles()[1].is_selected)
    chosen = first.tiles()[1].id
    await first.end()

    program = await start()
    await program.stop_filling()
    await program.go_to(INCEPTION)
    await eventually(lambda: (slot := program.slot()) is not None and slot.id == chosen)
    press(Key.Key_Z, CTRL)
    await eventually(lambda: program.slot() is None)
    assert not any(each.is_selected for each in await program.posters(INCEPTION))
    press(Key.Key_Z, CTRL | SHIFT)
    await eventually(lambda: (slot := program.slot()) is not None and slot.id == chosen)
    assert [each.id for each in await program.posters(INCEPTION) if each.is_selected] == [chosen]


async def test_an_identification_is_undone_after_a_restart(start: Start) -> None:
    first = await start()
    await first.stop_filling()
    await first.go_to(film(1002))
    press(Key.Key_I, CTRL)
    await eventually(first.is_identifying)
    await eventually(lambda: first.identification.area.rows.current_row() is not None, PATIENCE_S)
    press(Key.Key_Down)
    await eventually(first.identification.details.accept.isEnabled, PATIENCE_S)
    press(Key.Key_Return)
    await eventually(first.is_browsing, PATIENCE_S)
    await first.end()

    program = await start()
    await program.stop_filling()
    await program.go_to(film(1002))
    assert (await program.core.library.row(film(1002))).entity.external_ids["tmdb"] == "348"
    press(Key.Key_Z, CTRL)
    await eventually(lambda: program.window.library.titles.model.find(film(1002)).entity.title == "Alien")

    def is_open_again() -> bool:
        row = program.window.library.titles.model.find(film(1002))
        return row is not None and row.entity.state is IdentityState.UNIDENTIFIED

    await eventually(is_open_again)
    assert not (await program.core.library.row(film(1002))).entity.external_ids


async def test_nothing_to_undo_is_said(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    press(Key.Key_Z, CTRL)
    await eventually(said(program.window.messages.texts, "nothing to undo"))
