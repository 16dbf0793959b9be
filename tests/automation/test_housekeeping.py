"""Once a day what nobody needs any more is forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from metarr_desktop.automation.housekeeping import Housekeeping
from metarr_desktop.store import Store
from tests.fakes.values import NOW


async def test_old_counters_go_once_a_day(tmp_path: Path) -> None:
    moment = NOW
    store = Store.open(str(tmp_path / "metarr.db"), clock=lambda: moment)
    housekeeping = Housekeeping(store, lambda: moment)

    def days() -> int:
        (row,) = store._database.rows("SELECT COUNT(*) FROM daily_statistics")
        return int(row[0])

    store.call(store.statistics.count_requests, "tmdb", 7)
    await housekeeping.tick()
    assert store.call(days) == 1
    moment = NOW + timedelta(days=401)
    await housekeeping.tick()
    assert store.call(days) == 0
    await store.close()
