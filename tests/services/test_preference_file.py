"""The settings file: whole or not at all, shared with other programs, never thrown away."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from metarr_desktop.domain.errors import StoreError
from metarr_desktop.services.preference_file import PreferenceFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_what_was_written_is_read_by_the_next_program(path: Path) -> None:
    PreferenceFile(path).change({"languages": ["de", "en"]})

    assert PreferenceFile(path).read() == {"languages": ["de", "en"]}


def test_no_file_means_no_entries_and_nothing_to_tell(path: Path) -> None:
    file = PreferenceFile(path)

    assert (file.read(), file.notice) == ({}, "")


def test_entries_of_others_stay(path: Path) -> None:
    write(path, '{"window_theme": {"name": "dark"}, "languages": ["fr"]}')
    PreferenceFile(path).change({"languages": ["de"]})

    assert json.loads(path.read_text()) == {"window_theme": {"name": "dark"}, "languages": ["de"]}


def test_an_entry_set_to_nothing_goes(path: Path) -> None:
    write(path, '{"languages": ["fr"], "other": 1}')
    PreferenceFile(path).change({"languages": None})

    assert json.loads(path.read_text()) == {"other": 1}


@pytest.mark.parametrize(
    "content",
    ['{"languages": ["de",', "", "[1, 2]", b"\xff\xfe\x00", "[" * 200_000],
    ids=["cut", "empty", "no object", "no text", "deep"],
)
def test_a_damaged_file_is_kept_beside_and_said(path: Path, content: str | bytes) -> None:
    write(path, content)
    before = path.read_bytes()
    file = PreferenceFile(path)

    assert file.read() == {}
    assert path.with_name("settings.json.damaged").read_bytes() == before
    assert file.notice == (
        "settings.json was damaged, so the settings are the usual ones. It is kept as settings.json.damaged."
    )


def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    for content in ("first {", "second {"):
        write(path, content)
        PreferenceFile(path).read()

    kept = sorted(path.parent.glob("*.damaged*"))
    assert [each.read_text() for each in kept] == ["first {", "second {"]


def test_a_file_damaged_while_the_program_runs_is_kept_when_something_is_changed(path: Path) -> None:
    write(path, "{")
    PreferenceFile(path).change({"languages": ["de"]})

    assert json.loads(path.read_text()) == {"languages": ["de"]}
    assert path.with_name("settings.json.damaged").read_text() == "{"


def test_programs_that_write_at_once_lose_nothing_of_each_other(path: Path) -> None:
    def program(number: int) -> None:
        for value in range(10):
            PreferenceFile(path).change({f"program {number}": value})

    threads = [threading.Thread(target=program, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert json.loads(path.read_text()) == {f"program {number}": 9 for number in range(4)}


def test_a_folder_that_cannot_be_written_is_said_and_leaves_the_file(path: Path) -> None:
    write(path, '{"languages": ["fr"]}')
    (path.parent / "settings.lock").mkdir()

    with pytest.raises(StoreError, match="Those from before still hold"):
        PreferenceFile(path).change({"languages": ["de"]})
    assert PreferenceFile(path).read() == {"languages": ["fr"]}


def test_a_write_that_breaks_off_leaves_the_old_file_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, '{"languages": ["fr"]}')

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device"):
        PreferenceFile(path).change({"languages": ["de"]})
    assert json.loads(path.read_text()) == {"languages": ["fr"]}
    assert not list(path.parent.glob("*.part"))


def test_a_file_that_cannot_be_read_is_left_and_said(path: Path) -> None:
    path.mkdir(parents=True)
    file = PreferenceFile(path)

    assert file.read() == {}
    assert "cannot be read" in file.notice
    with pytest.raises(StoreError):
        file.change({"languages": ["de"]})
    assert path.is_dir()
