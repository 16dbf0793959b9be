"""Recorded answers served by less than the real services: an archive of paths, trimmed bodies, other addresses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.providers.fanart_tv import FANART_TV
from metarr_desktop.providers.tmdb import TMDB
from tests.replay import fanart_bodies, tmdb_bodies
from tests.replay.provider_over_socket import provider_asking, request
from tests.replay.server import Replay

Run = Callable[..., Any]
Kinds = Callable[..., Counter[str]]


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())


def outcome_of_tmdb(document: dict[str, Any]) -> dict[str, Any]:
    (found,) = (each for each in document["metadata"]["outcomes"] if each["provider"] == "tmdb")
    assert isinstance(found, dict)
    return found


def test_an_archive_that_appends_nothing_gives_a_film_in_full(
    replay: Replay, run: Run, kinds: Kinds, tmdb_recordings: Path
) -> None:
    replay.appends = False  # and no configuration was recorded
    pictures = tmdb_recordings / "openapi-examples/movie-images.200.Result.json"
    videos = tmdb_recordings / "openapi-examples/movie-videos.200.Result.json"
    credits = tmdb_recordings / "leandcesar/movies/credits.json"
    replay.add("tmdb", "movie/550", tmdb_recordings / "leandcesar/movies/details.json")
    replay.add("tmdb", "movie/550/images", pictures)
    replay.add("tmdb", "movie/550/videos", videos)
    replay.add("tmdb", "movie/550/credits", credits)

    fetched = run("fetch", "movie", "1", "--tmdb", "550")

    assert outcome_of_tmdb(fetched)["outcome"] == "ok"
    groups = {kind: items for kind, items in load(pictures).items() if isinstance(items, list)}
    assert kinds("movie", 1, "tmdb") == {kind: len(items) for kind, items in groups.items()}
    wanted = [item for item in load(videos)["results"] if item["type"] in ("Trailer", "Teaser")]
    assert len(run("assets", "movie", "1", "trailer")["assets"]) == len(wanted)
    billed = [each["name"] for each in load(credits)["cast"]]
    assert billed == fetched["providers"]["tmdb"]["metadata"]["cast"] != []
    posters = run("assets", "movie", "1", "poster")["assets"]
    assert all(each["url"].startswith("https://image.tmdb.org/t/p/original/") for each in posters)


@pytest.mark.parametrize(
    ("name", "title"),
    [("movies", ("movie", "76", "Before Sunrise")), ("tv", ("tv", "1399", "Game of Thrones"))],
)
def test_a_recording_whose_lists_of_pictures_were_emptied_keeps_text_and_trailers(
    replay: Replay, run: Run, tmdb_recordings: Path, name: str, title: tuple[str, str, str]
) -> None:
    entity_type, number, called = title
    body = load(tmdb_recordings / f"leandcesar/{name}/details_full.json")
    replay.add("tmdb", f"{entity_type}/{number}", {**body, "seasons": []})

    fetched = run("fetch", entity_type, "1", "--tmdb", number)

    assert outcome_of_tmdb(fetched)["outcome"] == "ok"
    assert fetched["providers"]["tmdb"]["metadata"]["title"] == called
    wanted = [item for item in body["videos"]["results"] if item["type"] in ("Trailer", "Teaser")]
    assert len(run("assets", entity_type, "1", "trailer")["assets"]) == len(wanted)


def test_details_alone_give_the_text_and_say_what_is_missing(
    replay: Replay, run: Run, tmdb_recordings: Path
) -> None:
    replay.add("tmdb", "movie/11", tmdb_recordings / "openapi-examples/movie-details.200.OK.json")

    fetched = run("fetch", "movie", "1", "--tmdb", "11")

    assert fetched["providers"]["tmdb"]["metadata"]["title"] == "Star Wars"
    told = outcome_of_tmdb(fetched)
    assert (told["outcome"], told["error_kind"]) == ("failed", "incomplete")
    assert "poster" in told["message"]


def test_an_archive_gives_an_episode_by_its_place(
    replay: Replay, run: Run, kinds: Kinds, tmdb_recordings: Path
) -> None:
    replay.appends = False
    stills = tmdb_recordings / "openapi-examples/tv-episode-images.200.Result.json"
    place = "tv/1399/season/1/episode/1"
    replay.add("tmdb", place, tmdb_recordings / "openapi-examples/tv-episode-details.200.Result.json")
    replay.add("tmdb", f"{place}/images", stills)

    fetched = run("fetch", "episode", "1", "--tmdb", "1399/1/1")

    assert fetched["providers"]["tmdb"]["metadata"]["title"] == "Winter Is Coming"
    assert kinds("episode", 1, "tmdb") == {"stills": len(load(stills)["stills"])}


def test_the_configuration_is_asked_for_once_by_programs_one_after_the_other(
    replay: Replay, run: Run, tmdb_recordings: Path
) -> None:
    configuration = tmdb_recordings / "openapi-examples/configuration-details.200.Result.json"
    replay.add("tmdb", "configuration", configuration)
    replay.add("tmdb", f"movie/{tmdb_bodies.FILM}", tmdb_bodies.FILM_DETAILS)

    for number in ("1", "2", "3"):
        run("fetch", "movie", number, "--tmdb", str(tmdb_bodies.FILM))

    assert replay.paths("tmdb").count(f"movie/{tmdb_bodies.FILM}") == 3
    assert replay.paths("tmdb").count("configuration") == 1


@pytest.mark.parametrize("base_path", ["/", "/3/", "/4/", "/a/b/3/"])
async def test_tmdb_is_asked_below_whatever_base_address_it_has(base_path: str) -> None:
    replay = Replay()
    replay.add("tmdb", f"movie/{tmdb_bodies.FILM}", tmdb_bodies.FILM_DETAILS)
    async with provider_asking(replay, TMDB, base_path=base_path) as tmdb:
        answer = await tmdb.fetch(request(TMDB, EntityType.MOVIE, "tmdb", tmdb_bodies.FILM))
    assert answer.metadata.title == "High Tide"
    assert {image.url.rpartition("/")[0] for image in answer.images} == {f"{tmdb_bodies.IMAGE}/original"}


@pytest.mark.parametrize("base_path", ["/", "/v3/", "/v3.1/", "/v3.2/", "/v4/"])
async def test_fanart_tv_is_asked_in_every_version_it_may_have(base_path: str) -> None:
    replay = Replay()
    replay.add("fanart_tv", "movies/990101", fanart_bodies.FILM_OF_2026)
    async with provider_asking(replay, FANART_TV, base_path=base_path) as fanart:
        answer = await fanart.fetch(request(FANART_TV, EntityType.MOVIE, "tmdb", 990101))
    assert len(answer.images) == 7
