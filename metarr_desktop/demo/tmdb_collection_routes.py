"""Paths of the demo's TMDB that are about collections, and their JSON shapes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from metarr_desktop.demo.catalogue import Catalogue
from metarr_desktop.demo.film_collections import Collections, DemoCollection
from metarr_desktop.demo.images import DemoImage
from metarr_desktop.demo.responses import json_response
from metarr_desktop.demo.tmdb_bodies import Body, backdrop_path, find_item, grouped, page_of, poster_path
from metarr_desktop.demo.tmdb_requests import (
    KEPT_S,
    Handler,
    Refused,
    appended_names,
    guarded,
    language_of,
    number_of,
    page_number,
    words_of,
)
from metarr_desktop.demo.tmdb_series_images import collection_images, collection_of

_PARTS = ("images", "translations")
_IMAGE_GROUPS = ("backdrops", "posters")


class CollectionRoutes:
    """Answers from the collections of the catalogue's films."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._collections = Collections(catalogue.films)

    def routes(self) -> list[Route]:
        return [
            Route("/3/search/collection", guarded(self._search)),
            Route("/3/collection/{id}", guarded(self._details)),
            *(Route(f"/3/collection/{{id}}/{name}", guarded(self._alone(name))) for name in _PARTS),
        ]

    def picture(self, path: str) -> DemoImage | None:
        """Return the picture at *path* (with its leading slash)."""
        number = collection_of(path)
        collection = self._collections.by_id(number) if number is not None else None
        images = () if collection is None else collection_images(collection)
        return next((image for image in images if image.path == path), None)

    async def _search(self, request: Request) -> Response:
        query = request.query_params.get("query")
        if query is None:
            return json_response(request, {"errors": ["query must be provided"]}, status=422)
        page = page_number(request)
        results = [
            {"adult": False, **_item(one, language_of(request) or "en")}
            for one in self._collections.search(query)
        ]
        return json_response(request, page_of(results, page), max_age_s=KEPT_S)

    async def _details(self, request: Request) -> Response:
        collection, language = self._collection_of(request), language_of(request) or "en"
        body = _item(collection, language)
        body["parts"] = [find_item(film, self._catalogue, language) for film in collection.films]
        for name in appended_names(request):
            if name in _PARTS:
                body[name] = _part(request, collection, name)
        return json_response(request, body, max_age_s=KEPT_S)

    def _alone(self, name: str) -> Handler:
        async def alone(request: Request) -> Response:
            collection = self._collection_of(request)
            body = {"id": collection.tmdb_id, **_part(request, collection, name)}
            return json_response(request, body, max_age_s=KEPT_S)

        return alone

    def _collection_of(self, request: Request) -> DemoCollection:
        collection = self._collections.by_id(number_of(request))
        if collection is None:
            raise Refused(34)
        return collection


def _part(request: Request, collection: DemoCollection, name: str) -> Body:
    if name == "translations":
        return {"translations": []}
    included = words_of(request, "include_image_language")
    return grouped(collection_images(collection), _IMAGE_GROUPS, language_of(request), included)


def _item(collection: DemoCollection, language: str) -> Body:
    images = collection_images(collection)
    titles = ", ".join(f"{film.title} ({film.year})" for film in collection.films)
    return {
        "backdrop_path": backdrop_path(images),
        "id": collection.tmdb_id,
        "name": collection.name,
        "original_language": collection.original_language,
        "original_name": collection.name,
        "overview": f"Films of this collection: {titles}." if language == "en" else "",
        "poster_path": poster_path(images, (language, collection.original_language)),
    }
