"""``enrich`` and ``proposals`` as a script sees them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from metarr_desktop.cli import main

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```json schema (\w+)\n(.*?)```", re.DOTALL)
SCHEMAS = {name: json.loads(text) for name, text in BLOCK.findall((ROOT / "docs/cli.md").read_text("utf-8"))}


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a command on the demo with --json, check its document, return status, document and messages."""
    monkeypatch.setenv("METARR_DEMO", "1")

    def run_command(*arguments: str, schema: str | None = None) -> tuple[int, dict, str]:
        status = main([*arguments, "--json"])
        out = capsys.readouterr()
        document = json.loads(out.out)
        name = "error" if "error" in document else schema or arguments[0]
        jsonschema.validate(document, {**SCHEMAS[name], "$defs": SCHEMAS["definitions"]})
        return status, document, out.err

    return run_command


@pytest.fixture
def album(run):
    """An album, whose few pictures are painted quickly."""
    run("fetch", "music", "1", "--musicbrainz", "1b022e01-4da6-387b-8658-8678046e4cef")


def test_enriching_proposes_and_accepting_selects_as_one_step(run, album):
    status, report, said = run("enrich", "music", "1")
    assert (status, report["done"], report["selected"]) == (0, 1, 0)
    assert report["proposed"] == len(report["titles"][0]["proposed"]) > 3
    assert "[1 of 1] Downloading" in said

    _, listed, _ = run("proposals")
    numbers = [proposal["id"] for proposal in listed["proposals"]]
    assert len(numbers) == report["proposed"]
    _, accepted, _ = run("proposals", "accept", str(numbers[0]), schema="accepted")
    assert [each["selected_by"] for each in accepted["changes"][0]["changed"] if each["is_selected"]] == [
        "user"
    ]
    _, dismissed, _ = run("proposals", "dismiss", str(numbers[1]), schema="accepted")
    assert (dismissed["text"], len(dismissed["changes"][0]["changed"])) == ("Dismissed 1 proposal", 1)
    assert [each["id"] for each in run("proposals")[1]["proposals"]] == numbers[2:]
    run("proposals", "accept", "--all", schema="accepted")
    assert run("proposals")[1] == {"proposals": []}


def test_selecting_needs_to_be_said(run, album):
    _, report, _ = run("enrich", "--select")  # every title
    assert (report["proposed"], report["selected"] > 3) == (0, True)
    covers = run("assets", "music", "1", "cover")[1]["assets"]
    assert [each["selected_by"] for each in covers if each["is_selected"]] == ["auto"]


def test_a_title_the_library_does_not_have_fails_by_itself(run):
    status, report, _ = run("enrich", "movie", "4711")
    assert (status, report["failed"]) == (1, 1)
    assert "The library has no movie 4711" in report["titles"][0]["message"]


def test_a_number_alone_is_that_of_the_title_that_has_it(run, album):
    _, report, _ = run("enrich", "1")
    assert [title["key"] for title in report["titles"]] == [{"entity_type": "music", "entity_id": 1}]
    run("fetch", "movie", "1", "--tmdb", "348")
    for number, words in (("1", "say movie 1 or music 1"), ("2", "No title of the library has the number 2")):
        status, document, _ = run("enrich", number)
        assert (status, words in document["error"]["message"]) == (1, True)


def test_a_proposal_nobody_made_is_an_error(run):
    status, document, _ = run("proposals", "accept", "7")
    assert (status, document["error"]["kind"]) == (1, "invalid_input")


@pytest.mark.parametrize(
    "arguments",
    [("enrich", "movie"), ("enrich", "1", "tv"), ("enrich", "movie", "1", "--all"), ("enrich", "hat", "1"),
     ("proposals", "accept"), ("proposals", "accept", "1", "--all"), ("proposals", "--all"), ("proposals", "reject")],
)  # fmt: skip
def test_a_wrong_call_says_what_is_possible(run, arguments):
    status, document, _ = run(*arguments)
    assert (status, document["error"]["kind"]) == (2, "usage")
