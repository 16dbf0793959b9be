"""TMDB v3 over the demo catalogue: paths, keys, language filters, paging, ETag, error bodies.

What it is modelled on is described, with the evidence for each point, in the project's notes on providers;
the shapes are compared in the tests with TMDB's own published examples.
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

from metarr_desktop.demo import tmdb_bodies as bodies
from metarr_desktop.demo.catalogue import Catalogue, DemoFilm, DemoImage
from metarr_desktop.demo.demo_site import ORIGIN, Address, Answer, DemoSite, RateLimit, html_page
from metarr_desktop.demo.faults import DemoService, PathKind
from metarr_desktop.demo.keys import DEMO_TMDB_API_KEY, DEMO_TMDB_TOKEN
from metarr_desktop.demo.pictures import MEDIA_TYPES, PictureStore
from metarr_desktop.demo.responses import json_response, picture_response
from metarr_desktop.demo.tmdb_tables import CHANGE_KEYS, IMAGE_SIZES, STATUS

MAX_APPENDS = 20
MAX_PAGE = 500
_KEPT_LONG_S = 86_400
_KEPT_S = 25_714
_FOREIGN_SOURCES = frozenset(
    f"{name}_id"
    for name in ("imdb", "tvdb", "wikidata", "facebook", "instagram", "tiktok", "twitter", "youtube")
)
_PART_NAMES = (
    "images",
    "videos",
    "external_ids",
    "release_dates",
    "credits",
    "keywords",
    "translations",
    "alternative_titles",
)
_WIDTH = re.compile(r"([wh])([1-9][0-9]{1,3})")
_SIZES = frozenset(size for sizes in IMAGE_SIZES.values() for size in sizes)
_LARGEST_ID = 2**31 - 1

Handler = Callable[[Request], Awaitable[Response]]


def build_tmdb_site(catalogue: Catalogue, pictures: PictureStore) -> DemoSite:
    """Return TMDB as the demo offers it."""
    return DemoSite(
        service=DemoService.TMDB,
        title="TMDB",
        addresses=(
            Address(PathKind.API, "api.themoviedb.org", "/3/", "/tmdb/3/"),
            Address(PathKind.IMAGE, "image.tmdb.org", "/t/p/", "/tmdb/t/p/"),
        ),
        app=_TmdbService(catalogue, pictures).application(),
        failure_answer=failure_answer,
        base_url_variable="METARR_TMDB_BASE_URL",
        base_path="/tmdb/3/",
        rate_limit=RateLimit(40),
    )


def failure_answer(status: int, count: int) -> Answer:
    """Return TMDB's body for a failed HTTP *status*; its content network answers the odd ones, in HTML."""
    if status == 429:
        text = f"Your request count ({count}) is over the allowed limit of 40."
        return _json_answer(429, {"status_code": 25, "status_message": text, "success": False})
    for code in (11, 9, 43, 24, 7, 8, 34):
        if STATUS[code][0] == status:
            return _json_answer(status, _error_body(code))
    return html_page(status, "Error")


def _json_answer(status: int, body: dict[str, Any]) -> Answer:
    return Answer(status, json.dumps(body).encode(), "application/json;charset=utf-8")


def _error_body(code: int) -> dict[str, Any]:
    return {"success": False, "status_code": code, "status_message": STATUS[code][1]}


class _Refused(Exception):
    """The request ends with one of TMDB's own status codes."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _TmdbService:
    def __init__(self, catalogue: Catalogue, pictures: PictureStore) -> None:
        self._catalogue = catalogue
        self._pictures = pictures

    def application(self) -> Starlette:
        parts = [
            Route(f"/3/movie/{{id}}/{name}", self._guarded(self._part_handler(name))) for name in _PART_NAMES
        ]
        return Starlette(
            routes=[
                Route("/3/authentication", self._guarded(self._authentication)),
                Route("/3/configuration", self._guarded(self._configuration)),
                Route("/3/configuration/languages", self._guarded(self._languages)),
                Route("/3/search/movie", self._guarded(self._search_movie)),
                Route("/3/search/tv", self._guarded(self._search_nothing)),
                Route("/3/search/collection", self._guarded(self._search_nothing)),
                Route("/3/find/{id}", self._guarded(self._find)),
                Route("/3/movie/{id}", self._guarded(self._movie)),
                *parts,
                Route("/t/p/{size}/{name}", self._image),
            ],
            exception_handlers={HTTPException: _no_such_path, _Refused: _refusal},
        )

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            if not _has_valid_key(request):
                raise _Refused(7)
            accepted = request.headers.get("accept", "*/*")
            if not any(word in accepted for word in ("*/*", "application/*", "application/json")):
                raise _Refused(19)
            return await handler(request)

        return guarded

    async def _authentication(self, request: Request) -> Response:
        return json_response(request, {"success": True, "status_code": 1, "status_message": "Success."})

    async def _configuration(self, request: Request) -> Response:
        origin = request.scope.get(ORIGIN)
        plain = f"{origin}/tmdb/t/p/" if origin else "http://image.tmdb.org/t/p/"
        secure = f"{origin}/tmdb/t/p/" if origin else "https://image.tmdb.org/t/p/"
        sizes = {name: list(values) for name, values in IMAGE_SIZES.items()}
        images = {"base_url": plain, "secure_base_url": secure, **sizes}
        return json_response(request, {"images": images, "change_keys": CHANGE_KEYS}, max_age_s=_KEPT_LONG_S)

    async def _languages(self, request: Request) -> Response:
        return json_response(request, bodies.language_list(), max_age_s=_KEPT_LONG_S)

    async def _search_movie(self, request: Request) -> Response:
        query = request.query_params.get("query")
        if query is None:
            return json_response(request, {"errors": ["query must be provided"]}, status=422)
        page = _page(request)
        language = _language(request) or "en"
        found = self._catalogue.search(
            query, year=_year(request, "year"), primary_release_year=_year(request, "primary_release_year")
        )
        results = [bodies.search_item(film, self._catalogue, language) for film in found]
        return json_response(request, bodies.page_of(results, page), max_age_s=_KEPT_S)

    async def _search_nothing(self, request: Request) -> Response:
        """Series and collections can be searched; the demo catalogue has films only."""
        return json_response(request, bodies.page_of([], _page(request)), max_age_s=_KEPT_S)

    async def _find(self, request: Request) -> Response:
        source = request.query_params.get("external_source", "")
        if source not in _FOREIGN_SOURCES:
            raise _Refused(5)
        film = self._catalogue.by_imdb(request.path_params["id"]) if source == "imdb_id" else None
        language = _language(request) or "en"
        body: dict[str, Any] = {
            "movie_results": [bodies.find_item(film, self._catalogue, language)] if film else [],
            "person_results": [],
            "tv_results": [],
            "tv_episode_results": [],
            "tv_season_results": [],
        }
        return json_response(request, body, max_age_s=_KEPT_S)

    async def _movie(self, request: Request) -> Response:
        film = self._film(request)
        names = [name for name in request.query_params.get("append_to_response", "").split(",") if name]
        if len(names) > MAX_APPENDS:
            raise _Refused(27)
        if "images" in names:
            self._catalogue.visited(film, "tmdb")
        body = bodies.details(film, self._catalogue, _language(request) or "en")
        for name in names:
            if name in _PART_NAMES:
                body[name] = self._part(name, film, request)
        return json_response(request, body, max_age_s=_KEPT_S)

    def _part_handler(self, name: str) -> Handler:
        async def part(request: Request) -> Response:
            film = self._film(request)
            if name == "images":
                self._catalogue.visited(film, "tmdb")
            body = {"id": film.tmdb_id, **self._part(name, film, request)}
            return json_response(request, body, max_age_s=_KEPT_S)

        return part

    def _part(self, name: str, film: DemoFilm, request: Request) -> dict[str, Any]:
        match name:
            case "images":
                included = _words(request, "include_image_language")
                return bodies.images(film, self._catalogue, _language(request), included)
            case "videos":
                wanted = {_language(request) or "en", *(_words(request, "include_video_language") or ())}
                return bodies.videos(film, wanted)
            case "alternative_titles":
                return bodies.alternative_titles(film, request.query_params.get("country"))
            case _:
                simple: Callable[[DemoFilm], dict[str, Any]] = getattr(bodies, name)
                return simple(film)

    def _film(self, request: Request) -> DemoFilm:
        """The film of the path: a TMDB id, or an IMDb id, which TMDB takes there too without saying so."""
        value = request.path_params["id"]
        if value.startswith("tt"):
            film = self._catalogue.by_imdb(value)
        elif value.isascii() and value.isdigit() and int(value) <= _LARGEST_ID:
            film = self._catalogue.film(int(value))
        else:
            raise _Refused(6)
        if film is None:
            raise _Refused(34)
        return film

    async def _image(self, request: Request) -> Response:
        size, (stem, _, suffix) = request.path_params["size"], request.path_params["name"].rpartition(".")
        image = self._catalogue.image_by_path("tmdb", f"/{stem}.{suffix}")
        if image is None and suffix in ("svg", "png"):
            # A drawing may be asked for as a raster and the other way round.
            image = self._catalogue.image_by_path("tmdb", f"/{stem}.{'png' if suffix == 'svg' else 'svg'}")
        if image is None or size not in _SIZES or suffix not in MEDIA_TYPES:
            return Response("<h1>File not found</h1>", 404, media_type="text/html")
        width, height = _pixels(image, size)
        data = await self._pictures.read(image, width, height, suffix)
        return picture_response(request, data, MEDIA_TYPES[suffix])


def _has_valid_key(request: Request) -> bool:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip() == DEMO_TMDB_TOKEN
    return request.query_params.get("api_key") == DEMO_TMDB_API_KEY


def _pixels(image: DemoImage, size: str) -> tuple[int, int]:
    """Width and height of *image* at one of TMDB's sizes; nothing is enlarged."""
    match = _WIDTH.fullmatch(size)
    if match is None:
        return image.width, image.height
    across = image.width if match[1] == "w" else image.height
    scale = min(1.0, int(match[2]) / across)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_PAGE):
        raise _Refused(22)
    return int(text)


def _year(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _language(request: Request) -> str | None:
    """The language asked for, without its region: pictures and translations are tagged without one."""
    return request.query_params.get("language", "").partition("-")[0].lower() or None


def _words(request: Request, name: str) -> tuple[str, ...] | None:
    if name not in request.query_params:
        return None
    return tuple(word.strip() for word in request.query_params[name].split(",") if word.strip())


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, _Refused)
    return json_response(request, _error_body(error.code), status=STATUS[error.code][0])


async def _no_such_path(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return await _refusal(request, _Refused(42 if error.status_code == 405 else 34))
