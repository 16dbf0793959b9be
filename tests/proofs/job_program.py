"""A worker of its own: ``python -m tests.proofs.job_program DATABASE EFFECTS``, until it is told to end or killed.

Its jobs take three steps; the last writes their effect into the database EFFECTS, in a way that can be repeated. It
says ``ready`` when it holds the automation, and notes every run it begins beside the effects.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from metarr_desktop.automation.job_queue import StoredJobQueue
from metarr_desktop.automation.runner import JobRunner
from metarr_desktop.domain.jobs import Job, JobContext
from metarr_desktop.store import Store

KIND = "enrich"
STEP_S = 0.004


def now() -> datetime:
    return datetime.now(UTC)


def make_effects(path: Path) -> None:
    with closing(sqlite3.connect(path)) as effects, effects:
        effects.execute("PRAGMA journal_mode = wal")
        effects.execute("CREATE TABLE effects (job_key TEXT PRIMARY KEY, words TEXT NOT NULL)")
        effects.execute("CREATE TABLE runs (job_id INTEGER NOT NULL, attempt INTEGER NOT NULL)")


class Effects:
    """The handler: begins, waits, waits, writes."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, timeout=10, isolation_level=None)

    async def __call__(self, job: Job, context: JobContext) -> Mapping[str, Any]:
        self._database.execute("INSERT INTO runs VALUES (?, ?)", (job.id, job.attempts))
        for step in range(2):
            context.progress(step, 3, "Working")
            await asyncio.sleep(STEP_S)
        self._database.execute(
            "INSERT INTO effects VALUES (?, ?) ON CONFLICT (job_key) DO UPDATE SET words = excluded.words",
            (job.key, str(job.payload["words"])),
        )
        await asyncio.sleep(STEP_S)
        return {"words": job.payload["words"]}

    def close(self) -> None:
        self._database.close()


async def work(database: str, effects_path: Path) -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    store = await asyncio.to_thread(Store.open, database, clock=now)
    effects = Effects(effects_path)
    runner = JobRunner(store, StoredJobQueue(store, now), clock=now, poll_s=0.02)
    runner.register(KIND, effects, timeout=timedelta(minutes=1))
    try:
        await runner.start()
        while not runner.holds_automation and not told.is_set():  # noqa: ASYNC110  (the other one ends some time)
            await asyncio.sleep(0.01)
        print("ready", flush=True)
        await told.wait()
    finally:
        await runner.stop()
        effects.close()
        await store.close()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], Path(sys.argv[2])))
