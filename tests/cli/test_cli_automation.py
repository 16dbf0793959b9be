"""``worker``, ``jobs`` and ``update`` as a script sees them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from metarr_desktop.cli import main

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```json schema (\w+)\n(.*?)```", re.DOTALL)
SCHEMAS = {name: json.loads(text) for name, text in BLOCK.findall((ROOT / "docs/cli.md").read_text("utf-8"))}
ALBUM = ("music", "1", "--musicbrainz", "1b022e01-4da6-387b-8658-8678046e4cef")


def checked(document: dict, name: str) -> dict:
    jsonschema.validate(
        document, {**SCHEMAS["error" if "error" in document else name], "$defs": SCHEMAS["definitions"]}
    )
    return document


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command on the demo with --json, check its document, return status, document and messages."""
    monkeypatch.setenv("METARR_DEMO", "1")

    def run_command(*arguments: str) -> tuple[int, dict, str]:
        status = main([*arguments, "--json"])
        out = capsys.readouterr()
        return status, checked(json.loads(out.out), arguments[0]), out.err

    return run_command


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start a command as a program of its own, on the same home."""
    return subprocess.Popen(
        [sys.executable, "-m", "metarr_desktop", *arguments, "--json"],
        cwd=ROOT, env={**os.environ, "METARR_DEMO": "1"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def test_updating_now_refreshes_and_says_so(run):
    run("fetch", *ALBUM)
    status, document, _ = run("update", "--now")
    assert (status, document["job"]["state"], document["was_handed_over"]) == (0, "done", False)
    assert document["schedule"]["last_result"]["titles"] == 1
    assert document["schedule"]["last_finished_at"] is not None
    assert run("jobs", "--all")[1]["jobs"] == [document["job"]]
    assert run("jobs")[1]["jobs"] == []


def test_what_is_set_is_kept(run):
    run(
        "update",
        "--off",
        "--at",
        "4:05",
        "--quiet",
        "18:00-23:30",
        "--budget",
        "tmdb=500",
        "--budget",
        "tvdb=9",
        "--budget",
        "fanart_tv=9",
        "--no-enrich",
    )
    _, document, _ = run("update", "--on", "--budget", "tvdb=none", "--budget", "fanart_tv=0")
    schedule = document["schedule"]
    assert {name: schedule[name] for name in ("is_on", "at", "enriches", "quiet", "budgets")} == {
        "is_on": True, "at": "04:05", "enriches": False, "quiet": ["18:00", "23:30"],
        "budgets": {"tmdb": 500, "fanart_tv": 0},
    }  # fmt: skip
    assert run("update", "--no-quiet")[1]["schedule"]["quiet"] is None
    assert run("update", "--off")[1]["schedule"]["next_run_at"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("update", "--at", "25:00"),
        ("update", "--at", "4"),
        ("update", "--quiet", "18:00"),
        ("update", "--quiet", "18:00-18:00"),
        ("update", "--budget", "tmdb"),
        ("update", "--on", "--off"),
        ("jobs", "cancel"),
        ("jobs", "cancel", "0"),
        ("jobs", "cancel", "1", "--all"),
        ("jobs", "pause", "1"),
    ],
)
def test_a_wrong_call_is_told_so(run, words):
    status, document, _ = run(*words)
    assert (status, document["error"]["kind"]) == (2, "usage")


def test_a_budget_for_nobody_is_refused(run):
    status, document, _ = run("update", "--budget", "imdb=5")
    assert (status, document["error"]["kind"]) == (1, "invalid_input")
    assert "fanart_tv" in document["error"]["message"]


def test_cancelling_a_job_that_never_was_is_told_so(run):
    status, document, _ = run("jobs", "cancel", "7")
    assert (status, document["error"]["kind"]) == (1, "invalid_input")


def test_people_get_sentences(run, capsys):
    run("update", "--quiet", "18:00-23:00", "--budget", "tmdb=5", "--budget", "tvdb=0")
    assert main(["update"]) == 0
    assert capsys.readouterr().out.startswith(
        "Weekly updates are on; a run begins at 03:30.\n"
        "Scheduled work rests from 18:00 to 23:00; what webhooks report is done at once all the same.\n"
        "Titles that got new pictures are then looked through for better artwork.\n"
        "At most 5 requests a day to tmdb.\ntvdb is never asked by scheduled work.\n"
    )
    assert main(["jobs"]) == 0
    assert capsys.readouterr().out == "Nothing waits and nothing runs.\n"


def test_paused_work_waits_until_it_is_resumed_and_is_done_once_more_when_asked(run):
    run("fetch", *ALBUM)
    assert run("jobs", "pause")[1]["is_paused"]
    assert run("update", "--now")[1]["job"]["state"] == "queued"
    assert run("worker", "--once")[1]["is_paused"]
    assert run("jobs", "hurry", "1")[1]["jobs"][0]["state"] == "queued"
    assert not run("jobs", "resume")[1]["is_paused"]
    assert run("worker", "--once")[1]["done"] == 1
    assert run("jobs", "retry", "1")[1]["jobs"][0]["id"] == 2


def test_a_worker_does_what_is_due_and_ends(run):
    status, document, _ = run("worker", "--once")
    assert status == 0
    assert document["holds_automation"]


def test_a_worker_ends_cleanly_when_told_and_is_the_only_one_meanwhile(run):
    worker = start("worker")
    try:
        deadline = time.monotonic() + 30
        while run("worker", "--once")[1]["holds_automation"]:  # until the other one has begun
            assert time.monotonic() < deadline, worker.poll()
        status, document, _ = run("update", "--now")
        assert (status, document["was_handed_over"]) == (0, True)
        while run("jobs")[1]["jobs"]:
            assert time.monotonic() < deadline
        assert run("jobs", "--all")[1]["jobs"][0]["state"] == "done"
    finally:
        worker.send_signal(signal.SIGTERM)
        said, _ = worker.communicate(timeout=30)
    document = checked(json.loads(said), "worker")
    assert (worker.returncode, document["was_ended"], document["done"]) == (0, True, 1)
    assert run("worker", "--once")[1]["holds_automation"]  # at once: it gave the automation up
