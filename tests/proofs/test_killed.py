"""``kill -9`` in the middle of a fetch: the database is whole, the choice stands, the next fetch succeeds."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.asset import AssetType
from tests.invariants import assert_sound, decisions
from tests.proofs.rig import FILMS, FORCED, INCEPTION, MOVIE, a_program, database_of, start_program

ACTS = "force,force,force,select,add,reject,clear"
"""Undo is left out: it would take back what this test chose, for all programs share one history."""


@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.soak)])
async def test_a_program_killed_while_it_fetches_loses_nothing(
    home: Path, threaded_server: DemoServer, rounds: int
) -> None:
    environment = threaded_server.environment()
    chance = random.Random(rounds)
    async with a_program(home, environment) as services:
        await services.cache.fetch_assets(INCEPTION)
        posters = await services.cache.get_cached_assets(MOVIE, AssetType.POSTER)
        await services.curation.select(posters[3].id)
        await services.curation.reject(posters[5].id)
    ours = posters_of_movie_1(home)
    assert len(ours) == 3  # chosen, rejected, and the lock

    killed = 0
    for turn in range(rounds):
        program = start_program(
            home,
            environment,
            ["-m", "tests.proofs.another_program", str(turn), "1000000", ",".join(FILMS[:2]), ACTS],
        )
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n", program.communicate()[1]
        kill_after(program, chance.uniform(0.0, 0.25))
        killed += program.returncode == -9

        assert_sound(database_of(home))
        assert posters_of_movie_1(home) == ours
        async with a_program(home, environment) as services:
            assert (await services.cache.fetch_assets(INCEPTION)).metadata.failed_providers == ()
            if turn % 4 == 0:
                forced = await services.cache.fetch_assets(FORCED)
                assert (forced.is_saved, forced.metadata.failed_providers) == (True, ())
        assert_sound(database_of(home))
        assert posters_of_movie_1(home) == ours
    assert killed == rounds


def kill_after(program: subprocess.Popen[str], seconds: float) -> None:
    try:
        program.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        program.kill()
    program.communicate(timeout=10)


def posters_of_movie_1(home: Path) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Return what the person decided about the posters of the first film."""
    return {row: flags for row, flags in decisions(database_of(home)).items() if "poster" in row}


async def test_a_program_killed_before_its_first_answer_leaves_a_library_to_start_with(
    home: Path, threaded_server: DemoServer
) -> None:
    """Killed at any moment of its very first start, while tables are being made."""
    environment = threaded_server.environment()
    for turn in range(4):
        program = start_program(
            home, environment, ["-m", "metarr_desktop", "fetch", "movie", "1", "--tmdb", FILMS[0]]
        )
        kill_after(program, 0.25 + 0.15 * turn)
        async with a_program(home, environment) as services:
            assert await services.library.rows() is not None
        assert_sound(database_of(home))
    async with a_program(home, environment) as services:
        assert (await services.cache.fetch_assets(INCEPTION)).is_saved
    assert_sound(database_of(home))
