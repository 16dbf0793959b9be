"""From the ids of other services to entries of TMDB (``/find``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.errors import ProviderNotFound
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.domain.search import ProviderHit
from metarr_desktop.providers.tmdb.api import TmdbApi
from metarr_desktop.providers.tmdb.episode_mapping import EpisodePlace, map_found_episode
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses
from metarr_desktop.providers.tmdb.search_mapping import map_found

_SOURCES: Final = {"imdb": "imdb_id", "tvdb": "tvdb_id", "wikidata": "wikidata_id"}
_SHAPES: Final = {
    "imdb": re.compile(r"tt[0-9]{1,12}"),
    "tvdb": re.compile(r"[0-9]{1,12}"),
    "wikidata": re.compile(r"Q[0-9]{1,12}"),
}
FOREIGN_KINDS: Mapping[EntityType, tuple[str, ...]] = {
    EntityType.MOVIE: ("imdb", "wikidata"),
    EntityType.TV: ("imdb", "tvdb", "wikidata"),
    EntityType.EPISODE: ("tvdb", "imdb"),
}
"""What can be looked up, best first.  Never a film by its TheTVDB id: the service takes it for a series."""


class LookUp:
    """Asks ``/find``; texts come in *language*."""

    def __init__(self, api: TmdbApi, language: str) -> None:
        self._api = api
        self._language = language

    async def hits(
        self, entity_type: EntityType, kind: str, value: str, priority: Priority
    ) -> tuple[tuple[ProviderHit, ...], int]:
        """Return the works known as *value*, marked as matched by id, and the number of malformed ones."""
        if entity_type is EntityType.EPISODE:
            return (), 0
        found = await self._find(entity_type, kind, value, priority)
        if found is None:
            return (), 0
        path, data, addresses = found
        with self._api.http.reading(path):
            hits, dropped = map_found(data, entity_type, addresses)
        asked = {kind: value}
        return tuple(replace(h, external_ids=h.external_ids.filled_from(asked)) for h in hits), dropped

    async def episode(self, kind: str, value: str, priority: Priority) -> EpisodePlace | None:
        """Return which episode is known as *value*, ``None`` if none is."""
        found = await self._find(EntityType.EPISODE, kind, value, priority)
        if found is None:
            return None
        path, data, _ = found
        with self._api.http.reading(path):
            return map_found_episode(data)

    async def _find(
        self, entity_type: EntityType, kind: str, value: str, priority: Priority
    ) -> tuple[str, Any, ImageAddresses] | None:
        if kind not in FOREIGN_KINDS.get(entity_type, ()) or not _SHAPES[kind].fullmatch(value):
            return None
        path = f"find/{value}"
        parameters = {"external_source": _SOURCES[kind], "language": self._language}
        try:
            return path, *await self._api.get_with_addresses(path, parameters, priority)
        except ProviderNotFound:
            return None
