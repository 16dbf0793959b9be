"""Values for tests: each with sensible defaults, only what matters is named."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from metarr_desktop.domain.asset import AssetType, ProviderImage, ProviderVideo
from metarr_desktop.domain.entity import Entity, EntityKey, EntityMetadata, EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.fetch_record import FetchBasis
from metarr_desktop.store import AnswerToSave, Store

MOVIE = EntityKey(EntityType.MOVIE, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_numbers = itertools.count(1)


class FakeClock:
    """The injected present moment; ``advance`` moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move on by the arguments of :class:`timedelta`; returns the new moment."""
        self.now += timedelta(**by)
        return self.now


@contextmanager
def a_store(
    tmp_path: Path,
    clock: Any = None,
    *,
    url: str = "",
    provider_order: tuple[str, ...] = ("tmdb", "fanart_tv"),
) -> Iterator[Store]:
    """Open a store in *tmp_path* (the same one when called again), closed at the end of the block."""
    store = Store.open(
        url or f"sqlite:///{tmp_path / 'metarr.sqlite3'}",
        clock=clock or FakeClock(),
        backup_folder=tmp_path / "backups",
        provider_order=provider_order,
    )
    try:
        yield store
    finally:
        store.close_now()


def an_entity(store: Store, **values: Any) -> Entity:
    """Add Inception as movie 1 (or as *values* say) and return it."""
    given: dict[str, Any] = {
        "entity_type": EntityType.MOVIE,
        "entity_id": 1,
        "title": "Inception",
        "year": 2010,
        "external_ids": ExternalIds(tmdb=27205),
    }
    return store.call(store.entities.create, **(given | values))


def an_image(url: str = "", asset_type: AssetType = AssetType.POSTER, **values: Any) -> ProviderImage:
    """Return a poster with an address of its own; a *url* without a scheme gets one."""
    name = url or f"picture-{next(_numbers)}.jpg"
    address = name if ":" in name else f"https://images.example/{name}"
    given: dict[str, Any] = {"width": 1000, "height": 1500, "language": "en", "metadata": {"votes": 10}}
    return ProviderImage(asset_type, address, **(given | values))


def a_video(url: str = "", **values: Any) -> ProviderVideo:
    """Return a trailer with an address of its own."""
    name = url or f"trailer-{next(_numbers)}"
    address = name if ":" in name else f"https://videos.example/{name}"
    given: dict[str, Any] = {"name": "Official Trailer", "site": "YouTube", "language": "en", "size": 1080}
    return ProviderVideo(AssetType.TRAILER, address, **(given | values))


def some_metadata(**values: Any) -> EntityMetadata:
    """Return what a provider says of Inception."""
    given: dict[str, Any] = {"title": "Inception", "overview": "A thief enters dreams.", "runtime_min": 148}
    return EntityMetadata(**(given | values))


def an_answer(*items: ProviderImage | ProviderVideo, **values: Any) -> AnswerToSave:
    """Return an answer of TMDB with *items*, to all parts they belong to (posters if there are none)."""
    parts = frozenset(str(item.asset_type) for item in items) or frozenset({"poster"})
    given: dict[str, Any] = {
        "key": MOVIE,
        "identity_revision": 0,
        "provider": "tmdb",
        "parts": parts | ({"metadata"} if values.get("metadata") else frozenset()),
        "outcome": Outcome.OK,
        "basis": FetchBasis("tmdb", "27205"),
        "now": NOON,
        "images": tuple(item for item in items if isinstance(item, ProviderImage)),
        "videos": tuple(item for item in items if isinstance(item, ProviderVideo)),
    }
    return AnswerToSave(**(given | values))
