"""The checker itself: a sound database passes, and each broken promise is told."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType, ScoreParts
from metarr_desktop.domain.entity import IdentityState
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.store import Store
from tests.builders import MOVIE, NOON, a_store, an_answer, an_entity, an_image, some_metadata
from tests.invariants import decisions, violations

A_POSTER = "UPDATE provider_assets SET {} WHERE provider_url LIKE '%/a.jpg'"
BREAKS = {
    "belongs to a title": "DELETE FROM entities",
    "identity that was never given": A_POSTER.format("identity_revision = 4"),
    "above its highest": "UPDATE entities SET identity_revision = 1",
    "an identified title has an id": "DELETE FROM entity_external_ids",
    "selected and rejected": A_POSTER.format("is_rejected = 1"),
    "says by whom": A_POSTER.format("selected_by = NULL"),
    "of an earlier identity is selected": "UPDATE entities SET identity_revision = 1, highest_revision = 1",
    "at most one selected": "UPDATE provider_assets SET is_selected = 1, selected_by = 'user', "
    "selected_at = fetched_at, selection_order = id WHERE asset_type = 'poster'",
    "have one place": "UPDATE provider_assets SET is_selected = 1, selected_by = 'user', "
    "selected_at = fetched_at, selection_order = 0 WHERE asset_type = 'poster'",
    "pick of the user is locked": "DELETE FROM slot_locks",
    "lock by a pick has its pick": A_POSTER.format(
        "is_selected = 0, selected_by = NULL, selected_at = NULL, selection_order = NULL"
    ),
    "own pictures": A_POSTER.format("provider_name = 'user'"),
    "follow each other": A_POSTER.format("first_seen_at = '2030-01-01 00:00:00'"),
    "true to the files": A_POSTER.format("is_downloaded = 1"),
    "between 0 and 100": A_POSTER.format("score = 101"),
    "do not add up": A_POSTER.format("score = 3"),
    "is a success or a failure": "UPDATE provider_fetches SET outcome = 'cancelled'",
    "no failure left over": "UPDATE provider_fetches SET failures = 1",
    "a failure has its reason": "UPDATE provider_fetches SET outcome = 'failed'",
    "at least the rows that were counted": "DELETE FROM provider_assets WHERE provider_url LIKE '%/b.jpg'",
    "carries its time": "UPDATE provider_assets SET fetched_at = '2026-03-02 12:00:00' "
    "WHERE provider_url LIKE '%/b.jpg'",
    "texts that were received": "DELETE FROM provider_metadata",
    "after what can be redone": "UPDATE history SET is_undone = 1 WHERE id = 1",
    "two ids that differ": "INSERT INTO id_conflicts VALUES ('movie', 1, 0, 'tmdb', 'imdb', 'tt1', 'tt1', "
    "'2026-03-01 12:00:00')",
    "statistics is negative": "INSERT INTO daily_statistics VALUES ('2026-03-01', 'event.hit', '', -1)",
    "stored JSON is JSON": A_POSTER.format("provider_metadata = 'votes'"),
    "a time that is none": A_POSTER.format("selected_at = 'yesterday'"),
}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A title with two posters, one of them selected, and one picture rejected."""
    folder = tmp_path_factory.mktemp("sound")
    with a_store(folder) as store:
        an_entity(store, state=IdentityState.IDENTIFIED)
        posters = [an_image("a.jpg"), an_image("b.jpg")]
        scores = {(AssetType.POSTER, each.url): ScoreParts(30, 20, 20, 10, 10) for each in posters}
        fanart = an_image("c.jpg", AssetType.FANART)
        answer = an_answer(*posters, fanart, metadata=some_metadata(), scores=scores)
        store.call(store.answers.save, answer)
        store.call(
            store.fetches.save_failure, MOVIE, "fanart_tv", ["poster"], Outcome.FAILED, "unreachable", "No answer.",
            now=NOON, next_retry_at=NOON.replace(hour=13),
        )  # fmt: skip
        asyncio.run(_choose(store))
    return folder / "metarr.sqlite3"


async def _choose(store: Store) -> None:
    poster = next(
        each for each in store.call(store.assets.list, MOVIE, AssetType.POSTER) if "a.jpg" in each.url
    )
    (fanart,) = store.call(store.assets.list, MOVIE, AssetType.FANART)
    await Curator(store).select(poster.id)
    await Curator(store).reject(fanart.id)


@pytest.fixture
def database(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_once, tmp_path))


def test_a_sound_database_passes(database: Path) -> None:
    assert violations(database) == []
    assert len(decisions(database)) == 3  # selected, rejected, locked


@pytest.mark.parametrize("rule", BREAKS)
def test_a_broken_promise_is_told(database: Path, rule: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = 0")
        assert connection.execute(BREAKS[rule]).rowcount > 0
    assert any(rule in violation for violation in violations(database)), violations(database)


def test_a_damaged_page_is_told(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA writable_schema = 1")
        connection.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'idx_provider_assets_fetched'")
    (damage,) = violations(database)
    assert "damaged" in damage
