"""Which work a title is: what identifying changes, and what undo brings back."""

from __future__ import annotations

from typing import Any

import pytest

from metarr_desktop.curation import Curator
from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import Entity, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.library import UndoOutcome
from metarr_desktop.store import Store
from tests.builders import MOVIE, an_answer, an_entity, an_image, some_metadata

MATRIX = ExternalIds(tmdb=603)


def _identify(store: Store, **values: Any) -> Entity:
    given: dict[str, Any] = {"ids": MATRIX, "title": "The Matrix", "year": 1999}
    return store.call(lambda: store.entities.identify(MOVIE, **(given | values)))


def _posters(store: Store) -> list[CachedAsset]:
    return store.call(store.assets.list, MOVIE, AssetType.POSTER, include_hidden=True)


def _names(store: Store) -> list[str]:
    return [asset.url.rsplit("/", 1)[-1] for asset in _posters(store)]


@pytest.fixture
async def picked(store: Store) -> CachedAsset:
    """A poster the user selected, beside one not selected."""
    store.call(store.answers.save, an_answer(an_image("inception.jpg"), an_image("other.jpg")))
    asset = next(asset for asset in _posters(store) if asset.url.endswith("inception.jpg"))
    await Curator(store).select(asset.id)
    return asset


def test_identifying_sets_ids_title_year_and_state(store: Store) -> None:
    entity = _identify(store, metadata=some_metadata(title="The Matrix"))
    assert (entity.external_ids, entity.title, entity.year) == (MATRIX, "The Matrix", 1999)
    assert (entity.state, entity.identity_revision) == (IdentityState.IDENTIFIED, 1)
    assert entity.metadata.title == "The Matrix"


def test_rows_and_fetches_of_the_old_identity_are_read_no_more(store: Store, picked: CachedAsset) -> None:
    _identify(store)
    assert _names(store) == []
    assert store.call(store.fetches.records, MOVIE) == {}
    assert store.call(store.assets.counts, MOVIE) == {}


def test_metadata_of_the_old_identity_is_read_no_more(store: Store) -> None:
    store.call(store.answers.save, an_answer(metadata=some_metadata()))
    assert _identify(store).metadata.overview == ""
    assert store.call(store.metadata.all, MOVIE) == {}


def test_selections_of_the_old_identity_are_cleared(store: Store, picked: CachedAsset) -> None:
    _identify(store)
    _, row = store.call(store.assets.get, picked.id)
    assert not row.is_selected
    assert not store.call(store.locks.is_locked, MOVIE, AssetType.POSTER)


def test_keeping_the_artwork_keeps_what_was_selected_and_nothing_else(
    store: Store, picked: CachedAsset
) -> None:
    _identify(store, keep_artwork=True)
    (row,) = _posters(store)
    assert (row.id, row.is_selected) == (picked.id, True)
    assert store.call(store.locks.is_locked, MOVIE, AssetType.POSTER)


@pytest.mark.parametrize("keep_artwork", [False, True])
async def test_undo_restores_revision_and_flags(
    store: Store, picked: CachedAsset, keep_artwork: bool
) -> None:
    before, rows = store.call(store.entities.get, MOVIE), _posters(store)
    _identify(store, keep_artwork=keep_artwork)
    outcome = await Curator(store).undo()
    assert isinstance(outcome, UndoOutcome)
    assert outcome.text == "Undone: Identified Inception (2010) as The Matrix (1999)"
    assert store.call(store.entities.get, MOVIE) == before
    assert _posters(store) == rows
    assert store.call(store.locks.is_locked, MOVIE, AssetType.POSTER)


@pytest.mark.parametrize("keep_artwork", [False, True])
async def test_redo_identifies_again(store: Store, picked: CachedAsset, keep_artwork: bool) -> None:
    after, rows = _identify(store, keep_artwork=keep_artwork), _posters(store)
    curator = Curator(store)
    await curator.undo()
    await curator.redo()
    assert (store.call(store.entities.get, MOVIE), _posters(store)) == (after, rows)


async def test_redo_brings_back_what_was_learnt_of_the_work_meanwhile(store: Store) -> None:
    _identify(store)
    answer = an_answer(
        metadata=some_metadata(), external_ids=ExternalIds(imdb="tt0133093"), identity_revision=1
    )
    store.call(store.answers.save, answer)
    known, curator = store.call(store.entities.get, MOVIE), Curator(store)
    await curator.undo()
    await curator.redo()
    assert store.call(store.entities.get, MOVIE) == known


async def test_a_revision_once_undone_is_never_given_again(store: Store) -> None:
    _identify(store)
    store.call(store.answers.save, an_answer(an_image("matrix.jpg"), identity_revision=1))
    await Curator(store).undo()
    assert _identify(store, ids=ExternalIds(tmdb=550), title="Fight Club").identity_revision == 2
    assert _names(store) == []


def test_an_address_both_works_share_becomes_the_new_ones(store: Store, picked: CachedAsset) -> None:
    _identify(store)
    store.call(store.answers.save, an_answer(an_image("inception.jpg"), identity_revision=1))
    (row,) = _posters(store)
    assert (row.id, row.is_selected) == (picked.id, False)


def test_identifying_as_the_same_work_keeps_everything_and_adds_ids(
    store: Store, picked: CachedAsset
) -> None:
    entity = _identify(store, ids=ExternalIds(tmdb=27205, imdb="tt1375666"), title="Inception", year=2010)
    assert (entity.identity_revision, entity.external_ids.imdb) == (0, "tt1375666")
    assert len(_posters(store)) == 2


async def test_marking_as_in_no_provider_can_be_undone(store: Store) -> None:
    before = store.call(store.entities.get, MOVIE)
    assert store.call(store.entities.set_state, MOVIE, IdentityState.IN_NO_PROVIDER).state == "in_no_provider"
    await Curator(store).undo()
    assert store.call(store.entities.get, MOVIE) == before


def test_ids_are_filled_and_never_overwritten(store: Store) -> None:
    entity, conflicts = store.call(store.entities.fill_ids, MOVIE, {"tmdb": "1", "imdb": "tt1375666"})
    assert entity.external_ids == ExternalIds(tmdb=27205, imdb="tt1375666")
    assert conflicts == {"tmdb": ("27205", "1")}
    assert store.call(store.entities.get, MOVIE) == entity


def test_metadata_of_a_lower_provider_only_fills_gaps(store: Store) -> None:
    store.call(store.entities.fill_metadata, MOVIE, some_metadata(tagline=""), "tmdb")
    store.call(
        store.entities.fill_metadata, MOVIE, some_metadata(title="INCEPTION", tagline="Dream."), "fanart_tv"
    )
    metadata = store.call(store.entities.get, MOVIE).metadata
    assert (metadata.title, metadata.tagline) == ("Inception", "Dream.")


def test_metadata_of_a_higher_provider_replaces_that_of_a_lower(store: Store) -> None:
    store.call(store.entities.fill_metadata, MOVIE, some_metadata(title="INCEPTION"), "fanart_tv")
    store.call(store.entities.fill_metadata, MOVIE, some_metadata(), "tmdb")
    assert store.call(store.entities.get, MOVIE).metadata.title == "Inception"


def test_a_field_edited_by_hand_is_never_replaced(store: Store) -> None:
    store.call(store.entities.fill_metadata, MOVIE, some_metadata(overview="My words."), "tmdb")
    store.call(store._database.run, "UPDATE entities SET edited_fields = ?", ('["overview"]',))
    store.call(store.entities.fill_metadata, MOVIE, some_metadata(overview="Theirs.", title="Anew"), "tmdb")
    metadata = store.call(store.entities.get, MOVIE).metadata
    assert (metadata.overview, metadata.title) == ("My words.", "Anew")


def test_paths_are_known_to_the_type_that_has_them(store: Store) -> None:
    an_entity(store, entity_id=None, path="/films/Inception.mkv")
    asked = [f"/films/{number}.mkv" for number in range(1200)] + ["/films/Inception.mkv"]

    assert store.call(store.entities.known_paths, EntityType.MOVIE, asked) == {"/films/Inception.mkv"}
    assert store.call(store.entities.known_paths, EntityType.TV, asked) == frozenset()
    assert store.call(store.entities.known_paths, EntityType.MOVIE, []) == frozenset()


def test_titles_are_found_by_id(store: Store) -> None:
    an_entity(store, entity_id=None, path="/films/Inception.mkv", edition="Director's Cut")
    found = store.call(store.entities.by_external_id, EntityType.MOVIE, "tmdb", "27205")
    assert [entity.key.entity_id for entity in found] == [1, 2]
    assert store.call(store.entities.all, EntityType.MOVIE) == found


def test_a_broken_file_name_becomes_a_title_the_database_takes(store: Store) -> None:
    entity = an_entity(store, entity_id=None, title="Am\udce9lie\0")
    assert entity.title == "Am?lie"


def test_what_no_database_takes_is_left_out_of_the_title_and_of_the_words_about_it(store: Store) -> None:
    title = _identify(store, title="The\0 Matrix\ud800").title
    assert title == "The Matrix?"
    assert title in store.call(store.history.entries)[0].text
