"""Pictures and trailers of TheTVDB's records as values of the domain.  Pure functions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

from metarr_desktop.domain.asset import AssetType, ProviderImage, ProviderVideo
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape
from metarr_desktop.providers.tvdb import languages
from metarr_desktop.providers.tvdb.artwork_types import ArtworkType, ArtworkTypes
from metarr_desktop.providers.tvdb.image_addresses import (
    is_placeholder,
    is_video,
    picture_address,
    thumb_address,
)
from metarr_desktop.providers.url_rules import clean_address

UNKNOWN_LANGUAGE = "und"
"""ISO 639-2 for "undetermined": a picture with text whose language nobody noted is not one without text."""

_SEASON_SLOTS = frozenset({AssetType.SEASONPOSTER, AssetType.SEASONFANART, AssetType.SEASONBANNER})
_SCENES = frozenset({AssetType.POSTER, AssetType.FANART, AssetType.SEASONPOSTER, AssetType.SEASONFANART})
_OFFICIAL = "official"
_SEASON_POSTER_TYPE = 7
_VIDEO_KEY = re.compile(r"[\w-]{3,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Seasons:
    """The seasons of one series in the order that counts.

    Attributes:
        numbers: id of a season to its number; 0 for specials.
        others: ids of seasons in other orders (DVD, absolute), whose numbers mean something else.
        pictures: number to the picture a season's own record names, with the number of its type.
    """

    numbers: Mapping[int, int]
    others: frozenset[int] = frozenset()
    pictures: Mapping[int, tuple[object, int]] = field(default_factory=dict)


def map_seasons(series: JsonObject) -> Seasons:
    """Return the seasons of an extended series record, by the order that counts."""
    items, _ = fields.objects(series.get("seasons"))
    chosen = seasons_that_count(series)
    numbers: dict[int, int] = {}
    pictures: dict[int, tuple[object, int]] = {}
    for item in chosen:
        identifier, number = fields.positive(item.get("id")), fields.integer(item.get("number"))
        if identifier is None or number is None or number < 0:
            continue
        numbers[identifier] = number
        pictures[number] = (item.get("image"), fields.positive(item.get("imageType")) or _SEASON_POSTER_TYPE)
    known = {fields.positive(item.get("id")) for item in items} - {None}
    return Seasons(numbers, frozenset(one for one in known if one is not None) - numbers.keys(), pictures)


def seasons_that_count(series: JsonObject) -> list[JsonObject]:
    """Return the seasons in official order; where there are none, those in the series' default order, else all."""
    items, _ = fields.objects(series.get("seasons"))
    default = fields.positive(series.get("defaultSeasonType"))
    return (
        [item for item in items if fields.part(item.get("type")).get("type") == _OFFICIAL]
        or [item for item in items if default and fields.integer(_type_id(item)) == default]
        or items
    )


def _type_id(season: JsonObject) -> object:
    return fields.part(season.get("type")).get("id")


def artwork_items(record: JsonObject) -> object:
    """Return the list of artwork in a record: ``artworks`` of series and films, ``artwork`` of seasons."""
    listed = record.get("artworks")
    return record.get("artwork") if listed is None else listed


def map_artworks(
    value: object, types: ArtworkTypes, *, base_url: str, seasons: Seasons | None = None
) -> tuple[list[ProviderImage], int]:
    """Return all pictures of a list of artwork, in the service's order, and the number left out as malformed.

    A poster without text is there twice, as poster and as keyart; a background with text is a landscape. Icons,
    photographs and cinemagraphs fill no slot of ours, and neither does art of seasons in another order.

    Raises:
        UnexpectedShape: there are entries, and not one of them is usable.
    """
    items, dropped = fields.objects(value)
    found: list[tuple[ProviderImage, int]] = []
    bare = 0
    for item in items:
        if item.get("image") in (None, ""):  # an entry whose file was taken down
            bare += 1
            continue
        number = fields.positive(item.get("type"))
        if number is None:
            dropped += 1
            continue
        artwork_type = types.get(number)
        if artwork_type is None or artwork_type.slot is None or is_video(item.get("image")):
            continue
        if is_placeholder(item.get("image")) or _is_of_another_order(item, artwork_type, seasons):
            continue
        image = _image(item, artwork_type, artwork_type.slot, base_url, seasons)
        if image is None:
            dropped += 1
        else:
            found.append((image, fields.integer(item.get("score")) or 0))
    if dropped and not found:  # an answer like this must not pass for "there are no pictures any more"
        raise UnexpectedShape(f"none of its {dropped} pictures has a usable address")
    return _with_keyart(_ranked(found)), dropped + bare


def season_pictures(
    seasons: Seasons, types: ArtworkTypes, known: Sequence[ProviderImage], *, base_url: str
) -> list[ProviderImage]:
    """Return the pictures that season records name, for seasons of which the list of artwork has none."""
    listed = {(image.asset_type, image.season_number) for image in known}
    images: list[ProviderImage] = []
    for number, (picture, type_number) in sorted(dict(seasons.pictures).items()):
        artwork_type = types.get(type_number)
        slot = None if artwork_type is None else artwork_type.slot
        url = picture_address(picture, base_url=base_url)
        if artwork_type is None or slot not in _SEASON_SLOTS or url is None or (slot, number) in listed:
            continue
        thumb = thumb_address(url, None, base_url=base_url)
        metadata = {"kind": artwork_type.kind}
        images.append(
            ProviderImage(
                slot, url, thumb, language=UNKNOWN_LANGUAGE, season_number=number, metadata=metadata
            )
        )
    return images


def _is_of_another_order(item: JsonObject, artwork_type: ArtworkType, seasons: Seasons | None) -> bool:
    is_seasonal = artwork_type.slot in _SEASON_SLOTS and seasons is not None
    return is_seasonal and seasons is not None and fields.positive(item.get("seasonId")) in seasons.others


def _image(
    item: JsonObject, artwork_type: ArtworkType, slot: AssetType, base_url: str, seasons: Seasons | None
) -> ProviderImage | None:
    url = picture_address(item.get("image"), base_url=base_url)
    if url is None:
        return None
    season_number: int | None = None
    if slot in _SEASON_SLOTS:
        numbers = seasons.numbers if seasons is not None else {}
        season_number = numbers.get(fields.positive(item.get("seasonId")) or 0)
        if season_number is None:
            return None
    language = _language(item, slot)
    if slot is AssetType.FANART and item.get("includesText") is True:
        slot = AssetType.LANDSCAPE
    metadata: dict[str, object] = {"kind": artwork_type.kind}
    status = fields.part(item.get("status"))
    if fields.positive(status.get("id")) and (remark := fields.text(status.get("name"), max_length=60)):
        metadata["remark"] = remark
    return ProviderImage(
        asset_type=slot,
        url=url,
        thumb_url=thumb_address(url, item.get("thumbnail"), base_url=base_url),
        width=fields.pixels(item.get("width")),
        height=fields.pixels(item.get("height")),
        language=language,
        season_number=season_number,
        metadata=metadata,
    )


def _language(item: JsonObject, slot: AssetType) -> str | None:
    """Whether a scene has text is said by ``includesText``, never by the language; logos are all text."""
    language, has_text = languages.to_domain(item.get("language")), item.get("includesText")
    if has_text is False and slot in _SCENES:
        return None
    return UNKNOWN_LANGUAGE if language is None and has_text is True else language


def _ranked(found: Sequence[tuple[ProviderImage, int]]) -> list[ProviderImage]:
    """Add to each picture the share of its own list that the service puts behind it; scores are an order only."""
    scores: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for image, score in found:
        scores[image.metadata["kind"], image.season_number].append(score)
    for ordered in scores.values():
        ordered.sort()
    ranked = []
    for image, score in found:
        ordered = scores[image.metadata["kind"], image.season_number]
        share = bisect_left(ordered, score) / (len(ordered) - 1) if len(ordered) > 1 else 0.0
        ranked.append(replace(image, metadata={**image.metadata, "rank_share": round(share, 4)}))
    return ranked


def _with_keyart(images: Sequence[ProviderImage]) -> list[ProviderImage]:
    doubled: list[ProviderImage] = []
    for image in images:
        doubled.append(image)
        if image.asset_type is AssetType.POSTER and image.language is None:
            doubled.append(replace(image, asset_type=AssetType.KEYART))
    return doubled


def map_trailers(value: object, wanted: Sequence[str]) -> tuple[list[ProviderVideo], int]:
    """Return trailers by the ladder of languages *wanted*, and the number of malformed ones."""
    items, dropped = fields.objects(value)
    videos: dict[str, ProviderVideo] = {}
    for item in items:
        address = _video_address(item.get("url"))
        if address is None:
            dropped += 1
            continue
        url, site = address
        video = ProviderVideo(
            asset_type=AssetType.TRAILER,
            url=url,
            name=fields.text(item.get("name"), max_length=300),
            site=site,
            language=languages.to_domain(item.get("language")),
            metadata={"kind": "Trailer"},
        )
        videos.setdefault(url, video)
    ladder = [languages.to_domain(code) for code in languages.ladder(wanted)]
    return sorted(videos.values(), key=lambda video: _rung(video.language, ladder)), dropped


def _rung(language: str | None, ladder: Sequence[str | None]) -> int:
    return ladder.index(language) if language in ladder else len(ladder)


def _video_address(value: object) -> tuple[str, str] | None:
    """Return address and site; films at YouTube in the one form that other services write too."""
    try:
        url = clean_address(value)
    except ValueError:
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in ("youtube.com", "youtu.be", "youtube-nocookie.com"):
        in_path = re.sub(r"^/(?:embed/|v/|shorts/)?", "", parts.path)
        key = (parse_qs(parts.query).get("v") or [in_path])[0]
        return (f"https://www.youtube.com/watch?v={key}", "YouTube") if _VIDEO_KEY.fullmatch(key) else None
    return url, {"vimeo.com": "Vimeo"}.get(host, host)
