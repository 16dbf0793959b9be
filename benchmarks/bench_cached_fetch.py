"""``fetch_assets`` of a title that is fresh, against reading its rows with plain ``sqlite3``, both awaited."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.event_loop import run_in_qt
from benchmarks.measure import Line, Report, at_most, compared, show, take_turns_awaiting
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.services import Services, build_services
from metarr_desktop.settings import load_settings

_KEY = EntityKey(EntityType.MOVIE, 1)
_REQUEST = FetchRequest(_KEY, ExternalIds(tmdb=27205))
_ROWS = (
    "SELECT * FROM provider_assets WHERE entity_type = ? AND entity_id = ? ORDER BY asset_type, score DESC"
)


def measure(rounds: int = 60) -> Report:
    """Return the report for Inception as the two demo services know it, fetched once before."""
    with tempfile.TemporaryDirectory() as home:
        settings = load_settings({"METARR_HOME": home, "METARR_DEMO": "1"})
        services = build_services(settings)
        path = settings.database_url(is_demo=True).removeprefix("sqlite:///")
        return run_in_qt(lambda: _measured(services, Path(path), rounds))


async def _measured(services: Services, path: Path, rounds: int) -> Report:
    raw = sqlite3.connect(path, check_same_thread=False)
    worker = ThreadPoolExecutor(1)
    loop = asyncio.get_running_loop()
    try:
        first = await services.cache.fetch_assets(_REQUEST)
        assert not first.cached
        rows = len(_plain(raw))

        async def floor(_: int) -> object:
            return await loop.run_in_executor(worker, _plain, raw)

        async def hit(_: int) -> object:
            result = await services.cache.fetch_assets(_REQUEST)
            assert result.cached
            return result

        async def one_type(_: int) -> object:
            return await services.cache.get_cached_assets(_KEY, AssetType.POSTER)

        variants = {"raw": floor, "hit": hit, "posters": one_type}
        turns = await take_turns_awaiting(variants, rounds=rounds)
    finally:
        raw.close()
        worker.shutdown()
        await services.close()
    lines: list[Line] = [
        # The limit for rows handed out as plain values with their JSON parsed; none was promised for this call.
        compared(f"fetch_assets hit, {rows} rows of 9 types", turns, "hit", "raw", at_most(2.5)),
        compared("get_cached_assets, posters of it", turns, "posters", "raw"),
    ]
    note = f"CPU time under qasync; {len(first.providers)} providers; the hit also counts itself in the statistics."
    return Report("cached fetch", lines, [note])


def _plain(raw: sqlite3.Connection) -> list[object]:
    return raw.execute(_ROWS, (_KEY.entity_type, _KEY.entity_id)).fetchall()


if __name__ == "__main__":
    sys.exit(show(measure()))
