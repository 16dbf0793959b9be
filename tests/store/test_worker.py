"""One thread owns the connection; whoever waits for it may stop waiting."""

from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.store import Store
from tests.async_gui import eventually
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_image


async def test_everything_runs_on_one_thread_that_is_not_the_callers(store: Store) -> None:
    threads = {await store.run(threading.get_ident) for _ in range(5)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_a_save_that_has_begun_is_finished_although_its_task_is_cancelled(store: Store) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def save_slowly() -> None:
        begun.set()
        go_on.wait(2)
        store.answers.save(an_answer(an_image(), an_image(asset_type=AssetType.FANART)))

    task = asyncio.create_task(store.run(save_slowly))
    await eventually(begun.is_set)
    task.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await store.run(store.assets.counts, MOVIE) == {AssetType.FANART: 1, AssetType.POSTER: 1}


async def test_a_call_cancelled_before_it_began_never_runs(store: Store) -> None:
    go_on, ran = threading.Event(), threading.Event()
    first = asyncio.create_task(store.run(go_on.wait, 2))
    second = asyncio.create_task(store.run(ran.set))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await first
    await store.run(int)
    assert not ran.is_set()


async def test_a_failure_nobody_waited_for_is_logged(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def fail() -> None:
        begun.set()
        go_on.wait(2)
        store._database.run("THIS IS NO SQL")

    task = asyncio.create_task(store.run(fail))
    await eventually(begun.is_set)
    task.cancel()
    with caplog.at_level(logging.ERROR):
        await asyncio.gather(task, return_exceptions=True)
        go_on.set()
        await store.run(int)
        await eventually(lambda: "nobody waited" in caplog.text)


async def test_a_closed_store_says_so(tmp_path: Path, clock: FakeClock) -> None:
    with a_store(tmp_path, clock) as store:
        await store.close()
        await store.close()
        with pytest.raises(StoreError, match="closed"):
            await store.run(int)


async def test_the_event_loop_is_free_while_the_database_works(store: Store) -> None:
    go_on = threading.Event()
    waiting = asyncio.create_task(store.run(go_on.wait, 2))
    await asyncio.sleep(0)
    assert not waiting.done()
    go_on.set()
    assert await waiting
