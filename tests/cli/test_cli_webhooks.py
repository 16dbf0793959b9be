"""``webhooks`` as a script sees it, and ``worker`` that listens."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from metarr_desktop.cli import main
from metarr_desktop.domain.asset import AssetType
from metarr_desktop.settings import load_settings
from tests.automation.webhooks.bodies import INCEPTION, radarr_download, sonarr
from tests.automation.webhooks.wire import Reply, deliver

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```json schema (\w+)\n(.*?)```", re.DOTALL)
SCHEMAS = {name: json.loads(text) for name, text in BLOCK.findall((ROOT / "docs/cli.md").read_text("utf-8"))}


def checked(document: dict, name: str) -> dict:
    jsonschema.validate(
        document, {**SCHEMAS["error" if "error" in document else name], "$defs": SCHEMAS["definitions"]}
    )
    return document


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command on the demo with --json, check its document, return status and document."""
    monkeypatch.setenv("METARR_DEMO", "1")

    def run_command(*arguments: str) -> tuple[int, dict]:
        status = main([*arguments, "--json"])
        return status, checked(json.loads(capsys.readouterr().out), arguments[0])

    return run_command


@pytest.fixture
def few_pictures(run):
    """Let automation look at the banners alone: the painter of the demo has no time for eight seasons of artwork."""
    settings = load_settings().preferences_path(is_demo=True)
    settings.parent.mkdir(parents=True)
    settings.write_text(
        json.dumps({"automation": dict.fromkeys(set(AssetType) - {"banner"}, "fetch")}), "utf-8"
    )


@pytest.fixture
def start() -> Iterator:
    """Start a command as a program of its own, on the same home."""
    programs: list[subprocess.Popen[str]] = []

    def start_program(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        program = subprocess.Popen(
            [sys.executable, "-m", "metarr_desktop", *arguments, "--json"],
            cwd=ROOT, env={**os.environ, "METARR_DEMO": "1", **environment}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        programs.append(program)
        return program

    yield start_program
    for program in programs:
        program.kill()
        program.communicate(timeout=10)


def ended(program: subprocess.Popen[str]) -> dict:
    program.send_signal(signal.SIGTERM)
    said, complaints = program.communicate(timeout=30)
    assert program.returncode == 0, complaints
    return json.loads(said)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def delivered(port: int, body: dict, source: str = "radarr", *, within_s: float = 30, **values) -> Reply:
    """Deliver *body* as soon as somebody listens."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            return asyncio.run(deliver(port, body, source, **values))
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_a_worker_hears_fetches_and_shows_it(run, start):
    port = free_port()
    worker = start(
        "worker", METARR_WEBHOOKS="1", METARR_WEBHOOK_PORT=str(port), METARR_WEBHOOK_TOKEN="a-long-token"
    )
    assert delivered(port, radarr_download()).status == 401
    headers = {"X-Api-Key": "a-long-token"}
    replies = [delivered(port, radarr_download(), headers=headers) for _ in range(3)]
    assert [reply.status for reply in replies] == [202] * 3
    deadline = time.monotonic() + 30
    while (event := run("webhooks")[1]["events"][0])["state"] != "done":
        assert time.monotonic() < deadline, event
    assert (event["deliveries"], event["source"], event["event"]) == (3, "radarr", "Download")
    assert event["message"].startswith("Inception (2010) was added: ")
    assert checked(ended(worker), "worker")["done"] >= 1
    jobs = run("jobs", "--all")[1]["jobs"]
    assert sorted(job["key"] for job in jobs) == ["enrich:movie:1", "webhook:1"]
    assert run("assets", "movie", "1", "poster")[1]["assets"]


def test_serving_stores_and_a_worker_does_it_later(run, start, few_pictures):
    serving = start("webhooks", "serve", "--port", "0")
    port = int(serving.stderr.readline().split("/webhooks/")[0].rpartition(":")[2])
    reply = delivered(port, sonarr("SeriesAdd"), "sonarr")
    delivered(port, {"eventType": "Sparkle"}, "lidarr")
    document = checked(ended(serving), "webhooks_serve")
    assert document == {"port": port, "heard": 2}
    assert [event["state"] for event in run("webhooks")[1]["events"]] == ["stored", "queued"]
    assert run("worker", "--once")[1]["done"] == 2  # what was added is looked through for artwork
    assert run("webhooks", "show", str(reply.document["id"]))[1]["events"][0]["state"] == "done"


def test_an_event_can_be_shown_with_its_content_and_replayed(run, start, few_pictures):
    serving = start("webhooks", "serve", "--port", "0")
    port = int(serving.stderr.readline().split("/webhooks/")[0].rpartition(":")[2])
    delivered(port, radarr_download())
    ended(serving)
    assert run("webhooks", "show", "1")[1]["events"][0]["payload"]["movieFile"]["path"] == INCEPTION
    run("worker", "--once")
    status, document = run("webhooks", "replay", "1")
    assert (status, document["events"][0]["state"]) == (0, "queued")
    assert run("worker", "--once")[1]["done"] == 1
    assert run("webhooks")[1]["events"][0]["state"] == "done"


def test_an_unknown_event_number_is_told_so(run):
    for act in ("show", "replay"):
        status, document = run("webhooks", act, "7")
        assert (status, document["error"]["kind"]) == (1, "invalid_input")


@pytest.mark.parametrize(
    "words",
    [
        ("replay",),
        ("show",),
        ("serve", "1"),
        ("1",),
        ("--port", "80"),
        ("serve", "--port", "x"),
        ("show", "0"),
    ],
)
def test_a_wrong_call_is_told_so(run, words):
    status, document = run("webhooks", *words)
    assert (status, document["error"]["kind"]) == (2, "usage")


def test_a_worker_that_would_be_open_to_everybody_does_not_start(run, monkeypatch):
    monkeypatch.setenv("METARR_WEBHOOKS", "1")
    monkeypatch.setenv("METARR_WEBHOOK_HOST", "0.0.0.0")
    status, document = run("worker")
    assert (status, document["error"]["kind"]) == (1, "invalid_input")
    assert "METARR_WEBHOOK_TOKEN" in document["error"]["message"]


def test_people_get_sentences(run, capsys):
    run("webhooks")
    assert main(["webhooks"]) == 0
    assert capsys.readouterr().out == "Webhooks are off; METARR_WEBHOOKS=1 switches them on for `worker`.\n"
