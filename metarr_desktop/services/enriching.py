"""Puts the enrichment together over the built core."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from metarr_desktop.artwork.originals import Originals
from metarr_desktop.artwork.thumbnail_loader import ImageSource
from metarr_desktop.automation.enrichment import Enrichment
from metarr_desktop.automation.follow_ups import FollowUps
from metarr_desktop.automation.planning import Planner
from metarr_desktop.automation.proposals import ProposalReview
from metarr_desktop.curation import Curator
from metarr_desktop.domain.ports import ProviderCache
from metarr_desktop.domain.preferences import Preferences
from metarr_desktop.services.live_providers import LiveProviders
from metarr_desktop.store import Store


def build_enrichment(
    store: Store,
    cache: ProviderCache,
    curator: Curator,
    live: LiveProviders,
    images: ImageSource,
    cache_folder: Path,
    preferences: Callable[[], Preferences],
) -> tuple[Enrichment, ProposalReview, FollowUps]:
    """Return what enriches titles, the review of what it proposes, and what decides when that follows an update.

    Needs no running event loop.
    """
    originals = Originals(store, images, cache_folder / "originals")
    review = ProposalReview(store, curator, lambda: preferences().several)
    planner = Planner(store, preferences)
    return (
        Enrichment(cache, store, curator, originals, planner, live.scoring, on_decided=review.renewed),
        review,
        FollowUps(store, preferences),
    )
