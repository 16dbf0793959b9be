"""Series at TMDB: which requests are made, what becomes of their answers (providers.md 1.2, 1.3)."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderAnswerInvalid, ProviderFailed
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import AnswerRequest, TitleQuery
from tests.providers.support import TMDB, Script, ask, provider, recorded, tmdb_script

SERIES = recorded("tmdb/series.json")
HIT = {
    "id": 5120, "name": "The Lighthouse Keepers", "original_name": "Fyrmestrene", "first_air_date": "2004-10-01",
    "origin_country": ["DK"], "poster_path": "/lightPoster1.jpg", "original_language": "da",
}  # fmt: skip
NOTHING = {name: [] for name in ("movie_results", "person_results", "tv_results", "tv_episode_results")}


def script(**routes: Any) -> Script:
    return tmdb_script(**{"tv/5120": SERIES, **routes})


def series(value: str = "5120", kind: str = "tmdb", languages: tuple[str, ...] = ("en",)) -> AnswerRequest:
    return ask(TMDB, value, kind=kind, entity_type=EntityType.TV, languages=languages)


def page(*items: dict[str, Any]) -> dict[str, Any]:
    return {"page": 1, "results": list(items), "total_pages": 1, "total_results": len(items)}


async def test_one_series_is_one_request_with_everything_appended_and_no_language() -> None:
    asked = script()
    async with provider(TMDB, asked) as tmdb:
        await tmdb.fetch(series(languages=("de", "en")))
    assert sorted(asked.paths()) == ["configuration", "tv/5120"]
    sent = next(request.url.params for request in asked.requests if request.url.path.endswith("tv/5120"))
    assert dict(sent) == {
        "append_to_response": (
            "images,videos,external_ids,content_ratings,aggregate_credits,keywords,translations,alternative_titles"
        ),
        "include_video_language": "de,en,null",
    }


async def test_the_ids_of_the_other_services_are_learned() -> None:
    async with provider(TMDB, script()) as tmdb:
        answer = await tmdb.fetch(series())
    assert dict(answer.external_ids) == {
        "tmdb": "5120", "imdb": "tt0654321", "tvdb": "73141", "wikidata": "Q5120",
    }  # fmt: skip


async def test_a_film_never_gets_an_id_of_thetvdb() -> None:
    film = copy.deepcopy(recorded("tmdb/movie.json"))
    film["external_ids"]["tvdb_id"] = 73141
    async with provider(TMDB, tmdb_script(**{"movie/4711": film})) as tmdb:
        assert "tvdb" not in (await tmdb.fetch(ask(TMDB))).external_ids


async def test_pictures_come_in_every_language_and_each_in_its_slot() -> None:
    async with provider(TMDB, script()) as tmdb:
        answer = await tmdb.fetch(series())
    assert Counter(image.asset_type for image in answer.images) == {
        AssetType.POSTER: 3, AssetType.KEYART: 1, AssetType.FANART: 1, AssetType.LANDSCAPE: 1,
        AssetType.CLEARLOGO: 1,
    }  # fmt: skip
    assert [video.url for video in answer.videos] == ["https://www.youtube.com/watch?v=lightTrailer"]
    assert answer.dropped == 0


async def test_what_is_said_of_a_series_stands_where_that_of_a_film_stands() -> None:
    async with provider(TMDB, script()) as tmdb:
        said = (await tmdb.fetch(series())).metadata
    assert (said.title, said.original_title, said.year) == ("The Lighthouse Keepers", "Fyrmestrene", 2004)
    assert (said.runtime_min, said.certification, said.status) == (52, "TV-14", "Returning Series")
    assert said.genres == ("Drama", "Sci-Fi & Fantasy")
    assert said.countries == ("DK",)
    assert said.cast == ("First Name", "Second Name")
    assert said.keywords == ("lighthouse", "island")
    assert "Keepers of the Light" in said.alternative_titles


async def test_who_directed_most_episodes_is_named_first() -> None:
    async with provider(TMDB, script()) as tmdb:
        said = (await tmdb.fetch(series())).metadata
    assert said.directors == ("Director Many", "Director Few")


async def test_texts_come_in_the_users_language_and_its_countrys_rating() -> None:
    async with provider(TMDB, script()) as tmdb:
        said = (await tmdb.fetch(series(languages=("de", "en")))).metadata
    assert (said.title, said.overview, said.certification) == (
        "Die Leuchtturmwärter", "Zwei Wärter und ein Licht.", "16",
    )  # fmt: skip


async def test_an_empty_translated_name_is_no_translation() -> None:
    async with provider(TMDB, script()) as tmdb:
        said = (await tmdb.fetch(series(languages=("fr", "en")))).metadata
    assert (said.title, said.overview) == ("The Lighthouse Keepers", "Deux gardiens et une lumière.")


@pytest.mark.parametrize("minutes", [[], None, [0], ["?"], "52", {}])
async def test_most_series_have_no_usual_running_time(minutes: Any) -> None:
    async with provider(TMDB, script(**{"tv/5120": {**SERIES, "episode_run_time": minutes}})) as tmdb:
        assert (await tmdb.fetch(series())).metadata.runtime_min is None


async def test_an_unknown_series_is_not_found() -> None:
    async with provider(TMDB, script()) as tmdb:
        answer = await tmdb.fetch(series("99999999"))
    assert (answer.outcome, dict(answer.external_ids)) == (Outcome.NOT_FOUND, {"tmdb": "99999999"})


async def test_an_answer_about_another_series_is_refused() -> None:
    async with provider(TMDB, script(**{"tv/5120": {**SERIES, "id": 5121}})) as tmdb:
        with pytest.raises(ProviderAnswerInvalid, match="another entry"):
            await tmdb.fetch(series())


async def test_appended_pictures_that_are_lacking_are_asked_for_apart() -> None:
    without = {**SERIES, "images": {"backdrops": [], "logos": [], "posters": []}}
    asked = script(**{"tv/5120": without, "tv/5120/images": {"id": 5120, **SERIES["images"]}})
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(series())
    assert "tv/5120/images" in asked.paths()
    assert len(answer.images) == 7


@pytest.mark.parametrize("name", ["external_ids", "videos"])
async def test_a_part_that_did_not_come_is_asked_for_apart(name: str) -> None:
    without = {key: value for key, value in SERIES.items() if key != name}
    asked = script(**{"tv/5120": without, f"tv/5120/{name}": {"id": 5120, **SERIES[name]}})
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(series())
    assert asked.paths().count(f"tv/5120/{name}") == 1
    assert (answer.external_ids.tvdb, len(answer.videos)) == ("73141", 1)


async def test_a_part_the_service_does_not_have_is_no_error() -> None:
    without = {key: value for key, value in SERIES.items() if key not in ("external_ids", "videos")}
    async with provider(TMDB, script(**{"tv/5120": without})) as tmdb:
        answer = await tmdb.fetch(series())
    assert (dict(answer.external_ids), answer.videos) == ({"tmdb": "5120"}, ())


async def test_a_part_that_fails_fails_the_answer() -> None:
    without = {key: value for key, value in SERIES.items() if key != "external_ids"}
    broken = script(**{"tv/5120": without, "tv/5120/external_ids": httpx.Response(500, json={})})
    async with provider(TMDB, broken) as tmdb:
        with pytest.raises(ProviderFailed):
            await tmdb.fetch(series())


# ------------------------------------------------------------------------------------- ids of others


@pytest.mark.parametrize(
    ("kind", "value", "source"), [("imdb", "tt0654321", "imdb_id"), ("tvdb", "73141", "tvdb_id")]
)
async def test_a_series_is_fetched_by_the_id_of_another_service(kind: str, value: str, source: str) -> None:
    asked = script(**{f"find/{value}": {**NOTHING, "tv_results": [HIT]}})
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(series(value, kind))
    find = next(request for request in asked.requests if "/find/" in request.url.path)
    assert find.url.params["external_source"] == source
    assert (answer.outcome, answer.external_ids.tmdb) == (Outcome.OK, "5120")


async def test_an_id_nobody_knows_is_not_found() -> None:
    async with provider(TMDB, script(**{"find/73141": NOTHING})) as tmdb:
        answer = await tmdb.fetch(series("73141", "tvdb"))
    assert (answer.outcome, dict(answer.external_ids)) == (Outcome.NOT_FOUND, {"tvdb": "73141"})


async def test_another_known_id_is_looked_up_where_the_service_does_not_know_the_first() -> None:
    asked = script(**{"find/tt9999999": NOTHING, "find/73141": {**NOTHING, "tv_results": [HIT]}})
    request = replace(series("tt9999999", "imdb"), ids=ExternalIds(imdb="tt9999999", tvdb=73141))
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(request)
    assert [path for path in asked.paths() if "find" in path] == ["find/tt9999999", "find/73141"]
    assert (answer.outcome, answer.external_ids.tmdb) == (Outcome.OK, "5120")


async def test_a_film_under_that_id_is_no_series() -> None:
    film = {"id": 4711, "title": "Night Harbour"}
    asked = script(**{"find/tt0123456": {**NOTHING, "movie_results": [film]}})
    async with provider(TMDB, asked) as tmdb:
        assert (await tmdb.fetch(series("tt0123456", "imdb"))).outcome is Outcome.NOT_FOUND


async def test_an_answer_of_2014_without_the_list_of_series_is_not_found() -> None:
    asked = script(**{"find/73141": {"movie_results": [], "person_results": []}})
    async with provider(TMDB, asked) as tmdb:
        assert (await tmdb.fetch(series("73141", "tvdb"))).outcome is Outcome.NOT_FOUND


async def test_the_tvdb_id_of_a_film_is_never_sent() -> None:
    asked = script(**{"find/73141": {**NOTHING, "movie_results": [{"id": 1, "title": "Wrong"}]}})
    async with provider(TMDB, asked) as tmdb:
        found = await tmdb.find(EntityType.MOVIE, ExternalIds(tvdb="73141"), Priority.USER)
        fetched = await tmdb.fetch(ask(TMDB, "73141", kind="tvdb"))
    assert (found.hits, fetched.outcome, asked.requests) == ((), Outcome.NOT_FOUND, [])


@pytest.mark.parametrize("value", ["", "abc", "7314l", "-1", "../movie/5", "9" * 40, "٣"])
async def test_what_cannot_be_a_tvdb_id_is_not_sent(value: str) -> None:
    asked = script()
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(series(value, "tvdb"))
    assert (answer.outcome, asked.requests) == (Outcome.NOT_FOUND, [])


async def test_a_look_up_by_tvdb_id_gives_a_certain_hit() -> None:
    asked = script(**{"find/73141": {**NOTHING, "tv_results": [HIT]}})
    async with provider(TMDB, asked) as tmdb:
        hits = (await tmdb.find(EntityType.TV, ExternalIds(tvdb="73141"), Priority.USER)).hits
    assert [(hit.title, hit.is_id_match, hit.external_ids.tvdb, hit.year) for hit in hits] == [
        ("The Lighthouse Keepers", True, "73141", 2004)
    ]


async def test_two_ids_that_name_two_series_give_two_hits() -> None:
    other = {**HIT, "id": 6000, "name": "Another"}
    asked = script(
        **{
            "find/tt0654321": {**NOTHING, "tv_results": [HIT]},
            "find/99": {**NOTHING, "tv_results": [other]},
        }
    )
    ids = ExternalIds(imdb="tt0654321", tvdb="99")
    async with provider(TMDB, asked) as tmdb:
        hits = (await tmdb.find(EntityType.TV, ids, Priority.USER)).hits
    assert [(hit.rank, hit.provider_result_id) for hit in hits] == [(1, "5120"), (2, "6000")]


async def test_its_own_number_finds_a_series_with_all_ids_in_one_request() -> None:
    asked = script()
    ids = ExternalIds(tmdb="5120", tvdb="73141", imdb="tt0654321")
    async with provider(TMDB, asked) as tmdb:
        hits = (await tmdb.find(EntityType.TV, ids, Priority.USER)).hits
    assert [dict(hit.external_ids)["tvdb"] for hit in hits] == ["73141"]
    assert [path for path in asked.paths() if path != "configuration"] == ["tv/5120"]


# -------------------------------------------------------------------------------------------- search


async def test_a_search_asks_for_the_first_year_and_reads_it() -> None:
    asked = script(**{"search/tv": page(*({**HIT, "id": number} for number in range(1, 6)))})
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.search(TitleQuery("lighthouse", EntityType.TV, 2004))
    sent = next(request.url.params for request in asked.requests if request.url.path.endswith("search/tv"))
    assert sent["first_air_date_year"] == "2004"
    assert "year" not in sent
    first = answer.hits[0]
    assert (first.release_date, first.original_title, first.entity_type) == (
        date(2004, 10, 1), "Fyrmestrene", EntityType.TV,
    )  # fmt: skip


async def test_few_series_of_the_year_are_followed_by_those_of_any_year() -> None:
    def by_year(request: httpx.Request) -> Any:
        if "first_air_date_year" in request.url.params:
            return page({**HIT, "id": 2})
        return page({**HIT, "id": 1}, {**HIT, "id": 2})

    async with provider(TMDB, script(**{"search/tv": by_year})) as tmdb:
        answer = await tmdb.search(TitleQuery("lighthouse", EntityType.TV, 2004))
    assert [hit.provider_result_id for hit in answer.hits] == ["2", "1"]


@pytest.mark.parametrize("first", ["", None, "unknown", "2004-13-40"])
async def test_a_series_without_a_first_day_has_no_year(first: Any) -> None:
    async with provider(TMDB, script(**{"search/tv": page({**HIT, "first_air_date": first})})) as tmdb:
        assert (await tmdb.search(TitleQuery("lighthouse", EntityType.TV))).hits[0].year is None


async def test_resolving_brings_ids_and_other_titles() -> None:
    asked = script(**{"search/tv": page(HIT)})
    async with provider(TMDB, asked) as tmdb:
        hit = (await tmdb.search(TitleQuery("lighthouse", EntityType.TV))).hits[0]
        resolved = await tmdb.resolve(hit, Priority.USER)
    assert (resolved.external_ids.imdb, resolved.external_ids.tvdb) == ("tt0654321", "73141")
    assert "Keepers of the Light" in resolved.alternative_titles
    assert (resolved.runtime_min, resolved.is_resolved) == (52, True)


async def test_resolving_asks_for_the_ids_apart_where_they_did_not_come() -> None:
    plain = {key: value for key, value in SERIES.items() if key != "external_ids"}
    asked = script(
        **{
            "search/tv": page(HIT),
            "tv/5120": plain,
            "tv/5120/external_ids": {"id": 5120, **SERIES["external_ids"]},
        }
    )
    async with provider(TMDB, asked) as tmdb:
        hit = (await tmdb.search(TitleQuery("lighthouse", EntityType.TV))).hits[0]
        assert (await tmdb.resolve(hit, Priority.USER)).external_ids.tvdb == "73141"


@pytest.mark.parametrize("entity_type", [EntityType.EPISODE, EntityType.MUSIC])
async def test_what_cannot_be_searched_is_not_asked_for(entity_type: EntityType) -> None:
    asked = script()
    async with provider(TMDB, asked) as tmdb:
        searched = await tmdb.search(TitleQuery("lighthouse", entity_type))
        found = await tmdb.find(entity_type, ExternalIds(tmdb="5120", imdb="tt0654321"), Priority.USER)
    assert (searched.hits, found.hits, asked.requests) == ((), (), [])


async def test_collections_are_searched_without_a_year() -> None:
    asked = script(**{"search/collection": page({"id": 900, "name": "The Harbour Collection"})})
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.search(TitleQuery("harbour", EntityType.COLLECTION, 1998))
    sent = [request.url.params for request in asked.requests if "/search/" in request.url.path]
    assert [hit.title for hit in answer.hits] == ["The Harbour Collection"]
    assert [set(each) & {"year", "first_air_date_year", "primary_release_year"} for each in sent] == [set()]


def test_a_request_keeps_its_place_in_the_definition() -> None:
    """The groups of a series: everything from one request, the seasons apart, so that one may fail alone."""
    groups = {group.name: group.parts for group in TMDB.info.answers[EntityType.TV]}
    assert set(groups) == {"details", "seasons"}
    assert groups["seasons"] == {"seasonposter"}
    assert not groups["details"] & groups["seasons"]
    assert replace(series()).group.name == "details"
