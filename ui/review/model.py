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
        self._selected: dict[tuple[EntityKey, AssetType, int | None], tuple[CachedAsset, ...]] = {}

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
        there = self._selected.get(_slot_of(item), ())
        return next((asset for asset in there if asset.id == item.replaces), None)

    def place_words(self, item: Proposal) -> str:
        """Return what is in its slot now, for the place where that picture would be."""
        there = self._selected.get(_slot_of(item), ())
        return place_text(item, others=len(there) if self.is_several(item) else 0)

    def set_selected(self, slot: SlotKey, assets: Collection[CachedAsset]) -> None:
        """Take in what is selected of a type of a title."""
        for each in list(self._selected):
            if each[:2] == slot:
                del self._selected[each]
        for asset in assets:
            mine = (*slot, asset.season_number)
            self._selected[mine] = (*self._selected.get(mine, ()), asset)
        self.touch([each.id for each in self.items if _slot_of(each)[:2] == slot])

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


def _slot_of(item: Proposal) -> tuple[EntityKey, AssetType, int | None]:
    return item.key, item.asset.asset_type, item.asset.season_number


def in_order(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return *proposals* film by film, then series, then albums, by name; types in the order of their tabs."""

    def place(each: Proposal) -> tuple[object, ...]:
        asset = each.asset
        season = -1 if asset.season_number is None else asset.season_number
        kind = _KINDS.get(each.key.entity_type, len(_KINDS))
        name = each.title.casefold()
        return (
            kind,
            name,
            each.key.entity_id,
            _TABS.get((each.key.entity_type, asset.asset_type), len(AssetType)),
            season,
            -(asset.score or 0),
            each.id,
        )

    return sorted(proposals, key=place)
