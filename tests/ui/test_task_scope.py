"""Tasks of a controller: the newer wins, errors are told, nothing outlives the scope."""

from __future__ import annotations

import asyncio
import logging

import pytest

from ui.task_scope import TaskScope


class Journal:
    """Notes what the tasks of a test did."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.gate = asyncio.Event()

    async def work(self, name: str) -> None:
        self.lines.append(f"{name} began")
        try:
            await self.gate.wait()
            self.lines.append(f"{name} done")
        except asyncio.CancelledError:
            await asyncio.sleep(0)  # a clean-up that takes a turn of the loop
            self.lines.append(f"{name} cancelled")
            raise


async def test_a_newer_task_cancels_the_older_of_its_name() -> None:
    journal, tasks = Journal(), TaskScope()
    tasks.replace("search", journal.work, "old")
    await asyncio.sleep(0)
    new = tasks.replace("search", journal.work, "new")
    journal.gate.set()
    await new
    await tasks.close()
    assert "old cancelled" in journal.lines
    assert "new done" in journal.lines
    assert "old done" not in journal.lines


async def test_a_task_replaced_before_its_first_step_never_runs() -> None:
    journal, tasks = Journal(), TaskScope()
    tasks.replace("search", journal.work, "old")
    tasks.replace("search", journal.work, "new")
    await asyncio.sleep(0)
    await tasks.close()
    assert "old began" not in journal.lines


async def test_start_leaves_a_running_task_alone() -> None:
    journal, tasks = Journal(), TaskScope()
    first = tasks.start("fetch", journal.work, "first")
    second = tasks.start("fetch", journal.work, "second")
    assert first is second
    journal.gate.set()
    await first
    assert journal.lines == ["first began", "first done"]


async def test_start_runs_again_once_the_first_has_ended() -> None:
    journal, tasks = Journal(), TaskScope()
    journal.gate.set()
    await tasks.start("fetch", journal.work, "first")
    await tasks.start("fetch", journal.work, "second")
    assert journal.lines[-1] == "second done"


async def test_tasks_of_other_names_go_on() -> None:
    journal, tasks = Journal(), TaskScope()
    kept = tasks.replace("a", journal.work, "a")
    tasks.replace("b", journal.work, "b")
    assert tasks.cancel("b")
    journal.gate.set()
    await kept
    assert "a done" in journal.lines


async def test_is_running_ends_with_the_task() -> None:
    journal, tasks = Journal(), TaskScope()
    task = tasks.replace("a", journal.work, "a")
    assert tasks.is_running("a")
    journal.gate.set()
    await task
    assert not tasks.is_running("a")


async def test_cancelling_what_does_not_run_says_so() -> None:
    assert not TaskScope().cancel("a")


async def test_cancel_prefix_ends_only_its_family() -> None:
    journal, tasks = Journal(), TaskScope()
    for name in ("thumbnail:1", "thumbnail:2", "search"):
        tasks.start(name, journal.work, name)
    assert tasks.cancel_prefix("thumbnail:") == 2
    assert tasks.names == ("search",)
    await tasks.close()


async def test_close_waits_until_every_task_has_cleaned_up() -> None:
    journal, tasks = Journal(), TaskScope()
    for name in ("a", "b"):
        tasks.start(name, journal.work, name)
    await asyncio.sleep(0)
    tasks.replace("a", journal.work, "c")
    await asyncio.sleep(0)
    await tasks.close()
    assert {"a cancelled", "b cancelled", "c cancelled"} <= set(journal.lines)


async def test_a_late_signal_after_close_starts_nothing() -> None:
    journal, tasks = Journal(), TaskScope()
    await tasks.close()
    assert tasks.replace("a", journal.work, "a") is None
    assert tasks.start("a", journal.work, "a") is None
    assert journal.lines == []


class MetarrError(Exception):
    """Stands for the root of the core's errors, found by its name."""


class ProviderRefused(MetarrError):
    """An error whose text is meant for people."""


class Spoken(Exception):
    """An error with a sentence of its own."""

    message = "TMDB refused the key. Set it in Settings."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Spoken("internal"), "TMDB refused the key. Set it in Settings."),
        (ProviderRefused("Fanart.tv refused the key."), "Fanart.tv refused the key."),
        (
            KeyError("https://api.example/?api_key=secret"),
            "This did not work because of a fault in Metarr Desktop",
        ),
    ],
)
async def test_an_error_reaches_the_sink_as_a_sentence(error: Exception, said: str, caplog) -> None:
    told: list[str] = []

    async def fail() -> None:
        raise error

    with caplog.at_level(logging.CRITICAL + 1):
        await TaskScope(told.append).replace("fetch", fail)
    assert told[0].startswith(said)
    assert "secret" not in told[0]


async def test_an_error_is_logged_with_its_traceback(caplog) -> None:
    async def fail() -> None:
        raise Spoken("internal")

    await TaskScope(owner="browser").replace("fetch", fail)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "browser" in record.getMessage()
    assert record.exc_info is not None


async def test_cancelling_is_no_error() -> None:
    told: list[str] = []
    journal, tasks = Journal(), TaskScope(told.append)
    tasks.start("a", journal.work, "a")
    await asyncio.sleep(0)
    await tasks.close()
    assert told == []


def test_a_timer_that_fires_after_the_loop_has_ended_starts_nothing() -> None:
    async def work() -> None:
        raise AssertionError("nothing may start without a loop")

    scope = TaskScope()
    assert scope.replace("late", work) is None
    assert scope.names == ()
