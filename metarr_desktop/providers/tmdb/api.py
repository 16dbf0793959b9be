"""The requests of every part of the TMDB client: the key, the configuration beside an answer, pictures apart."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
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
_GROUPS = ("posters", "backdrops", "logos", "stills")


@dataclass(frozen=True, slots=True)
class Appended:
    """What is asked to come along with an entry.

    Attributes:
        names: the parts, as in ``append_to_response``.
        indispensable: those that are asked for apart wherever they are lacking.
        parameters: by part, what it takes when it is asked for apart.
    """

    names: tuple[str, ...]
    indispensable: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)

    def __str__(self) -> str:
        return ",".join(self.names)


class TmdbApi:
    """One attempt per request; raises :class:`~metarr_desktop.domain.errors.ProviderError` and nothing else."""

    def __init__(self, context: ProviderContext) -> None:
        self.http = context.http
        self._key = context.keys.get(keys.FIELD, "").strip()
        if self._key:
            context.http.hide_secret(self._key)
        self.configuration = Configuration(context.http, context.base_url, context.answer_memory)

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

    async def completed(
        self, path: str, details: JsonObject, appended: Appended, priority: Priority
    ) -> JsonObject:
        """Return *details* with what was to come appended to it and did not, asked for apart.

        A service that appended nothing at all (an archive of answers, a simple copy) is asked for every part, one
        that appended something for what others are found by and for lost pictures only.
        """
        has_appended = any(name in details for name in appended.names)
        names = appended.indispensable if has_appended else appended.names
        wanted = {name: appended.parameters.get(name, {}) for name in names if name != "images"}
        details = await self.with_parts(path, details, wanted, priority)
        return await self.with_lost_images(path, details, priority)

    async def with_lost_images(self, path: str, details: JsonObject, priority: Priority) -> JsonObject:
        """Return *details* with its pictures: asked for apart where they are lacking although it names one.

        No ``images`` in what is returned means that the service could not list those it has.
        """
        if not has_lost_images(details):
            return details
        try:
            return {**details, "images": await self.get(f"{path}/images", {}, priority)}
        except ProviderNotFound:  # of an entry that was found
            if is_listing(details.get("images")):
                return details
            bare = {name: value for name, value in details.items() if name != "images"}
            return bare if names_pictures(details) else {**bare, "images": {}}

    async def with_parts(
        self,
        path: str,
        details: JsonObject,
        wanted: Mapping[str, Mapping[str, str | int]],
        priority: Priority,
    ) -> JsonObject:
        """Return *details* with those of the parts *wanted* that did not come, asked for apart and side by side.

        *wanted* is the name of each to the parameters it takes.  A part that the service does not have for this
        entry stays away.

        Raises:
            ProviderError: a part that could not be read.
        """

        async def single(name: str) -> JsonObject:
            try:
                return {name: await self.get(f"{path}/{name}", wanted[name], priority)}
            except ProviderNotFound:
                return {}

        lacking = [name for name in wanted if name not in details]
        found = await asyncio.gather(*map(single, lacking), return_exceptions=True)
        for answer in found:
            if isinstance(answer, BaseException):
                raise answer
            details = {**details, **answer}
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
    """Tell whether appended pictures are lacking: none came at all, or the entry names one of an empty list."""
    if "images" not in details:
        return True
    images = part(details["images"])
    return any(
        isinstance(details.get(path), str) and not images.get(group) for path, group in _PICTURES_NAMED
    )


def is_listing(images: object) -> bool:
    """Tell whether *images* says which pictures there are, if only that there are none."""
    return any(isinstance(part(images).get(group), list) for group in _GROUPS)


def names_pictures(details: JsonObject) -> bool:
    """Tell whether the entry itself names a picture, so that it has some."""
    return any(isinstance(details.get(path), str) for path, _ in _PICTURES_NAMED)
