"""Titles a person added from folders while on the demo, for the real library: names and paths, nothing else."""

from __future__ import annotations

from pathlib import PurePath

from metarr_desktop.domain.entity import Entity, EntityMetadata, EntityType
from metarr_desktop.settings import Settings
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock

FROM_FOLDERS = (EntityType.MOVIE, EntityType.TV, EntityType.MUSIC)
"""The types that folders are scanned for."""


def titles_added_in_demo(settings: Settings, clock: Clock) -> list[Entity]:
    """Return the films, series and albums of real folders that the demo's library holds; blocks, opens its database.

    Titles of the starter library have relative paths: no such files exist.

    Raises:
        StoreError: the demo's database cannot be read.
    """
    path = settings.folders.for_demo().data / "metarr.db"
    if not path.exists():
        return []
    demo = Store.open(f"sqlite:///{path}", clock=clock)
    try:
        titles = demo.call(lambda: [title for each in FROM_FOLDERS for title in demo.entities.all(each)])
    finally:
        demo.close_now()
    return [title for title in titles if title.path and PurePath(title.path).is_absolute()]


def unknown_titles(store: Store, titles: list[Entity]) -> list[Entity]:
    """Return those of *titles* whose path no title of their type has. Runs on the database worker."""
    known = {
        each: store.entities.known_paths(
            each, [title.path for title in titles if title.path and title.key.entity_type is each]
        )
        for each in FROM_FOLDERS
    }
    return [title for title in titles if title.path and title.path not in known[title.key.entity_type]]


def take_over(store: Store, titles: list[Entity]) -> int:
    """Add *titles* as unidentified ones, those the library knows by their path left out; returns how many.

    Runs on the database worker, in one transaction. Ids and artwork of the demo stay where they are; of an album
    the artist comes along, who is part of its name.
    """
    with store.transaction():
        new = unknown_titles(store, titles)
        for title in new:
            is_album = title.key.entity_type is EntityType.MUSIC
            store.entities.create(
                entity_type=title.key.entity_type,
                title=title.title,
                year=title.year,
                edition=title.edition,
                path=title.path,
                runtime_min=title.runtime_min,
                metadata=EntityMetadata(artist=title.metadata.artist) if is_album else None,
            )
        return len(new)
