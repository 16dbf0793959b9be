"""Series on the command line: searched, identified, fetched from every service that knows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from metarr_desktop.cli import main

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("METARR_DEMO", "1")

    def run_command(*arguments: str) -> dict[str, Any]:
        status = main([*arguments, "--json"])
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert status == 0, document
        return document

    return run_command


def test_a_series_is_found_by_title_and_first_year_with_all_ids(run: Run) -> None:
    best = run("search", "breaking bad", "--type", "tv", "--year", "2008")["results"][0]
    assert (best["title"], best["release_date"][:4]) == ("Breaking Bad", "2008")
    assert {"tmdb": "1396", "tvdb": "81189", "imdb": "tt0903747"}.items() <= best["external_ids"].items()
    assert {hit["provider_id"] for hit in best["hits"]} == {"tmdb", "tvdb"}
    assert best["confidence"] >= 95


@pytest.mark.parametrize(
    "query",
    ["tvdb:81189", "tt0903747", "tmdb:1396", "https://www.themoviedb.org/tv/1396-breaking-bad"],
)
def test_an_id_of_a_series_is_certain(run: Run, query: str) -> None:
    best = run("search", query, "--type", "tv")["results"][0]
    assert (best["title"], best["confidence"]) == ("Breaking Bad", 100)


def test_ids_learned_from_tmdb_let_the_others_answer(run: Run) -> None:
    fetched = run("fetch", "tv", "1", "--tmdb", "1396")
    assert set(fetched["metadata"]["completed_providers"]) == {"tmdb", "fanart_tv", "tvdb"}
    seasons = {
        name: {image["season_number"] for image in data["images"].get("seasonposter", [])}
        for name, data in fetched["providers"].items()
    }
    assert seasons["tmdb"] <= set(range(6))
    assert len(seasons["tmdb"]) >= 4
    assert seasons["fanart_tv"]
    assert seasons["tvdb"]


def test_a_second_fetch_asks_nobody_and_says_the_same(run: Run) -> None:
    first, second = (run("fetch", "tv", "1", "--tmdb", "1396") for _ in range(2))
    assert (first["cached"], second["cached"]) == (False, True)

    def images(document: dict[str, Any]) -> Any:
        return {name: data["images"] for name, data in document["providers"].items()}

    assert images(first) == images(second)


def test_a_series_known_to_thetvdb_alone_is_asked_for_everywhere(run: Run) -> None:
    fetched = run("fetch", "tv", "1", "--tvdb", "81189")
    assert set(fetched["metadata"]["completed_providers"]) == {"tmdb", "fanart_tv", "tvdb"}


def test_season_posters_can_be_asked_for_alone(run: Run) -> None:
    fetched = run("fetch", "tv", "1", "--tmdb", "1396", "--asset-type", "seasonposter")
    assert {kind for data in fetched["providers"].values() for kind in data["images"]} == {"seasonposter"}


def test_an_episode_has_stills(run: Run) -> None:
    fetched = run("fetch", "episode", "1", "--tvdb", "811890101")
    assert set(fetched["metadata"]["completed_providers"]) == {"tmdb", "tvdb"}
    assert {kind for data in fetched["providers"].values() for kind in data["images"]} == {"thumb"}


def test_an_episode_of_tmdb_is_named_by_its_place(run: Run) -> None:
    fetched = run("fetch", "episode", "1", "--tmdb", "1396/1/1")
    assert fetched["metadata"]["completed_providers"][0] == "tmdb"
    assert fetched["providers"]["tmdb"]["images"]["thumb"]


def test_a_collection_is_found_and_fetched(run: Run) -> None:
    best = run("search", "harry potter", "--type", "collection")["results"][0]
    fetched = run("fetch", "collection", "1", "--tmdb", best["external_ids"]["tmdb"])
    assert fetched["providers"]["tmdb"]["metadata"]["title"] == "Harry Potter Collection"


def test_people_see_which_season_a_picture_is_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METARR_DEMO", "1")
    main(["fetch", "tv", "1", "--tvdb", "81189", "--asset-type", "seasonposter"])
    capsys.readouterr()
    main(["assets", "tv", "1", "seasonposter"])
    lines = capsys.readouterr().out.splitlines()
    of_tvdb = [line for line in lines if " tvdb " in line]
    assert of_tvdb
    assert all("season " in line or "specials" in line for line in of_tvdb)
