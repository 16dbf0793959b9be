"""Brings what stands beside a candidate onto the shelf, and the fanart a logo is seen over."""

from __future__ import annotations

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.ports import Library, ProviderCache
from ui.assets.views.loupe import LoupePage
from ui.assets.views.pictures import Pictures
from ui.assets.views.shelf import ShelfStrip
from ui.assets.views.shelf_content import best_one, read_shelf
from ui.assets.views.shown import Shown
from ui.task_scope import ErrorSink, TaskScope


class ShelfControl(QObject):
    """Reads only while the strip is asked for, and only when another title or type is in front."""

    def __init__(
        self,
        strip: ShelfStrip,
        loupe: LoupePage,
        pictures: Pictures,
        library: Library,
        cache: ProviderCache,
        parent: QObject,
        *,
        on_error: ErrorSink,
    ) -> None:
        super().__init__(parent)
        self._strip, self._loupe, self._pictures = strip, loupe, pictures
        self._library, self._cache = library, cache
        self._tasks = TaskScope(on_error, "shelf")
        self._is_wanted, self._is_over_fanart = False, False
        self._read_of: tuple[EntityKey, AssetType, int | None] | None = None
        self._fanart_of: EntityKey | None = None
        self._shown: Shown | None = None
        self._row: LibraryRow | None = None
        pictures.changed.connect(lambda _: self._show_candidate())

    @property
    def is_wanted(self) -> bool:
        """True when the strip is to be seen in the views that have room for it."""
        return self._is_wanted

    def toggle(self) -> None:
        """Show the strip, or give its room to the picture."""
        self._is_wanted = not self._is_wanted
        self._bring()

    def toggle_fanart(self) -> None:
        """Show logos over the fanart of their title, or on the checkerboard."""
        self._is_over_fanart = not self._is_over_fanart
        self._bring()

    def show(self, row: LibraryRow | None, shown: Shown) -> None:
        """Show *shown*, a candidate of *row*, on the shelf."""
        self._row, self._shown = row, shown
        self._bring()
        self._show_candidate()

    async def close(self) -> None:
        """End what is still being read."""
        await self._tasks.close()
        await self._strip.feed.close()

    def _bring(self) -> None:
        row, shown = self._row, self._shown
        if row is None or shown is None:
            return
        of = (row.key, shown.asset.asset_type, shown.asset.season_number)
        if self._is_wanted and of != self._read_of:
            if self._read_of is None or self._read_of != of:
                self._strip.show_content(None)
            self._read_of = of
            self._tasks.replace("shelf", self._read, row, shown)
        has_alpha = ASSET_SHAPES[shown.asset.asset_type].has_alpha
        if not (self._is_over_fanart and has_alpha):
            self._loupe.show_over(None)
            self._fanart_of = None
        elif row.key != self._fanart_of:
            self._fanart_of = row.key
            self._tasks.replace("fanart", self._read_fanart, row.key)

    async def _read(self, row: LibraryRow, shown: Shown) -> None:
        asset = shown.asset
        self._strip.show_content(
            await read_shelf(self._library, self._cache, row, asset.asset_type, asset.season_number)
        )

    async def _read_fanart(self, key: EntityKey) -> None:
        kind = AssetType.ARTISTART if key.entity_type is EntityType.MUSIC else AssetType.FANART
        best: CachedAsset | None = best_one(await self._cache.get_cached_assets(key, kind))
        self._loupe.show_over(best.url if best is not None else None)

    def _show_candidate(self) -> None:
        if self._shown is not None and self._is_wanted:
            pixmap = self._pictures.pixmap(self._shown.asset.url) or self._shown.small
            self._strip.show_candidate(pixmap)
