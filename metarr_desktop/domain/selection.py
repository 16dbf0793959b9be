"""What automation would select: a pure plan, made before anything is downloaded and again before anything changes.

A *slot* is (title, asset type, season). Automation fills what is empty up to the limit of the type, and replaces
only its own picks, by something clearly better or where they can no longer be used. It never clears a slot, and never
touches what a person chose, rejected or locked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType


class AutomationMode(StrEnum):
    """How far automation may go with a type of artwork."""

    FETCH = "fetch"
    PROPOSE = "propose"
    SELECT = "select"


DEFAULT_MODE = AutomationMode.PROPOSE
MOST_PICKS = 20
"""Largest limit of a type."""

CLEARLY_BETTER = 5.0
"""Points by which a candidate must lead to replace an automatic pick: votes wander, selections should not."""

SMALLEST_SHARE = 0.25
"""Of the ideal width and height; below it a picture is too small to be selected without being looked at."""


def default_limit(asset_type: AssetType) -> int:
    """Return how many pictures automation puts into a slot of this type unless the person says otherwise."""
    return 4 if asset_type is AssetType.FANART else 1


def is_too_small(asset_type: AssetType, width: int | None, height: int | None) -> bool:
    """Tell whether a picture of this size is too small to be selected; an unknown size is not."""
    if not width or not height:
        return False
    ideal = ASSET_SHAPES[asset_type]
    return min(width / ideal.ideal_width, height / ideal.ideal_height) < SMALLEST_SHARE


@dataclass(frozen=True, slots=True)
class Candidate:
    """One picture of a slot as far as selecting is concerned.

    Attributes:
        score: 0-100, by the person's weights.
        selected_by: ``user`` or ``auto`` if it is selected now.
        is_usable: false for what must never be chosen: rejected, missing, unreadable, too small, or of a provider that
            is switched off.
        stack: what it shares with other candidates that are the same picture; ``None`` if it is like no other.
    """

    asset_id: int
    score: float
    selected_by: str | None = None
    is_usable: bool = True
    stack: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedPick:
    """One picture to select; ``replaces`` is the automatic pick whose place it takes."""

    asset_id: int
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """What automation would do in one slot.

    Attributes:
        picks: to be selected, in this order; what a lock prevents if ``is_locked``.
        stays: what is selected now and stays so.
    """

    asset_type: AssetType
    season_number: int | None
    picks: tuple[PlannedPick, ...] = ()
    stays: tuple[int, ...] = ()
    is_locked: bool = False

    @property
    def changes(self) -> tuple[PlannedPick, ...]:
        """What may be done."""
        return () if self.is_locked else self.picks

    @property
    def would_have_changed(self) -> tuple[PlannedPick, ...]:
        """What would be done if the slot were not locked."""
        return self.picks if self.is_locked else ()


@dataclass
class _Pick:
    """A place of the slot while planning: the automatic pick in it, and which one it had at first."""

    candidate: Candidate
    was: Candidate | None = None


@dataclass
class _Places:
    """The places automation has in a slot while planning."""

    room: int
    taken: list[_Pick] = field(default_factory=list)

    def weakest(self) -> _Pick | None:
        return min(self.taken, key=lambda each: _strength(each.candidate), default=None)

    def of_stack(self, stack: int | None) -> _Pick | None:
        """Return the best pick of the same picture: beside it, a copy takes the place of none."""
        same = (each for each in self.taken if stack is not None and each.candidate.stack == stack)
        return max(same, key=lambda each: _strength(each.candidate), default=None)


def plan_slot(
    asset_type: AssetType,
    season_number: int | None,
    candidates: Sequence[Candidate],
    *,
    limit: int,
    is_several: bool,
    is_locked: bool = False,
) -> SlotPlan:
    """Return what automation would select in one slot.

    Args:
        candidates: all pictures of the slot, the best first; of two that are level the first one counts.
        limit: of the type, 0 switches it off; a slot for one never holds more than one.
        is_several: the slot holds several pictures.
        is_locked: the slot is closed to automation.
    """
    selected = tuple(each.asset_id for each in candidates if each.selected_by is not None)
    by_user = [each for each in candidates if each.selected_by not in (None, "auto")]
    room = max(0, (limit if is_several else min(limit, 1)) - len(by_user))
    places = _Places(room, [_Pick(each, each) for each in candidates if each.selected_by == "auto"])
    shown_by_user = {each.stack for each in by_user if each.stack is not None}
    ranked = sorted(
        (each for each in candidates if each.is_usable and each.selected_by is None),
        key=lambda each: -each.score,
    )
    for each in ranked if room else ():
        if each.stack not in shown_by_user:
            _place(each, places)
    picks = tuple(
        PlannedPick(each.candidate.asset_id, None if each.was is None else each.was.asset_id)
        for each in places.taken
        if each.candidate is not each.was
    )
    replaced = {pick.replaces for pick in picks}
    stays = tuple(each for each in selected if each not in replaced)
    return SlotPlan(asset_type, season_number, picks, stays, is_locked)


def _place(challenger: Candidate, places: _Places) -> None:
    """Give *challenger* a free place, or that of a pick it is clearly better than."""
    twin = places.of_stack(challenger.stack)
    if twin is None and len(places.taken) < places.room:
        places.taken.append(_Pick(challenger))
        return
    rival = twin or places.weakest()
    if rival is None or rival.was is not rival.candidate:
        return  # placed in this plan: it was no worse
    if not rival.candidate.is_usable or challenger.score >= rival.candidate.score + CLEARLY_BETTER:
        rival.candidate = challenger


def _strength(candidate: Candidate) -> tuple[bool, float]:
    return candidate.is_usable, candidate.score


def could_be_chosen(plans: Iterable[SlotPlan]) -> tuple[int, ...]:
    """Return the numbers of all pictures the plans would select: nothing else needs to be downloaded."""
    return tuple(dict.fromkeys(pick.asset_id for plan in plans for pick in plan.changes))
