"""An extended record as the answer to one fetch.  Pure functions."""

from __future__ import annotations

from dataclasses import replace

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import EntityType, ExternalIds, Season
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.base import AnswerRequest, ProviderAnswer
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape
from metarr_desktop.providers.season_list import listed, season_of
from metarr_desktop.providers.tvdb.artwork_mapping import (
    artwork_items,
    map_artworks,
    map_seasons,
    map_trailers,
    season_pictures,
    seasons_that_count,
)
from metarr_desktop.providers.tvdb.artwork_types import ArtworkTypes
from metarr_desktop.providers.tvdb.episode_mapping import map_still
from metarr_desktop.providers.tvdb.id_mapping import map_remote_ids, record_id
from metarr_desktop.providers.tvdb.info import INFO
from metarr_desktop.providers.tvdb.record_mapping import map_metadata


def map_answer(
    record: JsonObject, request: AnswerRequest, types: ArtworkTypes, *, base_url: str
) -> ProviderAnswer:
    """Return everything an extended record of a film, series or episode holds.

    Artwork of which not one entry is usable is incomplete; the texts, ids and trailers beside it count.

    Raises:
        UnexpectedShape: no id.
    """
    entity_type = request.entity_type
    offered = INFO.asset_types_for(entity_type)
    spoilt: frozenset[str] = frozenset()
    try:
        images, lost_images = _images(record, entity_type, types, base_url)
    except UnexpectedShape:
        images, lost_images = [], _length(artwork_items(record))
        spoilt = offered - {AssetType.TRAILER}
    videos, lost_videos = map_trailers(record.get("trailers"), request.languages)
    ids, lost_ids = map_remote_ids(record.get("remoteIds"), entity_type)
    asked = ExternalIds({request.id_kind: request.id_value})
    metadata, lost_seasons = map_metadata(record, request.languages, base_url=base_url), 0
    if entity_type is EntityType.TV:
        seasons, lost_seasons = describe_seasons(record)
        metadata = replace(metadata, seasons=seasons)
    return ProviderAnswer(
        outcome=Outcome.OK,
        external_ids=ExternalIds({**ids, "tvdb": record_id(record)}).filled_from(asked),
        metadata=metadata,
        images=tuple(image for image in images if image.asset_type in offered),
        videos=tuple(video for video in videos if video.asset_type in offered),
        dropped=lost_images + lost_videos + lost_ids + lost_seasons,
        incomplete_parts=spoilt,
    )


def _length(listed: object) -> int:
    return len(listed) if isinstance(listed, list) else 1


def describe_seasons(series: JsonObject) -> tuple[tuple[Season, ...], int]:
    """Return the seasons of a series in the order that counts, and the number of malformed ones.

    How many episodes they have is said by the list of episodes only.
    """
    _, dropped = fields.objects(series.get("seasons"))
    seasons, lost = listed(
        season_of(item.get("number"), name=item.get("name"), year=item.get("year"))
        for item in seasons_that_count(series)
    )
    return seasons, dropped + lost


def _images(
    record: JsonObject, entity_type: EntityType, types: ArtworkTypes, base_url: str
) -> tuple[list[ProviderImage], int]:
    if entity_type is EntityType.EPISODE:
        return map_still(record, types, base_url=base_url), 0
    seasons = map_seasons(record) if entity_type is EntityType.TV else None
    images, dropped = map_artworks(artwork_items(record), types, base_url=base_url, seasons=seasons)
    if seasons is not None:
        images += season_pictures(seasons, types, images, base_url=base_url)
    return images, dropped
