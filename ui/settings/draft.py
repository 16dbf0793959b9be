"""What was changed in the settings window and not applied yet; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.scoring import default_ladders

PROVIDERS, LANGUAGES = "providers", "languages"
"""The pages whose options wait for *Apply*."""

_FIELDS = {PROVIDERS: ("order", "disabled"), LANGUAGES: ("languages", "ladders")}


class Draft:
    """Preferences as they would be after *Apply*, beside those that hold now.

    What is paused is no part of it: *Pause* acts at once.

    Args:
        names: every registered provider; orders are completed with them.
    """

    def __init__(self, kept: Preferences, defaults: Preferences, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._defaults = self._complete(defaults)
        self._kept = self._complete(kept)
        self._now = self._kept

    @property
    def now(self) -> Preferences:
        """As they would be."""
        return self._now

    @property
    def is_changed(self) -> bool:
        return self._now != self._kept

    def is_page_changed(self, page: str) -> bool:
        """Tell whether *page* has options that wait."""
        return not self._is_equal(page, self._now, self._kept)

    def is_default(self, page: str) -> bool:
        """Tell whether *page* shows what holds where nothing was ever changed."""
        return self._is_equal(page, self._now, self._defaults)

    def changes(self) -> int:
        """Return how many options wait: an order is one, each provider switched and each ladder is one."""
        now, kept = self._now, self._kept
        ladders = {*now.ladders, *kept.ladders}
        return (
            (now.order != kept.order)
            + len(now.disabled ^ kept.disabled)
            + (now.languages != kept.languages)
            + sum(now.ladders.get(each) != kept.ladders.get(each) for each in ladders)
        )

    # -- changing --------------------------------------------------------------------------------------------

    def set_order(self, names: Sequence[str]) -> None:
        self._now = replace(self._now, order=tuple(names))

    def move(self, name: str, steps: int) -> None:
        """Bring a provider *steps* places down the order, up where negative."""
        order = [each for each in self._now.order if each != name]
        place = self._now.order.index(name) + steps
        order.insert(max(0, min(place, len(order))), name)
        self.set_order(order)

    def set_enabled(self, name: str, is_enabled: bool) -> None:
        disabled = self._now.disabled
        self._now = replace(self._now, disabled=disabled - {name} if is_enabled else disabled | {name})

    def set_languages(self, languages: Sequence[str]) -> None:
        self._now = replace(self._now, languages=tuple(languages))

    def set_ladder(self, asset_type: AssetType, rungs: Sequence[str | None] | None) -> None:
        """Give a type a ladder of its own; ``None``, or what is the default anyway, follows the default."""
        ladders = dict(self._now.ladders)
        ladders.pop(asset_type, None)
        if rungs is not None and tuple(rungs) != self.default_ladder(asset_type).rungs:
            ladders[asset_type] = LanguageLadder(tuple(rungs))
        self._now = replace(self._now, ladders=ladders)

    def restore_defaults(self, page: str) -> None:
        self._take(page, self._defaults)

    def revert(self) -> None:
        """Forget what waits."""
        self._now = self._kept

    def rebase(self, kept: Preferences) -> None:
        """Take over what was kept meanwhile, here or elsewhere; options changed here and not there still wait."""
        new, old, mine = self._complete(kept), self._kept, self._now
        waiting = {
            name: getattr(mine, name)
            for fields in _FIELDS.values()
            for name in fields
            if getattr(mine, name) != getattr(old, name)
        }
        self._kept = new
        self._now = replace(new, **waiting)

    # -- reading ---------------------------------------------------------------------------------------------

    def default_ladder(self, asset_type: AssetType) -> LanguageLadder:
        """Return the ladder a type has by itself; it follows the languages above."""
        return default_ladders(self._now.languages)[asset_type]

    def ladder(self, asset_type: AssetType) -> LanguageLadder:
        return self._now.ladders.get(asset_type) or self.default_ladder(asset_type)

    def ladders(self) -> Mapping[AssetType, LanguageLadder]:
        """Return the ladder of every type."""
        return {each: self.ladder(each) for each in AssetType}

    def has_own_ladder(self, asset_type: AssetType) -> bool:
        return asset_type in self._now.ladders

    def _complete(self, preferences: Preferences) -> Preferences:
        return replace(preferences, order=preferences.ordered(self._names), ladders=dict(preferences.ladders))

    def _take(self, page: str, source: Preferences) -> None:
        self._now = replace(self._now, **{name: getattr(source, name) for name in _FIELDS[page]})

    def _is_equal(self, page: str, one: Preferences, other: Preferences) -> bool:
        return all(getattr(one, name) == getattr(other, name) for name in _FIELDS[page])
