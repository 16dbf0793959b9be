"""The requests of every part of the TMDB client: the key, the configuration beside an answer, pictures apart."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from metarr_desktop.domain.errors import ProviderNotFound
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers.definition import ProviderContext
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object, part
from metarr_desktop.providers.tmdb import keys
from metarr_desktop.providers.tmdb.configuration import Configuration
from metarr_desktop.providers.tmdb.details_mapping import entry_id
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses

_PICTURES_NAMED = (("poster_path", "posters"), ("backdrop_path", "backdrops"), ("still_path", "stills"))


class TmdbApi:
    """One attempt per request; raises :class:`~metarr_desktop.domain.errors.ProviderError` and nothing else."""

    def __init__(self, context: ProviderContext) -> None:
        self.http = context.http
        self._key = context.keys.get(keys.FIELD, "").strip()
        if self._key:
            context.http.hide_secret(self._key)
        self.configuration = Configuration(context.http, context.base_url)

    @property
    def key_kind(self) -> str:
        return keys.kind_of(self._key)

    async def get(self, path: str, parameters: Mapping[str, str | int], priority: Priority) -> Any:
        """Return the answer of *path*, whatever JSON it is.

        Raises:
            ProviderRefused: no key, or one that no request can carry.
            ProviderError: as :meth:`ApiClient.get_json`.
        """
        key_parameters, headers = self._credentials()
        answer = await self.http.get_json(
            path, {**parameters, **key_parameters}, priority=priority, headers=headers
        )
        return answer.data

    async def get_with_addresses(
        self, path: str, parameters: Mapping[str, str | int], priority: Priority
    ) -> tuple[Any, ImageAddresses]:
        """Ask for *path* and the configuration side by side: the first fetch takes one round trip."""
        pictures = asyncio.create_task(
            self.configuration.addresses(*self._credentials(), priority), name="tmdb configuration"
        )
        try:
            return await self.get(path, parameters, priority), await pictures
        finally:
            if not pictures.done():
                pictures.cancel()
                await asyncio.gather(pictures, return_exceptions=True)

    async def with_lost_images(self, path: str, details: JsonObject, priority: Priority) -> JsonObject:
        """Return *details* with its pictures: asked for apart where they are lacking although it names one.

        Raises:
            UnexpectedShape: the service lists none either.
        """
        if not has_lost_images(details):
            return details
        try:
            images = await self.get(f"{path}/images", {}, priority)
        except ProviderNotFound as error:  # the entry itself was found: it must not pass for unknown
            raise UnexpectedShape("it names pictures that the service does not list") from error
        return {**details, "images": images}

    async def with_parts(
        self, path: str, details: JsonObject, names: tuple[str, ...], priority: Priority
    ) -> JsonObject:
        """Return *details* with those of the parts *names* that were asked for and did not come, asked for apart.

        A part that the service does not have for this entry stays away.
        """
        for name in names:
            if name in details:
                continue
            try:
                details = {**details, name: await self.get(f"{path}/{name}", {}, priority)}
            except ProviderNotFound:
                continue
        return details

    def _credentials(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return what the key adds to query and headers; only the old kind has to be in the query."""
        if not self._key:
            raise self.http.key_missing()
        if not keys.is_sendable(self._key):
            raise self.http.key_refused()
        if self.key_kind == keys.TOKEN:
            return {}, {"Authorization": f"Bearer {self._key}"}
        return {"api_key": self._key}, {}


def entry(data: object, tmdb_id: str) -> JsonObject:
    """Return the details in *data*.

    Raises:
        UnexpectedShape: no object, or one about another entry.
    """
    details = expect_object(data)
    if entry_id(details) != tmdb_id:
        raise UnexpectedShape("it is about another entry than asked for")
    return details


def has_lost_images(details: JsonObject) -> bool:
    """Tell whether appended pictures are lacking: the entry names one, but the list is empty."""
    images = part(details.get("images"))
    return any(
        isinstance(details.get(path), str) and not images.get(group) for path, group in _PICTURES_NAMED
    )
