"""Episodes of TheTVDB, in both envelopes.  Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object
from metarr_desktop.providers.tvdb.artwork_types import DOCUMENTED_TYPES, ArtworkTypes
from metarr_desktop.providers.tvdb.image_addresses import picture_address, thumb_address

_WIDE_STILL = 11
_STILL = DOCUMENTED_TYPES[_WIDE_STILL]


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode as a list of its series names it.

    Attributes:
        id: the service's number of the episode.
        season_number: 0 for specials.
        absolute_number: counted through all seasons, ``None`` if unknown.
        picture_url: address of the still, ``None`` without one.
        languages: codes of the service in which its name is translated.
        is_film: specials may be films with an entry of their own.
    """

    id: int
    season_number: int
    number: int
    title: str = ""
    overview: str = ""
    aired: date | None = None
    runtime_min: int | None = None
    absolute_number: int | None = None
    picture_url: str | None = None
    languages: tuple[str, ...] = ()
    is_film: bool = False


def map_episodes(data: object, *, base_url: str) -> tuple[list[Episode], int]:
    """Return the episodes of a page, and the number of malformed ones.

    The list stands beside the series (``/episodes/default``) or among its own fields (``/episodes/default/eng``);
    a season's extended record has it too.

    Raises:
        UnexpectedShape: no object, or no list of episodes in it.
    """
    listed = expect_object(data).get("episodes")
    if not isinstance(listed, list):
        raise UnexpectedShape("it lists no episodes")
    items, dropped = fields.objects(listed)
    episodes = [_episode(item, base_url) for item in items]
    return [episode for episode in episodes if episode is not None], dropped + episodes.count(None)


def _episode(item: JsonObject, base_url: str) -> Episode | None:
    identifier = fields.positive(item.get("id"))
    season, number = fields.integer(item.get("seasonNumber")), fields.integer(item.get("number"))
    if identifier is None or season is None or number is None:
        return None
    return Episode(
        id=identifier,
        season_number=season,
        number=number,
        title=fields.text(item.get("name"), max_length=500),
        overview=fields.text(item.get("overview")),
        aired=fields.day(item.get("aired")),
        runtime_min=fields.positive(item.get("runtime")),
        absolute_number=fields.positive(item.get("absoluteNumber")),
        picture_url=picture_address(item.get("image"), base_url=base_url),
        languages=tuple(dict.fromkeys(split_codes(item.get("nameTranslations")))),
        is_film=fields.integer(item.get("isMovie")) == 1,
    )


def split_codes(value: object) -> Iterator[str]:
    """Yield the language codes of a list; some records hold all of them in one comma-joined text."""
    for entry in value if isinstance(value, list) else []:
        yield from (code.strip().lower() for code in fields.text(entry).split(",") if code.strip())


def map_still(record: JsonObject, types: ArtworkTypes, *, base_url: str) -> list[ProviderImage]:
    """Return the picture of an episode's record, if it has one."""
    url = picture_address(record.get("image"), base_url=base_url)
    if url is None:
        return []
    stated = types.get(fields.positive(record.get("imageType")) or _WIDE_STILL)
    artwork_type = stated if stated is not None and stated.slot is AssetType.THUMB else _STILL
    thumb = thumb_address(url, None, base_url=base_url)
    return [ProviderImage(AssetType.THUMB, url, thumb, metadata={"kind": artwork_type.kind})]
