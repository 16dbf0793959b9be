"""The cache read and written with a million rows in the table, against plain ``sqlite3``."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.cached_rows import FEW, MANY, NOW, answer_with, open_table, titles_with
from benchmarks.event_loop import run_in_qt
from benchmarks.measure import (
    CACHE,
    Line,
    Report,
    at_most,
    compared,
    duration,
    show,
    take_turns,
    take_turns_awaiting,
)
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store import Store
from metarr_desktop.store.models import ProviderAssetRow
from metarr_desktop.store.provider_assets import ASSET_COLUMNS
from metarr_desktop.store.serialise import compact_json, score_to_json

_WHERE = "WHERE entity_type = ? AND entity_id = ? AND asset_type = ?"
_PLAIN = f"SELECT {ASSET_COLUMNS} FROM provider_assets {_WHERE} ORDER BY score DESC"
_NAMES = tuple(name for name in vars(CachedAsset)["__annotations__"])
# The upsert a program would write that knows none of our rules.
_UPSERT = """
INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_url, provider_name, provider_metadata,
  thumb_url, width, height, language, votes, score, score_parts, fetched_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (entity_type, entity_id, asset_type, provider_url) DO UPDATE SET
  provider_metadata = excluded.provider_metadata, thumb_url = excluded.thumb_url, width = excluded.width,
  height = excluded.height, language = excluded.language, votes = excluded.votes, score = excluded.score,
  score_parts = excluded.score_parts, fetched_at = excluded.fetched_at
"""


def measure(rows: int = 1_000_000, small: int = 10_000, rounds: int = 60, folder: Path = CACHE) -> Report:
    """Return the report over a table of *rows* rows, held against one of *small* rows where size is the question."""
    start = time.perf_counter()
    store, other = open_table(rows, folder), open_table(small, folder)
    built = time.perf_counter() - start
    path = next(folder.glob(f"rows-{rows}-*.sqlite3"))
    try:
        lines = [
            *store.call(_in_thread, store, path, titles_with(MANY, rows), rounds),
            *run_in_qt(lambda: _awaited(store, path, rows, rounds)),
            _sizes(store, other, rows, small, rounds),
            *store.call(_written, store, path, titles_with(MANY, small), rounds),
            _two_writers(store, path, titles_with(FEW, small)),
        ]
    finally:
        store.close_now()
        other.close_now()
    note = f"CPU time. Table of {rows:,} rows" + (f", built in {built:.0f} s." if built > 1 else ".")
    return Report("cached read", lines, [note])


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("busy_timeout = 5000", "journal_mode = wal", "synchronous = normal"):
        database.execute(f"PRAGMA {pragma}")
    return database


def _plain_rows(database: sqlite3.Connection, key: EntityKey) -> list[Any]:
    return database.execute(_PLAIN, (key.entity_type, key.entity_id, AssetType.POSTER)).fetchall()


def _in_thread(store: Store, path: Path, keys: list[EntityKey], rounds: int) -> list[Line]:
    """Measure on the database worker itself, where both ways are without any hop."""
    raw = _connected(path)

    def key(number: int) -> EntityKey:
        return keys[number % len(keys)]

    def ours(number: int) -> list[CachedAsset]:
        return store.assets.list(key(number), AssetType.POSTER)

    def as_dicts(number: int) -> list[dict[str, Any]]:
        return [
            {**dict(zip(_NAMES, row, strict=False)), "provider_metadata": row.provider_metadata}
            for row in ours(number)
        ]

    def models(number: int) -> list[Any]:
        query = ProviderAssetRow.select().where(
            (ProviderAssetRow.entity_type == "movie")
            & (ProviderAssetRow.entity_id == key(number).entity_id)
            & (ProviderAssetRow.asset_type == "poster")
        )
        return list(query.order_by(ProviderAssetRow.score.desc()).execute(store._database.peewee))

    assert [each.id for each in sorted(ours(0))] == [each[0] for each in sorted(_plain_rows(raw, key(0)))]
    turns = take_turns(
        {
            "raw": lambda number: _plain_rows(raw, key(number)),
            "ours": ours,
            "dicts": as_dicts,
            "models": models,
            "fresh": lambda number: store.fetches.records(key(number)),
        },
        rounds=rounds, clock=time.thread_time, calls=2,
    )  # fmt: skip
    raw.close()
    return [
        compared("list of 400 rows, in thread", turns, "ours", "raw", at_most(1.3)),
        compared("400 rows as dicts with parsed JSON", turns, "dicts", "raw", at_most(2.5)),
        compared("400 rows against peewee models", turns, "ours", "models", at_most(0.35)),
        compared("is it fresh? against reading the rows", turns, "fresh", "raw", at_most(0.2)),
    ]


async def _awaited(store: Store, path: Path, rows: int, rounds: int) -> list[Line]:
    """Measure as windows ask: awaited in Qt's loop; the floor is plain sqlite3 on the loop's own thread."""
    raw = _connected(path)
    pages = {"400": titles_with(MANY, rows), "60": titles_with(FEW, rows) or titles_with(MANY, rows)}

    async def ours(number: int, page: str) -> object:
        keys = pages[page]
        return await store.run(store.assets.list, keys[number % len(keys)], AssetType.POSTER)

    async def plain(number: int, page: str) -> object:
        keys = pages[page]
        return _plain_rows(raw, keys[number % len(keys)])

    variants = {
        f"{name} {page}": (lambda number, way=way, page=page: way(number, page))
        for page in pages
        for name, way in (("raw", plain), ("ours", ours))
    }
    turns = await take_turns_awaiting(variants, rounds=rounds, calls=3)
    raw.close()
    more = turns.difference("ours 60", "raw 60")
    return [
        compared("list of 400 rows, awaited under qasync", turns, "ours 400", "raw 400", at_most(2.0)),
        Line(
            "page of 60 rows, awaited: more than the floor", more * 1000, at_most(0.5),
            duration(turns.median("ours 60")), duration(turns.median("raw 60")), "ms",
        ),
    ]  # fmt: skip


def _sizes(store: Store, other: Store, rows: int, small: int, rounds: int) -> Line:
    big_keys, small_keys = titles_with(MANY, rows), titles_with(MANY, small)

    def read(where: Store, keys: list[EntityKey], number: int) -> object:
        return where.call(where.assets.list, keys[number % len(keys)], AssetType.POSTER)

    turns = take_turns(
        {
            # As many titles on both sides: how much of the processor's caches they fill is not the question.
            "big": lambda number: read(store, big_keys[: len(small_keys)], number),
            "small": lambda number: read(other, small_keys, number),
        },
        rounds=rounds, clock=time.process_time, calls=3,
    )  # fmt: skip
    return compared(f"{rows:,} rows against {small:,}", turns, "big", "small", at_most(1.2))


def _written(store: Store, path: Path, keys: list[EntityKey], rounds: int) -> list[Line]:
    """Measure a refresh that brings the same 400 pictures with other votes, commit included."""
    raw = _connected(path)
    answers = [answer_with(keys[0], MANY, number) for number in range(2)]
    plain = [
        [
            (keys[0].entity_type, keys[0].entity_id, "poster", image.url, "tmdb",
             compact_json(image.metadata), image.thumb_url,
             image.width, image.height, image.language, image.metadata["votes"], score.total,
             score_to_json(score), to_utc_text(NOW.replace(second=number)))
            for image in answer.images
            for score in [answer.scores[image.asset_type, image.url]]
        ]
        for number, answer in enumerate(answers)
    ]  # fmt: skip

    def floor(number: int) -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(_UPSERT, plain[number % 2])
        raw.execute("COMMIT")

    def ours(number: int) -> None:
        report = store.answers.save(answers[(number + 1) % 2])
        assert report.item_counts["poster"] == len(answers[0].images)

    turns = take_turns({"raw": floor, "ours": ours}, rounds=rounds, clock=time.thread_time)
    raw.close()
    return [compared("refresh of 400 rows (answers.save)", turns, "ours", "raw", at_most(1.5))]


def _two_writers(store: Store, path: Path, keys: list[EntityKey], saves: int = 80) -> Line:
    """Let two programs save answers at once; count how often one was told that the database is locked."""
    second = Store.open(f"sqlite:///{path}", clock=lambda: NOW)
    locked: list[StoreError] = []

    def write(where: Store, own: list[EntityKey]) -> None:
        for number in range(saves):
            try:
                where.call(where.answers.save, answer_with(own[number % len(own)], FEW, number))
            except StoreError as error:
                locked.append(error)

    half = max(1, len(keys) // 2)
    writers = [
        threading.Thread(target=write, args=(store, keys[:half])),
        threading.Thread(target=write, args=(second, keys[half:] or keys)),
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    second.close_now()
    return Line(f"two writers, {saves} answers each: errors", len(locked), at_most(0), unit="")


if __name__ == "__main__":
    sys.exit(show(measure()))
