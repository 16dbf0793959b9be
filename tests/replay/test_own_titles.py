"""The same way through the whole program on the small answers kept in this checkout: it runs everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import ASSET_TYPES
from metarr_desktop.domain.entity import EntityType
from tests.providers.music_support import ALBUM, ARTIST, RELEASE, group, index, picture
from tests.replay.server import Replay, serving

ROOT = Path(__file__).resolve().parents[2]
RECORDED = ROOT / "tests/recorded"
NO_SLOT = {"moviesquare", "moviehologram"}
UNFIT = {
    9: "a cinemagraph",
    10: "an icon",
    15: "of the DVD order",
    16: "a placeholder",
    17: "no address",
    18: "no kind",
}

Run = Callable[..., Any]
Kinds = Callable[..., Counter[str]]


def load(name: str) -> Any:
    return json.loads((RECORDED / name).read_bytes())


def give_night_harbour(replay: Replay) -> None:
    replay.add("tmdb", "configuration", RECORDED / "tmdb/configuration.json")
    replay.add("tmdb", "search/movie", RECORDED / "tmdb/search.json", {"query": "night harbour"})
    replay.add("tmdb", "movie/4711", RECORDED / "tmdb/movie.json")
    replay.add("fanart_tv", "movies/4711", RECORDED / "fanart_tv/movie_v3_2.json")


def give_the_album(replay: Replay) -> None:
    replay.add("musicbrainz", f"release-group/{ALBUM}", group())
    replay.add("musicbrainz", "release-group", {"count": 1, "offset": 0, "release-groups": [group()]})
    front, back = picture(), picture(102, ("Back",))
    replay.add("cover_art_archive", f"release-group/{ALBUM}", b"See: ...", status=307, media_type="text/plain",
               location=f"/caa/download/mbid-{RELEASE}/index.json")  # fmt: skip
    replay.add("cover_art_archive", f"download/mbid-{RELEASE}/index.json", b"", status=302,
               location="/caa/0/items/index.json")  # fmt: skip
    replay.add("cover_art_archive", "0/items/index.json", index(front, back, picture(103, ("Medium",))))


def test_a_film_is_found_fetched_and_listed_from_two_services(replay: Replay, run: Run, kinds: Kinds) -> None:
    give_night_harbour(replay)

    best = run("search", "night harbour")["results"][0]
    fetched = run("fetch", "movie", "1", "--tmdb", best["external_ids"]["tmdb"])

    assert best["external_ids"]["imdb"] == "tt0123456"
    assert {"tmdb", "fanart_tv"} <= set(fetched["metadata"]["completed_providers"])
    groups = load("tmdb/movie.json")["images"].items()
    assert kinds("movie", 1, "tmdb") == Counter({kind: len(items) for kind, items in groups})
    lists = {
        kind: items for kind, items in load("fanart_tv/movie_v3_2.json").items() if isinstance(items, list)
    }
    assert kinds("movie", 1, "fanart_tv") == Counter(
        {kind: len(items) for kind, items in lists.items() if kind not in NO_SLOT}
    )


def test_a_search_broadened_in_vain_keeps_what_the_year_found(replay: Replay, run: Run) -> None:
    narrow = {"query": "night harbour", "year": "1998"}
    replay.add("tmdb", "search/movie", RECORDED / "tmdb/search.json", narrow)  # without the year: 404

    results = run("search", "night harbour", "--year", "1998")["results"]

    assert results[0]["title"] == "Night Harbour"
    assert len([one for one in replay.asked if one.path == "search/movie"]) == 2


def test_a_series_of_thetvdb_is_found_fetched_and_listed_with_its_seasons(replay: Replay, run: Run) -> None:
    replay.add("tvdb", "artwork/types", RECORDED / "tvdb/artwork_types.json")
    replay.add("tvdb", "search", RECORDED / "tvdb/search.json")
    replay.add("tvdb", "series/4711/extended", RECORDED / "tvdb/series.json")

    found = run("search", "night harbour", "--type", "tv")["results"]
    fetched = run("fetch", "tv", "1", "--tvdb", "4711")

    assert "4711" in {result["external_ids"].get("tvdb") for result in found}
    assert "tvdb" in fetched["metadata"]["completed_providers"]
    urls = [
        asset["url"]
        for asset_type in ASSET_TYPES[EntityType.TV]
        if asset_type not in ("keyart", "trailer")
        for asset in run("assets", "tv", "1", asset_type)["assets"]
    ]
    artworks = [each for each in load("tvdb/series.json")["data"]["artworks"] if isinstance(each, dict)]
    assert len(artworks) > len(UNFIT)
    for artwork in artworks:
        address = artwork["image"]
        address = f"https://artworks.thetvdb.com{address}" if address.startswith("/") else address
        expected = 0 if artwork["id"] in UNFIT else 1
        assert urls.count(address) == expected, f"{artwork['id']}: {UNFIT.get(artwork['id'], 'a picture')}"


def test_an_album_is_found_fetched_and_listed_two_redirections_away(
    replay: Replay, run: Run, kinds: Kinds
) -> None:
    give_the_album(replay)
    replay.add("fanart_tv", f"music/albums/{ALBUM}", {"name": "The Sample", "mbid_id": ARTIST, "albums": [
        {"release_group_id": ALBUM, "albumcover": [{"id": "1", "url": "https://assets.fanart.tv/fanart/a.jpg"}]}
    ]})  # fmt: skip

    best = run("search", "First Steps", "--type", "music")["results"][0]
    run("fetch", "music", "1", "--musicbrainz", best["external_ids"]["musicbrainz"])

    assert (best["title"], best["artist"]) == ("First Steps", "The Sample")
    assert kinds("music", 1, "musicbrainz") == Counter(Front=1, Medium=1)
    assert kinds("music", 1, "fanart_tv") == Counter(albumcover=1)
    assert [one.status for one in replay.asked if one.service == "cover_art_archive"] == [307, 302, 200]


def test_a_redirection_to_a_foreign_place_is_not_followed(replay: Replay, run: Run) -> None:
    replay.add("musicbrainz", f"release-group/{ALBUM}", group())
    replay.add(
        "cover_art_archive",
        f"release-group/{ALBUM}",
        b"",
        status=307,
        location="http://127.0.0.1:9/index.json",
    )

    fetched = run("fetch", "music", "1", "--musicbrainz", ALBUM)

    (outcome,) = (each for each in fetched["metadata"]["outcomes"] if each["provider"] == "musicbrainz")
    assert (outcome["outcome"], outcome["error_kind"]) == ("failed", "invalid_answer")
    assert fetched["providers"]["musicbrainz"]["metadata"]["title"] == "First Steps"


def test_a_program_of_its_own_answers_a_script_from_the_replay(isolated: Path) -> None:
    replay = Replay()
    give_night_harbour(replay)
    with serving(replay) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "metarr_desktop", "fetch", "movie", "1", "--tmdb", "4711", "--json"],
            cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert {"tmdb", "fanart_tv"} <= set(json.loads(done.stdout)["metadata"]["completed_providers"])
    assert not [one for one in replay.asked if "api_key" in one.path], "no key in a path"


@pytest.mark.parametrize(
    ("service", "path", "body", "media_type"),
    [
        ("tmdb", "movie/4711", b"<html>Bad gateway</html>", "text/html"),
        ("fanart_tv", "movies/4711", b"[]", "application/json"),
        ("tvdb", "search/remoteid/tt0123456", b"", "application/json"),
    ],
)
def test_a_spoiled_answer_of_one_service_costs_its_own_part_alone(
    replay: Replay, run: Run, service: str, path: str, body: bytes, media_type: str
) -> None:
    replay.add(service, path, body, media_type=media_type)
    if service != "tmdb":
        give_night_harbour_of_tmdb_alone(replay)
    else:
        replay.add("fanart_tv", "movies/4711", RECORDED / "fanart_tv/movie_v3_2.json")

    fetched = run("fetch", "movie", "1", "--tmdb", "4711", "--imdb", "tt0123456")

    outcomes = {each["provider"]: each for each in fetched["metadata"]["outcomes"]}
    assert outcomes[service]["outcome"] == "failed"
    assert outcomes["fanart_tv" if service == "tmdb" else "tmdb"]["outcome"] == "ok"
    assert "Traceback" not in outcomes[service]["message"]


def give_night_harbour_of_tmdb_alone(replay: Replay) -> None:
    replay.add("tmdb", "configuration", RECORDED / "tmdb/configuration.json")
    replay.add("tmdb", "movie/4711", RECORDED / "tmdb/movie.json")
