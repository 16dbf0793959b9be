"""The line at the bottom that counts what is in front; no Qt."""

from __future__ import annotations

from collections.abc import Sequence

from metarr_desktop.domain.asset import AssetType, CachedAsset
from ui.assets.wording import count_of


def counts_line(assets: Sequence[CachedAsset], shown: int, kind: AssetType, season: str = "") -> str:
    """Return how many there are, are shown and are selected; empty where there are none.

    Args:
        shown: how many tiles there are.
        season: title of the season in front, empty for all of them.
    """
    total = len(assets)
    if not total:
        return ""
    words = [season] if season else []
    words.append(count_of(total, kind))
    if shown != total:
        words.append(f"{shown:,} shown")
    selected = sum(asset.is_selected for asset in assets)
    words.append(f"{selected:,} selected" if selected else "none selected")
    return " · ".join(words)
