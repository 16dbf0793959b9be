"""The protocols the windows are written against; ``main.py`` passes the real ones in, tests pass fakes.

All coroutines may raise :class:`~metarr_desktop.domain.errors.StoreError`; none blocks the event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.picture_ports import ContactSheets as ContactSheets
from metarr_desktop.domain.picture_ports import OwnPictures as OwnPictures
from metarr_desktop.domain.picture_ports import Stacks as Stacks
from metarr_desktop.domain.picture_ports import Thumbnails as Thumbnails

if TYPE_CHECKING:  # only annotations: a window that opens has no time for modules it does not use
    from metarr_desktop.domain.asset import AssetType, CachedAsset
    from metarr_desktop.domain.automation_ports import Automation
    from metarr_desktop.domain.cache_report import CacheCare
    from metarr_desktop.domain.entity import Entity, EntityKey
    from metarr_desktop.domain.fetch import FetchRequest, FetchResult, ProgressCallback
    from metarr_desktop.domain.library import (
        AddReport,
        BatchChange,
        CurationAct,
        EntityDetails,
        HistoryEntry,
        LibraryRow,
        SelectionChange,
        UndoOutcome,
    )
    from metarr_desktop.domain.preferences import Preferences, PreferencesChange
    from metarr_desktop.domain.provider import ProviderInfo
    from metarr_desktop.domain.search import SearchReport, SearchRequest, SearchResult, SearchUpdate
    from metarr_desktop.domain.status import CacheStatistics, ProviderNumbers, ProviderReport, ProviderStatus


class ProviderCache(Protocol):
    """The single source of truth for provider data: exactly three methods."""

    async def fetch_assets(
        self, request: FetchRequest, *, on_progress: ProgressCallback | None = None
    ) -> FetchResult: ...

    async def search(
        self, request: SearchRequest, *, on_update: SearchUpdate | None = None
    ) -> SearchReport: ...

    async def get_cached_assets(self, key: EntityKey, asset_type: AssetType) -> list[CachedAsset]: ...


class Curation(Protocol):
    """The only writer of choices. Every act is one transaction and can be undone, also after a restart.

    Raises :class:`~metarr_desktop.domain.errors.AssetUnknown` for a number the store does not have.
    """

    async def select(self, asset_id: int) -> SelectionChange: ...

    async def add(self, asset_id: int) -> SelectionChange: ...

    async def reject(self, asset_id: int) -> SelectionChange: ...

    async def clear(self, asset_id: int) -> SelectionChange:
        """Take back a selection or a rejection."""
        ...

    async def act_on(self, act: CurationAct, asset_ids: Sequence[int]) -> BatchChange:
        """Do one act upon several pictures, of one title or of several, as one step of undo."""
        ...

    async def order(
        self,
        key: EntityKey,
        asset_type: AssetType,
        asset_ids: Sequence[int],
        season_number: int | None = None,
    ) -> SelectionChange:
        """Put the selected pictures of a slot in this order, in which they will be published."""
        ...

    async def set_lock(self, key: EntityKey, asset_type: AssetType, *, is_locked: bool) -> None: ...

    async def undo(self) -> UndoOutcome | None:
        """Take back the last act (of curation or identification); ``None`` if there is none."""
        ...

    async def redo(self) -> UndoOutcome | None: ...

    async def history(self, limit: int = 500) -> list[HistoryEntry]:
        """Return the acts of all titles, newest first."""
        ...

    async def take_back(self, act_ids: Sequence[int]) -> UndoOutcome:
        """Take back these acts, which need not be the last ones, as one new step that can be undone itself.

        Raises:
            InvalidInput: a later act that stands changed the same pictures or title; nothing was changed.
        """
        ...

    async def restore_to(self, act_id: int) -> UndoOutcome:
        """Undo every act after this one, so that everything is as it was then; ``redo`` brings them again.

        Raises:
            InvalidInput: there is no such act.
        """
        ...


class Library(Protocol):
    """The titles and what is known of them without any network."""

    async def rows(self, entity_type: EntityType = EntityType.MOVIE) -> list[LibraryRow]: ...

    async def row(self, key: EntityKey) -> LibraryRow: ...

    async def details(self, key: EntityKey) -> EntityDetails: ...

    async def candidate_counts(self, key: EntityKey) -> dict[AssetType, int]:
        """Return how many candidates (not missing, rejected included) each type of the title has."""
        ...

    async def counts(self) -> dict[EntityType, int]:
        """Return how many titles of each type there are, types without any included."""
        ...

    async def add_folder(self, path: str, entity_type: EntityType = EntityType.MOVIE) -> AddReport:
        """Add the films, series or albums found below *path*; nothing is written there."""
        ...

    async def add_title(
        self, text: str, *, year: int | None = None, entity_type: EntityType = EntityType.MOVIE
    ) -> AddReport:
        """Add what a typed name, id, address or file name means; an id or address may say itself what it is."""
        ...

    async def add_result(self, result: SearchResult) -> Entity: ...

    async def identify(
        self, key: EntityKey, result: SearchResult, *, keep_artwork: bool = False
    ) -> Entity: ...

    async def mark_in_no_provider(self, key: EntityKey) -> Entity: ...

    async def set_monitored(self, key: EntityKey, *, is_monitored: bool) -> Entity:
        """Let automation take care of the title, or leave it alone; one step of undo."""
        ...

    async def set_all_monitored(self, keys: Sequence[EntityKey], *, is_monitored: bool) -> None:
        """Do as :meth:`set_monitored` for several titles, as one step of undo."""
        ...

    async def mark_viewed(self, key: EntityKey, asset_type: AssetType) -> None:
        """Remember that this title and type were looked at now: what was new is new no longer."""
        ...

    async def last_viewed(self, key: EntityKey, asset_type: AssetType) -> datetime | None:
        """Return when (aware UTC) the type was last looked at, ``None`` if never."""
        ...


class Providers(Protocol):
    """What providers there are and how they fare."""

    def infos(self) -> Sequence[ProviderInfo]:
        """Return the enabled providers in the user's order."""
        ...

    def all_infos(self) -> Sequence[ProviderInfo]:
        """Return every registered provider in the user's order, those switched off included."""
        ...

    def statuses(self) -> Sequence[ProviderStatus]:
        """Return the state of each enabled provider."""
        ...

    def report(self, provider: str) -> ProviderReport:
        """Return all there is to tell of one provider; raises KeyError for one that is not registered."""
        ...

    def try_again(self, provider: str) -> None:
        """Forget its pause after failures or a 429 and its resting titles: the next call asks at once."""
        ...

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* on the event loop whenever a status changed; returns the unsubscriber."""
        ...


class Statistics(Protocol):
    """Numbers of the cache, from the one funnel."""

    async def cache_statistics(self) -> CacheStatistics: ...

    async def provider_numbers(self) -> Mapping[str, ProviderNumbers]:
        """Return today's numbers per provider that has any."""
        ...


class PreferenceKeeper(Protocol):
    """Keeps what the person prefers; every change counts at once, without a restart."""

    def current(self) -> Preferences: ...

    def defaults(self) -> Preferences:
        """Return what holds where nothing was changed."""
        ...

    async def change(self, preferences: Preferences) -> PreferencesChange:
        """Take over and keep *preferences*.

        Raises:
            InvalidInput: they cannot be: every provider switched off, no language, an unknown code.
            StoreError: they could not be written; the old ones still hold.
        """
        ...

    def subscribe(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Call *on_change* on the event loop after every change; returns the unsubscriber."""
        ...


class Keys(Protocol):
    """Credentials, entered once; never shown back in full."""

    def apart(self) -> Sequence[ProviderInfo]:
        """Return the providers that keys can be entered for though they take no part in the demo that runs."""
        ...

    def is_set(self, provider: str, field: str) -> bool: ...

    def place_of(self, provider: str, field: str) -> str:
        """Return where the key is kept, in words ("in the keyring"), empty if there is none."""
        ...

    async def save(self, provider: str, field: str, value: str) -> None:
        """Keep the key (empty removes it). Raises InvalidInput when it cannot be a key of this provider."""
        ...

    async def test(self, provider: str, values: dict[str, str]) -> str:
        """Ask the provider whether it accepts the keys; returns or raises one sentence."""
        ...


class DemoControl(Protocol):
    """Fault switches of the demo services, for the Developer menu shown in demo mode only."""

    def services(self) -> Sequence[str]: ...

    def faults(self) -> Sequence[tuple[str, str]]:
        """Return (name, words) of every fault that can be switched on."""
        ...

    def current_fault(self, service: str) -> str | None: ...

    def set_fault(self, service: str, fault: str | None) -> None: ...


class Core(Protocol):
    """Everything a window is given: the core, built by ``metarr_desktop.services``."""

    @property
    def cache(self) -> ProviderCache: ...

    @property
    def curation(self) -> Curation: ...

    @property
    def library(self) -> Library: ...

    @property
    def thumbnails(self) -> Thumbnails: ...

    @property
    def providers(self) -> Providers: ...

    @property
    def statistics(self) -> Statistics: ...

    @property
    def keys(self) -> Keys: ...

    @property
    def preferences(self) -> PreferenceKeeper: ...

    @property
    def stacks(self) -> Stacks: ...

    @property
    def contact_sheets(self) -> ContactSheets: ...

    @property
    def own_pictures(self) -> OwnPictures: ...

    @property
    def automation(self) -> Automation: ...

    @property
    def cache_care(self) -> CacheCare: ...

    @property
    def demo(self) -> DemoControl | None:
        """``None`` unless the program runs on the demo catalogue."""
        ...

    async def close(self) -> None: ...


def by_id(assets: Iterable[CachedAsset]) -> dict[int, CachedAsset]:
    """Index assets by their id: rows are addressed by id, never by position."""
    return {asset.id: asset for asset in assets}
