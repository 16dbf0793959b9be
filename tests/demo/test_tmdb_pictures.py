"""Which pictures the demo's TMDB lists under which language parameters, and the files themselves."""

from __future__ import annotations

import io
from collections import Counter

import httpx
import pytest
from PIL import Image

from metarr_desktop.demo.catalogue import DemoFilm, load_catalogue
from metarr_desktop.demo.service import DemoServices

ALL = "every language"


def _expected(film: DemoFilm, wanted: str | set[str | None]) -> dict[str, Counter[str | None]]:
    """Counted from the catalogue, not from the answer."""
    return {
        group: Counter(
            image.language
            for image in load_catalogue().images(film, "tmdb")
            if image.kind == group and (wanted == ALL or image.language in wanted)
        )
        for group in ("backdrops", "logos", "posters")
    }


LANGUAGE_TABLE = [
    ({}, ALL),
    ({"language": "en"}, {"en"}),
    ({"language": "en-US"}, {"en"}),
    ({"language": "de-DE"}, {"de"}),
    ({"include_image_language": "null"}, {None}),
    ({"include_image_language": "de,null"}, {"de", None}),
    ({"include_image_language": "en-US,null"}, {None}),
    ({"language": "de", "include_image_language": "null"}, {"de", None}),
    ({"language": "de", "include_image_language": "en,null"}, {"de", "en", None}),
    ({"language": "xx"}, set()),
]


@pytest.mark.parametrize(("params", "wanted"), LANGUAGE_TABLE)
async def test_language_parameters_filter_the_pictures(
    tmdb: httpx.AsyncClient, inception: DemoFilm, params: dict[str, str], wanted: str | set[str | None]
) -> None:
    body = (await tmdb.get("movie/27205/images", params=params)).json()
    listed = {
        group: Counter(item["iso_639_1"] for item in body[group]) for group in _expected(inception, ALL)
    }
    assert listed == _expected(inception, wanted)


@pytest.mark.parametrize(("params", "wanted"), LANGUAGE_TABLE)
async def test_appended_pictures_are_filtered_alike(
    tmdb: httpx.AsyncClient, inception: DemoFilm, params: dict[str, str], wanted: str | set[str | None]
) -> None:
    film = (await tmdb.get("movie/27205", params={"append_to_response": "images", **params})).json()
    listed = {
        group: Counter(item["iso_639_1"] for item in film["images"][group])
        for group in _expected(inception, ALL)
    }
    assert listed == _expected(inception, wanted)


def test_the_table_above_tells_the_languages_apart(inception: DemoFilm) -> None:
    posters = _expected(inception, ALL)["posters"]
    assert posters["en"]
    assert posters[None]
    assert len(posters) >= 3


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({}, {"en"}),
        ({"language": "de-DE"}, {"de"}),
        ({"include_video_language": "de,fr"}, {"en", "de", "fr"}),
        ({"language": "fr", "include_video_language": "de"}, {"fr", "de"}),
    ],
)
async def test_videos_are_english_unless_asked_for(
    tmdb: httpx.AsyncClient, params: dict[str, str], wanted: set[str]
) -> None:
    film = max(load_catalogue().films, key=lambda film: len({video.language for video in film.trailer}))
    body = (await tmdb.get(f"movie/{film.tmdb_id}/videos", params=params)).json()
    expected = [video.key for video in film.trailer if video.language in wanted]
    assert [video["key"] for video in body["results"]] == expected


async def test_the_backdrop_of_a_film_is_a_textless_one(tmdb: httpx.AsyncClient) -> None:
    film = (await tmdb.get("movie/27205", params={"append_to_response": "images"})).json()
    by_path = {item["file_path"]: item for item in film["images"]["backdrops"]}
    assert by_path[film["backdrop_path"]]["iso_639_1"] is None


async def test_the_poster_of_a_film_follows_the_language(tmdb: httpx.AsyncClient) -> None:
    for language in ("en", "de"):
        film = (await tmdb.get("movie/27205", params={"language": language})).json()
        images = (await tmdb.get("movie/27205/images")).json()["posters"]
        by_path = {item["file_path"]: item["iso_639_1"] for item in images}
        has_own = language in by_path.values()
        assert by_path[film["poster_path"]] == (language if has_own else "en")


@pytest.mark.parametrize("size", ["w92", "w342", "w780", "original"])
async def test_a_poster_comes_in_the_size_asked_for(
    tmdb: httpx.AsyncClient, inception: DemoFilm, size: str
) -> None:
    poster = next(image for image in load_catalogue().images(inception, "tmdb") if image.kind == "posters")
    answer = await tmdb.get(f"https://image.tmdb.org/t/p/{size}{poster.path}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(answer.content)) as picture:
        width = poster.width if size == "original" else int(size[1:])
        assert picture.size == (width, round(poster.height * width / poster.width))


async def test_pictures_need_no_key(tmdb: httpx.AsyncClient, inception: DemoFilm) -> None:
    del tmdb.headers["Authorization"]
    path = load_catalogue().images(inception, "tmdb")[0].path
    assert (await tmdb.get(f"https://image.tmdb.org/t/p/w92{path}")).status_code == 200


async def test_a_logo_can_be_had_as_a_drawing(tmdb: httpx.AsyncClient, inception: DemoFilm) -> None:
    logo = next(image for image in load_catalogue().images(inception, "tmdb") if image.kind == "logos")
    drawing = logo.path.removesuffix(".png") + ".svg"
    answer = await tmdb.get(f"https://image.tmdb.org/t/p/original{drawing}")
    assert (answer.headers["content-type"], answer.content[:5]) == ("image/svg+xml", b"<svg ")


@pytest.mark.parametrize("path", ["w341{path}", "original/nothing.jpg", "w342/..", "w342{path}.gif"])
async def test_no_such_picture_or_size_is_a_404_page(
    tmdb: httpx.AsyncClient, inception: DemoFilm, path: str
) -> None:
    real = load_catalogue().images(inception, "tmdb")[0].path
    answer = await tmdb.get(f"https://image.tmdb.org/t/p/{path.format(path=real)}")
    assert answer.status_code == 404


async def test_a_picture_is_asked_for_again_by_its_etag(
    tmdb: httpx.AsyncClient, services: DemoServices, inception: DemoFilm
) -> None:
    address = f"https://image.tmdb.org/t/p/w92{load_catalogue().images(inception, 'tmdb')[0].path}"
    first = await tmdb.get(address)
    again = await tmdb.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
