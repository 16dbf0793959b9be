"""MusicBrainz WS/2 over the demo albums: look-ups, searches, browsing, its errors and its manners.

A client without an honest User-Agent is refused, more than a request a second is answered by 503, searches leave out
what is empty, an old id of a merged entry is answered with the new one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from metarr_desktop.demo import lucene
from metarr_desktop.demo import musicbrainz_bodies as bodies
from metarr_desktop.demo.albums import AlbumCatalogue, load_albums
from metarr_desktop.demo.catalogue import Catalogue
from metarr_desktop.demo.demo_site import Address, Answer, DemoSite, RateLimit, html_page
from metarr_desktop.demo.faults import DemoService, PathKind
from metarr_desktop.demo.pictures import PictureStore
from metarr_desktop.demo.responses import json_response

_MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HONEST_AGENT = re.compile(r"[^/\s]+/\S+ \( \S+ \)")
_HELP = "For usage, please see: https://musicbrainz.org/development/mmd"
_RATE = (
    "Your requests are exceeding the allowable rate limit. "
    "Please see http://wiki.musicbrainz.org/XMLWebService for more information."
)
_BUSY = "The MusicBrainz web server is currently busy. Please try again later."
_CREATED = "2026-11-22T10:00:00.000Z"
_KEPT_S = 600
_INCLUDES = {
    "release-group": {
        "artist-credits", "artists", "releases", "genres", "tags", "url-rels", "aliases", "ratings", "annotation",
    },
    "release": {"artist-credits", "release-groups", "recordings", "labels", "media"},
    "artist": {"url-rels", "tags", "genres", "ratings", "aliases", "annotation", "release-groups"},
}  # fmt: skip

Handler = Callable[[Request], Awaitable[Response]]


def build_musicbrainz_site(catalogue: Catalogue, pictures: PictureStore) -> DemoSite:
    """Return MusicBrainz as the demo offers it; it has neither films nor pictures."""
    del catalogue, pictures
    return DemoSite(
        service=DemoService.MUSICBRAINZ,
        title="MusicBrainz",
        addresses=(Address(PathKind.API, "musicbrainz.org", "/ws/2/", "/musicbrainz/ws/2/"),),
        app=_MusicBrainzService(load_albums()).application(),
        failure_answer=failure_answer,
        base_url_variable="METARR_MUSICBRAINZ_BASE_URL",
        base_path="/musicbrainz/ws/2/",
        rate_limit=RateLimit(1),
    )


def failure_answer(status: int, count: int) -> Answer:
    """Return MusicBrainz' body for a failed HTTP *status*; it says 503 where others say 429."""
    del count
    if status == 429:
        return _error(503, _RATE)
    if status == 503:
        return _error(503, _BUSY)
    if status in (400, 404):
        return _error(status, "Not Found" if status == 404 else "Invalid mbid.")
    return html_page(status, "Error")


def _error(status: int, text: str) -> Answer:
    body: dict[str, Any] = {"error": text} if status == 503 else {"error": text, "help": _HELP}
    return Answer(status, json.dumps(body).encode(), "application/json; charset=utf-8")


class _Refused(Exception):
    """The request ends with one of the service's own errors."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class _MusicBrainzService:
    def __init__(self, albums: AlbumCatalogue) -> None:
        self._albums = albums

    def application(self) -> Starlette:
        routes = {
            "release-group": self._release_groups,
            "release-group/{id}": self._release_group,
            "release/{id}": self._release,
            "artist": self._artists,
            "artist/{id}": self._artist,
        }
        return Starlette(
            routes=[Route(f"/ws/2/{path}", _guarded(handler)) for path, handler in routes.items()],
            exception_handlers={HTTPException: _no_such_path, _Refused: _refusal},
        )

    async def _release_group(self, request: Request) -> Response:
        album = self._albums.album(_id_of(request))
        if album is None:
            raise _Refused(404, "Not Found")
        body = bodies.release_group(album, _includes(request, "release-group"))
        return json_response(request, body, max_age_s=_KEPT_S)

    async def _release(self, request: Request) -> Response:
        release_id = _id_of(request)
        album = self._albums.album_of_release(release_id)
        _includes(request, "release")
        if album is None:
            raise _Refused(404, "Not Found")
        return json_response(request, bodies.release(album, release_id), max_age_s=_KEPT_S)

    async def _artist(self, request: Request) -> Response:
        artist = self._albums.artist(_id_of(request))
        _includes(request, "artist")
        if artist is None:
            raise _Refused(404, "Not Found")
        return json_response(request, bodies.artist(artist), max_age_s=_KEPT_S)

    async def _release_groups(self, request: Request) -> Response:
        """A search with ``query``, or the albums of ``artist``."""
        if "artist" in request.query_params:
            return self._browse(request)
        matcher = _query(request, ("releasegroup", "artist"))
        ranked = sorted(
            (
                (-score, -album.fame, album.mbid, album)
                for album in self._albums.albums
                if (score := matcher(bodies.document(album)))
            ),
            key=lambda entry: entry[:3],
        )
        found = [bodies.found_release_group(album, -score) for score, _, _, album in ranked]
        return json_response(request, _page(request, "release-groups", found), max_age_s=_KEPT_S)

    def _browse(self, request: Request) -> Response:
        artist = self._albums.artist(request.query_params["artist"])
        if artist is None:
            raise _Refused(404, "Not Found")
        includes = _includes(request, "release-group")
        listed = [bodies.release_group(album, includes) for album in self._albums.albums_by(artist.mbid)]
        offset, limit = _number(request, "offset", 0), _number(request, "limit", 25)
        body = {
            "release-group-count": len(listed),
            "release-group-offset": offset,
            "release-groups": listed[offset : offset + limit],
        }
        return json_response(request, body, max_age_s=_KEPT_S)

    async def _artists(self, request: Request) -> Response:
        matcher = _query(request, ("artist", "alias"))
        scored = [(matcher(bodies.artist_document(artist)), artist) for artist in self._albums.artists]
        ranked = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].mbid))
        found = [bodies.found_artist(artist, score) for score, artist in ranked]
        return json_response(request, _page(request, "artists", found), max_age_s=_KEPT_S)


def _guarded(handler: Handler) -> Handler:
    """Let a request through only from a client that says who it is and asks for JSON."""

    async def guarded(request: Request) -> Response:
        if not _HONEST_AGENT.fullmatch(request.headers.get("user-agent", "")):
            return Response("Your client does not say who it is.\n", 403, media_type="text/plain")
        wants_json = request.query_params.get("fmt") == "json"
        if not wants_json and "json" not in request.headers.get("accept", ""):
            xml = '<?xml version="1.0" encoding="UTF-8"?><metadata/>'
            return Response(xml, media_type="application/xml")
        return await handler(request)

    return guarded


def _id_of(request: Request) -> str:
    value: str = request.path_params["id"]
    if not _MBID.fullmatch(value.lower()):
        raise _Refused(400, "Invalid mbid.")
    return value.lower()


def _includes(request: Request, resource: str) -> set[str]:
    words = set(request.query_params.get("inc", "").replace("+", " ").split())
    unknown = sorted(words - _INCLUDES[resource])
    if unknown:
        kind = resource.replace("-", "_")
        raise _Refused(400, f"{unknown[0]} is not a valid inc parameter for the {kind} resource.")
    return words


def _query(request: Request, default_fields: tuple[str, ...]) -> lucene.Matcher:
    try:
        return lucene.parse(request.query_params["query"], default_fields)
    except KeyError:
        raise _Refused(400, "Neither a query nor a linked entity was given.") from None
    except lucene.BadQuery as error:
        raise _Refused(400, f"Unable to parse search: {error}") from error


def _page(request: Request, name: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    offset, limit = _number(request, "offset", 0), _number(request, "limit", 25)
    return {"created": _CREATED, "count": len(found), "offset": offset, name: found[offset : offset + limit]}


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, "")
    return min(int(text), 100) if text.isascii() and text.isdigit() and len(text) < 6 else default


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, _Refused)
    answer = _error(error.status, error.text)
    return Response(answer.body, answer.status, media_type=answer.media_type)


async def _no_such_path(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await _refusal(request, _Refused(error.status_code, "Not Found"))
