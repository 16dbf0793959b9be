"""Programs on the home of one test, ended with it; a journey during which anything was logged as an error fails."""

from __future__ import annotations

import functools
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.demo.catalogue import starter_library
from metarr_desktop.demo.faults import DemoService
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.orchestration.retry import RETRIES, RetryPolicy
from metarr_desktop.providers.http.api_client import TIMEOUTS, AttemptTimeouts
from tests.journeys.rig import Program, use_quick_pictures

Start = Callable[..., Awaitable[Program]]


@pytest.fixture
def broken() -> set[DemoService]:
    """Services put in here are unreachable from the first moment of the programs started afterwards."""
    return set()


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries follow in hundredths of a second and attempts time out soon."""
    for priority, policy in tuple(RETRIES.items()):
        monkeypatch.setitem(RETRIES, priority, RetryPolicy(policy.retries, base_s=0.02))
        monkeypatch.setitem(TIMEOUTS, priority, AttemptTimeouts(0.6, 0.6))
    assert Priority.USER in RETRIES


@pytest.fixture
def few_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay out the first six starter titles only: the wall is filled, and the journey goes on, sooner."""
    titles = starter_library()[:6]
    monkeypatch.setattr("metarr_desktop.services.starter_library.starter_library", lambda: titles)


@pytest.fixture
def start(
    request: pytest.FixtureRequest,
    qapp: Any,
    isolated: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: set[DemoService],
) -> Start:
    """Start programs: ``program = await start()``; all work on the same home and end with the test."""
    qapp.setQuitOnLastWindowClosed(False)  # as create_application does
    use_quick_pictures(monkeypatch, broken)
    # One process, many programs: a file handler on the root logger would stay behind.
    monkeypatch.setattr("metarr_desktop.logging_setup.set_up_file_logging", lambda folder: None)
    running: list[Program] = []

    async def begin(*, waits_for_titles: bool = True) -> Program:
        program = Program(isolated)
        running.append(program)
        await program.start(waits_for_titles=waits_for_titles)
        return program

    journey = request.node.obj

    @functools.wraps(journey)
    async def whole(*args: Any, **kwargs: Any) -> None:
        # Not in the fixture's own end: pytest-qt lets timers fire before it, when no event loop runs.
        try:
            await journey(*args, **kwargs)
        finally:
            for program in running:
                await program.end()

    request.node.obj = whole
    return begin


@pytest.fixture(autouse=True)
def _nothing_logged_as_error(caplog: pytest.LogCaptureFixture) -> Any:
    yield
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() for record in errors]
