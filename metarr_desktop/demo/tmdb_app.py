"""TMDB v3 over the demo catalogue: paths, keys, language filters, paging, ETag, error bodies.

What it is modelled on is described, with the evidence for each point, in the project's notes on providers;
the shapes are compared in the tests with TMDB's own published examples.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from metarr_desktop.demo import tmdb_bodies as bodies
from metarr_desktop.demo.catalogue import Catalogue, DemoFilm, DemoImage
from metarr_desktop.demo.changes import changes
from metarr_desktop.demo.demo_site import ORIGIN, Address, Answer, DemoSite, RateLimit, html_page
from metarr_desktop.demo.faults import DemoService, PathKind
from metarr_desktop.demo.pictures import MEDIA_TYPES, PictureStore
from metarr_desktop.demo.responses import json_response, picture_response
from metarr_desktop.demo.series import load_series
from metarr_desktop.demo.tmdb_collection_routes import CollectionRoutes
from metarr_desktop.demo.tmdb_requests import (
    KEPT_S,
    Handler,
    Refused,
    appended_names,
    error_body,
    guarded,
    language_of,
    no_such_path,
    page_number,
    refusal,
    words_of,
    year_of,
)
from metarr_desktop.demo.tmdb_series_routes import SeriesRoutes
from metarr_desktop.demo.tmdb_tables import CHANGE_KEYS, IMAGE_SIZES, STATUS

_KEPT_LONG_S = 86_400
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
_LONGEST_SPAN = timedelta(days=14)


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
            return _json_answer(status, error_body(code))
    return html_page(status, "Error")


def _json_answer(status: int, body: dict[str, Any]) -> Answer:
    return Answer(status, json.dumps(body).encode(), "application/json;charset=utf-8")


class _TmdbService:
    def __init__(self, catalogue: Catalogue, pictures: PictureStore) -> None:
        self._catalogue = catalogue
        self._pictures = pictures
        self._series_catalogue = load_series()
        self._series = SeriesRoutes(self._series_catalogue)
        self._collections = CollectionRoutes(catalogue)

    def application(self) -> Starlette:
        parts = [Route(f"/3/movie/{{id}}/{name}", guarded(self._part_handler(name))) for name in _PART_NAMES]
        return Starlette(
            routes=[
                Route("/3/authentication", guarded(self._authentication)),
                Route("/3/configuration", guarded(self._configuration)),
                Route("/3/configuration/languages", guarded(self._languages)),
                Route("/3/search/movie", guarded(self._search_movie)),
                Route("/3/find/{id}", guarded(self._find)),
                Route("/3/movie/changes", guarded(self._changes("movie"))),
                Route("/3/tv/changes", guarded(self._changes("tv"))),
                Route("/3/movie/{id}", guarded(self._movie)),
                *parts,
                *self._series.routes(),
                *self._collections.routes(),
                Route("/t/p/{size}/{name}", self._image),
            ],
            exception_handlers={HTTPException: no_such_path, Refused: refusal},
        )

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
        page = page_number(request)
        language = language_of(request) or "en"
        found = self._catalogue.search(
            query,
            year=year_of(request, "year"),
            primary_release_year=year_of(request, "primary_release_year"),
        )
        results = [bodies.search_item(film, self._catalogue, language) for film in found]
        return json_response(request, bodies.page_of(results, page), max_age_s=KEPT_S)

    def _changes(self, kind: str) -> Handler:
        """Entries changed on the days from ``start_date`` to ``end_date``; without them, since yesterday."""

        async def changed(request: Request) -> Response:
            today = datetime.now(UTC).date()
            until = _day(request, "end_date") or today
            since = _day(request, "start_date") or until - timedelta(days=1)
            if not timedelta() <= until - since <= _LONGEST_SPAN:
                raise Refused(5)
            numbers = (
                [film.tmdb_id for film in self._catalogue.films]
                if kind == "movie"
                else [one.tmdb_id for one in self._series_catalogue.series]
            )
            listed = dict.fromkeys(number for number, _ in changes(numbers, since, until))
            results = [{"id": number, "adult": False} for number in listed]
            return json_response(
                request, bodies.page_of(results, page_number(request), 100), max_age_s=KEPT_S
            )

        return changed

    async def _find(self, request: Request) -> Response:
        source = request.query_params.get("external_source", "")
        if source not in _FOREIGN_SOURCES:
            raise Refused(5)
        value, language = request.path_params["id"], language_of(request) or "en"
        film = self._catalogue.by_imdb(value) if source == "imdb_id" else None
        body: dict[str, Any] = {
            "movie_results": [bodies.find_item(film, self._catalogue, language)] if film else [],
            "person_results": [],
            **self._series.found(value, source, language),
            "tv_season_results": [],
        }
        return json_response(request, body, max_age_s=KEPT_S)

    async def _movie(self, request: Request) -> Response:
        film = self._film(request)
        names = appended_names(request)
        if "images" in names:
            self._catalogue.visited(film, "tmdb")
        body = bodies.details(film, self._catalogue, language_of(request) or "en")
        for name in names:
            if name in _PART_NAMES:
                body[name] = self._part(name, film, request)
        return json_response(request, body, max_age_s=KEPT_S)

    def _part_handler(self, name: str) -> Handler:
        async def part(request: Request) -> Response:
            film = self._film(request)
            if name == "images":
                self._catalogue.visited(film, "tmdb")
            body = {"id": film.tmdb_id, **self._part(name, film, request)}
            return json_response(request, body, max_age_s=KEPT_S)

        return part

    def _part(self, name: str, film: DemoFilm, request: Request) -> dict[str, Any]:
        match name:
            case "images":
                included = words_of(request, "include_image_language")
                return bodies.images(film, self._catalogue, language_of(request), included)
            case "videos":
                wanted = {language_of(request) or "en", *(words_of(request, "include_video_language") or ())}
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
            raise Refused(6)
        if film is None:
            raise Refused(34)
        return film

    async def _image(self, request: Request) -> Response:
        size, (stem, _, suffix) = request.path_params["size"], request.path_params["name"].rpartition(".")
        image = self._image_at(f"/{stem}.{suffix}")
        if image is None and suffix in ("svg", "png"):
            # A drawing may be asked for as a raster and the other way round.
            image = self._image_at(f"/{stem}.{'png' if suffix == 'svg' else 'svg'}")
        if image is None or size not in _SIZES or suffix not in MEDIA_TYPES:
            return Response("<h1>File not found</h1>", 404, media_type="text/html")
        width, height = _pixels(image, size)
        data = await self._pictures.read(image, width, height, suffix)
        return picture_response(request, data, MEDIA_TYPES[suffix])

    def _image_at(self, path: str) -> DemoImage | None:
        film_image = self._catalogue.image_by_path("tmdb", path)
        return film_image or self._series.picture(path) or self._collections.picture(path)


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(5) from None


def _pixels(image: DemoImage, size: str) -> tuple[int, int]:
    """Width and height of *image* at one of TMDB's sizes; nothing is enlarged."""
    match = _WIDTH.fullmatch(size)
    if match is None:
        return image.width, image.height
    across = image.width if match[1] == "w" else image.height
    scale = min(1.0, int(match[2]) / across)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))
