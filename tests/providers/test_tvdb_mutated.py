"""Whatever happens to an answer of TheTVDB on its way, there is a result with a count, or one error of ours."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderAnswerInvalid, ProviderError
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import TitleQuery
from tests.providers.support import TVDB, ask, provider, recorded
from tests.providers.test_mutated_answers import QUICK, answers_with, check, mutations
from tests.providers.tvdb_script import TvdbScript, success

SERIES = recorded("tvdb/series.json")
FILM = recorded("tvdb/movie.json")
TYPES = recorded("tvdb/artwork_types.json")
SEARCH = recorded("tvdb/search.json")
EPISODES = recorded("tvdb/episodes.json")
FOUND = success([{"series": {"id": 4711, "name": "x"}}, {"people": {"id": 1}}])
ASKED = ask(TVDB, kind="tvdb", entity_type=EntityType.TV, languages=("de", "fr"))


def script(**routes: Any) -> TvdbScript:
    return TvdbScript(
        **{path: lambda request, body=body: answers_with(body) for path, body in routes.items()}
    )


@given(body=mutations(SERIES))
@QUICK
async def test_mutated_series(body: bytes) -> None:
    async with provider(TVDB, script(**{"series/4711/extended": body})) as tvdb:
        try:
            check(await tvdb.fetch(ASKED))
        except ProviderAnswerInvalid as error:
            assert "series/4711" in str(error)  # noqa: PT017 - either outcome is right


@given(body=mutations(FILM))
@QUICK
async def test_mutated_films(body: bytes) -> None:
    async with provider(TVDB, script(**{"movies/815/extended": body})) as tvdb:
        try:
            check(await tvdb.fetch(ask(TVDB, "815", kind="tvdb")))
        except ProviderAnswerInvalid as error:
            assert "movies/815" in str(error)  # noqa: PT017 - either outcome is right


@given(body=mutations(TYPES))
@QUICK
async def test_a_mutated_table_of_types_never_spoils_a_fetch(body: bytes) -> None:
    async with provider(TVDB, script(**{"artwork/types": body})) as tvdb:
        answer = await tvdb.fetch(ASKED)
    assert answer.outcome is Outcome.OK
    check(answer)


@given(body=mutations(SEARCH))
@QUICK
async def test_mutated_results(body: bytes) -> None:
    async with provider(TVDB, script(search=body)) as tvdb:
        try:
            answer = await tvdb.search(TitleQuery("harbour", EntityType.TV, 2019))
        except ProviderAnswerInvalid as error:
            assert "search" in str(error)  # noqa: PT017 - either outcome is right
            return
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert all(hit.title and hit.external_ids.tvdb for hit in answer.hits)
    repr(answer).encode()


@given(found=mutations(FOUND), body=mutations(SERIES))
@QUICK
async def test_mutated_look_ups(found: bytes, body: bytes) -> None:
    routes = script(**{"remoteid/tt0123456": found, "series/4711/extended": body})
    async with provider(TVDB, routes) as tvdb:
        try:
            answer = await tvdb.find(EntityType.TV, ExternalIds(imdb="tt0123456"), Priority.USER)
        except ProviderError as error:
            assert isinstance(error, ProviderAnswerInvalid)  # noqa: PT017 - either outcome is right
            return
    assert all(hit.is_id_match and hit.external_ids.imdb == "tt0123456" for hit in answer.hits)


@given(body=mutations(EPISODES))
@QUICK
async def test_mutated_episodes(body: bytes) -> None:
    async with provider(TVDB, script(**{"episodes/default": body})) as tvdb:
        try:
            episodes, dropped = await tvdb.episodes("4711", Priority.USER)
        except ProviderAnswerInvalid as error:
            assert "episodes" in str(error)  # noqa: PT017 - either outcome is right
            return
    assert dropped >= 0
    assert all(one.id > 0 for one in episodes)


@given(body=mutations(success({"token": "eyJh.eyJleHAiOjQwMDAwMDAwMDB9.x"})))
@QUICK
async def test_mutated_logins(body: bytes) -> None:
    async with provider(TVDB, script(login=body)) as tvdb:
        try:
            assert (await tvdb.fetch(ASKED)).outcome is Outcome.OK
        except ProviderAnswerInvalid as error:
            assert "login" in str(error)  # noqa: PT017 - either outcome is right
