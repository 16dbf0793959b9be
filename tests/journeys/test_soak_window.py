"""Random clicks, keys and faults: the window lives, nothing is logged as an error, no task fails unseen."""

from __future__ import annotations

import time

import pytest

from metarr_desktop.domain.entity import EntityType
from tests.async_gui import eventually
from tests.journeys.conftest import Start
from tests.journeys.monkey import Monkey
from tests.journeys.rig import CTRL, PATIENCE_S, Key, Program, film, press
from ui.library.controller import LibraryController

SOAK_S = 600.0
# Lists of folders and choices, opened at random on the offscreen platform.
pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard")


def has_films(controller: LibraryController) -> bool:
    """Tell whether all films are read, whatever kind is in front."""
    return (controller.count(EntityType.MOVIE) or 0) >= 24


async def still_works(program: Program) -> None:
    """Refresh a film as a person would, and see its artwork."""
    window = program.window
    library = window.library
    # Random clicks may have paused or switched off every provider, as a person may.
    preferences = program.core.preferences
    await preferences.change(preferences.defaults())
    await eventually(lambda: library.controller is not None and has_films(library.controller), PATIENCE_S)
    window.library.focus_title(film(1001))
    window.library.take_focus()
    await eventually(lambda: window.session is not None and not window.session.refresh.is_running, 60.0)
    await eventually(window.isActiveWindow)
    press(Key.Key_B, CTRL)
    await eventually(lambda: program.is_browsing() and program.browser.current_key == film(1001), PATIENCE_S)
    # Providers that failed before may rest for a moment; what is asked for by hand is asked at once.
    await eventually(lambda: program.browser.isActiveWindow())
    state = program.browser.controller.refresher.of(film(1001))
    await eventually(lambda: not state.is_running, 60.0)
    press(Key.Key_F5, CTRL)
    await eventually(lambda: state.is_running)
    await eventually(lambda: not state.is_running, 60.0)
    posters = await program.posters(film(1001))
    assert posters
    assert sum(each.is_selected for each in posters) <= 1


@pytest.mark.parametrize("seed", [1, 2])
async def test_some_random_acts_leave_the_program_alive(start: Start, hurry: None, seed: int) -> None:
    program = await start()
    monkey = Monkey(program, seed)
    await monkey.live(15)
    await monkey.rest()
    await still_works(program)


@pytest.mark.soak
async def test_ten_minutes_of_random_acts_leave_the_program_alive(start: Start, hurry: None) -> None:
    program = await start()
    seed, until = 100, time.monotonic() + SOAK_S
    done = 0
    while time.monotonic() < until:
        monkey = Monkey(program, seed)
        await monkey.live(400, pause_s=0.03)
        await monkey.rest()
        done += sum(monkey.done.values())
        seed += 1
    await still_works(program)
    assert done > 2_000
