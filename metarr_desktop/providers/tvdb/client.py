"""TheTVDB over HTTP: which requests are made, and how their answers fit together."""

from __future__ import annotations

import asyncio
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
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object, text
from metarr_desktop.providers.tvdb import keys
from metarr_desktop.providers.tvdb.answer_mapping import map_answer
from metarr_desktop.providers.tvdb.api import TvdbApi
from metarr_desktop.providers.tvdb.artwork_types import ArtworkTypes, TypeTable
from metarr_desktop.providers.tvdb.changes import REACHES_BACK, Changes
from metarr_desktop.providers.tvdb.episode_list import EpisodeList
from metarr_desktop.providers.tvdb.episode_mapping import Episode
from metarr_desktop.providers.tvdb.id_mapping import map_remote_ids, record_id
from metarr_desktop.providers.tvdb.info import EPISODE_PLACE, INFO
from metarr_desktop.providers.tvdb.login import Login
from metarr_desktop.providers.tvdb.search_mapping import (
    FOUND_UNDER,
    map_found,
    map_record_hit,
    map_resolved,
    map_search_page,
)
from metarr_desktop.providers.tvdb.translations import with_translation

_PATHS = {EntityType.MOVIE: "movies", EntityType.TV: "series", EntityType.EPISODE: "episodes"}
_FOREIGN_IDS = {"imdb": re.compile(r"tt[0-9]{1,12}"), "tmdb": re.compile(r"[0-9]{1,12}")}
_OWN_ID = re.compile(r"[0-9]{1,10}")
_MAX_QUERY = 250  # characters; longer titles do not exist, and longer addresses are refused
_RESULTS = 50  # one page of the service
_CANDIDATES = 4  # works looked into where one number means something at several services


class TvdbProvider:
    """Films, series and episodes of TheTVDB: artwork, trailers, metadata, search."""

    info: ClassVar[ProviderInfo] = INFO
    generation: ClassVar[int] = 0  # both kinds of key see the same
    reaches_back: ClassVar[timedelta] = REACHES_BACK

    def __init__(self, context: ProviderContext) -> None:
        self._http = context.http
        self._base_url = context.base_url
        self._languages = context.languages or ("en",)
        self._keys = {name: value.strip() for name, value in context.keys.items()}
        for value in keys.login_body(self._keys).values():
            context.http.hide_secret(value)
        login = Login(context.http, self._keys, context.base_url, memory=context.token_memory)
        self._api = TvdbApi(context.http, self._keys, login)
        self._types = TypeTable(self._api)
        self._changes = Changes(self._api)

    async def check_key(self) -> str:
        """Return a sentence saying which kind of key TheTVDB accepted.

        Raises:
            ProviderError: it did not, or cannot be asked.
        """
        self._api.require_keys()
        await self._api.login.log_in_anew(Priority.USER)
        if keys.kind_of(self._keys) == keys.USER_SUPPORTED:
            return "TheTVDB accepted the user-supported key with your subscriber PIN."
        return "TheTVDB accepted the project key; it needs no PIN."

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer:
        """Return artwork, trailers and metadata of one work, from one request (two by another service's id)."""
        asked = ExternalIds({request.id_kind: request.id_value})
        if request.id_kind == "tvdb":
            found = await self._own_record(request.entity_type, request.id_value, request.priority)
        elif request.id_kind == EPISODE_PLACE:
            found = await self._episode_record(request.id_value, request.priority)
        else:
            found = await self._foreign_record(request)
        if found is None:
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=asked)
        record, types = found
        with self._http.reading(self._details_path(request.entity_type, record_id(record))):
            return map_answer(record, request, types, base_url=self._base_url)

    async def changes(self, since: datetime, until: datetime, *, priority: Priority) -> Sequence[ChangedWork]:
        """Return films and series changed since *since*."""
        del until  # it lists up to now
        return await self._changes.read(since, priority)

    async def search(self, query: TitleQuery) -> SearchAnswer:
        """Return films or series by title.

        The year is not sent: the service would leave out works whose year it notes one off. Those of about that
        year come first.
        """
        title = " ".join(text(query.title).split())[:_MAX_QUERY]
        if not title or query.entity_type not in FOUND_UNDER:
            return SearchAnswer(())
        parameters: dict[str, str | int] = {
            "query": title,
            "type": FOUND_UNDER[query.entity_type],
            "limit": _RESULTS,
        }
        try:
            envelope = await self._api.get("search", parameters, priority=query.priority)
        except ProviderNotFound:
            return SearchAnswer(())
        with self._http.reading("search"):
            hits, dropped = map_search_page(
                envelope.data, query.entity_type, query.languages or self._languages, base_url=self._base_url
            )
        ordered = _near_year_first(hits, query.year)[: query.limit]
        return SearchAnswer(
            tuple(replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1)), dropped
        )

    async def find(self, entity_type: EntityType, ids: ExternalIds, priority: Priority) -> SearchAnswer:
        """Return the works behind *ids*; two ids that name two works give two hits."""
        hits: list[ProviderHit] = []
        if entity_type not in FOUND_UNDER:
            return SearchAnswer(())
        for kind in ("tvdb", *_FOREIGN_IDS):
            value = ids.get(kind)
            if value is None or any(hit.external_ids.get(kind) == value for hit in hits):
                continue
            record = await self._short_record(entity_type, kind, value, priority)
            if record is None:
                continue
            with self._http.reading(self._details_path(entity_type, record_id(record))):
                hit = map_record_hit(record, entity_type, self._languages, rank=1, base_url=self._base_url)
                if hit is None:
                    raise UnexpectedShape("the entry has no title")
            if kind not in hit.external_ids:
                hit = replace(hit, external_ids=hit.external_ids.filled_from({kind: value}))
            if all(known.provider_result_id != hit.provider_result_id for known in hits):
                hits.append(hit)
        return SearchAnswer(tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1)))

    async def resolve(self, hit: ProviderHit, priority: Priority) -> ProviderHit:
        """Return *hit* with ids, other titles and running time from one details request."""
        record = await self._record(hit.entity_type, hit.provider_result_id, priority, is_short=True)
        with self._http.reading(self._details_path(hit.entity_type, hit.provider_result_id)):
            return map_resolved(hit, record)

    async def episodes(
        self, series_id: str, priority: Priority, *, language: str | None = None
    ) -> tuple[list[Episode], int]:
        """Return all episodes of a series and the number of malformed ones.

        Args:
            language: one of the user's languages for titles and overviews; by default the original.

        Raises:
            ProviderNotFound: no such series.
            ProviderError: it cannot be asked.
        """
        return await EpisodeList(self._api, self._base_url).read(series_id, priority, language)

    async def _own_record(
        self, entity_type: EntityType, value: str, priority: Priority
    ) -> tuple[JsonObject, ArtworkTypes] | None:
        if not _OWN_ID.fullmatch(value) or not int(value):
            return None
        try:
            return await self._record_with_types(entity_type, str(int(value)), priority)
        except ProviderNotFound:
            return None

    async def _episode_record(self, place: str, priority: Priority) -> tuple[JsonObject, ArtworkTypes] | None:
        try:
            episode = await EpisodeList(self._api, self._base_url).at(place, priority)
        except ProviderNotFound:
            return None
        if episode is None:
            return None
        return await self._own_record(EntityType.EPISODE, str(episode.id), priority)

    async def _foreign_record(self, request: AnswerRequest) -> tuple[JsonObject, ArtworkTypes] | None:
        """Look the work up by the id asked by, and then by the others known: the service may know one of them."""
        entity_type, priority = request.entity_type, request.priority
        for kind, value in {request.id_kind: request.id_value, **request.ids}.items():
            for base in await self._candidates(entity_type, kind, value, priority):
                try:
                    record, types = await self._record_with_types(entity_type, record_id(base), priority)
                except ProviderNotFound:
                    continue
                if _is_known_as(record, entity_type, kind, value):
                    return record, types
        return None

    async def _short_record(
        self, entity_type: EntityType, kind: str, value: str, priority: Priority
    ) -> JsonObject | None:
        if kind == "tvdb":
            if not _OWN_ID.fullmatch(value) or not int(value):
                return None
            try:
                return await self._record(entity_type, str(int(value)), priority, is_short=True)
            except ProviderNotFound:
                return None
        for base in await self._candidates(entity_type, kind, value, priority):
            try:
                record = await self._record(entity_type, record_id(base), priority, is_short=True)
            except ProviderNotFound:
                record = base  # what the look-up itself says of it, which is less
            if _is_known_as(record, entity_type, kind, value):
                return record
        return None

    async def _candidates(
        self, entity_type: EntityType, kind: str, value: str, priority: Priority
    ) -> list[JsonObject]:
        """Return the base records of works that some other service knows as *value*."""
        if kind not in _FOREIGN_IDS or not _FOREIGN_IDS[kind].fullmatch(value):
            return []
        if entity_type not in FOUND_UNDER:
            return []
        path = f"search/remoteid/{value}"
        try:
            envelope = await self._api.get(path, priority=priority)
        except ProviderNotFound:
            return []
        with self._http.reading(path):
            return map_found(envelope.data, entity_type)[:_CANDIDATES]

    async def _record_with_types(
        self, entity_type: EntityType, number: str, priority: Priority
    ) -> tuple[JsonObject, ArtworkTypes]:
        """Ask for the record and the table of artwork types side by side."""
        await self._api.sign_in(priority)  # else both would find out that the key is refused
        table = asyncio.create_task(self._types.types(priority), name="tvdb artwork types")
        try:
            return await self._record(entity_type, number, priority), await table
        finally:
            if not table.done():
                table.cancel()
                await asyncio.gather(table, return_exceptions=True)

    async def _record(
        self, entity_type: EntityType, number: str, priority: Priority, *, is_short: bool = False
    ) -> JsonObject:
        path = self._details_path(entity_type, number)
        parameters: dict[str, str | int] = {"meta": "translations"}
        if is_short:
            parameters["short"] = "true"  # without artwork, people and trailers
        envelope = await self._api.get(path, parameters, priority=priority)
        with self._http.reading(path):
            record = expect_object(envelope.data)
            if record_id(record) != number:
                raise UnexpectedShape("it is about another entry than asked for")
        base = path.removesuffix("/extended")
        return await with_translation(self._api, base, record, self._languages, priority)

    @staticmethod
    def _details_path(entity_type: EntityType, number: str) -> str:
        return f"{_PATHS[entity_type]}/{number}/extended"


def _is_known_as(record: JsonObject, entity_type: EntityType, kind: str, value: str) -> bool:
    """Tell whether the work itself says that the other service knows it so.

    Numbers of different services may be the same, so a TMDB id has to be named. An IMDb id means one thing
    only; a record that names none at all is taken.
    """
    ids, _ = map_remote_ids(record.get("remoteIds"), entity_type)
    if kind in ids:
        return ids[kind] == (str(int(value)) if kind == "tmdb" else value)
    return kind == "imdb"


def _near_year_first(hits: Sequence[ProviderHit], year: int | None) -> list[ProviderHit]:
    if year is None:
        return list(hits)
    return sorted(hits, key=lambda hit: hit.year is None or abs(hit.year - year) > 1)
