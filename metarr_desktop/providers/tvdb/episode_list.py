"""All episodes of a series, page by page, with the ways round the series that have no list in one order."""

from __future__ import annotations

import re
from collections.abc import Mapping

from metarr_desktop.domain.errors import ProviderNotFound
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.json_fields import expect_object
from metarr_desktop.providers.tvdb import languages
from metarr_desktop.providers.tvdb.api import TvdbApi
from metarr_desktop.providers.tvdb.artwork_mapping import map_seasons
from metarr_desktop.providers.tvdb.episode_mapping import Episode, map_episodes

_ORDERS = ("default", "official")
_MAX_PAGES = 40  # of 500: no series has more
_ID = re.compile(r"[0-9]{1,10}")
_PLACE = re.compile(r"([0-9]{1,10})/([0-9]{1,4})/([0-9]{1,5})")


class EpisodeList:
    """Reads the episodes of one series after the other; keeps nothing."""

    def __init__(self, api: TvdbApi, base_url: str) -> None:
        self._api = api
        self._base_url = base_url

    async def read(
        self, series_id: str, priority: Priority, language: str | None
    ) -> tuple[list[Episode], int]:
        """Return the episodes in the service's order and the number of malformed ones.

        Some series have no list in their default order although they exist; then the official order is asked,
        and at last every season by itself.

        Raises:
            ProviderNotFound: no such series.
            ProviderError: it cannot be asked.
        """
        if not _ID.fullmatch(series_id):
            raise ProviderNotFound(self._api.http.info.name, f"TheTVDB has no series {series_id[:20]}.")
        codes = languages.codes_for(language)[:1] if language else ()
        for order in _ORDERS:
            try:
                return await self._in_order("/".join((order, *codes)), series_id, priority)
            except ProviderNotFound:
                continue
        return await self._by_season(series_id, priority)

    async def at(self, place: str, priority: Priority) -> Episode | None:
        """Return the episode at *place* (``series/season/episode``), ``None`` if there is none.

        Raises:
            ProviderNotFound: no such series.
            ProviderError: it cannot be asked.
        """
        match = _PLACE.fullmatch(place)
        if match is None or not int(match[1]):
            return None
        series_id, season, number = (int(part) for part in match.groups())
        only = {"season": season, "episodeNumber": number}
        for order in _ORDERS:
            try:
                episodes, _ = await self._in_order(order, str(series_id), priority, only)
            except ProviderNotFound:
                continue
            break
        else:
            episodes, _ = await self._by_season(str(series_id), priority, season)
        there = (each for each in episodes if (each.season_number, each.number) == (season, number))
        return next(there, None)

    async def _in_order(
        self, order: str, series_id: str, priority: Priority, only: Mapping[str, int] | None = None
    ) -> tuple[list[Episode], int]:
        path = f"series/{series_id}/episodes/{order}"
        found: dict[int, Episode] = {}
        dropped = 0
        for page in range(_MAX_PAGES):  # the service counts pages from 0
            envelope = await self._api.get(path, {"page": page, **(only or {})}, priority=priority)
            with self._api.http.reading(path):
                episodes, bad = map_episodes(envelope.data, base_url=self._base_url)
            known = len(found)
            found |= {episode.id: episode for episode in episodes if episode.id not in found}
            dropped += bad
            if not envelope.has_next or len(found) == known:  # a page again and again would never end
                break
        return list(found.values()), dropped

    async def _by_season(
        self, series_id: str, priority: Priority, only: int | None = None
    ) -> tuple[list[Episode], int]:
        path = f"series/{series_id}/extended"
        envelope = await self._api.get(path, {"short": "true"}, priority=priority)
        with self._api.http.reading(path):
            seasons = map_seasons(expect_object(envelope.data))
        found: list[Episode] = []
        dropped = 0
        wanted = [pair for pair in seasons.numbers.items() if only in (None, pair[1])]
        for identifier, _ in sorted(wanted, key=lambda pair: pair[1]):
            path = f"seasons/{identifier}/extended"
            envelope = await self._api.get(path, priority=priority)
            with self._api.http.reading(path):
                season = expect_object(envelope.data)
                listed = season if season.get("episodes") is not None else {**season, "episodes": []}
                episodes, bad = map_episodes(listed, base_url=self._base_url)
            found += episodes
            dropped += bad
        return found, dropped
