"""The seasons of a series as TMDB and TheTVDB describe them: by number, each once, nothing made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.entity import EntityType, Season
from metarr_desktop.providers.season_list import listed, season_of
from metarr_desktop.providers.tmdb.season_mapping import describe_seasons as of_tmdb
from metarr_desktop.providers.tvdb.answer_mapping import describe_seasons as of_tvdb
from metarr_desktop.providers.tvdb.answer_mapping import map_answer
from metarr_desktop.providers.tvdb.artwork_types import DOCUMENTED_TYPES
from tests.providers.support import TMDB, TVDB, ask, provider, recorded, tmdb_script


def tmdb(**fields: Any) -> tuple[tuple[Season, ...], int]:
    season = {"season_number": 2, "name": "Season 2", "episode_count": 8, "air_date": "2019-06-21"}
    return of_tmdb({"seasons": [season | fields]})


def tvdb(*numbers: object, order: str = "official", **fields: Any) -> list[dict[str, Any]]:
    kinds = {"official": 1, "dvd": 2, "absolute": 3}
    return [{"number": each, "type": {"id": kinds[order], "type": order}, **fields} for each in numbers]


def test_tmdb_says_number_episodes_and_first_year() -> None:
    assert tmdb() == ((Season(2, "", 8, 2019),), 0)


@pytest.mark.parametrize("name", ["Season 2", "season 02", "Series 2", "Staffel 2", " Season  2 "])
def test_a_name_that_says_only_the_number_is_none(name: str) -> None:
    assert tmdb(name=name)[0][0].name == ""


@pytest.mark.parametrize(
    "name", ["Season 3", "Book Two: Earth", "Part 2", "Specials", "Season 2: Asylum", "2"]
)
def test_any_other_name_is_kept(name: str) -> None:
    assert tmdb(name=name)[0][0].name == name


@pytest.mark.parametrize("day", [None, "", "soon", 2019])
def test_a_season_without_a_day_has_no_year(day: object) -> None:
    assert tmdb(air_date=day)[0][0].year is None


@pytest.mark.parametrize(("count", "episodes"), [(0, 0), ("8", 8), (None, None), (-1, None), (True, None)])
def test_only_a_count_of_episodes_is_one(count: object, episodes: int | None) -> None:
    assert tmdb(episode_count=count)[0][0].episodes == episodes


@pytest.mark.parametrize("number", [None, -1, "x", 10_000, True, 1.5])
def test_a_season_without_a_usable_number_is_dropped_and_counted(number: object) -> None:
    assert tmdb(season_number=number) == ((), 1)


def test_bad_items_lose_no_neighbours() -> None:
    assert of_tmdb({"seasons": [None, {"season_number": 1}, "x", {}]}) == ((Season(1),), 3)


def test_no_list_of_seasons_is_one_bad_item_and_none_at_all_is_nothing() -> None:
    assert of_tmdb({"seasons": {"1": {}}}) == ((), 1)
    assert of_tmdb({"seasons": None}) == of_tmdb({}) == ((), 0)


def test_seasons_are_sorted_and_the_first_of_a_number_counts() -> None:
    found = [season_of(3), season_of(0, name="Specials"), season_of(3, name="again"), None]
    assert listed(found) == ((Season(0, "Specials"), Season(3)), 1)


def test_thetvdb_lists_the_official_order_only() -> None:
    series = {"seasons": [*tvdb(1, 2, 0), *tvdb(1, 2, 3, 4, order="dvd")]}
    assert of_tvdb(series) == ((Season(0), Season(1), Season(2)), 0)


def test_thetvdb_falls_back_to_the_series_own_order() -> None:
    series = {"defaultSeasonType": 3, "seasons": [*tvdb(1, order="dvd"), *tvdb(7, order="absolute")]}
    assert of_tvdb(series) == ((Season(7),), 0)


def test_thetvdb_takes_a_name_and_a_year_where_the_record_has_them() -> None:
    series = {"seasons": [*tvdb(1, name="Season 1", year="2011"), *tvdb(2, name="The Long Night", year=None)]}
    assert of_tvdb(series) == ((Season(1, "", None, 2011), Season(2, "The Long Night")), 0)


def test_thetvdb_counts_what_is_no_season() -> None:
    assert of_tvdb({"seasons": [*tvdb(1, None, -3), "x"]}) == ((Season(1),), 3)


async def test_a_series_of_tmdb_arrives_with_its_seasons() -> None:
    details = {"id": 5120, "name": "Example", "seasons": [{"season_number": 1, "episode_count": 10}, 5]}
    async with provider(TMDB, tmdb_script(**{"tv/5120": details})) as client:
        answer = await client.fetch(ask(TMDB, "5120", entity_type=EntityType.TV))
    assert (answer.metadata.seasons, answer.dropped) == ((Season(1, "", 10),), 1)


def test_a_series_of_thetvdb_arrives_with_its_seasons() -> None:
    asked = ask(TVDB, kind="tvdb", entity_type=EntityType.TV)
    answer = map_answer(
        recorded("tvdb/series.json")["data"], asked, DOCUMENTED_TYPES, base_url="https://api4.thetvdb.com/v4/"
    )
    assert answer.metadata is not None
    assert [season.number for season in answer.metadata.seasons] == [0, 1, 2]


def test_an_episode_that_names_its_seasons_has_none() -> None:
    record = {"id": 5, "name": "Pilot", "seasons": tvdb(1), "number": 1, "seasonNumber": 1}
    asked = ask(TVDB, "5", kind="tvdb", entity_type=EntityType.EPISODE)
    answer = map_answer(record, asked, DOCUMENTED_TYPES, base_url="https://api4.thetvdb.com/v4/")
    assert answer.metadata is not None
    assert (answer.metadata.seasons, answer.dropped) == ((), 0)


def test_every_recorded_season_is_described(recordings: Path) -> None:
    for name in ("openapi-examples/tv-series-details.200.Result.json", "leandcesar/tv/details_full.json"):
        raw = json.loads((recordings / "tmdb" / name).read_bytes())
        seasons, dropped = of_tmdb(raw)
        assert [(season.number, season.episodes) for season in seasons] == [
            (item["season_number"], item["episode_count"]) for item in raw["seasons"]
        ]
        assert dropped == 0
