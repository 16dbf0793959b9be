"""Which types hold several pictures in an order: as the person prefers; no Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from metarr_desktop.domain.asset import MULTIPLE_BY_DEFAULT, AssetType, CachedAsset

_several: frozenset[AssetType] = MULTIPLE_BY_DEFAULT


def choose_several(types: Collection[AssetType]) -> None:
    """Say which types hold several pictures from now on, in all windows."""
    global _several
    _several = frozenset(types)


def holds_several(kind: AssetType) -> bool:
    """Return whether a slot of *kind* holds several pictures."""
    return kind in _several


def in_their_order(assets: Sequence[CachedAsset]) -> tuple[CachedAsset, ...]:
    """Return those of *assets* that are selected, in the order they will be published in."""
    selected = [asset for asset in assets if asset.is_selected]
    return tuple(sorted(selected, key=lambda asset: asset.selection_order or 0))


def moved(ids: Sequence[int], asset_id: int, by: int) -> tuple[int, ...]:
    """Return *ids* with one of them *by* places further on, as far as there is room."""
    order = list(ids)
    place = order.index(asset_id)
    order.insert(min(len(order) - 1, max(0, place + by)), order.pop(place))
    return tuple(order)
