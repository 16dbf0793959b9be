"""What preferences may be, and how they stand in the file."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, replace
from functools import partial
from typing import Any

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.language import LANGUAGE_NAMES, LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.ranking import BALANCED, MOST, Weights
from metarr_desktop.services.automation_rules import (
    AUTOMATION,
    LIMITS,
    checked_limits,
    checked_modes,
    limits_from_file,
    modes_from_file,
)
from metarr_desktop.services.live_providers import ladders_of

log = logging.getLogger(__name__)

ORDER, DISABLED, PAUSED = "provider_order", "disabled_providers", "paused_providers"
LANGUAGES, LADDERS, WEIGHTS, SEVERAL = "languages", "ladders", "weights", "several"

_CODE = re.compile(r"([a-z]{2,3})(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_MAX_RUNGS = 20


def checked(
    preferences: Preferences, titles: Mapping[str, str], known_codes: Iterable[str] = ()
) -> Preferences:
    """Return *preferences* in one spelling: the order complete, nothing twice, no ladder that is the default.

    Args:
        titles: slug of every registered provider to how people call it.
        known_codes: language codes that are fine besides those with a name: the session's own.

    Raises:
        InvalidInput: they cannot be; the text says what and that nothing was changed.
    """
    for name in (*preferences.order, *preferences.disabled, *preferences.paused):
        if name not in titles:
            raise InvalidInput(f"There is no provider {name!r}. Nothing was changed.")
    if preferences.disabled >= titles.keys():
        raise InvalidInput(
            "At least one provider has to stay switched on, or nothing new could be found. Nothing was changed."
        )
    languages = tuple(dict.fromkeys(code.strip() for code in preferences.languages))
    if not languages:
        raise InvalidInput(
            "At least one language is needed for descriptions and trailers. Nothing was changed."
        )
    fine = {*LANGUAGE_NAMES, *(_base(code) for code in known_codes)} - {"und"}
    for code in languages:
        if _base(code) not in fine:
            raise InvalidInput(f"{code!r} is no language the providers know. Nothing was changed.")
    usual = ladders_of(Preferences(languages=languages))
    ladders = {
        AssetType(asset_type): _checked_ladder(AssetType(asset_type), ladder, fine)
        for asset_type, ladder in preferences.ladders.items()
    }
    return replace(
        preferences,
        order=_ordered(preferences.order, tuple(titles)),
        languages=languages,
        ladders={each: ladder for each, ladder in ladders.items() if ladder != usual[each]},
        weights={
            AssetType(each): _checked_weights(AssetType(each), weights)
            for each, weights in preferences.weights.items()
            if weights != BALANCED
        },
        several=frozenset(map(AssetType, preferences.several)) - {AssetType.TRAILER},
        automation=checked_modes(preferences.automation),
        limits=checked_limits(preferences.limits),
    )


def from_file(stored: Mapping[str, Any], defaults: Preferences, names: tuple[str, ...]) -> Preferences:
    """Return what the file says, *defaults* where it says nothing that can be understood."""
    order = _words(stored, ORDER)
    languages = tuple(word for word in _words(stored, LANGUAGES) if _CODE.fullmatch(word))
    return Preferences(
        _ordered(order, names) if order else defaults.order,
        frozenset(_words(stored, DISABLED)) & frozenset(names),
        frozenset(_words(stored, PAUSED)) & frozenset(names),
        tuple(dict.fromkeys(languages)) or defaults.languages,
        _ladders(stored.get(LADDERS)),
        _weights(stored.get(WEIGHTS)),
        frozenset(AssetType(word) for word in _words(stored, SEVERAL) if word in frozenset(AssetType))
        if SEVERAL in stored
        else defaults.several,
        modes_from_file(stored.get(AUTOMATION)),
        limits_from_file(stored.get(LIMITS)),
    )


def changes_for_file(
    before: Preferences, after: Preferences, defaults: Preferences, stored: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the entries to write, ``None`` for one that is to go because the default holds again.

    Only what differs between *before* and *after* is in it: another program may have written the rest. What *stored*
    says of providers that are not installed now is kept.
    """
    known = frozenset(after.order)
    changes: dict[str, Any] = {}

    def note(entry: str, old: object, new: object, usual: object, value: Callable[[], Any]) -> None:
        if old != new:
            changes[entry] = None if new == usual else value()

    def names(entry: str, chosen: Iterable[str]) -> list[str]:
        return [*chosen, *(name for name in _words(stored, entry) if name not in known)]

    note(ORDER, before.order, after.order, defaults.order, lambda: names(ORDER, after.order))
    for entry, old, new in (
        (DISABLED, before.disabled, after.disabled),
        (PAUSED, before.paused, after.paused),
    ):
        if old != new:
            changes[entry] = names(entry, sorted(new)) or None
    note(LANGUAGES, before.languages, after.languages, defaults.languages, lambda: list(after.languages))
    note(
        LADDERS,
        before.ladders,
        after.ladders,
        defaults.ladders,
        lambda: {str(each): list(ladder.rungs) for each, ladder in after.ladders.items()},
    )
    note(
        WEIGHTS,
        before.weights,
        after.weights,
        defaults.weights,
        lambda: {str(each): [*astuple(weights)] for each, weights in after.weights.items()},
    )
    note(SEVERAL, before.several, after.several, defaults.several, lambda: sorted(after.several))
    for entry, was, now, usual in (
        (AUTOMATION, before.automation, after.automation, defaults.automation),
        (LIMITS, before.limits, after.limits, defaults.limits),
    ):
        note(entry, was, now, usual, partial(_by_name, now))
    return changes


def _by_name(values: Mapping[AssetType, object]) -> dict[str, object]:
    return {str(each): value for each, value in values.items()}


def _ordered(order: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return *names* by *order*, where the first place counts of one named twice."""
    return Preferences(tuple(dict.fromkeys(order))).ordered(names)


def _base(code: str) -> str:
    match = _CODE.fullmatch(code)
    return match[1].lower() if match else ""


def _checked_ladder(asset_type: AssetType, ladder: LanguageLadder, fine: set[str]) -> LanguageLadder:
    plural = ASSET_SHAPES[asset_type].plural
    rungs = tuple(dict.fromkeys(ladder.rungs))
    if not rungs:
        raise InvalidInput(f"The order of languages for {plural} is empty. Nothing was changed.")
    if len(rungs) > _MAX_RUNGS:
        raise InvalidInput(
            f"The order of languages for {plural} has {len(rungs)} entries; {_MAX_RUNGS} are enough."
            " Nothing was changed."
        )
    for rung in rungs:
        if rung is not None and rung not in (LanguageLadder.ORIGINAL, "und") and rung not in fine:
            raise InvalidInput(
                f"{rung!r}, in the order for {plural}, is no language the providers know. Nothing was changed."
            )
    return LanguageLadder(rungs)


def _checked_weights(asset_type: AssetType, weights: Weights) -> Weights:
    if not _can_weigh(weights):
        raise InvalidInput(
            f"The weights for {ASSET_SHAPES[asset_type].plural} must lie between 0 and {MOST}, one of them above 0."
            " Nothing was changed."
        )
    return weights


def _can_weigh(weights: Weights) -> bool:
    parts = weights.parts()
    return min(parts) >= 0 and max(parts) <= MOST and any(parts)


def _words(stored: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = stored.get(name, [])
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()


def _ladders(stored: object) -> dict[AssetType, LanguageLadder]:
    """Return the ladders that can be understood; a type or rung that cannot costs only itself."""
    found: dict[AssetType, LanguageLadder] = {}
    if not isinstance(stored, dict):
        return found
    for name, rungs in stored.items():
        if name not in frozenset(AssetType) or not isinstance(rungs, list):
            log.warning("the settings file has an order of languages for %.40r, which is passed over", name)
            continue
        kept = tuple(
            rung
            for rung in rungs[:_MAX_RUNGS]
            if rung is None
            or (isinstance(rung, str) and (rung == LanguageLadder.ORIGINAL or _CODE.fullmatch(rung)))
        )
        if kept:
            found[AssetType(name)] = LanguageLadder(tuple(dict.fromkeys(kept)))
    return found


def _weights(stored: object) -> dict[AssetType, Weights]:
    """Return the weights that can be understood; a type that cannot costs only itself."""
    found: dict[AssetType, Weights] = {}
    for name, values in stored.items() if isinstance(stored, dict) else ():
        match values:
            case [int(), int(), int(), int(), int(), bool()] if name in frozenset(AssetType):
                weights = Weights(*values)
                if _can_weigh(weights):
                    found[AssetType(name)] = weights
                    continue
        log.warning("the settings file has weights for %.40r, which are passed over", name)
    return found
