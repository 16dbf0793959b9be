"""Albums on the command line, in the demo: searched by artist and title, fetched by id, assets listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from metarr_desktop.cli import main

NEVERMIND = "1b022e01-4da6-387b-8658-8678046e4cef"
NIRVANA = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    monkeypatch.setenv("METARR_DEMO", "1")

    def run_command(*arguments: str) -> Any:
        status = main([*arguments, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run_command


def test_an_album_is_found_by_artist_and_title(run: Callable[..., Any]) -> None:
    status, document = run("search", "Nirvana - Nevermind", "--type", "music", "--year", "1991")
    best = document["results"][0]
    assert (status, best["title"], best["artist"]) == (0, "Nevermind", "Nirvana")
    assert best["external_ids"] == {"musicbrainz": NEVERMIND, "musicbrainz_artist": NIRVANA}
    assert best["confidence"] >= 85, "sure enough for automation"


def test_an_album_is_fetched_with_covers_discs_and_pictures_of_its_artist(run: Callable[..., Any]) -> None:
    status, document = run("fetch", "music", "1", "--musicbrainz", NEVERMIND)
    assert status == 0
    kinds = {name: set(data["images"]) for name, data in document["providers"].items()}
    assert kinds["musicbrainz"] == {"cover", "discart"}
    assert {"cover", "artistart", "artistthumb", "clearlogo"} <= kinds["fanart_tv"]
    assert document["providers"]["musicbrainz"]["metadata"]["artist"] == "Nirvana"
    status, again = run("fetch", "music", "1")
    assert (status, again["cached"]) == (0, True)
    _, listed = run("assets", "music", "1", "cover")
    assert {asset["provider_name"] for asset in listed["assets"]} == {"musicbrainz", "fanart_tv"}


def test_an_unknown_album_is_said_to_be_unknown(run: Callable[..., Any]) -> None:
    status, document = run("fetch", "music", "9", "--musicbrainz", "00000000-0000-4000-8000-000000000000")
    outcomes = {each["provider"]: each["outcome"] for each in document["metadata"]["outcomes"]}
    assert (status, outcomes) == (0, {"fanart_tv": "not_found", "musicbrainz": "not_found"})


def test_no_line_says_no_text_of_a_cover(run: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    run("fetch", "music", "1", "--musicbrainz", NEVERMIND)
    assert main(["assets", "music", "1", "cover"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all("musicbrainz" in line or "fanart_tv" in line for line in lines)
    assert not any("No text" in line for line in lines)
