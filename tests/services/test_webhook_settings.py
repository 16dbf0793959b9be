"""Settings of webhooks from environment, file and keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from metarr_desktop.credentials import Credentials
from metarr_desktop.domain.errors import InvalidInput
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
