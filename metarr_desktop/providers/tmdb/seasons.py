"""Posters of all seasons of a series, in as few requests as the service allows.

The list of seasons comes with the series; their pictures are appended to it, twenty seasons a request, so that a
series takes two requests in place of one for each season.  Whatever an answer lacks is asked for by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.errors import (
    ProviderBusy,
    ProviderError,
    ProviderNotFound,
    ProviderRefused,
)
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.providers.base import ProviderAnswer
from metarr_desktop.providers.json_fields import part
from metarr_desktop.providers.tmdb.api import TmdbApi, entry
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses
from metarr_desktop.providers.tmdb.season_mapping import (
    Season,
    is_complete,
    map_season_posters,
    map_seasons,
)

MAX_APPENDED: Final = 20
"""More parts in one request are refused (status_code 27)."""


@dataclass(slots=True)
class _Gathered:
    images: dict[int, list[ProviderImage]] = field(default_factory=dict)
    dropped: int = 0
    failures: list[ProviderError] = field(default_factory=list)


class SeasonPosters:
    """Reads the posters of the seasons of one series after the other."""

    def __init__(self, api: TmdbApi) -> None:
        self._api = api

    async def read(self, series_id: str, priority: Priority) -> ProviderAnswer:
        """Return the posters of all seasons; seasons that failed make the answer incomplete.

        Raises:
            ProviderNotFound: no such series.
            ProviderBusy: the service asked for a rest, even if some seasons had answered: all wait for it.
            ProviderError: nothing could be asked.
        """
        path = f"tv/{series_id}"
        data, addresses = await self._api.get_with_addresses(path, {}, priority)
        with self._api.http.reading(path):
            seasons, dropped = map_seasons(entry(data, series_id))
        gathered = _Gathered(dropped=dropped)
        batches = [seasons[start : start + MAX_APPENDED] for start in range(0, len(seasons), MAX_APPENDED)]
        await self._side_by_side(self._batch(path, batch, addresses, gathered, priority) for batch in batches)
        _raise_what_concerns_all(gathered.failures)
        if gathered.failures and not gathered.images:
            raise gathered.failures[0]
        has_failed = len(gathered.images) < len(seasons)
        return ProviderAnswer(
            outcome=Outcome.OK,
            external_ids=ExternalIds(tmdb=series_id),
            images=tuple(image for number in sorted(gathered.images) for image in gathered.images[number]),
            dropped=gathered.dropped,
            incomplete_parts=frozenset({AssetType.SEASONPOSTER}) if has_failed else frozenset(),
            complete_seasons=frozenset(gathered.images) if has_failed else frozenset(),
        )

    async def _batch(
        self,
        path: str,
        seasons: Sequence[Season],
        addresses: ImageAddresses,
        gathered: _Gathered,
        priority: Priority,
    ) -> None:
        """Ask for some seasons at once, then singly for those the answer lacks."""
        appended = ",".join(season.images_part for season in seasons)
        try:
            answer = part(await self._api.get(path, {"append_to_response": appended}, priority))
        except ProviderError as error:
            gathered.failures.append(error)
            return
        lacking = [season for season in seasons if not is_complete(answer.get(season.images_part), season)]
        for season in seasons:
            if season not in lacking:
                self._keep(path, season, answer, addresses, gathered)
        await self._side_by_side(
            self._single(path, season, addresses, gathered, priority) for season in lacking
        )

    async def _single(
        self, path: str, season: Season, addresses: ImageAddresses, gathered: _Gathered, priority: Priority
    ) -> None:
        try:
            data = await self._api.get(f"{path}/{season.images_part}", {}, priority)
        except ProviderNotFound as error:
            if season.has_poster:  # listed with a poster, and yet unknown: not to be taken for empty
                gathered.failures.append(error)
            else:
                gathered.images[season.number] = []
        except ProviderError as error:
            gathered.failures.append(error)
        else:
            self._keep(path, season, {season.images_part: data}, addresses, gathered)

    def _keep(
        self,
        path: str,
        season: Season,
        answer: Mapping[str, Any],
        addresses: ImageAddresses,
        gathered: _Gathered,
    ) -> None:
        try:
            with self._api.http.reading(f"{path}/{season.images_part}"):
                images, dropped = map_season_posters(answer[season.images_part], season.number, addresses)
        except ProviderError as error:
            gathered.failures.append(error)
            return
        gathered.images[season.number] = images
        gathered.dropped += dropped

    @staticmethod
    async def _side_by_side(requests: Iterable[Coroutine[Any, Any, None]]) -> None:
        async with asyncio.TaskGroup() as tasks:
            for request in requests:
                tasks.create_task(request, name="tmdb seasons")


def _raise_what_concerns_all(failures: Sequence[ProviderError]) -> None:
    """A pause or a refused key concerns every request: whoever counts them has to hear of it."""
    for kind in (ProviderRefused, ProviderBusy):
        for failure in failures:
            if isinstance(failure, kind):
                raise failure
