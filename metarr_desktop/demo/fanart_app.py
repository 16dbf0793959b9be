"""Fanart.tv v3, v3.1 and v3.2 over the demo's films, series and albums, with the service's own oddities.

Numbers are texts, kinds without pictures are absent, textless has three spellings, "not found" has three
forms, some addresses contain spaces and parentheses: clients meet all of it at the real service.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from metarr_desktop.demo.catalogue import Catalogue, DemoFilm, DemoImage
from metarr_desktop.demo.demo_site import ORIGIN, Address, Answer, DemoSite, html_page
from metarr_desktop.demo.fanart_entries import (
    SEASONAL,
    SERIES_BACKGROUNDS,
    WITHOUT_LANGUAGE,
    EntryOf,
    FanartEntries,
    season_word,
)
from metarr_desktop.demo.faults import DemoService, PathKind
from metarr_desktop.demo.keys import DEMO_FANART_TV_API_KEY, DEMO_FANART_TV_CLIENT_KEY
from metarr_desktop.demo.pictures import MEDIA_TYPES, PictureStore
from metarr_desktop.demo.responses import json_response, picture_response

VERSIONS = ("v3", "v3.1", "v3.2")
PREVIEW_WIDTHS = {"preview": 400, "bigpreview": 700}
_HOST = "assets.fanart.tv"
_KEPT_S = 3_600
_BACKGROUNDS = frozenset({"moviebackground", "movie4kbackground"}) | SERIES_BACKGROUNDS
_COPY_MARK = re.compile(r" \(\d+\)(?=\.\w+$)")
NOT_FOUND = {"status": "error", "error message": "Not found"}

Handler = Callable[[Request], Awaitable[Response]]


def build_fanart_tv_site(catalogue: Catalogue, pictures: PictureStore) -> DemoSite:
    """Return Fanart.tv as the demo offers it.

    On loopback its pictures stand at ``/fanart/``, ``/preview/`` and ``/bigpreview/`` of the host itself, so
    that a client which replaces the first ``/fanart/`` of an address finds the small rendition there too.
    """
    return DemoSite(
        service=DemoService.FANART_TV,
        title="Fanart.tv",
        addresses=(
            Address(PathKind.API, "webservice.fanart.tv", "/v3", "/fanart/v3"),
            Address(PathKind.IMAGE, _HOST, "/fanart/", "/fanart/"),
            Address(PathKind.IMAGE, _HOST, "/preview/", "/preview/"),
            Address(PathKind.IMAGE, _HOST, "/bigpreview/", "/bigpreview/"),
        ),
        app=_FanartService(catalogue, pictures).application(),
        failure_answer=failure_answer,
        base_url_variable="METARR_FANART_TV_BASE_URL",
        base_path="/fanart/v3.2/",
    )


def failure_answer(status: int, count: int) -> Answer:
    """Return Fanart.tv's body for a failed HTTP *status*: JSON for 401, 404 and 429, HTML for the rest."""
    texts = {401: "Invalid API key", 404: "Not found", 429: "Too many requests"}
    if status in texts:
        body = json.dumps({"status": "error", "error message": texts[status]}).encode()
        return Answer(status, body, "application/json")
    return html_page(status, "Server Error")


class _FanartService:
    def __init__(self, catalogue: Catalogue, pictures: PictureStore) -> None:
        self._catalogue = catalogue
        self._entries = FanartEntries()
        self._pictures = pictures

    def application(self) -> Starlette:
        renditions = [
            Route(f"/{name}/{{path:path}}", self._picture_handler(name))
            for name in ("fanart", *PREVIEW_WIDTHS)
        ]
        apis = [
            route
            for version in VERSIONS
            for route in (
                Route(f"/{version}/movies/latest", _guarded(self._latest)),
                Route(f"/{version}/movies/{{id}}", _guarded(self._movie_handler(version))),
                Route(f"/{version}/tv/latest", _guarded(self._latest_handler("tv"))),
                Route(f"/{version}/music/latest", _guarded(self._latest_handler("music"))),
                Route(f"/{version}/tv/{{id}}", _guarded(self._entry_handler("tv", version))),
                Route(f"/{version}/music/albums/{{id}}", _guarded(self._entry_handler("album", version))),
                Route(f"/{version}/music/{{id}}", _guarded(self._entry_handler("artist", version))),
            )
        ]
        return Starlette(routes=[*apis, *renditions], exception_handlers={HTTPException: _no_such_path})

    def _movie_handler(self, version: str) -> Handler:
        async def movie(request: Request) -> Response:
            value = request.path_params["id"]
            film = self._film(value)
            if film:
                self._catalogue.visited(film, "fanart_tv")
            images = self._catalogue.images(film, "fanart_tv") if film else ()
            if film is None or not images:
                return _nothing(request, value)
            origin = request.scope.get(ORIGIN)
            return json_response(request, movie_body(film, images, version, origin), max_age_s=_KEPT_S)

        return movie

    def _entry_handler(self, kind: str, version: str) -> Handler:
        """Series by TheTVDB id, artists and albums by MusicBrainz id."""

        async def entry(request: Request) -> Response:
            value, origin = request.path_params["id"], request.scope.get(ORIGIN)
            entry_of: EntryOf = lambda image: _entry(image, version, origin)  # noqa: E731 - three uses below
            match kind:
                case "tv":
                    body = self._entries.series_body(value, entry_of)
                case "album":
                    body = self._entries.album_body(value, version, entry_of)
                case _:
                    body = self._entries.artist_body(value, version, entry_of)
            if body is None:
                return _nothing(request, value)
            return json_response(request, body, max_age_s=_KEPT_S)

        return entry

    async def _latest(self, request: Request) -> Response:
        """Films with pictures added since ``date`` (Unix time; without it, all films)."""
        since = _since(request)
        entries = []
        for film in self._catalogue.films:
            images = self._catalogue.images(film, "fanart_tv")
            new = sum(image.added >= since for image in images)
            if new:
                entries.append(
                    {
                        "tmdb_id": str(film.tmdb_id),
                        "imdb_id": film.imdb_id,
                        "name": film.title,
                        "new_images": str(new),
                        "total_images": str(len(images)),
                    }
                )
        return json_response(request, entries, max_age_s=_KEPT_S)

    def _latest_handler(self, section: str) -> Handler:
        async def latest(request: Request) -> Response:
            return json_response(request, self._entries.latest(section, _since(request)), max_age_s=_KEPT_S)

        return latest

    def _film(self, value: str) -> DemoFilm | None:
        if value.startswith("tt"):
            return self._catalogue.by_imdb(value)
        is_number = value.isascii() and value.isdigit() and len(value) < 12
        return self._catalogue.film(int(value)) if is_number else None

    def _picture_handler(self, rendition: str) -> Handler:
        async def picture(request: Request) -> Response:
            path = _COPY_MARK.sub("", "/fanart/" + request.path_params["path"])
            image = self._catalogue.image_by_path("fanart_tv", path) or self._entries.picture(path)
            suffix = path.rpartition(".")[2]
            if image is None:
                return _as_response(html_page(404, "Not Found"))
            width = min(image.width, PREVIEW_WIDTHS.get(rendition, image.width))
            height = max(1, round(image.height * width / image.width))
            data = await self._pictures.read(image, width, height, suffix)
            return picture_response(request, data, MEDIA_TYPES[suffix])

        return picture


def movie_body(
    film: DemoFilm, images: tuple[DemoImage, ...], version: str, origin: str | None
) -> dict[str, Any]:
    """Return all pictures of *film* as *version* of the service lists them; absolute addresses."""
    body: dict[str, Any] = {"name": film.title, "tmdb_id": str(film.tmdb_id), "imdb_id": film.imdb_id}
    if version == "v3.2":
        body["image_count"] = len(images)
    for kind in dict.fromkeys(image.kind for image in images):
        entries = [_entry(image, version, origin) for image in images if image.kind == kind]
        body[kind] = entries
        if film.tmdb_id % 2 == 0:  # counts beside the kinds: some answers have them, in every version
            body[f"{kind}_count"] = len(entries)
    return body


def _entry(image: DemoImage, version: str, origin: str | None) -> dict[str, str]:
    entry = {
        "id": image.fanart_id,
        "url": _address(image, version, origin),
        "lang": _language(image),
        "likes": str(image.likes),
    }
    if image.kind in WITHOUT_LANGUAGE:
        del entry["lang"]
    if image.kind in SEASONAL:
        entry["season"] = season_word(image)
    if version != "v3":
        entry["added"] = image.added
    if version == "v3.2":
        entry |= {"width": str(image.width), "height": str(image.height)}
    if image.kind == "moviedisc":
        entry |= {"disc": "1", "disc_type": image.disc_type}
    if image.kind == "cdart":
        entry |= {"disc": "1", "size": str(image.width)}
    return entry


def _address(image: DemoImage, version: str, origin: str | None) -> str:
    path, number = image.path, int(image.fanart_id)
    if number % 10 == 0:  # a second upload under one name; the address is not percent-encoded
        stem, _, suffix = path.rpartition(".")
        path = f"{stem} ({number % 90 + 2}).{suffix}"
    if origin is not None:
        return origin + path
    is_old = version == "v3" and number % 2 == 1
    return f"{'http' if is_old else 'https'}://{_HOST}{path}"


def _language(image: DemoImage) -> str:
    """Textless is "" on every background, and elsewhere "00", rarely "xx"."""
    if image.kind in _BACKGROUNDS:
        return ""
    if image.language is None:
        return "xx" if int(image.fanart_id) % 7 == 0 else "00"
    return image.language


def _nothing(request: Request, value: str) -> Response:
    """The three forms of "no pictures"; the id decides which one is met."""
    match sum(map(ord, value)) % 3:
        case 0:
            return json_response(request, NOT_FOUND, status=404)
        case 1:
            return json_response(request, NOT_FOUND)
        case _:
            return json_response(request, {})


def _guarded(handler: Handler) -> Handler:
    """Let a request through only with a project key; a personal key works in its place, and must be right."""

    async def guarded(request: Request) -> Response:
        project = request.headers.get("api-key") or request.query_params.get("api_key")
        personal = request.headers.get("client-key") or request.query_params.get("client_key")
        is_known = project in (DEMO_FANART_TV_API_KEY, DEMO_FANART_TV_CLIENT_KEY)
        if not is_known or (personal is not None and personal != DEMO_FANART_TV_CLIENT_KEY):
            return _as_response(failure_answer(401, 0))
        return await handler(request)

    return guarded


def _as_response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), answer.media_type)


async def _no_such_path(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _as_response(failure_answer(error.status_code, 0))


def _since(request: Request) -> str:
    text = request.query_params.get("date", "0")
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
