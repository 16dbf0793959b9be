"""Journey: nothing is stored and nobody answers, each time for another reason, and the window says which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metarr_desktop.demo.faults import DemoService, Failure, Fault
from metarr_desktop.domain.library import LibraryRow
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.rig import PATIENCE_S, Program, film
from ui.assets.grid_state import StateAction
from ui.assets.state_view import StateView


def words(program: Program) -> StateView:
    return program.browser.parts.pane.words


async def never_fetched(program: Program) -> LibraryRow:
    """Return a film of which nothing is stored."""
    await program.stop_filling()
    rows = [await program.core.library.row(each) for each in map(film, range(1024, 1000, -1))]
    return next(row for row in rows if row.fetched_at is None and row.entity.external_ids)


@pytest.mark.parametrize(
    ("failure", "headline"),
    [
        (Failure.UNREACHABLE, "No connection"),
        (Failure.TOO_MANY_REQUESTS, "Too many requests"),
        (Failure.HTML, "Nobody answered"),
    ],
)
async def test_why_nobody_answers_is_said_with_a_way_out(
    start: Start, failure: Failure, headline: str
) -> None:
    program = await start(waits_for_titles=True)
    for service in DemoService:
        program.site.faults.switch_on(service, Fault(failure))
    row = await never_fetched(program)
    await program.browse(row.key)
    await eventually(
        lambda: (state := words(program).state) is not None and state.headline == headline, PATIENCE_S
    )
    assert "{left}" not in words(program).accessibleName()
    assert words(program).button(StateAction.RETRY).isEnabled()


async def test_what_the_person_paused_is_said_to_be_so(start: Start) -> None:
    program = await start()
    row = await never_fetched(program)
    kept = program.core.preferences.current()
    names = frozenset(info.name for info in program.core.providers.all_infos())
    await program.core.preferences.change(replace(kept, paused=names))
    await program.browse(row.key)
    await eventually(
        lambda: (state := words(program).state) is not None and state.headline.startswith("You paused TMDB"),
        PATIENCE_S,
    )
    assert "paused by you" in program.chip("tmdb")
    assert words(program).button(StateAction.RESUME).isVisible()
