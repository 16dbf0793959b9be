"""Paths of the demo's TheTVDB that are about series, seasons and episodes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from metarr_desktop.demo import tvdb_bodies as bodies
from metarr_desktop.demo import tvdb_parts as parts
from metarr_desktop.demo import tvdb_season_bodies as season_bodies
from metarr_desktop.demo.series import DemoSeries, SeriesCatalogue
from metarr_desktop.demo.tvdb_answers import (
    Refused,
    absolute,
    extent,
    id_of,
    not_found,
    relative,
    success,
    whole_number,
)
from metarr_desktop.demo.tvdb_images import series_images

EPISODES_PER_PAGE = 500

Handler = Callable[[Request], Awaitable[Response]]


class SeriesRoutes:
    """Answers from the series of the demo."""

    def __init__(self, series: SeriesCatalogue) -> None:
        self._series = series

    def paths(self) -> dict[str, Handler]:
        """Return who answers what below ``/v4/``."""
        return {
            "series/{id}": self._record,
            "series/{id}/extended": self._extended,
            "series/{id}/artworks": self._artworks,
            "series/{id}/episodes/{order}": self._episodes,
            "series/{id}/episodes/{order}/{language}": self._episodes_translated,
            "seasons/{id}": self._season,
            "seasons/{id}/extended": self._season_extended,
            "episodes/{id}": self._episode,
            "episodes/{id}/extended": self._episode,
        }

    async def _record(self, request: Request) -> Response:
        return success(request, bodies.base_series(self._series_of(request), absolute(request)))

    async def _extended(self, request: Request) -> Response:
        series = self._series_of(request)
        return success(request, bodies.extended_series(series, absolute(request), **extent(request)))

    async def _artworks(self, request: Request) -> Response:
        series, wanted = self._series_of(request), request.query_params
        entries = [parts.artwork(series, image, absolute(request)) for image in series_images(series)]
        kept = [
            entry
            for entry in entries
            if wanted.get("lang", entry["language"]) == entry["language"]
            and wanted.get("type", str(entry["type"])) == str(entry["type"])
        ]
        return success(request, bodies.base_series(series, absolute(request)) | {"artworks": kept})

    async def _episodes(self, request: Request) -> Response:
        series = self._series_with_list(request)
        episodes, links = self._episode_page(request, series, absolute(request))
        return success(
            request,
            {"series": bodies.base_series(series, absolute(request)), "episodes": episodes},
            links,
        )

    async def _episodes_translated(self, request: Request) -> Response:
        """The list in one language: among the fields of the series, with relative addresses and less in it."""
        series = self._series_with_list(request)
        episodes, links = self._episode_page(request, series, relative(request))
        season_names = {"seasonName": "Season"}
        plain = [
            entry | season_names | {"nameTranslations": None, "overviewTranslations": None}
            for entry in episodes
        ]
        return success(request, bodies.base_series(series, relative(request)) | {"episodes": plain}, links)

    def _episode_page(
        self, request: Request, series: DemoSeries, address: parts.Address
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        page = whole_number(request.query_params.get("page", "0")) or 0
        season = whole_number(request.query_params.get("season", ""))
        number = whole_number(request.query_params.get("episodeNumber", ""))
        every = [
            season_bodies.episode(series, one, address)
            for each in series.season_numbers
            if season in (None, each)
            for one in series.episodes_of(each)
            if number in (None, one.number)
        ]
        start = page * EPISODES_PER_PAGE
        has_more = start + EPISODES_PER_PAGE < len(every)
        links = {
            "prev": None if page == 0 else f"?page={page - 1}",
            "self": f"?page={page}",
            "next": f"?page={page + 1}" if has_more else None,
            "total_items": len(every),
            "page_size": EPISODES_PER_PAGE,
        }
        return every[start : start + EPISODES_PER_PAGE], links

    async def _season(self, request: Request) -> Response:
        series, season = self._season_of(request)
        body = season_bodies.extended_season(series, season, absolute(request))
        return success(
            request, {key: body[key] for key in body if key not in ("episodes", "artwork", "trailers")}
        )

    async def _season_extended(self, request: Request) -> Response:
        series, season = self._season_of(request)
        return success(request, season_bodies.extended_season(series, season, absolute(request)))

    async def _episode(self, request: Request) -> Response:
        number = whole_number(request.path_params["id"]) or 0
        series = self._series.by_tvdb(number // 10_000)
        season = number // 100 % 100
        if series is None or season not in series.season_numbers:
            raise not_found(number)
        for one in series.episodes_of(season):
            if parts.episode_id(series, one) == number:
                body = season_bodies.episode(series, one, absolute(request))
                is_whole = extent(request)["has_translations"]
                return success(request, season_bodies.translated_episode(body) if is_whole else body)
        raise not_found(number)

    # ------------------------------------------------------------------------------ look-ups

    def _series_of(self, request: Request) -> DemoSeries:
        number = id_of(request)
        series = self._series.by_tvdb(number)
        if series is None:
            raise not_found(number)
        return series

    def _series_with_list(self, request: Request) -> DemoSeries:
        """Some series have no list in their default order although they exist, a few in no order at all."""
        series, order = self._series_of(request), request.path_params["order"]
        has_none = series.tvdb_id % 100 == 49
        if has_none or (series.tvdb_id % 10 == 6 and order == "default"):
            raise Refused(404, f"NotFoundException: error fetching {order} episodes")
        return series

    def _season_of(self, request: Request) -> tuple[DemoSeries, int]:
        number = id_of(request)
        series = self._series.by_tvdb(number // 1000)
        order, season = number // 100 % 10, number % 100
        if series is None or order != 1 or season not in series.season_numbers:
            raise not_found(number)
        return series, season
