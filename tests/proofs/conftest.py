"""Fixtures of the proofs: a server, programs on one home, and the pace at which waits pass."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.cli import main
from metarr_desktop.demo.server import DemoServer, DemoServerThread
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.orchestration.retry import RETRIES, RetryPolicy
from metarr_desktop.providers.http.api_client import TIMEOUTS, AttemptTimeouts
from tests.proofs.rig import a_program, a_server, ask_two_services, demo_services

CommandLine = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let attempts time out after 0.6 seconds and retries follow in hundredths; the soak takes the real times."""
    monkeypatch.setitem(TIMEOUTS, Priority.USER, AttemptTimeouts(0.6, 0.6))
    for priority, policy in tuple(RETRIES.items()):
        monkeypatch.setitem(RETRIES, priority, RetryPolicy(policy.retries, base_s=0.02))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[DemoServer]:
    """The demo services on loopback, in the loop of the test."""
    async with a_server(tmp_path) as running:
        yield running


@pytest.fixture
def threaded_server(tmp_path: Path) -> Iterator[DemoServer]:
    """The demo services on loopback, in a thread: for programs that are processes of their own."""
    services = demo_services(tmp_path)
    try:
        with DemoServerThread(services) as running:
            yield running
    finally:
        services.close()


@pytest.fixture
def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[CommandLine]:
    """Run commands on the demo in this process: ``status, document, words = command_line("stats")``."""
    monkeypatch.setenv("METARR_DEMO", "1")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    for handler in handlers:  # such as those of earlier commands, which write to streams that are closed
        if type(handler) is logging.StreamHandler:
            root.removeHandler(handler)

    def run(*arguments: str) -> tuple[int, dict[str, Any], str]:
        status = main([*arguments, "--json"])
        out = capsys.readouterr()
        assert "Traceback" not in out.err
        document: dict[str, Any] = json.loads(out.out)
        return status, document, out.err

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def home(isolated: Path) -> Path:
    ask_two_services(isolated)
    return isolated


@pytest.fixture
def program(home: Path, server: DemoServer) -> Callable[..., Any]:
    """Build a core whose providers are at ``server``: ``async with program() as services``."""
    return functools.partial(a_program, home, server.environment())
