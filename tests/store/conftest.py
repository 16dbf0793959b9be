"""A store with one title, and a clock to move."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.store import Store
from tests.builders import FakeClock, a_store, an_entity


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    """A new SQLite store that knows Inception as movie 1."""
    with a_store(tmp_path, clock) as opened:
        an_entity(opened)
        yield opened
