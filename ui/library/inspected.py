"""What the inspector shows of one title; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.library import EntityDetails, SlotSummary


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is shown of one title; ``suggestions`` are the best candidates of slots without a selection."""

    details: EntityDetails
    suggestions: Mapping[AssetType, CachedAsset] = field(default_factory=dict)

    @property
    def key(self) -> EntityKey:
        return self.details.row.key

    def urls(self) -> dict[AssetType, str]:
        """Return the address of the picture of each slot that has one."""
        found = ((slot.asset_type, picture_url(slot, self.suggestions)) for slot in self.details.slots)
        return {kind: url for kind, url in found if url is not None}


def picture_url(slot: SlotSummary, suggestions: Mapping[AssetType, CachedAsset]) -> str | None:
    """Return the address of what *slot* shows: the selected picture, else the best candidate."""
    asset = slot.selected or suggestions.get(slot.asset_type)
    return None if asset is None else asset.thumb_url or asset.url
