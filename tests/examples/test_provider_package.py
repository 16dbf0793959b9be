"""The example of a provider package: installed as anybody would, then found, asked, and seen on a lamp."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds
from metarr_desktop.domain.fetch import FetchRequest
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.domain.status import Lamp
from metarr_desktop.providers.registry import BUILT_IN, all_definitions
from metarr_desktop.providers.tmdb import TMDB
from metarr_desktop.services import build_services
from metarr_desktop.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/metarr-provider-example"
MODULE = "metarr_provider_example"
FILMS: list[Any] = [
    {
        "tmdb": 4711, "title": "Night Harbour", "year": 1998,
        "artwork": [
            {"kind": "poster", "url": "https://example.org/posters/harbour (1).jpg", "width": 1000, "height": 1500},
            {"kind": "poster", "url": "https://example.org/posters/harbour2.jpg", "language": "fr"},
            {"kind": "logo", "url": "https://example.org/logo.png"},
            {"kind": "poster", "url": "http://192.168.0.7/private.jpg"},
            {"kind": "hologram", "url": "https://example.org/x.jpg"},
            "no object",
        ],
    },
    {"tmdb": 4712, "title": "Night Harbour 2"},
    {"title": "without an id"},
]  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the package into a folder of its own, offline, built by what is here already."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "--quiet",
            "--disable-pip-version-check", "--target", str(folder), str(EXAMPLE),
        ],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def plugged_in(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(installed))
    yield installed
    sys.modules.pop(MODULE, None)


@pytest.fixture
def shelf() -> Iterator[str]:
    """The address of a web server that has the list and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(FILMS).encode() if self.path == "/shelf/films.json" else b"{}"
            self.send_response(200 if self.path == "/shelf/films.json" else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="shelf")
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/shelf/"
        server.shutdown()
        thread.join()


def test_an_installed_package_is_one_more_provider(plugged_in: Path) -> None:
    definitions = all_definitions()
    assert definitions[: len(BUILT_IN)] == BUILT_IN
    assert [one.info.name for one in definitions[len(BUILT_IN) :]] == ["poster_shelf"]
    assert Path(sys.modules[MODULE].__file__ or "").is_relative_to(plugged_in)


def test_the_list_that_comes_with_it_is_of_the_shape_it_reads(plugged_in: Path) -> None:
    all_definitions()
    kinds = sys.modules[MODULE].KINDS
    (film,) = json.loads((EXAMPLE / "films.json").read_text())
    assert (film["tmdb"], film["title"], film["year"]) == (4711, "Night Harbour", 1998)
    assert [picture["kind"] in kinds for picture in film["artwork"]] == [True]


def test_without_the_package_there_are_the_built_in_ones_alone() -> None:
    assert "poster_shelf" not in [one.info.name for one in all_definitions()]


async def test_it_is_searched_fetched_stored_and_shown_by_a_lamp(
    plugged_in: Path, shelf: str, isolated: Path
) -> None:
    services = build_services(
        load_settings({"METARR_HOME": str(isolated), "METARR_POSTER_SHELF_BASE_URL": shelf})
    )
    try:
        before = {status.provider: status for status in services.providers.statuses()}
        report = await services.cache.search(SearchRequest("night harbour", EntityType.MOVIE, year=1998))
        key = EntityKey(EntityType.MOVIE, 1)
        result = await services.cache.fetch_assets(FetchRequest(key, report.results[0].external_ids))
        posters = await services.cache.get_cached_assets(key, AssetType.POSTER)
        again = await services.cache.fetch_assets(FetchRequest(key, ExternalIds(tmdb="4711")))
        after = {status.provider: status for status in services.providers.statuses()}
    finally:
        await services.close()

    assert [(one.title, one.external_ids.tmdb) for one in report.results] == [
        ("Night Harbour", "4711"), ("Night Harbour 2", "4712"),
    ]  # fmt: skip
    (outcome,) = (one for one in result.metadata.outcomes if one.provider == "poster_shelf")
    assert (outcome.outcome, outcome.item_count, outcome.dropped) == ("ok", 3, 3)
    assert {asset.url for asset in posters} == {
        "https://example.org/posters/harbour%20%281%29.jpg", "https://example.org/posters/harbour2.jpg",
    }  # fmt: skip
    assert again.cached
    assert (before["poster_shelf"].lamp, before["tmdb"].lamp) == (Lamp.READY, Lamp.NO_KEY)
    assert (after["poster_shelf"].sentence, after["poster_shelf"].requests_today) == (
        "Poster shelf is ready.",
        2,
    )


async def test_the_demo_which_has_no_service_for_it_leaves_it_out(plugged_in: Path, isolated: Path) -> None:
    services = build_services(load_settings({"METARR_HOME": str(isolated), "METARR_DEMO": "1"}))
    try:
        assert [info.name for info in services.providers.all_infos()] == [one.info.name for one in BUILT_IN]
        assert services.keys.apart() == ()  # it needs none
    finally:
        await services.close()


async def test_a_key_of_such_a_provider_opens_the_real_library(
    isolated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged = replace(TMDB, info=replace(TMDB.info, name="shelf", title="Shelf"))
    monkeypatch.setattr("metarr_desktop.services.all_definitions", lambda: (*BUILT_IN, plugged))
    services = build_services(load_settings({"METARR_HOME": str(isolated)}))
    try:
        assert [info.title for info in services.keys.apart()] == ["Shelf"]
        await services.keys.save("shelf", "API_KEY", "0" * 32)
        assert not services.fits_keys
    finally:
        await services.close()
    real = build_services(load_settings({"METARR_HOME": str(isolated)}))
    try:
        assert "shelf" in [info.name for info in real.providers.all_infos()]
        assert (real.demo, real.keys.apart()) == (None, ())
    finally:
        await real.close()


def test_the_command_line_asks_it_too(installed: Path, shelf: str, isolated: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed), "METARR_POSTER_SHELF_BASE_URL": shelf}
    done = subprocess.run(
        [sys.executable, "-m", "metarr_desktop", "fetch", "movie", "1", "--tmdb", "4711", "--json"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert document["metadata"]["completed_providers"] == ["poster_shelf"]
    assert set(document["metadata"]["skipped_providers"]) == {"tmdb", "fanart_tv", "tvdb"}
    assert len(document["providers"]["poster_shelf"]["images"]["poster"]) == 2
