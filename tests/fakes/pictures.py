"""Fakes of stacks, contact sheets and own pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.contact_sheet import ContactSheet, SheetRow, StyleColumn
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.library import SelectionChange
from metarr_desktop.domain.own_picture import Crop, OwnPicture, PictureFacts, PictureSource
from metarr_desktop.domain.picture_hash import Examination
from metarr_desktop.domain.thumbnail import Size, Thumbnail
from tests.fakes.cache import FakeCache, FakeCuration
from tests.fakes.values import an_asset


@dataclass
class FakeStacks:
    """Groups known at once (``known``), and those that show only after a look (``hidden``)."""

    cache: FakeCache
    known: tuple[tuple[int, ...], ...] = ()
    hidden: tuple[tuple[int, ...], ...] = ()
    rejected: tuple[int, ...] = ()
    examined: list[tuple[EntityKey, AssetType]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def stacks(self, key: EntityKey, asset_type: AssetType) -> tuple[tuple[int, ...], ...]:
        return self.known

    async def examine(self, key: EntityKey, asset_type: AssetType, box: Size) -> Examination:
        await self.gate.wait()
        self.examined.append((key, asset_type))
        seen, self.known, self.hidden = len(self.hidden), (*self.known, *self.hidden), ()
        for asset_id in self.rejected:
            _, asset = self.cache.find(asset_id)
            self.cache.put(key, replace(asset, is_rejected=True))
        return Examination(seen, self.rejected)


@dataclass
class FakeContactSheets:
    """One row per member given, one column per place in the rows."""

    rows: Sequence[SheetRow] = ()
    looked: int = 0

    async def of_seasons(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        return ContactSheet("Seasons", tuple(self.rows), (), self._count())

    async def of_collection(self, key: EntityKey, asset_type: AssetType) -> ContactSheet:
        return ContactSheet("Collection", tuple(self.rows), (), self._count())

    async def look(self, sheet: ContactSheet, box: Size) -> ContactSheet:
        self.looked += 1
        most = max((len(row.candidates) for row in sheet.rows), default=0)
        columns = tuple(
            StyleColumn(
                tuple(row.candidates[at].id if at < len(row.candidates) else None for row in sheet.rows), 0.9
            )
            for at in range(most)
        )
        return replace(sheet, columns=columns, unseen=0)

    def _count(self) -> int:
        return sum(len(row.candidates) for row in self.rows)


@dataclass
class FakeOwnPictures:
    """Every source is a picture of ``facts``; ``error`` refuses the next one."""

    cache: FakeCache
    curation: FakeCuration
    facts: PictureFacts = field(default_factory=lambda: PictureFacts(2000, 3000, "JPEG", False, 400_000))
    error: Exception | None = None
    added: list[tuple[EntityKey, AssetType, PictureSource, Crop | None, int | None]] = field(
        default_factory=list
    )

    async def look(self, source: PictureSource) -> OwnPicture:
        if self.error is not None:
            raise self.error
        return OwnPicture(source, self.facts, source.data)

    async def preview(self, picture: OwnPicture, box: Size) -> Thumbnail:
        scale = min(1.0, box.width / picture.facts.width, box.height / picture.facts.height)
        width, height = round(picture.facts.width * scale), round(picture.facts.height * scale)
        return Thumbnail(
            width, height, bytes((90, 130, 60, 255)) * (width * height), False, *_size(picture.facts)
        )

    async def add(
        self,
        key: EntityKey,
        asset_type: AssetType,
        picture: OwnPicture,
        *,
        crop: Crop | None = None,
        season_number: int | None = None,
    ) -> SelectionChange:
        self.added.append((key, asset_type, picture.source, crop, season_number))
        asset = an_asset(
            asset_type,
            provider_name="user",
            url=f"metarr:own/{len(self.added):064x}",
            thumb_url=None,
            language=None,
            season_number=season_number,
        )
        self.cache.assets.setdefault(key, []).append(asset)
        return await self.curation.select(asset.id)


def _size(facts: PictureFacts) -> tuple[int, int]:
    return facts.width, facts.height
