"""Answers kept in the cache folder from run to run: found again by the same service only, and never a fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from metarr_desktop.services.stored_answers import StoredAnswers

BASE = "https://api.example.org/3/"


def answers(folder: Path, base_url: str = BASE, at: float = 1000.0) -> StoredAnswers:
    return StoredAnswers(folder, "tmdb", base_url, now_s=lambda: at)


async def test_an_answer_is_found_again_with_its_age(tmp_path: Path) -> None:
    await answers(tmp_path / "new").write("configuration", {"images": [1, None, "ü"]})
    found = await answers(tmp_path / "new", at=1090.0).read("configuration")
    assert found == ({"images": [1, None, "ü"]}, 90.0)


async def test_nothing_kept_is_nothing_found(tmp_path: Path) -> None:
    assert await answers(tmp_path).read("configuration") is None


async def test_the_answer_of_another_address_is_not_taken(tmp_path: Path) -> None:
    await answers(tmp_path).write("configuration", {})
    assert await answers(tmp_path, "http://127.0.0.1:8000/3/").read("configuration") is None


async def test_an_answer_from_the_future_is_not_taken(tmp_path: Path) -> None:
    await answers(tmp_path).write("configuration", {})
    assert await answers(tmp_path, at=999.0).read("configuration") is None


async def test_a_newer_answer_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    await answers(tmp_path).write("configuration", 1)
    await answers(tmp_path, at=1001.0).write("configuration", 2)
    assert await answers(tmp_path, at=1001.0).read("configuration") == (2, 0.0)
    assert [file.name for file in tmp_path.iterdir()] == ["tmdb-configuration.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"5", b'{"at": "x", "answer": 1}', b"\xff\xfe\x00", b"[" * 100_000,
     b'{"base_url": "https://api.example.org/3/", "answer": {}}', b" " * 300_000],
)  # fmt: skip
async def test_a_spoiled_file_is_nothing_found(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "tmdb-configuration.json").write_bytes(content)
    assert await answers(tmp_path).read("configuration") is None


async def test_a_folder_that_cannot_be_written_costs_nothing_but_the_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = answers(tmp_path / "file")
    await kept.write("configuration", {})
    assert await kept.read("configuration") is None


async def test_what_is_too_large_is_not_kept(tmp_path: Path) -> None:
    await answers(tmp_path).write("configuration", "x" * 300_000)
    assert list(tmp_path.iterdir()) == []


async def test_no_key_is_in_the_file(tmp_path: Path) -> None:
    await answers(tmp_path).write("configuration", {"a": 1})
    kept = json.loads((tmp_path / "tmdb-configuration.json").read_bytes())
    assert kept == {"base_url": BASE, "at": 1000.0, "answer": {"a": 1}}
