"""Episodes at TMDB: found by their place in a series or by another service's id, never by TMDB's own number."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import ProviderAnswerInvalid
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers.base import AnswerRequest
from tests.providers.support import TMDB, Script, ask, provider, tmdb_script

STILL = {
    "aspect_ratio": 1.778, "width": 1920, "height": 1080, "iso_639_1": None, "file_path": "/still1.jpg",
    "vote_average": 5.2, "vote_count": 4,
}  # fmt: skip
EPISODE = {
    "id": 71001, "season_number": 2, "episode_number": 5, "name": "Fog", "overview": "They see nothing.",
    "air_date": "2011-04-01", "runtime": 51, "still_path": "/still1.jpg", "vote_average": 7.9, "vote_count": 41,
    "images": {"stills": [STILL, {**STILL, "file_path": "/still2.jpg", "iso_639_1": "en"}]},
    "external_ids": {"imdb_id": "tt0777777", "tvdb_id": 4100205, "wikidata_id": None},
    "credits": {
        "cast": [{"name": "First Name", "order": 0}], "guest_stars": [],
        "crew": [{"name": "Director Few", "job": "Director"}, {"name": "Writer Name", "job": "Writer"}],
    },
    "translations": {"translations": [
        {"iso_639_1": "de", "iso_3166_1": "DE", "data": {"name": "Nebel", "overview": "Sie sehen nichts."}},
    ]},
}  # fmt: skip
PATH = "tv/5120/season/2/episode/5"
FOUND = {"tv_episode_results": [{"id": 71001, "show_id": 5120, "season_number": 2, "episode_number": 5}]}


def episode(value: str = "5120/2/5", kind: str = "tmdb_episode", *languages: str) -> AnswerRequest:
    return ask(TMDB, value, kind=kind, entity_type=EntityType.EPISODE, languages=languages or ("en",))


def script(**routes: Any) -> Script:
    return tmdb_script(**{PATH: EPISODE, **routes})


async def test_an_episode_is_one_request_by_its_place() -> None:
    asked = script()
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(episode())
    assert sorted(asked.paths()) == ["configuration", PATH]
    assert [(image.asset_type, image.language) for image in answer.images] == [
        (AssetType.THUMB, None), (AssetType.THUMB, "en"),
    ]  # fmt: skip
    assert answer.images[0].thumb_url == "https://image.tmdb.org/t/p/w300/still1.jpg"
    assert dict(answer.external_ids) == {
        "tmdb_episode": "5120/2/5", "imdb": "tt0777777", "tvdb": "4100205",
    }  # fmt: skip


async def test_what_is_said_of_an_episode() -> None:
    async with provider(TMDB, script()) as tmdb:
        said = (await tmdb.fetch(episode("5120/2/5", "tmdb_episode", "de", "en"))).metadata
    assert (said.title, said.overview) == ("Nebel", "Sie sehen nichts.")
    assert (said.year, said.runtime_min, said.directors, said.cast) == (
        2011, 51, ("Director Few",), ("First Name",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "source"), [("tvdb", "4100205", "tvdb_id"), ("imdb", "tt0777777", "imdb_id")]
)
async def test_an_episode_is_found_by_the_id_of_another_service(kind: str, value: str, source: str) -> None:
    asked = script(**{f"find/{value}": FOUND})
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(episode(value, kind))
    find = next(request for request in asked.requests if "/find/" in request.url.path)
    assert find.url.params["external_source"] == source
    assert (answer.outcome, answer.external_ids["tmdb_episode"]) == (Outcome.OK, "5120/2/5")


async def test_a_series_under_the_same_number_is_no_episode() -> None:
    """TheTVDB numbers series and episodes apart, so that both lists may be filled."""
    both = {"tv_results": [{"id": 1, "name": "Another"}], "tv_episode_results": []}
    async with provider(TMDB, script(**{"find/4100205": both})) as tmdb:
        assert (await tmdb.fetch(episode("4100205", "tvdb"))).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(
    "value", ["", "5120", "5120/2", "5120/2/5/1", "5120/2/x", "a/b/c", "5120/-1/5", "../2/5", "٣/1/1"]
)
async def test_what_names_no_place_is_not_asked_for(value: str) -> None:
    asked = script()
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(episode(value))
    assert (answer.outcome, asked.requests) == (Outcome.NOT_FOUND, [])


async def test_an_unknown_episode_is_not_found() -> None:
    async with provider(TMDB, tmdb_script()) as tmdb:
        assert (await tmdb.fetch(episode("5120/9/9"))).outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize("change", [{"season_number": 3}, {"episode_number": 6}, {"id": None}])
async def test_an_answer_about_another_episode_is_refused(change: dict[str, Any]) -> None:
    async with provider(TMDB, script(**{PATH: {**EPISODE, **change}})) as tmdb:
        with pytest.raises(ProviderAnswerInvalid):
            await tmdb.fetch(episode())


async def test_stills_that_are_lacking_are_asked_for_apart() -> None:
    asked = script(**{PATH: {**EPISODE, "images": {"stills": []}}, f"{PATH}/images": EPISODE["images"]})
    async with provider(TMDB, asked) as tmdb:
        assert len((await tmdb.fetch(episode())).images) == 2


async def test_an_episode_without_stills_is_known_all_the_same() -> None:
    bare = {**EPISODE, "still_path": None, "images": {"stills": []}}
    async with provider(TMDB, script(**{PATH: bare})) as tmdb:
        answer = await tmdb.fetch(episode())
    assert (answer.outcome, answer.images, answer.metadata.title) == (Outcome.OK, (), "Fog")


@pytest.mark.parametrize("found", [{}, {"tv_episode_results": [{"show_id": 1}, None, "x"]}])
async def test_a_look_up_without_a_usable_place_finds_nothing(found: Any) -> None:
    async with provider(TMDB, script(**{"find/4100205": found})) as tmdb:
        assert (await tmdb.fetch(episode("4100205", "tvdb"))).outcome is Outcome.NOT_FOUND


async def test_a_404_while_looking_up_is_not_found() -> None:
    missing = httpx.Response(404, json={"status_code": 34})
    async with provider(TMDB, script(**{"find/4100205": missing})) as tmdb:
        assert (await tmdb.fetch(episode("4100205", "tvdb"))).outcome is Outcome.NOT_FOUND
