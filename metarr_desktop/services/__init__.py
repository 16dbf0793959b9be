"""Builds the core: the one place where its parts are put together.

services = build_services()
result = await services.cache.fetch_assets(request)
await services.close()
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from metarr_desktop.artwork.stack_finder import StackFinder
from metarr_desktop.artwork.thumbnail_loader import ThumbnailLoader
from metarr_desktop.automation.automation import Automation
from metarr_desktop.cache_manager import ProviderCacheManager
from metarr_desktop.credentials import Credentials
from metarr_desktop.curation import Curator
from metarr_desktop.domain.entity import Entity
from metarr_desktop.library.contact_sheets import ContactSheetMaker
from metarr_desktop.library.filename import FileNameParser
from metarr_desktop.library.library import LibraryService
from metarr_desktop.library.own_pictures import OwnPictureShelf
from metarr_desktop.library.stacks import StackKeeper
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_flight import AssetFlights
from metarr_desktop.orchestration.rescoring import RescoreAll
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.registry import all_definitions
from metarr_desktop.services.automating import build_automation
from metarr_desktop.services.cache_care import StoredCacheCare
from metarr_desktop.services.demo_mode import DemoMode, as_in_the_demo
from metarr_desktop.services.enriching import build_enrichment
from metarr_desktop.services.foundation import (
    Foundation,
    Network,
    Pictures,
    build_cache,
    build_network,
    build_pictures,
)
from metarr_desktop.services.live_providers import LiveProviders
from metarr_desktop.services.new_keys import NewKeys
from metarr_desktop.services.preference_file import PreferenceFile
from metarr_desktop.services.preferences import KeptPreferences, StoredPreferences
from metarr_desktop.services.provider_keys import CONTACT, ProviderKeys
from metarr_desktop.services.request_counter import RequestCounter
from metarr_desktop.services.starter_library import lay_out_starter_library
from metarr_desktop.services.stored_statistics import StoredStatistics
from metarr_desktop.services.take_over import take_over, titles_added_in_demo, unknown_titles
from metarr_desktop.services.webhook_settings import StoredWebhookSettings
from metarr_desktop.settings import Settings, load_settings
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

if TYPE_CHECKING:
    from metarr_desktop.domain.ports import Core

__all__ = ["Services", "build_services"]


@dataclass(frozen=True)
class Services:
    """The core, built; what windows and commands are given (the ``Core`` port). Close it.

    ``demo`` is ``None`` unless the program runs on the demo catalogue.
    """

    cache: ProviderCacheManager
    curation: Curator
    library: LibraryService
    thumbnails: ThumbnailLoader
    providers: ProviderHealth
    statistics: StoredStatistics
    keys: ProviderKeys
    preferences: StoredPreferences
    stacks: StackKeeper
    contact_sheets: ContactSheetMaker
    own_pictures: OwnPictureShelf
    automation: Automation
    cache_care: StoredCacheCare
    store: Store
    flights: AssetFlights
    clients: HttpClients
    counter: RequestCounter
    new_keys: NewKeys
    live: LiveProviders
    settings: Settings
    clock: Clock
    demo_mode: DemoMode | None = None

    @property
    def demo(self) -> DemoMode | None:
        """The fault switches and request log of the demo services."""
        return self.demo_mode

    async def lay_out_starter_library(self) -> int:
        """In demo mode, give a new library its 24 films, 6 series and 9 albums; returns how many were added."""
        if self.demo_mode is None:
            return 0
        return await self.store.run(lay_out_starter_library, self.store)

    async def titles_added_in_demo(self) -> list[Entity]:
        """Return titles of real folders added while on the demo that this library lacks; ``[]`` in the demo."""
        if self.demo_mode is not None:
            return []
        titles = await asyncio.to_thread(titles_added_in_demo, self.settings, self.clock)
        return await self.store.run(unknown_titles, self.store, titles)

    async def take_over(self, titles: list[Entity]) -> int:
        """Add titles found by :meth:`titles_added_in_demo`; returns how many were new."""
        return await self.store.run(take_over, self.store, titles)

    @property
    def fits_keys(self) -> bool:
        """Tell whether this core is the one for the keys there are now: demo without any, the real library with one."""
        return (self.demo_mode is not None) == _is_demo(self.settings, has_keys=self.keys.has_any())

    async def close(self) -> None:
        """End what runs, write what is counted, close connections and database. Can be called again."""
        await self.automation.close()
        await self.flights.close()
        await self.preferences.close()
        await self.new_keys.close()
        await self.thumbnails.close()
        await self.clients.close()
        await self.counter.close()
        self.providers.close()
        if self.demo_mode is not None:
            await self.demo_mode.close()
        await self.store.close()


def build_services(settings: Settings | None = None, *, clock: Clock | None = None) -> Services:
    """Put the core together from *settings* (default: environment and settings file).

    Blocks for 50 to 500 ms (database, keyring): run it on a thread where a window is waiting. Opens no
    connection; needs no running event loop, but all use of the result belongs to one.

    Raises:
        StoreError: the database cannot be opened; nothing was changed.
        InvalidInput: a variable of the environment cannot be used; the text names it.
    """
    settings = settings or load_settings()
    clock = clock or _utc_now
    registered = {definition.info.name: definition for definition in all_definitions()}
    credentials = Credentials(settings)
    known = {name: credentials.find_all(definition.info) for name, definition in registered.items()}
    is_demo = _is_demo(settings, has_keys=any(known.values()))
    definitions = as_in_the_demo(registered) if is_demo else registered
    kept = KeptPreferences(
        PreferenceFile(settings.preferences_path(is_demo=is_demo)),
        {name: definition.info.title for name, definition in definitions.items()},
        settings.languages,
    )
    demo = DemoMode.build(settings) if is_demo else None
    store = Store.open(
        settings.database_url(is_demo=is_demo),
        clock=clock,
        backup_folder=settings.folders.data / "backups",
        provider_order=kept.current.order,
    )
    base = Foundation(settings, clock, definitions, registered, credentials, known, kept, demo, store)
    try:
        return _assemble(base)
    except BaseException:
        store.close_now()
        raise


def _assemble(base: Foundation) -> Services:
    store, kept, settings, is_demo = base.store, base.kept, base.settings, base.demo is not None
    network, parser = build_network(base), FileNameParser()
    live, health = network.live, network.health
    cache, flights = build_cache(base, network, parser)
    pictures = build_pictures(base, network)
    curator = Curator(store, several=lambda: kept.current.several, provider_titles=kept.titles)
    new_keys = NewKeys(live, store, health, is_demo=is_demo)
    preferences = StoredPreferences(kept, live, store, RescoreAll(store))
    keys = _provider_keys(base, network, new_keys)
    automation = _automation(base, network, cache, curator, pictures)
    for follow in (preferences.follow, keys.follow):  # a worker heeds what is changed in a window
        automation.runner.on_look(follow)
    return Services(
        cache=cache,
        curation=curator,
        library=LibraryService(store, clock=base.clock, parser=parser),
        thumbnails=pictures.thumbnails,
        providers=health,
        statistics=StoredStatistics(store, network.counter),
        keys=keys,
        stacks=StackKeeper(StackFinder(store, pictures.thumbnails), curator),
        contact_sheets=ContactSheetMaker(store, pictures.thumbnails),
        own_pictures=OwnPictureShelf(store, curator, pictures.remote, pictures.own, live.scoring),
        preferences=preferences,
        automation=automation,
        cache_care=StoredCacheCare(store, network.counter, pictures.small),
        store=store,
        flights=flights,
        clients=network.clients,
        counter=network.counter,
        new_keys=new_keys,
        live=live,
        settings=settings,
        clock=base.clock,
        demo_mode=base.demo,
    )


def _provider_keys(base: Foundation, network: Network, new_keys: NewKeys) -> ProviderKeys:
    # In the demo a key is tried at the real service, which is none of the demo's numbers.
    on_request = None if base.demo else network.counter.count
    return ProviderKeys(
        base.registered, base.credentials, base.settings, base.known,
        asked=base.definitions,
        new_clients=lambda: HttpClients(contact=CONTACT, on_request=on_request),
        on_saved=new_keys.take_over,
    )  # fmt: skip


def _automation(
    base: Foundation,
    network: Network,
    cache: ProviderCacheManager,
    curator: Curator,
    pictures: Pictures,
) -> Automation:
    enriching = build_enrichment(
        base.store,
        cache,
        curator,
        network.live,
        pictures.remote,
        base.folders.cache,
        lambda: base.kept.current,
    )
    webhooks = StoredWebhookSettings(base.settings, base.kept.file, base.credentials)
    return build_automation(
        base.store, cache, network.live, network.health, enriching, webhooks, clock=base.clock
    )


def _is_demo(settings: Settings, *, has_keys: bool) -> bool:
    return settings.is_demo_forced or not (settings.has_base_url or has_keys)


def _utc_now() -> datetime:
    return datetime.now(UTC)


if TYPE_CHECKING:

    def _services_are_a_core(services: Services) -> Core:
        return services  # mypy compares every port with what stands behind it
