"""Ids by which providers contradict what is stored: kept until they agree or the title is identified anew."""

from __future__ import annotations

from metarr_desktop.curation import Curator
from metarr_desktop.domain.entity import EntityMetadata, ExternalIds
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.library import IdConflict
from metarr_desktop.library.rows import details_of
from metarr_desktop.store import Store
from tests.builders import MOVIE
from tests.store.reading import save

CONFLICT = IdConflict("tmdb", "tmdb", "27205", "603")
ANSWER = EntityMetadata(title="Inception")


def said(store: Store, provider: str = "tmdb", outcome: Outcome = Outcome.OK, **ids: object) -> None:
    """Save an answer with metadata, which says everything its provider knows."""
    parts = frozenset({"metadata"})
    save(
        store,
        parts=parts,
        metadata=ANSWER,
        provider=provider,
        outcome=outcome,
        external_ids=ExternalIds(**ids),
    )


def said_in_part(store: Store, **ids: object) -> None:
    """Save an answer about posters alone."""
    save(store, external_ids=ExternalIds(**ids))


def conflicts(store: Store) -> tuple[IdConflict, ...]:
    return store.call(store.id_conflicts.all, MOVIE)


def test_an_id_that_contradicts_is_remembered_and_the_stored_one_stays(store: Store) -> None:
    said(store, tmdb=603)
    assert conflicts(store) == (CONFLICT,)
    assert store.call(store.entities.get, MOVIE).external_ids.tmdb == "27205"


def test_ids_that_agree_or_are_new_are_no_conflict(store: Store) -> None:
    said(store, tmdb=27205, imdb="tt1375666")
    assert conflicts(store) == ()


def test_a_conflict_ends_when_its_provider_agrees(store: Store) -> None:
    said(store, tmdb=603)
    said_in_part(store, tmdb=27205)
    assert conflicts(store) == ()


def test_a_conflict_ends_when_its_provider_no_longer_names_the_id(store: Store) -> None:
    said(store, tmdb=603)
    said(store)
    assert conflicts(store) == ()


def test_an_answer_in_part_that_names_no_id_takes_nothing_back(store: Store) -> None:
    said(store, tmdb=603)
    said_in_part(store)
    assert conflicts(store) == (CONFLICT,)


def test_what_a_provider_says_anew_takes_the_place_of_what_it_said(store: Store) -> None:
    said(store, tmdb=603)
    said(store, tmdb=604)
    assert conflicts(store) == (IdConflict("tmdb", "tmdb", "27205", "604"),)


def test_another_provider_that_agrees_ends_only_its_own(store: Store) -> None:
    said(store, tmdb=603)
    said(store, provider="fanart_tv", tmdb=27205)
    assert conflicts(store) == (CONFLICT,)


def test_the_favourite_providers_conflicts_come_first(store: Store) -> None:
    store.call(store.entities.fill_ids, MOVIE, {"imdb": "tt1375666"})
    said(store, provider="fanart_tv", imdb="tt1")
    said(store, tmdb=603, imdb="tt2")
    assert [(each.provider, each.kind) for each in conflicts(store)] == [
        ("tmdb", "imdb"), ("tmdb", "tmdb"), ("fanart_tv", "imdb"),
    ]  # fmt: skip


async def test_identifying_anew_ends_them_and_undo_brings_them_back(store: Store) -> None:
    said(store, tmdb=603)
    store.call(store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
    assert conflicts(store) == ()
    await Curator(store).undo()
    assert conflicts(store) == (CONFLICT,)


async def test_a_conflict_about_an_id_that_was_taken_back_is_none(store: Store) -> None:
    store.call(
        store.entities.identify, MOVIE, ids=ExternalIds(tmdb=27205, imdb="tt1"), title="Inception", year=2010
    )
    said(store, imdb="tt2")
    assert len(conflicts(store)) == 1
    await Curator(store).undo()
    assert conflicts(store) == ()


def test_an_answer_to_an_earlier_identity_says_nothing_of_the_title(store: Store) -> None:
    store.call(store.entities.identify, MOVIE, ids=ExternalIds(tmdb=603), title="The Matrix", year=1999)
    said(store, tmdb=5)
    assert conflicts(store) == ()


def test_the_details_of_a_title_show_them(store: Store) -> None:
    said(store, tmdb=603)
    assert store.call(details_of, store, MOVIE).id_conflicts == (CONFLICT,)
