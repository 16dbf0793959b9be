"""Series and albums in the library over a real store: added, counted, shown, identified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.search import ConfidenceParts, HitReference, SearchResult
from metarr_desktop.library.library import LibraryService
from metarr_desktop.store import Store
from tests.builders import FakeClock, a_store, an_answer, an_entity, an_image
from tests.library.trees import tree

TV, MUSIC = EntityType.TV, EntityType.MUSIC
SERIES, ALBUM = EntityKey(TV, 1), EntityKey(MUSIC, 1)
NEVERMIND = "1b022e01-4da6-387b-8658-8678046e4cef"
BLEACH = "f1afec0b-26dd-3db5-9aa1-c91229a74a24"
NIRVANA = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def library(store: Store) -> LibraryService:
    return LibraryService(store, clock=FakeClock())


def an_album_found(**values: Any) -> SearchResult:
    given: dict[str, Any] = {
        "title": "Nevermind",
        "entity_type": MUSIC,
        "confidence": 95,
        "confidence_parts": ConfidenceParts(60, 25, 10, 0, 0),
        "external_ids": ExternalIds(musicbrainz=NEVERMIND, musicbrainz_artist=NIRVANA),
        "hits": (HitReference("musicbrainz", NEVERMIND, 1),),
        "artist": "Nirvana",
        "release_date": date(1991, 9, 24),
    }
    return SearchResult(**(given | values))


# --------------------------------------------------------------------------------- adding


async def test_titles_are_counted_by_type(store: Store, library: LibraryService) -> None:
    an_entity(store)
    an_entity(store, entity_type=TV)
    an_entity(store, entity_type=TV, entity_id=2)
    counts = await library.counts()

    assert set(counts) == set(EntityType)
    assert (counts[EntityType.MOVIE], counts[TV], counts[MUSIC]) == (1, 2, 0)


async def test_a_folder_of_series_is_added_once(library: LibraryService, tmp_path: Path) -> None:
    tree(
        tmp_path / "tv",
        "Dark (2017) {tvdb-334824}/Season 1/Dark S01E01.mkv",
        "House/House S01E01.mkv",
        "A.mkv",
    )
    report = await library.add_folder(str(tmp_path / "tv"), TV)
    again = await library.add_folder(str(tmp_path / "tv"), TV)

    assert [(entity.key.entity_type, entity.label, entity.state.value) for entity in report.added] == [
        (TV, "Dark (2017)", "identified"),
        (TV, "House", "unidentified"),
    ]
    assert report.added[0].path == str(tmp_path / "tv" / "Dark (2017) {tvdb-334824}")
    assert list(report.skipped) == [str(tmp_path / "tv")]
    assert (again.added, again.known) == ((), 2)


async def test_an_episode_that_comes_later_does_not_add_its_series_again(
    library: LibraryService, tmp_path: Path
) -> None:
    tree(tmp_path / "tv", "Dark.S01E02.mkv", "House.S01E01.mkv")
    await library.add_folder(str(tmp_path / "tv"), TV)
    tree(tmp_path / "tv", "Dark.S01E01.mkv")
    report = await library.add_folder(str(tmp_path / "tv"), TV)

    assert (report.added, report.known) == ((), 2)


async def test_a_folder_of_albums_is_added_with_their_artists(
    library: LibraryService, tmp_path: Path
) -> None:
    tree(
        tmp_path / "music",
        "Nirvana/Nevermind (1991)/01.mp3",
        "Nirvana/Nevermind (1991) {2011 Remaster}/01.mp3",
    )
    report = await library.add_folder(str(tmp_path / "music"), MUSIC)
    again = await library.add_folder(str(tmp_path / "music"), MUSIC)

    assert [entity.label for entity in report.added] == [
        "Nirvana - Nevermind (1991)",
        "Nirvana - Nevermind (1991) - 2011 Remaster",
    ]
    assert (again.added, again.known) == ((), 2)


async def test_one_folder_can_hold_a_film_and_an_album(library: LibraryService, tmp_path: Path) -> None:
    tree(
        tmp_path / "m",
        "Stop Making Sense (1984)/01 - Psycho Killer.mp3",
        "Stop Making Sense (1984)/BDMV/a.m2ts",
    )

    assert len((await library.add_folder(str(tmp_path / "m"))).added) == 1
    assert len((await library.add_folder(str(tmp_path / "m"), MUSIC)).added) == 1


async def test_a_folder_holds_no_collections(library: LibraryService, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="films, series or albums"):
        await library.add_folder(str(tmp_path), EntityType.COLLECTION)


@pytest.mark.parametrize(
    ("text", "given", "found", "ids"),
    [
        ("https://www.themoviedb.org/tv/1396-breaking-bad", EntityType.MOVIE, TV, {"tmdb": "1396"}),
        ("https://www.themoviedb.org/movie/348-alien", TV, EntityType.MOVIE, {"tmdb": "348"}),
        ("tmdb:1396", TV, TV, {"tmdb": "1396"}),
        ("tmdb:1396", EntityType.MOVIE, EntityType.MOVIE, {"tmdb": "1396"}),
        ("tmdb:tv/1396", EntityType.MOVIE, TV, {"tmdb": "1396"}),
        ("tt0903747", TV, TV, {"imdb": "tt0903747"}),
        ("tvdb 81189", TV, TV, {"tvdb": "81189"}),
        ("https://thetvdb.com/?tab=series&id=81189", EntityType.MOVIE, TV, {"tvdb": "81189"}),
        (
            f"https://musicbrainz.org/release-group/{NEVERMIND}",
            EntityType.MOVIE,
            MUSIC,
            {"musicbrainz": NEVERMIND},
        ),
        (f"musicbrainz:{NEVERMIND}", EntityType.MOVIE, MUSIC, {"musicbrainz": NEVERMIND}),
        (NEVERMIND, MUSIC, MUSIC, {"musicbrainz": NEVERMIND}),
        ("<tvshow><uniqueid type='tvdb'>81189</uniqueid></tvshow>", EntityType.MOVIE, TV, {"tvdb": "81189"}),
    ],
)
async def test_what_says_its_type_wins_over_the_type_given(
    library: LibraryService, text: str, given: EntityType, found: EntityType, ids: dict[str, str]
) -> None:
    (entity,) = (await library.add_title(text, entity_type=given)).added

    assert (entity.key.entity_type, dict(entity.external_ids)) == (found, ids)
    assert entity.state is IdentityState.IDENTIFIED


@pytest.mark.parametrize(
    ("text", "year", "label"),
    [
        ("Dark (2017)", None, "Dark (2017)"),
        ("Dark", 2017, "Dark (2017)"),
        ("Dark.S01E02.1080p.WEB.mkv", None, "Dark"),
        ("/tv/Dark (2017)/Season 01/Dark.S01E01.mkv", None, "Dark (2017)"),
        ("https://thetvdb.com/series/breaking-bad", None, "breaking bad"),
    ],
)
async def test_a_typed_series_is_added(
    library: LibraryService, text: str, year: int | None, label: str
) -> None:
    (entity,) = (await library.add_title(text, year=year, entity_type=TV)).added

    assert (entity.key, entity.label, entity.state) == (SERIES, label, IdentityState.UNIDENTIFIED)


@pytest.mark.parametrize(
    ("text", "year", "label"),
    [
        ("Nirvana - Nevermind", None, "Nirvana - Nevermind"),
        ("Nirvana - Nevermind (1991)", None, "Nirvana - Nevermind (1991)"),
        ("Nirvana - Nevermind 1991", None, "Nirvana - Nevermind (1991)"),
        ("Nirvana - Nevermind", 1991, "Nirvana - Nevermind (1991)"),
        ("Taylor Swift - 1989", None, "Taylor Swift - 1989"),
        ("Taylor Swift - 1989", 2014, "Taylor Swift - 1989 (2014)"),
        ("Nevermind", None, "Nevermind"),
        ("AC/DC - Back in Black", None, "AC/DC - Back in Black"),
        (
            "Nirvana - Nevermind (1991) [FLAC] {2011 Remaster}",
            None,
            "Nirvana - Nevermind (1991) - 2011 Remaster",
        ),
        ("/music/Nirvana/Nevermind (1991)/CD1/01 - Breed.flac", None, "Nirvana - Nevermind (1991)"),
        (r"D:\Music\Nirvana\Nevermind", None, "Nirvana - Nevermind"),
        ("/music/Nirvana/Nevermind (1991)", None, "Nirvana - Nevermind (1991)"),
        ("VA - Now 40", None, "Various Artists - Now 40"),
    ],
)
async def test_a_typed_album_is_added_with_its_artist(
    library: LibraryService, text: str, year: int | None, label: str
) -> None:
    (entity,) = (await library.add_title(text, year=year, entity_type=MUSIC)).added

    assert (entity.key, entity.label, entity.state) == (ALBUM, label, IdentityState.UNIDENTIFIED)


async def test_albums_of_one_name_by_two_artists_are_two(library: LibraryService) -> None:
    await library.add_title("Weezer - Weezer", entity_type=MUSIC)
    other = await library.add_title("Nirvana - Weezer", entity_type=MUSIC)
    again = await library.add_title("weezer - WEEZER", entity_type=MUSIC)

    assert (len(other.added), again.known) == (1, 1)


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        (f"https://musicbrainz.org/artist/{NIRVANA}", MUSIC, "address of an artist"),
        (f"https://musicbrainz.org/release/{NEVERMIND}", MUSIC, "one edition"),
        (f"https://musicbrainz.org/artist/{NIRVANA}", EntityType.MOVIE, "Open the album"),
        ("tmdb:1396", MUSIC, "names no album"),
        ("tt0903747", MUSIC, "names no album"),
        ("https://www.themoviedb.org/collection/8091", TV, "Add its films"),
        ("<episodedetails><uniqueid type='tvdb'>1</uniqueid></episodedetails>", TV, "Add its series"),
        ("  ", MUSIC, "Type a title"),
    ],
)
async def test_what_names_no_title_is_refused_in_words(
    library: LibraryService, text: str, given: EntityType, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        await library.add_title(text, entity_type=given)
    assert not any((await library.counts()).values())


async def test_another_album_of_an_artist_is_another_title(library: LibraryService) -> None:
    nevermind = await library.add_result(an_album_found())
    again = await library.add_result(an_album_found())
    ids = ExternalIds(musicbrainz=BLEACH, musicbrainz_artist=NIRVANA)
    bleach = await library.add_result(an_album_found(title="Bleach", external_ids=ids))

    assert (nevermind.label, again, bleach.key.entity_id) == ("Nirvana - Nevermind (1991)", nevermind, 2)


async def test_identifying_takes_over_the_artist(library: LibraryService) -> None:
    (entity,) = (await library.add_title("Nirwana - Nevermind", entity_type=MUSIC)).added
    identified = await library.identify(entity.key, an_album_found())

    assert (identified.label, identified.metadata.artist) == ("Nirvana - Nevermind (1991)", "Nirvana")


# --------------------------------------------------------------------------------- rows and details


def save(store: Store, key: EntityKey, *images: Any) -> None:
    store.call(store.answers.save, an_answer(*images, key=key))


def select(store: Store, name: str) -> None:
    def mark() -> None:
        store._database.run(
            "UPDATE provider_assets SET is_selected = 1, selected_by = 'user' WHERE provider_url LIKE ?",
            (f"%/{name}",),
        )

    store.call(mark)


async def test_slots_of_seasons_are_not_counted_among_those_of_a_series(
    store: Store, library: LibraryService
) -> None:
    an_entity(store, entity_type=TV)
    save(store, SERIES, an_image("p.jpg"), an_image("s1.jpg", AssetType.SEASONPOSTER, season_number=1))
    select(store, "p.jpg")
    select(store, "s1.jpg")
    (row,) = await library.rows(TV)

    assert (row.chosen, row.wanted) == (1, 8)
    assert row == await library.row(SERIES)


async def test_a_slot_of_seasons_sums_up_all_of_them(store: Store, library: LibraryService) -> None:
    an_entity(store, entity_type=TV)
    season = AssetType.SEASONPOSTER
    save(
        store,
        SERIES,
        an_image("s0.jpg", season, season_number=0),
        an_image("s3.jpg", season, season_number=3),
        an_image("s2a.jpg", season, season_number=2),
        an_image("s2b.jpg", season, season_number=2),
    )
    before = {slot.asset_type: slot for slot in (await library.details(SERIES)).slots}[season]
    select(store, "s3.jpg")
    select(store, "s2b.jpg")
    after = {slot.asset_type: slot for slot in (await library.details(SERIES)).slots}[season]

    assert (before.selected, before.candidates, before.seasons, before.seasons_chosen) == (None, 4, 3, 0)
    assert after.selected is not None
    assert (after.selected.url.rsplit("/", 1)[1], after.seasons, after.seasons_chosen) == ("s2b.jpg", 3, 2)


async def test_the_tile_of_an_album_is_its_cover(store: Store, library: LibraryService) -> None:
    an_entity(store, entity_type=MUSIC)
    save(store, ALBUM, an_image("disc.png", AssetType.DISCART), an_image("cover.jpg", AssetType.COVER))
    row = await library.row(ALBUM)

    assert row.poster is not None
    assert (row.poster.asset_type, row.wanted) == (AssetType.COVER, 6)
    assert [row] == await library.rows(MUSIC)
