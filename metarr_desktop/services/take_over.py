"""Titles a person added from folders while on the demo, for the real library: names and paths, nothing else."""

from __future__ import annotations

from pathlib import PurePath

from metarr_desktop.domain.entity import Entity, EntityType
from metarr_desktop.settings import Settings
from metarr_desktop.store import Store
from metarr_desktop.store.database import Clock


def titles_added_in_demo(settings: Settings, clock: Clock) -> list[Entity]:
    """Return the films of real folders that the demo's library holds; blocks, opens the demo's database.

    Titles of the starter library have relative paths: no such files exist.

    Raises:
        StoreError: the demo's database cannot be read.
    """
    path = settings.folders.for_demo().data / "metarr.db"
    if not path.exists():
        return []
    demo = Store.open(f"sqlite:///{path}", clock=clock)
    try:
        films = demo.call(demo.entities.all, EntityType.MOVIE)
    finally:
        demo.close_now()
    return [film for film in films if film.path and PurePath(film.path).is_absolute()]


def take_over(store: Store, films: list[Entity]) -> int:
    """Add *films* as unidentified titles, those the library knows by their path left out; returns how many.

    Runs on the database worker, in one transaction. Ids and artwork of the demo stay where they are.
    """
    with store.transaction():
        new = [film for film in films if film.path and store.entities.by_path(film.path) is None]
        for film in new:
            store.entities.create(
                entity_type=EntityType.MOVIE,
                title=film.title,
                year=film.year,
                edition=film.edition,
                path=film.path,
                runtime_min=film.runtime_min,
            )
        return len(new)
