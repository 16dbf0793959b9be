"""What was changed in the settings window and not applied yet; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.schedule import ScheduleSettings
from metarr_desktop.domain.scoring import default_ladders
from metarr_desktop.domain.selection import DEFAULT_MODE, AutomationMode, default_limit
from metarr_desktop.domain.webhooks import WebhookSettings
from ui.settings.value_draft import ValueDraft, count_changes
from ui.settings.webhook_rules import problem_of

PROVIDERS, LANGUAGES, AUTOMATION, WEBHOOKS = "providers", "languages", "automation", "webhooks"
"""The pages whose options wait for *Apply*."""
PAGES = (PROVIDERS, LANGUAGES, AUTOMATION, WEBHOOKS)
SECRETS = ("token", "user", "password")

_FIELDS: Mapping[str, tuple[str, ...]] = {
    PROVIDERS: ("order", "disabled"),
    LANGUAGES: ("languages", "ladders"),
    AUTOMATION: ("automation", "limits"),
    WEBHOOKS: (),
}


class Draft:
    """Everything as it would be after *Apply*, beside what holds now.

    Three stores are behind it: the preferences, the schedule of the weekly updates and the settings of webhooks; the
    last two are known only once they were read. What is paused is no part of it: *Pause* acts at once.

    Args:
        names: every registered provider; orders are completed with them.
    """

    def __init__(self, kept: Preferences, defaults: Preferences, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._defaults = self._complete(defaults)
        self._kept = self._complete(kept)
        self._now = self._kept
        self.schedule = ValueDraft(ScheduleSettings())
        self.webhooks = ValueDraft(WebhookSettings(), stays=SECRETS)

    @property
    def now(self) -> Preferences:
        """The preferences as they would be."""
        return self._now

    @property
    def has_preferences(self) -> bool:
        """Tell whether preferences wait."""
        return self._now != self._kept

    @property
    def is_changed(self) -> bool:
        return self.has_preferences or self.schedule.is_changed or self.webhooks.is_changed

    @property
    def problem(self) -> str:
        """Why what waits cannot be taken over yet, one sentence for a person; empty if it can."""
        return problem_of(self.webhooks.now) if self.webhooks.is_changed else ""

    def is_page_changed(self, page: str) -> bool:
        """Tell whether *page* has options that wait."""
        beside = self._beside(page)
        return not self._is_equal(page, self._now, self._kept) or bool(beside and beside.is_changed)

    def is_default(self, page: str) -> bool:
        """Tell whether *page* shows what holds where nothing was ever changed."""
        beside = self._beside(page)
        return self._is_equal(page, self._now, self._defaults) and (beside is None or beside.is_default)

    def changes(self) -> int:
        """Return how many options wait: an order is one, each provider switched and each entry of a type is one."""
        now, kept = self._now, self._kept
        return (
            (now.order != kept.order)
            + len(now.disabled ^ kept.disabled)
            + (now.languages != kept.languages)
            + count_changes(kept.ladders, now.ladders)
            + count_changes(kept.automation, now.automation)
            + count_changes(kept.limits, now.limits)
            + self.schedule.changes()
            + self.webhooks.changes()
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

    def set_modes(self, asset_types: Sequence[AssetType], mode: AutomationMode) -> None:
        """Say how far automation may go with some types."""
        modes = {**self._now.automation, **dict.fromkeys(asset_types, mode)}
        kept = {each: wanted for each, wanted in modes.items() if wanted is not DEFAULT_MODE}
        self._now = replace(self._now, automation=kept)

    def set_limit(self, asset_type: AssetType, limit: int) -> None:
        """Say how many pictures automation puts into a slot of a type."""
        limits = {**self._now.limits, asset_type: limit}
        kept = {each: wanted for each, wanted in limits.items() if wanted != default_limit(each)}
        self._now = replace(self._now, limits=kept)

    def set_budget(self, provider: str, requests: int | None) -> None:
        """Say how many requests a day scheduled work may make; ``None`` is as many as it needs."""
        budgets = dict(self.schedule.now.budgets)
        budgets.pop(provider, None)
        if requests is not None:
            budgets[provider] = requests
        self.schedule.change(budgets=budgets)

    def restore_defaults(self, page: str) -> None:
        self._take(page, self._defaults)
        beside = self._beside(page)
        if beside is not None and beside.is_known:
            beside.restore_defaults()

    def revert(self) -> None:
        """Forget what waits."""
        self._now = self._kept
        self.schedule.revert()
        self.webhooks.revert()

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
        return replace(
            preferences,
            order=preferences.ordered(self._names),
            ladders=dict(preferences.ladders),
            automation=dict(preferences.automation),
            limits=dict(preferences.limits),
        )

    def _beside(self, page: str) -> ValueDraft[ScheduleSettings] | ValueDraft[WebhookSettings] | None:
        """Return what of *page* is kept beside the preferences."""
        if page == AUTOMATION:
            return self.schedule
        return self.webhooks if page == WEBHOOKS else None

    def _take(self, page: str, source: Preferences) -> None:
        self._now = replace(self._now, **{name: getattr(source, name) for name in _FIELDS[page]})

    def _is_equal(self, page: str, one: Preferences, other: Preferences) -> bool:
        return all(getattr(one, name) == getattr(other, name) for name in _FIELDS[page])
