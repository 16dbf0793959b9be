"""What is kept of originals and enrichments, told from the rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.enrichment import EnrichmentPhase
from metarr_desktop.domain.original import Original
from metarr_desktop.domain.picture_hash import PictureHash
from metarr_desktop.domain.scoring import ScoringContext, score_image
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image
from tests.invariants import assert_sound

SHA = "ab" * 32
ORIGINAL = Original(SHA, 1000, 1500, "image/jpeg", 4000, False, PictureHash(1, 2))
SCORE = score_image(an_image(), "tmdb", ScoringContext())


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    with a_store(tmp_path, clock) as opened:
        an_entity(opened)
        opened.call(opened.answers.save, an_answer(an_image("a"), an_image("b")))
        yield opened
        assert_sound(tmp_path / "metarr.sqlite3")


def poster(store: Store, name: str):
    rows = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    return next(row for row in rows if row.url.endswith(name))


def analyse(store: Store, name: str) -> None:
    asset = poster(store, name)
    store.call(store.image_files.keep, ORIGINAL, "ab/cd", asset.url)
    store.call(store.image_files.note_analysis, asset.id, ORIGINAL, SCORE)


def test_a_file_is_known_by_every_address_that_led_to_it(store: Store) -> None:
    for address in ("https://a.example/1", "https://b.example/2"):
        store.call(store.image_files.keep, ORIGINAL, "ab/cd", address)
    assert store.call(store.image_files.at_address, "https://b.example/2") == SHA
    assert store.call(store.image_files.at_address, "https://c.example/3") is None
    assert store.call(store.image_files.total) == (1, 4000)


def test_a_forgotten_file_belongs_to_no_picture_any_more_but_what_it_told_stays(store: Store) -> None:
    for name in ("a", "b"):
        analyse(store, name)
    assert store.call(store.image_files.of_title, MOVIE) == {SHA: 4000}
    store.call(store.image_files.forget, [SHA])
    assert [(poster(store, name).is_downloaded, poster(store, name).analyzed) for name in "ab"] == [
        (False, True)
    ] * 2
    assert store.call(store.image_files.of_title, MOVIE) == {}
    assert store.call(store.image_files.at_address, poster(store, "a").url) is None


def test_an_unreadable_original_is_remembered_for_seven_days(store: Store, clock: FakeClock) -> None:
    asset = poster(store, "a")
    store.call(store.image_files.note_unreadable, asset.id)
    clock.advance(days=6, hours=23)
    assert store.call(store.image_files.unreadable, MOVIE) == {asset.id}
    clock.advance(hours=1)
    assert store.call(store.image_files.unreadable, MOVIE) == set()


def test_originals_taken_for_unreadable_may_turn_out_to_be_fine(store: Store) -> None:
    asset = poster(store, "a")
    store.call(store.image_files.note_unreadable, asset.id)
    store.call(store.image_files.note_readable, [asset.id])
    assert store.call(store.image_files.unreadable, MOVIE) == set()


def test_a_run_that_did_not_end_is_found(store: Store) -> None:
    for phase in (EnrichmentPhase.FETCH, EnrichmentPhase.MATCH):
        store.call(store.enrichments.reach, MOVIE, phase)
    (state,) = store.call(store.enrichments.interrupted)
    assert (state.key, state.phase) == (MOVIE, EnrichmentPhase.MATCH)
    store.call(store.enrichments.finish, MOVIE, "done", {"message": "1 selected."})
    assert store.call(store.enrichments.interrupted) == []
    assert store.call(store.enrichments.find, MOVIE).report == {"message": "1 selected."}


def test_a_new_run_clears_the_report_of_the_last_one(store: Store) -> None:
    store.call(store.enrichments.reach, MOVIE, EnrichmentPhase.FETCH)
    store.call(store.enrichments.finish, MOVIE, "done", {"message": "1 selected."})
    store.call(store.enrichments.reach, MOVIE, EnrichmentPhase.FETCH)
    assert store.call(store.enrichments.find, MOVIE).report == {}
