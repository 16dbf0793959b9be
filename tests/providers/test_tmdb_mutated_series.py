"""Mutated answers about series, seasons and episodes: a result with a count, or one error of ours."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderAnswerInvalid
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.base import TitleQuery
from metarr_desktop.providers.tmdb.info import SEASONS
from tests.providers.support import TMDB, ask, provider, recorded, tmdb_script
from tests.providers.test_mutated_answers import QUICK, answers_with, check, mutations
from tests.providers.test_tmdb_episodes import EPISODE
from tests.providers.test_tmdb_episodes import PATH as EPISODE_PATH
from tests.providers.test_tmdb_seasons import images

SERIES = recorded("tmdb/series.json")
WITH_SEASONS = {**SERIES, **{f"season/{number}/images": images(number) for number in (0, 1, 2)}}
SEARCH = {
    "page": 1, "total_pages": 1, "total_results": 1,
    "results": [{"id": 5120, "name": "The Lighthouse Keepers", "first_air_date": "2004-10-01"}],
}  # fmt: skip
FOUND = {
    "movie_results": [], "person_results": [], "tv_season_results": [],
    "tv_results": [{"id": 5120, "name": "The Lighthouse Keepers", "first_air_date": "2004-10-01"}],
    "tv_episode_results": [{"id": 71001, "show_id": 5120, "season_number": 2, "episode_number": 5}],
}  # fmt: skip


@given(body=mutations(SERIES))
@QUICK
async def test_mutated_details_of_a_series(body: bytes) -> None:
    async with provider(TMDB, tmdb_script(**{"tv/5120": lambda request: answers_with(body)})) as client:
        try:
            request = ask(TMDB, "5120", entity_type=EntityType.TV, languages=("de", "fr"))
            check(await client.fetch(request))
        except ProviderAnswerInvalid as error:
            assert "tv/5120" in str(error)  # noqa: PT017 - either outcome is right


@given(body=mutations(WITH_SEASONS))
@QUICK
async def test_mutated_seasons(body: bytes) -> None:
    async with provider(TMDB, tmdb_script(**{"tv/5120": lambda request: answers_with(body)})) as client:
        try:
            answer = await client.fetch(replace(ask(TMDB, "5120", entity_type=EntityType.TV), group=SEASONS))
        except ProviderAnswerInvalid as error:
            assert "tv/5120" in str(error)  # noqa: PT017 - either outcome is right
            return
    check(answer)
    assert {image.asset_type for image in answer.images} <= {AssetType.SEASONPOSTER}
    assert all(isinstance(image.season_number, int) for image in answer.images)
    if answer.incomplete_parts:
        assert {image.season_number for image in answer.images} <= answer.complete_seasons


@given(body=mutations(images(1)))
@QUICK
async def test_mutated_pictures_of_a_season_asked_for_by_itself(body: bytes) -> None:
    listed = [{"season_number": number, "poster_path": "/x.jpg"} for number in (1, 2)]
    details = {"id": 5120, "seasons": listed, "season/2/images": images(2)}
    routes = {"tv/5120": details, "tv/5120/season/1/images": lambda request: answers_with(body)}
    async with provider(TMDB, tmdb_script(**routes)) as client:
        answer = await client.fetch(replace(ask(TMDB, "5120", entity_type=EntityType.TV), group=SEASONS))
    check(answer)
    assert sum(image.season_number == 2 for image in answer.images) == 2
    assert 2 in answer.complete_seasons or not answer.incomplete_parts


@given(body=mutations(copy.deepcopy(EPISODE)))
@QUICK
async def test_mutated_episodes(body: bytes) -> None:
    async with provider(TMDB, tmdb_script(**{EPISODE_PATH: lambda request: answers_with(body)})) as client:
        try:
            request = ask(TMDB, "5120/2/5", kind="tmdb_episode", entity_type=EntityType.EPISODE)
            check(await client.fetch(request))
        except ProviderAnswerInvalid as error:
            assert "tv/5120" in str(error)  # noqa: PT017 - either outcome is right


@given(body=mutations(SEARCH))
@QUICK
async def test_mutated_results_of_a_search(body: bytes) -> None:
    async with provider(TMDB, tmdb_script(**{"search/tv": lambda request: answers_with(body)})) as client:
        try:
            answer = await client.search(TitleQuery("lighthouse", EntityType.TV))
        except ProviderAnswerInvalid as error:
            assert "search/tv" in str(error)  # noqa: PT017 - either outcome is right
            return
    assert all(hit.title and hit.external_ids.tmdb for hit in answer.hits)


@given(body=mutations(FOUND))
@QUICK
async def test_mutated_look_ups(body: bytes) -> None:
    script = tmdb_script(**{"find/73141": lambda request: answers_with(body), EPISODE_PATH: EPISODE})
    async with provider(TMDB, script) as client:
        try:
            answer = await client.find(EntityType.TV, ExternalIds(tvdb="73141"), Priority.USER)
            check(await client.fetch(ask(TMDB, "73141", kind="tvdb", entity_type=EntityType.EPISODE)))
        except ProviderAnswerInvalid as error:
            assert "find/73141" in str(error) or "tv/" in str(error)  # noqa: PT017 - either outcome is right
            return
    assert all(hit.is_id_match and hit.external_ids.tvdb == "73141" for hit in answer.hits)


@given(body=mutations(SERIES["external_ids"]))
@QUICK
async def test_a_mutated_list_of_ids_never_teaches_a_wrong_shape(body: bytes) -> None:
    plain: dict[str, Any] = {key: value for key, value in SERIES.items() if key != "external_ids"}
    routes = {"tv/5120": plain, "tv/5120/external_ids": lambda request: answers_with(body)}
    async with provider(TMDB, tmdb_script(**routes)) as client:
        try:
            ids = (await client.fetch(ask(TMDB, "5120", entity_type=EntityType.TV))).external_ids
        except ProviderAnswerInvalid:
            return
    assert ids.tvdb is None or ids.tvdb.isdigit()
    assert ids.imdb is None or ids.imdb.startswith("tt")


def test_the_folder_of_small_answers_holds_the_series(recordings: Path) -> None:
    """The mutated answer and a recorded one have the same parts, so that the mutations mean something."""
    import json

    real = json.loads((recordings / "tmdb/leandcesar/tv/details_full.json").read_bytes())
    parts = {name for name, value in SERIES.items() if isinstance(value, dict)}
    assert parts <= real.keys()
