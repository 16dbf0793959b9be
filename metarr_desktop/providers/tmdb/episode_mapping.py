"""Episodes of TMDB: where one stands in its series, its stills, what is said of it.  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from metarr_desktop.domain.entity import EntityMetadata, ExternalIds
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object
from metarr_desktop.providers.tmdb.details_mapping import localised, map_cast, map_directors
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses
from metarr_desktop.providers.tmdb.info import EPISODE_KIND

_PLACE = re.compile(r"([0-9]{1,12})/([0-9]{1,5})/([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class EpisodePlace:
    """Which episode: TMDB id of the series, number of the season (0 for specials), number within it."""

    series_id: int
    season: int
    number: int

    def __str__(self) -> str:
        return f"{self.series_id}/{self.season}/{self.number}"

    @property
    def path(self) -> str:
        return f"tv/{self.series_id}/season/{self.season}/episode/{self.number}"


def read_place(text: str) -> EpisodePlace | None:
    """Return the episode an id of the kind ``tmdb_episode`` names, ``None`` if it has not that form."""
    match = _PLACE.fullmatch(text)
    return EpisodePlace(int(match[1]), int(match[2]), int(match[3])) if match else None


def map_found_episode(data: object) -> EpisodePlace | None:
    """Return the first episode a ``/find`` answer names.

    Raises:
        UnexpectedShape: no object.
    """
    items, _ = fields.objects(expect_object(data).get("tv_episode_results"))
    for item in items:
        series, number = fields.positive(item.get("show_id")), fields.positive(item.get("episode_number"))
        season = fields.integer(item.get("season_number"))
        if series is not None and number is not None and season is not None and season >= 0:
            return EpisodePlace(series, season, number)
    return None


def expect_episode(data: object, place: EpisodePlace) -> JsonObject:
    """Return the details in *data*.

    Raises:
        UnexpectedShape: no object, no episode, or another one.
    """
    details = expect_object(data)
    if fields.positive(details.get("id")) is None:
        raise UnexpectedShape("the episode has no id")
    stated = (fields.integer(details.get("season_number")), fields.integer(details.get("episode_number")))
    if any(
        there is not None and there != asked
        for there, asked in zip(stated, (place.season, place.number), strict=True)
    ):
        raise UnexpectedShape("it is about another episode than asked for")
    return details


def map_episode_ids(details: JsonObject, place: EpisodePlace) -> ExternalIds:
    """Return the ids of exactly this episode."""
    linked = fields.part(details.get("external_ids"))
    return ExternalIds(
        {
            EPISODE_KIND: str(place),
            "imdb": fields.imdb_title(linked.get("imdb_id")),
            "tvdb": fields.positive(linked.get("tvdb_id")),
        }
    )


def map_episode_metadata(
    details: JsonObject, languages: Sequence[str], addresses: ImageAddresses
) -> EntityMetadata:
    """Return what is said of an episode, each text in the first of *languages* that has it."""
    vote_count = fields.integer(details.get("vote_count"))
    return EntityMetadata(
        title=localised(details, "title", languages),
        release_date=fields.day(details.get("air_date")),
        overview=localised(details, "overview", languages),
        runtime_min=fields.positive(details.get("runtime")),
        directors=map_directors(details),
        cast=map_cast(details),
        vote_average=fields.decimal(details.get("vote_average")) if vote_count else None,
        vote_count=vote_count,
        poster_url=addresses.thumb("still", details.get("still_path")),
    )
