"""Two programs on one home at once: neither finds the database locked, and what both leave is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from metarr_desktop.demo.server import DemoServer
from tests.invariants import assert_sound, decisions
from tests.proofs.rig import FILMS, database_of, start_command, start_program


@pytest.mark.parametrize(
    ("programs", "turns"), [(2, 40), pytest.param(4, 1_500, marks=pytest.mark.soak)], ids=["short", "soak"]
)
def test_programs_that_fetch_and_choose_at_once_leave_a_sound_database(
    home: Path, threaded_server: DemoServer, programs: int, turns: int
) -> None:
    films = ",".join(FILMS[:3])
    running = [
        start_program(
            home,
            threaded_server.environment(),
            ["-m", "tests.proofs.another_program", str(seed), str(turns), films],
        )
        for seed in range(programs)
    ]
    outputs = [program.communicate(timeout=1_200) for program in running]

    for program, (out, err) in zip(running, outputs, strict=True):
        assert program.returncode == 0, err
        report = json.loads(out.splitlines()[-1])
        assert report["errors"] == []
        assert sum(report["done"].values()) == turns
        assert "could not be" not in err
    assert_sound(database_of(home))


def test_commands_at_once_on_a_new_home_all_succeed(home: Path, threaded_server: DemoServer) -> None:
    """Four processes create the database, the title and its rows at the same moment."""
    environment = threaded_server.environment()
    commands = [start_command(home, environment, "fetch", "movie", "1", "--tmdb", FILMS[0]) for _ in range(2)]
    commands += [
        start_command(home, environment, "fetch", "movie", "1", "--tmdb", FILMS[0], "--force")
        for _ in range(2)
    ]
    outputs = [command.communicate(timeout=50) for command in commands]

    assert [(command.returncode, err) for command, (_, err) in zip(commands, outputs, strict=True)] == [
        (0, "")
    ] * 4
    documents = [json.loads(out) for out, _ in outputs]
    assert all(document["is_saved"] for document in documents)
    posters = [document["providers"]["tmdb"]["images"]["poster"] for document in documents]
    assert all(each == posters[0] for each in posters)
    assert_sound(database_of(home))


def test_commands_that_select_while_another_forces_lose_no_choice(
    home: Path, threaded_server: DemoServer
) -> None:
    environment = threaded_server.environment()
    start_command(home, environment, "fetch", "movie", "1", "--tmdb", FILMS[0]).communicate(timeout=50)
    listed, _ = start_command(home, environment, "assets", "movie", "1", "fanart").communicate(timeout=50)
    chosen = [str(asset["id"]) for asset in json.loads(listed)["assets"][:2]]

    commands = [start_command(home, environment, "select", asset_id) for asset_id in chosen]
    commands.append(start_command(home, environment, "fetch", "movie", "1", "--force"))
    errors = [command.communicate(timeout=50)[1] for command in commands]

    assert errors == [""] * 3
    assert [command.returncode for command in commands] == [0] * 3
    flags = [flag for row, flag in decisions(database_of(home)).items() if row[0] == "movie"]
    assert [flag[0] for flag in flags] == [1, 1]
    assert_sound(database_of(home))
