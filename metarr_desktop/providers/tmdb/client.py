"""TMDB over HTTP: which requests are made, and how their answers fit together."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderNotFound
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.search import ProviderHit
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer, SearchAnswer, TitleQuery
from metarr_desktop.providers.definition import ProviderContext
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object, part, text
from metarr_desktop.providers.tmdb import keys
from metarr_desktop.providers.tmdb.configuration import Configuration
from metarr_desktop.providers.tmdb.details_mapping import entry_id, map_external_ids, map_metadata
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses
from metarr_desktop.providers.tmdb.image_mapping import map_images, map_videos
from metarr_desktop.providers.tmdb.info import INFO
from metarr_desktop.providers.tmdb.search_mapping import (
    FOUND_UNDER,
    map_found,
    map_hit,
    map_resolved,
    map_search_page,
)

_PATHS = {EntityType.MOVIE: "movie", EntityType.COLLECTION: "collection"}
_PARTS = {
    EntityType.MOVIE: (
        "images,videos,external_ids,release_dates,credits,keywords,translations,alternative_titles"
    ),
    EntityType.COLLECTION: "images,translations",
}
_RESOLVE_PARTS = {EntityType.MOVIE: "external_ids,alternative_titles", EntityType.COLLECTION: "translations"}
_FOREIGN_IDS = {
    "imdb": "imdb_id",
    "wikidata": "wikidata_id",
}  # never a TVDB film id: /find reads it as a series
_FOREIGN_ID = re.compile(r"tt[0-9]{1,12}|Q[0-9]{1,12}")
_OWN_ID = re.compile(r"[0-9]{1,12}")
_MAX_QUERY = 250  # characters; longer titles do not exist, and longer addresses are refused
_FEW_RESULTS = 5
_PER_PAGE = 20
_MAX_PAGES = 5


class TmdbProvider:
    """Films and collections of TMDB: artwork, trailers, metadata, search."""

    info: ClassVar[ProviderInfo] = INFO
    generation: ClassVar[int] = 0  # both kinds of key see the same

    def __init__(self, context: ProviderContext) -> None:
        self._http = context.http
        self._languages = context.languages or ("en",)
        self._key = context.keys.get(keys.FIELD, "").strip()
        if self._key:
            context.http.hide_secret(self._key)
        self._configuration = Configuration(context.http, context.base_url)

    async def check_key(self) -> str:
        """Return a sentence saying which kind of key TMDB accepted.

        Raises:
            ProviderError: it did not, or cannot be asked.
        """
        data = part(await self._get("authentication", {}, Priority.USER))
        if data.get("success") is not True:
            raise self._http.key_refused()
        kind = "API Read Access Token" if keys.kind_of(self._key) == keys.TOKEN else "API key"
        return f"TMDB accepted the {kind}."

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer:
        """Return artwork, trailers and metadata of one work, from one request (two by IMDb id).

        No language is sent with it: that would filter the pictures.
        """
        tmdb_id = await self._own_id(request)
        if tmdb_id is None:
            return ProviderAnswer(
                Outcome.NOT_FOUND, external_ids=ExternalIds({request.id_kind: request.id_value})
            )
        path = f"{_PATHS[request.entity_type]}/{tmdb_id}"
        parameters = {"append_to_response": _PARTS[request.entity_type]}
        if request.entity_type is EntityType.MOVIE:
            parameters["include_video_language"] = _video_languages(request.languages)
        try:
            details, addresses = await self._get_with_addresses(path, parameters, request.priority)
        except ProviderNotFound:
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=ExternalIds(tmdb=tmdb_id))
        with self._http.reading(path):
            details = _entry(details, tmdb_id)
            if _has_lost_images(details):
                details = {**details, "images": await self._images(path, request.priority)}
            return _answer(details, request, addresses)

    async def search(self, query: TitleQuery) -> SearchAnswer:
        """Return films (or collections) by title.

        With a year those released in it come first; if they are few, those of any year follow, since the year
        of a file is often that of another country's release.
        """
        title = " ".join(text(query.title).split())[:_MAX_QUERY]
        if not title:
            return SearchAnswer(())
        if query.year is None or query.entity_type is not EntityType.MOVIE:
            return await self._search(title, query, None, query.limit)
        dated = await self._search(title, query, query.year, query.limit)
        if len(dated.hits) >= min(_FEW_RESULTS, query.limit):
            return dated
        undated = await self._search(title, query, None, query.limit)
        known = {hit.provider_result_id for hit in dated.hits}
        merged = (*dated.hits, *(hit for hit in undated.hits if hit.provider_result_id not in known))
        ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(merged[: query.limit], start=1))
        return SearchAnswer(ranked, dated.dropped + undated.dropped)

    async def find(self, entity_type: EntityType, ids: ExternalIds, priority: Priority) -> SearchAnswer:
        """Return the works behind *ids*; two ids that name two works give two hits."""
        hits: list[ProviderHit] = []
        dropped = 0
        if ids.tmdb and entity_type in _PATHS:
            hit = await self._hit_by_own_id(entity_type, ids.tmdb, priority)
            hits += [hit] if hit else []
        for kind in _FOREIGN_IDS:
            value = ids.get(kind)
            if value is None or any(hit.external_ids.get(kind) == value for hit in hits):
                continue
            found, bad = await self._find(entity_type, kind, value, priority)
            known = {hit.provider_result_id for hit in hits}
            hits += [hit for hit in found if hit.provider_result_id not in known]
            dropped += bad
        return SearchAnswer(tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1)), dropped)

    async def resolve(self, hit: ProviderHit, priority: Priority) -> ProviderHit:
        """Return *hit* with ids, other titles and running time from one details request."""
        path = f"{_PATHS[hit.entity_type]}/{hit.provider_result_id}"
        data = await self._get(path, {"append_to_response": _RESOLVE_PARTS[hit.entity_type]}, priority)
        with self._http.reading(path):
            return map_resolved(hit, _entry(data, hit.provider_result_id))

    async def _images(self, path: str, priority: Priority) -> Any:
        try:
            return await self._get(f"{path}/images", {}, priority)
        except ProviderNotFound as error:  # the entry itself was found: it must not pass for unknown
            raise UnexpectedShape("it names pictures that the service does not list") from error

    async def _own_id(self, request: AnswerRequest) -> str | None:
        if request.id_kind == "tmdb":
            return str(int(request.id_value)) if _OWN_ID.fullmatch(request.id_value) else None
        hits, _ = await self._find(request.entity_type, request.id_kind, request.id_value, request.priority)
        return hits[0].provider_result_id if hits else None

    async def _find(
        self, entity_type: EntityType, kind: str, value: str, priority: Priority
    ) -> tuple[tuple[ProviderHit, ...], int]:
        if entity_type not in FOUND_UNDER or kind not in _FOREIGN_IDS or not _FOREIGN_ID.fullmatch(value):
            return (), 0
        path = f"find/{value}"
        parameters = {"external_source": _FOREIGN_IDS[kind], "language": self._languages[0]}
        try:
            data, addresses = await self._get_with_addresses(path, parameters, priority)
        except ProviderNotFound:
            return (), 0
        with self._http.reading(path):
            hits, dropped = map_found(data, entity_type, addresses)
        asked = {kind: value}
        return tuple(replace(h, external_ids=h.external_ids.filled_from(asked)) for h in hits), dropped

    async def _hit_by_own_id(
        self, entity_type: EntityType, tmdb_id: str, priority: Priority
    ) -> ProviderHit | None:
        if not _OWN_ID.fullmatch(tmdb_id):
            return None
        path = f"{_PATHS[entity_type]}/{int(tmdb_id)}"
        parameters = {"append_to_response": _RESOLVE_PARTS[entity_type], "language": self._languages[0]}
        try:
            data, addresses = await self._get_with_addresses(path, parameters, priority)
        except ProviderNotFound:
            return None
        with self._http.reading(path):
            details = _entry(data, str(int(tmdb_id)))
            hit = map_hit(details, entity_type, addresses, rank=1)
            if hit is None:
                raise UnexpectedShape("the entry has no title")
            return replace(map_resolved(hit, details), is_id_match=True)

    async def _search(self, title: str, query: TitleQuery, year: int | None, limit: int) -> SearchAnswer:
        path = f"search/{_PATHS[query.entity_type]}"
        parameters: dict[str, str | int] = {"query": title, "include_adult": "false"}
        parameters["language"] = (query.languages or self._languages)[0]
        if year is not None:
            parameters["year"] = year  # any release in that year; primary_release_year would be narrower
        hits: list[ProviderHit] = []
        dropped = 0
        for number in range(1, min(_MAX_PAGES, -(-limit // _PER_PAGE)) + 1):
            data, addresses = await self._get_with_addresses(
                path, {**parameters, "page": number}, query.priority
            )
            with self._http.reading(path):
                page = map_search_page(data, query.entity_type, addresses, first_rank=len(hits) + 1)
            known = {hit.provider_result_id for hit in hits}
            hits += [hit for hit in page.hits if hit.provider_result_id not in known]
            dropped += page.dropped
            if number >= page.pages:
                break
        return SearchAnswer(tuple(hits[:limit]), dropped)

    async def _get_with_addresses(
        self, path: str, parameters: Mapping[str, str | int], priority: Priority
    ) -> tuple[Any, ImageAddresses]:
        """Ask for *path* and the configuration side by side: the first fetch takes one round trip."""
        pictures = asyncio.create_task(
            self._configuration.addresses(*self._credentials(), priority), name="tmdb configuration"
        )
        try:
            return await self._get(path, parameters, priority), await pictures
        finally:
            if not pictures.done():
                pictures.cancel()
                await asyncio.gather(pictures, return_exceptions=True)

    async def _get(self, path: str, parameters: Mapping[str, str | int], priority: Priority) -> Any:
        key_parameters, headers = self._credentials()
        answer = await self._http.get_json(
            path, {**parameters, **key_parameters}, priority=priority, headers=headers
        )
        return answer.data

    def _credentials(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return what the key adds to query and headers; only the old kind has to be in the query.

        Raises:
            ProviderRefused: no key, or one that no request can carry.
        """
        if not self._key:
            raise self._http.key_missing()
        if not keys.is_sendable(self._key):
            raise self._http.key_refused()
        if keys.kind_of(self._key) == keys.TOKEN:
            return {}, {"Authorization": f"Bearer {self._key}"}
        return {"api_key": self._key}, {}


def _entry(data: object, tmdb_id: str) -> JsonObject:
    details = expect_object(data)
    if entry_id(details) != tmdb_id:
        raise UnexpectedShape("it is about another entry than asked for")
    return details


def _has_lost_images(details: JsonObject) -> bool:
    """Tell whether appended pictures are lacking: the entry names one, but the list is empty."""
    images = part(details.get("images"))
    return any(
        isinstance(details.get(path), str) and not images.get(group)
        for path, group in (("poster_path", "posters"), ("backdrop_path", "backdrops"))
    )


def _video_languages(languages: tuple[str, ...]) -> str:
    codes = [language.replace("_", "-").split("-")[0].lower() for language in languages]
    return ",".join(dict.fromkeys((*codes, "en", "null")))


def _answer(details: JsonObject, request: AnswerRequest, addresses: ImageAddresses) -> ProviderAnswer:
    images, lost_images = map_images(details.get("images"), addresses)
    videos, lost_videos = map_videos(details.get("videos"), request.languages)
    offered = INFO.asset_types_for(request.entity_type)
    asked = ExternalIds({request.id_kind: request.id_value}) if request.id_kind != "tmdb" else ExternalIds()
    return ProviderAnswer(
        outcome=Outcome.OK,
        external_ids=map_external_ids(details).filled_from(asked),
        metadata=map_metadata(details, request.languages, addresses),
        images=tuple(image for image in images if image.asset_type in offered),
        videos=tuple(video for video in videos if video.asset_type in offered),
        dropped=lost_images + lost_videos,
    )
