"""What providers announce as changed, and which titles of the library that is about."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.errors import ProviderError
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.base import ChangedWork, ChangeFeed
from metarr_desktop.store import Store

log = logging.getLogger(__name__)

_OVERLAP = timedelta(minutes=10)
"""Feeds are written a while after the change; what was read before is fresh and is not asked for again."""


@dataclass(frozen=True, slots=True)
class News:
    """Titles of the library that *provider* announced as changed up to *read_until*."""

    provider: str
    titles: tuple[EntityKey, ...]
    read_until: datetime


class ChangeNews:
    """Reads the feeds of the providers that have one.

    Args:
        feeds: provider name to its feed, of those that can be asked now.
    """

    def __init__(self, store: Store, feeds: Callable[[], Mapping[str, ChangeFeed]]) -> None:
        self._store = store
        self._feeds = feeds

    async def read(
        self, read_until: Mapping[str, datetime], *, now: datetime, without: Collection[str] = ()
    ) -> list[News]:
        """Return the news since each feed was read; a feed that fails is read from the same moment next time.

        So is that of a provider in *without*, which is not asked.

        A feed read for the first time, or not for longer than it reaches back, begins *now*: what was missed
        is brought by the daily shares within the week.
        """
        found = []
        for provider, feed in self._feeds().items():
            if provider in without:
                continue
            since = read_until.get(provider)
            if since is None or not timedelta() <= now - since <= feed.reaches_back:
                found.append(News(provider, (), now))
                continue
            try:
                works = await feed.changes(since - _OVERLAP, now, priority=Priority.AUTOMATION)
            except ProviderError as error:
                log.info("The changes of %s could not be read: %s", provider, error)
                continue
            found.append(News(provider, await self._store.run(self._titles, tuple(works)), now))
        return found

    def _titles(self, works: Iterable[ChangedWork]) -> tuple[EntityKey, ...]:
        keys = self._store.schedules.titles_by_ids()
        found = {
            key: None
            for work in works
            for key in keys.get((work.entity_type, work.id_kind, work.id_value), ())
        }
        return tuple(found)
