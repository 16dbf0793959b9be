"""Recorded answers about series, seasons, episodes and collections, counted apart from the code under test."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import TitleQuery
from metarr_desktop.providers.tmdb.details_mapping import map_certification, map_external_ids, map_metadata
from metarr_desktop.providers.tmdb.image_addresses import documented_addresses
from metarr_desktop.providers.tmdb.image_mapping import map_images, map_videos
from metarr_desktop.providers.tmdb.info import SEASONS
from metarr_desktop.providers.tmdb.search_mapping import map_search_page
from metarr_desktop.providers.tmdb.season_mapping import map_season_posters, map_seasons
from tests.providers.support import TMDB, Script, ask, provider, tmdb_script
from tests.providers.test_recordings_counted import cassette_bodies

ADDRESSES = documented_addresses("https://api.themoviedb.org/3/")
SERIES_IMAGES = ["openapi-examples/tv-series-images.200.Result.json", "leandcesar/tv/images.json"]
SEASON_IMAGES = ["openapi-examples/tv-season-images.200.Result.json", "leandcesar/tv_seasons/images.json"]
EPISODE_IMAGES = ["openapi-examples/tv-episode-images.200.Result.json", "leandcesar/tv_episodes/images.json"]
COLLECTION_IMAGES = [
    "openapi-examples/collection-images.200.Result.json",
    "leandcesar/collections/images.json",
]
DETAILS = [
    "openapi-examples/tv-series-details.200.Result.json",
    "leandcesar/tv/details.json",
    "leandcesar/tv/details_full.json",
]
PAGES = [
    "openapi-examples/search-tv.200.Result.json", "leandcesar/search/tv.json", "leandcesar/tv/popular.json",
    "leandcesar/tv/top_rated.json", "leandcesar/tv/on_the_air.json", "leandcesar/tv/airing_today.json",
    "leandcesar/tv/similar.json", "leandcesar/tv/recommendations.json",
]  # fmt: skip


@pytest.fixture
def tmdb(recordings: Path) -> Path:
    return recordings / "tmdb"


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())


def counted(raw: Any) -> Counter[tuple[str, str | None]]:
    """The independent counter: every entry of every list of an ``images`` answer by list and language."""
    return Counter(
        (group, item["iso_639_1"]) for group, items in raw.items() if group != "id" for item in items
    )


def mapped(images: list[ProviderImage]) -> Counter[tuple[str, str | None]]:
    return Counter(
        (image.metadata["kind"], image.language)
        for image in images
        if image.asset_type is not AssetType.KEYART
    )


@pytest.mark.parametrize("name", [*SERIES_IMAGES, *SEASON_IMAGES, *EPISODE_IMAGES, *COLLECTION_IMAGES])
def test_every_picture_arrives_in_every_language(tmdb: Path, name: str) -> None:
    raw = load(tmdb / name)
    images, dropped = map_images(raw, ADDRESSES)
    assert (mapped(images), dropped) == (counted(raw), 0)
    assert sum(counted(raw).values()) > 0


@pytest.mark.parametrize("name", SEASON_IMAGES)
def test_every_poster_of_a_season_arrives_once(tmdb: Path, name: str) -> None:
    raw = load(tmdb / name)
    images, dropped = map_season_posters(raw, 1, ADDRESSES)
    assert (len(images), dropped) == (len(raw["posters"]), 0)
    assert {(image.asset_type, image.season_number) for image in images} == {(AssetType.SEASONPOSTER, 1)}
    assert [(image.width, image.height) for image in images] == [
        (item["width"], item["height"]) for item in raw["posters"]
    ]


async def test_a_recorded_series_arrives_whole(tmdb: Path) -> None:
    raw = load(tmdb / "leandcesar/tv/details_full.json")
    pictures = load(tmdb / SERIES_IMAGES[0])
    del pictures["id"]
    async with provider(TMDB, tmdb_script(**{"tv/1399": {**raw, "images": pictures}})) as client:
        answer = await client.fetch(ask(TMDB, "1399", entity_type=EntityType.TV))
    assert (mapped(list(answer.images)), answer.dropped) == (counted(pictures), 0)
    linked = raw["external_ids"]
    assert dict(answer.external_ids) == {
        "tmdb": "1399", "imdb": linked["imdb_id"], "tvdb": str(linked["tvdb_id"]),
        "wikidata": linked["wikidata_id"],
    }  # fmt: skip
    trailers = [item for item in raw["videos"]["results"] if item["type"] in ("Trailer", "Teaser")]
    assert len(answer.videos) == len(trailers)


async def test_recorded_paths_without_appended_parts_lead_to_the_same(tmdb: Path) -> None:
    """A replay of single answers: everything that is not appended is asked for by itself."""
    replay = tmdb_script(
        **{
            "tv/1399": load(tmdb / DETAILS[0]),
            "tv/1399/images": load(tmdb / SERIES_IMAGES[0]),
            "tv/1399/videos": load(tmdb / "openapi-examples/tv-series-videos.200.Result.json"),
            "tv/1399/external_ids": load(tmdb / "openapi-examples/tv-series-external-ids.200.Result.json"),
        }
    )
    async with provider(TMDB, replay) as client:
        answer = await client.fetch(ask(TMDB, "1399", entity_type=EntityType.TV))
    assert mapped(list(answer.images)) == counted(load(tmdb / SERIES_IMAGES[0]))
    assert (answer.external_ids.tvdb, answer.external_ids.imdb) == ("121361", "tt0944947")
    assert answer.outcome is Outcome.OK


async def test_recorded_seasons_that_are_not_appended_are_read_one_by_one(tmdb: Path) -> None:
    raw, details = load(tmdb / SEASON_IMAGES[0]), load(tmdb / "leandcesar/tv/details_full.json")
    numbers = [item["season_number"] for item in details["seasons"]]
    replay = tmdb_script(
        **{"tv/1399": details}, **{f"tv/1399/season/{number}/images": raw for number in numbers}
    )
    async with provider(TMDB, replay) as client:
        request = replace(ask(TMDB, "1399", entity_type=EntityType.TV), group=SEASONS)
        answer = await client.fetch(request)
    assert Counter(image.season_number for image in answer.images) == {
        number: len(raw["posters"]) for number in numbers
    }
    assert (answer.incomplete_parts, answer.dropped) == (frozenset(), 0)


@pytest.mark.parametrize("name", DETAILS)
def test_details_are_read_in_full(tmdb: Path, name: str) -> None:
    raw = load(tmdb / name)
    found = map_metadata(raw, ("en",), ADDRESSES)
    assert (found.title, str(found.release_date), found.runtime_min) == (
        raw["name"], raw["first_air_date"], next(iter(raw["episode_run_time"]), None),
    )  # fmt: skip
    assert found.genres == tuple(genre["name"] for genre in raw["genres"])
    assert found.overview == raw["overview"].strip()
    seasons, dropped = map_seasons(raw)
    assert [season.number for season in seasons] == sorted(item["season_number"] for item in raw["seasons"])
    assert dropped == 0


def test_credits_of_all_seasons_outweigh_those_of_the_last(tmdb: Path) -> None:
    raw = load(tmdb / "leandcesar/tv/details_full.json")
    raw["aggregate_credits"] = load(tmdb / "openapi-examples/tv-series-aggregate-credits.200.Result.json")
    found = map_metadata(raw, ("en",), ADDRESSES)
    billed = sorted(raw["aggregate_credits"]["cast"], key=lambda person: person["order"])
    assert found.cast == tuple(dict.fromkeys(person["name"] for person in billed))[:10]
    directed: Counter[str] = Counter()
    for person in raw["aggregate_credits"]["crew"]:
        directed[person["name"]] += sum(
            job["episode_count"] for job in person["jobs"] if job["job"] == "Director"
        )
    counts = [directed[name] for name in found.directors]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == max(directed.values()) > 0


@pytest.mark.parametrize(
    "name",
    ["leandcesar/tv/content_ratings.json", "openapi-examples/tv-series-content-ratings.200.Result.json"],
)
def test_every_region_has_its_rating(tmdb: Path, name: str) -> None:
    raw = load(tmdb / name)
    for item in raw["results"]:
        assert map_certification({"content_ratings": raw}, (f"en-{item['iso_3166_1']}",)) == item["rating"]


def test_names_in_recorded_languages_are_used(tmdb: Path) -> None:
    raw = load(tmdb / "leandcesar/tv/details_full.json")
    raw["translations"] = load(tmdb / "leandcesar/tv/translations.json")
    names = {
        item["iso_639_1"]: item["data"]["name"]
        for item in reversed(raw["translations"]["translations"])
        if item["data"]["name"]
    }
    assert len(names) > 5
    for code, name in names.items():
        spellings = [
            item["data"]["name"].strip()
            for item in raw["translations"]["translations"]
            if item["iso_639_1"] == code
        ]
        assert map_metadata(raw, (code,), ADDRESSES).title in spellings, name


def test_alternative_titles_and_keywords_of_series_stand_under_results(tmdb: Path) -> None:
    raw = load(tmdb / "leandcesar/tv/details_full.json")
    raw["alternative_titles"] = load(tmdb / "leandcesar/tv/alternative_titles.json")
    raw["keywords"] = load(tmdb / "leandcesar/tv/keywords.json")
    found = map_metadata(raw, ("en",), ADDRESSES)
    assert {item["title"] for item in raw["alternative_titles"]["results"]} <= set(found.alternative_titles)
    assert found.keywords == tuple(item["name"] for item in raw["keywords"]["results"])


@pytest.mark.parametrize("name", PAGES)
def test_every_result_arrives_in_order_with_its_year(tmdb: Path, name: str) -> None:
    raw = load(tmdb / name)
    page = map_search_page(raw, EntityType.TV, ADDRESSES)
    assert [hit.provider_result_id for hit in page.hits] == [str(item["id"]) for item in raw["results"]]
    assert [str(hit.release_date or "") for hit in page.hits] == [
        item.get("first_air_date") or "" for item in raw["results"]
    ]
    assert page.dropped == 0


@pytest.mark.parametrize(
    "name", ["openapi-examples/tv-series-videos.200.Result.json", "leandcesar/tv/videos.json"]
)
def test_every_trailer_arrives(tmdb: Path, name: str) -> None:
    raw = load(tmdb / name)
    expected = {item["key"] for item in raw["results"] if item["type"] in ("Trailer", "Teaser")}
    videos, dropped = map_videos(raw, ("en",))
    assert ({video.url.rpartition("=")[2] for video in videos}, dropped) == (expected, 0)


@pytest.mark.parametrize(
    "name", ["leandcesar/tv/external_ids.json", "openapi-examples/tv-series-external-ids.200.Result.json"]
)
def test_recorded_ids_are_those_of_the_series(tmdb: Path, name: str) -> None:
    raw = load(tmdb / name)
    ids = map_external_ids({"id": raw["id"], "external_ids": raw}, EntityType.TV)
    assert (ids.tmdb, ids.imdb, ids.tvdb) == (str(raw["id"]), raw["imdb_id"], str(raw["tvdb_id"]))


@pytest.mark.parametrize(
    ("details", "images"),
    [
        ("openapi-examples/tv-episode-details.200.Result.json", EPISODE_IMAGES[0]),
        ("leandcesar/tv_episodes/details.json", EPISODE_IMAGES[1]),
    ],
)
async def test_a_recorded_episode_arrives_whole(tmdb: Path, details: str, images: str) -> None:
    raw, pictures = load(tmdb / details), load(tmdb / images)
    path = f"tv/1399/season/{raw['season_number']}/episode/{raw['episode_number']}"
    replay = tmdb_script(**{path: raw, f"{path}/images": pictures})
    place = f"1399/{raw['season_number']}/{raw['episode_number']}"
    async with provider(TMDB, replay) as client:
        answer = await client.fetch(ask(TMDB, place, kind="tmdb_episode", entity_type=EntityType.EPISODE))
    assert (mapped(list(answer.images)), answer.dropped) == (counted(pictures), 0)
    assert {image.asset_type for image in answer.images} == {AssetType.THUMB}
    assert (answer.metadata.title, str(answer.metadata.release_date)) == (raw["name"], raw["air_date"])


@pytest.mark.parametrize(
    ("details", "images"),
    [
        ("openapi-examples/collection-details.200.Result.json", COLLECTION_IMAGES[0]),
        ("leandcesar/collections/details.json", COLLECTION_IMAGES[1]),
    ],
)
async def test_a_recorded_collection_arrives_whole(tmdb: Path, details: str, images: str) -> None:
    raw, pictures = load(tmdb / details), load(tmdb / images)
    translations = load(tmdb / "leandcesar/collections/translations.json")
    body = {**raw, "images": pictures, "translations": translations}
    async with provider(TMDB, tmdb_script(**{"collection/10": body})) as client:
        request = ask(TMDB, "10", entity_type=EntityType.COLLECTION, languages=("zh", "en"))
        answer = await client.fetch(request)
    assert (mapped(list(answer.images)), answer.dropped) == (counted(pictures), 0)
    assert answer.metadata.title == "星球大战（系列）"


@pytest.mark.parametrize(
    ("cassette", "path"),
    [
        ("test_search_series", "search/tv"), ("test_search_series_wrong_name", "search/tv"),
        ("test_get_series_id", "search/tv"), ("test_get_series_wrong_id", "search/tv"),
    ],
)  # fmt: skip
async def test_recorded_searches_of_2025_are_read(tmdb: Path, cassette: str, path: str) -> None:
    page = cassette_bodies(tmdb / f"subliminal-vcr/{cassette}.yaml")[0]
    async with provider(TMDB, tmdb_script(**{path: page})) as client:
        answer = await client.search(TitleQuery("The Big Bang Theory", EntityType.TV))
    assert [hit.title for hit in answer.hits] == [item["name"] for item in page["results"]][:20]
    assert answer.dropped == 0


@pytest.mark.parametrize(
    "cassette",
    ["test_refine_episode", "test_refine_episode_original_series", "test_refine_episode_with_country",
     "test_refine_episode_with_country_hoc_us", "test_refine_episode_year"],
)  # fmt: skip
async def test_recorded_searches_and_details_of_2025_resolve_each_other(tmdb: Path, cassette: str) -> None:
    bodies = cassette_bodies(tmdb / f"subliminal-vcr/{cassette}.yaml")
    page = next(body for body in bodies if "results" in body)
    details = next(body for body in bodies if "first_air_date" in body)
    linked = next(
        (part for body in bodies if (part := body.get("external_ids", body)) and "tvdb_id" in part), None
    )
    replay = Script(dict(tmdb_script().routes))
    replay.routes |= {"/search/tv": page, f"/tv/{details['id']}": details}
    if linked is not None:
        replay.routes[f"/tv/{details['id']}/external_ids"] = linked
    async with provider(TMDB, replay) as client:
        hits = (await client.search(TitleQuery(details["name"], EntityType.TV))).hits
        hit = next(hit for hit in hits if hit.provider_result_id == str(details["id"]))
        resolved = await client.resolve(hit, Priority.USER)
    assert (resolved.title, str(resolved.release_date)) == (details["name"], details["first_air_date"])
    if linked is not None:
        expected = ExternalIds(imdb=linked["imdb_id"], tvdb=linked["tvdb_id"])
        assert expected.items() <= resolved.external_ids.items()
