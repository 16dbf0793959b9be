"""What the core stands on, and its lower parts put together from that: the network, the cache, the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from metarr_desktop.artwork.disk_cache import DiskCache
from metarr_desktop.artwork.picture_files import PictureFiles
from metarr_desktop.artwork.picture_source import OwnOrRemote
from metarr_desktop.artwork.thumbnail_loader import ImageSource, ThumbnailLoader
from metarr_desktop.cache_manager import ProviderCacheManager
from metarr_desktop.credentials import Credentials, KeptKey
from metarr_desktop.library.filename import FileNameParser
from metarr_desktop.orchestration.fetch_orchestrator import FetchOrchestrator
from metarr_desktop.orchestration.flights import Flights
from metarr_desktop.orchestration.health import ProviderHealth
from metarr_desktop.orchestration.provider_call import ProviderCaller
from metarr_desktop.orchestration.provider_flight import AssetFlights
from metarr_desktop.orchestration.provider_orchestrator import ProviderOrchestrator
from metarr_desktop.providers.http import HttpClients
from metarr_desktop.providers.registry import ProviderDefinition
from metarr_desktop.services.demo_mode import DemoMode
from metarr_desktop.services.live_providers import LiveProviders
from metarr_desktop.services.preferences import KeptPreferences
from metarr_desktop.services.provider_building import all_addresses, contexts_of
from metarr_desktop.services.provider_keys import CONTACT
from metarr_desktop.services.request_counter import RequestCounter
from metarr_desktop.settings import Folders, Settings
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

_THUMBNAIL_BYTES = 512 * 1024 * 1024

KnownKeys = Mapping[str, Mapping[str, KeptKey]]
"""The keys there were at the start, by provider and field."""


@dataclass(frozen=True)
class Foundation:
    """What is there before anything is built; ``definitions`` are those in use, ``registered`` all there are."""

    settings: Settings
    clock: Clock
    definitions: Mapping[str, ProviderDefinition]
    registered: Mapping[str, ProviderDefinition]
    credentials: Credentials
    known: KnownKeys
    kept: KeptPreferences
    demo: DemoMode | None
    store: Store

    @property
    def folders(self) -> Folders:
        """Where pictures are kept."""
        return self.settings.folders if self.demo is None else self.settings.folders.for_demo()


@dataclass(frozen=True)
class Network:
    """The way to the services, shared by all who ask."""

    health: ProviderHealth
    counter: RequestCounter
    clients: HttpClients
    addresses: Mapping[str, str]
    live: LiveProviders


@dataclass(frozen=True)
class Pictures:
    """Where pictures come from; ``small`` are the thumbnails on the disk, ``own`` the person's own pictures."""

    remote: ImageSource
    own: PictureFiles
    small: DiskCache
    thumbnails: ThumbnailLoader


def build_network(base: Foundation) -> Network:
    """Open the way to the services; opens no connection."""
    demo, store = base.demo, base.store
    health = ProviderHealth([definition.info for definition in base.definitions.values()], clock=base.clock)
    counter = RequestCounter(store, health)
    clients = HttpClients(
        transport=demo.transport if demo else None, contact=CONTACT, on_request=counter.count
    )
    addresses = all_addresses(base.definitions.values(), base.settings, is_demo=demo is not None)
    contexts = contexts_of(
        base.definitions, clients, health, store,
        demo.keys if demo else _values(base.known),
        base.kept.current.languages,
        addresses,
        memory=None if demo else (base.credentials, base.settings.folders.cache / "answers"),
    )  # fmt: skip
    live = LiveProviders(base.definitions, contexts, base.kept.current, store=store, health=health)
    health.set_requests_today(store.call(store.statistics.requests_today))
    return Network(health, counter, clients, addresses, live)


def build_cache(
    base: Foundation, network: Network, parser: FileNameParser
) -> tuple[ProviderCacheManager, AssetFlights]:
    """Return the cache manager, and the flights that are closed with the core."""
    caller = ProviderCaller(network.health)
    searcher = ProviderOrchestrator(network.live.searched, caller, base.clock, title_parser=parser)
    network.live.serve(searcher)
    flights: AssetFlights = Flights()
    cache = ProviderCacheManager(
        base.store, network.live.providers, FetchOrchestrator(caller), searcher, clock=base.clock,
        settings=network.live.settings, flights=flights,
    )  # fmt: skip
    return cache, flights


def build_pictures(base: Foundation, network: Network) -> Pictures:
    """Return where pictures come from."""
    remote = network.clients.images(_loopback_hosts(network.addresses))
    own = PictureFiles(base.folders.data / "own-pictures")
    small = DiskCache(base.folders.cache / "thumbnails", max_bytes=_THUMBNAIL_BYTES)
    return Pictures(remote, own, small, ThumbnailLoader(OwnOrRemote(own, remote), small))


def _values(known: KnownKeys) -> dict[str, dict[str, str]]:
    return {name: {field: key.value for field, key in keys.items()} for name, keys in known.items()}


def _loopback_hosts(addresses: Mapping[str, str]) -> frozenset[str]:
    """Return ``host:port`` of those base addresses that are plain http, which ``Settings`` allows on loopback only."""
    parts = [urlsplit(address) for address in addresses.values()]
    return frozenset(part.netloc for part in parts if part.scheme == "http")
