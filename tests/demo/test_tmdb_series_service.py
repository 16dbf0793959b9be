"""Series, seasons, episodes and collections of the demo's TMDB: paths, statuses, shapes."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from metarr_desktop.demo.series import load_series
from tests.demo.test_tmdb_shapes import _differences as differences

TV = "tv/1399"
SHAPES = [
    ("search/tv", {"query": "game of thrones"}, "openapi-examples/search-tv.200.Result"),
    ("search/collection", {"query": "harry"}, "openapi-examples/search-collection.200.Result"),
    (TV, {}, "openapi-examples/tv-series-details.200.Result"),
    (f"{TV}/images", {}, "openapi-examples/tv-series-images.200.Result"),
    (f"{TV}/videos", {}, "openapi-examples/tv-series-videos.200.Result"),
    (f"{TV}/external_ids", {}, "openapi-examples/tv-series-external-ids.200.Result"),
    (f"{TV}/content_ratings", {}, "openapi-examples/tv-series-content-ratings.200.Result"),
    (f"{TV}/aggregate_credits", {}, "openapi-examples/tv-series-aggregate-credits.200.Result"),
    (f"{TV}/season/1", {}, "openapi-examples/tv-season-details.200.Result"),
    (f"{TV}/season/1/images", {}, "openapi-examples/tv-season-images.200.Result"),
    (f"{TV}/season/1/episode/1", {}, "openapi-examples/tv-episode-details.200.Result"),
    (f"{TV}/season/1/episode/1/images", {}, "openapi-examples/tv-episode-images.200.Result"),
    ("collection/1241/images", {}, "openapi-examples/collection-images.200.Result"),
    (f"{TV}/keywords", {}, "leandcesar/tv/keywords"),
    (f"{TV}/alternative_titles", {}, "leandcesar/tv/alternative_titles"),
    (f"{TV}/translations", {}, "leandcesar/tv/translations"),
    (f"{TV}/season/1/external_ids", {}, "leandcesar/tv_seasons/external_ids"),
    (f"{TV}/season/1/episode/1/external_ids", {}, "leandcesar/tv_episodes/external_ids"),
    ("collection/1241", {}, "leandcesar/collections/details"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "params", "example"), SHAPES)
async def test_answers_have_the_keys_and_types_of_a_published_or_recorded_one(
    tmdb: httpx.AsyncClient, recordings: Path, path: str, params: dict[str, str], example: str
) -> None:
    theirs = json.loads((recordings / "tmdb" / f"{example}.json").read_bytes())
    ours = (await tmdb.get(path, params=params)).json()
    missing = differences(ours, theirs)
    # people are not in the catalogue, and an old recording has keys the service has given up
    assert [text for text in missing if ".crew" not in text and ".guest_stars" not in text] == []


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("tv/99999999", 404, 34), ("tv/abc", 404, 6), ("tv/1399/season/99", 404, 34), ("tv/1399/season/x", 404, 6),
        ("tv/1399/season/1/episode/99", 404, 34), ("tv/1399/season/99/images", 404, 34),
        ("collection/1", 404, 34), ("collection/x", 404, 6), ("tv/1399/no_such_part", 404, 34),
    ],
)  # fmt: skip
async def test_what_does_not_exist_has_the_services_own_error(
    tmdb: httpx.AsyncClient, path: str, status: int, code: int
) -> None:
    answer = await tmdb.get(path)
    assert (answer.status_code, answer.json()["status_code"]) == (status, code)


async def test_seasons_are_appended_and_those_that_do_not_exist_left_out(tmdb: httpx.AsyncClient) -> None:
    names = "season/1,season/1/images,season/99/images,imagez"
    body = (await tmdb.get(TV, params={"append_to_response": names})).json()
    alone = (await tmdb.get(f"{TV}/season/1/images")).json()
    assert body["season/1"]["season_number"] == 1
    assert body["season/1/images"] == {"posters": alone["posters"]}
    assert not {"season/99/images", "imagez"} & body.keys()


@pytest.mark.parametrize(("count", "status"), [(20, 200), (21, 400)])
async def test_twenty_seasons_are_the_limit(tmdb: httpx.AsyncClient, count: int, status: int) -> None:
    names = ",".join(f"season/{number}/images" for number in range(count))
    answer = await tmdb.get(TV, params={"append_to_response": names})
    assert answer.status_code == status
    assert status == 200 or answer.json()["status_code"] == 27


async def test_a_language_filters_the_posters_of_a_season(tmdb: httpx.AsyncClient) -> None:
    every = (await tmdb.get(f"{TV}/season/1/images")).json()["posters"]
    english = (await tmdb.get(f"{TV}/season/1/images", params={"language": "en-US"})).json()["posters"]
    assert english == [item for item in every if item["iso_639_1"] == "en"]


async def test_the_first_year_narrows_a_search_and_another_year_means_any_broadcast(
    tmdb: httpx.AsyncClient,
) -> None:
    async def found(**years: int) -> list[int]:
        page = (await tmdb.get("search/tv", params={"query": "dark", **years})).json()
        return [item["id"] for item in page["results"]]

    assert await found(first_air_date_year=2017) == [70523]
    assert await found(first_air_date_year=2019) == []
    assert 70523 in await found(year=2019)


async def test_find_tells_series_episodes_and_films_apart(tmdb: httpx.AsyncClient) -> None:
    async def lists(value: str, source: str) -> dict[str, list[int]]:
        body = (await tmdb.get(f"find/{value}", params={"external_source": source})).json()
        return {name: [item["id"] for item in items] for name, items in body.items() if items}

    assert await lists("121361", "tvdb_id") == {"tv_results": [1399]}
    assert await lists("tt0944947", "imdb_id") == {"tv_results": [1399]}
    assert await lists("tt1375666", "imdb_id") == {"movie_results": [27205]}
    assert list(await lists("1213610101", "tvdb_id")) == ["tv_episode_results"]


@pytest.mark.parametrize("group", ["posters", "backdrops", "logos"])
async def test_pictures_of_series_are_served_at_the_size_asked_for(
    tmdb: httpx.AsyncClient, group: str
) -> None:
    from io import BytesIO

    from PIL import Image

    item = (await tmdb.get(f"{TV}/images")).json()[group][0]
    data = (await tmdb.get(f"https://image.tmdb.org/t/p/w300{item['file_path']}")).content
    picture = Image.open(BytesIO(data))
    assert picture.width == min(300, item["width"])


async def test_every_path_of_every_series_leads_to_one_picture(tmdb: httpx.AsyncClient) -> None:
    paths: list[str] = []
    for series in load_series().series:
        body = (await tmdb.get(f"tv/{series.tmdb_id}/images")).json()
        paths += [item["file_path"] for group in ("posters", "backdrops", "logos") for item in body[group]]
    assert len(paths) == len(set(paths)) > 500


@pytest.mark.parametrize("path", ["/T0000000000.jpg", "/Tzzzzzabc.jpg", "/C.jpg", "/T.jpg", "/C00001x.png"])
async def test_a_path_that_looks_right_and_is_none_is_404(tmdb: httpx.AsyncClient, path: str) -> None:
    assert (await tmdb.get(f"https://image.tmdb.org/t/p/w300{path}")).status_code == 404
