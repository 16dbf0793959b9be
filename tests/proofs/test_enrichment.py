"""Enrichment by real programs: killed at any moment, offline, on a disk that fills, with broken originals."""

from __future__ import annotations

import asyncio
import functools
import io
import json
import random
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from metarr_desktop.automation.planning import Planner
from metarr_desktop.demo.catalogue import DemoImage
from metarr_desktop.demo.faults import DemoService, Failure, PathKind
from metarr_desktop.demo.server import DemoServer, DemoServerThread
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.domain.enrichment import EnrichmentOutcome
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.services import Services
from tests.builders import FakeClock
from tests.invariants import assert_sound, decisions
from tests.proofs.broken_disks import small_disk
from tests.proofs.rig import (
    FILMS,
    MOVIE,
    a_program,
    ask_two_services,
    assert_fit_for_people,
    break_service,
    database_of,
    start_command,
)
from tests.proofs.test_killed import kill_after

_SELECTED_TYPES = ("poster", "fanart", "clearlogo")
"""All others are proposed: both ways are seen."""


def real_size(image: DemoImage, width: int, height: int, suffix: str) -> bytes:
    """Return a picture of the size that was stated, of bytes of its own, in no time."""
    return _blank(width, height, suffix) + image.path.encode()


@functools.lru_cache(maxsize=64)
def _blank(width: int, height: int, suffix: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (40, 60, 80)).save(out, "PNG" if suffix == "png" else "JPEG")
    return out.getvalue()


@pytest.fixture
def pictures_server(tmp_path: Path) -> Iterator[DemoServer]:
    """The demo services in a thread, with pictures of their real size."""
    services = DemoServices(tmp_path / "painted", painter=real_size)
    try:
        with DemoServerThread(services) as running:
            yield running
    finally:
        services.close()


async def lay_out(services: Services, films: int) -> None:
    """Put films into the library that nobody fetched yet."""
    for number, tmdb in enumerate(FILMS[:films], start=1):
        await services.store.run(
            services.store.entities.create, entity_type=EntityType.MOVIE, entity_id=number, title=f"Film {number}",
            external_ids=ExternalIds(tmdb=tmdb), state=IdentityState.IDENTIFIED,
        )  # fmt: skip


def let_some_be_selected(home: Path) -> None:
    ask_two_services(home)
    settings = home / "config" / "settings.json"
    said = json.loads(settings.read_text("utf-8"))
    settings.write_text(json.dumps({**said, "automation": dict.fromkeys(_SELECTED_TYPES, "select")}), "utf-8")


def state_of(home: Path) -> dict[str, Any]:
    """Return everything a run is for: choices, proposals, what was learnt, the files, the number of acts."""
    questions = {
        "pictures": "SELECT entity_id, asset_type, provider_url, is_selected, selected_by, selection_order, analyzed, "
        "width, height, score, score_parts, is_downloaded, content_hash, unreadable_since FROM provider_assets",
        "proposals": "SELECT p.entity_id, p.asset_type, a.provider_url, p.reason FROM proposals AS p "
        "JOIN provider_assets AS a ON a.id = p.asset_id",
        "files": "SELECT sha256, path, bytes, width, height, mime FROM cache_image_files",
        "addresses": "SELECT address, sha256 FROM image_addresses",
        "runs": "SELECT entity_id, phase, state FROM enrichments",
        "acts": "SELECT entity_id, text, is_undone FROM history",
        "locks": "SELECT * FROM slot_locks",
    }
    with closing(sqlite3.connect(database_of(home))) as database:
        found = {name: sorted(map(repr, database.execute(text))) for name, text in questions.items()}
    originals = home / "cache" / "originals"
    found["on disk"] = sorted(
        path.relative_to(originals).as_posix()
        for path in originals.rglob("*")
        if path.is_file() and path.suffix != ".part"
    )
    return found


@pytest.mark.parametrize(("kills", "films"), [(5, 1), pytest.param(200, 2, marks=pytest.mark.soak)])
async def test_a_run_killed_at_any_moment_ends_as_one_that_was_not(
    home: Path, pictures_server: DemoServer, kills: int, films: int
) -> None:
    environment = pictures_server.environment()
    async with a_program(home, environment) as services:
        await lay_out(services, films)
    let_some_be_selected(home)

    def a_home(name: str) -> Path:
        return Path(shutil.copytree(home, home.with_name(name)))

    undisturbed = a_home("undisturbed")
    steps = await finished(undisturbed, environment)
    assert steps > 10 * films
    wanted = state_of(undisturbed)
    assert len(wanted["acts"]) == films
    assert len(wanted["proposals"]) > 2 * films

    chance = random.Random(kills)
    killed = Counter[str]()
    while killed.total() < kills:
        place = a_home(f"killed-{killed.total()}")
        for _ in range(min(10, kills - killed.total())):
            program = start_command(place, environment, "enrich", "--all")
            step = chance.randrange(steps)
            await asyncio.to_thread(kill_at_step, program, step, chance.uniform(0.0, 0.06))
            if program.returncode != -9:
                break  # so much was done before that nothing was left to be killed in
            killed[where_it_was(place)] += 1
            assert_sound(database_of(place))
        await finished(place, environment)
        assert state_of(place) == wanted
        assert_sound(database_of(place))
        shutil.rmtree(place)
    print(f"killed in {dict(killed)}")
    assert len(killed) >= (3 if kills > 5 else 1), killed


@pytest.mark.parametrize(("kills", "films"), [(3, 2), pytest.param(200, 3, marks=pytest.mark.soak)])
async def test_a_job_of_many_titles_killed_with_its_worker_ends_as_one_that_was_not(
    home: Path, pictures_server: DemoServer, kills: int, films: int
) -> None:
    environment = pictures_server.environment()
    async with a_program(home, environment) as services:
        await lay_out(services, films)
        keys = [EntityKey(EntityType.MOVIE, number) for number in range(1, films + 1)]
        job = await services.automation.enriching.defer(keys)
    let_some_be_selected(home)

    def a_home(name: str) -> Path:
        return Path(shutil.copytree(home, home.with_name(name)))

    undisturbed, start = a_home("undisturbed"), time.monotonic()
    wanted = await worked(undisturbed, environment, job.id)
    lasts_s = time.monotonic() - start
    assert (wanted["done"], wanted["failed"]) == (films, 0)

    chance, killed = random.Random(kills), 0
    while killed < kills:
        place = a_home(f"killed-{killed}")
        for _ in range(3):  # from then on a job waits, in case it is what kills its program
            program = start_command(place, environment, "worker", "--once")
            await asyncio.to_thread(kill_after, program, chance.uniform(0.3, 0.9) * lasts_s)
            killed += program.returncode == -9
            assert_sound(database_of(place))
        assert await worked(place, environment, job.id) == wanted
        assert state_of(place) == state_of(undisturbed)
        shutil.rmtree(place)


async def worked(home: Path, environment: dict[str, str], job_id: int) -> dict[str, Any]:
    """Let a worker do what is due; returns what the job's report counts."""
    program = start_command(home, environment, "worker", "--once")
    _, said = await asyncio.to_thread(program.communicate, timeout=120)
    assert program.returncode == 0, said
    with closing(sqlite3.connect(database_of(home))) as database:
        state, text = database.execute("SELECT state, result FROM jobs WHERE id = ?", (job_id,)).fetchone()
    assert state == "done", said
    report = json.loads(text)
    return {name: value for name, value in report.items() if name != "titles"}


def where_it_was(home: Path) -> str:
    """Return the phase the first title was in that did not end, as far as was noted."""
    with closing(sqlite3.connect(database_of(home))) as database:
        row = database.execute("SELECT phase FROM enrichments WHERE state = 'running'").fetchone()
    return str(row[0]) if row else "between titles"


async def finished(home: Path, environment: dict[str, str]) -> int:
    """Let a run end by itself; returns how many steps it told."""
    program = start_command(home, environment, "enrich", "--all")
    out, said = await asyncio.to_thread(program.communicate, timeout=60)
    assert (program.returncode, json.loads(out)["failed"]) == (0, 0), said
    return len(said.splitlines())


def kill_at_step(program: subprocess.Popen[str], step: int, seconds: float) -> None:
    """Kill *program* a moment after it told so many steps, the first one being its start."""
    assert program.stderr is not None
    for _ in range(step):
        if not program.stderr.readline():
            break
    kill_after(program, seconds if step else 10 * seconds)


async def test_an_offline_run_leaves_every_selection_as_it_was(
    home: Path, pictures_server: DemoServer, hurry: None
) -> None:
    clock, environment = FakeClock(), pictures_server.environment()
    async with a_program(home, environment, clock=clock) as services:
        await lay_out(services, 1)
        assert (await services.automation.enrichment.enrich(MOVIE, may_select=True)).selected
        # The selected poster is no longer offered: the next run would take another one, could it be loaded.
        await services.store.run(
            services.store._database.run,
            "UPDATE provider_assets SET missing_since = fetched_at WHERE asset_type = 'poster' AND is_selected = 1",
        )
        plan = await services.store.run(Planner(services.store, services.preferences.current).plan, MOVIE)
        assert len(plan.waiting) == 1
    before = decisions(database_of(home))
    for service in DemoService:
        for kind in PathKind:
            break_service(pictures_server, service, Failure.DROP, kind)

    async with a_program(
        home, environment, clock=clock
    ) as services:  # everything is fresh, nothing can be loaded
        report = await services.automation.enrichment.run([MOVIE], may_select=True)
        assert [each.outcome for each in report.titles] == [EnrichmentOutcome.FAILED]
    assert decisions(database_of(home)) == before
    clock.advance(days=8)
    async with a_program(home, environment, clock=clock) as services:  # nothing is fresh
        report = await services.automation.enrichment.run([MOVIE], may_select=True)
        assert [each.outcome for each in report.titles] == [EnrichmentOutcome.FAILED]
        assert_fit_for_people(report.titles[0].message)
    assert decisions(database_of(home)) == before
    assert_sound(database_of(home))


async def test_a_disk_that_fills_ends_the_run_in_words_and_the_next_one_goes_on(
    home: Path, pictures_server: DemoServer
) -> None:
    environment = pictures_server.environment()
    with small_disk(home / "cache") as disk:
        async with a_program(home, environment) as services:
            await lay_out(services, 1)
            disk.fill(leave_bytes=120_000)
            with pytest.raises(StoreError) as refused:
                await services.automation.enrichment.run([MOVIE], may_select=True)
            assert refused.value.reason == "disk_full"
            assert_fit_for_people(str(refused.value))
            assert decisions(database_of(home)) == {}
            assert list((home / "cache").rglob("*.part")) == []
            assert_sound(database_of(home))

            disk.empty()
            report = await services.automation.enrichment.run([MOVIE], may_select=True)
            assert report.titles[0].outcome is EnrichmentOutcome.DONE
            assert report.titles[0].selected
    assert_sound(database_of(home))


@pytest.mark.parametrize(
    "failure",
    [Failure.IMAGE_IS_HTML, Failure.IMAGE_IS_EMPTY, Failure.IMAGE_TRUNCATED, Failure.IMAGE_BOMB,
     pytest.param(Failure.IMAGE_OVERSIZE, marks=pytest.mark.soak), Failure.REDIRECT_AWAY, Failure.REDIRECT_LOOP],
)  # fmt: skip
async def test_originals_of_one_service_that_are_broken_leave_the_others(
    home: Path, pictures_server: DemoServer, failure: Failure
) -> None:
    async with a_program(home, pictures_server.environment()) as services:
        await lay_out(services, 1)
        break_service(pictures_server, DemoService.TMDB, failure, PathKind.IMAGE)
        report = await services.automation.enrichment.enrich(EntityKey(EntityType.MOVIE, 1), may_select=True)
    assert report.selected
    assert {choice.provider for choice in report.selected} == {"fanart_tv"}
    assert_sound(database_of(home))
