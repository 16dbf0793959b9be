"""What came since a person looked last: how much, and how much of it is better than what is selected."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import MetarrError
from metarr_desktop.domain.ports import Library, ProviderCache
from metarr_desktop.domain.ranking import Weights
from ui.assets.newness import new_ids
from ui.assets.ranking import Ranking
from ui.assets.wording import count_of
from ui.task_scope import ErrorSink, TaskScope

_SETTLED_S = 0.15
"""While providers answer one after the other the types are not read after each of them."""


@dataclass(frozen=True, slots=True)
class News:
    """How many candidates of a type are new; ``higher`` of them score higher than what is selected in their place."""

    new: int = 0
    higher: int = 0

    @property
    def text(self) -> str:
        """``3 new, 1 scores higher``; empty when nothing is new."""
        return _with_higher(f"{self.new:,} new", self.higher) if self.new else ""


def news_of(assets: Iterable[CachedAsset], new: Collection[int], ranking: Ranking) -> News:
    """Compare what is new with the selected one of the same season, the first where there are several."""
    if not new:
        return News()
    rows = list(assets)
    fresh = [asset for asset in rows if asset.id in new and not asset.is_rejected]
    higher = 0
    for season in {asset.season_number for asset in fresh}:
        chosen = [asset for asset in rows if asset.is_selected and asset.season_number == season]
        first = min(chosen, key=lambda asset: asset.selection_order or 0, default=None)
        higher += ranking.scoring_higher((each for each in fresh if each.season_number == season), first)
    return News(len(fresh), higher)


def news_sentence(news: Mapping[AssetType, News], front: AssetType) -> str:
    """Return what is new of a title: of the type in front with its comparison, of the others how much there is."""
    here = news.get(front, News())
    if here.new:
        return _with_higher(f"{here.new:,} new", here.higher)
    others = [count_of(each.new, kind) for kind, each in news.items() if each.new]
    return f"New: {', '.join(others)}" if others else ""


class NewsReader(QObject):
    """Reads the types that are not in front, once nothing more comes in.

    Args:
        weights_of: how a type is ranked.
        arrived: ids of a type that a refresh named as new a moment ago.

    Signals:
        news_read(EntityKey, dict of AssetType to News): without the type in front.
    """

    news_read = Signal(object, object)

    def __init__(
        self,
        cache: ProviderCache,
        library: Library,
        weights_of: Callable[[AssetType], Weights],
        arrived: Callable[[AssetType], Collection[int]],
        on_error: ErrorSink,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._cache, self._library, self._weights_of = cache, library, weights_of
        self._arrived = arrived
        self._tasks = TaskScope(on_error, "news")

    def read(self, key: EntityKey, kinds: Collection[AssetType]) -> None:
        """Count what is new in *kinds*; a count under way for another title is given up."""
        self._tasks.replace("read", self._read, key, tuple(kinds))

    async def close(self) -> None:
        """End what is read."""
        await self._tasks.close()

    async def _read(self, key: EntityKey, kinds: Collection[AssetType]) -> None:
        await asyncio.sleep(_SETTLED_S)
        found: dict[AssetType, News] = {}
        for kind in kinds:
            try:
                last_viewed = await self._library.last_viewed(key, kind)
                assets = await self._cache.get_cached_assets(key, kind)
            except MetarrError:
                return  # the page says what is wrong with the store; a badge need not say it again
            if new := new_ids(assets, last_viewed, self._arrived(kind)):
                ranking = Ranking()
                ranking.use(self._weights_of(kind))
                found[kind] = news_of(assets, new, ranking)
        self.news_read.emit(key, found)


def _with_higher(words: str, higher: int) -> str:
    return f"{words}, {higher:,} {'scores' if higher == 1 else 'score'} higher" if higher else words
