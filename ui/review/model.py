"""The proposals as rows, title by title, and the pictures that are in their slots now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import ASSET_TYPES, AssetType, CachedAsset
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.entity import EntityKey
from ui.keyed_list_model import KeyedListModel
from ui.kinds import KINDS
from ui.review.wording import place_text, spoken
from ui.text import count_text

_TABS = {
    (entity_type, kind): place
    for entity_type, kinds in ASSET_TYPES.items()
    for place, kind in enumerate(kinds)
}
_KINDS = {kind: place for place, kind in enumerate(KINDS)}

SlotKey = tuple[EntityKey, AssetType]


@dataclass(frozen=True, slots=True)
class TitleSection:
    """The proposals of one title, from *row* on."""

    row: int
    title: str
    facts: str


class ProposalModel(KeyedListModel[int, Proposal]):
    """Answers from memory only; `set_selected` tells what is in the slots."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda proposal: proposal.id, parent)
        self.providers: Mapping[str, str] = {}
        self.several: Collection[AssetType] = frozenset()
        self._selected: dict[SlotKey, tuple[CachedAsset, ...]] = {}

    def text(self, item: Proposal) -> str:
        row = self.row_of(item.id)
        return spoken(item, self.provider_of(item), place=(row or 0) + 1, total=self.rowCount())

    def provider_of(self, item: Proposal) -> str:
        """Return its provider as people know it."""
        return self.providers.get(item.asset.provider_name, item.asset.provider_name)

    def is_several(self, item: Proposal) -> bool:
        """Whether its slot holds more than one picture."""
        return item.asset.asset_type in self.several

    def current_of(self, item: Proposal) -> CachedAsset | None:
        """Return the picture it would replace, ``None`` while unknown or where there is none."""
        return next((asset for asset in self._beside(item) if asset.id == item.replaces), None)

    def place_words(self, item: Proposal) -> str:
        """Return what is in its slot now, for the place where that picture would be."""
        return place_text(item, others=len(self._beside(item)) if self.is_several(item) else 0)

    def set_selected(self, slot: SlotKey, assets: Collection[CachedAsset]) -> bool:
        """Take in what is selected of a type of a title; returns whether that was not known."""
        there = tuple(assets)
        if self._selected.get(slot, ()) == there:
            return False
        self._selected[slot] = there
        key, asset_type = slot
        self.touch([each.id for each in self.of_title(key) if each.asset.asset_type is asset_type])
        return True

    def _beside(self, item: Proposal) -> list[CachedAsset]:
        """Return what is selected in its slot."""
        there = self._selected.get((item.key, item.asset.asset_type), ())
        return [asset for asset in there if asset.season_number == item.asset.season_number]

    def sections(self) -> list[TitleSection]:
        """Return the titles with the rows they begin at."""
        found, row = [], 0
        for _, group in groupby(self.items, key=lambda each: each.key):
            mine = list(group)
            found.append(TitleSection(row, mine[0].title, count_text(len(mine), "proposal")))
            row += len(mine)
        return found

    def of_title(self, key: EntityKey, row: int | None = None) -> list[Proposal]:
        """Return the proposals shown of a title; they stand together, and *row* is one of theirs if known."""
        if row is None:
            row = next((at for at, each in enumerate(self._items) if each.key == key), None)
        if row is None:
            return []
        first = last = row
        while first and self._items[first - 1].key == key:
            first -= 1
        while last + 1 < len(self._items) and self._items[last + 1].key == key:
            last += 1
        return self._items[first : last + 1]

    def row_of_other_title(self, row: int, step: int) -> int | None:
        """Return the first row of the next title, or the one before for a *step* of -1; ``None`` at an end."""
        starts = [section.row for section in self.sections()]
        place = sum(start <= row for start in starts) - 1 + step
        return starts[place] if 0 <= place < len(starts) else None


def in_order(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return *proposals* film by film, then series, then albums, by name; types in the order of their tabs."""
    titles: dict[EntityKey, list[Proposal]] = {}
    for each in proposals:
        titles.setdefault(each.key, []).append(each)
    by_name = sorted(titles.values(), key=lambda group: _place_of_title(group[0]))
    return [each for group in by_name for each in sorted(group, key=_place_in_title)]


def _place_of_title(each: Proposal) -> tuple[object, ...]:
    return _KINDS.get(each.key.entity_type, len(_KINDS)), each.title.casefold(), each.key.entity_id


def _place_in_title(each: Proposal) -> tuple[object, ...]:
    asset = each.asset
    season = -1 if asset.season_number is None else asset.season_number
    tab = _TABS.get((each.key.entity_type, asset.asset_type), len(AssetType))
    return tab, season, -(asset.score or 0), each.id
