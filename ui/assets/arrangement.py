"""Which candidates of the type in front are shown, in which order, and what each filter would show; no Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from metarr_desktop.domain.asset import ASSET_SHAPES, AssetType, CachedAsset
from metarr_desktop.domain.language import LanguageLadder
from ui.assets.asset_filter import NO_TEXT, AssetFilter, AssetSort, sorted_assets, visible_assets
from ui.assets.facets import Facets, count_facets
from ui.assets.filter_chips import FilterView
from ui.assets.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for, and what it is measured against.

    Attributes:
        original: the language of the title in front, None if it is unknown.
        providers: those that know such titles, in the person's order; ``titles`` of all there are.
    """

    kind: AssetType
    filter: AssetFilter
    sort: AssetSort
    ladder: LanguageLadder
    original: str | None = None
    providers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def spells_original(self) -> bool:
        """True when the ladder asks for the original language, and for this one only as such."""
        return LanguageLadder.ORIGINAL in self.ladder.rungs and self.original not in self.ladder.rungs

    def view(self, facets: Facets, titles: Mapping[str, str], enabled: Collection[str]) -> FilterView:
        """Return what the row of filters shows of them."""
        shape, original = ASSET_SHAPES[self.kind], self.original or ""
        return FilterView(self.filter, facets, shape, titles, enabled, original, self.spells_original)


@dataclass(frozen=True, slots=True)
class Arranged:
    """The tiles in order, and the counts of the filters."""

    shown: list[CachedAsset]
    facets: Facets


def arrange(
    assets: Sequence[CachedAsset],
    wishes: Wishes,
    ranking: Ranking,
    *,
    kept: Collection[int] = (),
    new: Collection[int] = (),
) -> Arranged:
    """Return what is shown of *assets*, which come in the order of the store.

    Args:
        kept: ids of pictures rejected a moment ago, which stay.
        new: ids of what was not seen before.
    """
    shape, wanted = ASSET_SHAPES[wishes.kind], wishes.filter.for_original(wishes.original)
    ladder = [each or NO_TEXT for each in wishes.ladder.rungs_for(wishes.original)]
    facets = count_facets(
        assets, wanted, shape, providers=wishes.providers, ladder=ladder, kept=kept, new=new
    )
    return Arranged(ordered(assets, wishes, ranking, kept=kept, new=new), facets)


def ordered(
    assets: Sequence[CachedAsset],
    wishes: Wishes,
    ranking: Ranking,
    *,
    kept: Collection[int] = (),
    new: Collection[int] = (),
) -> list[CachedAsset]:
    """Return only the tiles: while weights are dragged the counts stay what they are."""
    shape, wanted = ASSET_SHAPES[wishes.kind], wishes.filter.for_original(wishes.original)
    visible = visible_assets(assets, wanted, shape, kept=kept, new=new)
    return sorted_assets(ranking.ordered(visible), wishes.sort, wishes.titles)
