"""Paths of the demo's TMDB that are about series, seasons and episodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from metarr_desktop.demo import tmdb_series_bodies as bodies
from metarr_desktop.demo.images import DemoImage
from metarr_desktop.demo.responses import json_response
from metarr_desktop.demo.series import DemoEpisode, DemoSeries, SeriesCatalogue
from metarr_desktop.demo.tmdb_bodies import IMAGE_GROUPS, Body, grouped, page_of
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
    year_of,
)
from metarr_desktop.demo.tmdb_series_images import (
    episode_images,
    picture_of_series,
    season_images,
    series_images,
    series_of,
)

_SERIES_PARTS = (
    "images", "videos", "external_ids", "content_ratings", "aggregate_credits", "keywords", "translations",
    "alternative_titles",
)  # fmt: skip
_SEASON_PARTS = ("images", "external_ids")
_EPISODE_PARTS = ("images", "external_ids", "credits", "translations")
_APPENDED_SEASON = re.compile(r"season/([0-9]{1,4})(?:/(images|external_ids))?")

_Part = Callable[[Request, str], Body]
_Entry = Callable[[Request], tuple[Body, _Part]]


class SeriesRoutes:
    """Answers from the catalogue of series."""

    def __init__(self, series: SeriesCatalogue) -> None:
        self._series = series

    def routes(self) -> list[Route]:
        found: list[Route] = [Route("/3/search/tv", guarded(self._search))]
        for path, entry, names in (
            ("/3/tv/{id}", self._series_entry, _SERIES_PARTS),
            ("/3/tv/{id}/season/{season}", self._season_entry, _SEASON_PARTS),
            ("/3/tv/{id}/season/{season}/episode/{episode}", self._episode_entry, _EPISODE_PARTS),
        ):
            found.append(Route(path, guarded(_whole(entry, names))))
            found += [Route(f"{path}/{name}", guarded(_alone(entry, name))) for name in names]
        return found

    def found(self, value: str, source: str, language: str) -> Body:
        """Return the lists of a ``/find`` answer that hold series and episodes."""
        series: DemoSeries | None = None
        episode: tuple[DemoSeries, DemoEpisode] | None = None
        if source == "imdb_id":
            series = self._series.by_imdb(value)
        elif source == "tvdb_id" and value.isascii() and value.isdigit() and len(value) < 12:
            series = self._series.by_tvdb(int(value))
            episode = self._episode_by_tvdb(int(value))
        return {
            "tv_results": [bodies.find_item(series, language)] if series else [],
            "tv_episode_results": [bodies.found_episode(*episode)] if episode else [],
        }

    def picture(self, path: str) -> DemoImage | None:
        """Return the picture at *path* (with its leading slash)."""
        number = series_of(path)
        series = self._series.by_tmdb(number) if number is not None else None
        return None if series is None else picture_of_series(series, path)

    async def _search(self, request: Request) -> Response:
        query = request.query_params.get("query")
        if query is None:
            return json_response(request, {"errors": ["query must be provided"]}, status=422)
        page, language = page_number(request), language_of(request) or "en"
        found = self._series.search(query, year_of(request, "first_air_date_year"))
        aired = year_of(request, "year")
        if aired is not None:
            found = [one for one in found if one.year <= aired <= int(one.last_air_date[:4])]
        results = [bodies.search_item(one, language) for one in found]
        return json_response(request, page_of(results, page), max_age_s=KEPT_S)

    def _series_entry(self, request: Request) -> tuple[Body, _Part]:
        series = self._series_of(request)

        def part(request: Request, name: str) -> Body:
            if name == "images":
                return _images(request, series_images(series), IMAGE_GROUPS)
            if name == "videos":
                wanted = {
                    language_of(request) or "en",
                    *(words_of(request, "include_video_language") or ()),
                }
                return bodies.videos(series, wanted)
            if match := _APPENDED_SEASON.fullmatch(name):
                return self._appended_season(request, series, int(match[1]), match[2])
            if name not in _SERIES_PARTS:
                raise Refused(34)
            simple: Callable[[DemoSeries], Body] = getattr(bodies, name)
            return simple(series)

        return bodies.details(series, language_of(request) or "en"), part

    def _appended_season(self, request: Request, series: DemoSeries, season: int, name: str | None) -> Body:
        if season not in series.season_numbers:
            raise Refused(34)
        return bodies.season(series, season) if name is None else _season_part(request, series, season, name)

    def _season_entry(self, request: Request) -> tuple[Body, _Part]:
        series, season = self._season_of(request)
        return bodies.season(series, season), lambda request, name: _season_part(
            request, series, season, name
        )

    def _episode_entry(self, request: Request) -> tuple[Body, _Part]:
        series, season = self._season_of(request)
        wanted = number_of(request, "episode")
        one = next((each for each in series.episodes_of(season) if each.number == wanted), None)
        if one is None:
            raise Refused(34)
        found = one

        def part(request: Request, name: str) -> Body:
            match name:
                case "images":
                    return _images(request, episode_images(series, season, wanted), ("stills",))
                case "external_ids":
                    return bodies.episode_external_ids(series, found)
                case "credits":
                    return {"cast": [], "crew": [], "guest_stars": []}
                case "translations":
                    return {"translations": []}
            raise Refused(34)

        return bodies.episode(series, found), part

    def _series_of(self, request: Request) -> DemoSeries:
        series = self._series.by_tmdb(number_of(request))
        if series is None:
            raise Refused(34)
        return series

    def _season_of(self, request: Request) -> tuple[DemoSeries, int]:
        series, season = self._series_of(request), number_of(request, "season")
        if season not in series.season_numbers:
            raise Refused(34)
        return series, season

    def _episode_by_tvdb(self, tvdb_id: int) -> tuple[DemoSeries, DemoEpisode] | None:
        series = self._series.by_tvdb(tvdb_id // 10_000)
        season, number = tvdb_id // 100 % 100, tvdb_id % 100
        if series is None or season not in series.season_numbers:
            return None
        return next(((series, one) for one in series.episodes_of(season) if one.number == number), None)


def _season_part(request: Request, series: DemoSeries, season: int, name: str) -> Body:
    if name == "images":
        return _images(request, season_images(series, season), ("posters",))
    if name != "external_ids":
        raise Refused(34)
    return bodies.season_external_ids(series, season)


def _images(request: Request, pictures: tuple[DemoImage, ...], names: tuple[str, ...]) -> Body:
    included = words_of(request, "include_image_language")
    return grouped(pictures, names, language_of(request), included)


def _whole(entry: _Entry, names: tuple[str, ...]) -> Handler:
    async def whole(request: Request) -> Response:
        appended = appended_names(request)
        body, part = entry(request)
        answer: dict[str, Any] = dict(body)
        for name in appended:
            if name in names or _APPENDED_SEASON.fullmatch(name):
                try:
                    answer[name] = part(request, name)
                except Refused:  # what an entry does not have is left out without a word
                    continue
        return json_response(request, answer, max_age_s=KEPT_S)

    return whole


def _alone(entry: _Entry, name: str) -> Handler:
    async def alone(request: Request) -> Response:
        body, part = entry(request)
        return json_response(request, {"id": body["id"], **part(request, name)}, max_age_s=KEPT_S)

    return alone
