"""What stands beside a candidate on the shelf: other titles of its collection, else its neighbours by title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.library import LibraryRow
from metarr_desktop.domain.ports import Library, ProviderCache
from metarr_desktop.domain.thumbnail import Size
from ui.assets.asset_model import picture_url
from ui.assets.seasons import ANY_SEASON, SEASON_TYPES, season_title
from ui.picture_boxes import picture_box

MOST_NEIGHBOURS = 3


class ShelfLayout(StrEnum):
    """How players show a type."""

    CARDS = "cards"
    WIDE_CARDS = "wide cards"
    ROWS = "rows"
    BACKDROP = "backdrop"
    LOGO = "logo"


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """One other title; ``url`` is None where it has no picture of the type."""

    title: str
    subtitle: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ShelfContent:
    """All the strip shows apart from the candidate.

    ``fanart`` and ``poster`` are addresses of pictures of the title itself; ``about`` says who stands beside it.
    """

    layout: ShelfLayout
    title: str = ""
    subtitle: str = ""
    neighbours: tuple[ShelfItem, ...] = ()
    fanart: str | None = None
    poster: str | None = None
    about: str = ""
    ratio: float = 2 / 3
    box: Size = field(default_factory=lambda: picture_box(AssetType.POSTER))

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of all pictures, what is seen first coming first."""
        found = (*(each.url for each in self.neighbours), self.fanart, self.poster)
        return tuple(dict.fromkeys(url for url in found if url))


def layout_of(kind: AssetType) -> ShelfLayout:
    """Return how players show *kind*."""
    shape = ASSET_SHAPES[kind]
    if shape.has_alpha:
        return ShelfLayout.LOGO
    if kind in (AssetType.FANART, AssetType.SEASONFANART, AssetType.ARTISTART):
        return ShelfLayout.BACKDROP
    if shape.ratio > 4:
        return ShelfLayout.ROWS
    return ShelfLayout.WIDE_CARDS if shape.ratio > 1.2 else ShelfLayout.CARDS


def neighbours_of(row: LibraryRow, rows: Sequence[LibraryRow]) -> tuple[tuple[LibraryRow, ...], str]:
    """Return who stands beside *row*, and in words why: the same collection first, else next by title."""
    collection = row.entity.metadata.collection
    if collection:
        members = [
            each for each in rows if each.key != row.key and each.entity.metadata.collection == collection
        ]
        if members:
            members.sort(key=lambda each: (each.entity.year or 0, each.entity.title))
            return tuple(members[:MOST_NEIGHBOURS]), f"beside others of {collection}"
    by_title = sorted(rows, key=lambda each: (each.entity.title.casefold(), each.entity.year or 0))
    place = next((at for at, each in enumerate(by_title) if each.key == row.key), 0)
    near = [at for by in range(1, 2 * MOST_NEIGHBOURS + 1) for at in (place - by, place + by)]
    found = [by_title[at] for at in near if 0 <= at < len(by_title) and by_title[at].key != row.key]
    found.sort(key=lambda each: each.poster is None)  # those that have something to show first
    return tuple(
        found[:MOST_NEIGHBOURS]
    ), "beside its neighbours by title" if found else "alone in the library"


async def read_shelf(
    library: Library, cache: ProviderCache, row: LibraryRow, kind: AssetType, season: int | None = None
) -> ShelfContent:
    """Return what the shelf of *row* holds for *kind*; never touches the network.

    What is for a *season* stands beside what the next seasons have, where there are any.
    """
    layout, shape = layout_of(kind), ASSET_SHAPES[kind]
    entity = row.entity
    subtitle = str(entity.year) if entity.year else ""
    fanart = AssetType.ARTISTART if row.key.entity_type is EntityType.MUSIC else AssetType.FANART
    backdrop = None
    if layout is ShelfLayout.LOGO:
        backdrop = await _best_url(cache, row.key, fanart)
    beside: tuple[LibraryRow, ...] = ()
    about = ""
    if layout not in (ShelfLayout.LOGO, ShelfLayout.BACKDROP):
        beside, about = neighbours_of(row, await library.rows(row.key.entity_type))
    title = entity.title
    items = await _other_seasons(cache, row.key, kind, season) if layout is ShelfLayout.CARDS else []
    if items:
        beside, about = (), "beside the other seasons"
        title, subtitle = season_title(ANY_SEASON if season is None else season, {}), entity.title
    for each in beside:
        if kind in (AssetType.POSTER, AssetType.COVER) and each.poster is not None:
            url = picture_url(each.poster)
        else:
            url = await _best_url(cache, each.key, _of_title(kind))
        items.append(ShelfItem(each.entity.title, str(each.entity.year or ""), url))
    # Those of a wall are on the disk in this box already.
    is_screen = layout in (ShelfLayout.LOGO, ShelfLayout.BACKDROP)
    box = picture_box(AssetType.POSTER if is_screen else kind)
    poster = picture_url(row.poster) if row.poster is not None else None
    return ShelfContent(layout, title, subtitle, tuple(items), backdrop, poster, about, shape.ratio, box)


async def _other_seasons(
    cache: ProviderCache, key: EntityKey, kind: AssetType, season: int | None
) -> list[ShelfItem]:
    """Return what stands for the seasons next to *season*, by number; specials are the farthest."""
    if kind not in SEASON_TYPES:
        return []
    by_season: dict[int, list[CachedAsset]] = {}
    for asset in await _cached(cache, key, kind):
        if asset.season_number is not None and asset.season_number != season:
            by_season.setdefault(asset.season_number, []).append(asset)
    nearest = sorted(by_season, key=lambda number: (number == 0, abs(number - (season or 0)), number))
    best = {number: best_one(by_season[number]) for number in sorted(nearest[:MOST_NEIGHBOURS])}
    return [
        ShelfItem(season_title(number, {}), url=picture_url(asset) if asset is not None else None)
        for number, asset in best.items()
    ]


def _of_title(kind: AssetType) -> AssetType:
    """Return the type that stands for *kind* at titles without it: a season poster stands among posters."""
    if kind in SEASON_TYPES:
        return AssetType(kind.removeprefix("season"))
    return AssetType.POSTER if kind is AssetType.KEYART else kind


async def _best_url(cache: ProviderCache, key: EntityKey, kind: AssetType) -> str | None:
    best = best_one(await _cached(cache, key, kind))
    return picture_url(best) if best is not None else None


async def _cached(cache: ProviderCache, key: EntityKey, kind: AssetType) -> Sequence[CachedAsset]:
    try:
        return await cache.get_cached_assets(key, kind)
    except MetarrError:  # the strip is an ornament: the place stays empty, the grid says what is wrong
        return ()


def best_one(assets: Sequence[CachedAsset]) -> CachedAsset | None:
    """Return what stands for a type: the selected picture, else the best that is not rejected."""
    usable = [each for each in assets if not each.is_rejected]
    return max(usable, key=lambda each: (each.is_selected, each.score or 0), default=None)
