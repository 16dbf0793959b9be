"""The program as a script runs it, at services that repeat what was recorded."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.cli import main
from metarr_desktop.domain.asset import ASSET_TYPES
from metarr_desktop.domain.entity import EntityType
from tests.replay.loopback import Service, service
from tests.replay.server import BASE_PATHS, KEYS, Replay, serving
from tests.replay.tvdb_service import TheTvdb

Run = Callable[..., Any]
NOBODY = "http://127.0.0.1:9/"  # the port of "discard": nothing listens there


@pytest.fixture
def replay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """Services without any answer yet; the program of this test asks them and nobody else."""
    made = Replay()
    with serving(made) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        yield made


@pytest.fixture
def run(replay: Replay, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command, which must succeed, and return its document."""

    def run_command(*arguments: str) -> Any:
        status = main([*arguments, "--json"])
        out = capsys.readouterr().out
        assert status == 0, out
        return json.loads(out)

    return run_command


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command at services of the test's own; returns its exit status and its document.

    Called with the base address of each service there is, and the words of the command.
    """

    def run_command(addresses: Mapping[str, str], *arguments: str) -> tuple[int, Any]:
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        for name, value in KEYS.items():
            if any(name.startswith(f"METARR_{each.upper()}_") for each in addresses):
                monkeypatch.setenv(name, os.environ.get(name) or value)
        for name in BASE_PATHS:  # nobody on the internet is asked
            monkeypatch.setenv(f"METARR_{name.upper()}_BASE_URL", addresses.get(name, NOBODY))
        status = main([*arguments, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run_command


@pytest.fixture
def kinds(run: Run) -> Callable[..., Counter[str]]:
    """List every picture the program prints for a title, counted by the service's own kind."""

    def count(entity_type: str, number: int, provider: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for asset_type in ASSET_TYPES[EntityType(entity_type)]:
            if asset_type in ("keyart", "trailer"):  # keyart: a textless poster once more
                continue
            for asset in run("assets", entity_type, str(number), asset_type)["assets"]:
                if asset["provider_name"] == provider:
                    found[str(asset["provider_metadata"]["kind"])] += 1
        return found

    return count


@pytest.fixture
def tmdb_recordings(recordings: Path) -> Path:
    folder = recordings / "tmdb"
    if not folder.is_dir():
        pytest.skip("no recorded answers of TMDB in the folder of recordings")
    return folder


@pytest.fixture
def fetch(program: Run) -> Run:
    """Serve a TheTVDB, fetch from it, and return what it gave, how it fared and what it was asked."""

    def run(served: TheTvdb, *words: str) -> tuple[dict[str, Any], dict[str, Any], Service]:
        with service(served) as running:
            status, document = program({"tvdb": running.origin + served.base}, "fetch", *words)
        assert "metadata" in document, (status, document)
        outcomes = {each["provider"]: each for each in document["metadata"]["outcomes"]}
        return document["providers"].get("tvdb", {}), outcomes["tvdb"], running

    return run
