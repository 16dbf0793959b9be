"""TMDB of the demo: every documented status and body, keys, paging, caching headers."""

from __future__ import annotations

import httpx
import pytest

from metarr_desktop.demo.catalogue import load_catalogue
from metarr_desktop.demo.keys import DEMO_TMDB_API_KEY

INVALID_KEY = {
    "success": False,
    "status_code": 7,
    "status_message": "Invalid API key: You must be granted a valid key.",
}
NOT_FOUND = {
    "success": False,
    "status_code": 34,
    "status_message": "The resource you requested could not be found.",
}
FIND_ARRAYS = {"movie_results", "person_results", "tv_results", "tv_episode_results", "tv_season_results"}


async def test_the_token_is_accepted(tmdb: httpx.AsyncClient) -> None:
    answer = await tmdb.get("authentication")
    assert answer.json() == {"success": True, "status_code": 1, "status_message": "Success."}


async def test_the_key_is_accepted_in_the_query(tmdb: httpx.AsyncClient) -> None:
    del tmdb.headers["Authorization"]
    assert (await tmdb.get("authentication", params={"api_key": DEMO_TMDB_API_KEY})).status_code == 200


@pytest.mark.parametrize(
    ("headers", "params"),
    [
        ({}, {}),
        ({"Authorization": "Bearer eyJwrong"}, {}),
        ({"Authorization": "Bearer "}, {}),
        ({}, {"api_key": ""}),
        ({}, {"api_key": "0" * 32}),
        ({"Authorization": "Bearer eyJwrong"}, {"api_key": DEMO_TMDB_API_KEY}),
    ],
)
async def test_a_wrong_or_missing_key_is_refused(
    tmdb: httpx.AsyncClient, headers: dict[str, str], params: dict[str, str]
) -> None:
    del tmdb.headers["Authorization"]
    answer = await tmdb.get("movie/27205", headers=headers, params=params)
    assert (answer.status_code, answer.json()) == (401, INVALID_KEY)


async def test_the_configuration_names_the_real_image_host(tmdb: httpx.AsyncClient) -> None:
    images = (await tmdb.get("configuration")).json()["images"]
    assert images["secure_base_url"] == "https://image.tmdb.org/t/p/"
    assert images["poster_sizes"] == ["w92", "w154", "w185", "w342", "w500", "w780", "original"]


async def test_languages_are_a_list_and_some_have_no_name_of_their_own(tmdb: httpx.AsyncClient) -> None:
    languages = (await tmdb.get("configuration/languages")).json()
    assert {"iso_639_1": "de", "english_name": "German", "name": "Deutsch"} in languages
    assert any(language["name"] == "" for language in languages)


async def test_a_search_finds_the_film_first(tmdb: httpx.AsyncClient) -> None:
    page = (await tmdb.get("search/movie", params={"query": "inception"})).json()
    assert page["results"][0]["id"] == 27205
    assert (page["page"], page["total_pages"]) == (1, 1)
    assert page["total_results"] == len(page["results"])


@pytest.mark.parametrize("parameter", ["year", "primary_release_year"])
async def test_a_year_narrows_a_search(tmdb: httpx.AsyncClient, parameter: str) -> None:
    page = (await tmdb.get("search/movie", params={"query": "the thing", parameter: 2011})).json()
    assert {item["release_date"][:4] for item in page["results"]} == {"2011"}


async def test_a_search_without_hits_is_an_empty_page(tmdb: httpx.AsyncClient) -> None:
    page = (await tmdb.get("search/movie", params={"query": "zzqx no such film"})).json()
    assert page == {"page": 1, "results": [], "total_pages": 1, "total_results": 0}


async def test_pages_have_twenty_films_and_together_all_of_them(tmdb: httpx.AsyncClient) -> None:
    first = (await tmdb.get("search/movie", params={"query": "t"})).json()
    assert first["total_results"] > 20, "the catalogue has too few films that begin with a t for this test"
    assert len(first["results"]) == 20
    seen = [item["id"] for item in first["results"]]
    for number in range(2, first["total_pages"] + 1):
        page = (await tmdb.get("search/movie", params={"query": "t", "page": number})).json()
        assert page["page"] == number
        seen += [item["id"] for item in page["results"]]
    assert len(seen) == len(set(seen)) == first["total_results"]


async def test_a_page_behind_the_last_is_empty(tmdb: httpx.AsyncClient) -> None:
    page = (await tmdb.get("search/movie", params={"query": "inception", "page": 500})).json()
    assert (page["page"], page["results"], page["total_results"]) == (500, [], 1)


@pytest.mark.parametrize("page", ["0", "501", "-1", "one", "1.5", "", "٣"])
async def test_a_bad_page_is_refused(tmdb: httpx.AsyncClient, page: str) -> None:
    answer = await tmdb.get("search/movie", params={"query": "alien", "page": page})
    assert (answer.status_code, answer.json()["status_code"]) == (400, 22)


async def test_a_search_without_query_is_refused(tmdb: httpx.AsyncClient) -> None:
    answer = await tmdb.get("search/movie")
    assert (answer.status_code, answer.json()) == (422, {"errors": ["query must be provided"]})


async def test_a_search_in_german_has_german_titles(tmdb: httpx.AsyncClient) -> None:
    film, german = next(
        (film, entry)
        for film in load_catalogue().films
        for entry in film.translations
        if entry.iso_639_1 == "de" and entry.title and entry.title != film.title
    )
    page = (await tmdb.get("search/movie", params={"query": film.title, "language": "de-DE"})).json()
    assert german.title in [item["title"] for item in page["results"]]


async def test_find_gives_five_arrays_and_the_film(tmdb: httpx.AsyncClient) -> None:
    found = (await tmdb.get("find/tt1375666", params={"external_source": "imdb_id"})).json()
    assert set(found) == FIND_ARRAYS
    assert [(item["id"], item["media_type"]) for item in found["movie_results"]] == [(27205, "movie")]


@pytest.mark.parametrize(("value", "source"), [("tt9999999", "imdb_id"), ("27205", "tvdb_id")])
async def test_find_of_an_unknown_id_is_five_empty_arrays(
    tmdb: httpx.AsyncClient, value: str, source: str
) -> None:
    answer = await tmdb.get(f"find/{value}", params={"external_source": source})
    assert (answer.status_code, answer.json()) == (200, {name: [] for name in FIND_ARRAYS})


async def test_find_needs_a_source(tmdb: httpx.AsyncClient) -> None:
    answer = await tmdb.get("find/tt1375666")
    assert (answer.status_code, answer.json()["status_code"]) == (422, 5)


@pytest.mark.parametrize("film_id", ["27205", "tt1375666"])
async def test_a_film_is_found_by_either_id(tmdb: httpx.AsyncClient, film_id: str) -> None:
    film = (await tmdb.get(f"movie/{film_id}")).json()
    assert (film["id"], film["imdb_id"], film["runtime"]) == (27205, "tt1375666", 148)


@pytest.mark.parametrize(
    ("film_id", "code"), [("999999999", 34), ("0", 34), ("abc", 6), ("9" * 30, 6), ("tt0000000", 34)]
)
async def test_an_unknown_film_is_404(tmdb: httpx.AsyncClient, film_id: str, code: int) -> None:
    answer = await tmdb.get(f"movie/{film_id}")
    assert (answer.status_code, answer.json()["status_code"]) == (404, code)


async def test_an_unknown_path_is_404_in_the_services_own_form(tmdb: httpx.AsyncClient) -> None:
    answer = await tmdb.get("movie/27205/no_such_part")
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)


async def test_another_method_is_405_in_the_services_own_form(tmdb: httpx.AsyncClient) -> None:
    answer = await tmdb.post("movie/27205")
    assert (answer.status_code, answer.json()["status_code"]) == (405, 42)


async def test_a_client_that_takes_no_json_is_406(tmdb: httpx.AsyncClient) -> None:
    answer = await tmdb.get("movie/27205", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.json()["status_code"]) == (406, 19)


PARTS = (
    "images",
    "videos",
    "external_ids",
    "release_dates",
    "credits",
    "keywords",
    "translations",
    "alternative_titles",
)


async def test_parts_are_appended_without_a_repeated_id(tmdb: httpx.AsyncClient) -> None:
    film = (await tmdb.get("movie/27205", params={"append_to_response": ",".join(PARTS)})).json()
    assert film["id"] == 27205
    assert all("id" not in film[name] for name in PARTS)


@pytest.mark.parametrize("name", PARTS)
async def test_a_part_by_itself_is_the_appended_one_and_the_id(tmdb: httpx.AsyncClient, name: str) -> None:
    appended = (await tmdb.get("movie/27205", params={"append_to_response": name})).json()[name]
    alone = (await tmdb.get(f"movie/27205/{name}")).json()
    assert alone == {"id": 27205, **appended}


async def test_unknown_parts_are_ignored(tmdb: httpx.AsyncClient) -> None:
    film = (await tmdb.get("movie/27205", params={"append_to_response": "imagez,videos"})).json()
    assert "imagez" not in film
    assert "videos" in film


@pytest.mark.parametrize(("count", "status"), [(20, 200), (21, 400)])
async def test_twenty_parts_are_the_limit(tmdb: httpx.AsyncClient, count: int, status: int) -> None:
    answer = await tmdb.get("movie/27205", params={"append_to_response": ",".join(["images"] * count)})
    assert answer.status_code == status
    assert status == 200 or answer.json()["status_code"] == 27


async def test_release_dates_carry_the_american_certification(tmdb: httpx.AsyncClient) -> None:
    results = (await tmdb.get("movie/27205/release_dates")).json()["results"]
    american = next(entry for entry in results if entry["iso_3166_1"] == "US")
    assert american["release_dates"][0]["certification"] == "PG-13"


async def test_credits_name_the_director(tmdb: httpx.AsyncClient) -> None:
    crew = (await tmdb.get("movie/27205/credits")).json()["crew"]
    assert [(person["name"], person["job"]) for person in crew] == [("Christopher Nolan", "Director")]


async def test_an_answer_asked_for_again_by_its_etag_is_304_without_a_body(tmdb: httpx.AsyncClient) -> None:
    first = await tmdb.get("movie/27205")
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["cache-control"].startswith("public, max-age=")
    again = await tmdb.get("movie/27205", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


async def test_another_etag_gets_the_whole_answer(tmdb: httpx.AsyncClient) -> None:
    other = (await tmdb.get("movie/348")).headers["etag"]
    again = await tmdb.get("movie/27205", headers={"If-None-Match": other})
    assert (again.status_code, again.json()["id"]) == (200, 27205)
