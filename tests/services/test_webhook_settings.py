"""Settings of webhooks from environment, file and keys."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.credentials import Credentials
from metarr_desktop.domain.errors import InvalidInput, StoreError
from metarr_desktop.domain.path_mapping import PathMapping
from metarr_desktop.domain.webhooks import DEFAULT_PORT, WebhookSettings
from metarr_desktop.services.preference_file import PreferenceFile
from metarr_desktop.services.webhook_settings import StoredWebhookSettings
from metarr_desktop.settings import load_settings


def stored(home: Path, entry: object = None, **environment: str) -> StoredWebhookSettings:
    settings = load_settings({"METARR_HOME": str(home), **environment})
    file = home / "settings.json"
    home.mkdir(exist_ok=True)
    file.write_text(json.dumps({} if entry is None else {"webhooks": entry}))
    return StoredWebhookSettings(settings, PreferenceFile(file), Credentials(settings))


def test_by_default_nobody_listens(isolated: Path) -> None:
    assert stored(isolated).read() == WebhookSettings(False, "127.0.0.1", DEFAULT_PORT)


def test_the_file_says_where_and_the_environment_wins(isolated: Path) -> None:
    entry = {"is_on": True, "host": "::1", "port": 8001, "paths": [["/movies", "/mnt/films"], ["x", "/y"], 7]}
    assert stored(isolated, entry).read() == WebhookSettings(
        True, "::1", 8001, paths=(PathMapping("/movies", "/mnt/films"),)
    )
    given = stored(
        isolated, entry, METARR_WEBHOOKS="0", METARR_WEBHOOK_HOST="localhost", METARR_WEBHOOK_PORT="9000",
        METARR_WEBHOOK_PATHS="/tv=/mnt/tv; D:\\Films=/mnt/f ;", METARR_WEBHOOK_TOKEN="secret-token",
        METARR_WEBHOOK_USER="u", METARR_WEBHOOK_PASSWORD="p",
    )  # fmt: skip
    paths = (PathMapping("/tv", "/mnt/tv"), PathMapping("D:\\Films", "/mnt/f"))
    assert given.read() == WebhookSettings(False, "127.0.0.1", 9000, "secret-token", "u", "p", paths)
    assert given.mappings() == paths


@pytest.mark.parametrize("entry", [7, [], {"is_on": "yes", "host": 5, "port": True, "paths": "no"}])
def test_a_damaged_entry_means_the_usual(isolated: Path, entry: Any) -> None:
    assert stored(isolated, entry).read() == WebhookSettings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("METARR_WEBHOOKS", "maybe"),
        ("METARR_WEBHOOK_PORT", "0"),
        ("METARR_WEBHOOK_PORT", "65536"),
        ("METARR_WEBHOOK_PORT", "http"),
        ("METARR_WEBHOOK_PATHS", "/movies"),
        ("METARR_WEBHOOK_PATHS", "movies=/mnt"),
        ("METARR_WEBHOOK_PATHS", "/movies=mnt"),
        ("METARR_WEBHOOK_PATHS", "/movies=D:\\x"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(isolated: Path, name: str, value: str) -> None:
    with pytest.raises(InvalidInput, match=name):
        stored(isolated, **{name: value}).read()


def test_what_is_changed_is_kept_and_secrets_apart(isolated: Path) -> None:
    kept = stored(isolated, {"host": "::1", "later": 1}, METARR_WEBHOOK_PORT="9000")
    paths = (PathMapping("/movies", "/mnt/films"), PathMapping("D:\\TV", "/mnt/tv"))
    wanted = WebhookSettings(True, "0.0.0.0", 9000, "a-token", "me", "a-password", paths)
    kept.check(wanted)
    kept.keep(wanted)
    assert kept.read() == wanted
    settings, keys = isolated / "settings.json", next(isolated.rglob("keys.json"))
    entry = json.loads(settings.read_text())["webhooks"]
    assert (entry["later"], "port" in entry) == (
        1,
        False,
    )  # what others put there stays; the port is not ours to say
    assert "a-token" not in settings.read_text() + repr(wanted)
    assert "a-password" not in settings.read_text()
    assert keys.stat().st_mode & 0o077 == 0
    kept.keep(replace(wanted, token="", user="", password=""))
    assert not kept.read().needs_proof


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"port": 8001}, "METARR_WEBHOOK_PORT decides this"),
        ({"token": "two words"}, "without blanks"),
        ({"user": "a:b", "password": "p"}, "without a colon"),
        ({"user": "me"}, "needs a password"),
        ({"paths": (PathMapping("movies", "/mnt"),)}, "whole paths"),
    ],
)
def test_what_would_not_work_is_not_kept(isolated: Path, changes: dict[str, Any], words: str) -> None:
    kept = stored(isolated, METARR_WEBHOOK_PORT="9000")
    assert kept.fixed() == {"port"}
    with pytest.raises(InvalidInput, match=words):
        kept.check(replace(kept.read(), **changes))


def test_a_file_that_cannot_be_written_leaves_the_keys_as_they_were(
    isolated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = stored(isolated)
    kept.keep(WebhookSettings(token="old"))

    def refuse(*_: object) -> None:
        raise StoreError("The settings could not be kept.")

    monkeypatch.setattr(PreferenceFile, "change", refuse)
    with pytest.raises(StoreError):
        kept.keep(WebhookSettings(is_on=True, token="new"))
    assert kept.read() == WebhookSettings(token="old")
