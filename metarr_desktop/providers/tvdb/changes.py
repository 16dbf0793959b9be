"""The list of films and series TheTVDB has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.base import ChangedWork
from metarr_desktop.providers.json_fields import UnexpectedShape, objects, positive
from metarr_desktop.providers.tvdb.api import TvdbApi

REACHES_BACK = timedelta(days=14)
"""The service goes further back, but no title is older than a week anyway."""
_PATH = "updates"
_TYPES = {EntityType.MOVIE: "movies", EntityType.TV: "series"}
_MAX_PAGES = 200


class Changes:
    """Reads the list page by page, films and series apart: pictures and episodes are listed without their work."""

    def __init__(self, api: TvdbApi) -> None:
        self._api = api

    async def read(self, since: datetime, priority: Priority) -> list[ChangedWork]:
        """Return what changed since *since*; what was deleted is left out.

        Raises:
            ProviderError: a page could not be read, or the list does not end.
        """
        found: dict[ChangedWork, None] = {}
        for entity_type, name in _TYPES.items():
            for page in range(_MAX_PAGES + 1):
                parameters: dict[str, str | int] = {
                    "since": int(since.timestamp()),
                    "type": name,
                    "action": "update",
                    "page": page,
                }
                envelope = await self._api.get(_PATH, parameters, priority=priority)
                with self._api.http.reading(_PATH):
                    if not isinstance(envelope.data, list):
                        raise UnexpectedShape("there is no list of changes in it")
                    if page == _MAX_PAGES:
                        raise UnexpectedShape("its list of changes does not end")
                for item in objects(envelope.data)[0]:
                    number = positive(item.get("recordId"))
                    if number is not None and item.get("entityType", name) == name:
                        found[ChangedWork(entity_type, "tvdb", str(number))] = None
                if not envelope.has_next:
                    break
        return list(found)
