"""Two programs on one library, and MusicBrainz sees one request a second: counted from its own log."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.demo.albums import load_albums
from metarr_desktop.demo.faults import DemoService
from metarr_desktop.demo.server import DemoServer, DemoServerThread
from metarr_desktop.demo.service import DemoServices

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import asyncio, sys
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.services import build_services

async def main() -> None:
    services = build_services()
    try:
        async with asyncio.TaskGroup() as tasks:
            for number, mbid in (each.split("=") for each in sys.argv[1:]):
                key, ids = EntityKey(EntityType.MUSIC, int(number)), ExternalIds(musicbrainz=mbid)
                tasks.create_task(services.cache.fetch_assets(FetchRequest(key, external_ids=ids)))
    finally:
        await services.close()

asyncio.run(main())
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DemoServer]:
    services = DemoServices(tmp_path / "pictures")
    with DemoServerThread(services) as running:
        yield running
    services.close()


def program(environment: dict[str, str], albums: list[tuple[int, str]]) -> subprocess.Popen[str]:
    words = [f"{number}={mbid}" for number, mbid in albums]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_programs_that_share_a_library_ask_musicbrainz_once_a_second(
    server: DemoServer, isolated: Path
) -> None:
    wanted = [(number, album.mbid) for number, album in enumerate(load_albums().albums[:4], start=1)]
    environment = {**os.environ, **server.environment(), "METARR_HOME": str(isolated)}
    programs = [program(environment, wanted[:2]), program(environment, wanted[2:])]
    outcomes = [each.communicate(timeout=60) for each in programs]

    assert [(each.returncode, error) for each, (_, error) in zip(programs, outcomes, strict=True)] == [
        (0, "")
    ] * 2
    seen = server.services.log.entries(DemoService.MUSICBRAINZ)
    assert [entry.status for entry in seen] == [200] * 4
    gaps = [(after.at - before.at).total_seconds() for before, after in itertools.pairwise(seen)]
    assert sum(gaps) / len(gaps) >= 1.0
    assert min(gaps) > 0.9, "one by one, too, whatever the machine had to do besides"
