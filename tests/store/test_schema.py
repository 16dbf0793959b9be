"""The tables: the original design's own statement, the models, and the way from every earlier version."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.store import Store, migrations
from metarr_desktop.store.database import Database
from metarr_desktop.store.migrations import LATEST, migrate, version_of
from metarr_desktop.store.models import MODELS
from metarr_desktop.store.schema import MIGRATIONS, Migration
from tests.builders import MOVIE, NOON, FakeClock, a_store, an_answer, an_entity, an_image

# The statements of the original design, word for word.
DOCUMENT_DDL = """
CREATE TABLE provider_assets (
  id INTEGER PRIMARY KEY,
  entity_type TEXT NOT NULL,        -- 'movie', 'tv', 'music'
  entity_id INTEGER NOT NULL,       -- FK to movies/series/albums
  asset_type TEXT NOT NULL,         -- 'poster', 'fanart', 'trailer', etc.
  provider_name TEXT NOT NULL,      -- 'tmdb', 'fanart_tv', 'tvdb'
  provider_url TEXT NOT NULL,       -- Remote URL (source of truth)
  provider_metadata TEXT,           -- JSON: votes, language, etc.
  width INTEGER,
  height INTEGER,

  -- Analysis data (enrichment phase)
  analyzed INTEGER DEFAULT 0,       -- Has been analyzed?
  content_hash TEXT,                -- SHA256 of downloaded file
  perceptual_hash TEXT,             -- pHash for similarity matching
  score INTEGER,                    -- 0-100 quality score

  -- Selection state
  is_selected INTEGER DEFAULT 0,    -- User/auto selected for publishing
  is_rejected INTEGER DEFAULT 0,    -- User explicitly rejected
  is_downloaded INTEGER DEFAULT 0,  -- Exists in cache_image_files

  -- Timestamps
  fetched_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  selected_at TIMESTAMP,
  selected_by TEXT,                 -- 'user' | 'auto'

  -- Indexes
  UNIQUE(entity_type, entity_id, asset_type, provider_url)
);

CREATE INDEX idx_provider_assets_entity ON provider_assets(entity_type, entity_id);
CREATE INDEX idx_provider_assets_type ON provider_assets(entity_type, entity_id, asset_type);
CREATE INDEX idx_provider_assets_fetched ON provider_assets(fetched_at);
"""
DOCUMENT_DELETE = "DELETE FROM provider_assets WHERE entity_id = ? AND asset_type = ?"
INSERT = (
    "INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_name, provider_url, is_rejected) "
    "VALUES ('movie', 1, 'poster', 'tmdb', 'https://images.example/old.jpg', 1)"
)


def _path(tmp_path: Path) -> Path:
    return tmp_path / "metarr.sqlite3"


def _at_version(path: Path, version: int, clock: FakeClock) -> Database:
    database = Database(str(path))
    database.connect()
    migrate(database, clock, target=version)
    return database


def _columns(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return [row[1:] for row in connection.execute("PRAGMA table_info(provider_assets)")]


def _indexes(connection: sqlite3.Connection) -> set[tuple[Any, ...]]:
    found = set()
    for _, name, is_unique, origin, is_partial in connection.execute("PRAGMA index_list(provider_assets)"):
        columns = tuple(row[2] for row in connection.execute(f"PRAGMA index_info({name})"))
        found.add((name, is_unique, origin, is_partial, columns))
    return found


@pytest.fixture
def document() -> Any:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(DOCUMENT_DDL)
        yield connection


def test_provider_assets_begins_with_the_columns_of_the_original_design(
    store: Store, tmp_path: Path, document: Any
) -> None:
    with closing(sqlite3.connect(_path(tmp_path))) as ours:
        wanted = _columns(document)
        assert _columns(ours)[: len(wanted)] == wanted


def test_provider_assets_has_exactly_the_indexes_of_the_original_design(
    store: Store, tmp_path: Path, document: Any
) -> None:
    with closing(sqlite3.connect(_path(tmp_path))) as ours:
        assert _indexes(ours) == _indexes(document)


def test_deleting_rows_of_one_type_makes_the_pair_incomplete(store: Store, tmp_path: Path) -> None:
    store.call(store.answers.save, an_answer(an_image(), an_image()))
    with closing(sqlite3.connect(_path(tmp_path))) as other_program, other_program:
        other_program.execute(DOCUMENT_DELETE, (1, "poster"))
    record = store.call(store.fetches.records, MOVIE)["tmdb", "poster"]
    assert record.live_rows < record.item_count


def test_rows_inserted_by_the_original_statement_are_listed(store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(_path(tmp_path))) as other_program, other_program:
        other_program.execute(INSERT)
    (asset,) = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    assert asset.fetched_at == asset.first_seen_at


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.table_name)
def test_a_model_names_exactly_the_columns_of_its_table(store: Store, tmp_path: Path, model: Any) -> None:
    with closing(sqlite3.connect(_path(tmp_path))) as connection:
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({model._meta.table_name})")}
    assert columns == set(model._meta.columns)


@pytest.mark.parametrize("version", range(1, LATEST))
def test_a_database_of_an_earlier_version_opens_with_its_rows(
    tmp_path: Path, clock: FakeClock, version: int
) -> None:
    old = _at_version(_path(tmp_path), version, clock)
    old.run(INSERT)
    old.close()
    with a_store(tmp_path, clock) as store:
        (asset,) = store.call(store.assets.list, MOVIE, AssetType.POSTER)
        assert (asset.url, asset.is_rejected) == ("https://images.example/old.jpg", True)


@pytest.mark.parametrize("version", range(LATEST))
def test_every_earlier_version_ends_with_the_same_tables(
    tmp_path: Path, clock: FakeClock, version: int
) -> None:
    def made(name: str, *versions: int) -> dict[str, Any]:
        path = tmp_path / name
        for each in versions:
            _at_version(path, each, clock).close()
        with closing(sqlite3.connect(path)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'index')")
            return {
                found: connection.execute(f"PRAGMA table_xinfo({found})").fetchall()
                for (found,) in sorted(names)
            }

    assert made("old.sqlite3", version, LATEST) == made("new.sqlite3", LATEST)


@pytest.mark.parametrize("version", range(1, LATEST))
def test_a_copy_of_the_earlier_database_is_kept(tmp_path: Path, clock: FakeClock, version: int) -> None:
    _at_version(_path(tmp_path), version, clock).close()
    with a_store(tmp_path, clock):
        (copy,) = (tmp_path / "backups").iterdir()
    kept = Database(str(copy))
    kept.connect()
    assert version_of(kept) == version
    kept.close()


def test_a_database_of_the_original_program_is_taken_over(tmp_path: Path, clock: FakeClock) -> None:
    with closing(sqlite3.connect(_path(tmp_path))) as original, original:
        original.executescript(DOCUMENT_DDL + INSERT)
    with a_store(tmp_path, clock) as store:
        assert len(store.call(store.assets.list, MOVIE, AssetType.POSTER)) == 1


def test_opening_an_up_to_date_database_copies_nothing(tmp_path: Path, clock: FakeClock) -> None:
    for _ in range(2):
        with a_store(tmp_path, clock):
            pass
    assert not (tmp_path / "backups").exists()


def test_only_the_five_newest_copies_are_kept(tmp_path: Path, clock: FakeClock) -> None:
    database = _at_version(_path(tmp_path), 1, clock)
    for _ in range(7):
        clock.advance(days=1)
        newest = migrations.back_up(_path(tmp_path), tmp_path / "backups", 1, clock)
    database.close()
    copies = sorted((tmp_path / "backups").iterdir())
    assert (len(copies), copies[-1]) == (5, newest)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    database = _at_version(_path(tmp_path), LATEST, clock)
    database.run("INSERT INTO schema_migrations VALUES (?, 'from the future', ?)", (LATEST + 1, "2030-01-01"))
    database.close()
    before = _path(tmp_path).read_bytes()
    with pytest.raises(StoreError, match="newer version") as caught, a_store(tmp_path, clock):
        pass
    assert (caught.value.reason, _path(tmp_path).read_bytes()) == ("newer", before)


def test_a_step_that_fails_leaves_the_earlier_version_whole(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Migration(LATEST + 1, "broken", ("CREATE TABLE half (x INTEGER)", "THIS IS NO SQL"))
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, broken))
    monkeypatch.setattr(migrations, "LATEST", LATEST + 1)
    database = Database(str(_path(tmp_path)))
    database.connect()
    with pytest.raises(Exception, match="syntax error"):
        migrate(database, clock, target=LATEST + 1)
    assert (version_of(database), database.peewee.table_exists("half")) == (LATEST, False)
    database.close()


def test_two_programs_may_make_the_same_database_at_once(tmp_path: Path, clock: FakeClock) -> None:
    problems: list[Exception] = []
    barrier = threading.Barrier(4)

    def start() -> None:
        barrier.wait()
        try:
            with a_store(tmp_path, clock):
                pass
        except Exception as error:  # collected: a thread's exception would be lost
            problems.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_times_are_stored_as_utc_text_without_zone(store: Store, tmp_path: Path) -> None:
    store.call(store.answers.save, an_answer(an_image(), now=NOON))
    with closing(sqlite3.connect(_path(tmp_path))) as connection:
        assert connection.execute("SELECT fetched_at FROM provider_assets").fetchone() == (
            "2026-03-01 12:00:00",
        )


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 1), ("busy_timeout", 5000), ("foreign_keys", 1)],
)
def test_the_connection_is_set_up(store: Store, pragma: str, value: object) -> None:
    assert store.call(store._database.rows, f"PRAGMA {pragma}") == [(value,)]


def test_entity_ids_count_anew_for_each_type(store: Store) -> None:
    series = an_entity(store, entity_type=EntityType.TV, entity_id=None, title="Dark")
    assert series.key.entity_id == 1
