"""The sentences of the browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import FetchChanges, FetchMetadata, FetchResult, Outcome, ProviderOutcome
from tests.fakes import NOW, an_asset, an_entity
from ui.assets.stated_language import as_stated
from ui.assets.wording import (
    count_of,
    failures_text,
    isolated,
    label_of,
    reason_text,
    refresh_sentence,
    short_language,
    tile_sentence,
    trailer_line,
    use_words,
    votes_sentence,
    votes_text,
)

TITLES = {"tmdb": "TMDB", "fanart_tv": "Fanart.tv", "tvdb": "TheTVDB"}
OK = ProviderOutcome("tmdb", Outcome.OK, item_count=42)
SLOW = ProviderOutcome("tvdb", Outcome.TIMED_OUT)


def cannot_be_reached(provider: str) -> ProviderOutcome:
    message = f"{TITLES[provider]} cannot be reached (request movie/27205). What is stored stays as it is."
    return ProviderOutcome(provider, Outcome.FAILED, "unreachable", message)


def result(*outcomes: ProviderOutcome, is_saved: bool = True, **changes: object) -> FetchResult:
    metadata = FetchMetadata(NOW, outcomes=outcomes)
    return FetchResult(False, 0.0, {}, metadata, FetchChanges(**changes), is_saved)


def rows(provider: str, count: int, days: float) -> list[CachedAsset]:
    return [an_asset(provider_name=provider, fetched_at=NOW - timedelta(days=days)) for _ in range(count)]


def test_a_tile_is_a_sentence() -> None:
    asset = an_asset(language="de")
    expected = "Poster 3 of 54, score 91, TMDB, German, 2000 by 3000, new"
    assert tile_sentence(asset, 3, 54, "TMDB", is_new=True, score=91) == expected


def test_a_tile_says_every_state_it_shows() -> None:
    asset = an_asset(language=None, is_selected=True, is_rejected=False, missing_since=NOW, season_number=2)
    sentence = tile_sentence(asset, 1, 1, "TMDB", season="Season 2", score=91)
    assert sentence == (
        "Poster 1 of 1, score 91, TMDB, No text, 2000 by 3000, season 2, selected, no longer offered"
    )


def test_the_language_of_a_cover_is_left_out_where_none_is_ever_stated() -> None:
    (cover,) = as_stated((an_asset(asset_type=AssetType.COVER, language=None),), EntityType.MUSIC)
    assert "No text" not in tile_sentence(cover, 1, 1, "MusicBrainz")
    assert ", ," not in tile_sentence(cover, 1, 1, "MusicBrainz")
    assert short_language(cover) == ""


def test_a_poster_without_lettering_is_said_to_have_no_text() -> None:
    (poster,) = as_stated((an_asset(language=None),), EntityType.MOVIE)
    assert short_language(poster) == "No text"


def test_a_refresh_says_what_is_new_who_failed_and_how_old_its_rows_are() -> None:
    end = result(OK, SLOW, new_asset_ids={AssetType.POSTER: (1, 2)}, vanished={})
    sentence = refresh_sentence(end, AssetType.POSTER, {"tvdb": rows("tvdb", 3, 9)}, TITLES, NOW)
    assert sentence == (
        "Refreshed: **2 new** posters, none vanished. "
        "TheTVDB did not answer in time; its 3 rows are from 9 days ago."
    )


def test_a_refresh_names_other_types_after_the_one_in_front() -> None:
    end = result(
        OK, new_asset_ids={AssetType.FANART: (1,), AssetType.POSTER: (2,)}, vanished={AssetType.BANNER: 4}
    )
    sentence = refresh_sentence(end, AssetType.POSTER, {}, TITLES, NOW)
    assert sentence == "Refreshed: **1 new** poster and **1 new** fanart picture, 4 vanished."


def test_a_refresh_nobody_answered_does_not_call_itself_one() -> None:
    end = result(cannot_be_reached("tmdb"), cannot_be_reached("fanart_tv"))
    kept = {"tmdb": rows("tmdb", 42, 3), "fanart_tv": rows("fanart_tv", 12, 9)}
    assert refresh_sentence(end, AssetType.POSTER, kept, TITLES, NOW) == (
        "Nothing was refreshed. TMDB and Fanart.tv cannot be reached; their 54 rows are from 9 days ago."
    )


def test_a_refresh_that_could_not_be_saved_says_so() -> None:
    sentence = refresh_sentence(result(OK, is_saved=False), AssetType.POSTER, {}, TITLES, NOW)
    assert "could not be saved" in sentence


def test_different_reasons_stand_in_sentences_of_their_own() -> None:
    busy = ProviderOutcome("tmdb", Outcome.FAILED, "busy", "TMDB has too many requests at the moment. Wait.")
    text = failures_text([busy, cannot_be_reached("fanart_tv")], TITLES, {"tmdb": rows("tmdb", 1, 3)}, NOW)
    assert text == (
        "TMDB has too many requests at the moment; its one row is from 3 days ago. Fanart.tv cannot be reached."
    )


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("TMDB reported an error (status 500, request movie/1). Try again later.", "reported an error"),
        (
            "TMDB sent an answer that cannot be used (request x): it is a web page. Later.",
            "sent an answer that cannot be used",
        ),
        ("", "could not be asked"),
        ("Something else went wrong.", "could not be asked"),
    ],
)
def test_a_reason_is_short_enough_for_a_chip(message: str, expected: str) -> None:
    assert reason_text(ProviderOutcome("tmdb", Outcome.FAILED, message=message), "TMDB") == expected


def test_right_to_left_titles_keep_the_words_around_them_in_place() -> None:
    entity = an_entity(title="כל הזמן", year=2019)
    assert label_of(entity) == "\u2068כל הזמן\u2069 (2019)"
    assert isolated("Amélie") == "Amélie"


def test_twins_are_told_apart_by_edition() -> None:
    entity = replace(an_entity(title="Alien", year=1979), edition="Director's Cut")
    assert label_of(entity) == "Alien (1979) - Director's Cut"


def test_votes_are_stars_and_likes_are_hearts() -> None:
    assert votes_text(an_asset()) == "★ 5.7 (38)"
    assert votes_text(an_asset(metadata_json='{"likes": 1200}')) == "♥ 1,200"
    assert votes_text(an_asset(metadata_json="{}")) == ""
    assert votes_sentence(an_asset(metadata_json='{"likes": 1}')) == "1 like"


def test_a_trailer_says_where_it_is() -> None:
    video = '{"name": "Official Trailer", "site": "YouTube", "size": 1080, "is_official": true}'
    asset = an_asset(AssetType.TRAILER, width=None, height=None, metadata_json=video)
    assert trailer_line(asset) == "YouTube · 1080p · official"


def test_counts_have_their_noun() -> None:
    assert count_of(1, AssetType.FANART) == "1 fanart picture"
    assert count_of(54, AssetType.POSTER) == "54 posters"


@pytest.mark.parametrize(
    ("kind", "season", "words"),
    [
        (AssetType.SEASONPOSTER, 2, "Use for season 2"),
        (AssetType.SEASONBANNER, 0, "Use for the specials"),
        (AssetType.SEASONPOSTER, None, "Use this season poster"),
        (AssetType.COVER, None, "Use this cover"),
    ],
)
def test_using_a_picture_names_the_slot_it_is_for(kind: AssetType, season: int | None, words: str) -> None:
    assert use_words(an_asset(kind, season_number=season)) == words
