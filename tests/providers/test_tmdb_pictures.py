"""Pictures, trailers and addresses out of TMDB's answers (providers.md 1.4 and 1.5)."""

from __future__ import annotations

from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.providers.json_fields import UnexpectedShape
from metarr_desktop.providers.tmdb.image_addresses import documented_addresses, read_configuration
from metarr_desktop.providers.tmdb.image_mapping import map_images, map_videos
from tests.providers.support import recorded

API = "https://api.themoviedb.org/3/"
ADDRESSES = documented_addresses(API)
MOVIE = recorded("tmdb/movie.json")


def image(**changes: Any) -> dict[str, Any]:
    plain = {
        "file_path": "/a.jpg", "width": 1000, "height": 1500, "iso_639_1": "en", "vote_average": 5.3, "vote_count": 4,
    }  # fmt: skip
    return {**plain, **changes}


def types_of(group: str, **changes: Any) -> list[AssetType]:
    return [found.asset_type for found in map_images({group: [image(**changes)]}, ADDRESSES)[0]]


def test_a_poster_without_text_is_there_as_poster_and_as_keyart() -> None:
    assert types_of("posters", iso_639_1=None) == [AssetType.POSTER, AssetType.KEYART]


def test_a_poster_with_text_is_no_keyart() -> None:
    assert types_of("posters", iso_639_1="en") == [AssetType.POSTER]


@pytest.mark.parametrize("code", [None, "", "xx", "00"])
def test_a_backdrop_without_text_is_fanart_however_that_is_spelled(code: object) -> None:
    assert types_of("backdrops", iso_639_1=code) == [AssetType.FANART]


def test_a_backdrop_with_text_is_a_landscape() -> None:
    assert types_of("backdrops", iso_639_1="de") == [AssetType.LANDSCAPE]


def test_logos_are_clearlogos() -> None:
    assert types_of("logos") == [AssetType.CLEARLOGO]


@pytest.mark.parametrize(("group", "size"), [("posters", "w342"), ("backdrops", "w780"), ("logos", "w500")])
def test_each_kind_has_its_small_rendition(group: str, size: str) -> None:
    found = map_images({group: [image()]}, ADDRESSES)[0][0]
    assert (found.url, found.thumb_url) == (
        "https://image.tmdb.org/t/p/original/a.jpg",
        f"https://image.tmdb.org/t/p/{size}/a.jpg",
    )


def test_of_a_drawing_the_original_is_kept_and_a_raster_shown() -> None:
    found = map_images({"logos": [image(file_path="/logo.svg")]}, ADDRESSES)[0][0]
    assert found.url.endswith("/original/logo.svg")
    assert found.thumb_url == "https://image.tmdb.org/t/p/w500/logo.png"
    assert found.metadata["raster_url"] == "https://image.tmdb.org/t/p/original/logo.png"


def test_votes_sizes_and_the_services_own_kind_are_kept() -> None:
    found = map_images({"posters": [image()]}, ADDRESSES)[0][0]
    assert (found.width, found.height) == (1000, 1500)
    assert found.metadata == {"kind": "posters", "votes": 4, "voteAverage": 5.3}


@pytest.mark.parametrize(
    ("given", "expected"), [(0, None), (None, None), ("680", 680), (-3, None), (True, None)]
)
def test_a_width_that_is_none_is_unknown(given: object, expected: int | None) -> None:
    assert map_images({"posters": [image(width=given)]}, ADDRESSES)[0][0].width == expected


@pytest.mark.parametrize(
    "path",
    [
        None,
        7,
        "",
        "a.jpg",
        "/../../etc/passwd.jpg",
        "/a b.jpg",
        "/a.jpg?x=1",
        "//evil.example/a.jpg",
        "/noending",
    ],
)
def test_a_picture_without_a_usable_path_is_left_out_and_counted(path: object) -> None:
    images, dropped = map_images({"posters": [image(), image(file_path=path)]}, ADDRESSES)
    assert (len(images), dropped) == (1, 1)


def test_items_that_are_no_objects_are_counted() -> None:
    images, dropped = map_images({"posters": [image(), "x", None, 3], "logos": 5}, ADDRESSES)
    assert (len(images), dropped) == (1, 4)


def test_pictures_of_which_none_is_usable_are_no_empty_answer() -> None:
    with pytest.raises(UnexpectedShape, match="2 pictures"):
        map_images({"posters": [{"file_path": 1}, {}]}, ADDRESSES)


def test_missing_groups_are_no_fault() -> None:
    assert map_images({"posters": []}, ADDRESSES) == ([], 0)


# ------------------------------------------------------------------------------------------- addresses


def test_the_plain_http_base_is_never_used() -> None:
    found = read_configuration(recorded("tmdb/configuration.json"), api_base_url=API)
    assert found.original("/a.jpg") == "https://image.tmdb.org/t/p/original/a.jpg"


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        (["w92", "w342", "original"], "w342"),
        (["w92", "w500", "w780", "original"], "w500"),
        (["w92", "w185", "original"], "original"),
        (["h632", None, 5], "original"),
        ([], "original"),
    ],
)
def test_the_small_size_is_one_the_service_offers(sizes: list[object], expected: str) -> None:
    data = {"images": {"secure_base_url": "https://image.tmdb.org/t/p/", "poster_sizes": sizes}}
    assert read_configuration(data, api_base_url=API).thumb_size("poster") == expected


@pytest.mark.parametrize(
    "base",
    [
        None,
        "",
        "ftp://image.tmdb.org/",
        "http://127.0.0.1:9/t/p/",
        "https://10.0.0.1/",
        "https://u:p@image.tmdb.org/",
    ],
)
def test_a_configuration_that_leads_elsewhere_is_refused(base: object) -> None:
    with pytest.raises(UnexpectedShape):
        read_configuration({"images": {"secure_base_url": base}}, api_base_url=API)


def test_a_service_on_loopback_may_keep_its_pictures_there() -> None:
    own = "http://127.0.0.1:8100/tmdb/3/"
    data = {"images": {"secure_base_url": "http://127.0.0.1:8100/t/p/"}}
    assert (
        read_configuration(data, api_base_url=own).original("/a.jpg")
        == "http://127.0.0.1:8100/t/p/original/a.jpg"
    )


# -------------------------------------------------------------------------------------------- trailers


def test_trailers_come_first_then_official_language_size_and_newest() -> None:
    videos, dropped = map_videos(MOVIE["videos"], ("en",))
    assert [video.name for video in videos] == [
        "Trailer, newer", "Trailer, older", "Trailer, small", "Bande-annonce", "Fan upload", "Teaser",
    ]  # fmt: skip
    assert dropped == 0


def test_the_users_language_decides_among_official_trailers() -> None:
    assert map_videos(MOVIE["videos"], ("fr", "en"))[0][0].name == "Bande-annonce"


def test_addresses_of_youtube_and_vimeo_open_in_a_browser() -> None:
    urls = {video.name: video.url for video in map_videos(MOVIE["videos"], ("en",))[0]}
    assert urls["Teaser"] == "https://www.youtube.com/watch?v=teaser00001"
    assert urls["Trailer, newer"] == "https://vimeo.com/123456789"


def test_what_is_known_of_a_trailer_is_kept() -> None:
    video = map_videos(MOVIE["videos"], ("en",))[0][0]
    assert (video.site, video.language, video.size, video.is_official) == ("Vimeo", "en", 1080, True)
    assert str(video.published_at) == "2014-05-24 06:00:00+00:00"


@pytest.mark.parametrize("key", [None, 5, "", "a b", "../x", 'x"onload="'])
def test_a_trailer_without_a_usable_key_is_counted(key: object) -> None:
    item = {**MOVIE["videos"]["results"][1], "key": key}
    assert map_videos({"results": [item]}, ("en",)) == ([], 1)
