"""MusicBrainz over HTTP: few requests, since only one a second is allowed to all of us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar

from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.errors import ProviderBusy, ProviderError, ProviderNotFound
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.provider import ProviderInfo
from metarr_desktop.domain.search import ProviderHit
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer, SearchAnswer, TitleQuery
from metarr_desktop.providers.definition import ProviderContext
from metarr_desktop.providers.json_fields import UnexpectedShape, text
from metarr_desktop.providers.musicbrainz import lucene, mapping
from metarr_desktop.providers.musicbrainz.caa_client import CoverArtArchive
from metarr_desktop.providers.musicbrainz.info import COVER_ART_ARCHIVE, COVERS, INFO
from metarr_desktop.providers.musicbrainz.mapping import MERGED_ID, ReleaseGroup, mbid

# A blank between the words is what "+" in the address stands for.
_DETAILS = "artist-credits releases genres tags url-rels aliases ratings"
_PROBE = "f5093c06-23e3-404f-aeaa-40f72885ee3a"  # any album does: what counts is whether there is an answer
_MAX_QUERY = 250  # characters; longer titles do not exist, and longer addresses are refused
_MAX_RESULTS = 100
_SURE_SCORE = 90
_MAX_ARTISTS = 3


class MusicBrainzProvider:
    """Albums of MusicBrainz with the covers of the Cover Art Archive."""

    info: ClassVar[ProviderInfo] = INFO
    generation: ClassVar[int] = 0

    def __init__(self, context: ProviderContext) -> None:
        self._http = context.http
        self._archive = CoverArtArchive(context.sides[COVER_ART_ARCHIVE.name])

    async def check_key(self) -> str:
        """Return a sentence saying that the service answers; there is no key.

        Raises:
            ProviderError: it does not.
        """
        with suppress(ProviderNotFound):  # answered
            await self._get(f"release-group/{_PROBE}", {}, Priority.USER)
        return "MusicBrainz answered. It needs no key."

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer:
        """Return texts and ids (one request to MusicBrainz), or the pictures (one to the archive)."""
        asked = ExternalIds({request.id_kind: request.id_value})
        group_id = mbid(request.id_value)
        if group_id is None:
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=asked)
        if request.group.name == COVERS:
            return await self._pictures(group_id, asked, request.priority)
        path = f"release-group/{group_id}"
        try:
            data = await self._get(path, {"inc": _DETAILS}, request.priority)
        except ProviderNotFound:
            other = await self._what_else(group_id, request.priority)
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=asked, message=other)
        with self._http.reading(path):
            group, answer = mapping.release_group_of(data)
            metadata = mapping.map_metadata(answer, group, cover_url=self._archive.preview_address(group.id))
        ids = mapping.map_external_ids(answer, group)
        if group.id != group_id:  # two entries were merged: the answer has the other id, and both stay known
            ids = ExternalIds({**ids, **asked, MERGED_ID: group.id})
        return ProviderAnswer(Outcome.OK, external_ids=ids, metadata=metadata)

    async def _what_else(self, found_id: str, priority: Priority) -> str:
        """Return a sentence on what an id is that is no album's: people copy those of editions and artists, too."""
        if priority is not Priority.USER:
            return ""
        try:
            if (group := await self._group_of(found_id, priority)) is not None:
                return (
                    f"{found_id} is one edition (a release) at MusicBrainz, no album. Its album is "
                    f"{group.title}: use {group.id}."
                )
            data = await self._get(f"artist/{found_id}", {}, priority)
            with self._http.reading("artist"):
                name = text(mapping.entry(data).get("name"), max_length=300) or "somebody"
        except ProviderBusy:  # we are to wait, which is not for us to pass over
            raise
        except ProviderError:  # that it is no album is known; the rest is courtesy
            return ""
        return (
            f"{found_id} is an artist at MusicBrainz ({name}), no album. Search for the album and use its id."
        )

    async def _pictures(self, group_id: str, asked: ExternalIds, priority: Priority) -> ProviderAnswer:
        covers = await self._archive.covers(group_id, priority)
        if covers is None or not covers.images:
            lost = covers.dropped if covers else 0
            return ProviderAnswer(Outcome.EMPTY, external_ids=asked, dropped=lost)
        return ProviderAnswer(Outcome.OK, external_ids=asked, images=covers.images, dropped=covers.dropped)

    async def search(self, query: TitleQuery) -> SearchAnswer:
        """Return albums by title, artist or both, from one request.

        For "Artist - Title" that nothing fits, the artist is searched by all the names people have for them, and the
        album among what they made (two requests more).
        """
        title = " ".join(text(query.title).split())[:_MAX_QUERY]
        if not title or query.entity_type is not EntityType.MUSIC:
            return SearchAnswer(())
        limit = min(query.limit, _MAX_RESULTS)
        found = await self._search(lucene.release_group_query(title, query.year), limit, query.priority)
        parts = lucene.credit_and_title(title)
        if found.hits or parts is None:
            return found
        artists = await self.find_artists(parts[0], query.priority)
        sure = [artist.id for artist in artists if artist.score >= _SURE_SCORE][:_MAX_ARTISTS]
        if not sure:
            return found
        found = await self._search(lucene.albums_of_query(parts[1], sure), limit, query.priority)
        # the service itself said that the artist is called so, too
        hits = (replace(hit, alternative_titles=(f"{parts[0]} - {hit.title}",)) for hit in found.hits)
        return replace(found, hits=tuple(hits))

    async def find_artists(self, name: str, priority: Priority) -> tuple[mapping.Artist, ...]:
        """Return artists called *name*, best first."""
        data = await self._get("artist", {"query": lucene.artist_query(name), "limit": 25}, priority)
        with self._http.reading("artist"):
            return mapping.map_artists(data)

    async def find(self, entity_type: EntityType, ids: ExternalIds, priority: Priority) -> SearchAnswer:
        """Return the album behind *ids*; an edition stands for its album, an artist for all their albums.

        Ids look the same whatever they name, so one that is no album's is tried as the others.
        """
        if entity_type is not EntityType.MUSIC:
            return SearchAnswer(())
        group_id = mbid(ids.musicbrainz)
        if group_id is not None:
            if (group := await self._group_by_id(group_id, priority)) is not None:
                return SearchAnswer(self._matched(group, group_id))
            if (group := await self._group_of(group_id, priority)) is not None:
                return SearchAnswer(self._matched(group, None))
            return await self._albums_of(group_id, priority)
        if release_id := mbid(ids.get("musicbrainz_release")):
            return SearchAnswer(self._matched(await self._group_of(release_id, priority), None))
        if artist_id := mbid(ids.musicbrainz_artist):
            return await self._albums_of(artist_id, priority)
        return SearchAnswer(())

    async def resolve(self, hit: ProviderHit, priority: Priority) -> ProviderHit:
        """Return *hit* with other titles and genres from one look-up."""
        path = f"release-group/{hit.provider_result_id}"
        data = await self._get(path, {"inc": _DETAILS}, priority)
        with self._http.reading(path):
            group, answer = mapping.release_group_of(data)
        said = mapping.map_metadata(answer, group, cover_url=hit.poster_url or "")
        return replace(
            hit,
            external_ids=hit.external_ids.filled_from(mapping.map_external_ids(answer, group)),
            artist=hit.artist or group.artist,
            alternative_titles=said.alternative_titles,
            release_date=hit.release_date or group.released,
            genres=said.genres,
            is_resolved=True,
        )

    async def _group_by_id(self, group_id: str, priority: Priority) -> ReleaseGroup | None:
        path = f"release-group/{group_id}"
        try:
            data = await self._get(path, {"inc": "artist-credits"}, priority)
        except ProviderNotFound:
            return None
        with self._http.reading(path):
            group = mapping.release_group_of(data)[0]
            if not group.title:  # texts can do without; a result to choose cannot
                raise UnexpectedShape("the entry has no title")
            return group

    async def _group_of(self, release_id: str, priority: Priority) -> ReleaseGroup | None:
        path = f"release/{release_id}"
        try:
            data = await self._get(path, {"inc": "release-groups artist-credits"}, priority)
        except ProviderNotFound:
            return None
        with self._http.reading(path):
            return mapping.group_of_release(data)

    async def _albums_of(self, artist_id: str, priority: Priority) -> SearchAnswer:
        """Return the albums of an artist; none of them is the one looked for more than the others."""
        parameters: dict[str, str | int] = {"artist": artist_id, "type": "album", "limit": _MAX_RESULTS}
        try:
            data = await self._get("release-group", {**parameters, "inc": "artist-credits"}, priority)
        except ProviderNotFound:
            return SearchAnswer(())
        return self._answer(data)

    async def _search(self, query: str, limit: int, priority: Priority) -> SearchAnswer:
        return self._answer(await self._get("release-group", {"query": query, "limit": limit}, priority))

    def _answer(self, data: object) -> SearchAnswer:
        with self._http.reading("release-group"):
            groups, dropped = mapping.map_search(data)
        return SearchAnswer(self._hits(groups), dropped)

    def _matched(self, group: ReleaseGroup | None, asked: str | None) -> tuple[ProviderHit, ...]:
        """Return the hit that an id stands for; the id asked with stays known where the entry has another."""
        if group is None:
            return ()
        (hit,) = self._hits([group])
        old = {} if asked in (None, group.id) else {MERGED_ID: asked}
        return (replace(hit, is_id_match=True, external_ids=ExternalIds({**hit.external_ids, **old})),)

    def _hits(self, groups: Sequence[ReleaseGroup]) -> tuple[ProviderHit, ...]:
        return mapping.map_hits(groups, [self._archive.preview_address(group.id) for group in groups])

    async def _get(self, path: str, parameters: Mapping[str, str | int], priority: Priority) -> Any:
        return (await self._http.get_json(path, {**parameters, "fmt": "json"}, priority=priority)).data
