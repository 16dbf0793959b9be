"""Random acts, random faults, passing days: whatever the order, the store keeps its promises."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from metarr_desktop.demo.server import DemoServer
from tests.builders import FakeClock
from tests.proofs.random_life import Life
from tests.proofs.rig import a_program, database_of


async def a_life(home: Path, server: DemoServer, seed: int, turns: int, look_every: int = 1) -> Counter[str]:
    """Live so many turns over two starts of the program; return what happened."""
    clock, done = FakeClock(), Counter[str]()
    history = None
    for half in range(2):
        async with a_program(home, server.environment(), clock=clock) as services:
            for info in services.providers.infos():
                # The rate has its own proof; here it would only make two thousand acts last an hour.
                services.providers.line(info).limiter._spacing_s = 0.0
            life = Life(
                services, server.services, clock, database_of(home), seed + 1_000_000 * half, look_every
            )
            server.services.faults.switch_off()
            await life.begin_or_resume(history)
            await life.live(turns // 2)
            await life.heal()
            history = life
            done += life.done
    return done


@pytest.mark.parametrize(
    "seed", [1, pytest.param(2, marks=pytest.mark.soak), pytest.param(3, marks=pytest.mark.soak)]
)
async def test_sixty_random_acts_break_no_promise(
    home: Path, server: DemoServer, hurry: None, seed: int
) -> None:
    done = await a_life(home, server, seed, 60)
    assert done["asked"] + done["hit"] + done["all failed"] > 10


@pytest.mark.soak
@pytest.mark.parametrize("seed", [10, 11])
async def test_two_thousand_random_acts_break_no_promise(
    home: Path, server: DemoServer, hurry: None, seed: int
) -> None:
    done = await a_life(home, server, seed, 2_000, look_every=5)
    rare = {
        act: done[act] for act in ("asked", "hit", "identify", "undo", "redo", "select") if done[act] < 50
    }
    assert not rare, "too few to prove anything"
    assert done["all failed"] > 0
