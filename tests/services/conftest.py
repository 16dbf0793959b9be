"""Whole cores on a home of the test alone, on the demo or on demo services at a loopback socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from metarr_desktop.demo.server import DemoServer
from metarr_desktop.demo.service import DemoServices
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings
from tests.proofs.rig import flat_picture
from tests.services.one_film import INCEPTION, forget_requests

Build = Callable[..., Services]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


class Clock:
    """Aware UTC; stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def program(home: Path, clock: Clock) -> AsyncIterator[Build]:
    """Builds cores on the home of the test and closes them; environment as keywords."""
    made: list[Services] = []

    def build(**environment: str) -> Services:
        made.append(build_services(load_settings({"METARR_HOME": str(home), **environment}), clock=clock))
        return made[-1]

    yield build
    for services in made:
        await services.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[DemoServer]:
    """The demo services on a loopback socket."""
    services = DemoServices(tmp_path / "painted", painter=flat_picture)
    try:
        async with DemoServer(services) as server:
            yield server
    finally:
        services.close()


@pytest.fixture
async def fetched(program: Build) -> Services:
    """A core that knows everything of one film; the log is empty."""
    services = program()
    await services.cache.fetch_assets(INCEPTION)
    forget_requests(services)
    return services
