"""All registered providers, built once, and what preferences and keys make of them at this moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.language import LanguageLadder, normalise_language
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.domain.scoring import SCORE_VERSION, ScoringContext, default_ladders
from metarr_desktop.orchestration.fetch_plan import CacheSettings
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_orchestrator import ProviderOrchestrator
from metarr_desktop.providers.base import AssetProvider, Provider
from metarr_desktop.providers.definition import ProviderContext, ProviderDefinition
from metarr_desktop.store import Store


class LiveProviders:
    """What fetching and searching ask for before each call, so that a change counts from the next call on.

    Belongs to the event loop.

    Args:
        definitions: every registered service by name, in the order of the registry.
        contexts: what each is built from, with the keys and languages of the start.
    """

    def __init__(
        self,
        definitions: Mapping[str, ProviderDefinition],
        contexts: Mapping[str, ProviderContext],
        preferences: Preferences,
        *,
        store: Store,
        health: ProviderHealth,
    ) -> None:
        self.searched: list[Provider] = []
        """The providers switched on, the favourite first; changes in place, as the search expects."""
        self._definitions = definitions
        self._contexts = dict(contexts)
        self._built = {name: definition.build(contexts[name]) for name, definition in definitions.items()}
        self._store = store
        self._health = health
        self._searcher: ProviderOrchestrator | None = None
        for name in definitions:
            self._tell_health_of_keys(name)
        self.apply(preferences)

    def serve(self, searcher: ProviderOrchestrator) -> None:
        """Keep the languages of *searcher* up to date, too; it reads :attr:`searched` itself."""
        self._searcher = searcher
        searcher.languages = self._preferences.languages

    def providers(self) -> Sequence[AssetProvider]:
        """Return those switched on that have artwork or metadata, the favourite first."""
        return [provider for provider in self.searched if isinstance(provider, AssetProvider)]

    def settings(self) -> CacheSettings:
        """Return what answers and scores depend on now."""
        return self._settings

    def scoring(self) -> Callable[[str | None], ScoringContext]:
        """Return what scores rest on now, by the original language of the work; fit for another thread."""
        infos = [self._definitions[name].info for name in self._preferences.order]
        ladders = self._settings.ladders
        order = tuple(info.name for info in infos)
        sizes = {info.name: info.nominal_sizes for info in infos}
        return lambda original_language: ScoringContext(ladders, original_language, order, sizes)

    def scored_as(self) -> str:
        """Return a text that is another one when what scores rest on is another."""
        infos = [self._definitions[name].info for name in self._preferences.order]
        ladders = {str(each): ladder.rungs for each, ladder in sorted(self._settings.ladders.items())}
        sizes = {info.name: sorted(info.nominal_sizes.items()) for info in infos}
        text = json.dumps([SCORE_VERSION, [info.name for info in infos], ladders, sizes])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def apply(self, preferences: Preferences) -> None:
        """Let *preferences* hold for every call from now on; calls under way end as they began."""
        self._preferences = preferences
        for name, context in self._contexts.items():
            if context.languages != preferences.languages:
                self._rebuild(name, replace(context, languages=preferences.languages))
        enabled = frozenset(preferences.order) - preferences.disabled
        self._settings = CacheSettings(
            preferences.languages,
            ladders=ladders_of(preferences),
            generations={
                name: definition.generation(self._contexts[name].keys)
                for name, definition in self._definitions.items()
            },
        )
        self._store.set_providers(preferences.order, enabled)
        self._refill()
        if self._searcher is not None:
            self._searcher.languages = preferences.languages
        infos = [self._definitions[name].info for name in preferences.order]
        self._health.set_infos(
            [info for info in infos if info.name in enabled], known=infos, held=preferences.paused
        )

    def replace_keys(self, name: str, keys: Mapping[str, str]) -> None:
        """Let provider *name* be asked with *keys* from now on; what the old ones caused is forgotten."""
        self._rebuild(name, replace(self._contexts[name], keys=keys))
        self._refill()
        generations = {**self._settings.generations, name: self._definitions[name].generation(keys)}
        self._settings = replace(self._settings, generations=generations)
        self._health.key_changed(name)
        self._tell_health_of_keys(name)

    def _rebuild(self, name: str, context: ProviderContext) -> None:
        # A provider takes its keys and languages once, when it is built; its client and its queue stay the same.
        self._contexts[name] = context
        self._built[name] = self._definitions[name].build(context)

    def _refill(self) -> None:
        order, disabled = self._preferences.order, self._preferences.disabled
        self.searched[:] = [self._built[name] for name in order if name not in disabled]

    def _tell_health_of_keys(self, name: str) -> None:
        definition, keys = self._definitions[name], self._contexts[name].keys
        self._health.set_key_sentence(definition.info, definition.key_sentence(keys))
        if not definition.has_keys(keys):
            self._health.key_missing(definition.info)


def ladders_of(preferences: Preferences) -> dict[AssetType, LanguageLadder]:
    """Return the ladder of every type: the person's own, else the one their languages lead to."""
    codes = (normalise_language(code) for code in preferences.languages)  # pictures have no regions
    languages = tuple(dict.fromkeys(code for code in codes if code is not None))
    return {**default_ladders(languages), **preferences.ladders}
