"""What a person prefers: which providers in which order, which languages. It never changes what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import MULTIPLE_BY_DEFAULT, AssetType
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.ranking import Weights
from metarr_desktop.domain.selection import DEFAULT_MODE, AutomationMode, default_limit


@dataclass(frozen=True, slots=True)
class Preferences:
    """The preferences as a whole; change one with :func:`dataclasses.replace`.

    Attributes:
        order: slugs of all providers, the favourite first; one left out comes last.
        disabled: providers switched off: not needed, not asked; their rows stay and are shown as such.
        paused: providers nobody asks until they are resumed; they are still needed.
        languages: of descriptions and trailers, best first; at least one.
        ladders: languages of artwork, for the types whose default ladder the person changed.
        weights: how candidates are ranked, for the types ranked otherwise than balanced.
        several: asset types whose slots hold several pictures in an order.
        automation: how far automation may go, for the types where that is not to propose.
        limits: how many pictures automation puts into a slot, for the types where that is not the usual number.
    """

    order: tuple[str, ...] = ()
    disabled: frozenset[str] = frozenset()
    paused: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("en",)
    ladders: Mapping[AssetType, LanguageLadder] = field(default_factory=dict)
    weights: Mapping[AssetType, Weights] = field(default_factory=dict)
    several: frozenset[AssetType] = MULTIPLE_BY_DEFAULT
    automation: Mapping[AssetType, AutomationMode] = field(default_factory=dict)
    limits: Mapping[AssetType, int] = field(default_factory=dict)

    def ordered(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return *names* in the order preferred; those not in it keep theirs and come last."""
        place = {name: at for at, name in enumerate(self.order)}
        return tuple(sorted(names, key=lambda name: place.get(name, len(place))))

    def mode_of(self, asset_type: AssetType) -> AutomationMode:
        """Return how far automation may go with this type."""
        return self.automation.get(asset_type, DEFAULT_MODE)

    def limit_of(self, asset_type: AssetType) -> int:
        """Return how many pictures automation puts into a slot of this type; 0 for none."""
        return self.limits.get(asset_type, default_limit(asset_type))


@dataclass(frozen=True, slots=True)
class PreferencesChange:
    """What taking over other preferences did.

    Attributes:
        preferences: as they are now.
        rescored: pictures whose score was written anew.
        text: one or two sentences of consequence for a person; empty if nothing changed.
    """

    preferences: Preferences
    rescored: int = 0
    text: str = ""
