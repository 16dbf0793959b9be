"""Pictures and trailers of a TMDB answer as values of the domain.  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from metarr_desktop.domain.asset import AssetType, ProviderImage, ProviderVideo
from metarr_desktop.domain.language import normalise_language
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses

_GROUPS = (("posters", "poster"), ("backdrops", "backdrop"), ("logos", "logo"), ("stills", "still"))
_PLAIN_TYPES = {"poster": AssetType.POSTER, "logo": AssetType.CLEARLOGO, "still": AssetType.THUMB}
_TRAILER_TYPES = ("Trailer", "Teaser")
_VIDEO_KEY = re.compile(r"[\w-]{3,64}", re.ASCII)
_VIDEO_ADDRESSES = {"YouTube": "https://www.youtube.com/watch?v=", "Vimeo": "https://vimeo.com/"}
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


def map_images(data: object, addresses: ImageAddresses) -> tuple[list[ProviderImage], int]:
    """Return all pictures of an ``images`` object, in the service's order, and the number left out.

    A poster without text is there twice, as poster and as keyart; a backdrop with text is a landscape, one
    without is fanart.

    Raises:
        UnexpectedShape: there are entries, and not one of them is usable.
    """
    images: list[ProviderImage] = []
    dropped = 0
    if data is not None and not isinstance(data, dict):
        raise UnexpectedShape("its pictures are no JSON object")
    groups = fields.part(data)
    for group, kind in _GROUPS:
        items, bad = fields.objects(groups.get(group))
        dropped += bad
        for item in items:
            image = _image(item, group, kind, addresses)
            if image is None:
                dropped += 1
                continue
            images.append(image)
            if image.asset_type is AssetType.POSTER and image.language is None:
                images.append(replace(image, asset_type=AssetType.KEYART))
    if dropped and not images:  # an answer like this must not pass for "there are no pictures any more"
        raise UnexpectedShape(f"none of its {dropped} pictures has a usable address")
    return images, dropped


def _image(item: JsonObject, group: str, kind: str, addresses: ImageAddresses) -> ProviderImage | None:
    file_path = item.get("file_path")
    url = addresses.original(file_path)
    if url is None:
        return None
    language = normalise_language(item.get("iso_639_1"))
    metadata: dict[str, object] = {
        "kind": group,
        "votes": fields.count(item.get("vote_count")),
        "voteAverage": fields.decimal(item.get("vote_average")) or 0.0,
    }
    if isinstance(file_path, str) and file_path.lower().endswith(".svg"):
        metadata["raster_url"] = addresses.raster(file_path)
    return ProviderImage(
        asset_type=_asset_type(kind, language),
        url=url,
        thumb_url=addresses.thumb(kind, file_path),
        width=fields.pixels(item.get("width")),
        height=fields.pixels(item.get("height")),
        language=language,
        metadata=metadata,
    )


def _asset_type(kind: str, language: str | None) -> AssetType:
    if kind == "backdrop":
        return AssetType.FANART if language is None else AssetType.LANDSCAPE
    return _PLAIN_TYPES[kind]


def map_videos(data: object, languages: Sequence[str]) -> tuple[list[ProviderVideo], int]:
    """Return trailers and teasers of a ``videos`` object, best first, and the number of malformed ones.

    Trailers before teasers, then official ones, by the ladder of *languages*, by size, newest first.  Clips,
    featurettes and the like are no trailers; sites without a known address cannot be opened.
    """
    if data is not None and not isinstance(data, dict):
        return [], 1
    items, dropped = fields.objects(fields.part(data).get("results"))
    videos: list[ProviderVideo] = []
    for item in items:
        if item.get("type") not in _TRAILER_TYPES:
            dropped += not isinstance(item.get("type"), str)
            continue
        site = fields.text(item.get("site"))
        url = _video_url(site, item.get("key"))
        if url is None:
            dropped += site in ("", *_VIDEO_ADDRESSES)
            continue
        videos.append(_video(item, url, site))
    return sorted(_unique(videos), key=lambda video: _video_order(video, languages)), dropped


def _video(item: JsonObject, url: str, site: str) -> ProviderVideo:
    return ProviderVideo(
        asset_type=AssetType.TRAILER,
        url=url,
        name=fields.text(item.get("name"), max_length=300),
        site=site,
        language=normalise_language(item.get("iso_639_1")),
        size=fields.pixels(item.get("size")),
        is_official=item.get("official") is True,
        published_at=fields.instant(item.get("published_at")),
        metadata={"kind": item["type"], "region": fields.text(item.get("iso_3166_1"), max_length=8)},
    )


def _video_url(site: str, key: object) -> str | None:
    if site not in _VIDEO_ADDRESSES or not isinstance(key, str) or not _VIDEO_KEY.fullmatch(key):
        return None
    return f"{_VIDEO_ADDRESSES[site]}{key}"


def _unique(videos: Sequence[ProviderVideo]) -> list[ProviderVideo]:
    return list({video.url: video for video in reversed(videos)}.values())[::-1]


def _video_order(video: ProviderVideo, languages: Sequence[str]) -> tuple[int, bool, int, int, float]:
    ladder = [normalise_language(language) for language in languages]
    rung = ladder.index(video.language) if video.language in ladder else len(ladder)
    newest = (video.published_at or _LONG_AGO).timestamp()
    kind = _TRAILER_TYPES.index(video.metadata["kind"])
    return (kind, not video.is_official, rung, -(video.size or 0), -newest)
