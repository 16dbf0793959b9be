"""Verdicts, reasons and lines in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metarr_desktop.domain.entity import ExternalIds, IdentityState
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.search import ConfidenceParts, HitReference, SearchReport, SearchRequest
from tests.fakes import a_result, an_entity
from tests.ui.identify.searches import a_report, an_unknown
from ui.identify.wording import (
    Verdict,
    breakable,
    changes_identity,
    facts_of,
    gaps_of,
    origin_of,
    origins_of,
    row_sentence,
    summary_of,
    verdict_of,
    why_lines,
)

TITLES = {"tmdb": "TMDB", "tvdb": "TheTVDB"}
REQUEST = SearchRequest("Solaris")


@pytest.mark.parametrize(
    ("confidence", "gap", "verdict"),
    [
        (85, 15, Verdict.SAFE),
        (84, 84, Verdict.POSSIBLE),
        (99, 14, Verdict.POSSIBLE),
        (60, 0, Verdict.POSSIBLE),
        (59, 59, Verdict.UNLIKELY),
        (100, 100, Verdict.SAFE),
    ],
)
def test_safe_needs_confidence_and_a_gap(confidence: int, gap: int, verdict: Verdict) -> None:
    assert verdict_of(confidence, gap) is verdict


def test_a_gap_is_the_distance_to_the_best_other_result() -> None:
    results = [a_result(confidence=95), a_result(confidence=71), a_result(confidence=22)]
    assert gaps_of(a_report(REQUEST, results)) == (24, -24, -73)


def test_a_single_result_is_as_far_ahead_as_it_is_sure() -> None:
    assert gaps_of(a_report(REQUEST, [a_result(confidence=95)])) == (95,)


def test_the_gap_of_the_best_counts_results_cut_off_by_the_limit() -> None:
    report = replace(a_report(REQUEST, [a_result(confidence=95)]), margin=3)
    assert gaps_of(report) == (3,)


def test_the_reasons_say_what_each_part_counts() -> None:
    parts = ConfidenceParts(
        60, 25, 10, 5, -15, reasons=("Title, same as file", "Year 1972 = 1972", "First at TMDB")
    )
    result = a_result("Solaris", 1972, 85, confidence_parts=parts, runtime_min=99)
    lines = [(line.words, line.value) for line in why_lines(result, 29, an_unknown(1))]
    assert lines == [
        ("Title, same as file", "60 / 60"),
        ("Year 1972 = 1972", "25 / 25"),
        ("First at TMDB", "10 / 10"),
        ("Agreement", "+5"),
        ("Running time", "−15"),
        ("Gap to the next", "29, safe"),
    ]


@pytest.mark.parametrize(("minutes", "value"), [(167, "agrees"), (175, "no penalty"), (None, "–")])
def test_a_running_time_without_points_is_told_in_words(minutes: int | None, value: str) -> None:
    result = a_result("Solaris", 1972, 95, runtime_min=minutes)
    assert why_lines(result, 29, an_unknown(1))[4].value == value


def test_an_id_match_needs_one_reason_only() -> None:
    parts = ConfidenceParts(0, 0, 0, 0, 0, is_id_match=True, reasons=("Same id: tt0069293",))
    lines = why_lines(a_result(confidence=100, confidence_parts=parts), 100, None)
    assert [line.words for line in lines] == ["Same id: tt0069293", "Gap to the next"]


def test_a_close_second_is_called_close() -> None:
    assert why_lines(a_result(confidence=95), 4, None)[-1].value == "4, close"


def test_a_row_names_who_found_it_and_whose_ids_are_known() -> None:
    result = a_result(
        hits=(HitReference("tmdb", "593", 1), HitReference("tvdb", "7", 2)),
        external_ids=ExternalIds(tmdb="593", imdb="tt0069293"),
    )
    assert origins_of(result, TITLES) == "TMDB · TheTVDB · IMDb"


def test_countries_and_language_are_shown_by_their_names() -> None:
    result = a_result(countries=("GB", "JP", "Atlantis"), original_language="ja", genres=("Drama",))
    assert origin_of(result) == "United Kingdom, Japan, Atlantis · Japanese\nDrama"


def test_the_original_title_is_said_only_where_it_differs() -> None:
    result = a_result("Solaris", 1972, original_title="Solyaris", runtime_min=None)
    assert facts_of(result) == "(1972) · Solyaris"
    assert facts_of(replace(result, original_title="SOLARIS")) == "(1972)"


def test_a_row_is_read_aloud_as_a_sentence() -> None:
    result = a_result("Solaris", None, 71, runtime_min=None)
    assert row_sentence(result, Verdict.POSSIBLE, "TMDB") == (
        "Solaris, year unknown. Confidence 71, possible. TMDB"
    )


def test_the_summary_counts_what_was_merged() -> None:
    outcomes = (
        ProviderOutcome("tmdb", Outcome.OK, item_count=9),
        ProviderOutcome("tvdb", Outcome.OK, item_count=4),
    )
    report = SearchReport(REQUEST, (a_result(),) * 4, 0, outcomes, is_complete=True)
    assert summary_of(report, TITLES) == "13 results from 2 providers, merged to 4"


def test_the_summary_names_who_still_searches() -> None:
    report = a_report(REQUEST, [a_result()], pending=("tvdb",))
    assert summary_of(report, TITLES) == "1 result so far · TheTVDB still searching"


def test_other_ids_change_the_identity_of_an_identified_title() -> None:
    entity = an_entity(external_ids=ExternalIds(tmdb="27205"))
    assert changes_identity(entity, a_result(external_ids=ExternalIds(tmdb="593")))


@pytest.mark.parametrize("state", [IdentityState.UNIDENTIFIED, IdentityState.IN_NO_PROVIDER])
def test_a_title_that_is_not_identified_has_no_identity_to_change(state: IdentityState) -> None:
    assert not changes_identity(replace(an_entity(), state=state), a_result(tmdb=593))


def test_more_ids_of_the_same_work_change_nothing() -> None:
    entity = an_entity(external_ids=ExternalIds(tmdb="593"))
    assert not changes_identity(entity, a_result(external_ids=ExternalIds(tmdb="593", imdb="tt0069293")))


def test_an_endless_word_can_be_wrapped_and_ends() -> None:
    text = breakable("x" * 5000)
    assert len(text) < 450
    assert max(len(piece) for piece in text.split("\u200b")) <= 24
