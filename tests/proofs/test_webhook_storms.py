"""Many webhooks at once, in disorder, and a program that is killed among them: none lost, none doubled."""

from __future__ import annotations

import asyncio
import random
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.automation.webhooks.inbox import content_key_of
from metarr_desktop.domain.jobs import JobState
from metarr_desktop.domain.webhooks import WebhookSource
from metarr_desktop.store import Store
from tests.automation.webhooks.bodies import lidarr_download, radarr_download, radarr_rename, sonarr_download
from tests.automation.webhooks.wire import break_off, deliver
from tests.proofs.webhook_program import now

ROOT = Path(__file__).resolve().parents[2]
MAKERS: tuple[tuple[str, Callable[..., dict[str, Any]]], ...] = (
    ("radarr", lambda number: radarr_download(f"/movies/{number}.mkv")),
    ("radarr", lambda number: radarr_rename(f"/movies/{number}.mkv", f"/movies/new {number}.mkv")),
    ("sonarr", lambda number: sonarr_download(downloadNumber=number)),
    ("lidarr", lambda number: lidarr_download(f"/music/A/{number}/1.flac")),
)


class Place:
    """A database, programs that listen for it, and what was sent to them."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "metarr.db"
        self._programs: list[subprocess.Popen[str]] = []

    def _start(self, die_after: int | None) -> subprocess.Popen[str]:
        more = [] if die_after is None else ["die-after", str(die_after)]
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.webhook_program", str(self.database), *more],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._programs.append(program)
        return program

    async def listen(self, *, die_after: int | None = None) -> tuple[subprocess.Popen[str], int]:
        program = self._start(die_after)
        assert program.stdout is not None
        async with asyncio.timeout(30):
            return program, int(await asyncio.to_thread(program.stdout.readline))

    def assert_each_is_stored_once_with_its_job(self, sent: list[tuple[str, dict[str, Any]]]) -> None:
        store = Store.open(str(self.database), clock=now)
        try:
            events = store.call(store.webhook_events.latest, 100_000)
            jobs = store.call(store.jobs.find, tuple(JobState), 100_000)
        finally:
            store.close_now()
        assert sorted(event.content_key for event in events) == sorted(
            content_key_of(WebhookSource(source), body) for source, body in sent
        )
        assert sorted(job.payload["event_id"] for job in jobs) == sorted(event.id for event in events)
        assert {event.id: event.job_id for event in events} == {
            job.payload["event_id"]: job.id for job in jobs
        }

    def close(self) -> None:
        for program in self._programs:
            program.kill()
            program.communicate(timeout=10)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    place = Place(tmp_path)
    yield place
    place.close()


def different(count: int) -> list[tuple[str, dict[str, Any]]]:
    return [
        (source, make(number)) for number in range(count) for source, make in (MAKERS[number % len(MAKERS)],)
    ]


@pytest.mark.parametrize(("count", "seconds"), [(200, 2.0), pytest.param(1000, 10.0, marks=pytest.mark.soak)])
async def test_a_hundred_a_second_in_disorder_are_all_stored_once_and_answered_soon(
    place: Place, count: int, seconds: float
) -> None:
    """Of *count* deliveries every fourth comes twice more, in any order, beside broken and oversized ones."""
    chance = random.Random(count)
    sent = different(count * 2 // 3)
    deliveries = [*sent, *(each for each in sent[::4] for _ in range(2))][:count]
    chance.shuffle(deliveries)
    program, port = await place.listen()
    took: list[float] = []

    async def one(number: int, source: str, body: dict[str, Any]) -> None:
        await asyncio.sleep(number * seconds / count)
        if number % 50 == 7:
            await break_off(port, b'{"eventType": "Down', length=5000)
            assert (await deliver(port, b'{"eventType": "Down', source)).status == 400
            assert (await deliver(port, b"x" * (1024 * 1024 + 1), source)).status == 413
        reply = await deliver(port, body, source)
        assert reply.status == 202, reply
        took.append(reply.seconds)

    start = time.monotonic()
    await asyncio.gather(*(one(number, *each) for number, each in enumerate(deliveries)))
    elapsed = time.monotonic() - start
    median, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    print(f"{count} webhooks in {elapsed:.1f} s: median {median * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms")
    assert program.poll() is None
    assert median < 0.1
    place.assert_each_is_stored_once_with_its_job(sent)


@pytest.mark.parametrize("kills", [4, pytest.param(60, marks=pytest.mark.soak)])
async def test_a_program_killed_between_storing_and_answering_loses_and_doubles_nothing(
    place: Place, kills: int
) -> None:
    """Who sent the events tries again what was not answered, as far as they are concerned nothing happened."""
    chance = random.Random(kills)
    sent = different(kills * 5)
    waiting = list(sent)
    for _ in range(kills):
        program, port = await place.listen(die_after=chance.randrange(1, 6))
        again = []
        for number, (source, body) in enumerate(waiting):
            try:
                await deliver(port, body, source)
            except (OSError, IndexError, ValueError):  # refused, reset, or closed without an answer
                again = waiting[number:]
                break
        assert await asyncio.to_thread(program.wait, 10) == -9
        waiting = again
    _, port = await place.listen()
    for source, body in waiting:
        assert (await deliver(port, body, source)).status == 202
    place.assert_each_is_stored_once_with_its_job(sent)


async def test_programs_that_listen_for_one_database_store_the_same_event_once(place: Place) -> None:
    ports = [(await place.listen())[1] for _ in range(2)]
    sent = different(20)
    replies = await asyncio.gather(
        *(deliver(port, body, source) for source, body in sent for port in (*ports, *ports))
    )
    assert {reply.status for reply in replies} == {202}
    place.assert_each_is_stored_once_with_its_job(sent)
