"""The statistics page over ten thousand titles: its report, and pages of the cache table, as a window asks for them.

Each page is held against the same page of plain SQL that knows neither identities nor how many entries there are.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.measure import Line, Report, at_most, duration, show
from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.domain.cache_report import CacheOrder, CacheQuery, PairState
from metarr_desktop.domain.provider import METADATA
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.services.cache_care import StoredCacheCare
from metarr_desktop.services.request_counter import RequestCounter
from metarr_desktop.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROVIDERS = ("tmdb", "fanart_tv", "tvdb", "musicbrainz")
PARTS = (METADATA, "poster", "keyart", "fanart", "clearlogo", "clearart", "discart", "banner", "trailer")
_PICTURES = 20
_REIDENTIFIED = 20  # of so many titles, one
_FLIGHTS_A_DAY = 4_000
_DAYS = 30
_PAGE_MS = 30.0
_FAR_PAGE_MS = 60.0  # whoever drags the bar into the middle of 360,000 entries
_LOOK_MS = 60.0


def measure(titles: int = 10_000, rounds: int = 9) -> Report:
    """Return the report of a library whose titles have 36 pairs each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statistics.sqlite3"
        _fill(path, titles)
        store = _open(path)
        try:
            lines = asyncio.run(_measured(store, path, titles, rounds))
        finally:
            store.close_now()
    pairs = titles * len(PROVIDERS) * len(PARTS)
    note = (
        f"{pairs:,} pairs of {titles:,} titles, {titles * _PICTURES:,} pictures; one title in {_REIDENTIFIED} was "
        "identified anew. Medians of CPU time."
    )
    return Report("statistics", lines, [note])


async def _measured(store: Store, path: Path, titles: int, rounds: int) -> list[Line]:
    care = StoredCacheCare(
        store,
        RequestCounter(store, ProviderHealth([], clock=lambda: NOW)),
        DiskCache(path.parent / "thumbnails", max_bytes=1 << 20),
    )
    pairs = titles * len(PROVIDERS) * len(PARTS)
    last = max(0, pairs - 200)
    pages = {
        "first page, by title": CacheQuery(),
        "page in the middle, by title": CacheQuery(offset=pairs // 2),
        "last page, by title": CacheQuery(offset=last),
        "first page, by age": CacheQuery(order=CacheOrder.FETCHED),
        "page in the middle, by rows": CacheQuery(order=CacheOrder.ROWS, offset=pairs // 2),
        "last page, by provider": CacheQuery(order=CacheOrder.PROVIDER, offset=last),
        "first page, by state": CacheQuery(order=CacheOrder.STATE),
        "stale posters": CacheQuery(part="poster", state=PairState.STALE),
        "titles with a 7": CacheQuery(text="7", order=CacheOrder.EXPIRES),
    }
    lines = []
    for what, query in pages.items():
        seconds = await _median(partial(care.entries, query), rounds)
        floor = await _median(partial(asyncio.to_thread, _plain, path, query.offset), rounds)
        ours, theirs = duration(seconds), duration(floor)
        goal = at_most(_FAR_PAGE_MS if query.offset else _PAGE_MS)
        lines.append(Line(what, seconds * 1000, goal, ours, theirs, "ms"))
    report_s, looks = await _report(care, store, rounds)
    floor = await _median(partial(asyncio.to_thread, _plain_counts, path), rounds)
    lines.append(
        Line(f"report of {_DAYS} days", report_s * 1000, None, duration(report_s), duration(floor), "ms")
    )
    longest = max(looks)
    words = f"{len(looks)} looks"
    lines.append(Line("its longest look at the store", longest * 1000, at_most(_LOOK_MS), words, "", "ms"))
    return lines


async def _median(call: Callable[[], Awaitable[object]], rounds: int) -> float:
    await call()
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        await call()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


async def _report(care: StoredCacheCare, store: Store, rounds: int) -> tuple[float, list[float]]:
    """Return how long a report takes, and how long each of its looks holds the store, in the median of the rounds."""
    looks: list[list[float]] = []
    guarded = store._guarded

    def timed(function: Callable[..., object], *args: object, **kwargs: object) -> object:
        start = time.process_time()
        try:
            return guarded(function, *args, **kwargs)
        finally:
            looks[-1].append(time.process_time() - start)

    async def report() -> object:
        looks.append([])
        return await care.report(_DAYS)

    store._guarded = timed
    try:
        seconds = await _median(report, rounds)
    finally:
        store._guarded = guarded
    return seconds, [statistics.median(each) for each in zip(*looks[1:], strict=True)]


def _plain(path: Path, offset: int) -> object:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(
            "SELECT * FROM provider_fetches ORDER BY entity_type, entity_id, identity_revision, provider_name, part "
            "LIMIT 200 OFFSET ?",
            (offset,),
        ).fetchall()


def _plain_counts(path: Path) -> object:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(
            "SELECT CAST(julianday(?) - julianday(last_success_at) AS INTEGER), COUNT(*) FROM provider_fetches "
            "GROUP BY 1",
            (to_utc_text(NOW),),
        ).fetchall()


def _open(path: Path) -> Store:
    return Store.open(f"sqlite:///{path}", clock=lambda: NOW, provider_order=PROVIDERS)


def _fill(path: Path, titles: int) -> None:
    _open(path).close_now()
    chance = random.Random(5)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        for number in range(1, titles + 1):
            _fill_title(database, number, chance)
        for day in range(_DAYS):
            moment = NOW - timedelta(days=day)
            database.executemany(
                "INSERT INTO flight_durations (finished_at, provider_name, elapsed_s) VALUES (?, ?, ?)",
                ((to_utc_text(moment), "tmdb", chance.random()) for _ in range(min(titles, _FLIGHTS_A_DAY))),
            )
            database.executemany(
                "INSERT INTO daily_statistics (day, measure, subject, amount) VALUES (?, ?, ?, 9)",
                [(to_utc_text(moment)[:10], "request", provider) for provider in PROVIDERS],
            )


def _fill_title(database: sqlite3.Connection, number: int, chance: random.Random) -> None:
    now, revision = to_utc_text(NOW), int(number % _REIDENTIFIED == 0)
    database.execute(
        "INSERT INTO entities (entity_type, entity_id, title, state, added_at, identity_revision, highest_revision) "
        "VALUES ('movie', ?, ?, 'identified', ?, ?, ?)",
        (
            number,
            f"{chance.choice(('The ', 'A ', ''))}{chance.choice('ABCDEFGHIJKLM')}ilm {number}",
            now,
            revision,
            revision,
        ),
    )
    rows = []
    for provider in PROVIDERS:
        moment = NOW - timedelta(days=chance.random() * 8)
        for part in PARTS:
            failed, text = chance.random() < 0.02, to_utc_text(moment)
            success = None if failed and chance.random() < 0.5 else text
            retry = to_utc_text(NOW + timedelta(hours=chance.uniform(-9, 9))) if failed else None
            rows.append(
                (number, revision, provider, part, text, success, "failed" if failed else "ok",
                 0 if success is None else chance.randrange(40), str(number), int(failed), retry)
            )  # fmt: skip
    database.executemany(
        "INSERT INTO provider_fetches (entity_type, entity_id, identity_revision, provider_name, part, "
        "last_attempt_at, last_success_at, outcome, item_count, id_kind, id_value, failures, next_retry_at) "
        "VALUES ('movie', ?, ?, ?, ?, ?, ?, ?, ?, 'tmdb', ?, ?, ?)",
        rows,
    )
    database.executemany(
        "INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_url, provider_name, thumb_url, "
        "identity_revision, fetched_at, first_seen_at) VALUES ('movie', ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (number, PARTS[1 + place % 8], f"https://image.tmdb.org/t/p/original/{number}-{place}.jpg",
             PROVIDERS[place % 4], f"https://image.tmdb.org/t/p/w342/{number}-{place}.jpg", revision, now, now)
            for place in range(_PICTURES)
        ],
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(show(measure()))
