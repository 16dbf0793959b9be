"""Journey (c): the refresh button, what it says while it runs, what it says after, and what survives it."""

from __future__ import annotations

from metarr_desktop.demo.faults import Failure, Fault
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import (
    CTRL,
    FANART_TV,
    PATIENCE_S,
    TMDB,
    Key,
    Program,
    button,
    click,
    film,
    press,
    said,
)
from ui.assets.refresh_button import RefreshState

INCEPTION = film(1001)


async def inception_in_front(start: Start) -> Program:
    program = await start()
    await program.stop_filling()
    await program.browse(INCEPTION)
    await program.fetched()
    await eventually(lambda: program.browser.parts.pane.grid.hasFocus())
    return program


async def refreshed(program: Program) -> None:
    """Click *Force refresh* in the browser and wait for its end."""
    toggle = program.browser.parts.refresh
    await eventually(lambda: toggle.state is RefreshState.READY)
    click(toggle.button)
    state = program.browser.controller.refresher.of(INCEPTION)
    await eventually(lambda: state.is_running)
    await eventually(lambda: not state.is_running, PATIENCE_S)


async def test_line_after_a_refresh_says_what_is_new_and_what_vanished(start: Start) -> None:
    program = await inception_in_front(start)
    texts = program.browser.parts.messages.texts
    await refreshed(program)
    await eventually(said(texts, "2 new posters"))
    await refreshed(program)
    await eventually(said(texts, "new poster", "vanished"))


async def test_chips_follow_each_provider_and_cancel_stops_the_one_that_hangs(start: Start) -> None:
    program = await inception_in_front(start)
    before = [each.id for each in program.tiles()]
    program.site.faults.switch_on(FANART_TV, Fault(Failure.HANG))
    toggle = program.browser.parts.refresh
    click(toggle.button)
    assert toggle.state is RefreshState.BUSY, "a double click must not stop what it started"
    await eventually(lambda: program.chip("fanart_tv").endswith("asking…"))
    await eventually(lambda: "✓" in program.chip("tmdb"), PATIENCE_S)
    await eventually(lambda: toggle.state is RefreshState.CANCEL)
    assert program.chip("fanart_tv").endswith("asking…")

    click(toggle.button)
    await eventually(lambda: toggle.state is RefreshState.READY)
    await eventually(said(program.browser.parts.messages.texts, "stopped"))
    assert set(before) <= {each.id for each in program.tiles()}


async def test_line_after_a_refresh_says_who_failed_and_how_old_their_rows_are(
    start: Start, hurry: None
) -> None:
    program = await inception_in_front(start)
    program.site.faults.switch_on(FANART_TV, Fault(Failure.STATUS))
    rows = sum(each.provider_name == "fanart_tv" for each in program.tiles())
    await refreshed(program)
    texts = program.browser.parts.messages.texts
    await eventually(said(texts, "Fanart.tv", f"its {rows} rows are from"))
    assert sum(each.provider_name == "fanart_tv" for each in program.tiles()) == rows
    assert f"showing {rows}" in program.chip("fanart_tv")

    program.site.faults.switch_off()
    click(button(program.browser.parts.messages.line("refresh"), "Retry Fanart.tv"))
    await eventually(lambda: "✓" in program.chip("fanart_tv"), PATIENCE_S)


async def test_tile_place_choice_and_rejection_survive_a_refresh(start: Start) -> None:
    program = await inception_in_front(start)
    pane = program.browser.parts.pane
    press(Key.Key_Right)
    press(Key.Key_P)
    await eventually(lambda: program.tiles()[1].is_selected)
    press(Key.Key_Right)
    press(Key.Key_X)
    await eventually(lambda: program.tiles()[2].is_rejected)
    selected, rejected = program.tiles()[1].id, program.tiles()[2].id
    press(Key.Key_End)
    bottom = program.tiles()[-1].id
    press(Key.Key_Up)
    current = pane.current
    assert current is not None
    assert current.id != bottom
    top = pane.grid.visualRect(pane.model.index_of(current.id)).top()

    await refreshed(program)
    await eventually(said(program.browser.parts.messages.texts, "new poster"))

    assert pane.current is not None
    assert pane.current.id == current.id
    assert abs(pane.grid.visualRect(pane.model.index_of(current.id)).top() - top) <= 1
    stored = {each.id: each for each in await program.posters(INCEPTION)}
    assert stored[selected].is_selected
    assert stored[rejected].is_rejected
    assert [each.id for each in stored.values() if each.is_selected] == [selected]


async def test_main_window_refreshes_what_is_selected_and_can_be_stopped(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await program.go_to(INCEPTION)
    program.site.faults.switch_on(TMDB, Fault(Failure.HANG))
    toggle = program.window.acts.refresh
    assert toggle.button is not None
    click(toggle.button)
    assert toggle.text == "Refreshing…"
    await eventually(lambda: toggle.text == "Cancel")
    click(toggle.button)
    await eventually(said(program.window.messages.texts, "Inception", "cancelled"))
    await eventually(lambda: toggle.text == "Force refresh")

    program.site.faults.switch_off()
    await program.go_to(INCEPTION)
    press(Key.Key_F5, CTRL)
    await eventually(said(program.window.messages.texts, "Inception", "new"), PATIENCE_S)
    row = program.window.library.titles.model.find(INCEPTION)
    assert row is not None
    await eventually(lambda: program.window.library.titles.model.find(INCEPTION).fetched_at is not None)


async def test_an_unidentified_title_says_that_it_is_to_be_identified_first(start: Start) -> None:
    program = await start()
    await program.stop_filling()
    await program.go_to(film(1002))
    refresh = program.window.acts.refresh.button
    assert refresh is not None
    assert not refresh.isEnabled()
    assert program.window.acts.refresh.action.toolTip() == "Identify first (Ctrl+I)"
