"""The proposals as rows, title by title, and the pictures that are in their slots now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.enrichment import Proposal
from metarr_desktop.domain.entity import EntityKey
from ui.keyed_list_model import KeyedListModel
from ui.kinds import KINDS
from ui.review.wording import spoken
from ui.text import count_text

_TYPES = {kind: place for place, kind in enumerate(AssetType)}
_KINDS = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class TitleSection:
    """The proposals of one title, from *row* on."""

    row: int
    title: str
    facts: str


class ProposalModel(KeyedListModel[int, Proposal]):
    """Answers from memory only; `set_current` tells what is in the slots."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda proposal: proposal.id, parent)
        self.providers: Mapping[str, str] = {}
        self.several: Collection[AssetType] = frozenset()
        self._current: dict[int, CachedAsset] = {}

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
        return None if item.replaces is None else self._current.get(item.replaces)

    def set_current(self, assets: Collection[CachedAsset]) -> None:
        """Take in what is in the slots now."""
        self._current |= {asset.id: asset for asset in assets}
        here = {asset.id for asset in assets}
        self.touch([each.id for each in self.items if each.replaces in here])

    def sections(self) -> list[TitleSection]:
        """Return the titles with the rows they begin at."""
        found, row = [], 0
        for _, group in groupby(self.items, key=lambda each: each.key):
            mine = list(group)
            found.append(TitleSection(row, mine[0].title, count_text(len(mine), "proposal")))
            row += len(mine)
        return found

    def of_title(self, key: EntityKey) -> list[Proposal]:
        """Return the proposals shown of a title."""
        return [each for each in self.items if each.key == key]

    def row_of_other_title(self, row: int, step: int) -> int | None:
        """Return the first row of the next title, or the one before for a *step* of -1; ``None`` at an end."""
        starts = [section.row for section in self.sections()]
        place = sum(start <= row for start in starts) - 1 + step
        return starts[place] if 0 <= place < len(starts) else None


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
            _TYPES[asset.asset_type],
            season,
            -(asset.score or 0),
            each.id,
        )

    return sorted(proposals, key=place)
