"""Which of the six states a report means, and what the chip of a provider says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.search import SearchRequest
from metarr_desktop.domain.status import Lamp
from tests.fakes import FANART_INFO, NOW, TMDB_INFO, a_result
from tests.ui.identify.searches import a_report
from ui.identify.query import Query
from ui.identify.search_state import (
    ChipAct,
    SearchSnapshot,
    SearchState,
    chip_state,
    failure_sentences,
    searchable_types,
    state_of,
)
from ui.pill import Tone

REQUEST = SearchRequest("Solaris")
FAILED = ProviderOutcome("tmdb", Outcome.FAILED, "failed", "TMDB reports a fault of its own.")


def snapshot(outcome: ProviderOutcome | None = None, **changes) -> SearchSnapshot:
    outcomes = (outcome,) if outcome else ()
    return replace(SearchSnapshot(SearchState.SEARCHING, Query("Solaris"), outcomes=outcomes), **changes)


@pytest.mark.parametrize(
    ("report", "state"),
    [
        (a_report(REQUEST, pending=("tmdb",)), SearchState.SEARCHING),
        (a_report(REQUEST, [a_result()], pending=("tmdb",)), SearchState.RESULTS),
        (a_report(REQUEST, [a_result()]), SearchState.RESULTS),
        (a_report(REQUEST), SearchState.NOTHING_FOUND),
        (a_report(REQUEST, outcome=FAILED), SearchState.CANNOT_SEARCH),
        (
            replace(a_report(REQUEST), outcomes=(FAILED, ProviderOutcome("tvdb", Outcome.EMPTY))),
            SearchState.NOTHING_FOUND,
        ),
    ],
)
def test_a_report_means_one_state(report, state: SearchState) -> None:
    assert state_of(report) is state


def test_a_chip_counts_what_was_found() -> None:
    state = chip_state(
        TMDB_INFO, snapshot(ProviderOutcome("tmdb", Outcome.OK, item_count=9)), Lamp.READY, NOW
    )
    assert (state.text, state.tone, state.act) == ("✓ 9", Tone.GOOD, ChipAct.NONE)


def test_a_provider_without_search_says_so_quietly() -> None:
    state = chip_state(FANART_INFO, snapshot(), Lamp.READY, NOW)
    assert (state.text, state.tone) == ("has no search", Tone.MUTED)


def test_a_working_provider_is_busy() -> None:
    assert chip_state(TMDB_INFO, snapshot(pending=("tmdb",)), Lamp.READY, NOW).tone is Tone.BUSY


def test_a_failed_provider_can_be_asked_again() -> None:
    state = chip_state(TMDB_INFO, snapshot(FAILED), Lamp.FAILING, NOW)
    assert (state.text, state.act, state.details) == ("failed", ChipAct.RETRY, FAILED.message)


def test_a_provider_that_asked_for_a_rest_counts_down() -> None:
    outcome = replace(FAILED, error_kind="busy", retry_at=NOW + timedelta(seconds=12))
    state = chip_state(TMDB_INFO, snapshot(outcome), Lamp.WAITING, NOW)
    assert (state.text, state.countdown_s, state.act) == ("waiting {left} s", 12, ChipAct.RETRY)


@pytest.mark.parametrize(("lamp", "text"), [(Lamp.REFUSED, "key not accepted"), (Lamp.NO_KEY, "needs a key")])
def test_a_refused_key_leads_to_the_settings(lamp: Lamp, text: str) -> None:
    state = chip_state(TMDB_INFO, snapshot(replace(FAILED, error_kind="refused")), lamp, NOW)
    assert (state.text, state.act) == (text, ChipAct.SETTINGS)


def test_each_failure_has_its_sentence_and_a_missing_search_is_none() -> None:
    silent = replace(FAILED, message="")
    no_search = ProviderOutcome("fanart_tv", Outcome.SKIPPED, "no_search", "Fanart.tv has no search.")
    found = replace(snapshot(), outcomes=(FAILED, silent, no_search))
    assert failure_sentences((TMDB_INFO, FANART_INFO), found, NOW) == (
        FAILED.message,
        "TMDB could not be asked.",
    )


def test_only_kinds_that_somebody_can_search_are_offered() -> None:
    assert searchable_types((TMDB_INFO, FANART_INFO)) == (EntityType.MOVIE,)
    assert searchable_types((FANART_INFO,)) == ()


def test_a_provider_that_rests_says_for_how_long_and_keeps_codes_to_itself() -> None:
    told = "TMDB reported an error (status 503, request search/movie). Try again in 600 seconds."
    resting = replace(FAILED, message=told, retry_at=NOW + timedelta(seconds=297))
    (sentence,) = failure_sentences((TMDB_INFO,), replace(snapshot(), outcomes=(resting,)), NOW)
    assert sentence == "TMDB reported an error. It can be asked again in 4 min 57 s."
