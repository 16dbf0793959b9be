"""What goes wrong below the store is told in a sentence, with nothing lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import AssetUnknown, EntityUnknown, InvalidInput, StoreError
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image


def _path(tmp_path: Path) -> Path:
    return tmp_path / "metarr.sqlite3"


@pytest.mark.parametrize(
    "content", [b"This is no database, it is a letter. " * 40, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_corrupt_file_is_told_and_left_as_it_is(tmp_path: Path, clock: FakeClock, content: bytes) -> None:
    _path(tmp_path).write_bytes(content)
    with pytest.raises(StoreError, match="damaged") as caught, a_store(tmp_path, clock):
        pass
    assert (caught.value.reason, _path(tmp_path).read_bytes()) == ("corrupt", content)


def test_damage_met_while_reading_is_told(tmp_path: Path, clock: FakeClock) -> None:
    with a_store(tmp_path, clock) as store:
        an_entity(store)
        store.call(store.answers.save, an_answer(*(an_image(f"{n}.jpg") for n in range(400))))
    whole = _path(tmp_path).read_bytes()
    page = 4096
    with _path(tmp_path).open("r+b") as file:
        for offset in range(30 * page, len(whole) - page, page):
            file.seek(offset)
            file.write(b"\xa5" * page)
    with pytest.raises(StoreError) as caught, a_store(tmp_path, clock) as store:
        store.call(store.assets.list, MOVIE, AssetType.POSTER)
    assert caught.value.reason == "corrupt"


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path, clock: FakeClock) -> None:
    _path(tmp_path).mkdir()
    with pytest.raises(StoreError, match="cannot be written"), a_store(tmp_path, clock):
        pass


def test_an_address_that_cannot_even_be_looked_at_is_told(tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(str(tmp_path / ("x" * 300)), clock=clock)


def test_a_read_only_database_is_told_and_can_still_be_read(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image()))
    store.call(store._database.rows, "PRAGMA query_only = 1")
    with pytest.raises(StoreError, match="read-only") as caught:
        store.call(store.answers.save, an_answer(an_image()))
    assert caught.value.reason == "read_only"
    assert len(store.call(store.assets.list, MOVIE, AssetType.POSTER)) == 1


def test_a_full_disk_is_told_and_loses_nothing(store: Store) -> None:
    store.call(store.answers.save, an_answer(an_image("a.jpg")))
    ((pages,),) = store.call(store._database.rows, "PRAGMA page_count")
    store.call(store._database.rows, f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full") as caught:
        store.call(store.answers.save, an_answer(*(an_image(f"{n}.jpg") for n in range(400))))
    assert caught.value.reason == "disk_full"
    assert [asset.url[-5:] for asset in store.call(store.assets.list, MOVIE, AssetType.POSTER)] == ["a.jpg"]


def test_a_database_locked_by_another_program_is_told(store: Store, tmp_path: Path) -> None:
    store.call(store._database.rows, "PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(_path(tmp_path), isolation_level=None)) as other_program:
        other_program.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program") as caught:
            store.call(store.answers.save, an_answer(an_image()))
    assert caught.value.reason == "locked"


def test_the_store_works_again_after_an_error(store: Store) -> None:
    with pytest.raises(StoreError):
        store.call(store._database.run, "THIS IS NO SQL")
    store.call(store.answers.save, an_answer(an_image()))
    assert store.call(store.assets.counts, MOVIE) == {AssetType.POSTER: 1}


@pytest.mark.parametrize(
    "url",
    ["mysql://host/name", "sqlite://", "", "postgresql://metarr:s3cret@host", "postgresql:/metarr:s3cret@host/name",
     "postgresql://metarr:s3cret/word@host/name", "postgresql://metarr:1/s3cret@host/name"],
)  # fmt: skip
def test_an_address_of_no_supported_database_is_refused_and_its_password_not_told(
    clock: FakeClock, url: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        Store.open(url, clock=clock)
    assert "s3cret" not in str(caught.value)


def test_a_postgresql_server_that_is_not_there_is_told_without_the_password(clock: FakeClock) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://metarr:secret-word@127.0.0.1:1/metarr", clock=clock)
    assert "secret-word" not in str(caught.value)


@pytest.mark.parametrize("number", [12345, 0, -1, 2**40])
def test_an_unknown_picture_is_told(store: Store, number: int) -> None:
    with pytest.raises(AssetUnknown, match=str(number)):
        store.call(store.assets.get, number)


@pytest.mark.parametrize("number", [2, 2**40])
def test_an_unknown_title_is_told(store: Store, number: int) -> None:
    with pytest.raises(EntityUnknown, match=f"movie {number}"):
        store.call(store.entities.get, EntityKey(EntityType.MOVIE, number))


@pytest.mark.parametrize("number", [1, 0, 2**31])
def test_a_number_that_is_taken_or_impossible_is_refused(store: Store, number: int) -> None:
    with pytest.raises(InvalidInput):
        an_entity(store, entity_id=number)
