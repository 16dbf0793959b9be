"""Fanart.tv over HTTP: one request a title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, ClassVar

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderNotFound
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.providers.base import AnswerRequest, ChangedWork, ProviderAnswer
from metarr_desktop.providers.definition import ProviderContext
from metarr_desktop.providers.fanart_tv import keys
from metarr_desktop.providers.fanart_tv.info import ALBUM, INFO
from metarr_desktop.providers.fanart_tv.kinds import ALBUM_KINDS, ARTIST_KINDS, MOVIE_KINDS, TV_KINDS
from metarr_desktop.providers.fanart_tv.latest import latest_works
from metarr_desktop.providers.fanart_tv.mapping import Pictures, map_album, map_pictures

_NUMBER = re.compile(r"[0-9]{1,12}")
_MBID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_IDS = {
    "tmdb": _NUMBER,
    "tvdb": _NUMBER,
    "imdb": re.compile(r"tt[0-9]{1,12}"),
    "musicbrainz": _MBID,
    "musicbrainz_artist": _MBID,
}
_KINDS = {EntityType.TV: TV_KINDS, EntityType.MUSIC: ARTIST_KINDS}
_LATEST = {EntityType.MOVIE: "movies", EntityType.TV: "tv", EntityType.MUSIC: "music"}
_SECTIONS = {EntityType.TV: "tv", EntityType.MUSIC: "music"}
_PROBE = "movies/603"  # any entry does: what counts is whether the key is let in


class FanartTvProvider:
    """Pictures of Fanart.tv: one request a film, a series, an album or an artist."""

    info: ClassVar[ProviderInfo] = INFO
    reaches_back: ClassVar[timedelta] = timedelta(days=14)

    def __init__(self, context: ProviderContext) -> None:
        self._http = context.http
        self._base_url = context.base_url
        self._keys = {name: value.strip() for name, value in context.keys.items()}
        for value in keys.headers_for(self._keys).values():
            context.http.hide_secret(value)

    @property
    def generation(self) -> int:
        """1 with a personal key, else 0: answers given to a project key alone lack the newest artwork."""
        return keys.generation_of(self._keys)

    async def check_key(self) -> str:
        """Return a sentence saying which kind of key Fanart.tv accepted.

        Raises:
            ProviderError: it did not, or cannot be asked.
        """
        with suppress(ProviderNotFound):  # answered, so the key was let in
            await self._get(_PROBE, Priority.USER)
        if keys.kind_of(self._keys) == keys.PERSONAL:
            return (
                "Fanart.tv accepted the personal key. New artwork shows 48 hours after it was added, for VIP members"
                " at once."
            )
        return (
            "Fanart.tv accepted the project key. New artwork shows 7 days after it was added, with a personal key"
            " after 48 hours."
        )

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer:
        """Return all pictures of a film, set, series, album or artist; ``EMPTY`` if it is known and has none."""
        asked = ExternalIds({request.id_kind: request.id_value})
        not_found = ProviderAnswer(Outcome.NOT_FOUND, external_ids=asked)
        value = request.id_value.strip().lower()
        pattern = _IDS.get(request.id_kind)
        if pattern is None or not pattern.fullmatch(value):
            return not_found
        path = _path(request, value)
        try:
            data = await self._get(path, request.priority)
        except ProviderNotFound:
            return not_found
        with self._http.reading(path):
            pictures = self._read(data, request, value)
        if not pictures.is_known:
            return not_found
        return _answer(pictures, asked, request)

    async def changes(self, since: datetime, until: datetime, *, priority: Priority) -> Sequence[ChangedWork]:
        """Return films, series and albums (by their artist) that got pictures since *since*."""
        del until  # it lists up to now
        found: dict[ChangedWork, None] = {}
        for entity_type, section in _LATEST.items():
            path = f"{section}/latest"
            data = await self._get(path, priority, {"date": int(since.timestamp())})
            with self._http.reading(path):
                found.update(dict.fromkeys(latest_works(data, entity_type)))
        return list(found)

    def _read(self, data: object, request: AnswerRequest, value: str) -> Pictures:
        if _is_album(request):
            groups = [value, *(id_ for kind, id_ in request.ids.items() if kind.startswith("musicbrainz"))]
            return map_album(data, groups, ALBUM_KINDS, base_url=self._base_url)
        kinds = _KINDS.get(request.entity_type, MOVIE_KINDS)
        return map_pictures(data, kinds, base_url=self._base_url)

    async def _get(
        self, path: str, priority: Priority, parameters: Mapping[str, str | int] | None = None
    ) -> Any:
        headers = keys.headers_for(self._keys)
        if not headers:
            raise self._http.key_missing()
        if not keys.are_sendable(self._keys):
            raise self._http.key_refused()
        return (await self._http.get_json(path, parameters, priority=priority, headers=headers)).data


def _is_album(request: AnswerRequest) -> bool:
    return request.entity_type is EntityType.MUSIC and request.group.name == ALBUM


def _path(request: AnswerRequest, value: str) -> str:
    section = "music/albums" if _is_album(request) else _SECTIONS.get(request.entity_type, "movies")
    return f"{section}/{value}"


def _answer(pictures: Pictures, asked: ExternalIds, request: AnswerRequest) -> ProviderAnswer:
    offered = INFO.asset_types_for(request.entity_type)
    images = tuple(image for image in pictures.images if image.asset_type in offered)
    # an entry that contradicts the id it was asked by teaches nothing about the others
    is_about_it = not pictures.external_ids.conflicts_with(asked)
    return ProviderAnswer(
        outcome=Outcome.OK if images else Outcome.EMPTY,
        external_ids=asked.filled_from(pictures.external_ids) if is_about_it else asked,
        images=images,
        dropped=pictures.dropped,
    )
