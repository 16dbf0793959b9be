"""Queries nobody meant: ten thousand characters, nothing but spaces, emoji, text from right to left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from metarr_desktop.demo.server import DemoServer
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.search import SearchRequest
from tests.proofs.rig import FANART_TV, TMDB, assert_fit_for_people, pulse, requests_to

BLANK = ["", "   ", "\t\n ", "\u3000\u00a0", "\u200b\u200f"]
ODD = {
    "ten thousand letters": "x" * 10_000,
    "ten thousand words": "inception " * 1_000,
    "ten thousand digits": "9" * 10_000,
    "ten thousand brackets": "[" * 5_000 + "]" * 5_000,
    "an endless address": "https://www.themoviedb.org/movie/" + "1" * 10_000,
    "emoji": "🎬🍿👩‍👩‍👧‍👦",
    "right to left": "جدایی نادر از سیمین",
    "right to left with marks": "\u202eجدایی\u202c \u200fנדיר",
    "combining marks": "Z̸̡̢a̵͎͝l̷͚̈g̶̱̈o̷͙͝" * 50,
    "nul and control": "alien\x00\x07\x1b[31m",
    "half a surrogate pair": "alien \ud83c",
    "percent and quotes": "100% \"'; DROP TABLE entities; -- %s {0} \\",
}

TYPED = [ODD[name] for name in ("emoji", "right to left", "half a surrogate pair", "nul and control")]
TYPED.append("inception " * 1_000)


@pytest.mark.parametrize("query", BLANK, ids=ascii)
async def test_a_query_of_nothing_is_answered_in_words_and_asks_nobody(
    server: DemoServer, program: Callable[..., Any], query: str
) -> None:
    async with program() as services:
        report = await services.cache.search(SearchRequest(query))
    assert (report.results, report.outcomes, report.is_complete) == ((), (), True)
    assert_fit_for_people(" ".join(report.notes))
    assert requests_to(server, TMDB) == requests_to(server, FANART_TV) == ()


@pytest.mark.parametrize("query", ODD.values(), ids=ODD.keys())
async def test_an_odd_query_is_answered_and_the_program_goes_on(
    server: DemoServer, program: Callable[..., Any], query: str
) -> None:
    async with program() as services:
        async with pulse() as felt:
            report = await services.cache.search(SearchRequest(query))
        found = await services.cache.search(SearchRequest("inception", year=2010))

    assert report.is_complete
    outcomes = {outcome.outcome for outcome in report.outcomes if outcome.provider == "tmdb"}
    assert outcomes <= {Outcome.OK, Outcome.EMPTY, Outcome.NOT_FOUND}
    assert outcomes or report.notes, "neither asked nor told why"
    for note in report.notes:
        assert_fit_for_people(note)
    assert felt.longest_s < 1.0
    assert found.results[0].title == "Inception"
    assert all(len(request.path) < 200 for request in requests_to(server, TMDB))
    assert all(len(value) < 1_000 for request in requests_to(server, TMDB) for _, value in request.query)


async def test_a_title_written_from_right_to_left_is_found(program: Callable[..., Any]) -> None:
    async with program() as services:
        report = await services.cache.search(SearchRequest("جدایی نادر از سیمین"))
    assert report.results[0].title == "A Separation"


@pytest.mark.parametrize("query", [*BLANK[1:], *TYPED], ids=lambda query: ascii(query[:20]))
def test_the_command_line_answers_with_one_document(
    command_line: Callable[..., tuple[int, dict[str, Any], str]], query: str
) -> None:
    status, document, _ = command_line("search", query)
    if status == 0:
        assert document["results"] is not None
    else:
        assert (status, document["error"]["kind"]) == (1, "invalid_input")
        assert_fit_for_people(document["error"]["message"])
