"""What a person may say of automation, how it stands in the settings file, and what a change of it means."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType
from metarr_desktop.domain.errors import InvalidInput
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.selection import DEFAULT_MODE, MOST_PICKS, AutomationMode, default_limit

log = logging.getLogger(__name__)

AUTOMATION, LIMITS = "automation", "automation_limits"

_WORDS: Mapping[AutomationMode, str] = {
    AutomationMode.FETCH: "only fetches",
    AutomationMode.PROPOSE: "proposes",
    AutomationMode.SELECT: "selects",
}

_NAMED = 4
"""So many types a sentence names."""


def checked_modes(modes: Mapping[AssetType, AutomationMode]) -> dict[AssetType, AutomationMode]:
    """Return those that are not the usual one; trailers are none of automation's."""
    found = {AssetType(each): AutomationMode(mode) for each, mode in modes.items()}
    return {each: mode for each, mode in found.items() if mode != DEFAULT_MODE and each != AssetType.TRAILER}


def checked_limits(limits: Mapping[AssetType, int]) -> dict[AssetType, int]:
    """Return those that are not the usual ones.

    Raises:
        InvalidInput: one is below 0 or above what a slot should hold.
    """
    for each, limit in limits.items():
        if not 0 <= limit <= MOST_PICKS:
            raise InvalidInput(
                f"Automation can select 0 to {MOST_PICKS} {ASSET_SHAPES[AssetType(each)].plural}, not {limit}."
                " Nothing was changed."
            )
    found = {AssetType(each): limit for each, limit in limits.items()}
    return {
        each: limit
        for each, limit in found.items()
        if limit != default_limit(each) and each != AssetType.TRAILER
    }


def modes_from_file(stored: object) -> dict[AssetType, AutomationMode]:
    """Return the modes that can be understood; a type that cannot costs only itself."""
    found = {}
    for name, mode in stored.items() if isinstance(stored, dict) else ():
        if name in frozenset(AssetType) and isinstance(mode, str) and mode in frozenset(AutomationMode):
            found[AssetType(name)] = AutomationMode(mode)
        else:
            log.warning("the settings file says of automation for %.40r what is passed over", name)
    return checked_modes(found)


def limits_from_file(stored: object) -> dict[AssetType, int]:
    """Return the limits that can be understood; a type that cannot costs only itself."""
    found = {}
    for name, limit in stored.items() if isinstance(stored, dict) else ():
        is_number = isinstance(limit, int) and not isinstance(limit, bool) and 0 <= limit <= MOST_PICKS
        if name in frozenset(AssetType) and is_number:
            found[AssetType(name)] = limit
        else:
            log.warning("the settings file has a limit for %.40r, which is passed over", name)
    return checked_limits(found)


def automation_consequences(before: Preferences, after: Preferences) -> list[str]:
    """Return what a change means for automation, one sentence for types with the same change; selections stay."""
    modes: dict[AutomationMode, list[AssetType]] = {}
    limits: dict[int, list[AssetType]] = {}
    for each in AssetType:
        if before.mode_of(each) != after.mode_of(each):
            modes.setdefault(after.mode_of(each), []).append(each)
        if before.limit_of(each) != after.limit_of(each):
            limits.setdefault(after.limit_of(each), []).append(each)
    return [
        *(f"Automation {_WORDS[mode]} {_named(types)} from now on." for mode, types in modes.items()),
        *(
            f"Automation uses {f'at most {limit}' if limit else 'no'} {_named(types, 'or')} in each slot."
            for limit, types in limits.items()
        ),
    ]


def _named(types: list[AssetType], last: str = "and") -> str:
    names = [ASSET_SHAPES[each].plural for each in types]
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"pictures of {len(names) - _NAMED + 1} more types"]
    *head, tail = names
    return f"{', '.join(head)} {last} {tail}" if head else tail
