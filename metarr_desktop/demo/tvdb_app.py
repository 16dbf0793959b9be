"""TheTVDB v4 over the demo's films and series: login, search, changes, records of films, pictures, error bodies."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from metarr_desktop.demo import tvdb_bodies as bodies
from metarr_desktop.demo import tvdb_parts as parts
from metarr_desktop.demo.catalogue import Catalogue, DemoFilm
from metarr_desktop.demo.changes import changes
from metarr_desktop.demo.demo_site import Address, DemoSite
from metarr_desktop.demo.faults import DemoService, PathKind
from metarr_desktop.demo.keys import DEMO_TVDB_API_KEY, DEMO_TVDB_PIN, DEMO_TVDB_USER_KEY
from metarr_desktop.demo.pictures import MEDIA_TYPES, PictureStore
from metarr_desktop.demo.responses import picture_response
from metarr_desktop.demo.series import SeriesCatalogue, load_series
from metarr_desktop.demo.tvdb_answers import (
    Refused,
    absolute,
    extent,
    failure_answer,
    id_of,
    no_such_path,
    not_found,
    refusal,
    relative,
    success,
    whole_number,
)
from metarr_desktop.demo.tvdb_images import film_images, owner_of, series_images, thumb_size
from metarr_desktop.demo.tvdb_series_routes import Handler, SeriesRoutes
from metarr_desktop.demo.tvdb_tables import SOURCES, STATUSES, artwork_types
from metarr_desktop.demo.tvdb_tokens import Tokens

_RESULTS = 50
_UPDATES_A_PAGE = 100
_LATEST_S = 2**32
_FOLDER = "/banners/"


def build_tvdb_site(catalogue: Catalogue, pictures: PictureStore) -> DemoSite:
    """Return TheTVDB as the demo offers it."""
    return DemoSite(
        service=DemoService.TVDB,
        title="TheTVDB",
        addresses=(
            Address(PathKind.API, "api4.thetvdb.com", "/v4/", "/tvdb/v4/"),
            Address(PathKind.IMAGE, "artworks.thetvdb.com", _FOLDER, _FOLDER),
        ),
        app=TvdbService(catalogue, load_series(), pictures).application(),
        failure_answer=failure_answer,
        base_url_variable="METARR_TVDB_BASE_URL",
        base_path="/tvdb/v4/",
    )


class TvdbService:
    """The service of one process; ``tokens`` can be made short-lived or revoked at any time."""

    def __init__(self, catalogue: Catalogue, series: SeriesCatalogue, pictures: PictureStore) -> None:
        self.tokens = Tokens()
        self._catalogue = catalogue
        self._series = series
        self._pictures = pictures

    def application(self) -> Starlette:
        app = Starlette(
            routes=[
                Route("/v4/login", self._login, methods=["POST"]),
                *(Route(f"/v4/{path}", self._guarded(handler)) for path, handler in self._paths().items()),
                Route(f"{_FOLDER}{{path:path}}", self._picture),
            ],
            exception_handlers={HTTPException: no_such_path, Refused: refusal},
        )
        app.state.tvdb = self
        return app

    def _paths(self) -> dict[str, Handler]:
        return {
            "artwork/types": self._artwork_types,
            "artwork/statuses": self._statuses,
            "sources/types": self._sources,
            "updates": self._updates,
            "search": self._search,
            "search/remoteid/{id}": self._remote_id,
            "movies/{id}": self._movie,
            "movies/{id}/extended": self._movie_extended,
            **SeriesRoutes(self._series).paths(),
        }

    # --------------------------------------------------------------------------------- tokens

    async def _login(self, request: Request) -> Response:
        try:
            body: Any = json.loads(await request.body())
        except ValueError:
            body = None
        if not isinstance(body, dict) or not isinstance(body.get("apikey"), str):
            raise Refused(400, "InvalidValueType: apikey required")
        if body["apikey"] not in (DEMO_TVDB_API_KEY, DEMO_TVDB_USER_KEY):
            raise Refused(401, "InvalidAPIKey: apikey invalid")
        if "pin" in body and not body["pin"]:
            raise Refused(400, "InvalidValueType: pin required")
        if body["apikey"] == DEMO_TVDB_USER_KEY and "pin" not in body:
            raise Refused(400, "InvalidValueType: pin required")
        if body["apikey"] == DEMO_TVDB_USER_KEY and body["pin"] != DEMO_TVDB_PIN:
            raise Refused(401, "InvalidAPIKey: pin invalid")
        return success(request, {"token": self.tokens.issue()})

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: Request) -> Response:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not self.tokens.is_good(token.strip()):
                raise Refused(401, "Unauthorized")
            return await handler(request)

        return guarded

    # --------------------------------------------------------------------------------- tables

    async def _artwork_types(self, request: Request) -> Response:
        return success(request, artwork_types())

    async def _statuses(self, request: Request) -> Response:
        return success(request, [{"id": i, "name": name} for i, name in enumerate(STATUSES, start=1)])

    async def _sources(self, request: Request) -> Response:
        return success(request, [{"id": i, "name": name} for i, name in SOURCES.items()])

    # --------------------------------------------------------------------------------- changes

    async def _updates(self, request: Request) -> Response:
        """Films and series changed since a Unix time, oldest first."""
        seconds = whole_number(request.query_params.get("since", ""))
        if seconds is None:
            raise Refused(400, "InvalidValueType: since required")
        since, today = datetime.fromtimestamp(min(seconds, _LATEST_S), UTC), datetime.now(UTC).date()
        numbers = {
            "movies": [
                number for film in self._catalogue.films if (number := parts.film_id(film)) is not None
            ],
            "series": [one.tvdb_id for one in self._series.series],
        }
        wanted = request.query_params.get("type")
        items = [
            {
                "recordType": "", "recordId": number, "methodInt": 2, "method": "update", "extraInfo": "",
                "userId": 0, "timeStamp": int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
                "entityType": kind, "mergeToId": 0, "mergeToEntityType": "",
            }
            for kind, ids in numbers.items()
            if wanted in (None, kind)
            for number, day in changes(ids, since.date(), today)
        ]  # fmt: skip
        page = whole_number(request.query_params.get("page", "0")) or 0
        shown = items[page * _UPDATES_A_PAGE : (page + 1) * _UPDATES_A_PAGE]
        more = f"page={page + 1}" if len(items) > (page + 1) * _UPDATES_A_PAGE else None
        links = {"prev": None, "next": more, "total_items": len(items), "page_size": _UPDATES_A_PAGE}
        return success(request, shown, links)

    # --------------------------------------------------------------------------------- search

    async def _search(self, request: Request) -> Response:
        query = request.query_params.get("query") or request.query_params.get("q")
        if not query:
            raise Refused(400, "InvalidValueType: query is required")
        year = whole_number(request.query_params.get("year", ""))
        kind = request.query_params.get("type", "")
        found: list[dict[str, Any]] = []
        if kind in ("", "series"):
            matching = self._series.search(query, year)
            found += [bodies.search_item(one, one.tvdb_id, absolute(request)) for one in matching]
        if kind in ("", "movie"):
            for film in self._catalogue.search(query, year=year):
                if (tvdb_id := parts.film_id(film)) is not None:
                    found.append(bodies.search_item(film, tvdb_id, absolute(request)))
        limit = min(whole_number(request.query_params.get("limit", "")) or _RESULTS, _RESULTS)
        offset = whole_number(request.query_params.get("offset", "")) or 0
        links = {"prev": None, "self": "…", "next": None, "total_items": len(found), "page_size": limit}
        return success(request, found[offset : offset + limit], links)

    async def _remote_id(self, request: Request) -> Response:
        """Works and others behind an id of any service: the addresses of their pictures are relative."""
        value, address = request.path_params["id"], relative(request)
        found: list[dict[str, Any]] = []
        is_number = value.isascii() and value.isdigit() and len(value) < 10
        series = self._series.by_imdb(value) or (self._series.by_tmdb(int(value)) if is_number else None)
        film = self._catalogue.by_imdb(value) or (self._catalogue.film(int(value)) if is_number else None)
        if is_number:
            found.append({"people": {"id": int(value), "name": "Somebody", "image": "/banners/person/1.jpg"}})
        if series is not None:
            found.append({"series": bodies.base_series(series, address)})
        if film is not None and (tvdb_id := parts.film_id(film)) is not None:
            found.append({"movie": bodies.base_film(film, tvdb_id, address)})
        if not found and len(value) % 2:
            raise Refused(404, "NotFoundException: not found")
        return success(request, found or None)

    # -------------------------------------------------------------------------------- records

    async def _movie(self, request: Request) -> Response:
        film, tvdb_id = self._film_of(request)
        return success(request, bodies.base_film(film, tvdb_id, absolute(request)))

    async def _movie_extended(self, request: Request) -> Response:
        film, tvdb_id = self._film_of(request)
        return success(request, bodies.extended_film(film, tvdb_id, absolute(request), **extent(request)))

    # ------------------------------------------------------------------------------- pictures

    async def _picture(self, request: Request) -> Response:
        path = _FOLDER + request.path_params["path"]
        stem, _, suffix = path.rpartition(".")
        is_small = stem.endswith("_t")
        path = f"{stem.removesuffix('_t')}.{suffix}"
        image = next((image for image in self._images_at(path) if image.path == path), None)
        if image is None or suffix not in MEDIA_TYPES:
            return Response("<h1>404 Not Found</h1>", 404, media_type="text/html")
        width, height = thumb_size(image) if is_small else (image.width, image.height)
        data = await self._pictures.read(image, width, height, suffix)
        return picture_response(request, data, MEDIA_TYPES[suffix])

    def _images_at(self, path: str) -> tuple[Any, ...]:
        record, tvdb_id = owner_of(path) or ("", 0)
        if record == "series" and (series := self._series.by_tvdb(tvdb_id)) is not None:
            return series_images(series)
        film = self._film_by_number(tvdb_id) if record == "movie" else None
        return () if film is None else film_images(film, tvdb_id)

    # ------------------------------------------------------------------------------ look-ups

    def _film_by_number(self, tvdb_id: int) -> DemoFilm | None:
        film = self._catalogue.film(parts.film_number_to_tmdb(tvdb_id))
        return film if film is not None and parts.film_id(film) == tvdb_id else None

    def _film_of(self, request: Request) -> tuple[DemoFilm, int]:
        number = id_of(request)
        film = self._film_by_number(number)
        if film is None:
            raise not_found(number)
        return film, number
