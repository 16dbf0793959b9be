"""The providers as the browser shows them: names, who is switched off or paused, and their chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from metarr_desktop.domain.asset import USER_PROVIDER, AssetType, CachedAsset
from metarr_desktop.domain.entity import Entity, EntityKey, EntityType
from metarr_desktop.domain.language import LanguageLadder
from metarr_desktop.domain.ports import PreferenceKeeper, Providers
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.ranking import BALANCED, Weights
from metarr_desktop.domain.scoring import default_ladders
from metarr_desktop.domain.status import Lamp, ProviderStatus
from ui.assets.chip_state import ProviderView, chip_state
from ui.assets.detail_panel import PictureSource
from ui.assets.grid_state import Hindrances, Situation
from ui.assets.provider_strip import ProviderStrip
from ui.assets.title_fetch import TitleFetch
from ui.own.wording import MINE


class ProvidersInFront:
    """Reads the registry anew each time: the person may switch providers on and off meanwhile."""

    def __init__(
        self, providers: Providers, preferences: PreferenceKeeper, clock: Callable[[], datetime]
    ) -> None:
        self._providers, self._preferences, self._clock = providers, preferences, clock

    def now(self) -> datetime:
        """Return the time ages are told from."""
        return self._clock()

    def titles(self) -> dict[str, str]:
        """Return the names of all providers as people know them, in the person's order."""
        return {info.name: info.title for info in self._providers.all_infos()} | {USER_PROVIDER: MINE}

    def enabled(self) -> frozenset[str]:
        """Return who is switched on; own pictures always count as such."""
        return frozenset(info.name for info in self._providers.infos()) | {USER_PROVIDER}

    def info(self, name: str) -> ProviderInfo | None:
        """Return what is known of a provider, None if it is not installed any more."""
        return next((info for info in self._providers.all_infos() if info.name == name), None)

    def asked_for(self, entity_type: EntityType | None) -> tuple[ProviderInfo, ...]:
        """Return those switched on that know titles of this kind: no others can be asked."""
        return _knowing(self._providers.infos(), entity_type)

    def shown_for(self, entity_type: EntityType | None) -> tuple[ProviderInfo, ...]:
        """Return those that know titles of this kind, switched off or not: their pictures stay."""
        return _knowing(self._providers.all_infos(), entity_type)

    def ladder_of(self, kind: AssetType) -> LanguageLadder:
        """Return the languages preferred for pictures of *kind*."""
        kept = self._preferences.current()
        return kept.ladders.get(kind) or default_ladders(kept.languages)[kind]

    def weights_of(self, kind: AssetType) -> Weights:
        """Return how pictures of *kind* are ranked."""
        return self._preferences.current().weights.get(kind, BALANCED)

    def pages_of(self, entity: Entity) -> tuple[tuple[str, str], ...]:
        """Return title and address of the pages *entity* has."""
        shown = self.shown_for(entity.key.entity_type)
        return tuple((info.title, page) for info in shown if (page := page_of(info, entity)))

    def source_of(self, asset: CachedAsset, entity: Entity | None) -> PictureSource:
        """Return whose picture *asset* is, with the page of the title there."""
        info, name = self.info(asset.provider_name), asset.provider_name
        page = page_of(info, entity) if info is not None and entity is not None else ""
        return PictureSource(self.titles().get(name, name), info, page, name not in self.enabled())

    def with_fetch(
        self, situation: Situation, fetch: TitleFetch, failure: str | None, entity_type: EntityType
    ) -> Situation:
        """Add how it went, or goes, when the title was asked for, and what keeps providers from being asked.

        Args:
            failure: what is said of a fetch that failed as a whole, None if none did.
        """
        return replace(
            situation,
            is_fetching=fetch.is_running,
            will_fetch=not fetch.was_fetched and failure is None,
            failure=failure or "",
            outcomes=tuple(fetch.outcomes.values()),
            hindrances=self._hindrances(entity_type),
        )

    def _hindrances(self, entity_type: EntityType) -> Hindrances:
        paused, asked, now = (self._preferences.current().paused, self.asked_for(entity_type), self._clock())
        statuses = {status.provider: status for status in self._providers.statuses()}
        resting = [
            statuses[info.name].until
            for info in asked
            if info.name in statuses and _rests(statuses[info.name])
        ]
        waits = [until for until in resting if until is not None and until > now]
        return Hindrances(
            is_nobody_there=not asked,
            paused=tuple(info.title for info in asked if info.name in paused),
            are_all_paused=bool(asked) and all(info.name in paused for info in asked),
            until=min(waits) if waits and len(waits) == len(asked) else None,
            is_rest=all(status.lamp is Lamp.WAITING for status in statuses.values() if _rests(status)),
        )

    def show_strip(
        self,
        strip: ProviderStrip,
        key: EntityKey,
        kind: AssetType,
        assets: Sequence[CachedAsset],
        fetch: TitleFetch,
    ) -> None:
        """Show how each provider fares with the title *key*.

        Args:
            assets: the candidates of *kind*, of all providers.
        """
        statuses = {status.provider: status for status in self._providers.statuses()}
        rows: dict[str, list[CachedAsset]] = {}
        for asset in assets:
            rows.setdefault(asset.provider_name, []).append(asset)
        enabled, paused = self.enabled(), self._preferences.current().paused
        for info in self.shown_for(key.entity_type):
            view = ProviderView(
                info,
                rows.get(info.name, ()),
                kind in info.asset_types_for(key.entity_type),
                kind,
                fetch.progress.get(info.name) if fetch.is_running else None,
                fetch.outcomes.get(info.name),
                statuses.get(info.name),
                is_off=info.name not in enabled,
                is_paused=info.name in paused,
                failing_since=self._providers.report(info.name).failing_since,
            )
            strip.set_state(info.name, chip_state(view, self._clock()))


def page_of(info: ProviderInfo, entity: Entity) -> str:
    """Return the address of the page *entity* has at a provider, empty if it has none."""
    return info.page_of(entity.key.entity_type, entity.external_ids)


def _knowing(infos: Sequence[ProviderInfo], entity_type: EntityType | None) -> tuple[ProviderInfo, ...]:
    return tuple(info for info in infos if entity_type is None or info.knows(entity_type))


def _rests(status: ProviderStatus) -> bool:
    return status.lamp in (Lamp.WAITING, Lamp.PAUSED)
