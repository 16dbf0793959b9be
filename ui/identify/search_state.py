"""The six states of the search, what decides between them, and what each provider's chip says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.search import SearchReport
from metarr_desktop.domain.status import Lamp
from ui.identify.query import Query
from ui.pill import Tone
from ui.text import duration_text, first_sentence, for_people


class SearchState(StrEnum):
    """Exactly one is shown at a time."""

    IDLE = "idle"
    SEARCHING = "searching"
    RESULTS = "results"
    NOTHING_FOUND = "nothing found"
    CANNOT_SEARCH = "cannot search"
    NO_PROVIDER = "no provider"


@dataclass(frozen=True, slots=True)
class SearchSnapshot:
    """All the page shows of the search.

    Attributes:
        query: what is wanted now.
        report: what is on screen; of an older query unless ``is_current``.
        outcomes: how each provider ended in the search under way; ``pending`` are still at it.
        hint: one sentence for the state (why nothing can be searched for, what failed).
    """

    state: SearchState
    query: Query = field(default_factory=Query)
    report: SearchReport | None = None
    is_current: bool = False
    outcomes: tuple[ProviderOutcome, ...] = ()
    pending: tuple[str, ...] = ()
    hint: str = ""


def state_of(report: SearchReport) -> SearchState:
    """Return the state that *report* of the present query means."""
    if report.results:
        return SearchState.RESULTS
    if not report.is_complete:
        return SearchState.SEARCHING
    asked = [outcome for outcome in report.outcomes if outcome.error_kind != NO_SEARCH]
    has_answer = any(outcome.outcome.is_success for outcome in asked)
    return SearchState.NOTHING_FOUND if has_answer or not asked else SearchState.CANNOT_SEARCH


NO_SEARCH = "no_search"
"""``ProviderOutcome.error_kind`` of a provider that cannot search this kind of title."""

_NEEDS_KEY = ("refused", "no_key")


class ChipAct(StrEnum):
    """What a click on the chip of a provider asks for."""

    NONE = ""
    RETRY = "retry"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class ChipState:
    """Words and tone of a chip; ``{left}`` in the words counts down from ``countdown_s``."""

    text: str
    tone: Tone = Tone.NEUTRAL
    act: ChipAct = ChipAct.NONE
    countdown_s: float | None = None
    details: str = ""


def chip_state(
    info: ProviderInfo, snapshot: SearchSnapshot, lamp: Lamp | None, now: datetime, *, is_paused: bool = False
) -> ChipState:
    """Return what the chip of *info* says of the search in *snapshot*.

    Args:
        lamp: tells no key from a wrong one.
        is_paused: the person paused the provider.
    """
    if snapshot.query.entity_type not in info.search_types:
        return ChipState("has no search", Tone.MUTED, details=f"{info.title} cannot search for titles.")
    if is_paused:
        details = f"You paused {info.title}: it is not asked until you resume it."
        return ChipState("paused by you", Tone.WARN, ChipAct.SETTINGS, details=details)
    if info.name in snapshot.pending:
        return ChipState("searching", Tone.BUSY)
    outcome = next((each for each in snapshot.outcomes if each.provider == info.name), None)
    if outcome is None:
        is_locked = lamp in (Lamp.NO_KEY, Lamp.REFUSED)
        return _needs_key(lamp, "") if is_locked else ChipState("", Tone.MUTED)
    match outcome.outcome:
        case Outcome.OK:
            return ChipState(f"✓ {outcome.item_count}", Tone.GOOD, details=for_people(outcome.message))
        case Outcome.EMPTY | Outcome.NOT_FOUND:
            return ChipState("found nothing", Tone.MUTED, details=for_people(outcome.message))
        case Outcome.CANCELLED:
            return ChipState("stopped", Tone.MUTED, ChipAct.RETRY)
        case Outcome.TIMED_OUT:
            return ChipState(
                "did not answer in time", Tone.WARN, ChipAct.RETRY, details=for_people(outcome.message)
            )
    if outcome.error_kind in _NEEDS_KEY:
        return _needs_key(lamp, outcome.message)
    left = None if outcome.retry_at is None else (outcome.retry_at - now).total_seconds()
    if left is not None and left > 0:
        return ChipState("waiting {left} s", Tone.WARN, ChipAct.RETRY, left, for_people(outcome.message))
    return ChipState("failed", Tone.BAD, ChipAct.RETRY, details=for_people(outcome.message))


def failure_sentences(
    infos: Sequence[ProviderInfo], snapshot: SearchSnapshot, now: datetime
) -> tuple[str, ...]:
    """Return one sentence per provider that could have searched and did not; when to try again where known."""
    titles = {info.name: info.title for info in infos}
    return tuple(
        _failure_sentence(outcome, titles.get(outcome.provider, outcome.provider), now)
        for outcome in snapshot.outcomes
        if not outcome.outcome.is_success and outcome.error_kind != NO_SEARCH
    )


def _failure_sentence(outcome: ProviderOutcome, title: str, now: datetime) -> str:
    left = 0.0 if outcome.retry_at is None else (outcome.retry_at - now).total_seconds()
    if left >= 1:  # its own words were chosen when it failed; by now less is left
        what = first_sentence(for_people(outcome.message)) or f"{title} could not be asked"
        return f"{what}. It can be asked again in {duration_text(left)}."
    return for_people(outcome.message) or f"{title} could not be asked."


def needs_key(snapshot: SearchSnapshot) -> str | None:
    """Return the first provider that only a key keeps from searching."""
    return next((end.provider for end in snapshot.outcomes if end.error_kind in _NEEDS_KEY), None)


def searchable_types(infos: Sequence[ProviderInfo]) -> tuple[EntityType, ...]:
    """Return the kinds at least one of *infos* can search, in the order people look for them."""
    kinds = (EntityType.MOVIE, EntityType.TV, EntityType.MUSIC)
    return tuple(kind for kind in kinds if any(kind in info.search_types for info in infos))


def _needs_key(lamp: Lamp | None, message: str) -> ChipState:
    text = "needs a key" if lamp is Lamp.NO_KEY else "key not accepted"
    return ChipState(text, Tone.BAD, ChipAct.SETTINGS, details=message)
