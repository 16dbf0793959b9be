"""Builds the core: the one place where its parts are put together.

services = build_services()
result = await services.cache.fetch_assets(request)
await services.close()
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.artwork.picture_files import PictureFiles
from metarr_desktop.artwork.picture_source import OwnOrRemote
from metarr_desktop.artwork.stack_finder import StackFinder
from metarr_desktop.artwork.thumbnail_loader import ThumbnailLoader
from metarr_desktop.automation.automation import Automation
from metarr_desktop.cache_manager import ProviderCacheManager
from metarr_desktop.credentials import Credentials, KeptKey
from metarr_desktop.curation import Curator
from metarr_desktop.domain.entity import Entity
from metarr_desktop.library.contact_sheets import ContactSheetMaker
from metarr_desktop.library.filename import FileNameParser
from metarr_desktop.library.library import LibraryService
from metarr_desktop.library.own_pictures import OwnPictureShelf
from metarr_desktop.library.stacks import StackKeeper
from metarr_desktop.orchestration.fetch_orchestrator import FetchOrchestrator
from metarr_desktop.orchestration.flights import Flights
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.orchestration.provider_flight import AssetFlights
from metarr_desktop.orchestration.provider_orchestrator import ProviderOrchestrator
from metarr_desktop.orchestration.rescoring import RescoreAll
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.registry import ProviderDefinition, all_definitions
from metarr_desktop.services.automating import build_automation
from metarr_desktop.services.cache_care import StoredCacheCare
from metarr_desktop.services.demo_mode import DemoMode, as_in_the_demo
from metarr_desktop.services.enriching import build_enrichment
from metarr_desktop.services.live_providers import LiveProviders
from metarr_desktop.services.new_keys import NewKeys
from metarr_desktop.services.preference_file import PreferenceFile
from metarr_desktop.services.preferences import KeptPreferences, StoredPreferences
from metarr_desktop.services.provider_building import all_addresses, contexts_of
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

_THUMBNAIL_BYTES = 512 * 1024 * 1024


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
    try:
        return _assemble(settings, clock, definitions, registered, credentials, known, kept, demo, store)
    except BaseException:
        store.close_now()
        raise


def _assemble(
    settings: Settings,
    clock: Clock,
    definitions: Mapping[str, ProviderDefinition],
    registered: Mapping[str, ProviderDefinition],
    credentials: Credentials,
    known: Mapping[str, Mapping[str, KeptKey]],
    kept: KeptPreferences,
    demo: DemoMode | None,
    store: Store,
) -> Services:
    health = ProviderHealth([definition.info for definition in definitions.values()], clock=clock)
    counter = RequestCounter(store, health)
    clients = HttpClients(
        transport=demo.transport if demo else None, contact=CONTACT, on_request=counter.count
    )
    addresses = all_addresses(definitions.values(), settings, is_demo=demo is not None)
    contexts = contexts_of(
        definitions,
        clients,
        health,
        store,
        demo.keys if demo else _values(known),
        kept.current.languages,
        addresses,
        memory=None if demo else (credentials, settings.folders.cache / "answers"),
    )
    live = LiveProviders(definitions, contexts, kept.current, store=store, health=health)
    health.set_requests_today(store.call(store.statistics.requests_today))
    caller = ProviderCaller(health)
    parser = FileNameParser()
    searcher = ProviderOrchestrator(live.searched, caller, clock, title_parser=parser)
    live.serve(searcher)
    flights: AssetFlights = Flights()
    cache = ProviderCacheManager(
        store,
        live.providers,
        FetchOrchestrator(caller),
        searcher,
        clock=clock,
        settings=live.settings,
        flights=flights,
    )
    folders = settings.folders.for_demo() if demo else settings.folders
    images = clients.images(_loopback_hosts(addresses))
    own_files = PictureFiles(folders.data / "own-pictures")
    kept_thumbnails = DiskCache(folders.cache / "thumbnails", max_bytes=_THUMBNAIL_BYTES)
    thumbnails = ThumbnailLoader(OwnOrRemote(own_files, images), kept_thumbnails)
    curator = Curator(store, several=lambda: kept.current.several, provider_titles=kept.titles)
    enriching = build_enrichment(store, cache, curator, live, images, folders.cache, lambda: kept.current)
    new_keys = NewKeys(live, store, health, is_demo=demo is not None)
    preferences = StoredPreferences(kept, live, store, RescoreAll(store))
    automation = build_automation(
        store, cache, live, health, enriching, StoredWebhookSettings(settings, kept.file, credentials), clock=clock
    )  # fmt: skip
    automation.runner.on_tick(preferences.follow)  # a worker heeds what is changed in a window
    return Services(
        cache=cache,
        curation=curator,
        library=LibraryService(store, clock=clock, parser=parser),
        thumbnails=thumbnails,
        providers=health,
        statistics=StoredStatistics(store, counter),
        keys=ProviderKeys(
            registered,
            credentials,
            settings,
            known,
            asked=definitions,
            # In the demo a key is tried at the real service, which is none of the demo's numbers.
            new_clients=lambda: HttpClients(contact=CONTACT, on_request=None if demo else counter.count),
            on_saved=new_keys.take_over,
        ),
        stacks=StackKeeper(StackFinder(store, thumbnails), curator),
        contact_sheets=ContactSheetMaker(store, thumbnails),
        own_pictures=OwnPictureShelf(store, curator, images, own_files, live.scoring),
        preferences=preferences,
        automation=automation,
        cache_care=StoredCacheCare(store, counter, kept_thumbnails),
        store=store,
        flights=flights,
        clients=clients,
        counter=counter,
        new_keys=new_keys,
        live=live,
        settings=settings,
        clock=clock,
        demo_mode=demo,
    )


def _values(known: Mapping[str, Mapping[str, KeptKey]]) -> dict[str, dict[str, str]]:
    return {name: {field: key.value for field, key in keys.items()} for name, keys in known.items()}


def _is_demo(settings: Settings, *, has_keys: bool) -> bool:
    return settings.is_demo_forced or not (settings.has_base_url or has_keys)


def _loopback_hosts(addresses: Mapping[str, str]) -> frozenset[str]:
    """Return ``host:port`` of those base addresses that are plain http, which ``Settings`` allows on loopback only."""
    parts = [urlsplit(address) for address in addresses.values()]
    return frozenset(part.netloc for part in parts if part.scheme == "http")


def _utc_now() -> datetime:
    return datetime.now(UTC)


if TYPE_CHECKING:

    def _services_are_a_core(services: Services) -> Core:
        return services  # mypy compares every port with what stands behind it
