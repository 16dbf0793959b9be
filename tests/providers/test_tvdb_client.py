"""Which requests the client of TheTVDB makes, and how it looks works up (providers.md 3.2, 3.5, 3.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import (
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderFailed,
    ProviderNotFound,
)
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import AssetProvider, SearchProvider, TitleQuery
from tests.providers.support import TVDB, ask, provider, recorded
from tests.providers.tvdb_script import NOT_FOUND, TvdbScript, success

SERIES = ask(TVDB, kind="tvdb", entity_type=EntityType.TV)
FILM = ask(TVDB, "815", kind="tvdb")
BASE_SERIES = {"id": 4711, "name": "夜の港", "image": "/banners/posters/4711-1.jpg", "year": "2019"}
BASE_FILM = {"id": 815, "name": "Night Harbour: The Film", "year": "2021"}


async def test_it_is_an_asset_and_a_search_provider() -> None:
    async with provider(TVDB, TvdbScript()) as tvdb:
        assert isinstance(tvdb, AssetProvider)
        assert isinstance(tvdb, SearchProvider)


@pytest.mark.parametrize(("request_", "path"), [(SERIES, "series/4711"), (FILM, "movies/815")])
async def test_one_work_is_one_request_beside_login_and_table(request_: Any, path: str) -> None:
    script = TvdbScript()
    async with provider(TVDB, script) as tvdb:
        await tvdb.fetch(request_)
        await tvdb.fetch(request_)
    assert script.asked() == [f"{path}/extended"] * 2
    assert len(script.requests) == 4
    sent = next(r for r in script.requests if r.url.path.endswith("extended"))
    assert dict(sent.url.params) == {"meta": "translations"}


async def test_an_answer_holds_every_part_of_the_group() -> None:
    async with provider(TVDB, TvdbScript()) as tvdb:
        answer = await tvdb.fetch(SERIES)
    parts = {image.asset_type for image in answer.images} | {video.asset_type for video in answer.videos}
    assert parts == TVDB.info.asset_types_for(EntityType.TV)
    assert answer.metadata.title == "Night Harbour"


@pytest.mark.parametrize("value", ["99999999", "no number", "../3", "0", "9" * 11])
async def test_an_unknown_id_is_the_outcome_not_found(value: str) -> None:
    async with provider(TVDB, TvdbScript()) as tvdb:
        answer = await tvdb.fetch(ask(TVDB, value, kind="tvdb"))
    assert (answer.outcome, answer.external_ids.tvdb) == (Outcome.NOT_FOUND, value)


async def test_a_series_number_is_never_asked_for_as_a_film() -> None:
    async with provider(TVDB, TvdbScript()) as tvdb:
        assert (await tvdb.fetch(ask(TVDB, "4711", kind="tvdb"))).outcome is Outcome.NOT_FOUND


async def test_an_answer_about_another_entry_is_refused() -> None:
    other = recorded("tvdb/series.json")
    other["data"]["id"] = 5
    async with provider(TVDB, TvdbScript(**{"series/4711/extended": other})) as tvdb:
        with pytest.raises(ProviderAnswerInvalid, match="another entry"):
            await tvdb.fetch(SERIES)


async def test_the_table_of_artwork_types_is_asked_again_after_a_week() -> None:
    script, now = TvdbScript(), [0.0]
    async with provider(TVDB, script) as tvdb:
        tvdb._types._monotonic_s = lambda: now[0]
        for moment in (0.0, 7 * 86400 - 1, 7 * 86400):
            now[0] = moment
            await tvdb.fetch(SERIES)
    assert [r.url.path for r in script.requests].count("/v4/artwork/types") == 2


async def test_without_the_table_the_documented_types_do(caplog: pytest.LogCaptureFixture) -> None:
    script, now = TvdbScript(**{"artwork/types": httpx.Response(500)}), [0.0]
    async with provider(TVDB, script) as tvdb:
        tvdb._types._monotonic_s = lambda: now[0]
        answer = await tvdb.fetch(SERIES)
        await tvdb.fetch(SERIES)
        now[0] = 600.0
        await tvdb.fetch(SERIES)
    assert {image.asset_type for image in answer.images} >= {AssetType.POSTER, AssetType.SEASONBANNER}
    assert [r.url.path for r in script.requests].count("/v4/artwork/types") == 2
    assert "documented types" in caplog.text


async def test_a_new_number_in_the_table_is_understood() -> None:
    table = recorded("tvdb/artwork_types.json")
    for row in table["data"]:
        row["id"] += 50 if row["id"] == 2 else 0
    moved = recorded("tvdb/series.json")
    moved["data"]["artworks"] = [
        {"id": 1, "type": 52, "image": "https://artworks.thetvdb.com/banners/a.jpg", "includesText": True}
    ]
    script = TvdbScript(**{"artwork/types": table, "series/4711/extended": moved})
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.fetch(SERIES)
    assert AssetType.POSTER in {image.asset_type for image in answer.images}


# ------------------------------------------------------------------------------ ids of other services


async def test_an_imdb_id_is_looked_up_first_and_all_ids_are_learned() -> None:
    script = TvdbScript(**{"remoteid/tt0123456": success([{"series": BASE_SERIES}])})
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.fetch(ask(TVDB, "tt0123456", kind="imdb", entity_type=EntityType.TV))
    assert script.asked() == ["search/remoteid/tt0123456", "series/4711/extended"]
    assert dict(answer.external_ids) == {
        "imdb": "tt0123456", "tmdb": "4242", "tvdb": "4711", "wikidata": "Q4711",
    }  # fmt: skip


async def test_a_tmdb_number_counts_only_if_the_work_itself_names_it() -> None:
    mixed = success(
        [
            {"people": {"id": 603, "name": "Somebody"}},
            {"movie": {"id": 44, "name": "Another work with this number elsewhere"}},
            {"movie": BASE_FILM},
            {"series": {"id": 603, "name": "A series"}},
        ]
    )
    other = success({"id": 44, "name": "Another", "remoteIds": [{"id": "603", "type": 13}]})
    script = TvdbScript(**{"remoteid/603": mixed, "movies/44/extended": other})
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.fetch(ask(TVDB, "603"))
    assert (answer.external_ids.tvdb, answer.external_ids.tmdb) == ("815", "603")
    assert script.asked() == ["search/remoteid/603", "movies/44/extended", "movies/815/extended"]


async def test_another_known_id_is_looked_up_where_the_service_does_not_know_the_first() -> None:
    script = TvdbScript(
        **{"remoteid/tt9999999": success([]), "remoteid/603": success([{"movie": BASE_FILM}])}
    )
    request = replace(ask(TVDB, "tt9999999", kind="imdb"), ids=ExternalIds(imdb="tt9999999", tmdb=603))
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.fetch(request)
    assert script.asked() == ["search/remoteid/tt9999999", "search/remoteid/603", "movies/815/extended"]
    assert (answer.outcome, answer.external_ids.tvdb) == (Outcome.OK, "815")


async def test_a_number_that_belongs_to_nobody_is_not_found() -> None:
    other = success({"id": 44, "name": "Another", "remoteIds": []})
    found = success([{"movie": {"id": 44}}])
    script = TvdbScript(**{"remoteid/603": found, "movies/44/extended": other})
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.fetch(ask(TVDB, "603"))
    assert (answer.outcome, dict(answer.external_ids)) == (Outcome.NOT_FOUND, {"tmdb": "603"})


@pytest.mark.parametrize("nothing", [success([]), success(None), httpx.Response(404, json=NOT_FOUND)])
async def test_all_three_ways_to_know_no_foreign_id_are_not_found(nothing: Any) -> None:
    script = TvdbScript(**{"remoteid/tt9999999": nothing})
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.fetch(ask(TVDB, "tt9999999", kind="imdb", entity_type=EntityType.TV))
        found = await tvdb.find(EntityType.TV, ExternalIds(imdb="tt9999999"), Priority.USER)
    assert answer.outcome is Outcome.NOT_FOUND
    assert found.hits == ()


async def test_a_work_that_names_another_imdb_id_is_not_it() -> None:
    script = TvdbScript(**{"remoteid/tt5555555": success([{"series": BASE_SERIES}])})
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.fetch(ask(TVDB, "tt5555555", kind="imdb", entity_type=EntityType.TV))
    assert answer.outcome is Outcome.NOT_FOUND


# -------------------------------------------------------------------------------------------- search


async def test_a_search_sends_title_and_type_but_never_the_year() -> None:
    script = TvdbScript()
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.search(TitleQuery("  night  harbour ", EntityType.TV, 1999))
    sent = next(r for r in script.requests if r.url.path.endswith("/search"))
    assert dict(sent.url.params) == {"query": "night harbour", "type": "series", "limit": "50"}
    assert [(hit.title, hit.rank) for hit in answer.hits] == [
        ("The Harbour", 1), ("Night Harbour", 2), ("Bare", 3),
    ]  # fmt: skip


async def test_an_empty_title_is_not_searched_for() -> None:
    script = TvdbScript()
    async with provider(TVDB, script) as tvdb:
        assert (await tvdb.search(TitleQuery("  ", EntityType.MOVIE))).hits == ()
    assert script.requests == []


async def test_an_id_leads_to_one_certain_hit() -> None:
    script = TvdbScript()
    async with provider(TVDB, script) as tvdb:
        [hit] = (await tvdb.find(EntityType.TV, ExternalIds(tvdb="4711"), Priority.USER)).hits
    assert (hit.title, hit.year, hit.is_id_match, hit.is_resolved) == ("Night Harbour", 2019, True, True)
    assert hit.external_ids.tmdb == "4242"
    sent = next(r for r in script.requests if r.url.path.endswith("extended"))
    assert dict(sent.url.params) == {"meta": "translations", "short": "true"}


async def test_ids_of_two_works_are_two_hits() -> None:
    second = success({"id": 12, "name": "Second", "remoteIds": [{"id": "tt2222222", "type": 2}]})
    script = TvdbScript(
        **{"series/12/extended": second, "remoteid/tt2222222": success([{"series": {"id": 12}}])}
    )
    async with provider(TVDB, script) as tvdb:
        ids = ExternalIds(tvdb="4711", imdb="tt2222222")
        hits = (await tvdb.find(EntityType.TV, ids, Priority.USER)).hits
    assert [(hit.provider_result_id, hit.rank) for hit in hits] == [("4711", 1), ("12", 2)]


async def test_resolving_adds_running_time_and_names() -> None:
    async with provider(TVDB, TvdbScript()) as tvdb:
        hit = (await tvdb.search(TitleQuery("harbour", EntityType.TV))).hits[0]
        resolved = await tvdb.resolve(hit, Priority.USER)
    assert (resolved.runtime_min, resolved.is_resolved) == (47, True)
    assert "Harbor" in resolved.alternative_titles


# ------------------------------------------------------------------------------------------ episodes


async def test_episodes_are_read_page_by_page_from_page_0() -> None:
    def page(request: httpx.Request) -> Any:
        number = int(request.url.params["page"])
        item = {"id": number + 1, "seasonNumber": 1, "number": number + 1}
        following = f"?page={number + 1}" if number < 2 else None
        return httpx.Response(200, json=success({"episodes": [item]}, links={"next": following}))

    async with provider(TVDB, TvdbScript(**{"episodes/default": page})) as tvdb:
        episodes, dropped = await tvdb.episodes("4711", Priority.USER)
    assert ([one.number for one in episodes], dropped) == ([1, 2, 3], 0)


async def test_a_page_that_repeats_itself_ends_the_list() -> None:
    always = success({"episodes": [{"id": 1, "seasonNumber": 1, "number": 1}]}, links={"next": "again"})
    script = TvdbScript(**{"episodes/default": always})
    async with provider(TVDB, script) as tvdb:
        episodes, _ = await tvdb.episodes("4711", Priority.USER)
    assert (len(episodes), len(script.asked())) == (1, 2)


async def test_both_envelopes_of_episodes_are_read() -> None:
    script = TvdbScript(
        **{
            "episodes/default": recorded("tvdb/episodes.json"),
            "episodes/default/deu": recorded("tvdb/episodes_translated.json"),
        }
    )
    async with provider(TVDB, script) as tvdb:
        plain, dropped = await tvdb.episodes("4711", Priority.USER)
        german, _ = await tvdb.episodes("4711", Priority.USER, language="de")
    assert ([one.title for one in plain], dropped) == (["Tide 1", "Tide 2", "Tide 1"], 1)
    assert plain[0].languages == ("fra", "kor", "pol")
    assert (plain[1].picture_url, plain[2].is_film, plain[2].season_number) == (None, True, 0)
    assert german[0].picture_url == "https://artworks.thetvdb.com/banners/episodes/4711/1.jpg"
    assert [one.title for one in german] == ["Gezeiten 1", "Gezeiten 2"]


async def test_without_a_default_list_the_official_one_is_read() -> None:
    script = TvdbScript(**{"episodes/official": recorded("tvdb/episodes.json")})
    async with provider(TVDB, script) as tvdb:
        episodes, _ = await tvdb.episodes("4711", Priority.USER)
    assert len(episodes) == 3
    assert script.asked() == ["series/4711/episodes/default", "series/4711/episodes/official"]


async def test_without_any_list_the_seasons_are_read_one_by_one() -> None:
    season = success({"id": 100, "episodes": [{"id": 8, "seasonNumber": 1, "number": 1, "name": "Ebb"}]})
    empty = success({"id": 99, "episodes": None})
    script = TvdbScript(
        **{"seasons/100/extended": season, "seasons/99/extended": empty, "seasons/101/extended": empty}
    )
    async with provider(TVDB, script) as tvdb:
        episodes, _ = await tvdb.episodes("4711", Priority.USER)
    assert [one.title for one in episodes] == ["Ebb"]


async def test_episodes_of_no_series_are_not_found() -> None:
    async with provider(TVDB, TvdbScript()) as tvdb:
        for value in ("12345", "no number"):
            with pytest.raises(ProviderNotFound):
                await tvdb.episodes(value, Priority.USER)


@pytest.mark.parametrize("place", ["4711/1", "a/b/c", "0/1/1", "4711/1/1/1", "4711/1/99999999", ""])
async def test_what_is_no_place_of_an_episode_is_not_asked_for(place: str) -> None:
    script = TvdbScript()
    async with provider(TVDB, script) as tvdb:
        answer = await tvdb.fetch(ask(TVDB, place, kind="tvdb_episode", entity_type=EntityType.EPISODE))
    assert (answer.outcome, script.asked()) == (Outcome.NOT_FOUND, [])


async def test_an_episode_has_a_still_and_its_texts() -> None:
    record = {"id": 9, "name": "Tide", "aired": "2019-04-06", "image": "/banners/e/9.jpg", "imageType": 12}
    async with provider(TVDB, TvdbScript(**{"episodes/9/extended": success(record)})) as tvdb:
        answer = await tvdb.fetch(ask(TVDB, "9", kind="tvdb", entity_type=EntityType.EPISODE))
    [still] = answer.images
    assert (still.asset_type, still.url) == (AssetType.THUMB, "https://artworks.thetvdb.com/banners/e/9.jpg")
    assert (still.thumb_url, still.metadata["kind"]) == (
        "https://artworks.thetvdb.com/banners/e/9_t.jpg",
        "episode 4:3 screencap",
    )
    assert (answer.metadata.title, answer.metadata.year) == ("Tide", 2019)


# -------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(400, json={"status": "failure", "message": "x"}), ProviderFailed),
        (httpx.Response(429, json=NOT_FOUND), ProviderBusy),
        (httpx.Response(503, html="<h1>503</h1>"), ProviderBusy),
        (httpx.Response(502, html="<h1>502</h1>"), ProviderFailed),
        (httpx.Response(404, html="<h1>404</h1>"), ProviderAnswerInvalid),
        (httpx.Response(200, html="<h1>CloudFront</h1>"), ProviderAnswerInvalid),
        ({"status": "failure", "message": "x", "data": None}, ProviderAnswerInvalid),
        ({"status": "success"}, ProviderAnswerInvalid),
        (success(None), ProviderAnswerInvalid),
        (success([]), ProviderAnswerInvalid),
        ([], ProviderAnswerInvalid),
    ],
)
async def test_the_status_decides_and_never_the_message(answer: Any, error: type[Exception]) -> None:
    async with provider(TVDB, TvdbScript(**{"series/4711/extended": answer})) as tvdb:
        with pytest.raises(error):
            await tvdb.fetch(SERIES)


@pytest.mark.parametrize("body", [NOT_FOUND, {"status": "failure", "message": "Not Found"}])
async def test_both_forms_of_404_mean_no_such_entry(body: Any) -> None:
    script = TvdbScript(**{"series/4711/extended": httpx.Response(404, json=body)})
    async with provider(TVDB, script) as tvdb:
        assert (await tvdb.fetch(SERIES)).outcome is Outcome.NOT_FOUND
