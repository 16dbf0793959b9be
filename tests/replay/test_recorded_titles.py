"""Search, identify, fetch and list through the command line, over sockets, on answers nobody here wrote.

What must arrive is counted in the raw bodies, by three lines that know nothing of the program.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cassettes import read_cassette
from tests.replay.server import Replay

Run = Callable[..., Any]
Kinds = Callable[..., Counter[str]]

FIGHT_CLUB = "movie/550"
THRONES = "tv/1399"
DARK_SIDE = "f5093c06-23e3-404f-aeaa-40f72885ee3a"
UNPLUGGED = "fb3770f6-83fb-32b7-85c4-1f522a92287e"
AVENGED_SEVENFOLD = "24e1b53c-3085-4581-8472-0b0088d2508c"
NIGHTMARE = "46303229-3ef4-480d-b648-a78e1c64c911"
ARCHIVED = "release-group/f5093c06-23e3-404f-aeaa-40f72885ee3a"


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())


def count_lists(raw: dict[str, Any]) -> Counter[str]:
    """Count the pictures per list of a body: each list of objects is one kind."""
    lists = {kind: items for kind, items in raw.items() if isinstance(items, list)}
    return Counter({kind: len(items) for kind, items in lists.items() if items})


def outcomes(document: dict[str, Any]) -> dict[str, str]:
    return {each["provider"]: each["outcome"] for each in document["metadata"]["outcomes"]}


def give_fight_club(replay: Replay, tmdb: Path) -> None:
    examples, trimmed = tmdb / "openapi-examples", tmdb / "leandcesar/movies"
    replay.add("tmdb", "configuration", examples / "configuration-details.200.Result.json")
    replay.add(
        "tmdb",
        "search/movie",
        examples / "search-movie.200.Result.json",
        {"query": "fight club", "page": "1"},
    )
    replay.add("tmdb", FIGHT_CLUB, trimmed / "details.json")
    replay.add("tmdb", f"{FIGHT_CLUB}/images", examples / "movie-images.200.Result.json")
    replay.add("tmdb", f"{FIGHT_CLUB}/videos", examples / "movie-videos.200.Result.json")
    replay.add("tmdb", f"{FIGHT_CLUB}/external_ids", examples / "movie-external-ids.200.Result.json")
    replay.add("tmdb", f"{FIGHT_CLUB}/release_dates", examples / "movie-release-dates.200.Result.json")
    for name in ("credits", "keywords", "translations", "alternative_titles"):
        replay.add("tmdb", f"{FIGHT_CLUB}/{name}", trimmed / f"{name}.json")


def give_game_of_thrones(replay: Replay, tmdb: Path) -> None:
    examples, trimmed = tmdb / "openapi-examples", tmdb / "leandcesar/tv"
    details = load(examples / "tv-series-details.200.Result.json")
    # the pictures of one season were recorded: the series is given with that season alone
    details["seasons"] = [season for season in details["seasons"] if season["season_number"] == 1]
    replay.add("tmdb", "configuration", examples / "configuration-details.200.Result.json")
    replay.add(
        "tmdb", "search/tv", tmdb / "leandcesar/search/tv.json", {"query": "game of thrones", "page": "1"}
    )
    replay.add("tmdb", THRONES, details)
    replay.add("tmdb", f"{THRONES}/images", examples / "tv-series-images.200.Result.json")
    replay.add("tmdb", f"{THRONES}/season/1/images", examples / "tv-season-images.200.Result.json")
    replay.add("tmdb", f"{THRONES}/videos", examples / "tv-series-videos.200.Result.json")
    replay.add("tmdb", f"{THRONES}/external_ids", examples / "tv-series-external-ids.200.Result.json")
    replay.add("tmdb", f"{THRONES}/content_ratings", examples / "tv-series-content-ratings.200.Result.json")
    replay.add(
        "tmdb", f"{THRONES}/aggregate_credits", examples / "tv-series-aggregate-credits.200.Result.json"
    )
    for name in ("keywords", "translations", "alternative_titles"):
        replay.add("tmdb", f"{THRONES}/{name}", trimmed / f"{name}.json")


def test_a_recorded_film_is_found_fetched_and_listed_without_a_loss(
    replay: Replay, run: Run, kinds: Kinds, tmdb_recordings: Path
) -> None:
    give_fight_club(replay, tmdb_recordings)

    best = run("search", "fight club", "--year", "1999")["results"][0]
    fetched = run("fetch", "movie", "1", "--tmdb", best["external_ids"]["tmdb"])

    assert (best["title"], best["external_ids"]["imdb"]) == ("Fight Club", "tt0137523")
    raw = load(tmdb_recordings / "openapi-examples/movie-images.200.Result.json")
    assert kinds("movie", 1, "tmdb") == count_lists(raw)
    trailers = run("assets", "movie", "1", "trailer")["assets"]
    videos = load(tmdb_recordings / "openapi-examples/movie-videos.200.Result.json")["results"]
    assert {asset["url"].rpartition("=")[2] for asset in trailers} == {
        video["key"] for video in videos if video["type"] in ("Trailer", "Teaser")
    }
    assert outcomes(fetched)["tmdb"] == "ok"
    assert run("fetch", "movie", "1")["cached"] is True


def test_every_language_of_a_recorded_film_is_listed(replay: Replay, run: Run, tmdb_recordings: Path) -> None:
    give_fight_club(replay, tmdb_recordings)
    run("fetch", "movie", "1", "--tmdb", "550")

    raw = load(tmdb_recordings / "openapi-examples/movie-images.200.Result.json")
    for kind, asset_type in (("posters", "poster"), ("logos", "clearlogo")):
        listed = run("assets", "movie", "1", asset_type)["assets"]
        assert Counter(asset["language"] for asset in listed) == Counter(
            item["iso_639_1"] for item in raw[kind]
        )


def test_a_recorded_id_of_another_service_identifies_films_and_series(
    replay: Replay, run: Run, tmdb_recordings: Path
) -> None:
    found = load(tmdb_recordings / "openapi-examples/find-by-id.200.Result.json")["movie_results"][0]
    replay.add("tmdb", "find/tt17663992", tmdb_recordings / "openapi-examples/find-by-id.200.Result.json")
    replay.add("tmdb", "find/tt0903747", tmdb_recordings / "leandcesar/find/find.json")

    film = run("search", "tt17663992")["results"]
    series = run("search", "tt0903747", "--type", "tv")["results"]

    assert [(one["external_ids"]["tmdb"], one["confidence"]) for one in film] == [(str(found["id"]), 100)]
    assert [(one["title"], one["external_ids"]["tmdb"]) for one in series] == [("Breaking Bad", "1396")]


@pytest.mark.parametrize(
    ("cassette", "arguments", "title"),
    [
        ("test_search_movie", ("Man of Steel",), "Man of Steel"),
        ("test_search_movie_year", ("Man of Steel", "--year", "2013"), "Man of Steel"),
        (
            "test_refine_movie_guess_alternative_title", ("Jack Reacher", "--year", "2016"),
            "Jack Reacher: Never Go Back",
        ),
        ("test_search_series", ("The Big Bang Theory", "--type", "tv"), "The Big Bang Theory"),
        ("test_refine_episode_with_country_hoc_us", ("house of cards", "--type", "tv"), "House of Cards"),
    ],
)  # fmt: skip
def test_searches_recorded_in_2025_find_what_was_meant(
    replay: Replay, run: Run, tmdb_recordings: Path, cassette: str, arguments: tuple[str, ...], title: str
) -> None:
    exchanges = list(read_cassette(tmdb_recordings / f"subliminal-vcr/{cassette}.yaml"))
    for exchange in exchanges:
        replay.add_exchange("tmdb", exchange)

    document = run("search", *arguments)

    offered = {item.get("title") or item.get("name") for item in exchanges[0].json()["results"]}
    assert document["results"][0]["title"] == title
    assert {result["title"] for result in document["results"] if "tmdb" in result["providers"]} == offered


@pytest.mark.parametrize("cassette", ["test_search_movie_wrong_title", "test_search_series_wrong_name"])
def test_a_recorded_empty_page_is_an_answer(
    replay: Replay, run: Run, tmdb_recordings: Path, cassette: str
) -> None:
    (exchange,) = read_cassette(tmdb_recordings / f"subliminal-vcr/{cassette}.yaml")
    replay.add_exchange("tmdb", exchange)
    is_series = "search/tv" in exchange.address

    document = run(
        "search", "Bing Bag" if is_series else "Meen of Stal", *(["--type", "tv"] if is_series else [])
    )

    assert document["results"] == []


def test_a_recorded_series_is_found_fetched_and_listed_with_its_season(
    replay: Replay, run: Run, kinds: Kinds, tmdb_recordings: Path
) -> None:
    give_game_of_thrones(replay, tmdb_recordings)

    best = run("search", "game of thrones", "--type", "tv")["results"][0]
    fetched = run("fetch", "tv", "1", "--tmdb", best["external_ids"]["tmdb"])

    ids = load(tmdb_recordings / "openapi-examples/tv-series-external-ids.200.Result.json")
    assert (best["title"], best["external_ids"]["tvdb"]) == ("Game of Thrones", str(ids["tvdb_id"]))
    series = load(tmdb_recordings / "openapi-examples/tv-series-images.200.Result.json")
    season = load(tmdb_recordings / "openapi-examples/tv-season-images.200.Result.json")
    assert kinds("tv", 1, "tmdb") == count_lists(series) + count_lists(season)
    seasonposters = run("assets", "tv", "1", "seasonposter")["assets"]
    assert Counter(asset["season_number"] for asset in seasonposters) == {1: len(season["posters"])}
    assert outcomes(fetched)["tmdb"] == "ok"
    assert str(ids["tvdb_id"]) in "".join(replay.paths("fanart_tv")), "Fanart.tv is asked by the id learned"


@pytest.mark.parametrize(
    ("name", "path", "arguments"),
    [
        ("movie_thg", "movies/70160", ("movie", "1", "--tmdb", "70160")),
        ("movie_thg", "movies/tt1392170", ("movie", "1", "--imdb", "tt1392170")),
        ("tv_239761", "tv/239761", ("tv", "1", "--tvdb", "239761")),
    ],
)
def test_recorded_pictures_of_fanart_tv_are_listed_without_a_loss(
    replay: Replay, run: Run, kinds: Kinds, recordings: Path, name: str, path: str, arguments: tuple[str, ...]
) -> None:
    body = recordings / f"fanart_tv/opacam-v3/{name}.json"
    replay.add("fanart_tv", path, body)

    fetched = run("fetch", *arguments)

    assert outcomes(fetched)["fanart_tv"] == "ok"
    assert kinds(arguments[0], 1, "fanart_tv") == count_lists(load(body))


def test_a_recorded_album_is_found_fetched_and_listed_with_its_covers(
    replay: Replay, run: Run, kinds: Kinds, recordings: Path
) -> None:
    index = recordings / "cover_art_archive/inkstak/release.json"
    replay.add(
        "musicbrainz", f"release-group/{DARK_SIDE}", recordings / "musicbrainz/picard/release_group.json"
    )
    replay.add("cover_art_archive", f"release-group/{DARK_SIDE}", index)

    best = run("search", DARK_SIDE, "--type", "music")["results"][0]
    fetched = run("fetch", "music", "1", "--musicbrainz", best["external_ids"]["musicbrainz"])

    assert (best["title"], best["confidence"]) == ("The Dark Side of the Moon", 100)
    types = Counter(kind for picture in load(index)["images"] for kind in picture["types"])
    assert kinds("music", 1, "musicbrainz") == Counter({kind: types[kind] for kind in ("Front", "Medium")})
    assert outcomes(fetched)["musicbrainz"] == "ok"


def test_albums_of_a_recorded_search_arrive_and_the_first_is_fetched(
    replay: Replay, run: Run, recordings: Path
) -> None:
    exchanges = list(read_cassette(recordings / "musicbrainz/inkstak-vcr/release_group.yml"))
    searched = next(
        each for each in exchanges if "MTV%20Unplugged" in each.address and "limit" not in each.address
    )
    replay.add("musicbrainz", "release-group", searched.body)
    for exchange in exchanges:
        if f"/{UNPLUGGED}?fmt=json&inc=url-rels" in exchange.address:
            replay.add_exchange("musicbrainz", exchange)

    document = run("search", "MTV Unplugged in New York", "--type", "music", "--limit", "100")
    fetched = run("fetch", "music", "1", "--musicbrainz", UNPLUGGED)

    listed = {result["external_ids"]["musicbrainz"] for result in document["results"]}
    assert listed == {group["id"] for group in searched.json()["release-groups"]}
    assert document["results"][0]["external_ids"]["musicbrainz"] == UNPLUGGED
    assert fetched["providers"]["musicbrainz"]["metadata"]["title"] == "MTV Unplugged in New York"
    assert outcomes(fetched) == {"musicbrainz": "ok", "fanart_tv": "not_found"}


def test_recorded_pictures_of_an_artist_and_of_one_album_are_listed_together(
    replay: Replay, run: Run, kinds: Kinds, recordings: Path
) -> None:
    body = recordings / "fanart_tv/opacam-v3/music_a7f.json"
    raw = load(body)
    # who made the album is all MusicBrainz has to say here; nobody recorded its entry
    artist = {"id": AVENGED_SEVENFOLD, "name": raw["name"]}
    replay.add("musicbrainz", f"release-group/{NIGHTMARE}", {
        "id": NIGHTMARE, "title": "An album", "artist-credit": [{"name": raw["name"], "artist": artist}],
    })  # fmt: skip
    replay.add("fanart_tv", f"music/albums/{NIGHTMARE}", body)
    replay.add("fanart_tv", f"music/{AVENGED_SEVENFOLD}", body)

    fetched = run("fetch", "music", "1", "--musicbrainz", NIGHTMARE)

    assert outcomes(fetched)["fanart_tv"] == "ok"
    album = {kind: items for kind, items in raw["albums"][NIGHTMARE].items() if isinstance(items, list)}
    assert kinds("music", 1, "fanart_tv") == count_lists(raw) + count_lists(album)


def test_recorded_refusals_are_said_in_words_and_tell_nothing_of_the_key(
    replay: Replay, run: Run, tmdb_recordings: Path, recordings: Path
) -> None:
    refusal = tmdb_recordings / "openapi-examples/authentication-validate-key.401.Result.json"
    replay.add("tmdb", "movie/70160", refusal, status=401)
    replay.add("tmdb", "configuration", refusal, status=401)
    replay.add("fanart_tv", "movies/70160", recordings / "fanart_tv/opacam-v3/movie_thg.json")

    fetched = run("fetch", "movie", "1", "--tmdb", "70160")

    (failed,) = (each for each in fetched["metadata"]["outcomes"] if each["provider"] == "tmdb")
    assert (failed["outcome"], outcomes(fetched)["fanart_tv"]) == ("failed", "ok")
    assert "key" in failed["message"]
    assert "0123456789abcdef" not in json.dumps(fetched)


def test_the_recorded_storm_of_musicbrainz_is_waited_out(replay: Replay, run: Run, recordings: Path) -> None:
    exchanges = read_cassette(recordings / "musicbrainz/inkstak-vcr/client.yml")
    (busy,) = (each for each in exchanges if each.status == 503)
    album = recordings / "musicbrainz/picard/release_group.json"
    replay.add_once("musicbrainz", f"release-group/{DARK_SIDE}", busy.body, status=503)
    replay.add("musicbrainz", f"release-group/{DARK_SIDE}", album)

    fetched = run("fetch", "music", "1", "--musicbrainz", DARK_SIDE)

    assert outcomes(fetched)["musicbrainz"] == "ok"
    seen = [one for one in replay.asked if one.service == "musicbrainz"]
    assert [one.status for one in seen] == [503, 200]
    assert seen[1].at - seen[0].at >= 2.0, "at least two seconds after a 503"
