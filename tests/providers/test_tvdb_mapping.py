"""Every quirk of TheTVDB's records (providers.md 3.3 to 3.5), each once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.tvdb.answer_mapping import map_answer
from metarr_desktop.providers.tvdb.artwork_mapping import (
    artwork_items,
    map_artworks,
    map_seasons,
    map_trailers,
)
from metarr_desktop.providers.tvdb.artwork_types import DOCUMENTED_TYPES, read_artwork_types
from metarr_desktop.providers.tvdb.id_mapping import map_remote_ids
from metarr_desktop.providers.tvdb.image_addresses import picture_address, thumb_address
from metarr_desktop.providers.tvdb.record_mapping import map_date, map_metadata
from tests.providers.support import TVDB, ask, recorded

BASE = "https://api4.thetvdb.com/v4/"
PICTURES = "https://artworks.thetvdb.com/banners/"
SERIES = recorded("tvdb/series.json")["data"]
FILM = recorded("tvdb/movie.json")["data"]
ASKED = ask(TVDB, kind="tvdb", entity_type=EntityType.TV, languages=("de", "en"))
ANSWER = map_answer(SERIES, ASKED, DOCUMENTED_TYPES, base_url=BASE)
FILM_ANSWER = map_answer(FILM, ask(TVDB, "815", kind="tvdb"), DOCUMENTED_TYPES, base_url=BASE)


def of(asset_type: AssetType, answer: Any = ANSWER) -> list[ProviderImage]:
    return [image for image in answer.images if image.asset_type is asset_type]


def art(**fields: Any) -> dict[str, Any]:
    return {"type": 2, "image": f"{PICTURES}a.jpg", "language": "eng", "includesText": True, **fields}


def mapped(*items: Any) -> list[ProviderImage]:
    return map_artworks(list(items), DOCUMENTED_TYPES, base_url=BASE)[0]


# ------------------------------------------------------------------------------------------- artwork


def test_every_picture_arrives_in_its_slot() -> None:
    assert Counter(image.asset_type for image in ANSWER.images) == {
        AssetType.POSTER: 3, AssetType.KEYART: 1, AssetType.FANART: 1, AssetType.LANDSCAPE: 1,
        AssetType.BANNER: 1, AssetType.CLEARLOGO: 1, AssetType.CLEARART: 1, AssetType.SEASONPOSTER: 3,
        AssetType.SEASONBANNER: 1, AssetType.SEASONFANART: 1,
    }  # fmt: skip
    assert Counter(image.asset_type for image in FILM_ANSWER.images) == {
        AssetType.POSTER: 2, AssetType.KEYART: 1, AssetType.FANART: 1, AssetType.LANDSCAPE: 1,
        AssetType.BANNER: 1, AssetType.CLEARLOGO: 1, AssetType.CLEARART: 1,
    }  # fmt: skip


def test_what_cannot_be_used_is_counted() -> None:
    assert ANSWER.dropped == 3  # an empty address, no object at all, a trailer without an address


def test_cinemagraphs_icons_and_placeholders_are_no_pictures_of_ours() -> None:
    kinds = {image.metadata["kind"] for image in (*ANSWER.images, *FILM_ANSWER.images)}
    assert not any("icon" in kind or "cinemagraph" in kind for kind in kinds)
    assert not any("missing" in image.url or image.url.endswith(".mp4") for image in ANSWER.images)


def test_a_film_under_the_number_of_a_picture_is_left_out() -> None:
    assert mapped(art(), art(image=f"{PICTURES}loop.MP4")) == mapped(art())


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("/banners/posters/1.jpg", f"{PICTURES}posters/1.jpg"),
        ("banners/posters/1.jpg", f"{PICTURES}posters/1.jpg"),
        ("posters/1.jpg", f"{PICTURES}posters/1.jpg"),
        ("http://thetvdb.com/banners/posters/1.jpg", "https://thetvdb.com/banners/posters/1.jpg"),
        (f"{PICTURES}a (1).jpg", f"{PICTURES}a%20%281%29.jpg"),
        ("/banners/images/missing/series.jpg", None),
        (f"{PICTURES}images/missing/movie.jpg", None),
        ("", None), (None, None), (5, None), ("http://127.0.0.1/a.jpg", None), ("/banners/../a.jpg", None),
        ("/banners/v4/x/loop.mp4", None),
    ],
)  # fmt: skip
def test_addresses_become_absolute_and_safe(value: Any, address: str | None) -> None:
    found = picture_address(value, base_url=BASE)
    assert (None if found is None else found.replace("(", "%28").replace(")", "%29")) == address


@pytest.mark.parametrize(
    ("stated", "thumb"),
    [
        (f"{PICTURES}small.jpg", f"{PICTURES}small.jpg"),
        (None, f"{PICTURES}a_t.jpg"),
        ("", f"{PICTURES}a_t.jpg"),
    ],
)
def test_the_small_rendition_is_the_stated_one_or_has_a_mark(stated: Any, thumb: str) -> None:
    assert thumb_address(f"{PICTURES}a.jpg", stated, base_url=BASE) == thumb


def test_a_poster_without_text_is_keyart_too_whatever_its_language_says() -> None:
    [keyart] = of(AssetType.KEYART)
    assert (keyart.url, keyart.language) == (f"{PICTURES}posters/4711-2.jpg", None)
    assert keyart.url in {poster.url for poster in of(AssetType.POSTER)}


def test_no_language_does_not_mean_no_text() -> None:
    [image] = mapped(art(language=None))
    assert (image.asset_type, image.language) == (AssetType.POSTER, "und")


def test_without_a_word_about_text_the_language_decides() -> None:
    assert [i.asset_type for i in mapped({"type": 2, "image": f"{PICTURES}a.jpg", "language": None})] == [
        AssetType.POSTER, AssetType.KEYART,
    ]  # fmt: skip


def test_a_background_with_text_is_a_landscape() -> None:
    assert [image.language for image in of(AssetType.LANDSCAPE)] == ["ja"]
    assert [image.language for image in of(AssetType.FANART)] == [None]


def test_a_logo_keeps_its_language_though_somebody_noted_no_text() -> None:
    assert mapped(art(type=23, includesText=False))[0].language == "en"


def test_sizes_of_0_are_unknown() -> None:
    [keyart] = of(AssetType.KEYART)
    assert (keyart.width, keyart.height) == (None, None)


def test_scores_are_an_order_within_the_own_list() -> None:
    shares = [image.metadata["rank_share"] for image in of(AssetType.POSTER)]
    assert shares == [1.0, 0.0, 0.0]
    assert of(AssetType.FANART)[0].metadata["rank_share"] == 1.0


def test_a_remark_of_the_service_is_kept() -> None:
    assert of(AssetType.CLEARART)[0].metadata["remark"] == "Low Quality"


def test_a_list_of_which_nothing_is_usable_is_no_empty_list() -> None:
    with pytest.raises(UnexpectedShape, match="none of its 2"):
        mapped(art(image=7), {"image": f"{PICTURES}a.jpg"})


@pytest.mark.parametrize("image", [None, "", ...])
def test_an_entry_without_a_picture_is_counted_and_spoils_no_list(image: Any) -> None:
    bare = {name: value for name, value in art(image=image).items() if value is not ...}
    assert map_artworks([bare], DOCUMENTED_TYPES, base_url=BASE) == ([], 1)


def test_spoilt_artwork_costs_neither_texts_nor_trailers() -> None:
    answer = map_answer(
        {**SERIES, "artworks": [{"type": "x", "image": 7}]}, ASKED, DOCUMENTED_TYPES, base_url=BASE
    )
    assert answer.metadata == ANSWER.metadata
    assert (answer.images, answer.videos) == ((), ANSWER.videos)
    assert answer.dropped >= 1
    assert AssetType.POSTER in answer.incomplete_parts
    assert not answer.incomplete_parts & {AssetType.TRAILER, "metadata"}


def test_unknown_types_are_passed_over() -> None:
    assert map_artworks([art(type=77)], DOCUMENTED_TYPES, base_url=BASE) == ([], 0)


def test_the_artwork_of_a_season_stands_under_the_singular_key() -> None:
    short = {"id": 1, "image": f"{PICTURES}s.jpg", "type": 7, "score": 0, "seasonId": 100}
    images, _ = map_artworks(
        artwork_items({"artwork": [short]}), DOCUMENTED_TYPES, base_url=BASE, seasons=map_seasons(SERIES)
    )
    assert (images[0].season_number, images[0].width) == (1, None)


def test_the_documented_types_are_those_of_the_service() -> None:
    table = recorded("tvdb/artwork_types.json")["data"]
    assert len(table) == 24
    assert read_artwork_types(table) == DOCUMENTED_TYPES


@pytest.mark.parametrize("table", [None, [], {}, [None, {"id": 0}, {"id": 1}]])
def test_a_table_without_a_row_is_no_table(table: Any) -> None:
    with pytest.raises(UnexpectedShape):
        read_artwork_types(table)


def test_a_name_spelt_in_a_new_way_is_what_it_was() -> None:
    row = {"id": 23, "recordType": "series", "name": "Clear Logo", "imageFormat": "PNG"}
    assert read_artwork_types([row])[23].slot is AssetType.CLEARLOGO


# ------------------------------------------------------------------------------------------- seasons


def test_season_art_finds_its_number_by_the_id_of_the_season() -> None:
    assert [(i.season_number, i.language) for i in of(AssetType.SEASONPOSTER)] == [
        (1, "en"), (1, "de"), (2, "und"),
    ]  # fmt: skip
    assert of(AssetType.SEASONBANNER)[0].season_number == 0
    assert of(AssetType.SEASONFANART)[0].season_number == 2


def test_art_of_seasons_in_another_order_is_not_taken_for_the_official_ones() -> None:
    assert not any("dvd" in image.url for image in ANSWER.images)


def test_a_season_without_listed_poster_has_that_of_its_record() -> None:
    assert of(AssetType.SEASONPOSTER)[-1].url == f"{PICTURES}seasons/4711-2.jpg"


def test_art_of_no_known_season_is_counted_as_lost() -> None:
    items = [art(), art(type=7, seasonId=5), art(type=7)]
    images, dropped = map_artworks(items, DOCUMENTED_TYPES, base_url=BASE, seasons=map_seasons(SERIES))
    assert (len(images), dropped) == (1, 2)


def test_without_official_seasons_the_default_order_counts() -> None:
    seasons = [
        {"id": 1, "number": 1, "type": {"id": 2, "type": "dvd"}},
        {"id": 2, "number": 7, "type": {"id": 3, "type": "absolute"}},
    ]
    assert map_seasons({"defaultSeasonType": 3, "seasons": seasons}).numbers == {2: 7}
    assert map_seasons({"seasons": seasons}).numbers == {1: 1, 2: 7}


# ------------------------------------------------------------------------------------ texts and ids


def test_texts_come_in_the_first_language_that_has_them() -> None:
    data = ANSWER.metadata
    assert data is not None
    assert (data.title, data.original_title, data.original_language) == ("Nachthafen", "夜の港", "ja")
    assert (data.overview, data.tagline) == ("Stories of a harbour.", "All ships come home.")
    assert data.alternative_titles == ("Harbour by Night", "Night Harbour", "Harbor")


def test_the_original_name_serves_its_own_language() -> None:
    assert map_metadata(SERIES, ("ja", "en"), base_url=BASE).title == "夜の港"
    assert map_metadata({**SERIES, "translations": None}, ("fr",), base_url=BASE).title == "夜の港"


def test_facts_of_a_series() -> None:
    data = ANSWER.metadata
    assert data is not None
    assert (data.release_date, data.runtime_min, data.status) == (date(2019, 4, 6), 47, "Continuing")
    assert (data.genres, data.countries, data.certification) == (("Drama",), ("JP",), "FSK 16")
    assert (data.cast, data.directors, data.collection) == (("First", "Second"), ("Helm",), "Harbour Stories")
    assert data.homepage == "https://harbour.example/"
    assert data.poster_url == f"{PICTURES}posters/4711-1_t.jpg"


def test_facts_of_a_film() -> None:
    data = FILM_ANSWER.metadata
    assert data is not None
    assert (data.release_date, data.runtime_min, data.countries) == (date(2021, 3, 5), 101, ("JP",))


@pytest.mark.parametrize(
    ("record", "day"),
    [
        ({"firstAired": "", "year": "1931"}, date(1931, 1, 1)),
        (
            {"first_release": {"date": ""}, "releases": [{"date": "2001-02-03"}, {"date": "2000-01-02"}]},
            date(2000, 1, 2),
        ),
        ({"year": "unknown"}, None),
        ({"year": "12"}, None),
        ({}, None),
    ],
)
def test_the_first_day_counts_and_the_year_where_no_day_is_known(record: Any, day: date | None) -> None:
    assert map_date(record) == day


def test_ids_are_matched_by_type_and_only_those_of_the_same_kind_of_work() -> None:
    assert dict(map_remote_ids(SERIES["remoteIds"], EntityType.TV)[0]) == {
        "imdb": "tt0123456", "tmdb": "4242", "wikidata": "Q4711",
    }  # fmt: skip
    assert dict(map_remote_ids(FILM["remoteIds"], EntityType.MOVIE)[0]) == {
        "imdb": "tt7654321",
        "tmdb": "603",
    }


@pytest.mark.parametrize(
    ("entry", "ids"),
    [
        ({"id": "1399-game", "type": 12}, {"tmdb": "1399"}),
        ({"id": 1399, "type": 12}, {"tmdb": "1399"}),
        ({"id": "tt1", "type": 2}, {}),
        ({"id": "tt1234567", "sourceName": "IMDB"}, {"imdb": "tt1234567"}),
        ({"id": "1399", "type": 0, "sourceName": "TheMovieDB.com"}, {"tmdb": "1399"}),
        ({"id": "1399", "type": 15, "sourceName": "TheMovieDB.com"}, {}),
        ({"id": "abc", "type": 12}, {}),
        ({"id": None, "type": 2}, {}),
        ("text", {}),
    ],
)
def test_a_remote_id_is_read_or_passed_over(entry: Any, ids: dict[str, str]) -> None:
    assert dict(map_remote_ids([entry], EntityType.TV)[0]) == ids


def test_trailers_at_youtube_have_one_form_and_the_ladders_order() -> None:
    videos, dropped = map_trailers(SERIES["trailers"], ("en",))
    assert [(v.url, v.language, v.site) for v in videos] == [
        ("https://www.youtube.com/watch?v=xyzXYZ98765", "en", "YouTube"),
        ("https://www.youtube.com/watch?v=abcDEF12345", "ja", "YouTube"),
    ]
    assert dropped == 1
