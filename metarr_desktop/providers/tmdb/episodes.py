"""Stills and texts of single episodes."""

from __future__ import annotations

from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.errors import ProviderNotFound
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer
from metarr_desktop.providers.tmdb.api import Appended, TmdbApi
from metarr_desktop.providers.tmdb.episode_mapping import (
    EpisodePlace,
    expect_episode,
    map_episode_ids,
    map_episode_metadata,
    read_place,
)
from metarr_desktop.providers.tmdb.image_mapping import map_entry_images
from metarr_desktop.providers.tmdb.info import EPISODE_KIND, INFO
from metarr_desktop.providers.tmdb.look_up import LookUp

_PARTS = Appended(("images", "external_ids", "credits", "translations"))


class Episodes:
    """Reads one episode at a time, by its place in a series or by the id another service gives it."""

    def __init__(self, api: TmdbApi, look_up: LookUp) -> None:
        self._api = api
        self._look_up = look_up

    async def read(self, request: AnswerRequest) -> ProviderAnswer:
        """Return stills and metadata of one episode, from one request (two by another service's id)."""
        asked = ExternalIds({request.id_kind: request.id_value})
        place = await self._place(request)
        if place is None:
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=asked)
        try:
            data, addresses = await self._api.get_with_addresses(
                place.path, {"append_to_response": str(_PARTS)}, request.priority
            )
        except ProviderNotFound:
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=asked)
        with self._api.http.reading(place.path):
            details = expect_episode(data, place)
            details = await self._api.completed(place.path, details, _PARTS, request.priority)
            pictures = map_entry_images(details, addresses, INFO.asset_types_for(request.entity_type))
            return ProviderAnswer(
                outcome=Outcome.OK,
                external_ids=map_episode_ids(details, place).filled_from(asked),
                metadata=map_episode_metadata(details, request.languages, addresses),
                images=pictures.images,
                dropped=pictures.dropped,
                incomplete_parts=frozenset(pictures.incomplete),
            )

    async def _place(self, request: AnswerRequest) -> EpisodePlace | None:
        if request.id_kind == EPISODE_KIND:
            return read_place(request.id_value)
        return await self._look_up.episode(request.id_kind, request.id_value, request.priority)
