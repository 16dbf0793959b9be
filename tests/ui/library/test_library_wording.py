"""Sentences of the library."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityType, IdentityState, Season
from metarr_desktop.domain.fetch import FetchChanges, FetchMetadata, FetchResult, Outcome, ProviderOutcome
from metarr_desktop.domain.library import AddReport, EntityDetails, LibraryRow, SlotSummary
from tests.fakes import NOW, a_series, an_album, an_asset, an_entity
from ui.kinds import count_of
from ui.library.arrangement import Arrangement, Wanted, Worklist
from ui.library.emptiness import emptiness_of
from ui.library.refresh_controller import RefreshEnd, refresh_sentence
from ui.library.wording import (
    added_sentence,
    cache_text,
    counts_text,
    label_of,
    row_sentence,
    slot_label,
    slot_sentence,
    subtitle_of,
)

TITLES = {"tmdb": "TMDB", "fanart_tv": "Fanart.tv"}
FILM = an_entity()


def a_result(changes: FetchChanges | None = None, *outcomes: ProviderOutcome, **values) -> FetchResult:
    return FetchResult(
        values.pop("cached", False),
        0.0,
        {},
        FetchMetadata(None, outcomes=outcomes),
        changes or FetchChanges(),
        **values,
    )


def ended(result: FetchResult | None = None, **values) -> RefreshEnd:
    results = {} if result is None else {FILM.key: result}
    return RefreshEnd((FILM,), results, values.pop("errors", {}), **values)


def test_a_refresh_says_what_is_new() -> None:
    changes = FetchChanges({AssetType.POSTER: (1, 2), AssetType.DISCART: (3,)})
    sentence = refresh_sentence(ended(a_result(changes)), TITLES)
    assert sentence == "Inception (2010): **2 new** posters and **1 new** disc, none vanished."


def test_a_refresh_without_news_says_so() -> None:
    sentence = refresh_sentence(ended(a_result(FetchChanges(vanished={AssetType.POSTER: 3}))), TITLES)
    assert sentence == "Inception (2010): nothing new, 3 vanished."


def test_a_refresh_names_who_failed_and_what_is_kept() -> None:
    outcome = ProviderOutcome("fanart_tv", Outcome.TIMED_OUT)
    sentence = refresh_sentence(ended(a_result(None, outcome)), TITLES)
    assert sentence.endswith("Fanart.tv did not answer in time; what it gave before is kept.")


def test_a_failure_is_told_without_codes_and_what_is_kept_only_once() -> None:
    told = "Fanart.tv reported an error (status 500, request movies/1). What is stored stays as it is."
    outcome = ProviderOutcome("fanart_tv", Outcome.FAILED, "failed", told)
    sentence = refresh_sentence(ended(a_result(None, outcome)), TITLES)
    assert sentence.endswith("refreshed. Fanart.tv reported an error; what it gave before is kept.")


def test_a_provider_that_was_left_out_is_named() -> None:
    told = "TMDB failed several times in a row and is paused."
    outcome = ProviderOutcome("tmdb", Outcome.SKIPPED, "paused", told, was_asked=False)
    end = ended(a_result(None, outcome))
    assert refresh_sentence(end, TITLES).endswith(
        "TMDB failed several times in a row and is paused, so it was not asked; what it gave before is kept."
    )
    assert not end.is_good


def test_a_provider_without_an_id_to_ask_by_is_no_failure() -> None:
    assert ended(a_result(None, ProviderOutcome("fanart_tv", Outcome.SKIPPED, "no_id"))).is_good


def test_a_refresh_that_needed_nobody_says_how_to_ask_all_the_same() -> None:
    assert "Ctrl+F5" in refresh_sentence(ended(a_result(cached=True)), TITLES)


def test_a_refresh_that_was_not_saved_says_so() -> None:
    assert "could not be saved" in refresh_sentence(ended(a_result(is_saved=False)), TITLES)


def test_a_failed_refresh_gives_the_reason() -> None:
    sentence = refresh_sentence(ended(errors={FILM.key: "No provider answered."}), TITLES)
    assert sentence == "Inception (2010) could not be refreshed: No provider answered."


def test_a_cancelled_refresh_says_what_is_still_true() -> None:
    assert "What was there before is unchanged" in refresh_sentence(ended(is_cancelled=True), TITLES)


def test_a_refresh_of_many_sums_up() -> None:
    other = an_entity(7, "Alien", 1979)
    end = RefreshEnd(
        (FILM, other),
        {FILM.key: a_result(FetchChanges({AssetType.POSTER: (1,)}))},
        {other.key: "TMDB refused the key."},
    )
    assert refresh_sentence(end, TITLES) == (
        "1 film refreshed: **1 new** poster, none vanished. "
        "1 film could not be refreshed: TMDB refused the key."
    )


def test_a_refresh_of_many_names_who_failed_and_is_not_called_good() -> None:
    other = an_entity(7, "Alien", 1979)
    outcome = ProviderOutcome("fanart_tv", Outcome.TIMED_OUT)
    end = RefreshEnd((FILM, other), {FILM.key: a_result(None, outcome), other.key: a_result()}, {})
    assert refresh_sentence(end, TITLES).endswith(
        "Fanart.tv gave no answer for 1 of them; what it gave before is kept."
    )
    assert not end.is_good


def test_what_nobody_answered_for_is_not_called_refreshed() -> None:
    other = an_entity(7, "Alien", 1979)
    failed = a_result(None, ProviderOutcome("tmdb", Outcome.FAILED, "unreachable", "TMDB cannot be reached."))
    many = RefreshEnd((FILM, other), {FILM.key: failed, other.key: failed}, {})
    assert refresh_sentence(many, TITLES) == (
        "2 films could not be refreshed. TMDB gave no answer for any of them; what it gave before is kept."
    )
    assert refresh_sentence(ended(failed), TITLES) == (
        "Inception (2010) was not refreshed. TMDB cannot be reached; what it gave before is kept."
    )


def test_many_titles_that_are_up_to_date_say_so() -> None:
    other = an_entity(7, "Alien", 1979)
    results = {film.key: a_result(cached=True) for film in (FILM, other)}
    assert refresh_sentence(RefreshEnd((FILM, other), results, {}), TITLES).startswith("2 films up to date;")


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (AddReport((FILM,) * 12), "Added 12 films."),
        (AddReport((FILM,), 3), "Added 1 film; 3 were already here."),
        (AddReport((), 1), "Nothing new was added; 1 was already here."),
        (AddReport(()), "No film was found there, so nothing was added."),
        (
            AddReport((FILM,), 0, {"Private": "not allowed to read it."}),
            "Added 1 film; 1 could not be read: Private (not allowed to read it).",
        ),
    ],
)
def test_adding_says_what_it_did(report: AddReport, sentence: str) -> None:
    assert added_sentence(report) == sentence


def test_many_unreadable_folders_are_not_all_listed() -> None:
    report = AddReport((), 0, {f"Folder {n}": "gone" for n in range(9)})
    assert added_sentence(report).endswith("Folder 2 (gone) and 6 more.")


def test_right_to_left_titles_leave_the_year_in_its_place() -> None:
    assert label_of(an_entity(title="کفرناحوم", year=2018)) == "\u2068کفرناحوم\u2069 (2018)"


def test_a_row_is_read_aloud_with_its_state() -> None:
    row = LibraryRow(FILM, None, 3, 8, 2.5, 2, True)
    assert row_sentence(row) == "Inception (2010), artwork 3 of 8 chosen, 2 new, last fetch failed"


def test_an_unidentified_row_says_so() -> None:
    film = an_entity(state=IdentityState.UNIDENTIFIED)
    assert row_sentence(LibraryRow(film, None, 0, 8)) == "Inception (2010), not identified"


def test_the_subtitle_leaves_out_what_is_unknown() -> None:
    assert subtitle_of(FILM) == "2010 · 148 min · Science fiction, Action"


@pytest.mark.parametrize(
    ("age", "next_days", "text"),
    [
        (2.5, 4.5, "2.5 days old · next look in 4.5 days"),
        (0.0, 7.0, "just fetched · next look in 7 days"),
        (8.0, -1.0, "8 days old · next look due"),
        (0.25, 6.75, "6 h 0 min old · next look in 6.8 days"),
        (1.0, None, "1 day old"),
        (None, None, "never fetched"),
    ],
)
def test_the_age_of_the_cache_reads_well(age: float | None, next_days: float | None, text: str) -> None:
    fetched_at = None if age is None else NOW - timedelta(days=age)
    next_at = None if next_days is None else NOW + timedelta(days=next_days)
    details = EntityDetails(LibraryRow(FILM, fetched_at=fetched_at), (), next_at)
    assert cache_text(details, NOW) == text


def test_the_status_bar_counts() -> None:
    assert counts_text(1204, 3, 2) == "1,204 films · 3 shown · 2 selected"


def test_an_empty_slot_names_its_type_and_candidates() -> None:
    assert slot_label(SlotSummary(AssetType.CLEARART, None, 4)) == "Clearart · 4"


def test_a_filled_slot_is_described_with_its_provider() -> None:
    slot = SlotSummary(AssetType.POSTER, an_asset(), 54, is_locked=True)
    assert slot_sentence(slot, "TMDB") == "Poster: one of TMDB is selected, 54 candidates. Locked."


def test_an_empty_library_offers_to_add_films() -> None:
    empty = emptiness_of(0, Arrangement())
    assert (empty.title, [offer[0] for offer in empty.offers]) == (
        "Your library is empty",
        ["folder", "title"],
    )


@pytest.mark.parametrize("worklist", [each for each in Worklist if each is not Worklist.ALL])
def test_every_finished_worklist_leads_back_to_all_films(worklist: Worklist) -> None:
    assert [offer[0] for offer in emptiness_of(5, Arrangement(worklist=worklist)).offers] == ["all"]


# -- series and albums ---------------------------------------------------------------------------------------


def test_a_series_is_told_with_its_seasons_without_the_specials() -> None:
    assert subtitle_of(a_series()) == "2017 · 2 seasons · 18 episodes · Drama"


def test_episodes_are_told_only_when_those_of_every_season_are_known() -> None:
    some = replace(a_series().metadata, seasons=(Season(1, "", 10), Season(2)))
    assert subtitle_of(a_series(metadata=some)) == "2017 · 2 seasons · Drama"


def test_an_album_is_told_with_its_artist() -> None:
    assert subtitle_of(an_album()) == "Nirvana · 1991 · Grunge"
    assert label_of(an_album()) == "Nirvana - Nevermind (1991)"


@pytest.mark.parametrize(
    ("kind", "count", "text"),
    [
        (EntityType.MOVIE, 1, "1 film"),
        (EntityType.TV, 1, "1 series"),
        (EntityType.TV, 6, "6 series"),
        (EntityType.MUSIC, 9, "9 albums"),
        (None, 2, "2 titles"),
    ],
)
def test_titles_are_counted_in_the_words_of_their_kind(kind, count: int, text: str) -> None:
    assert count_of(count, kind) == text


def test_an_empty_kind_beside_others_is_no_empty_library() -> None:
    alone = emptiness_of(0, Arrangement(), EntityType.MUSIC)
    beside = emptiness_of(0, Arrangement(), EntityType.MUSIC, others=24)
    assert (alone.title, beside.title) == ("Your library is empty", "No albums yet")


@pytest.mark.parametrize("worklist", [each for each in Worklist if each is not Worklist.ALL])
def test_no_finished_worklist_of_albums_speaks_of_films_or_posters(worklist: Worklist) -> None:
    empty = emptiness_of(5, Arrangement(worklist=worklist), EntityType.MUSIC)
    words = f"{empty.title} {empty.text} {empty.offers}".lower()
    assert "film" not in words
    assert "poster" not in words


def test_an_id_in_another_kind_is_said_to_be_there() -> None:
    arrangement = Arrangement(wanted=Wanted.read("tt5753856"))
    empty = emptiness_of(5, arrangement, elsewhere={EntityType.TV: 1, EntityType.MUSIC: 0})
    assert empty.title == "tt5753856 is in Series"
    assert [offer[:2] for offer in empty.offers] == [("tv", "1 in Series"), ("clear", "Clear the filter")]


def test_added_titles_are_called_what_they_are() -> None:
    assert added_sentence(AddReport((an_album(),)), EntityType.MOVIE) == "Added 1 album."
    assert added_sentence(AddReport((an_album(), a_series()))) == "Added 2 titles."
