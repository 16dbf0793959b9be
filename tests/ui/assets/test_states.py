"""What stands in the place of the grid, on the chips, and what Esc means: decided without a window."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import ExternalIds, IdentityState
from metarr_desktop.domain.fetch import Outcome, ProgressState, ProviderOutcome, ProviderProgress
from metarr_desktop.domain.status import Lamp, ProviderStatus
from tests.fakes import NOW, TMDB_INFO, an_asset, an_entity
from ui.assets.chip_state import ChipAction, ChipState, ProviderView, chip_state
from ui.assets.escape import DoubleEscape, EscapeStep
from ui.assets.facets import Facets
from ui.assets.grid_state import Hindrances, Showing, Situation, StateAction, grid_state
from ui.assets.state_view import StateView
from ui.pill import Tone

EMPTY = Situation(
    an_entity(), AssetType.POSTER, Facets(), titles=(("tmdb", "TMDB"), ("fanart_tv", "Fanart.tv"))
)
UNIDENTIFIED = an_entity(external_ids=ExternalIds(), state=IdentityState.UNIDENTIFIED)


def test_tiles_are_shown_as_soon_as_one_passes_the_filters() -> None:
    assert grid_state(replace(EMPTY, facets=Facets(total=3, shown=1))).showing is Showing.TILES


def test_places_are_kept_for_pictures_on_their_way() -> None:
    assert grid_state(replace(EMPTY, is_fetching=True)).showing is Showing.PLACEHOLDERS
    assert grid_state(replace(EMPTY, will_fetch=True)).showing is Showing.PLACEHOLDERS


def test_nothing_flashes_before_the_cache_was_read() -> None:
    assert grid_state(replace(EMPTY, facets=None)).showing is Showing.NOTHING_YET


@pytest.mark.parametrize(
    ("changes", "headline", "action"),
    [
        ({"error": "The database is locked."}, "The artwork cannot be read", StateAction.READ_AGAIN),
        (
            {"facets": Facets(total=54), "is_filtered": True},
            "The filters hide all 54 posters",
            StateAction.CLEAR_FILTERS,
        ),
        ({"facets": Facets(total=2, rejected=2)}, "All 2 posters are rejected", StateAction.SHOW_REJECTED),
        ({"entity": UNIDENTIFIED, "will_fetch": True}, "Identify first", StateAction.IDENTIFY),
        ({"failure": "TMDB cannot be reached."}, "Nobody answered", StateAction.RETRY),
        ({}, "No posters yet", StateAction.FORCE),
    ],
)
def test_each_reason_for_no_tiles_has_its_words_and_its_way_out(
    changes: dict[str, object], headline: str, action: StateAction
) -> None:
    state = grid_state(replace(EMPTY, **changes))
    assert (state.showing, state.headline) == (Showing.WORDS, headline)
    assert action in state.actions


def test_nothing_found_names_who_was_asked() -> None:
    outcomes = (ProviderOutcome("tmdb", Outcome.EMPTY), ProviderOutcome("fanart_tv", Outcome.NOT_FOUND))
    state = grid_state(replace(EMPTY, outcomes=outcomes))
    assert state.headline == "No posters found"
    assert state.text == "TMDB and Fanart.tv have none for Inception (2010)."


def test_refused_keys_lead_to_the_settings() -> None:
    refused = ProviderOutcome("tmdb", Outcome.FAILED, "refused", "TMDB does not accept the key.")
    state = grid_state(replace(EMPTY, outcomes=(refused,), failure="TMDB does not accept the key."))
    assert state.actions[0] is StateAction.SETTINGS
    assert state.text == "TMDB does not accept the key."


# -- chips ---------------------------------------------------------------------------------------------------


def view(count: int = 42, **changes: object) -> ProviderView:
    rows = [an_asset(fetched_at=NOW - timedelta(days=9)) for _ in range(count)]
    return replace(ProviderView(TMDB_INFO, rows, True, AssetType.POSTER), **changes)


def running(state: ProgressState, **changes: object) -> ProviderView:
    step = ProviderProgress("tmdb", state, **changes)
    return view(3, progress=step)


@pytest.mark.parametrize(
    ("seen", "text", "tone"),
    [
        (view(), "✓ 42", Tone.GOOD),
        (view(0), "", Tone.MUTED),
        (view(0, is_type_offered=False), "–", Tone.MUTED),
        (running(ProgressState.QUEUED), "queued", Tone.MUTED),
        (running(ProgressState.RUNNING), "asking…", Tone.BUSY),
        (running(ProgressState.WAITING, wait_s=8), "waiting {left} s · showing 3 from 9 days ago", Tone.WARN),
        (running(ProgressState.RETRYING, attempt=2, attempts=3),
         "retrying 2 of 3 · showing 3 from 9 days ago", Tone.WARN),
        (running(ProgressState.DONE, item_count=93), "✓ 3", Tone.GOOD),
        (running(ProgressState.NOT_FOUND), "has no entry", Tone.MUTED),
        (running(ProgressState.TIMED_OUT), "did not answer in time · showing 3 from 9 days ago", Tone.WARN),
        (running(ProgressState.CANCELLED), "stopped", Tone.MUTED),
    ],
)  # fmt: skip
def test_a_chip_says_how_it_goes(seen: ProviderView, text: str, tone: Tone) -> None:
    state = chip_state(seen, NOW)
    assert (state.text, state.tone) == (text, tone)


def ended(outcome: Outcome, kind: str = "", message: str = "", wait_s: float | None = None) -> ChipState:
    retry_at = None if wait_s is None else NOW + timedelta(seconds=wait_s)
    end = ProviderOutcome("tmdb", outcome, kind, message, retry_at)
    return chip_state(view(0, outcome=end), NOW)


def test_a_failed_provider_offers_another_try() -> None:
    state = ended(Outcome.FAILED, "unreachable", "TMDB cannot be reached (request x). Try again.")
    assert (state.text, state.tone, state.action) == ("cannot be reached", Tone.BAD, ChipAction.RETRY)
    assert state.details.startswith("TMDB cannot be reached (request x)")


def test_one_that_rests_after_a_failure_offers_another_try() -> None:
    state = ended(Outcome.SKIPPED, "resting")
    assert (state.text, state.action) == ("failed earlier", ChipAction.RETRY)


@pytest.mark.parametrize(("kind", "text"), [("paused", "was resting"), ("paused_by_user", "was paused")])
def test_one_that_was_left_alone_is_not_said_to_have_failed(kind: str, text: str) -> None:
    state = ended(Outcome.SKIPPED, kind, "TMDB failed several times in a row and is paused.", wait_s=290)
    assert (state.text, state.tone, state.action) == (text, Tone.WARN, ChipAction.RETRY)


def test_a_short_wait_is_counted_down_and_a_long_one_is_not() -> None:
    assert ended(Outcome.FAILED, "busy", wait_s=8).countdown_s == 8
    assert ended(Outcome.FAILED, "busy", "TMDB is paused.", wait_s=300).text == "is paused"


def test_a_refused_key_leads_to_the_settings() -> None:
    assert ended(Outcome.FAILED, "refused").action is ChipAction.SETTINGS
    lamp = ProviderStatus("tmdb", Lamp.NO_KEY, "TMDB has no key.")
    state = chip_state(view(0, status=lamp), NOW)
    assert (state.text, state.action) == ("no key", ChipAction.SETTINGS)


def test_a_fresh_provider_that_was_not_asked_shows_what_it_has() -> None:
    fresh = ProviderOutcome("tmdb", Outcome.OK, was_asked=False)
    assert chip_state(view(outcome=fresh), NOW).text == "✓ 42"


# -- Esc -----------------------------------------------------------------------------------------------------


def test_esc_leaves_when_nothing_is_fetched() -> None:
    assert DoubleEscape(1.5).press(is_fetching=False) is EscapeStep.LEAVE


def test_esc_twice_stops_what_is_fetched() -> None:
    times = iter([0.0, 1.0])
    escape = DoubleEscape(1.5, lambda: next(times))
    assert [escape.press(True), escape.press(True)] == [EscapeStep.ARM, EscapeStep.STOP]


def test_two_lone_presses_are_not_a_double_one() -> None:
    times = iter([0.0, 2.0])
    escape = DoubleEscape(1.5, lambda: next(times))
    assert [escape.press(True), escape.press(True)] == [EscapeStep.ARM, EscapeStep.ARM]


# -- nobody can be asked -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hindrances", "headline", "action"),
    [
        (Hindrances(is_nobody_there=True), "Nobody to ask for posters", StateAction.SETTINGS),
        (
            Hindrances(paused=("TMDB", "Fanart.tv"), are_all_paused=True),
            "You paused TMDB and Fanart.tv",
            StateAction.RESUME,
        ),
        (
            Hindrances(until=NOW + timedelta(seconds=42), is_rest=True),
            "Too many requests",
            StateAction.RETRY,
        ),
        (Hindrances(until=NOW + timedelta(seconds=42)), "Nobody answered", StateAction.RETRY),
    ],
)
def test_who_may_not_be_asked_is_said_with_the_way_out(
    hindrances: Hindrances, headline: str, action: StateAction
) -> None:
    state = grid_state(replace(EMPTY, hindrances=hindrances))
    assert (state.headline, state.actions) == (headline, (action,))


def test_one_paused_provider_of_two_is_no_state_of_the_grid() -> None:
    state = grid_state(replace(EMPTY, hindrances=Hindrances(paused=("TMDB",))))
    assert state.headline == "No posters yet"


def test_nobody_reached_is_no_connection_and_one_failed_is_not() -> None:
    unreachable = ProviderOutcome("tmdb", Outcome.FAILED, "unreachable", "TMDB cannot be reached.")
    failed = ProviderOutcome("fanart_tv", Outcome.FAILED, "failed", "Fanart.tv reported an error.")
    one = replace(EMPTY, outcomes=(unreachable,), failure="TMDB cannot be reached.")
    assert grid_state(one).headline == "No connection"
    assert grid_state(replace(one, outcomes=(unreachable, failed))).headline == "Nobody answered"


def test_a_rest_counts_down_in_words(qtbot: Any) -> None:
    times = iter([NOW, NOW, NOW + timedelta(seconds=40), NOW + timedelta(seconds=42)])
    last = [NOW]

    def clock() -> datetime:
        last[0] = next(times, last[0])
        return last[0]

    view = StateView(clock=clock)
    qtbot.addWidget(view)
    view.show_state(
        grid_state(replace(EMPTY, hindrances=Hindrances(until=NOW + timedelta(seconds=42), is_rest=True)))
    )
    assert "asked again in 42 s" in view.accessibleName()
    view.count_down()
    assert "asked again in 2 s" in view.accessibleName()


def test_a_provider_that_is_down_says_since_when() -> None:
    since = NOW - timedelta(hours=2)
    failing = ProviderStatus("tmdb", Lamp.FAILING, "TMDB reported an error of its own.")
    state = chip_state(view(3, status=failing, failing_since=since), NOW)
    assert state.text == f"down since {since.astimezone():%H:%M} · showing 3 from 9 days ago"
    assert (state.tone, state.action) == (Tone.WARN, ChipAction.RETRY)


def test_a_failure_says_since_when_it_goes_on() -> None:
    end = ProviderOutcome("tmdb", Outcome.FAILED, "unreachable", "TMDB cannot be reached.")
    state = chip_state(view(0, outcome=end, failing_since=NOW - timedelta(days=3)), NOW)
    assert re.fullmatch(r"cannot be reached since 19 Nov, \d\d:\d\d", state.text)
