"""What stands where the grid is: tiles, places for tiles to come, or a sentence that says why not; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.entity import Entity, IdentityState
from metarr_desktop.domain.fetch import Outcome, ProviderOutcome
from ui.assets.facets import Facets
from ui.assets.wording import count_of, label_of
from ui.kinds import words_of
from ui.text import join_words


class Showing(StrEnum):
    """Exactly one of these is on screen."""

    NOTHING_YET = "nothing_yet"
    TILES = "tiles"
    PLACEHOLDERS = "placeholders"
    WORDS = "words"


class StateAction(StrEnum):
    """What a button below the sentence does."""

    CLEAR_FILTERS = "clear_filters"
    SHOW_REJECTED = "show_rejected"
    IDENTIFY = "identify"
    RETRY = "retry"
    READ_AGAIN = "read_again"
    SETTINGS = "settings"
    FORCE = "force"
    ALL_SEASONS = "all_seasons"
    RESUME = "resume"


ACTION_WORDS = {
    StateAction.CLEAR_FILTERS: "Clear filters",
    StateAction.SHOW_REJECTED: "Show rejected",
    StateAction.IDENTIFY: "Identify (Ctrl+I)",
    StateAction.RETRY: "Retry",
    StateAction.READ_AGAIN: "Read again",
    StateAction.SETTINGS: "Open settings",
    StateAction.FORCE: "Ask again (Ctrl+F5)",
    StateAction.ALL_SEASONS: "Show all seasons",
    StateAction.RESUME: "Resume in settings",
}


@dataclass(frozen=True, slots=True)
class GridState:
    """What to show; words and actions only with `Showing.WORDS`.

    ``{left}`` in the text is the time left until ``until``.
    """

    showing: Showing
    icon: str = ""
    headline: str = ""
    text: str = ""
    actions: tuple[StateAction, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hindrances:
    """What keeps providers from being asked at all.

    Attributes:
        is_nobody_there: none of those switched on knows such titles.
        paused: titles of those the person paused; ``are_all_paused`` when nobody else is left.
        until: when the first of them may be asked again, if all of them are left alone for now; ``is_rest`` when
            they asked for it, else they failed too often.
    """

    is_nobody_there: bool = False
    paused: tuple[str, ...] = ()
    are_all_paused: bool = False
    until: datetime | None = None
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides.

    Attributes:
        entity: None until it was read.
        error: sentence of the store when the cache could not be read.
        facets: counts of the type in front; None until it was read.
        failure: sentence when everything that was asked failed, and nobody answered since.
        outcomes: how each provider fared last for this title; titles by name.
        will_fetch: it was opened a moment ago and will be fetched.
        season: title of the season in front, empty for all of them; ``elsewhere`` counts the candidates of the others.
    """

    entity: Entity | None
    asset_type: AssetType
    facets: Facets | None
    is_filtered: bool = False
    is_fetching: bool = False
    will_fetch: bool = False
    error: str = ""
    failure: str = ""
    outcomes: Sequence[ProviderOutcome] = ()
    titles: Sequence[tuple[str, str]] = ()
    season: str = ""
    elsewhere: int = 0
    hindrances: Hindrances = Hindrances()


def grid_state(now: Situation) -> GridState:
    """Return what stands where the grid is."""
    plural = ASSET_SHAPES[now.asset_type].plural
    if now.season:
        plural = f"{plural} of {now.season[0].lower()}{now.season[1:]}"
    if now.error:
        return _words("database", "The artwork cannot be read", now.error, StateAction.READ_AGAIN)
    if now.entity is None or now.facets is None:
        return GridState(Showing.NOTHING_YET)
    if now.facets.shown:
        return GridState(Showing.TILES)
    if now.facets.total:
        return _hidden(now, plural)
    if now.is_fetching or (now.will_fetch and now.entity.external_ids and not now.elsewhere):
        return GridState(Showing.PLACEHOLDERS)
    return _nothing(now, now.entity, plural)


def _hidden(now: Situation, plural: str) -> GridState:
    facets = now.facets
    assert facets is not None
    if not now.is_filtered:
        which = f"All {facets.total:,} {plural} are rejected"
        return _words("filter", which, "Show them to take a rejection back.", StateAction.SHOW_REJECTED)
    some = f"The filters hide all {facets.total:,} {plural}"
    return _words("filter", some, "They are kept for every title until cleared.", StateAction.CLEAR_FILTERS)


def _nothing(now: Situation, entity: Entity, plural: str) -> GridState:
    label = label_of(entity)
    if not entity.external_ids:
        if entity.state is IdentityState.IN_NO_PROVIDER:
            text = f"{label} is marked as being in no provider, so there is nobody to ask for artwork."
        else:
            noun = words_of(entity.key.entity_type).one
            text = f"Nobody can be asked for artwork before it is known which {noun} {label} is."
        return _words("identify", "Identify first", text, StateAction.IDENTIFY)
    if now.elsewhere:
        text = f"The other seasons of {label} have {count_of(now.elsewhere, now.asset_type)}."
        return _words("image", f"No {plural}", text, StateAction.ALL_SEASONS, StateAction.FORCE)
    if (held := _held(now, label, plural)) is not None:
        return held
    refused = [each for each in now.outcomes if each.error_kind in ("refused", "no_key")]
    others = [each for each in now.outcomes if each not in refused and each.outcome is not Outcome.SKIPPED]
    if refused and not others:
        text = " ".join(each.message for each in refused if each.message)
        headline = "A key is missing" if _are_missing(refused) else "No key is accepted"
        return _words("key", headline, text, StateAction.SETTINGS, StateAction.RETRY)
    if now.hindrances.until is not None and now.hindrances.is_rest:
        text = (
            f"The providers asked for a rest: they can be asked again in {{left}}. {_nothing_stored(label)}"
        )
        return GridState(
            Showing.WORDS, "time", "Too many requests", text, (StateAction.RETRY,), now.hindrances.until
        )
    if now.failure and others and all(each.error_kind == "unreachable" for each in others):
        text = f"{now.failure} {_nothing_stored(label)} Check the network connection, then retry."
        return _words("offline", "No connection", text, StateAction.RETRY)
    if now.failure:
        text = f"{now.failure} {_nothing_stored(label)} Check the network connection, then retry."
        return _words("offline", "Nobody answered", text, StateAction.RETRY)
    if now.hindrances.until is not None:
        text = f"The last calls failed, so nobody is asked for {{left}}. {_nothing_stored(label)}"
        return GridState(
            Showing.WORDS, "offline", "Nobody answered", text, (StateAction.RETRY,), now.hindrances.until
        )
    titles = dict(now.titles)
    asked = [titles.get(each.provider, each.provider) for each in others if each.outcome.is_success]
    if not asked:
        return _words("image", f"No {plural} yet", f"Nobody was asked for {label} so far.", StateAction.FORCE)
    verb = "has" if len(asked) == 1 else "have"
    text = f"{join_words(asked)} {verb} none for {label}."
    return _words("image", f"No {plural} found", text, StateAction.FORCE)


def _held(now: Situation, label: str, plural: str) -> GridState | None:
    """Return what to say where nobody may be asked because the person wants it so."""
    if now.hindrances.is_nobody_there:
        text = f"No provider that knows such titles is switched on. {_nothing_stored(label)}"
        return _words("settings", f"Nobody to ask for {plural}", text, StateAction.SETTINGS)
    if now.hindrances.are_all_paused:
        who = join_words(now.hindrances.paused)
        verb = "is" if len(now.hindrances.paused) == 1 else "are"
        text = f"{who} {verb} not asked until you resume. {_nothing_stored(label)}"
        return _words("pause", f"You paused {who}", text, StateAction.RESUME)
    return None


def _are_missing(refused: Sequence[ProviderOutcome]) -> bool:
    return all(each.error_kind == "no_key" or "no key" in each.message.lower() for each in refused)


def _nothing_stored(label: str) -> str:
    return f"Nothing is stored for {label} yet."


def _words(icon: str, headline: str, text: str, *actions: StateAction) -> GridState:
    return GridState(Showing.WORDS, icon, headline, text, actions)
