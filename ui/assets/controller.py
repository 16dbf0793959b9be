"""The coroutines of the asset browser: reading the cache, and the acts of the person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.library import LibraryRow, UndoOutcome
from metarr_desktop.domain.ports import Curation, Library, ProviderCache
from ui.assets.act_queue import ActQueue
from ui.assets.newness import new_ids
from ui.assets.refresher import Refresher
from ui.assets.stack_view import Groups
from ui.assets.title_fetch import AssetsRead, FetchEnd
from ui.assets.wording import label_of
from ui.task_scope import ErrorSink, TaskScope
from ui.text import count_text


@dataclass(frozen=True, slots=True)
class Timing:
    """The waits of the browser, seconds; tests make them short.

    ``open_s`` on a title before it is fetched; ``viewed_s`` on a tab before it counts as looked at;
    ``busy_s`` before the refresh button becomes Cancel; ``escape_s`` between the two Esc that stop.
    """

    open_s: float = 0.4
    viewed_s: float = 2.0
    busy_s: float = 0.6
    escape_s: float = 1.5


async def no_stacks(key: EntityKey, kind: AssetType) -> Groups:
    """Say that nothing is stacked."""
    return ()


class BrowserController(ActQueue):
    """Knows the title and type in front; every answer names its title, a late one is left out.

    Signals:
        title_read(LibraryRow), counts_read(key, dict of type to count), assets_read(AssetsRead)
        read_failed(sentence): the cache cannot be read.
        fetch_ended(FetchEnd): after what it brought was read.
    """

    title_read = Signal(object)
    counts_read = Signal(object, object)
    assets_read = Signal(object)
    read_failed = Signal(str)
    fetch_ended = Signal(object)

    def __init__(
        self,
        cache: ProviderCache,
        curation: Curation,
        library: Library,
        provider_names: Callable[[], Sequence[str]],
        *,
        timing: Timing,
        on_error: ErrorSink,
        is_looked_at: Callable[[], bool],
        stacks_of: Callable[[EntityKey, AssetType], Awaitable[Groups]] = no_stacks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(curation, TaskScope(on_error, "assets"), parent)
        self._stacks_of = stacks_of
        self._cache, self._library = cache, library
        self._timing = timing
        self._is_looked_at = is_looked_at
        self._type = AssetType.POSTER
        self._row: LibraryRow | None = None
        self._assets: tuple[CachedAsset, ...] = ()
        self._last_viewed: datetime | None = None
        self._arrived: dict[AssetType, set[int]] = {}
        self._changes = 0  # acts whose rows were taken over
        self.refresher = Refresher(cache, self._tasks, provider_names, self)
        self.refresher.provider_done.connect(self._on_provider_done)
        self.refresher.ended.connect(self._on_fetch_ended)

    @property
    def assets(self) -> tuple[CachedAsset, ...]:
        """What was read last of the type in front, in the order of the store."""
        return self._assets

    def arrived(self, kind: AssetType) -> Collection[int]:
        """Return the ids that refreshes of the title in front named as new, until the tab of *kind* is left."""
        return self._arrived.get(kind, ())

    # -- reading ---------------------------------------------------------------------------------------------

    def open(self, key: EntityKey, asset_type: AssetType) -> None:
        """Show *key* from the cache at once, and ask for what is missing if the person stays on it."""
        self._key, self._type, self._row = key, asset_type, None
        self._assets, self._arrived = (), {}
        self.refresher.move_to(key)
        self._tasks.cancel("viewed")
        self._tasks.replace("open", self._open, key)

    def show_type(self, asset_type: AssetType) -> None:
        """Show another type of the title in front."""
        if self._key is None or asset_type is self._type:
            return
        self._arrived.pop(self._type, None)  # what was new there ends as its tab is left
        self._type, self._assets = asset_type, ()
        self._tasks.cancel("viewed")
        self._tasks.replace("read", self._enter, self._key)

    def reload(self) -> None:
        """Read title and type in front again: something changed them elsewhere."""
        if self._key is not None:
            self._tasks.replace("read", self._reread, self._key)

    async def _open(self, key: EntityKey) -> None:
        # A read still under way belongs to the title before.
        self._tasks.cancel("read")
        try:
            row = await self._library.row(key)
        except MetarrError as error:
            self.read_failed.emit(str(error))
            return
        self._row = row
        self.title_read.emit(row)
        await self._enter(key)
        await asyncio.sleep(self._timing.open_s)
        if row.entity.external_ids:
            self.refresher.fetch_if_stale(key, had_rows=bool(self._assets))

    async def _enter(self, key: EntityKey) -> None:
        """Read the type in front as one enters its tab: what was new when it was left is not any more."""
        kind = self._type
        try:
            last_viewed = await self._library.last_viewed(key, kind)
        except MetarrError as error:
            self.read_failed.emit(str(error))
            return
        if (key, kind) == (self._key, self._type):
            self._last_viewed = last_viewed
            await self._read(key)

    async def _reread(self, key: EntityKey) -> None:
        row = await self._library.row(key)
        if key == self._key:
            self._row = row
            self.title_read.emit(row)
            await self._read(key)

    async def _read(self, key: EntityKey) -> None:
        kind = self._type
        try:
            assets, stacks = await self._candidates(key, kind)
        except MetarrError as error:
            if (key, kind) == (self._key, self._type):
                self.read_failed.emit(str(error))
            return
        if (key, kind) != (self._key, self._type):
            return
        self._assets = assets
        new = new_ids(assets, self._last_viewed, self.arrived(kind))
        self.assets_read.emit(AssetsRead(key, kind, assets, new, stacks))
        if assets:
            self._tasks.replace("viewed", self._view, key, kind)
        counts = await self._library.candidate_counts(key)
        if key == self._key:
            self.counts_read.emit(key, counts)

    async def _candidates(
        self, key: EntityKey, kind: AssetType
    ) -> tuple[tuple[CachedAsset, ...], tuple[tuple[int, ...], ...]]:
        """Return candidates and stacks of one moment: an act in between makes what was read before it old."""
        while True:
            known = self._changes
            assets = tuple(await self._cache.get_cached_assets(key, kind))
            stacks = await self._stacks_of(key, kind) if assets else ()
            if known == self._changes:
                return assets, stacks

    async def _view(self, key: EntityKey, kind: AssetType) -> None:
        await asyncio.sleep(self._timing.viewed_s)
        if self._is_looked_at():
            await self._library.mark_viewed(key, kind)

    def _on_provider_done(self, key: EntityKey) -> None:
        if key == self._key:
            self._tasks.replace("stream", self._stream, key)

    async def _stream(self, key: EntityKey) -> None:
        await asyncio.sleep(0.05)  # the provider says it is done, then its rows are saved
        await self._read(key)

    # -- fetching --------------------------------------------------------------------------------------------

    def refresh(
        self,
        *,
        force: bool,
        asset_types: tuple[AssetType, ...] = (),
        providers: frozenset[str] | None = None,
    ) -> None:
        """Ask the providers for the title in front because the person wants it."""
        if self._key is not None:
            self.refresher.refresh(
                self._key,
                force=force,
                had_rows=bool(self._assets),
                asset_types=asset_types,
                providers=providers,
            )

    def cancel(self) -> bool:
        """Stop what is being fetched for the title in front; False if nothing is."""
        return self._key is not None and self.refresher.cancel(self._key)

    def _on_fetch_ended(self, end: FetchEnd) -> None:
        self._tasks.replace(f"after:{end.key}", self._after, end)

    async def _after(self, end: FetchEnd) -> None:
        """Read what a fetch brought, so that it is on screen before anything is said of it."""
        if end.key == self._key:
            self._tasks.cancel("stream")
            if end.result is not None and end.had_rows:
                for kind, ids in end.result.changes.new_asset_ids.items():
                    self._arrived.setdefault(kind, set()).update(ids)
            try:
                await self._reread(end.key)
            except MetarrError as error:
                self.read_failed.emit(str(error))
        self.fetch_ended.emit(end)

    def _put(self, key: EntityKey, changed: Sequence[CachedAsset]) -> None:
        self._changes += 1
        if key == self._key:
            by_id = {asset.id: asset for asset in changed}
            self._assets = tuple(by_id.get(asset.id, asset) for asset in self._assets)

    async def _named(self, outcome: UndoOutcome) -> UndoOutcome:
        """Say whose act it was that was taken back, unless its title is in front."""
        keys = outcome.keys or ((outcome.key,) if outcome.key is not None else ())
        if not keys or self._key in keys:
            return outcome
        try:
            row = await self._library.row(keys[0])
        except MetarrError:
            return outcome  # the act is taken back all the same
        more = f" and {count_text(len(keys) - 1, 'other title')}" if len(keys) > 1 else ""
        return replace(outcome, text=f"{outcome.text.rstrip('.')} · {label_of(row.entity)}{more}")

    async def close(self) -> None:
        """End every task; nothing starts afterwards."""
        self.refresher.stop()
        await self._tasks.close()
