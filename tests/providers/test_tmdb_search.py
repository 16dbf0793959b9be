"""Searching TMDB, looking up ids, resolving results (providers.md 1.2 and 1.3)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderAnswerInvalid, ProviderNotFound
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.base import TitleQuery
from tests.providers.support import TMDB, Script, provider, recorded, tmdb_script

EMPTY_FIND = {"movie_results": [], "person_results": [], "tv_results": []}
PAGE = recorded("tmdb/search.json")


def film_page(*numbers: int, pages: int = 1) -> dict[str, Any]:
    results = [{"id": number, "title": f"Film {number}", "release_date": "2010-01-01"} for number in numbers]
    return {"page": 1, "results": results, "total_pages": pages, "total_results": len(results)}


async def test_results_keep_their_order_and_unknown_stays_unknown() -> None:
    async with provider(TMDB, tmdb_script(**{"search/movie": PAGE})) as tmdb:
        answer = await tmdb.search(TitleQuery("night harbour", EntityType.MOVIE))
    assert [(hit.rank, hit.provider_result_id, hit.year) for hit in answer.hits] == [
        (1, "4711", 1998), (2, "4712", None), (3, "4713", None),
    ]  # fmt: skip
    first = answer.hits[0]
    assert (first.original_title, first.external_ids.tmdb) == ("Le Port de nuit", "4711")
    assert first.poster_url == "https://image.tmdb.org/t/p/w342/harbourPoster1.jpg"
    assert answer.hits[1].poster_url is None


async def test_nothing_found_is_an_empty_answer_and_no_error() -> None:
    async with provider(TMDB, tmdb_script(**{"search/movie": film_page()})) as tmdb:
        assert (await tmdb.search(TitleQuery("Meen of Stal", EntityType.MOVIE))).hits == ()


async def test_films_of_the_year_come_first_and_those_of_other_years_after_them() -> None:
    def by_year(request: httpx.Request) -> Any:
        return film_page(2) if request.url.params.get("year") == "2010" else film_page(1, 2, 3)

    async with provider(TMDB, tmdb_script(**{"search/movie": by_year})) as tmdb:
        answer = await tmdb.search(TitleQuery("film", EntityType.MOVIE, 2010))
    assert [(hit.rank, hit.provider_result_id) for hit in answer.hits] == [(1, "2"), (2, "1"), (3, "3")]


async def test_many_films_of_the_year_need_no_second_request() -> None:
    script = tmdb_script(**{"search/movie": film_page(1, 2, 3, 4, 5)})
    async with provider(TMDB, script) as tmdb:
        await tmdb.search(TitleQuery("film", EntityType.MOVIE, 2010))
    assert script.paths().count("search/movie") == 1


async def test_more_than_a_page_is_read_page_by_page() -> None:
    def page(request: httpx.Request) -> Any:
        start = (int(request.url.params["page"]) - 1) * 20 + 1
        return film_page(*range(start, start + 20), pages=500)

    script = tmdb_script(**{"search/movie": page})
    async with provider(TMDB, script) as tmdb:
        answer = await tmdb.search(TitleQuery("film", EntityType.MOVIE, limit=30))
    assert [hit.rank for hit in answer.hits] == list(range(1, 31))
    assert script.paths().count("search/movie") == 2


@pytest.mark.parametrize("title", ["", "   ", "\x00\n"])
async def test_an_empty_title_is_not_sent(title: str) -> None:
    script = tmdb_script()
    async with provider(TMDB, script) as tmdb:
        assert (await tmdb.search(TitleQuery(title, EntityType.MOVIE))).hits == ()
    assert script.requests == []


@pytest.mark.parametrize("title", ["x" * 10_000, "\ud800", "🎬🎥", "שלום עולם", "Face/Off & #1?"])
async def test_any_text_can_be_searched_for(title: str) -> None:
    script = tmdb_script(**{"search/movie": film_page(1)})
    async with provider(TMDB, script) as tmdb:
        await tmdb.search(TitleQuery(title, EntityType.MOVIE))
    sent = script.requests[0].url.params["query"]
    assert 0 < len(sent) <= 250


async def test_bad_results_are_left_out_and_counted() -> None:
    page = {**PAGE, "results": [*PAGE["results"], {"title": "no id"}, {"id": 5}, "text"]}
    async with provider(TMDB, tmdb_script(**{"search/movie": page})) as tmdb:
        answer = await tmdb.search(TitleQuery("night", EntityType.MOVIE))
    assert (len(answer.hits), answer.dropped) == (3, 3)


@pytest.mark.parametrize("page", [[], {}, {"results": None}, {"errors": ["query must be provided"]}])
async def test_a_page_without_results_is_no_empty_page(page: Any) -> None:
    async with provider(TMDB, tmdb_script(**{"search/movie": page})) as tmdb:
        with pytest.raises(ProviderAnswerInvalid, match="search/movie"):
            await tmdb.search(TitleQuery("night", EntityType.MOVIE))


async def test_find_by_imdb_id_marks_its_hits() -> None:
    script = tmdb_script(**{"find/tt0123456": {"movie_results": PAGE["results"][:1], "tv_results": []}})
    async with provider(TMDB, script) as tmdb:
        hit = (await tmdb.find(EntityType.MOVIE, ExternalIds(imdb="tt0123456"), Priority.USER)).hits[0]
    assert (hit.is_id_match, hit.external_ids.imdb, hit.external_ids.tmdb) == (True, "tt0123456", "4711")


async def test_find_by_its_own_id_is_resolved_at_once_and_not_looked_up_twice() -> None:
    script = tmdb_script()
    async with provider(TMDB, script) as tmdb:
        answer = await tmdb.find(EntityType.MOVIE, ExternalIds(tmdb="4711", imdb="tt0123456"), Priority.USER)
    hit = answer.hits[0]
    assert (len(answer.hits), hit.is_id_match, hit.is_resolved, hit.runtime_min) == (1, True, True, 101)
    assert not any("find" in path for path in script.paths())


async def test_two_ids_of_two_works_give_two_hits() -> None:
    script = tmdb_script(**{"find/tt7654321": {"movie_results": [{"id": 8, "title": "Other"}]}})
    async with provider(TMDB, script) as tmdb:
        answer = await tmdb.find(EntityType.MOVIE, ExternalIds(tmdb="4711", imdb="tt7654321"), Priority.USER)
    assert [(hit.rank, hit.provider_result_id) for hit in answer.hits] == [(1, "4711"), (2, "8")]


@pytest.mark.parametrize("answer", [EMPTY_FIND, {}, {"movie_results": []}])
async def test_a_look_up_that_finds_nothing_is_an_empty_answer(answer: Any) -> None:
    async with provider(TMDB, tmdb_script(**{"find/tt0000001": answer})) as tmdb:
        assert (await tmdb.find(EntityType.MOVIE, ExternalIds(imdb="tt0000001"), Priority.USER)).hits == ()


@pytest.mark.parametrize("ids", [ExternalIds(tvdb="81189"), ExternalIds(imdb="../x"), ExternalIds()])
async def test_ids_it_must_not_look_up_cause_no_request(ids: ExternalIds) -> None:
    script = tmdb_script()
    async with provider(TMDB, script) as tmdb:
        assert (await tmdb.find(EntityType.MOVIE, ids, Priority.USER)).hits == ()
    assert script.requests == []


async def test_resolving_adds_ids_titles_and_running_time_in_one_request() -> None:
    script = tmdb_script(**{"search/movie": PAGE})
    async with provider(TMDB, script) as tmdb:
        hit = (await tmdb.search(TitleQuery("night harbour", EntityType.MOVIE))).hits[0]
        script.requests.clear()
        found = await tmdb.resolve(hit, Priority.USER)
    assert (found.is_resolved, found.runtime_min, found.external_ids.imdb) == (True, 101, "tt0123456")
    assert "The Night Port" in found.alternative_titles
    assert len(script.requests) == 1
    assert script.requests[0].url.params["append_to_response"] == "external_ids,alternative_titles"


async def test_resolving_an_entry_that_is_gone_says_not_found() -> None:
    script = tmdb_script(**{"search/movie": film_page(77)})
    async with provider(TMDB, script) as tmdb:
        hit = (await tmdb.search(TitleQuery("film", EntityType.MOVIE))).hits[0]
        with pytest.raises(ProviderNotFound):
            await tmdb.resolve(hit, Priority.USER)


async def test_collections_can_be_searched_too() -> None:
    found = {
        "results": [{"id": 900, "name": "The Harbour Collection", "original_name": "The Harbour Collection"}]
    }
    script = Script({"/search/collection": found})
    async with provider(TMDB, script) as tmdb:
        answer = await tmdb.search(TitleQuery("harbour", EntityType.COLLECTION, 1998))
    assert [hit.title for hit in answer.hits] == ["The Harbour Collection"]
    assert "year" not in script.requests[0].url.params
