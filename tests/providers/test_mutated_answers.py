"""Whatever happens to an answer on its way, there is a result with a count, or one error of ours: never a crash."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import ProviderAnswerInvalid, ProviderError
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import ProviderAnswer, TitleQuery
from tests.providers.support import FANART_TV, TMDB, Script, ask, provider, recorded, tmdb_script

ODD: list[Any] = [
    None, True, 0, -1, 3.7, 10**30, float("inf"), "", "x", "\ud800", "\x00", "../..", [], {}, [None, 1, "x", {}],
    {"id": {}}, [[[]]], "http://127.0.0.1/x.jpg", "9" * 50,
]  # fmt: skip
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value that can be changed, the whole included."""
    found = [path]
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        found += places(child, (*path, key))
    return found


def changed(value: Any, path: tuple[Any, ...], replacement: Any, *, is_dropped: bool) -> Any:
    if not path:
        return replacement
    whole = copy.deepcopy(value)
    inner = whole
    for key in path[:-1]:
        inner = inner[key]
    if is_dropped:
        del inner[path[-1]]
    else:
        inner[path[-1]] = replacement
    return whole


def mutations(original: Any) -> st.SearchStrategy[bytes]:
    """Bytes of *original* with up to three places dropped or replaced, and perhaps cut."""

    @st.composite
    def draw_one(draw: st.DrawFn) -> bytes:
        value = original
        for _ in range(draw(st.integers(1, 3))):
            path = draw(st.sampled_from(places(value)))
            value = changed(value, path, draw(st.sampled_from(ODD)), is_dropped=draw(st.booleans()))
        body = json.dumps(value).encode()
        return body[: draw(st.integers(0, len(body)))] if draw(st.integers(0, 5)) == 0 else body

    return draw_one()


def answers_with(body: bytes) -> httpx.Response:
    return httpx.Response(200, content=body, headers={"content-type": "application/json"})


def check(answer: ProviderAnswer) -> None:
    assert answer.outcome.is_success
    assert answer.dropped >= 0
    json.dumps([dict(image.metadata) for image in answer.images])
    for image in answer.images:
        assert image.url.startswith("https://")
        image.url.encode()
    repr(answer.metadata).encode()


MOVIE = recorded("tmdb/movie.json")
PICTURES = {**recorded("fanart_tv/movie_v3.json"), **recorded("fanart_tv/movie_v3_2.json")}
SEARCH = recorded("tmdb/search.json")
CONFIGURATION = recorded("tmdb/configuration.json")


@given(body=mutations(MOVIE))
@QUICK
async def test_mutated_details_of_tmdb(body: bytes) -> None:
    async with provider(TMDB, tmdb_script(**{"movie/4711": lambda request: answers_with(body)})) as client:
        try:
            check(await client.fetch(ask(TMDB, languages=("de", "fr"))))
        except ProviderAnswerInvalid as error:
            assert "movie/4711" in str(error)  # noqa: PT017 - either outcome is right


@given(body=mutations(PICTURES))
@QUICK
async def test_mutated_pictures_of_fanart_tv(body: bytes) -> None:
    async with provider(FANART_TV, Script({"/movies/4711": lambda request: answers_with(body)})) as client:
        try:
            check(await client.fetch(ask(FANART_TV)))
        except ProviderAnswerInvalid as error:
            assert "movies/4711" in str(error)  # noqa: PT017 - either outcome is right


@given(body=mutations(SEARCH))
@QUICK
async def test_mutated_results_of_tmdb(body: bytes) -> None:
    async with provider(TMDB, tmdb_script(**{"search/movie": lambda request: answers_with(body)})) as client:
        try:
            answer = await client.search(TitleQuery("night", EntityType.MOVIE))
        except ProviderAnswerInvalid as error:
            assert "search/movie" in str(error)  # noqa: PT017 - either outcome is right
            return
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert all(hit.title and hit.external_ids.tmdb for hit in answer.hits)


@given(body=mutations(CONFIGURATION))
@QUICK
async def test_a_mutated_configuration_never_spoils_a_fetch(body: bytes) -> None:
    async with provider(TMDB, tmdb_script(configuration=lambda request: answers_with(body))) as client:
        answer = await client.fetch(ask(TMDB))
    assert answer.outcome is Outcome.OK
    assert len(answer.images) == 8
    check(answer)


@given(body=mutations(MOVIE))
@QUICK
async def test_mutated_details_while_resolving(body: bytes) -> None:
    script = tmdb_script(**{"search/movie": SEARCH})
    async with provider(TMDB, script) as client:
        hit = (await client.search(TitleQuery("night", EntityType.MOVIE))).hits[0]
        script.routes["/movie/4711"] = lambda request: answers_with(body)
        try:
            assert (await client.resolve(hit, Priority.USER)).external_ids.tmdb == "4711"
        except ProviderError as error:
            assert isinstance(error, ProviderAnswerInvalid)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("kind", ["movieposter", "hdmovielogo", "moviebackground"])
@given(data=st.data())
@QUICK
async def test_a_recorded_answer_survives_losing_any_item(
    recordings: Path, kind: str, data: st.DataObject
) -> None:
    raw = json.loads((recordings / "fanart_tv/opacam-v3/movie_thg.json").read_bytes())
    spoiled = data.draw(st.sets(st.integers(0, len(raw[kind]) - 1)))
    for index in spoiled:
        raw[kind][index] = data.draw(st.sampled_from([None, {}, {"url": None}, {"url": "x"}, 5, "text"]))
    async with provider(FANART_TV, Script({"/movies/70160": raw})) as client:
        answer = await client.fetch(ask(FANART_TV, "70160"))
    assert answer.dropped == len(spoiled)
