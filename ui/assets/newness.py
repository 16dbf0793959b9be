"""Which candidates a person has not seen yet; no Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from metarr_desktop.domain.asset import USER_PROVIDER, CachedAsset

# One fetch may save a type in several steps; what differs by less is one fetch.
_ONE_FETCH = timedelta(seconds=60)


def new_ids(
    assets: Iterable[CachedAsset], last_viewed: datetime | None, arrived: Collection[int] = ()
) -> frozenset[int]:
    """Return the ids of what came after this title and type were last looked at.

    What the first fetch of a provider brought is not new: everything would be.  Nor is a picture of one's own.

    Args:
        last_viewed: aware UTC, as it was when the tab was entered; None: never.
        arrived: ids which a refresh named as new while the tab was open.
    """
    items = list(assets)
    first_fetch: dict[str, datetime] = {}
    for asset in items:
        seen = asset.first_seen_at
        if seen < first_fetch.get(asset.provider_name, seen + _ONE_FETCH):
            first_fetch[asset.provider_name] = seen
    return frozenset(
        asset.id
        for asset in items
        if asset.missing_since is None
        and asset.provider_name != USER_PROVIDER
        and (
            asset.id in arrived
            or (
                asset.first_seen_at - first_fetch[asset.provider_name] > _ONE_FETCH
                and (last_viewed is None or asset.first_seen_at > last_viewed)
            )
        )
    )
