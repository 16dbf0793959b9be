"""The command line as a script sees it: one document, a status, nothing else on standard output."""

import json
import re
import sqlite3
from pathlib import Path

import jsonschema
import pytest

from metarr_desktop.cache_manager import ProviderCacheManager
from metarr_desktop.cli import main
from metarr_desktop.domain.errors import AllProvidersFailed
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome

ROOT = Path(__file__).parents[2]
TRANSPORT = "metarr_desktop.demo.transport.DemoTransport.handle_async_request"
BLOCK = re.compile(r"```json schema (\w+)\n(.*?)```", re.DOTALL)
SCHEMAS = {name: json.loads(text) for name, text in BLOCK.findall((ROOT / "docs/cli.md").read_text("utf-8"))}


@pytest.fixture
def demo(monkeypatch):
    monkeypatch.setenv("METARR_DEMO", "1")


@pytest.fixture
def run(demo, capsys):
    """Run a command with --json, check its document against the schema of docs/cli.md, return both."""

    def run_command(*arguments: str, schema: str | None = None) -> tuple[int, dict]:
        status = main([*arguments, "--json"])
        document = json.loads(capsys.readouterr().out)
        name = "error" if "error" in document else schema or arguments[0]
        jsonschema.validate(document, {**SCHEMAS[name], "$defs": SCHEMAS["definitions"]})
        return status, document

    return run_command


def asset_ids(run, asset_type="poster"):
    return [asset["id"] for asset in run("assets", "movie", "1", asset_type)[1]["assets"]]


def without_times(result: dict) -> dict:
    """What must be equal for a hit and a miss."""
    providers = {
        name: {key: value for key, value in data.items() if key != "fetched_at"}
        for name, data in result["providers"].items()
    }
    return {"providers": providers, "completed": result["metadata"]["completed_providers"]}


def test_search_puts_inception_first_with_both_ids(run):
    status, document = run("search", "inception", "--year", "2010")

    best = document["results"][0]
    assert status == 0
    assert best["title"] == "Inception"
    assert best["confidence"] >= 95
    assert {"imdb": "tt1375666", "tmdb": "27205"}.items() <= best["external_ids"].items()


def test_an_id_in_the_query_is_certain(run):
    _, document = run("search", "https://www.imdb.com/title/tt1375666/?ref_=nv")

    assert [result["title"] for result in document["results"]] == ["Inception"]
    assert document["results"][0]["confidence"] == 100


def test_nothing_found_is_an_answer(run):
    status, document = run("search", "qwxzv no such film at all")

    assert status == 0
    assert document["results"] == []
    assert document["margin"] is None


def test_fetch_twice_is_a_miss_and_a_hit_with_equal_data(run):
    _, first = run("fetch", "movie", "1", "--tmdb", "27205")
    _, second = run("fetch", "movie", "1", "--tmdb", "27205")

    assert (first["cached"], second["cached"]) == (False, True)
    assert without_times(first) == without_times(second)
    assert set(first["metadata"]["completed_providers"]) == {"tmdb", "fanart_tv", "tvdb"}
    assert len(first["providers"]["tmdb"]["images"]["poster"]) > 20


def test_force_asks_again_and_loses_no_selection(run):
    run("fetch", "movie", "1", "--tmdb", "27205")
    chosen, rejected = asset_ids(run)[3:5]
    assert run("select", str(chosen), schema="select")[0] == 0
    assert run("reject", str(rejected), schema="select")[0] == 0

    _, forced = run("fetch", "movie", "1", "--force")

    assert forced["cached"] is False
    assets = {asset["id"]: asset for asset in run("assets", "movie", "1", "poster")[1]["assets"]}
    assert assets[chosen]["is_selected"]
    assert assets[rejected]["is_rejected"]


def test_asset_types_limit_what_is_returned(run):
    _, document = run(
        "fetch", "movie", "1", "--tmdb", "27205", "--asset-type", "clearlogo", "--asset-type", "banner"
    )

    types = {
        kind for data in document["providers"].values() for kind, images in data["images"].items() if images
    }
    assert types == {"clearlogo", "banner"}


def test_select_and_clear_say_what_changed(run):
    run("fetch", "movie", "1", "--tmdb", "27205")
    first, second = asset_ids(run)[:2]
    run("select", str(first), schema="select")

    _, document = run("select", str(second), schema="select")

    changed = {asset["id"]: asset["is_selected"] for asset in document["changed"]}
    assert changed == {first: False, second: True}
    assert run("clear", str(second), schema="select")[1]["changed"][0]["is_selected"] is False


def test_assets_of_an_unknown_title_are_none(run):
    assert run("assets", "movie", "4711", "poster") == (0, {"assets": []})


def test_stats_count_hits_and_misses(run):
    run("fetch", "movie", "1", "--tmdb", "27205")
    run("fetch", "movie", "1")

    _, document = run("stats")

    assert (document["hits"], document["misses"], document["hit_rate"]) == (1, 1, 0.5)
    assert document["requests_today"]["tmdb"] >= 1
    assert document["reliability"] == {"fanart_tv": 1.0, "tmdb": 1.0, "tvdb": 1.0}


def test_providers_tell_their_limits_and_what_was_asked_today(run):
    run("fetch", "movie", "1", "--tmdb", "27205")

    _, document = run("providers")

    listed = {each["name"]: each for each in document["providers"]}
    assert list(listed) == ["tmdb", "fanart_tv", "tvdb", "musicbrainz"]
    assert listed["tmdb"]["today"]["answered"] == 1
    assert listed["tmdb"]["today"]["requests"] == listed["tmdb"]["status"]["requests_today"] >= 1
    assert listed["musicbrainz"]["today"] == {"requests": 0, "answered": 0, "failed": 0, "median_s": None}
    assert listed["fanart_tv"]["key_sentence"].startswith("Personal key")


def test_stats_of_a_new_cache_have_no_data_rather_than_zero(run):
    _, document = run("stats")

    assert document["hit_rate"] is None
    assert document["average_fetch_seconds"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serach", "x"], "serach"),
        (["search"], "QUERY"),
        (["search", "x", "--year", "20l0"], "20l0"),
        (["search", "x", "--year", "1066"], "1066"),
        (["search", "x", "--limit", "0"], "whole number"),
        (["search", "x", "--type", "film"], "film"),
        (["fetch", "movie", "-1"], "-1"),
        (["fetch", "movie", "99999999999999999999"], "whole number"),
        (["fetch", "movie", "1", "--asset-type", "cover"], "a movie has no cover"),
        (["fetch", "movie", "1", "--tmdb", "inception"], "a number, as in 27205"),
        (["fetch", "movie", "1", "--tmdb", "0"], "'0' is no id for --tmdb"),
        (["fetch", "movie", "1", "--tmdb", "1399/1/9"], "a number"),
        (["fetch", "movie", "1", "--imdb", "1375666"], "tt and digits"),
        (["fetch", "tv", "1", "--tvdb=-5"], "a number"),
        (["fetch", "episode", "1", "--tvdb", "121361/1"], "series/season/episode"),
        (["fetch", "music", "1", "--musicbrainz", "nirvana"], "like 1b022e01"),
        (["select", "x"], "whole number"),
        ([], "COMMAND"),
    ],
)
def test_a_wrong_call_is_status_2_and_says_what_is_wrong(run, arguments, words):
    status, document = run(*arguments, schema="error")

    assert status == 2
    assert document["error"]["kind"] == "usage"
    assert words in document["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["search", "   "], "invalid_input"),
        (["select", "4711"], "asset_unknown"),
    ],
)
def test_a_failure_is_status_1_with_its_kind(run, arguments, kind):
    status, document = run(*arguments, schema="error")

    assert (status, document["error"]["kind"]) == (1, kind)


def test_a_contradicting_id_is_refused_and_names_both(run):
    run("fetch", "movie", "1", "--tmdb", "27205")

    status, document = run("fetch", "movie", "1", "--tmdb", "603")

    assert (status, document["error"]["kind"]) == (1, "identity_conflict")
    assert "27205" in document["error"]["message"]
    assert "603" in document["error"]["message"]


def test_no_network_is_said_and_what_is_stored_is_returned_as_stale(run, monkeypatch):
    run("fetch", "movie", "1", "--tmdb", "27205")
    posters = asset_ids(run)
    monkeypatch.setattr(TRANSPORT, _unreachable)

    status, document = run("fetch", "movie", "1", "--force")

    assert status == 0
    assert set(document["metadata"]["failed_providers"]) == {"tmdb", "fanart_tv", "tvdb"}
    assert all(data["is_stale"] for data in document["providers"].values())
    assert asset_ids(run) == posters


def test_no_network_and_nothing_stored_is_a_failure_with_a_reason_per_provider(run, monkeypatch):
    monkeypatch.setattr(TRANSPORT, _unreachable)

    status, document = run("fetch", "movie", "1", "--tmdb", "27205")

    assert (status, document["error"]["kind"]) == (1, "all_providers_failed")
    assert {one["provider"] for one in document["error"]["providers"]} == {"tmdb", "fanart_tv", "tvdb"}
    assert run("assets", "movie", "1", "poster") == (0, {"assets": []})


async def _unreachable(self, request):
    import httpx

    raise httpx.ConnectError("All connection attempts failed", request=request)


def test_a_database_that_is_none_is_said_and_kept(run, isolated):
    path = isolated / "data" / "demo" / "metarr.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is a letter, not a database" * 100)

    status, document = run("stats")

    assert (status, document["error"]["kind"]) == (1, "store")
    assert str(path) in document["error"]["message"]
    assert path.read_bytes().startswith(b"this is a letter")


def test_a_plain_http_address_elsewhere_is_refused(monkeypatch, capsys):
    monkeypatch.setenv("METARR_TMDB_BASE_URL", "http://tmdb.example/3/")

    assert main(["stats", "--json"]) == 1
    assert "METARR_TMDB_BASE_URL" in json.loads(capsys.readouterr().out)["error"]["message"]


def test_people_get_lines_instead_of_json(demo, capsys):
    assert main(["fetch", "movie", "1", "--tmdb", "27205"]) == 0
    out = capsys.readouterr().out

    assert out.startswith("movie 1: fetched")
    assert "poster" in out
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(out)


def test_the_command_line_lays_out_no_starter_library(run, isolated):
    run("stats")

    with sqlite3.connect(isolated / "data" / "demo" / "metarr.db") as database:
        assert database.execute("SELECT count(*) FROM entities").fetchone() == (0,)
    database.close()


def test_help_needs_none_of_the_heavy_libraries():
    import subprocess
    import sys

    code = (
        "import sys\ntry:\n    from metarr_desktop.cli import main; main(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('httpx', 'peewee', 'PIL', 'starlette') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.rstrip().endswith("[]")


@pytest.mark.parametrize("call", [["--json", "stats"], ["stats", "--json"]])
def test_json_may_be_asked_for_before_and_after_the_command(call, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("METARR_HOME", str(tmp_path))

    assert main(call) == 0
    jsonschema.validate(
        json.loads(capsys.readouterr().out), {**SCHEMAS["stats"], "$defs": SCHEMAS["definitions"]}
    )


@pytest.mark.parametrize(
    ("words", "option"), [(("movie", "77"), "--tmdb NUMBER"), (("music", "77"), "--musicbrainz UUID")]
)
def test_without_any_id_it_says_that_nobody_was_asked(monkeypatch, capsys, words, option):
    monkeypatch.setenv("METARR_DEMO", "1")
    assert main(["fetch", *words]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.endswith(f"nobody was asked, for no id of it is known. Give one, such as {option}.")


def test_when_all_failed_each_reason_has_a_line_of_its_own(run, monkeypatch, capsys):
    async def all_fail(*_: object, **__: object) -> None:
        outcomes = [
            ProviderOutcome(name, Outcome.FAILED, message=f"{name} is down. Try again.") for name in "ab"
        ]
        reasons = " ".join(outcome.message for outcome in outcomes)
        raise AllProvidersFailed(f"Nobody could. {reasons} Nothing is lost.", outcomes)

    monkeypatch.setattr(ProviderCacheManager, "fetch_assets", all_fail)
    assert main(["fetch", "movie", "1", "--tmdb", "603"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Nobody could. Nothing is lost.",
        "  a: a is down. Try again.",
        "  b: b is down. Try again.",
    ]
