"""TMDB over HTTP: which requests are made, and how their answers fit together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderNotFound
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.search import ProviderHit
from metarr_desktop.providers.base import (
    AnswerRequest,
    ChangedWork,
    ProviderAnswer,
    SearchAnswer,
    TitleQuery,
)
from metarr_desktop.providers.definition import ProviderContext
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, part, text
from metarr_desktop.providers.tmdb import keys
from metarr_desktop.providers.tmdb.api import Appended, TmdbApi, entry
from metarr_desktop.providers.tmdb.changes import REACHES_BACK, Changes
from metarr_desktop.providers.tmdb.details_mapping import map_external_ids, map_metadata
from metarr_desktop.providers.tmdb.episodes import Episodes
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses
from metarr_desktop.providers.tmdb.image_mapping import map_entry_images, map_videos
from metarr_desktop.providers.tmdb.info import INFO, SEASONS
from metarr_desktop.providers.tmdb.look_up import FOREIGN_KINDS, LookUp
from metarr_desktop.providers.tmdb.search_mapping import map_hit, map_resolved, map_search_page
from metarr_desktop.providers.tmdb.season_mapping import describe_seasons
from metarr_desktop.providers.tmdb.seasons import SeasonPosters

_PATHS = {EntityType.MOVIE: "movie", EntityType.TV: "tv", EntityType.COLLECTION: "collection"}
_PARTS = {
    EntityType.MOVIE: (
        "images", "videos", "external_ids", "release_dates", "credits", "keywords", "translations",
        "alternative_titles",
    ),
    EntityType.TV: (
        "images", "videos", "external_ids", "content_ratings", "aggregate_credits", "keywords", "translations",
        "alternative_titles",
    ),
    EntityType.COLLECTION: ("images", "translations"),
}  # fmt: skip
_WITH_VIDEOS = frozenset({EntityType.MOVIE, EntityType.TV})
_RESOLVE_PARTS = {
    EntityType.MOVIE: "external_ids,alternative_titles",
    EntityType.TV: "external_ids,alternative_titles",
    EntityType.COLLECTION: "translations",
}
_INDISPENSABLE = ("external_ids", "videos")
"""Parts that are asked for apart if they do not come: other services know a title by those ids."""

# The first year: any release of a film in it; primary_release_year would be narrower.
_YEAR_PARAMETERS = {EntityType.MOVIE: "year", EntityType.TV: "first_air_date_year"}
_OWN_ID = re.compile(r"[0-9]{1,12}")
_MAX_QUERY = 250  # characters; longer titles do not exist, and longer addresses are refused
_FEW_RESULTS = 5
_PER_PAGE = 20
_MAX_PAGES = 5


class TmdbProvider:
    """Films, series, episodes and collections of TMDB: artwork, trailers, metadata, search."""

    info: ClassVar[ProviderInfo] = INFO
    generation: ClassVar[int] = 0  # both kinds of key see the same
    reaches_back: ClassVar[timedelta] = REACHES_BACK

    def __init__(self, context: ProviderContext) -> None:
        self._http = context.http
        self._languages = context.languages or ("en",)
        self._api = TmdbApi(context)
        self._look_up = LookUp(self._api, self._languages[0])
        self._seasons = SeasonPosters(self._api)
        self._episodes = Episodes(self._api, self._look_up)
        self._changes = Changes(self._api)

    async def check_key(self) -> str:
        """Return a sentence saying which kind of key TMDB accepted.

        Raises:
            ProviderError: it did not, or cannot be asked.
        """
        data = part(await self._api.get("authentication", {}, Priority.USER))
        if data.get("success") is not True:
            raise self._http.key_refused()
        kind = "API Read Access Token" if self._api.key_kind == keys.TOKEN else "API key"
        return f"TMDB accepted the {kind}."

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer:
        """Return everything of one group for one work.

        Artwork, trailers and metadata take one request, the seasons of a series two, asking by the id of another
        service one more.  No language is sent with them: that would filter the pictures.
        """
        asked = ExternalIds({request.id_kind: request.id_value})
        if request.entity_type is EntityType.EPISODE:
            return await self._episodes.read(request)
        tmdb_id = await self._own_id(request)
        if tmdb_id is None:
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=asked)
        try:
            if request.group.name == SEASONS.name and request.entity_type is EntityType.TV:
                answer = await self._seasons.read(tmdb_id, request.priority)
            else:
                answer = await self._details(tmdb_id, request)
        except ProviderNotFound:
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=ExternalIds(tmdb=tmdb_id))
        if request.id_kind == "tmdb":
            return answer
        return replace(answer, external_ids=answer.external_ids.filled_from(asked))

    async def changes(self, since: datetime, until: datetime, *, priority: Priority) -> Sequence[ChangedWork]:
        """Return films and series changed on the days from *since* to *until*."""
        return await self._changes.read(since, until, priority)

    async def search(self, query: TitleQuery) -> SearchAnswer:
        """Return films, series or collections by title.

        With a year those released in it come first; if they are few, those of any year follow, since the year
        of a file is often that of another country's release.
        """
        title = " ".join(text(query.title).split())[:_MAX_QUERY]
        if not title or query.entity_type not in _PATHS:
            return SearchAnswer(())
        if query.year is None or query.entity_type not in _YEAR_PARAMETERS:
            return await self._search(title, query, None, query.limit)
        dated = await self._search(title, query, query.year, query.limit)
        if len(dated.hits) >= min(_FEW_RESULTS, query.limit):
            return dated
        try:
            undated = await self._search(title, query, None, query.limit)
        except ProviderNotFound:  # what was found stays found
            if not dated.hits:
                raise
            return dated
        known = {hit.provider_result_id for hit in dated.hits}
        merged = (*dated.hits, *(hit for hit in undated.hits if hit.provider_result_id not in known))
        return SearchAnswer(_ranked(merged[: query.limit]), dated.dropped + undated.dropped)

    async def find(self, entity_type: EntityType, ids: ExternalIds, priority: Priority) -> SearchAnswer:
        """Return the works behind *ids*; two ids that name two works give two hits."""
        hits: list[ProviderHit] = []
        dropped = 0
        if ids.tmdb and entity_type in _PATHS:
            hit = await self._hit_by_own_id(entity_type, ids.tmdb, priority)
            hits += [hit] if hit else []
        for kind in FOREIGN_KINDS.get(entity_type, ()):
            value = ids.get(kind)
            if value is None or any(hit.external_ids.get(kind) == value for hit in hits):
                continue
            found, bad = await self._look_up.hits(entity_type, kind, value, priority)
            known = {hit.provider_result_id for hit in hits}
            hits += [hit for hit in found if hit.provider_result_id not in known]
            dropped += bad
        return SearchAnswer(_ranked(tuple(hits)), dropped)

    async def resolve(self, hit: ProviderHit, priority: Priority) -> ProviderHit:
        """Return *hit* with ids, other titles and running time from one details request."""
        path = f"{_PATHS[hit.entity_type]}/{hit.provider_result_id}"
        data = await self._api.get(path, {"append_to_response": _RESOLVE_PARTS[hit.entity_type]}, priority)
        with self._http.reading(path):
            details = await self._with_foreign_ids(
                hit.entity_type, path, entry(data, hit.provider_result_id), priority
            )
            return map_resolved(hit, details)

    async def _details(self, tmdb_id: str, request: AnswerRequest) -> ProviderAnswer:
        path = f"{_PATHS[request.entity_type]}/{tmdb_id}"
        parameters: dict[str, str | int] = {}
        appended = Appended(_PARTS[request.entity_type])
        if request.entity_type in _WITH_VIDEOS:
            parameters["include_video_language"] = _video_languages(request.languages)
            appended = replace(
                appended, indispensable=_INDISPENSABLE, parameters={"videos": dict(parameters)}
            )
        parameters["append_to_response"] = str(appended)
        data, addresses = await self._api.get_with_addresses(path, parameters, request.priority)
        with self._http.reading(path):
            details = await self._api.completed(path, entry(data, tmdb_id), appended, request.priority)
            return _answer(details, request, addresses)

    async def _with_foreign_ids(
        self, entity_type: EntityType, path: str, details: JsonObject, priority: Priority
    ) -> JsonObject:
        if entity_type is not EntityType.TV:  # a film names its IMDb id itself
            return details
        return await self._api.with_parts(path, details, {"external_ids": {}}, priority)

    async def _own_id(self, request: AnswerRequest) -> str | None:
        if request.id_kind == "tmdb":
            return str(int(request.id_value)) if _OWN_ID.fullmatch(request.id_value) else None
        # The id asked by first; the service need not have been told of it, and may know one of the others.
        for kind, value in {request.id_kind: request.id_value, **request.ids}.items():
            hits, _ = await self._look_up.hits(request.entity_type, kind, value, request.priority)
            if hits:
                return hits[0].provider_result_id
        return None

    async def _hit_by_own_id(
        self, entity_type: EntityType, tmdb_id: str, priority: Priority
    ) -> ProviderHit | None:
        if not _OWN_ID.fullmatch(tmdb_id):
            return None
        path = f"{_PATHS[entity_type]}/{int(tmdb_id)}"
        parameters = {"append_to_response": _RESOLVE_PARTS[entity_type], "language": self._languages[0]}
        try:
            data, addresses = await self._api.get_with_addresses(path, parameters, priority)
        except ProviderNotFound:
            return None
        with self._http.reading(path):
            details = await self._with_foreign_ids(
                entity_type, path, entry(data, str(int(tmdb_id))), priority
            )
            hit = map_hit(details, entity_type, addresses, rank=1)
            if hit is None:
                raise UnexpectedShape("the entry has no title")
            return replace(map_resolved(hit, details), is_id_match=True)

    async def _search(self, title: str, query: TitleQuery, year: int | None, limit: int) -> SearchAnswer:
        path = f"search/{_PATHS[query.entity_type]}"
        parameters: dict[str, str | int] = {"query": title, "include_adult": "false"}
        parameters["language"] = (query.languages or self._languages)[0]
        if year is not None:
            parameters[_YEAR_PARAMETERS[query.entity_type]] = year
        hits: list[ProviderHit] = []
        dropped = 0
        for number in range(1, min(_MAX_PAGES, -(-limit // _PER_PAGE)) + 1):
            data, addresses = await self._api.get_with_addresses(
                path, {**parameters, "page": number}, query.priority
            )
            with self._http.reading(path):
                page = map_search_page(data, query.entity_type, addresses, first_rank=len(hits) + 1)
            known = {hit.provider_result_id for hit in hits}
            hits += [hit for hit in page.hits if hit.provider_result_id not in known]
            dropped += page.dropped
            if number >= page.pages:
                break
        return SearchAnswer(_ranked(tuple(hits[:limit])), dropped)


def _ranked(hits: tuple[ProviderHit, ...]) -> tuple[ProviderHit, ...]:
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1))


def _video_languages(languages: tuple[str, ...]) -> str:
    codes = [language.replace("_", "-").split("-")[0].lower() for language in languages]
    return ",".join(dict.fromkeys((*codes, "en", "null")))


def _answer(details: JsonObject, request: AnswerRequest, addresses: ImageAddresses) -> ProviderAnswer:
    offered = INFO.asset_types_for(request.entity_type)
    pictures = map_entry_images(details, addresses, offered)
    videos, lost_videos = map_videos(details.get("videos"), request.languages)
    metadata, lost_seasons = map_metadata(details, request.languages, addresses), 0
    if request.entity_type is EntityType.TV:
        seasons, lost_seasons = describe_seasons(details)
        metadata = replace(metadata, seasons=seasons)
    return ProviderAnswer(
        outcome=Outcome.OK,
        external_ids=map_external_ids(details, request.entity_type),
        metadata=metadata,
        images=pictures.images,
        videos=tuple(video for video in videos if video.asset_type in offered),
        dropped=pictures.dropped + lost_videos + lost_seasons,
        incomplete_parts=frozenset(pictures.incomplete),
    )
