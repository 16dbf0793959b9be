"""The demo's TMDB beside TMDB's own published examples: same keys, same types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

EXAMPLES = [
    ("authentication", {}, "authentication-validate-key.200.Result"),
    ("configuration", {}, "configuration-details.200.Result"),
    ("configuration/languages", {}, "configuration-languages.200.Result"),
    ("search/movie", {"query": "alien"}, "search-movie.200.Result"),
    ("find/tt1375666", {"external_source": "imdb_id"}, "find-by-id.200.Result"),
    ("movie/27205", {}, "movie-details.200.OK"),
    ("movie/27205/images", {}, "movie-images.200.Result"),
    ("movie/27205/videos", {}, "movie-videos.200.Result"),
    ("movie/27205/external_ids", {}, "movie-external-ids.200.Result"),
    ("movie/27205/release_dates", {}, "movie-release-dates.200.Result"),
]


def _merged(values: list[Any]) -> Any:
    """One object with every key of a list of objects, so that a key that is there sometimes is compared."""
    if values and all(isinstance(value, dict) for value in values):
        merged: dict[str, Any] = {}
        for value in values:
            merged |= {key: item for key, item in value.items() if item is not None or key not in merged}
        return merged
    return values[0] if values else None


def _differences(ours: Any, theirs: Any, where: str = "$") -> list[str]:
    """What a client that was written for *theirs* would stumble over in *ours*; null stands for any type."""
    if ours is None or theirs is None:
        return []
    if isinstance(theirs, dict) and isinstance(ours, dict):
        missing = [f"{where}.{key} is missing" for key in theirs.keys() - ours.keys()]
        shared = theirs.keys() & ours.keys()
        return missing + [
            text for key in shared for text in _differences(ours[key], theirs[key], f"{where}.{key}")
        ]
    if isinstance(theirs, list) and isinstance(ours, list):
        return _differences(_merged(ours), _merged(theirs), f"{where}[]")
    numbers = (int, float)
    if type(ours) is type(theirs) or (type(ours) in numbers and type(theirs) in numbers):
        return []
    return [f"{where} is {type(ours).__name__}, at TMDB {type(theirs).__name__}"]


@pytest.mark.parametrize(("path", "params", "example"), EXAMPLES)
async def test_answers_have_the_keys_and_types_of_the_published_example(
    tmdb: httpx.AsyncClient, recordings: Path, path: str, params: dict[str, str], example: str
) -> None:
    theirs = json.loads((recordings / "tmdb" / "openapi-examples" / f"{example}.json").read_bytes())
    ours = (await tmdb.get(path, params=params)).json()
    assert _differences(ours, theirs) == []


async def test_the_refusal_of_a_key_is_the_published_one(tmdb: httpx.AsyncClient, recordings: Path) -> None:
    file = recordings / "tmdb" / "openapi-examples" / "authentication-validate-key.401.Result.json"
    del tmdb.headers["Authorization"]
    assert (await tmdb.get("authentication")).json() == json.loads(file.read_bytes())


@pytest.mark.parametrize("part", ["translations", "alternative_titles", "credits", "keywords"])
async def test_parts_have_the_keys_and_types_of_a_recorded_answer(
    tmdb: httpx.AsyncClient, recordings: Path, part: str
) -> None:
    theirs = json.loads((recordings / "tmdb" / "leandcesar" / "movies" / f"{part}.json").read_bytes())
    ours = (await tmdb.get(f"movie/27205/{part}")).json()
    assert _differences(ours, theirs) == []
