"""The library over a real store: what is added, shown and identified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.errors import EntityUnknown, InvalidInput
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.search import ConfidenceParts, HitReference, SearchResult
from metarr_desktop.library.library import LibraryService
from metarr_desktop.store import Store
from tests.builders import MOVIE, FakeClock, a_store, an_answer, an_entity, an_image


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[Store]:
    with a_store(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def library(store: Store, clock: FakeClock) -> LibraryService:
    return LibraryService(store, clock=clock)


def a_result(**values: Any) -> SearchResult:
    given: dict[str, Any] = {
        "title": "Alien",
        "entity_type": EntityType.MOVIE,
        "confidence": 95,
        "confidence_parts": ConfidenceParts(60, 25, 10, 0, 0),
        "external_ids": ExternalIds(tmdb=348, imdb="tt0078748"),
        "hits": (HitReference("tmdb", "348", 1),),
        "release_date": date(1979, 5, 25),
        "overview": "A crew answers a signal.",
    }
    return SearchResult(**(given | values))


def save(store: Store, *images: Any, **values: Any) -> dict[str, int]:
    """Save posters of movie 1; returns address -> asset id."""
    store.call(store.answers.save, an_answer(*images, now=store.clock(), **values))
    listed = store.call(store.assets.list, MOVIE, AssetType.POSTER)
    return {asset.url.rsplit("/", 1)[1]: asset.id for asset in listed}


def select(store: Store, asset_id: int) -> None:
    def mark() -> None:
        store._database.run(
            "UPDATE provider_assets SET is_selected = 1, selected_by = 'user' WHERE id = ?", (asset_id,)
        )

    store.call(mark)


# --------------------------------------------------------------------------------- rows and details


async def test_the_tile_shows_the_selected_poster_else_the_best_candidate(
    store: Store, library: LibraryService
) -> None:
    an_entity(store)
    ids = save(store, an_image("a.jpg", metadata={"votes": 3}), an_image("b.jpg", metadata={"votes": 90}))
    best = (await library.row(MOVIE)).poster
    select(store, ids["a.jpg"])
    chosen = (await library.row(MOVIE)).poster

    assert best is not None
    assert chosen is not None
    assert (best.id, chosen.id) == (ids["b.jpg"], ids["a.jpg"])


async def test_one_row_says_the_same_as_the_list_of_all(
    store: Store, library: LibraryService, clock: FakeClock
) -> None:
    an_entity(store)
    an_entity(store, entity_id=2, title="Alien", external_ids=ExternalIds(tmdb=348))
    ids = save(store, an_image("a.jpg"), an_image("b.jpg"), an_image("f.jpg", AssetType.FANART))
    select(store, ids["a.jpg"])
    await library.mark_viewed(MOVIE, AssetType.POSTER)
    clock.advance(days=2.5)
    save(store, an_image("a.jpg"), an_image("c.jpg"))
    store.call(
        store.fetches.save_failure, MOVIE, "fanart_tv", frozenset({"poster"}), Outcome.FAILED, "failed",
        "Fanart.tv failed.", now=clock(), next_retry_at=clock(),
    )  # fmt: skip
    rows = await library.rows()

    assert [row.entity.title for row in rows] == ["Alien", "Inception"]
    assert rows == [await library.row(row.key) for row in rows]
    assert (rows[1].chosen, rows[1].wanted, rows[1].new_count, rows[1].has_failed_fetch) == (1, 8, 1, True)
    assert rows[1].age_days(clock()) == pytest.approx(2.5)
    assert (rows[0].fetched_at, rows[0].age_days(clock())) == (None, None)


async def test_the_number_of_queries_does_not_grow_with_the_titles(
    store: Store, library: LibraryService, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = store._database.peewee.execute_sql

    def counting(text: str, *args: Any, **more: Any) -> Any:
        asked.append(text)
        return execute(text, *args, **more)

    counts = []
    for number in range(1, 41):
        an_entity(store, entity_id=number)
        if number in (2, 40):
            monkeypatch.setattr(store._database.peewee, "execute_sql", counting)
            asked.clear()
            await library.rows()
            counts.append(len(asked))
            monkeypatch.setattr(store._database.peewee, "execute_sql", execute)

    assert counts[0] == counts[1] <= 8


async def test_details_have_every_slot_but_trailers(store: Store, library: LibraryService) -> None:
    an_entity(store)
    ids = save(store, an_image("a.jpg"), an_image("b.jpg"))
    select(store, ids["b.jpg"])
    details = await library.details(MOVIE)
    poster = details.slots[0]

    assert [slot.asset_type for slot in details.slots] == [
        AssetType.POSTER, AssetType.KEYART, AssetType.FANART, AssetType.CLEARLOGO, AssetType.CLEARART,
        AssetType.DISCART, AssetType.BANNER, AssetType.LANDSCAPE,
    ]  # fmt: skip
    assert (poster.selected and poster.selected.id, poster.candidates, poster.is_locked) == (
        ids["b.jpg"],
        2,
        False,
    )


async def test_the_next_fetch_is_seven_days_after_the_oldest_success(
    store: Store, library: LibraryService, clock: FakeClock
) -> None:
    an_entity(store)
    assert (await library.details(MOVIE)).next_fetch_at is None
    begun = clock()
    save(store, an_image("a.jpg"))
    clock.advance(days=2.5)
    assert (await library.details(MOVIE)).next_fetch_at == begun + timedelta(days=7)


async def test_every_type_has_a_count_of_candidates(store: Store, library: LibraryService) -> None:
    an_entity(store)
    save(store, an_image("a.jpg"), an_image("b.jpg"))
    counts = await library.candidate_counts(MOVIE)

    assert (counts[AssetType.POSTER], counts[AssetType.BANNER], len(counts)) == (2, 0, 9)


async def test_nothing_is_new_before_the_first_look_nor_right_after_one(
    store: Store, library: LibraryService, clock: FakeClock
) -> None:
    an_entity(store)
    save(store, an_image("a.jpg"))
    first = (await library.row(MOVIE)).new_count
    await library.mark_viewed(MOVIE, AssetType.POSTER)
    clock.advance(days=8)
    save(store, an_image("a.jpg"), an_image("b.jpg"))
    later = (await library.row(MOVIE)).new_count
    await library.mark_viewed(MOVIE, AssetType.POSTER)

    assert (first, later, (await library.row(MOVIE)).new_count) == (0, 1, 0)
    assert await library.last_viewed(MOVIE, AssetType.POSTER) == clock()
    assert await library.last_viewed(MOVIE, AssetType.FANART) is None


async def test_an_unknown_title_is_said_to_be_unknown(library: LibraryService) -> None:
    with pytest.raises(EntityUnknown):
        await library.row(EntityKey(EntityType.MOVIE, 99))


# --------------------------------------------------------------------------------- adding


async def test_a_folder_is_added_once(library: LibraryService, tmp_path: Path) -> None:
    films = tmp_path / "films"
    for name in ("Alien (1979)/Alien.mkv", "Heat (1995) {tmdb-949}.mkv", "Lost/Lost S01E01.mkv"):
        (films / name).parent.mkdir(parents=True, exist_ok=True)
        (films / name).touch()
    report = await library.add_folder(str(films))
    again = await library.add_folder(str(films))

    assert [(entity.label, entity.state.value) for entity in report.added] == [
        ("Heat (1995)", "identified"),
        ("Alien (1979)", "unidentified"),
    ]
    assert report.added[1].path == str(films / "Alien (1979)" / "Alien.mkv")
    assert list(report.skipped) == [str(films / "Lost")]
    assert (again.added, again.known) == ((), 2)


async def test_more_films_than_one_batch_are_all_added(library: LibraryService, tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    for number in range(450):
        (films / f"Film {number:03} (2000).mkv").touch()

    assert len((await library.add_folder(str(films))).added) == len(await library.rows()) == 450


@pytest.mark.parametrize(
    ("text", "year", "label"),
    [
        ("Alien (1979)", None, "Alien (1979)"),
        ("Alien 1979", None, "Alien (1979)"),
        ("Alien", 1979, "Alien (1979)"),
        ("Alien 1979", 1979, "Alien (1979)"),
        ("Wonder Woman 1984", 2020, "Wonder Woman 1984 (2020)"),
        ("Blade Runner 2049", None, "Blade Runner 2049"),
        ("Alien.1979.1080p.BluRay.x264-GRP.mkv", None, "Alien (1979)"),
        ("Alien (1979) - Director's Cut", None, "Alien (1979) - Director's Cut"),
    ],
)
async def test_a_typed_title_is_added_unidentified(
    library: LibraryService, text: str, year: int | None, label: str
) -> None:
    (entity,) = (await library.add_title(text, year=year)).added

    assert (entity.label, entity.state) == (label, IdentityState.UNIDENTIFIED)


async def test_an_address_adds_an_identified_title(library: LibraryService) -> None:
    (entity,) = (await library.add_title("https://www.themoviedb.org/movie/348-alien")).added

    assert (entity.title, entity.external_ids, entity.state) == (
        "movie 1",  # until the first fetch puts the title in its place
        ExternalIds(tmdb=348),
        IdentityState.IDENTIFIED,
    )


@pytest.mark.parametrize(("first", "second"), [("Alien (1979)", "alien 1979"), ("tmdb:348", "{tmdb-348}")])
async def test_adding_a_title_again_adds_nothing(library: LibraryService, first: str, second: str) -> None:
    await library.add_title(first)
    report = await library.add_title(second)

    assert (report.added, report.known, len(await library.rows())) == ((), 1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "Type a title"),
        ("https://www.themoviedb.org/person/525", "names no title"),
        ("https://www.themoviedb.org/collection/8091", "Add its films"),
    ],
)
async def test_what_cannot_be_added_is_refused_in_words(
    library: LibraryService, text: str, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        await library.add_title(text)
    assert await library.rows() == []


async def test_a_found_work_is_added_with_all_that_is_known_of_it(library: LibraryService) -> None:
    entity = await library.add_result(a_result())
    again = await library.add_result(a_result(external_ids=ExternalIds(imdb="tt0078748")))

    assert (entity.label, entity.state, entity.metadata.overview) == (
        "Alien (1979)",
        IdentityState.IDENTIFIED,
        "A crew answers a signal.",
    )
    assert again == entity


# --------------------------------------------------------------------------------- identifying


async def test_identifying_takes_over_ids_title_year_and_texts(store: Store, library: LibraryService) -> None:
    an_entity(store, title="alien.1979", year=None, edition="Director's Cut", external_ids=ExternalIds())
    entity = await library.identify(MOVIE, a_result())

    assert entity.label == "Alien (1979) - Director's Cut"
    assert (entity.external_ids.imdb, entity.state) == ("tt0078748", IdentityState.IDENTIFIED)
    assert entity.metadata.overview == "A crew answers a signal."


async def test_another_work_clears_what_was_chosen_unless_it_is_to_be_kept(
    store: Store, library: LibraryService
) -> None:
    an_entity(store)
    select(store, save(store, an_image("a.jpg"))["a.jpg"])
    await library.identify(MOVIE, a_result(), keep_artwork=True)
    kept = (await library.row(MOVIE)).chosen
    await library.identify(MOVIE, a_result(external_ids=ExternalIds(tmdb=679)))

    assert (kept, (await library.row(MOVIE)).chosen) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"entity_type": EntityType.MUSIC}, "is an album and cannot be a film"),
        ({"external_ids": ExternalIds()}, "no id"),
    ],
)
async def test_a_result_that_cannot_be_the_title_changes_nothing(
    store: Store, library: LibraryService, changes: dict[str, Any], said: str
) -> None:
    before = an_entity(store)
    with pytest.raises(InvalidInput, match=said):
        await library.identify(MOVIE, a_result(**changes))

    assert (await library.row(MOVIE)).entity == before


async def test_a_title_in_no_provider_keeps_its_name(store: Store, library: LibraryService) -> None:
    an_entity(store, external_ids=ExternalIds())
    entity = await library.mark_in_no_provider(MOVIE)

    assert (entity.label, entity.state) == ("Inception (2010)", IdentityState.IN_NO_PROVIDER)
