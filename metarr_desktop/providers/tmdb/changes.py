"""The lists of films and series TMDB has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.base import ChangedWork
from metarr_desktop.providers.json_fields import UnexpectedShape, expect_object, objects, positive
from metarr_desktop.providers.tmdb.api import TmdbApi

REACHES_BACK = timedelta(days=13)
"""The service lists 14 days at most, counted in whole days."""
_PATHS = {EntityType.MOVIE: "movie/changes", EntityType.TV: "tv/changes"}
_MAX_PAGES = 500  # the service refuses later ones; a day has about fifty


class Changes:
    """Reads the lists page by page; each change is named once a list."""

    def __init__(self, api: TmdbApi) -> None:
        self._api = api

    async def read(self, since: datetime, until: datetime, priority: Priority) -> list[ChangedWork]:
        """Return what changed on the days from *since* to *until*.

        Raises:
            ProviderError: a page could not be read, or there are more than the service tells.
        """
        found: dict[ChangedWork, None] = {}
        for entity_type, path in _PATHS.items():
            page, pages = 1, 1
            while page <= pages:
                parameters: dict[str, str | int] = {
                    "start_date": since.date().isoformat(),
                    "end_date": until.date().isoformat(),
                    "page": page,
                }
                answer = await self._api.get(path, parameters, priority)
                with self._api.http.reading(path):
                    numbers, pages = _page(answer)
                for number in numbers:
                    found[ChangedWork(entity_type, "tmdb", str(number))] = None
                page += 1
        return list(found)


def _page(answer: object) -> tuple[list[int], int]:
    """Return the ids of a page and how many pages there are."""
    listed = expect_object(answer)
    if not isinstance(listed.get("results"), list):
        raise UnexpectedShape("there is no list of changes in it")
    pages = positive(listed.get("total_pages")) or 1
    if pages > _MAX_PAGES:
        raise UnexpectedShape(f"it lists {pages} pages of changes, more than it gives out")
    ids = (positive(item.get("id")) for item in objects(listed["results"])[0])
    return [number for number in ids if number is not None], pages
