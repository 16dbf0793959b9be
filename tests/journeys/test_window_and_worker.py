"""A window and a headless worker on the same data: what the one does never spoils what the other did."""

from __future__ import annotations

import logging
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.domain.jobs import JobState
from tests.async_gui import eventually
from tests.invariants import assert_sound
from tests.journeys.conftest import Start
from tests.journeys.rig import CTRL, PATIENCE_S, Key, Program, film, press
from tests.proofs.rig import database_of, start_program

FILMS = [film(number) for number in range(1001, 1007)]
KEYS = (
    Key.Key_P,
    Key.Key_X,
    Key.Key_U,
    Key.Key_Right,
    Key.Key_Right,
    Key.Key_Home,
    Key.Key_End,
    Key.Key_Down,
)


@contextmanager
def a_worker(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the worker while the block runs; it must end well when it is told to."""
    worker = start_program(home, {"METARR_DEMO": "1"}, ["-m", "tests.journeys.worker_program"])
    try:
        yield worker
    finally:
        worker.send_signal(signal.SIGTERM)
        _, words = worker.communicate(timeout=30)
    assert worker.returncode == 0, words
    assert "locked" not in words
    assert "Traceback" not in words


def has_automation(home: Path) -> bool:
    """Tell whether some program holds the automation of this library."""
    path = database_of(home, is_demo=True)
    if not path.is_file():
        return False
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            return database.execute("SELECT owner FROM automation_lease").fetchone() is not None
        except sqlite3.OperationalError:  # its tables are being made
            return False


async def act(program: Program, chance: random.Random) -> None:
    """Do one thing a person does: look, choose, take back, refresh, let titles be enriched."""
    core, key = program.core, chance.choice(FILMS)
    match chance.randrange(10):
        case 0:
            await core.cache.fetch_assets(FetchRequest(key, force=True))
        case 1:
            await core.automation.enriching.defer(chance.sample(FILMS, 3), may_select=chance.random() < 0.5)
        case 2 | 3:
            await choose(program, chance, key)
        case 4:
            await (core.curation.undo() if chance.random() < 0.6 else core.curation.redo())
        case _:
            if program.browser.isActiveWindow() and program.browser.parts.pane.grid.hasFocus():
                press(chance.choice(KEYS))


async def choose(program: Program, chance: random.Random, key: EntityKey) -> None:
    """Select or reject something of a title that is not in front."""
    assets = await program.core.cache.get_cached_assets(key, AssetType.FANART)
    if assets:
        curation = program.core.curation
        verb = chance.choice((curation.select, curation.add, curation.reject, curation.clear))
        await verb(chance.choice(assets).id)


async def final_choices(program: Program) -> dict[EntityKey, int]:
    """Select a poster of each film that has any, as the last word of the person.

    Not of the film in front: a key pressed there a moment ago may still be on its way.
    """
    chosen = {}
    for key in FILMS[1:]:
        posters = [each for each in await program.posters(key) if each.missing_since is None]
        if posters:
            chosen[key] = posters[-1].id
            await program.core.curation.select(posters[-1].id)
    return chosen


@pytest.mark.parametrize("seconds", [5.0, pytest.param(60.0, marks=pytest.mark.soak)], ids=["short", "soak"])
async def test_a_worker_enriches_while_a_person_chooses_at_the_window(
    start: Start, isolated: Path, seconds: float, few_titles: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with a_worker(isolated) as worker:
        await eventually(lambda: has_automation(isolated), 20.0)
        program = await start()
        jobs = program.core.automation.jobs
        await program.stop_filling()
        await program.browse(FILMS[0])
        await program.fetched()
        chance, until, refused = random.Random(5), time.monotonic() + seconds, list[str]()
        while time.monotonic() < until:
            try:
                await act(program, chance)
            except MetarrError as error:
                refused.append(f"{error.kind}: {error}")
        assert refused == []

        chosen = await final_choices(program)
        last = await program.core.automation.enriching.defer(FILMS, may_select=True)

        async def has_ended() -> bool:
            found = await jobs.job(last.id)
            return found is not None and not found.state.is_live

        deadline = time.monotonic() + 30 + PATIENCE_S
        while not await has_ended():
            assert time.monotonic() < deadline, "the worker does not come to its end"
            assert worker.poll() is None
            await eventually(lambda: True)
        ended = await jobs.job(last.id)
        assert ended is not None
        assert ended.state is JobState.DONE, ended.error
        for key, asset_id in chosen.items():  # a person's word stands
            assert [each.id for each in await program.posters(key) if each.is_selected] == [asset_id]
        press(Key.Key_Z, CTRL)  # and the window is still alive
        await program.end()
    assert "locked" not in caplog.text
    assert_sound(database_of(isolated, is_demo=True))
