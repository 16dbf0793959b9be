"""Contact sheets of collections and seasons: implements the ``ContactSheets`` port."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.contact_sheet import ContactSheet, SheetCandidate, SheetRow, style_columns
from metarr_desktop.domain.entity import Entity, EntityKey, EntityType
from metarr_desktop.domain.errors import ThumbnailUnavailable
from metarr_desktop.domain.thumbnail import Size
from metarr_desktop.domain.titles import normalise_title
from metarr_desktop.store import Store

PER_ROW = 24
"""Candidates of one member that are compared: the best scored and all selected ones."""

_AT_ONCE = 4
_REMEMBERED = 20_000


class SeesStyles(Protocol):
    """What is needed of ``ThumbnailLoader``."""

    async def style_of(self, url: str, box: Size) -> bytes: ...


class ContactSheetMaker:
    """Lays sheets out from the store, and looks at pictures where that is still to be done.

    Styles are remembered for the run of the program, some 100 bytes each.
    """

    def __init__(self, store: Store, pictures: SeesStyles) -> None:
        self._store = store
        self._pictures = pictures
        self._styles: OrderedDict[str, bytes | None] = OrderedDict()

    async def of_seasons(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        """Return the seasons of a series (see the port)."""
        return await self._laid_out(await self._store.run(self._seasons, key, asset_type))

    async def of_collection(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        """Return the films of the library in the same collection (see the port)."""
        return await self._laid_out(await self._store.run(self._collection, key, asset_type))

    async def look(self, sheet: ContactSheet, box: Size) -> ContactSheet:
        """Look at what nobody looked at yet and lay the sheet out anew (see the port)."""
        slots = asyncio.Semaphore(_AT_ONCE)

        async def see(url: str) -> None:
            async with slots:
                try:
                    self._remember(url, await self._pictures.style_of(url, box))
                except ThumbnailUnavailable:
                    self._remember(url, None)  # its tile says why; it stands in no column

        async with asyncio.TaskGroup() as group:
            for url in self._unseen(sheet):
                group.create_task(see(url), name="style")
        return await self._laid_out(sheet)

    def _candidate(self, asset: CachedAsset) -> SheetCandidate:
        style = self._styles.get(_picture_url(asset))
        return SheetCandidate(asset.id, style, asset.provider_name, asset.language, asset.score or 0)

    def _unseen(self, sheet: ContactSheet) -> list[str]:
        urls = dict.fromkeys(_picture_url(asset) for row in sheet.rows for asset in row.candidates)
        return [url for url in urls if url not in self._styles]

    def _remember(self, url: str, style: bytes | None) -> None:
        self._styles[url] = style
        while len(self._styles) > _REMEMBERED:
            self._styles.popitem(last=False)

    async def _laid_out(self, sheet: ContactSheet) -> ContactSheet:
        table = [[self._candidate(asset) for asset in row.candidates] for row in sheet.rows]
        columns = await asyncio.to_thread(style_columns, table)  # up to a tenth of a second
        return replace(sheet, columns=columns, unseen=len(self._unseen(sheet)))

    # ------------------------------------------------------------------------ on the database worker

    def _seasons(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        entity = self._store.entities.get(key)
        by_season: dict[int, list[CachedAsset]] = {}
        for asset in self._store.assets.list(key, asset_type):
            if asset.season_number is not None:
                by_season.setdefault(asset.season_number, []).append(asset)
        numbers = sorted({*by_season, *(season.number for season in entity.metadata.seasons)})
        rows = [
            SheetRow(key, asset_type, number, _season_label(number), _best(by_season.get(number, ())))
            for number in sorted(numbers, key=lambda number: (number == 0, number))
        ]
        return ContactSheet(f"{entity.label}: {ASSET_SHAPES[asset_type].plural}", tuple(rows))

    def _collection(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        entity = self._store.entities.get(key)
        name = entity.metadata.collection
        members = [entity]
        if name:
            wanted = normalise_title(name)
            members = [
                film
                for film in self._store.entities.all(EntityType.MOVIE)
                if film.metadata.collection and normalise_title(film.metadata.collection) == wanted
            ]
        rows = [
            SheetRow(
                film.key, asset_type, None, film.label, _best(self._store.assets.list(film.key, asset_type))
            )
            for film in sorted(members, key=_by_year)
        ]
        return ContactSheet(f"{name or entity.label}: {ASSET_SHAPES[asset_type].plural}", tuple(rows))


def _best(assets: Iterable[CachedAsset]) -> tuple[CachedAsset, ...]:
    """Return the candidates worth comparing, in their order; what is selected is always among them."""
    shown = [
        asset
        for asset in assets
        if (not asset.is_rejected and asset.missing_since is None) or asset.is_selected
    ]
    return tuple(asset for place, asset in enumerate(shown) if place < PER_ROW or asset.is_selected)


def _by_year(film: Entity) -> tuple[int, str]:
    return film.year or 9999, film.title


def _season_label(number: int) -> str:
    return "Specials" if number == 0 else f"Season {number}"


def _picture_url(asset: CachedAsset) -> str:
    return asset.thumb_url or asset.url
