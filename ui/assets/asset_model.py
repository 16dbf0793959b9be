"""The candidates in the grid, one row each, addressed by asset id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import Season
from metarr_desktop.domain.ranking import Weights
from ui.assets.first_place import why_first
from ui.assets.ranking import Ranking, points_text
from ui.assets.seasons import SEASON_TYPES, season_of, season_title
from ui.assets.stack_view import StackMark
from ui.assets.stated_language import has_language
from ui.assets.wording import tile_sentence
from ui.keyed_list_model import KeyedListModel


def picture_url(asset: CachedAsset) -> str | None:
    """Return the address of the small rendition; None for a trailer without a picture."""
    if asset.thumb_url or asset.asset_type is AssetType.TRAILER:
        return asset.thumb_url
    return asset.url


class AssetModel(KeyedListModel[int, CachedAsset]):
    """Rows are `CachedAsset`; what is new and how providers are called is kept beside them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda asset: asset.id, parent)
        self._new: frozenset[int] = frozenset()
        self.proposed: frozenset[int] = frozenset()
        self._titles: Mapping[str, str] = {}
        self._enabled: Collection[str] | None = None
        self._seasons: Mapping[int, Season] = {}
        self._stacks: Mapping[int, StackMark] = {}
        self._ids_of: dict[str, list[int]] = {}
        self.ranking = Ranking()
        self._is_unfolded = False

    def set_providers(self, titles: Mapping[str, str], enabled: Collection[str]) -> None:
        """Say how providers are called and which of them are switched on."""
        if (titles, enabled) != (self._titles, self._enabled):
            self._titles, self._enabled = dict(titles), frozenset(enabled)
            self.touch(asset.id for asset in self.items)

    def set_seasons(self, known: Mapping[int, Season]) -> None:
        """Say what is known of the seasons of the series in front."""
        if known != self._seasons:
            self._seasons = dict(known)
            self.touch(asset.id for asset in self.items)

    def set_proposed(self, ids: Collection[int]) -> None:
        """Say which candidates automation proposes."""
        changed = self.proposed ^ frozenset(ids)
        self.proposed = frozenset(ids)
        self.touch(changed)

    def is_proposed(self, asset_id: int) -> bool:
        """True for what automation would select."""
        return asset_id in self.proposed

    def show(
        self,
        assets: Sequence[CachedAsset],
        new: frozenset[int],
        stacks: Mapping[int, StackMark] | None = None,
    ) -> None:
        """Bring in *assets* in their order; rows that stay keep current, selection and place."""
        changed = set(self._new ^ new)
        self._new = new
        before, self._stacks = self._stacks, stacks or {}
        both = before.keys() | self._stacks.keys()
        changed.update(each for each in both if before.get(each) != self._stacks.get(each))
        self._ids_of.clear()
        for asset in assets:
            self._ids_of.setdefault(picture_url(asset) or "", []).append(asset.id)
        self.merge(assets)
        self.touch(changed)

    def touch_urls(self, urls: Iterable[str]) -> None:
        """Announce that the pictures of *urls* came, or failed."""
        self.touch(asset_id for url in urls for asset_id in self._ids_of.get(url, ()))

    def weigh(self, weights: Weights) -> None:
        """Rank by *weights* from now on; the order is for `show`."""
        if weights != self.ranking.weights:
            self.ranking.use(weights)
            self.touch(asset.id for asset in self.items)

    def total(self, asset: CachedAsset) -> int | None:
        """Return the score of *asset* under the weights in force, None for one that was never scored."""
        return self.ranking.total(asset)

    @property
    def is_unfolded(self) -> bool:
        """True while each tile shows what its score is made of."""
        return self._is_unfolded

    def unfold(self, is_unfolded: bool) -> None:
        """Show what the scores are made of on each tile, or not."""
        if is_unfolded != self._is_unfolded:
            self._is_unfolded = is_unfolded
            self.touch(asset.id for asset in self.items)

    def is_new(self, asset_id: int) -> bool:
        """True for what was not there when this type was looked at last."""
        return asset_id in self._new

    def stack_mark(self, asset_id: int) -> StackMark | None:
        """Return what the tile says of the stack it belongs to, None if it is not one of several."""
        return self._stacks.get(asset_id)

    def provider_title(self, asset: CachedAsset) -> str:
        """Return how people call the provider of *asset*."""
        return self._titles.get(asset.provider_name, asset.provider_name)

    def is_provider_off(self, asset: CachedAsset) -> bool:
        """True when the provider is disabled, or not installed any more; its rows stay."""
        return self._enabled is not None and asset.provider_name not in self._enabled

    def season_title(self, asset: CachedAsset) -> str:
        """Return the season *asset* is for, empty where its type has none."""
        if asset.asset_type not in SEASON_TYPES:
            return ""
        return season_title(season_of(asset), self._seasons)

    def parts_text(self, asset: CachedAsset) -> str:
        """Return what the score of *asset* is made of, in words; empty for one that was never scored."""
        ranked = self.ranking.of(asset)
        return "" if ranked is None else points_text(ranked, has_language=has_language(asset))

    def score_tip(self, asset: CachedAsset) -> str:
        """Return what the score of *asset* is made of, a line for each part; empty for one never scored."""
        ranked = self.ranking.of(asset)
        if ranked is None or asset.asset_type is AssetType.TRAILER:
            return ""
        lines = [
            f"Score {self.total(asset)}",
            *(
                each.capitalize()
                for each in points_text(ranked, has_language=has_language(asset)).split(", ")
            ),
        ]
        if why := why_first(asset, self.items, self.ranking):
            lines.append(why)
        return "\n".join([*lines, "I shows these parts under every picture"])

    def text(self, item: CachedAsset) -> str:
        row, mark = self.row_of(item.id), self.stack_mark(item.id)
        sentence = tile_sentence(
            item,
            1 if row is None else row + 1,
            self.rowCount(),
            self.provider_title(item),
            season=self.season_title(item),
            is_new=self.is_new(item.id),
            is_off=self.is_provider_off(item),
            score=self.total(item),
            parts=self.parts_text(item) if self.is_unfolded else "",
            is_proposed=self.is_proposed(item.id),
        )
        return sentence if mark is None else f"{sentence}, {mark.words}"
