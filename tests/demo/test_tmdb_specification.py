"""Every endpoint of the demo's TMDB beside the official specification, with an overlay for null."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from metarr_desktop.demo.service import DemoServices
from metarr_desktop.demo.tmdb_app import build_tmdb_site

TV = "tv/1399"
SPECIFIED = {
    "search/movie?query=alien": "/3/search/movie",
    "search/tv?query=the": "/3/search/tv",
    "search/collection?query=harry": "/3/search/collection",
    "find/tt1375666?external_source=imdb_id": "/3/find/{external_id}",
    "find/121361?external_source=tvdb_id": "/3/find/{external_id}",
    "movie/27205": "/3/movie/{movie_id}",
    "movie/27205/images": "/3/movie/{movie_id}/images",
    "movie/27205/videos": "/3/movie/{movie_id}/videos",
    "movie/27205/external_ids": "/3/movie/{movie_id}/external_ids",
    "movie/27205/release_dates": "/3/movie/{movie_id}/release_dates",
    "movie/27205/credits": "/3/movie/{movie_id}/credits",
    "movie/27205/translations": "/3/movie/{movie_id}/translations",
    "movie/27205/alternative_titles": "/3/movie/{movie_id}/alternative_titles",
    "movie/27205/keywords": "/3/movie/{movie_id}/keywords",
    "movie/changes?start_date=2026-03-01&end_date=2026-03-10&page=1": "/3/movie/changes",
    "tv/changes": "/3/tv/changes",
    "authentication": "/3/authentication",
    "configuration": "/3/configuration",
    "configuration/languages": "/3/configuration/languages",
    TV: "/3/tv/{series_id}",
    f"{TV}/images": "/3/tv/{series_id}/images",
    f"{TV}/videos": "/3/tv/{series_id}/videos",
    f"{TV}/external_ids": "/3/tv/{series_id}/external_ids",
    f"{TV}/content_ratings": "/3/tv/{series_id}/content_ratings",
    f"{TV}/aggregate_credits": "/3/tv/{series_id}/aggregate_credits",
    f"{TV}/keywords": "/3/tv/{series_id}/keywords",
    f"{TV}/translations": "/3/tv/{series_id}/translations",
    f"{TV}/alternative_titles": "/3/tv/{series_id}/alternative_titles",
    f"{TV}/season/0": "/3/tv/{series_id}/season/{season_number}",
    f"{TV}/season/1/images": "/3/tv/{series_id}/season/{season_number}/images",
    f"{TV}/season/1/external_ids": "/3/tv/{series_id}/season/{season_number}/external_ids",
    f"{TV}/season/1/episode/1": "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}",
    f"{TV}/season/1/episode/1/images": "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}/images",
    f"{TV}/season/1/episode/1/external_ids": (
        "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}/external_ids"
    ),
    f"{TV}/season/1/episode/1/credits": (
        "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}/credits"
    ),
    f"{TV}/season/1/episode/1/translations": (
        "/3/tv/{series_id}/season/{season_number}/episode/{episode_number}/translations"
    ),
    "collection/1241": "/3/collection/{collection_id}",
    "collection/1241/images": "/3/collection/{collection_id}/images",
    "collection/1241/translations": "/3/collection/{collection_id}/translations",
}


@pytest.fixture(scope="module")
def specification(recordings: Path) -> Any:
    return json.loads((recordings / "specs/tmdb-api.openapi.json").read_bytes())["paths"]


def nullable(schema: Any) -> Any:
    """The overlay: the official schemas do not know null, and the service answers with it everywhere.

    They are drawn up from examples: an average whose example is 0 is an integer there.
    """
    if isinstance(schema, list):
        return [nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: nullable(value) for key, value in schema.items() if key not in ("example", "default")}
    if "vote_average" in changed.get("properties", {}):
        changed["properties"]["vote_average"]["type"] = ["null", "number"]
    if isinstance(schema.get("type"), str):
        changed["type"] = sorted({schema["type"], "null"})
    return changed


@pytest.mark.parametrize(("path", "specified"), SPECIFIED.items())
async def test_answers_keep_to_the_official_specification(
    tmdb: httpx.AsyncClient, specification: Any, path: str, specified: str
) -> None:
    answers = specification[specified]["get"]["responses"]["200"]["content"]["application/json"]
    answer = await tmdb.get(path)
    assert answer.status_code == 200
    jsonschema.validate(answer.json(), nullable(answers["schema"]))
    entry = answers["schema"].get("items", answers["schema"])
    assert entry.get("properties"), "a specification that says nothing would prove nothing"
    # written for another kind of entry, or new: what is not in the specification is counted by name
    items = answer.json() if isinstance(answer.json(), list) else [answer.json()]
    assert {name for item in items for name in item} - entry["properties"].keys() <= {"softcore"}


def test_the_overlay_still_notices_a_wrong_type(specification: Any) -> None:
    schema = specification["/3/tv/{series_id}"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"id": "1399"}, nullable(schema))


def test_every_endpoint_of_the_demo_is_checked_against_the_specification(services: DemoServices) -> None:
    application = build_tmdb_site(services.catalogue, services.pictures).app
    assert isinstance(application, Starlette)
    served = {route.path for route in application.routes if isinstance(route, Route)}

    def shape(path: str) -> str:
        return re.sub(r"\{[a-z_]+\}", "{}", path)

    checked = {shape(path) for path in SPECIFIED.values()}
    assert {shape(path) for path in served if path.startswith("/3/")} == checked
