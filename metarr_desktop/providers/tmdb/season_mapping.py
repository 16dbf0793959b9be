"""Seasons of a TMDB series: which there are, and the posters of one.  Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metarr_desktop.domain import entity
from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape
from metarr_desktop.providers.season_list import listed, season_of
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses
from metarr_desktop.providers.tmdb.image_mapping import map_images

_LAST_SEASON = 9999  # seasons may be numbered by year


@dataclass(frozen=True, slots=True)
class Season:
    """One season as its series lists it; 0 for the specials.

    ``has_poster``: the list names one, so that an empty list of posters cannot be all there is.
    """

    number: int
    has_poster: bool = False

    @property
    def images_part(self) -> str:
        """The path of its pictures below the series, as it is appended and as it is asked for apart."""
        return f"season/{self.number}/images"


def map_seasons(details: JsonObject) -> tuple[tuple[Season, ...], int]:
    """Return the seasons of a series in their order, each once, and the number of malformed ones.

    Raises:
        UnexpectedShape: the series has no list of seasons, or not one usable entry in it.
    """
    if not isinstance(details.get("seasons"), list):
        raise UnexpectedShape("the series has no list of seasons")
    items, dropped = fields.objects(details["seasons"])
    seasons: dict[int, Season] = {}
    for item in items:
        number = fields.integer(item.get("season_number"))
        if number is None or not 0 <= number <= _LAST_SEASON:
            dropped += 1
            continue
        has_poster = isinstance(item.get("poster_path"), str) or (
            number in seasons and seasons[number].has_poster
        )
        seasons[number] = Season(number, has_poster)
    if dropped and not seasons:  # must not pass for "there are no seasons any more"
        raise UnexpectedShape(f"none of its {dropped} seasons has a usable number")
    return tuple(sorted(seasons.values(), key=lambda season: season.number)), dropped


def describe_seasons(details: JsonObject) -> tuple[tuple[entity.Season, ...], int]:
    """Return the seasons of a series as they are described to people, and the number of malformed ones."""
    items, dropped = fields.objects(details.get("seasons"))
    seasons, lost = listed(
        season_of(
            item.get("season_number"),
            name=item.get("name"),
            episodes=item.get("episode_count"),
            year=aired.year if (aired := fields.day(item.get("air_date"))) else None,
        )
        for item in items
    )
    return seasons, dropped + lost


def map_season_posters(
    data: object, number: int, addresses: ImageAddresses
) -> tuple[list[ProviderImage], int]:
    """Return the posters in the ``images`` of a season and the number of malformed ones.

    Raises:
        UnexpectedShape: there are entries, and not one of them is usable.
    """
    images, dropped = map_images(data, addresses)
    return [
        replace(image, asset_type=AssetType.SEASONPOSTER, season_number=number)
        for image in images
        if image.asset_type is AssetType.POSTER
    ], dropped


def is_complete(data: object, season: Season) -> bool:
    """Tell whether appended pictures of a season can be all there are."""
    if not isinstance(data, dict):
        return False
    return bool(data.get("posters")) or not season.has_poster
