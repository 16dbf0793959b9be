"""What preferences may be, and how a file that somebody wrote by hand is understood."""

from __future__ import annotations

from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.services.live_providers import ladders_of
from metarr_desktop.services.preference_rules import changes_for_file, checked, from_file

TITLES = {"tmdb": "TMDB", "fanart_tv": "Fanart.tv", "tvdb": "TheTVDB"}
NAMES = tuple(TITLES)
USUAL = Preferences(NAMES, languages=("en",))
GERMAN_FIRST = LanguageLadder(("de", "original", None))


def test_a_provider_left_out_of_the_order_comes_last() -> None:
    assert checked(Preferences(("tvdb",)), TITLES).order == ("tvdb", "tmdb", "fanart_tv")


def test_one_named_twice_counts_once() -> None:
    found = checked(Preferences(("tvdb", "tvdb"), languages=("de", "de", "en")), TITLES)

    assert (found.order, found.languages) == (("tvdb", "tmdb", "fanart_tv"), ("de", "en"))


@pytest.mark.parametrize(
    ("preferences", "words"),
    [
        (Preferences(disabled=frozenset(NAMES)), "At least one provider"),
        (Preferences(languages=()), "At least one language"),
        (Preferences(languages=("klingon",)), "'klingon' is no language"),
        (Preferences(languages=("en", "")), "is no language"),
        (Preferences(languages=("und",)), "is no language"),
        (Preferences(("imdb",)), "no provider 'imdb'"),
        (Preferences(paused=frozenset({"imdb"})), "no provider 'imdb'"),
        (Preferences(ladders={AssetType.POSTER: LanguageLadder(())}), "for posters is empty"),
        (Preferences(ladders={AssetType.POSTER: LanguageLadder(("qq",))}), "'qq', in the order for posters"),
    ],
)
def test_what_cannot_be_is_refused_in_words(preferences: Preferences, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        checked(preferences, TITLES)
    assert "Nothing was changed" in str(refused.value)


def test_a_language_of_the_session_is_fine_although_it_has_no_name_here() -> None:
    assert checked(Preferences(languages=("ca", "en")), TITLES, ("ca",)).languages == ("ca", "en")


def test_a_region_is_fine() -> None:
    assert checked(Preferences(languages=("pt-BR",)), TITLES).languages == ("pt-BR",)


def test_a_ladder_like_the_usual_one_is_no_change() -> None:
    usual = ladders_of(Preferences(languages=("de",)))[AssetType.POSTER]
    given = {AssetType.POSTER: usual, AssetType.FANART: GERMAN_FIRST}

    assert checked(Preferences(languages=("de",), ladders=given), TITLES).ladders == {
        AssetType.FANART: GERMAN_FIRST
    }


def test_ladders_know_no_regions_for_pictures_have_none() -> None:
    assert ladders_of(Preferences(languages=("pt-BR", "pt")))[AssetType.POSTER].rungs[:2] == (
        "pt",
        "original",
    )


def test_preferences_survive_the_file() -> None:
    given = Preferences(
        ("tvdb", "tmdb", "fanart_tv"),
        frozenset({"fanart_tv"}),
        frozenset({"tmdb"}),
        ("de", "en"),
        {AssetType.POSTER: GERMAN_FIRST},
    )

    assert from_file(changes_for_file(USUAL, given, USUAL, {}), USUAL, NAMES) == given


def test_going_back_to_the_usual_clears_the_file() -> None:
    given = Preferences(("tvdb", "tmdb", "fanart_tv"), frozenset({"tmdb"}), frozenset(), ("de",))
    stored = changes_for_file(USUAL, given, USUAL, {})

    assert changes_for_file(given, USUAL, USUAL, stored) == dict.fromkeys(stored)


def test_only_what_differs_is_written() -> None:
    other = Preferences(NAMES, frozenset({"tvdb"}), languages=("en",))

    assert changes_for_file(USUAL, other, USUAL, {}) == {"disabled_providers": ["tvdb"]}


def test_a_provider_that_is_not_installed_now_is_not_forgotten() -> None:
    stored = {"disabled_providers": ["shelf"], "provider_order": ["shelf", "tmdb"]}
    before = from_file(stored, USUAL, NAMES)
    after = Preferences(("tvdb", "tmdb", "fanart_tv"), frozenset({"tmdb"}))

    assert changes_for_file(before, after, USUAL, stored) == {
        "disabled_providers": ["tmdb", "shelf"],
        "provider_order": ["tvdb", "tmdb", "fanart_tv", "shelf"],
    }


@pytest.mark.parametrize(
    "stored",
    [
        {"languages": "de"},
        {"languages": [3, None, "no code", {}]},
        {"provider_order": {"tmdb": 1}},
        {"disabled_providers": 7, "paused_providers": [["tmdb"]]},
        {"ladders": ["de"]},
        {"ladders": {"poster": "de", "painting": ["de"], "fanart": [3, "no code"]}},
    ],
)
def test_what_cannot_be_understood_costs_only_itself(stored: dict[str, Any]) -> None:
    assert from_file(stored, USUAL, NAMES) == USUAL


def test_the_parts_of_a_list_that_can_be_understood_count() -> None:
    found = from_file({"languages": ["fr", 3], "disabled_providers": ["tvdb", 3, "gone"]}, USUAL, NAMES)

    assert (found.languages, found.disabled) == (("fr",), {"tvdb"})
