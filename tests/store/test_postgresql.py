"""The same store on PostgreSQL: a real server, started for these tests, where its programs are installed."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import StoreError
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.scoring import ScoringContext
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.orchestration.rescoring import RescoreAll
from metarr_desktop.store import Store, image_of
from metarr_desktop.store.database import Database
from metarr_desktop.store.migrations import LATEST, migrate
from metarr_desktop.store.models import MODELS
from tests.automation.enrichment_bench import EnrichmentBench, liked
from tests.builders import (
    MOVIE,
    NOON,
    FakeClock,
    a_store,
    a_video,
    an_answer,
    an_entity,
    an_image,
    some_metadata,
)
from tests.store.cache_checks import CACHE_CHECKS
from tests.store.forgetting_checks import FORGETTING_CHECKS
from tests.store.job_checks import CHECKS
from tests.store.todays_numbers import (
    assert_numbers_are_those_of_today,
    assert_texts_of_another_language_are_found,
)
from tests.store.turn_programs import assert_turns_are_apart
from tests.store.webhook_checks import WEBHOOK_CHECKS, assert_two_programs_store_an_event_once


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _as_other_user() -> dict[str, Any]:
    """The server refuses to run as root; then it runs as ``postgres`` or ``nobody``."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    pytest.skip("running as root, and there is no other user to run a PostgreSQL server as")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a server on a free port; yields the address of its database up to the name."""
    pytest.importorskip("psycopg", reason="psycopg (extra: postgres) is not installed")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here (initdb was not found)")
    other = _as_other_user()
    # Not below pytest's own folder, which is closed to the other user, anew with every run of pytest.
    folder = Path(tempfile.mkdtemp(prefix="metarr-pg-"))
    if other:
        os.chown(folder, other["user"], other["group"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=60, check=False, **other
        )
        assert done.returncode == 0, done.stderr + done.stdout

    data = str(folder / "data")
    run(str(programs / "initdb"), "-D", data, "-U", "metarr", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
    run(str(programs / "pg_ctl"), "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
    try:
        yield f"postgresql://metarr@127.0.0.1:{port}/"
    finally:
        run(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    """An empty database of its own for each test."""
    admin = Database(server + "postgres")
    admin.connect()
    name = f"test_{abs(hash(request.node.name))}"
    admin.run(f"CREATE DATABASE {name}")
    admin.close()
    return server + name


@pytest.fixture
def store(url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    with a_store(tmp_path, clock, url=url) as opened:
        an_entity(opened)
        yield opened


def test_what_is_saved_is_read_back_as_offered(store: Store) -> None:
    images = [an_image("a.jpg", metadata={"votes": 9}), an_image("b.jpg", width=None, metadata={"likes": 3})]
    store.call(store.answers.save, an_answer(*images, a_video(published_at=NOON), metadata=some_metadata()))
    assets = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    assert [image_of(asset) for asset in assets] == images
    assert (assets[0].fetched_at, assets[0].first_seen_at) == (NOON, NOON)
    assert store.call(store.metadata.all, MOVIE) == {"tmdb": (some_metadata(), NOON)}
    assert {part for _, part in store.call(store.fetches.records, MOVIE)} == {"poster", "trailer", "metadata"}


def test_a_database_without_an_encoding_keeps_texts_as_they_are(
    server: str, tmp_path: Path, clock: FakeClock
) -> None:
    admin = Database(server + "postgres")
    admin.connect()
    admin.run("CREATE DATABASE plain ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    admin.close()
    with a_store(tmp_path, clock, url=server + "plain") as store:
        an_entity(store, title="Amélie 天使")
        store.call(store.answers.save, an_answer(an_image("a.jpg")))
    with a_store(tmp_path, clock, url=server + "plain") as again:
        assert again.call(again.entities.get, MOVIE).title == "Amélie 天使"
        assert [asset.asset_type for asset in again.call(again.assets.list, MOVIE, AssetType.POSTER)] == [
            AssetType.POSTER
        ]


def test_times_are_utc_whatever_the_server_thinks(store: Store) -> None:
    store.call(store._database.run, "INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_name, "
               "provider_url) VALUES ('movie', 1, 'poster', 'tmdb', 'https://images.example/x.jpg')")  # fmt: skip
    (asset,) = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    assert asset.fetched_at.utcoffset() == NOON.utcoffset()


def test_a_refetch_merges_and_marks_missing(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image("a.jpg"), an_image("b.jpg")))
    report = store.call(store.answers.save, an_answer(an_image("a.jpg", width=None), an_image("c.jpg")))
    rows = store.call(store.assets.list, MOVIE, AssetType.POSTER, include_hidden=True)
    assert sorted((row.url[-5:], row.width, row.missing_since is None) for row in rows) == [
        ("a.jpg", 1000, True), ("b.jpg", 1000, False), ("c.jpg", 1000, True),
    ]  # fmt: skip
    assert (report.vanished, report.item_counts) == ({AssetType.POSTER: 1}, {"poster": 2})


@pytest.mark.parametrize("bad", [an_image("x\0y"), an_image("bad", width=2**31), an_image("\ud800")])
def test_a_row_postgresql_would_refuse_loses_no_neighbours(store: Store, bad: Any) -> None:
    report = store.call(store.answers.save, an_answer(an_image(), bad, an_image()))
    assert (report.item_counts, report.skipped_rows) == ({"poster": 2}, 1)


def test_a_row_a_constraint_refuses_loses_no_neighbours(store: Store) -> None:
    store.call(
        store._database.run,
        "ALTER TABLE provider_assets ADD CHECK (provider_url NOT LIKE '%bad')".replace("%", "%%"),
    )
    report = store.call(store.answers.save, an_answer(an_image(), an_image("bad"), an_image()))
    assert (report.item_counts, report.skipped_rows) == ({"poster": 2}, 1)


async def test_choices_undo_and_identity_work(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image("a.jpg"), an_image("b.jpg")))
    rows = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    curator = Curator(store)
    for row in rows:
        await curator.select(row.id)
    store.call(store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
    assert store.call(store.assets.list, MOVIE, AssetType.POSTER) == []
    for _ in range(3):
        assert await curator.undo() is not None
    assert store.call(store.assets.list, MOVIE, AssetType.POSTER) == rows
    assert store.call(store.locks.all, MOVIE) == frozenset()
    await curator.reject(rows[0].id)
    await curator.select(rows[1].id)
    newest, rejected, *_ = await curator.history()
    await curator.take_back([rejected.id])
    await curator.restore_to(newest.id)
    assert (await curator.history(1))[0].title == "Inception (2010)"


def test_failures_statistics_views_and_overview_work(store: Store) -> None:
    store.call(
        store.fetches.save_failure, MOVIE, "tmdb", ["poster"], Outcome.FAILED, "failed", "Down.", now=NOON,
        next_retry_at=NOON,
    )  # fmt: skip
    store.call(store.statistics.count_event, "hit")
    store.call(store.statistics.record_flight, "tmdb", Outcome.OK, 1.5)
    store.call(store.views.mark, MOVIE, AssetType.POSTER)
    assert store.call(store.fetches.records, MOVIE)["tmdb", "poster"].next_retry_at == NOON
    assert store.call(store.statistics.summary).p95_fetch_seconds == 1.5
    assert store.call(store.views.last, MOVIE, AssetType.POSTER) == NOON
    assert store.call(store.overview.failing, EntityType.MOVIE) == {1}
    assert store.call(store.overview.covers, EntityType.MOVIE, AssetType.POSTER) == {}


def test_numbers_of_today_and_texts_of_another_language_are_found(store: Store) -> None:
    assert_numbers_are_those_of_today(store)
    assert_texts_of_another_language_are_found(store)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("assert_"))
def test_the_table_of_jobs_promises_the_same(store: Store, check: Callable[[Store], None]) -> None:
    check(store)


@pytest.mark.parametrize(
    "check", [*CACHE_CHECKS, *FORGETTING_CHECKS], ids=lambda check: check.__name__.removeprefix("assert_")
)
def test_the_cache_table(store: Store, check: Callable[[Store], None]) -> None:
    check(store)


@pytest.mark.parametrize("check", WEBHOOK_CHECKS, ids=lambda check: check.__name__.removeprefix("assert_"))
def test_the_table_of_webhook_events_promises_the_same(store: Store, check: Callable[[Store], None]) -> None:
    check(store)


def test_two_programs_store_an_event_once(store: Store, url: str, tmp_path: Path, clock: FakeClock) -> None:
    with a_store(tmp_path, clock, url=url) as other:
        assert_two_programs_store_an_event_once(store, other)


async def test_enrichment_proposes_and_selects(store: Store, tmp_path: Path, clock: FakeClock) -> None:
    bench = EnrichmentBench(tmp_path, store, clock)
    bench.offer(liked("good", 50), liked("plain", 1))
    await bench.enrich()
    assert len(await bench.proposals.open()) == 1
    await bench.proposals.accept()
    await bench.curator.undo()
    await bench.proposals.dismiss()
    await bench.enrich()
    assert await bench.proposals.open() != []  # the other picture
    await bench.curator.undo()
    report = await bench.enrich(may_select=True)
    assert (bench.selected(), report.downloaded, await bench.proposals.open()) == (["good"], 0, [])
    store.call(store.image_files.forget, list(store.call(store.image_files.of_title, MOVIE)))
    assert store.call(store.enrichments.find, MOVIE).state == "done"
    assert store.call(store.enrichments.ended_since, clock(), "done") == {MOVIE}
    assert store.call(store.enrichments.news_of, MOVIE, clock()) == {AssetType.POSTER}
    assert store.call(store.schedules.is_kept_current, MOVIE)
    assert [MOVIE] in store.call(store.schedules.titles_by_ids).values()


def test_turns_of_a_shared_limit_are_apart(store: Store) -> None:
    def take() -> datetime:
        return store.call(store.turns.take, "musicbrainz", timedelta(seconds=1), now=NOON)

    assert [take() for _ in range(3)] == [NOON + timedelta(seconds=number) for number in range(3)]


def test_programs_that_ask_at_the_same_time_never_get_the_same_turn(store: Store, url: str) -> None:
    assert_turns_are_apart(url)


def test_whoever_reads_a_turn_waits_for_who_is_taking_one(store: Store, url: str) -> None:
    """Without the lock on the row both would read the same turn: PostgreSQL does not lock the whole database."""
    store.call(store.turns.take, "musicbrainz", timedelta(seconds=1), now=NOON)
    other = Database(url)
    other.connect()
    with other.transaction():
        other.rows("SELECT next_turn_at FROM request_turns WHERE provider_name = 'musicbrainz' FOR UPDATE")
        waiting = store._submit(store.turns.take, "musicbrainz", timedelta(seconds=1), now=NOON)
        while not other.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert not waiting.done()
        other.run("UPDATE request_turns SET next_turn_at = ?", (to_utc_text(NOON + timedelta(seconds=30)),))
    assert waiting.result(timeout=30) == NOON + timedelta(seconds=30)
    other.close()


def test_two_programs_that_read_before_they_write_follow_each_other(store: Store, url: str) -> None:
    """Else both would give the next title one number, or select two pictures for one slot."""
    other = Database(url)
    other.connect()
    with other.transaction():
        waiting = store._submit(store.entities.create, entity_type=EntityType.MOVIE, title="Of this program")
        while not other.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert not waiting.done()
        other.run("INSERT INTO entities (entity_type, entity_id, title, state, added_at) "
                  "VALUES ('movie', 2, 'Of the other', 'unidentified', '2026-01-01')")  # fmt: skip
    assert waiting.result(timeout=30).key.entity_id == 3
    other.close()


async def test_everything_can_be_scored_anew(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image(), an_image(), a_video(), metadata=some_metadata()))
    rescoring = RescoreAll(store)
    assert await rescoring.run(lambda language: ScoringContext()) == 2
    assert await rescoring.run(lambda language: ScoringContext()) == 0


def test_contradicting_ids_are_kept_until_they_agree(store: Store) -> None:
    for given, count in (("603", 1), ("604", 1), ("27205", 0)):
        store.call(store.answers.save, an_answer(an_image(), external_ids=ExternalIds(tmdb=given)))
        assert len(store.call(store.id_conflicts.all, MOVIE)) == count


def test_ages_and_failures_leave_out_who_is_off(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image()))
    store.set_providers(("fanart_tv",), frozenset({"fanart_tv"}))
    assert store.call(store.overview.oldest_success, EntityType.MOVIE) == {}
    assert store.call(store.overview.failing, EntityType.MOVIE) == frozenset()


def test_models_name_exactly_the_columns_of_the_tables(store: Store) -> None:
    def columns(table: str) -> set[str]:
        return {column.name for column in store._database.peewee.get_columns(table)}

    names = {model: store.call(columns, model._meta.table_name) for model in MODELS}
    assert names == {model: set(model._meta.columns) for model in MODELS}


@pytest.mark.parametrize("version", range(1, LATEST))
def test_an_earlier_version_is_brought_up_to_date(
    url: str, tmp_path: Path, clock: FakeClock, version: int
) -> None:
    old = Database(url)
    old.connect()
    migrate(old, clock, target=version)
    old.run("INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_name, provider_url) "
            "VALUES ('movie', 1, 'poster', 'tmdb', 'https://images.example/x.jpg')")  # fmt: skip
    old.close()
    with a_store(tmp_path, clock, url=url) as store:
        assert len(store.call(store.assets.list, MOVIE, AssetType.POSTER)) == 1


def _drop_connection(store: Store, server: str) -> None:
    ((own,),) = store.call(store._database.rows, "SELECT pg_backend_pid()")
    admin = Database(server + "postgres")
    admin.connect()
    admin.rows("SELECT pg_terminate_backend(?)", (own,))
    admin.close()


def test_a_connection_the_server_dropped_is_made_anew(store: Store, server: str) -> None:
    _drop_connection(store, server)
    with pytest.raises(StoreError, match="connection to the database server was lost"):
        store.call(store.entities.get, MOVIE)
    assert store.call(store.entities.get, MOVIE).title == "Inception"


def test_a_connection_dropped_while_nobody_used_it_is_made_anew_unnoticed(store: Store, server: str) -> None:
    _drop_connection(store, server)
    store._database._used_at -= 60.0
    assert store.call(store.entities.get, MOVIE).title == "Inception"


async def test_a_call_that_comes_while_the_database_is_closed_does_not_open_it_again(store: Store) -> None:
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0)
    with pytest.raises(StoreError, match="closed already"):
        await store.run(store.entities.get, MOVIE)
    await closing


def test_a_server_that_refuses_is_told_with_its_words(server: str, clock: FakeClock) -> None:
    words = 'does not let this program in: database "nowhere" does not exist. Nothing was changed'
    with pytest.raises(StoreError, match=words):
        Store.open(server + "nowhere", clock=clock)
