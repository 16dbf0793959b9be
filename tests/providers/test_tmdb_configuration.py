"""The configuration of TMDB is asked for once a week, also by programs that are started every day."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.providers.support import TMDB, ask, provider, recorded, tmdb_script

WEEK_S = 7 * 86400.0
MOVED = {"images": {"secure_base_url": "https://pictures.example.org/t/", "poster_sizes": ["w342"]}}


class Memory:
    """Keeps one answer of a given age."""

    def __init__(self, answer: Any = None, age_s: float = 0.0) -> None:
        self.kept = None if answer is None else (answer, age_s)
        self.written: list[tuple[str, Any]] = []

    async def read(self, name: str) -> tuple[Any, float] | None:
        return self.kept if name == "configuration" else None

    async def write(self, name: str, answer: Any) -> None:
        self.written.append((name, answer))


async def first_poster(memory: Memory, script: Any) -> str:
    async with provider(TMDB, script, answer_memory=memory) as tmdb:
        return str((await tmdb.fetch(ask(TMDB))).images[0].url)


async def test_an_answer_is_kept_for_the_next_run() -> None:
    memory = Memory()
    await first_poster(memory, tmdb_script())
    assert memory.written == [("configuration", recorded("tmdb/configuration.json"))]


async def test_a_kept_answer_spares_the_request() -> None:
    script = tmdb_script()
    url = await first_poster(Memory(MOVED, WEEK_S - 1), script)
    assert url.startswith("https://pictures.example.org/t/original/")
    assert script.paths() == ["movie/4711"]


async def test_a_kept_answer_serves_until_its_own_week_is_over() -> None:
    script, now = tmdb_script(), [0.0]
    async with provider(TMDB, script, answer_memory=Memory(MOVED, WEEK_S - 60)) as tmdb:
        tmdb._api.configuration._monotonic_s = lambda: now[0]
        for moment in (0.0, 59.0, 60.0):
            now[0] = moment
            await tmdb.fetch(ask(TMDB))
    assert script.paths().count("configuration") == 1


@pytest.mark.parametrize(
    ("answer", "age_s"), [(MOVED, WEEK_S), ({}, 0.0), ([], 0.0), ("text", 0.0), ({"images": 5}, 0.0)]
)
async def test_what_is_too_old_or_no_configuration_is_asked_anew(answer: Any, age_s: float) -> None:
    script = tmdb_script()
    assert (await first_poster(Memory(answer, age_s), script)).startswith("https://image.tmdb.org/t/p/")
    assert script.paths().count("configuration") == 1


async def test_a_failure_is_never_kept() -> None:
    memory = Memory()
    await first_poster(memory, tmdb_script(configuration=httpx.Response(404, json={"status_code": 34})))
    await first_poster(memory, tmdb_script(configuration={"images": {}}))
    assert memory.written == []
