"""The 39 titles a person finds at the first start of the demo, as if folders had been added."""

from __future__ import annotations

from itertools import groupby

from metarr_desktop.demo.catalogue import StarterTitle, starter_library
from metarr_desktop.domain.entity import EntityKey, EntityMetadata, ExternalIds, IdentityState
from metarr_desktop.store import Store


def lay_out_starter_library(store: Store) -> int:
    """Add the starter films, series and albums, unless the library has the first of that type; returns how many.

    Runs on the database worker, in one transaction.
    """
    with store.transaction():
        return sum(
            _lay_out(store, list(titles))
            for _, titles in groupby(starter_library(), key=lambda title: title.entity_type)
        )


def _lay_out(store: Store, titles: list[StarterTitle]) -> int:
    """Add titles of one type."""
    keys = [EntityKey(title.entity_type, title.entity_id) for title in titles]
    if store.entities.find(keys[0]) is not None:
        return 0
    new = [title for key, title in zip(keys, titles, strict=True) if store.entities.find(key) is None]
    for title in new:
        ids = ExternalIds(title.external_ids)
        store.entities.create(
            entity_type=title.entity_type,
            entity_id=title.entity_id,
            title=title.title,
            year=title.year,
            edition=title.edition or "",
            path=title.path,
            runtime_min=title.runtime_min,
            external_ids=ids,
            state=IdentityState.IDENTIFIED if ids else IdentityState.UNIDENTIFIED,
            metadata=EntityMetadata(artist=title.artist),
        )
    return len(new)
