"""Which requests the TMDB client makes and what it does with errors (providers.md 1.1, 1.2, 1.6)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import (
    InvalidInput,
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderFailed,
    ProviderRefused,
)
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers.base import AssetProvider, SearchProvider
from metarr_desktop.providers.tmdb import keys
from tests.providers.support import HEX_KEY, TMDB, TOKEN, ask, provider, recorded, tmdb_script

EMPTY_FIND = {"movie_results": [], "person_results": [], "tv_results": []}
PAGE = recorded("tmdb/search.json")
INVALID_KEY = {"status_code": 7, "status_message": "Invalid API key.", "success": False}


async def test_it_is_an_asset_and_a_search_provider() -> None:
    async with provider(TMDB, tmdb_script()) as tmdb:
        assert isinstance(tmdb, AssetProvider)
        assert isinstance(tmdb, SearchProvider)


async def test_one_film_is_one_request_beside_the_weekly_configuration() -> None:
    script = tmdb_script()
    async with provider(TMDB, script) as tmdb:
        await tmdb.fetch(ask(TMDB))
        await tmdb.fetch(ask(TMDB))
    assert sorted(script.paths()) == ["configuration", "movie/4711", "movie/4711"]


async def test_no_language_is_sent_because_it_would_filter_the_pictures() -> None:
    script = tmdb_script()
    async with provider(TMDB, script) as tmdb:
        await tmdb.fetch(ask(TMDB, languages=("de", "en")))
    sent = next(request.url.params for request in script.requests if request.url.path.endswith("4711"))
    assert dict(sent) == {
        "append_to_response": (
            "images,videos,external_ids,release_dates,credits,keywords,translations,alternative_titles"
        ),
        "include_video_language": "de,en,null",
    }


async def test_an_answer_holds_every_part_of_the_group() -> None:
    async with provider(TMDB, tmdb_script()) as tmdb:
        answer = await tmdb.fetch(ask(TMDB))
    assert answer.outcome is Outcome.OK
    assert answer.metadata.title == "Night Harbour"
    parts = {image.asset_type for image in answer.images} | {video.asset_type for video in answer.videos}
    assert parts == TMDB.info.asset_types_for(EntityType.MOVIE)
    assert (len(answer.images), len(answer.videos), answer.dropped) == (8, 6, 0)


async def test_a_collection_has_pictures_without_logos_and_trailers() -> None:
    async with provider(TMDB, tmdb_script(), languages=("de",)) as tmdb:
        answer = await tmdb.fetch(ask(TMDB, "900", entity_type=EntityType.COLLECTION, languages=("de",)))
    assert [image.asset_type for image in answer.images] == [AssetType.POSTER, AssetType.FANART]
    assert (answer.metadata.title, answer.metadata.overview) == ("Die Hafen-Filme", "Two ships, one pilot.")


async def test_an_imdb_id_is_looked_up_first_and_both_ids_are_learned() -> None:
    script = tmdb_script(**{"find/tt0123456": {"movie_results": PAGE["results"][:1]}})
    async with provider(TMDB, script) as tmdb:
        answer = await tmdb.fetch(ask(TMDB, "tt0123456", kind="imdb"))
    assert (answer.external_ids.tmdb, answer.external_ids.imdb) == ("4711", "tt0123456")
    found = next(request for request in script.requests if "find" in request.url.path)
    assert found.url.params["external_source"] == "imdb_id"


@pytest.mark.parametrize(
    ("kind", "value"), [("tmdb", "99999999"), ("tmdb", "no number"), ("tmdb", "../3"), ("imdb", "tt9999999")]
)
async def test_an_unknown_id_is_the_outcome_not_found(kind: str, value: str) -> None:
    script = tmdb_script(**{"find/tt9999999": EMPTY_FIND})
    async with provider(TMDB, script) as tmdb:
        answer = await tmdb.fetch(ask(TMDB, value, kind=kind))
    assert (answer.outcome, answer.external_ids[kind]) == (Outcome.NOT_FOUND, value)


async def test_an_answer_about_another_entry_is_refused() -> None:
    script = tmdb_script(**{"movie/4711": {**recorded("tmdb/movie.json"), "id": 5}})
    async with provider(TMDB, script) as tmdb:
        with pytest.raises(ProviderAnswerInvalid, match="another entry"):
            await tmdb.fetch(ask(TMDB))


async def test_pictures_lost_by_appending_are_asked_for_separately() -> None:
    movie = recorded("tmdb/movie.json")
    script = tmdb_script(
        **{
            "movie/4711": {**movie, "images": {"backdrops": [], "logos": [], "posters": []}},
            "movie/4711/images": movie["images"],
        }
    )
    async with provider(TMDB, script) as tmdb:
        assert len((await tmdb.fetch(ask(TMDB))).images) == 8
    images = next(request for request in script.requests if request.url.path.endswith("/images"))
    assert dict(images.url.params) == {}


async def test_a_known_film_whose_pictures_cannot_be_listed_keeps_its_text_and_is_incomplete() -> None:
    script = tmdb_script(**{"movie/4711": {**recorded("tmdb/movie.json"), "images": {}}})
    async with provider(TMDB, script) as tmdb:
        answer = await tmdb.fetch(ask(TMDB))
    assert answer.metadata.title == "Night Harbour"
    assert answer.images == ()
    assert answer.incomplete_parts == {"poster", "keyart", "fanart", "landscape", "clearlogo"}


async def test_a_film_said_twice_to_have_no_pictures_has_none() -> None:
    movie = {**recorded("tmdb/movie.json"), "images": {"backdrops": [], "logos": [], "posters": []}}
    script = tmdb_script(**{"movie/4711": movie})  # its list of pictures alone: 404
    async with provider(TMDB, script) as tmdb:
        answer = await tmdb.fetch(ask(TMDB))
    assert (answer.outcome, answer.images, answer.incomplete_parts) == (Outcome.OK, (), frozenset())


@pytest.mark.parametrize("images", [[], "text", 5])
async def test_pictures_of_the_wrong_type_leave_the_text_of_a_film_readable(images: Any) -> None:
    movie = {**recorded("tmdb/movie.json"), "poster_path": None, "backdrop_path": None, "images": images}
    async with provider(TMDB, tmdb_script(**{"movie/4711": movie})) as tmdb:
        answer = await tmdb.fetch(ask(TMDB))
    assert (answer.metadata.title, answer.dropped) == ("Night Harbour", 1)
    assert "poster" in answer.incomplete_parts


@pytest.mark.parametrize(
    ("logos", "incomplete"),
    [([{"file_path": None}], set()), ({"0": {}}, {"clearlogo"}), ("text", {"clearlogo"})],
)
async def test_a_bad_group_does_not_cost_the_text_the_trailers_and_the_other_groups(
    logos: Any, incomplete: set[str]
) -> None:
    movie = recorded("tmdb/movie.json")
    spoiled = {**movie["images"], "logos": logos}
    async with provider(TMDB, tmdb_script(**{"movie/4711": {**movie, "images": spoiled}})) as tmdb:
        answer = await tmdb.fetch(ask(TMDB))
    assert answer.metadata.title == "Night Harbour"
    assert answer.videos
    assert {image.asset_type for image in answer.images} >= {"poster", "fanart"}
    assert (answer.dropped, answer.incomplete_parts) == (1, incomplete)


async def test_pictures_of_which_none_is_usable_are_never_taken_for_none_any_more() -> None:
    movie = {**recorded("tmdb/movie.json"), "images": {"posters": [{"file_path": 5}], "backdrops": [None]}}
    async with provider(TMDB, tmdb_script(**{"movie/4711": movie})) as tmdb:
        answer = await tmdb.fetch(ask(TMDB))
    assert (answer.metadata.title, answer.dropped) == ("Night Harbour", 2)
    assert answer.incomplete_parts == {"poster", "keyart", "fanart", "landscape", "clearlogo"}


async def test_a_service_that_appends_nothing_is_asked_for_every_part() -> None:
    movie = recorded("tmdb/movie.json")
    names = ("images", "videos", "external_ids", "release_dates", "credits", "keywords", "translations",
             "alternative_titles")  # fmt: skip
    bare = {name: value for name, value in movie.items() if name not in names}
    apart = {f"movie/4711/{name}": {"id": 4711, **movie[name]} for name in names if name in movie}
    async with provider(TMDB, tmdb_script(), languages=("de",)) as tmdb:
        whole = await tmdb.fetch(ask(TMDB, languages=("de",)))
    script = tmdb_script(**{"movie/4711": bare, **apart})
    async with provider(TMDB, script, languages=("de",)) as tmdb:
        assert await tmdb.fetch(ask(TMDB, languages=("de",))) == whole
    videos = next(request for request in script.requests if request.url.path.endswith("/videos"))
    assert dict(videos.url.params) == {"include_video_language": "de,en,null"}


async def test_trailers_that_did_not_come_with_a_film_are_asked_for_apart() -> None:
    movie = recorded("tmdb/movie.json")
    without = {name: value for name, value in movie.items() if name != "videos"}
    script = tmdb_script(**{"movie/4711": without, "movie/4711/videos": {"id": 4711, **movie["videos"]}})
    async with provider(TMDB, script) as tmdb:
        assert (await tmdb.fetch(ask(TMDB))).videos
    assert sorted(script.paths()) == ["configuration", "movie/4711", "movie/4711/videos"]


async def test_a_film_without_any_picture_needs_no_second_request() -> None:
    bare = {**recorded("tmdb/movie.json"), "poster_path": None, "backdrop_path": None, "images": {}}
    script = tmdb_script(**{"movie/4711": bare})
    async with provider(TMDB, script) as tmdb:
        assert (await tmdb.fetch(ask(TMDB))).images == ()
    assert "movie/4711/images" not in script.paths()


# ---------------------------------------------------------------------------------------------- keys


async def test_the_token_goes_into_a_header_only() -> None:
    script = tmdb_script()
    async with provider(TMDB, script, keys={"API_KEY": TOKEN}) as tmdb:
        await tmdb.fetch(ask(TMDB))
    for request in script.requests:
        assert request.headers["authorization"] == f"Bearer {TOKEN}"
        assert TOKEN not in str(request.url)


async def test_the_api_key_goes_into_the_query() -> None:
    script = tmdb_script()
    async with provider(TMDB, script, keys={"API_KEY": HEX_KEY}) as tmdb:
        await tmdb.fetch(ask(TMDB))
    assert {request.url.params["api_key"] for request in script.requests} == {HEX_KEY}
    assert all("authorization" not in request.headers for request in script.requests)


async def test_the_key_in_the_query_reaches_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")  # the command line quietens it for the whole process
    async with provider(TMDB, tmdb_script(), keys={"API_KEY": HEX_KEY}) as tmdb:
        await tmdb.fetch(ask(TMDB))
    assert "HTTP Request: GET https://api.themoviedb.org/3/movie/4711" in caplog.text
    assert HEX_KEY not in caplog.text


async def test_without_a_key_nothing_is_asked() -> None:
    script = tmdb_script()
    async with provider(TMDB, script, keys={}) as tmdb:
        with pytest.raises(ProviderRefused) as caught:
            await tmdb.fetch(ask(TMDB))
    assert (caught.value.reason, script.requests) == ("missing", [])


@pytest.mark.parametrize("key", ["schlüssel", "two words", "line\nbreak"])
async def test_a_key_no_request_can_carry_is_refused_without_asking(key: str) -> None:
    script = tmdb_script()
    async with provider(TMDB, script, keys={"API_KEY": key}) as tmdb:
        with pytest.raises(ProviderRefused) as caught:
            await tmdb.fetch(ask(TMDB))
    assert (caught.value.reason, script.requests) == ("wrong", [])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"  {HEX_KEY}\n", HEX_KEY),
        (f'"{TOKEN}"', TOKEN),
        (f"Bearer {TOKEN}", TOKEN),
        ("", ""),
    ],
)
def test_a_copied_key_is_cleaned(typed: str, kept: str) -> None:
    assert keys.normalise("API_KEY", typed) == kept


@pytest.mark.parametrize("typed", ["abc", HEX_KEY[:-1], "eyJonly", "https://www.themoviedb.org/"])
def test_what_cannot_be_a_key_is_refused_before_it_is_saved(typed: str) -> None:
    with pytest.raises(InvalidInput, match="32 digits"):
        keys.normalise("API_KEY", typed)


@pytest.mark.parametrize(("key", "word"), [(TOKEN, "Token"), (HEX_KEY, "API key")])
async def test_checking_a_key_says_which_kind_was_accepted(key: str, word: str) -> None:
    accepted = {"success": True, "status_code": 1, "status_message": "Success."}
    async with provider(TMDB, tmdb_script(authentication=accepted), keys={"API_KEY": key}) as tmdb:
        assert word in await tmdb.check_key()


@pytest.mark.parametrize("answer", [httpx.Response(401, json=INVALID_KEY), {"success": False}, []])
async def test_checking_a_wrong_key_says_so(answer: Any) -> None:
    async with provider(TMDB, tmdb_script(authentication=answer)) as tmdb:
        with pytest.raises(ProviderRefused, match="does not accept the key"):
            await tmdb.check_key()


# --------------------------------------------------------------------------------------- configuration


async def test_twenty_fetches_at_once_ask_for_the_configuration_once() -> None:
    script = tmdb_script()
    async with provider(TMDB, script) as tmdb:
        await asyncio.gather(*(tmdb.fetch(ask(TMDB)) for _ in range(20)))
    assert script.paths().count("configuration") == 1


async def test_the_configuration_is_asked_again_after_a_week() -> None:
    script, now = tmdb_script(), [0.0]
    async with provider(TMDB, script) as tmdb:
        tmdb._api.configuration._monotonic_s = lambda: now[0]
        for moment in (0.0, 7 * 86400 - 1, 7 * 86400):
            now[0] = moment
            await tmdb.fetch(ask(TMDB))
    assert script.paths().count("configuration") == 2


async def test_without_a_configuration_the_documented_addresses_do(caplog: pytest.LogCaptureFixture) -> None:
    script, now = tmdb_script(configuration=httpx.Response(500)), [0.0]
    async with provider(TMDB, script) as tmdb:
        tmdb._api.configuration._monotonic_s = lambda: now[0]
        answer = await tmdb.fetch(ask(TMDB))
        await tmdb.fetch(ask(TMDB))
        now[0] = 600.0
        await tmdb.fetch(ask(TMDB))
    assert answer.images[0].url == "https://image.tmdb.org/t/p/original/harbourPoster1.jpg"
    assert script.paths().count("configuration") == 2
    assert "usual addresses" in caplog.text


async def test_a_failed_fetch_leaves_no_request_for_the_configuration_behind() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("configuration"):
            await asyncio.sleep(60)
        return httpx.Response(500)

    async with provider(TMDB, never) as tmdb:
        with pytest.raises(ProviderFailed):
            await tmdb.fetch(ask(TMDB))


# ------------------------------------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, 7, ProviderRefused), (401, 10, ProviderRefused), (401, 33, ProviderRefused),
        (403, 45, ProviderRefused), (400, 22, ProviderFailed), (400, 27, ProviderFailed),
        (405, 42, ProviderFailed), (406, 19, ProviderFailed), (422, 5, ProviderFailed),
        (429, 25, ProviderBusy), (500, 11, ProviderFailed), (501, 2, ProviderFailed),
        (502, 43, ProviderFailed), (503, 9, ProviderBusy), (503, 46, ProviderBusy), (504, 24, ProviderFailed),
    ],
)  # fmt: skip
async def test_the_status_decides_and_not_the_services_own_code(
    status: int, code: int, error: type[Exception]
) -> None:
    body = {"status_message": "Invalid API key or page", "status_code": code}
    script = tmdb_script(**{"movie/4711": httpx.Response(status, json=body)})
    async with provider(TMDB, script) as tmdb:
        with pytest.raises(error):
            await tmdb.fetch(ask(TMDB))


@pytest.mark.parametrize("code", [34, 6, 37])
async def test_every_documented_404_means_no_such_entry(code: int) -> None:
    script = tmdb_script(**{"movie/4711": httpx.Response(404, json={"status_code": code})})
    async with provider(TMDB, script) as tmdb:
        assert (await tmdb.fetch(ask(TMDB))).outcome is Outcome.NOT_FOUND


async def test_a_page_of_a_proxy_with_404_is_not_remembered_as_no_such_entry() -> None:
    script = tmdb_script(**{"movie/4711": httpx.Response(404, html="<h1>404</h1>")})
    async with provider(TMDB, script) as tmdb:
        with pytest.raises(ProviderAnswerInvalid):
            await tmdb.fetch(ask(TMDB))
