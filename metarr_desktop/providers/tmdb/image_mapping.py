"""Pictures and trailers of a TMDB answer as values of the domain.  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from metarr_desktop.domain.asset import AssetType, ProviderImage, ProviderVideo
from metarr_desktop.domain.language import normalise_language
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape
from metarr_desktop.providers.tmdb.image_addresses import ImageAddresses

_GROUPS = (("posters", "poster"), ("backdrops", "backdrop"), ("logos", "logo"), ("stills", "still"))
_SLOTS = {
    "posters": (AssetType.POSTER, AssetType.KEYART),
    "backdrops": (AssetType.FANART, AssetType.LANDSCAPE),
    "logos": (AssetType.CLEARLOGO,),
    "stills": (AssetType.THUMB,),
}
_PLAIN_TYPES = {"poster": AssetType.POSTER, "logo": AssetType.CLEARLOGO, "still": AssetType.THUMB}
_TRAILER_TYPES = ("Trailer", "Teaser")
_VIDEO_KEY = re.compile(r"[\w-]{3,64}", re.ASCII)
_VIDEO_ADDRESSES = {"YouTube": "https://www.youtube.com/watch?v=", "Vimeo": "https://vimeo.com/"}
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of an entry; ``incomplete`` are types that could not be read and that it may have."""

    images: tuple[ProviderImage, ...] = ()
    dropped: int = 0
    incomplete: frozenset[AssetType] = frozenset()


def map_entry_images(
    details: JsonObject, addresses: ImageAddresses, offered: Collection[AssetType]
) -> Pictures:
    """Return the pictures in the ``images`` of an entry, those of the types *offered*.

    A bad picture is dropped and counted.  What must not pass for "none any more" is incomplete: all types if there
    is no object of pictures or not one usable picture in it, those of a group if it is no list.
    """
    listed = details.get("images")
    if "images" not in details or (listed is not None and not isinstance(listed, dict)):
        return Pictures(dropped=int("images" in details), incomplete=_types_of(_SLOTS) & frozenset(offered))
    images: list[ProviderImage] = []
    dropped = 0
    for group, kind in _GROUPS:
        found, bad = _group(fields.part(listed).get(group), group, kind, addresses)
        images += found
        dropped += bad
    unreadable: Iterable[str] = _SLOTS
    if images or not dropped:
        unreadable = [
            group for group in _SLOTS if not isinstance(fields.part(listed).get(group), list | None)
        ]
    return Pictures(
        tuple(image for image in images if image.asset_type in offered),
        dropped,
        _types_of(unreadable) & frozenset(offered),
    )


def _types_of(groups: Iterable[str]) -> frozenset[AssetType]:
    return frozenset(slot for group in groups for slot in _SLOTS[group])


def map_images(data: object, addresses: ImageAddresses) -> tuple[list[ProviderImage], int]:
    """Return all pictures of an ``images`` object, in the service's order, and the number left out.

    A poster without text is there twice, as poster and as keyart; a backdrop with text is a landscape, one
    without is fanart.

    Raises:
        UnexpectedShape: there are entries, and not one of them is usable.
    """
    if data is not None and not isinstance(data, dict):
        raise UnexpectedShape("its pictures are no JSON object")
    images: list[ProviderImage] = []
    dropped = 0
    for group, kind in _GROUPS:
        found, bad = _group(fields.part(data).get(group), group, kind, addresses)
        images += found
        dropped += bad
    if dropped and not images:  # an answer like this must not pass for "there are no pictures any more"
        raise UnexpectedShape(f"none of its {dropped} pictures has a usable address")
    return images, dropped


def _group(
    value: object, group: str, kind: str, addresses: ImageAddresses
) -> tuple[list[ProviderImage], int]:
    images: list[ProviderImage] = []
    items, dropped = fields.objects(value)
    for item in items:
        image = _image(item, group, kind, addresses)
        if image is None:
            dropped += 1
            continue
        images.append(image)
        if image.asset_type is AssetType.POSTER and image.language is None:
            images.append(replace(image, asset_type=AssetType.KEYART))
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
