"""A bench for the tests of webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.automation.webhooks.bench import WebhookBench, a_webhook_bench


@pytest.fixture
def webhooks(tmp_path: Path) -> Iterator[WebhookBench]:
    with a_webhook_bench(tmp_path) as bench:
        yield bench
