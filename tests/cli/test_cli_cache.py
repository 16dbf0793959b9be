"""``cache`` and the days of ``stats`` as a script sees them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import jsonschema
import pytest

from metarr_desktop.cli import main

BLOCK = re.compile(r"```json schema (\w+)\n(.*?)```", re.DOTALL)
PAGE = (Path(__file__).parents[2] / "docs/cli.md").read_text("utf-8")
SCHEMAS = {name: json.loads(text) for name, text in BLOCK.findall(PAGE)}


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command on the demo with --json and check its document."""
    monkeypatch.setenv("METARR_DEMO", "1")

    def run_command(*arguments: str, schema: str = "") -> tuple[int, dict]:
        status = main([*arguments, "--json"])
        document = json.loads(capsys.readouterr().out)
        name = "error" if "error" in document else schema or arguments[0]
        jsonschema.validate(document, {**SCHEMAS[name], "$defs": SCHEMAS["definitions"]})
        return status, document

    return run_command


@pytest.fixture
def fetched(run):
    run("fetch", "movie", "1", "--tmdb", "27205", "--asset-type", "poster")
    return run


def test_the_table_is_filtered_sorted_and_told_as_values(fetched, capsys):
    status, document = fetched(
        "cache", "--provider", "tmdb", "--sort", "rows", "--descending", "--limit", "2"
    )
    rows = [entry["rows"] for entry in document["entries"]]
    assert (status, len(rows), rows) == (0, 2, sorted(rows, reverse=True))
    assert document["total"] > 2
    assert main(["cache", "--csv", "--provider", "tmdb"]) == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(table) == document["total"]
    assert {row["title"] for row in table} == {"Inception (2010)"}


def test_what_is_forgotten_of_a_title_is_asked_anew(fetched):
    status, told = fetched("cache", "forget", "movie", "1", "--provider", "tmdb", schema="cache_done")
    assert (status, told["text"].startswith("Forgot ")) == (0, True)
    assert fetched("cache", "--provider", "tmdb")[1]["total"] == 0
    again = fetched("fetch", "movie", "1", "--asset-type", "poster")[1]
    asked = {each["provider"] for each in again["metadata"]["outcomes"] if each["was_asked"]}
    assert asked == {"tmdb"}


@pytest.mark.parametrize("act", ["forget-failed", "compact", "clear-thumbnails"])
def test_care_of_a_cache_with_nothing_to_do_says_so(run, act):
    status, told = run("cache", act, schema="cache_done")
    assert (status, told["act"]) == (0, act)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["cache", "forget"], "TYPE ID"),
        (["cache", "forget", "movie"], "TYPE ID"),
        (["cache", "forget", "film", "1"], "none of movie"),
        (["cache", "compact", "movie", "1"], "TYPE ID"),
        (["cache", "compact", "--csv"], "table only"),
        (["stats", "--days", "0"], "above 0"),
    ],
)
def test_a_wrong_call_says_what_is_possible(run, arguments, words):
    status, document = run(*arguments)
    assert (status, document["error"]["kind"]) == (2, "usage")
    assert words in document["error"]["message"]


def test_more_days_than_are_kept_are_refused(run):
    status, document = run("stats", "--days", "401")
    assert (status, document["error"]["kind"]) == (1, "invalid_input")


def test_people_are_told_ages_and_expiry(monkeypatch, capsys):
    monkeypatch.setenv("METARR_DEMO", "1")
    assert main(["stats", "--days", "7"]) == 0
    assert "Older than 7 days  0 of 0 entries" in capsys.readouterr().out
