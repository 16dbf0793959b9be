"""A bench for the tests of jobs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.automation.runner_bench import RunnerBench, a_runner_bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[RunnerBench]:
    async with a_runner_bench(tmp_path) as bench:
        yield bench
