"""Reads the lists of entries that got pictures lately."""

from __future__ import annotations

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.providers.base import ChangedWork
from metarr_desktop.providers.json_fields import UnexpectedShape, objects, text

_IDS = {
    # entity type -> key of the answer -> kind of id
    EntityType.MOVIE: {"tmdb_id": "tmdb", "imdb_id": "imdb", "id": "tmdb"},
    EntityType.TV: {"id": "tvdb", "thetvdb_id": "tvdb"},
    EntityType.MUSIC: {"id": "musicbrainz_artist", "mbid_id": "musicbrainz_artist"},
}


def latest_works(data: object, entity_type: EntityType) -> list[ChangedWork]:
    """Return the works of a list, by each id it names them by.

    Raises:
        UnexpectedShape: it is no list.
    """
    if not isinstance(data, list):
        raise UnexpectedShape("there is no list of new pictures")
    return [
        ChangedWork(entity_type, kind, value)
        for item in objects(data)[0]
        for name, kind in _IDS[entity_type].items()
        if (value := text(item.get(name), max_length=100))
    ]
