"""Short words for tests of the store: save an answer, look at the rows of movie 1."""

from __future__ import annotations

from typing import Any

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.fetch_record import FetchRecord
from metarr_desktop.store import SaveReport, Store
from tests.builders import MOVIE, an_answer


def save(store: Store, *items: Any, **values: Any) -> SaveReport:
    return store.call(store.answers.save, an_answer(*items, **values))


def posters(store: Store, **options: Any) -> list[CachedAsset]:
    return store.call(store.assets.list, MOVIE, AssetType.POSTER, **options)


def by_url(store: Store, asset_type: AssetType = AssetType.POSTER) -> dict[str, CachedAsset]:
    assets = store.call(store.assets.list, MOVIE, asset_type, include_hidden=True)
    return {asset.url.rsplit("/", 1)[-1]: asset for asset in assets}


def record_of(store: Store, provider: str = "tmdb", part: str = "poster") -> FetchRecord:
    return store.call(store.fetches.records, MOVIE)[provider, part]


def set_columns(store: Store, url: str, **columns: object) -> None:
    names = ", ".join(f"{name} = ?" for name in columns)
    text = f"UPDATE provider_assets SET {names} WHERE provider_url LIKE ?"
    assert store.call(store._database.run, text, (*columns.values(), f"%/{url}")) == 1
