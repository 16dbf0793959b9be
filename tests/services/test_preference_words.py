"""What a person is told after a change of preferences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.services.preference_words import consequences

TITLES = {"tmdb": "TMDB", "fanart_tv": "Fanart.tv", "tvdb": "TheTVDB"}
USUAL = Preferences(tuple(TITLES), languages=("en",))
LADDERS = {AssetType.POSTER: LanguageLadder(("de",))}


def told(rescored: int | None = 0, texts_to_ask: int = 0, **changes: Any) -> str:
    return consequences(
        USUAL, replace(USUAL, **changes), TITLES, rescored=rescored, texts_to_ask=texts_to_ask
    )


@pytest.mark.parametrize(
    ("rescored", "words"),
    [
        (0, "No score changed; nothing was fetched."),
        (1, "1 picture was scored anew; nothing was fetched."),
        (41_200, "41,200 pictures were scored anew; nothing was fetched."),
        (None, "The pictures are being scored anew in the background; none is fetched."),
    ],
)
def test_a_ladder_is_told_by_the_pictures_it_concerns(rescored: int | None, words: str) -> None:
    assert told(rescored, ladders=LADDERS) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Descriptions and trailers are asked for in German from now on."),
        (1, "Descriptions and trailers of 1 title will be asked for again in German."),
        (24, "Descriptions and trailers of 24 titles will be asked for again in German."),
    ],
)
def test_a_language_is_told_by_the_titles_it_concerns(count: int, words: str) -> None:
    assert told(412, count, languages=("de-AT",)) == f"{words} 412 pictures were scored anew."


def test_a_second_language_asks_for_nothing_again() -> None:
    assert told(0, languages=("en", "de")) == (
        "Descriptions and trailers fetched from now on follow this order of languages."
        " No picture has another score."
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"disabled": {"tvdb"}}, "TheTVDB is switched off. Its pictures stay and are marked."),
        (
            {"disabled": {"tvdb", "tmdb"}},
            "TMDB and TheTVDB are switched off. Their pictures stay and are marked.",
        ),
        ({"paused": {"tmdb"}}, "TMDB is paused: nobody asks it until you resume it."),
        ({}, ""),
    ],
)
def test_switching_and_pausing_are_told_with_what_stays(changes: dict[str, Any], words: str) -> None:
    assert told(**{name: frozenset(value) for name, value in changes.items()}) == words


def test_the_way_back_is_told_too() -> None:
    before = replace(USUAL, disabled=frozenset({"tvdb"}), paused=frozenset({"tmdb", "fanart_tv"}))

    assert consequences(before, USUAL, TITLES, rescored=0, texts_to_ask=0) == (
        "TheTVDB is switched on. It is asked with the next refresh of a title."
        " TMDB and Fanart.tv are asked again."
    )


def test_an_order_is_told_in_full() -> None:
    assert told(3, order=("tvdb", "tmdb", "fanart_tv")) == (
        "TheTVDB comes first now, then TMDB and Fanart.tv. 3 pictures were scored anew; nothing was fetched."
    )
