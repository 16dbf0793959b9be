"""The 24 titles a person finds at the first start of the demo, as if a folder had been added."""

from __future__ import annotations

from metarr_desktop.demo.catalogue import starter_library
from metarr_desktop.domain.entity import EntityKey, EntityType, ExternalIds, IdentityState
from metarr_desktop.store import Store


def lay_out_starter_library(store: Store) -> int:
    """Add the starter titles unless the library has the first of them; returns how many were added.

    Runs on the database worker, in one transaction.
    """
    titles = starter_library()
    with store.transaction():
        if store.entities.find(EntityKey(EntityType.MOVIE, titles[0].entity_id)) is not None:
            return 0
        added = 0
        for title in titles:
            if store.entities.find(EntityKey(EntityType.MOVIE, title.entity_id)) is not None:
                continue
            ids = ExternalIds(title.external_ids)
            store.entities.create(
                entity_type=EntityType.MOVIE,
                entity_id=title.entity_id,
                title=title.title,
                year=title.year,
                edition=title.edition or "",
                path=title.path,
                runtime_min=title.runtime_min,
                external_ids=ids,
                state=IdentityState.IDENTIFIED if ids else IdentityState.UNIDENTIFIED,
            )
            added += 1
        return added
