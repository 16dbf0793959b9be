"""Artwork of films from a list on a web server of your own, as one more provider of Metarr Desktop.

The list is ``films.json`` at the base address::

    [{"tmdb": 4711, "title": "Night Harbour", "year": 1998,
      "artwork": [{"kind": "poster", "url": "https://example.org/p.jpg", "width": 1000, "height": 1500}]}]
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import EntityType, ExternalIds
from metarr_desktop.domain.fetch import Outcome, Priority
from metarr_desktop.domain.language import normalise_language
from metarr_desktop.domain.provider import AnswerGroup, ProviderInfo
from metarr_desktop.domain.search import ProviderHit
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer, SearchAnswer, TitleQuery
from metarr_desktop.providers.definition import ProviderContext, ProviderDefinition
from metarr_desktop.providers.json_fields import (
    JsonObject,
    UnexpectedShape,
    integer,
    objects,
    pixels,
    positive,
    text,
)
from metarr_desktop.providers.url_rules import clean_address

LIST = "films.json"
KINDS = {"poster": AssetType.POSTER, "background": AssetType.FANART, "logo": AssetType.CLEARLOGO}
"""What the list calls a picture, and the slot it fills."""

INFO = ProviderInfo(
    name="poster_shelf",
    title="Poster shelf",
    answers={EntityType.MOVIE: (AnswerGroup("artwork", frozenset(KINDS.values())),)},
    id_kinds={EntityType.MOVIE: ("tmdb",)},
    search_types=frozenset({EntityType.MOVIE}),
    requests_per_s=5.0,
    max_connections=2,
    attribution="Artwork from your own poster shelf.",
)


class PosterShelf:
    """Reads the whole list for each question: it is small, and the program keeps answers for a week."""

    info: ClassVar[ProviderInfo] = INFO

    def __init__(self, context: ProviderContext) -> None:
        self._http = context.http
        self._base_url = context.base_url

    async def fetch(self, request: AnswerRequest) -> ProviderAnswer:
        """Return the artwork of one film."""
        asked = ExternalIds({request.id_kind: request.id_value})
        films, _ = await self._films(request.priority)
        film = next((film for film in films if str(film["tmdb"]) == request.id_value), None)
        if film is None:
            return ProviderAnswer(Outcome.NOT_FOUND, external_ids=asked)
        items, dropped = objects(film.get("artwork"))
        found = [self._image(item) for item in items]
        images = tuple(image for image in found if image is not None)
        return ProviderAnswer(
            Outcome.OK if images else Outcome.EMPTY,
            external_ids=asked,
            images=images,
            dropped=dropped + len(found) - len(images),
        )

    async def search(self, query: TitleQuery) -> SearchAnswer:
        """Return the films that have every word of the title."""
        words = query.title.casefold().split()
        films, dropped = await self._films(query.priority)
        fitting = [
            film for film in films if words and all(word in film["title"].casefold() for word in words)
        ]
        return SearchAnswer(_hits(fitting[: query.limit]), dropped)

    async def find(self, entity_type: EntityType, ids: ExternalIds, priority: Priority) -> SearchAnswer:
        """Return the film behind an id of TMDB."""
        if entity_type is not EntityType.MOVIE or ids.tmdb is None:
            return SearchAnswer(())
        films, _ = await self._films(priority)
        return SearchAnswer(
            _hits([film for film in films if str(film["tmdb"]) == ids.tmdb], is_id_match=True)
        )

    async def resolve(self, hit: ProviderHit, priority: Priority) -> ProviderHit:
        """Return *hit* as it is: the list says no more of a film."""
        return hit

    async def _films(self, priority: Priority) -> tuple[list[JsonObject], int]:
        """Return the films that have an id and a title, and the number left out."""
        answer = await self._http.get_json(LIST, priority=priority)
        with self._http.reading(LIST):
            if not isinstance(answer.data, list):
                raise UnexpectedShape("it is no list of films")
            items, dropped = objects(answer.data)
            films = [
                {**item, "title": text(item.get("title"))}
                for item in items
                if positive(item.get("tmdb")) and text(item.get("title"))
            ]
            return films, dropped + len(items) - len(films)

    def _image(self, item: JsonObject) -> ProviderImage | None:
        kind = text(item.get("kind"))
        try:
            url = clean_address(item.get("url"), base_url=self._base_url)
        except ValueError:
            return None
        if kind not in KINDS:
            return None
        return ProviderImage(
            asset_type=KINDS[kind],
            url=url,
            width=pixels(item.get("width")),
            height=pixels(item.get("height")),
            language=normalise_language(item.get("language")),
            metadata={"kind": kind},
        )


def _hits(films: list[JsonObject], *, is_id_match: bool = False) -> tuple[ProviderHit, ...]:
    return tuple(
        ProviderHit(
            provider=INFO.name,
            provider_result_id=str(film["tmdb"]),
            entity_type=EntityType.MOVIE,
            title=film["title"],
            rank=rank,
            external_ids=ExternalIds(tmdb=film["tmdb"]),
            release_date=date(year, 1, 1)
            if (year := integer(film.get("year"))) and 1870 <= year <= 2100
            else None,
            is_id_match=is_id_match,
            is_resolved=True,
        )
        for rank, film in enumerate(films, start=1)
    )


POSTER_SHELF = ProviderDefinition(info=INFO, default_base_url="https://posters.example/", build=PosterShelf)
