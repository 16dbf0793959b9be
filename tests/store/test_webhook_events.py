"""The table of webhook events on SQLite; PostgreSQL is asked the same by its own tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from metarr_desktop.store import Store
from tests.builders import FakeClock, a_store
from tests.store.webhook_checks import WEBHOOK_CHECKS, assert_two_programs_store_an_event_once


@pytest.mark.parametrize("check", WEBHOOK_CHECKS, ids=lambda check: check.__name__.removeprefix("assert_"))
def test_the_table_promises(store: Store, check: Callable[[Store], None]) -> None:
    check(store)


def test_two_programs_store_an_event_once(store: Store, tmp_path: Path, clock: FakeClock) -> None:
    with a_store(tmp_path, clock) as other:
        assert_two_programs_store_an_event_once(store, other)
