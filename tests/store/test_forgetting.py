"""Forgetting what providers said, and the room that gives back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.cache_report import CachePair
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image
from tests.invariants import violations
from tests.store.forgetting_checks import FORGETTING_CHECKS


@pytest.mark.parametrize("check", FORGETTING_CHECKS, ids=lambda check: check.__name__.removeprefix("assert_"))
def test_forgetting(store: Store, tmp_path: Path, check: Callable[[Store], None]) -> None:
    check(store)
    assert violations(tmp_path / "metarr.sqlite3") == []


def test_room_is_given_back_in_small_steps(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "metarr.sqlite3"
    _fill(store)
    before = file.stat().st_size
    steps = 1
    while store.call(store.forgetting.give_back):
        steps += 1
    store.call(store.forgetting.settle)
    assert steps > 1
    assert file.stat().st_size < before / 2


def test_a_database_of_an_earlier_version_is_written_anew_once(tmp_path: Path, clock: FakeClock) -> None:
    file = tmp_path / "metarr.sqlite3"
    with closing(sqlite3.connect(file)) as database:  # not empty, so that it stays as it was made
        database.execute("CREATE TABLE older (id INTEGER)")
        database.commit()
    with a_store(tmp_path, clock) as store:
        an_entity(store)
        _fill(store)
        assert store.call(store.forgetting.give_back) is None
        store.call(store.forgetting.rewrite)
        assert store.call(store.forgetting.give_back) is False
        assert store.call(store.assets.counts, MOVIE) == {AssetType.POSTER: 1}


def _fill(store: Store) -> None:
    """Store some megabytes of fanart and forget it again."""
    many = [
        an_image(asset_type=AssetType.FANART, metadata={"note": "x" * 2000}, width=number)
        for number in range(1500)
    ]
    store.call(store.answers.save, an_answer(*many))
    store.call(store.answers.save, an_answer(an_image("stays.jpg")))
    store.call(store.forgetting.pairs, [CachePair(MOVIE, "tmdb", "fanart")])
    store.call(store.forgetting.settle)
