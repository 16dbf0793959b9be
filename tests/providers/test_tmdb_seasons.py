"""Posters of seasons: few requests, and a season that fails harms no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import (
    ProviderAnswerInvalid,
    ProviderBusy,
    ProviderError,
    ProviderFailed,
    ProviderRefused,
)
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer
from metarr_desktop.providers.tmdb.info import SEASONS
from tests.providers.support import TMDB, Script, ask, provider, tmdb_script

BROKEN = httpx.Response(500, json={"status_code": 11, "status_message": "Internal error"})


def poster(name: str, language: str | None = "en") -> dict[str, Any]:
    return {
        "aspect_ratio": 0.667, "width": 1000, "height": 1500, "iso_639_1": language,
        "file_path": f"/{name}.jpg", "vote_average": 5.0, "vote_count": 3,
    }  # fmt: skip


def season(number: Any, *, has_poster: bool = True) -> dict[str, Any]:
    return {"id": 1, "season_number": number, "poster_path": f"/s{number}.jpg" if has_poster else None}


def images(number: int) -> dict[str, Any]:
    return {"posters": [poster(f"s{number}"), poster(f"s{number}plain", None)]}


class SeriesOf:
    """A series with these *seasons*, which appends the pictures it is asked for but those in *lacking*."""

    def __init__(self, seasons: Any, *, lacking: tuple[int, ...] = (), broken_from: int = 10**6) -> None:
        self.seasons = seasons
        self.lacking = lacking
        self.broken_from = broken_from

    def __call__(self, request: httpx.Request) -> Any:
        body: dict[str, Any] = {"id": 5120, "name": "The Lighthouse Keepers", "seasons": self.seasons}
        for name in request.url.params.get("append_to_response", "").split(","):
            if not name:
                continue
            number = int(name.split("/")[1])
            if number >= self.broken_from:
                return BROKEN
            if number not in self.lacking:
                body[name] = images(number)
        return body


def script(series: Any, **routes: Any) -> Script:
    return tmdb_script(**{"tv/5120": series, **routes})


def request(value: str = "5120", kind: str = "tmdb") -> AnswerRequest:
    return replace(ask(TMDB, value, kind=kind, entity_type=EntityType.TV), group=SEASONS)


async def read(asked: Script) -> ProviderAnswer:
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(request())
    assert isinstance(answer, ProviderAnswer)
    return answer


def seasons_in(answer: ProviderAnswer) -> list[int | None]:
    return sorted({image.season_number for image in answer.images}, key=lambda number: number or 0)


async def test_all_seasons_take_two_requests() -> None:
    asked = script(SeriesOf([season(0), season(1), season(2)]))
    answer = await read(asked)
    of_series = [each.url.params for each in asked.requests if each.url.path.endswith("tv/5120")]
    assert [dict(each) for each in of_series] == [
        {}, {"append_to_response": "season/0/images,season/1/images,season/2/images"},
    ]  # fmt: skip
    assert (seasons_in(answer), len(answer.images), answer.dropped) == ([0, 1, 2], 6, 0)
    assert answer.incomplete_parts == frozenset()


async def test_they_are_season_posters_in_every_language_and_nothing_else() -> None:
    answer = await read(script(SeriesOf([season(3)])))
    assert {image.asset_type for image in answer.images} == {AssetType.SEASONPOSTER}
    assert [image.language for image in answer.images] == ["en", None]
    assert answer.images[0].url == "https://image.tmdb.org/t/p/original/s3.jpg"
    assert answer.images[0].thumb_url == "https://image.tmdb.org/t/p/w342/s3.jpg"


async def test_twenty_parts_a_request_are_never_exceeded() -> None:
    asked = script(SeriesOf([season(number) for number in range(45)]))
    answer = await read(asked)
    appended = [each.url.params.get("append_to_response", "") for each in asked.requests]
    assert sorted(len(each.split(",")) for each in appended if each) == [5, 20, 20]
    assert seasons_in(answer) == list(range(45))


async def test_seasons_may_be_numbered_by_year() -> None:
    assert seasons_in(await read(script(SeriesOf([season(2019), season(2021)])))) == [2019, 2021]


async def test_what_an_answer_lacks_is_asked_for_by_itself() -> None:
    asked = script(SeriesOf([season(1), season(2)], lacking=(2,)), **{"tv/5120/season/2/images": images(2)})
    answer = await read(asked)
    assert [path for path in asked.paths() if "/season/" in path] == ["tv/5120/season/2/images"]
    assert (seasons_in(answer), answer.incomplete_parts) == ([1, 2], frozenset())


async def test_a_service_that_appends_no_seasons_is_asked_season_by_season() -> None:
    routes = {f"tv/5120/season/{number}/images": images(number) for number in (1, 2, 3)}
    answer = await read(script(SeriesOf([season(1), season(2), season(3)], lacking=(1, 2, 3)), **routes))
    assert (seasons_in(answer), answer.incomplete_parts) == ([1, 2, 3], frozenset())


async def test_an_empty_list_is_not_believed_where_the_season_names_a_poster() -> None:
    def filtered(asked: httpx.Request) -> Any:
        return {"id": 5120, "seasons": [season(1)], "season/1/images": {"posters": []}}

    answer = await read(script(filtered, **{"tv/5120/season/1/images": images(1)}))
    assert len(answer.images) == 2


async def test_a_season_without_a_poster_may_have_none() -> None:
    def bare(asked: httpx.Request) -> Any:
        return {"id": 5120, "seasons": [season(1, has_poster=False)], "season/1/images": {"posters": []}}

    asked = script(bare)
    answer = await read(asked)
    assert (answer.outcome, answer.images, answer.incomplete_parts) == (Outcome.OK, (), frozenset())
    assert not any("/season/" in path for path in asked.paths())


async def test_a_season_that_fails_makes_the_answer_incomplete_and_keeps_the_others() -> None:
    seasons = SeriesOf([season(1), season(2), season(3)], lacking=(2,))
    answer = await read(script(seasons, **{"tv/5120/season/2/images": BROKEN}))
    assert seasons_in(answer) == [1, 3]
    assert answer.incomplete_parts == {"seasonposter"}
    assert answer.complete_seasons == {1, 3}


async def test_a_season_with_a_poster_that_is_not_found_is_incomplete() -> None:
    answer = await read(script(SeriesOf([season(1), season(2)], lacking=(2,))))
    assert (answer.incomplete_parts, answer.complete_seasons) == ({"seasonposter"}, {1})


async def test_a_season_without_a_poster_that_is_not_found_has_none() -> None:
    seasons = [season(1), season(2, has_poster=False)]
    answer = await read(script(SeriesOf(seasons, lacking=(2,))))
    assert (answer.incomplete_parts, seasons_in(answer)) == (frozenset(), [1])


async def test_of_two_requests_one_may_fail() -> None:
    seasons = SeriesOf([season(number) for number in range(1, 26)], broken_from=21)
    answer = await read(script(seasons))
    assert answer.complete_seasons == set(range(1, 21))
    assert answer.incomplete_parts == {"seasonposter"}


async def test_a_season_whose_posters_are_all_unusable_has_failed() -> None:
    def spoiled(asked: httpx.Request) -> Any:
        bad = {"posters": [{"file_path": None}, {"file_path": "x"}]}
        good = images(1)
        return {
            "id": 5120, "seasons": [season(1), season(2)], "season/1/images": good, "season/2/images": bad,
        }  # fmt: skip

    answer = await read(script(spoiled))
    assert (answer.complete_seasons, seasons_in(answer)) == ({1}, [1])


async def test_a_spoiled_poster_is_dropped_and_counted() -> None:
    def one_bad(asked: httpx.Request) -> Any:
        body = {"posters": [poster("a"), {"file_path": 5}, None]}
        return {"id": 5120, "seasons": [season(1)], "season/1/images": body}

    answer = await read(script(one_bad))
    assert (len(answer.images), answer.dropped, answer.incomplete_parts) == (1, 2, frozenset())


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (BROKEN, ProviderFailed),
        (httpx.Response(429, json={"status_code": 25}, headers={"Retry-After": "7"}), ProviderBusy),
        (httpx.Response(401, json={"status_code": 7}), ProviderRefused),
        (httpx.ConnectError("no way"), ProviderError),
        (httpx.Response(200, text="<html>"), ProviderAnswerInvalid),
    ],
)
async def test_if_nothing_answers_that_is_the_error(failure: Any, error: type[Exception]) -> None:
    def series(asked: httpx.Request) -> Any:
        return failure if "append_to_response" in asked.url.params else SeriesOf([season(1)])(asked)

    with pytest.raises(error):
        await read(script(series))


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (httpx.Response(429, json={"status_code": 25}), ProviderBusy),
        (httpx.Response(401, json={"status_code": 7}), ProviderRefused),
    ],
)
async def test_a_rest_or_a_refused_key_is_told_although_other_seasons_answered(
    failure: httpx.Response, error: type[Exception]
) -> None:
    seasons = SeriesOf([season(1), season(2)], lacking=(2,))
    with pytest.raises(error):
        await read(script(seasons, **{"tv/5120/season/2/images": failure}))


@pytest.mark.parametrize("listed", [None, "x", {}, 5])
async def test_a_series_without_a_list_of_seasons_is_not_taken_for_one_without_seasons(listed: Any) -> None:
    with pytest.raises(ProviderAnswerInvalid, match="list of seasons"):
        await read(script(SeriesOf(listed)))


async def test_a_series_without_seasons_has_no_posters() -> None:
    asked = script(SeriesOf([]))
    answer = await read(asked)
    assert (answer.outcome, answer.images) == (Outcome.OK, ())
    assert asked.paths().count("tv/5120") == 1


@pytest.mark.parametrize("bad", [None, -1, "first", 1.5, True, 10**9, {}])
async def test_a_spoiled_entry_of_the_list_is_dropped_and_counted(bad: Any) -> None:
    answer = await read(script(SeriesOf([season(1), season(bad)])))
    assert (seasons_in(answer), answer.dropped) == ([1], 1)


async def test_a_list_of_nothing_but_spoiled_entries_is_refused() -> None:
    with pytest.raises(ProviderAnswerInvalid, match="usable number"):
        await read(script(SeriesOf([season(None), "x"])))


async def test_a_season_listed_twice_is_asked_for_once() -> None:
    answer = await read(script(SeriesOf([season(1), season(1, has_poster=False)])))
    assert len(answer.images) == 2


async def test_an_unknown_series_is_not_found() -> None:
    async with provider(TMDB, tmdb_script()) as tmdb:
        answer = await tmdb.fetch(request("99999999"))
    assert answer.outcome is Outcome.NOT_FOUND


async def test_seasons_are_found_by_the_id_of_another_service() -> None:
    found = {"tv_results": [{"id": 5120, "name": "The Lighthouse Keepers"}]}
    asked = script(SeriesOf([season(1)]), **{"find/73141": found})
    async with provider(TMDB, asked) as tmdb:
        answer = await tmdb.fetch(request("73141", "tvdb"))
    assert seasons_in(answer) == [1]
    assert dict(answer.external_ids) == {"tmdb": "5120", "tvdb": "73141"}
