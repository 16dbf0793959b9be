"""An answer of Fanart.tv (v3, v3.1, v3.2) as pictures of the domain.  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.language import normalise_language
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.fanart_tv.kinds import Kind
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object
from metarr_desktop.providers.url_rules import clean_address

_NAMES = ("name", "tmdb_id", "imdb_id", "thetvdb_id", "mbid_id")
_MBID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LAST_SEASON = 9999  # some series count their seasons by years


@dataclass(frozen=True, slots=True)
class Pictures:
    """All an answer holds; ``is_known`` is false where the service says it has no such entry."""

    is_known: bool
    images: tuple[ProviderImage, ...] = ()
    external_ids: ExternalIds = ExternalIds()  # noqa: RUF009 - immutable
    dropped: int = 0


def map_pictures(data: object, kinds: Mapping[str, Kind], *, base_url: str) -> Pictures:
    """Return the pictures of *kinds* in the order of that list, then in the service's own.

    ``{}`` and an error object with status 200 both mean "no such entry".

    Raises:
        UnexpectedShape: no JSON object, or one that is neither an entry nor a "no such entry", or one with pictures
            of which not one is usable.
    """
    answer = expect_object(data)
    if not answer or (answer.get("status") == "error" and not any(kind in answer for kind in kinds)):
        return Pictures(is_known=False)
    if not _is_entry(answer) and not any(isinstance(answer.get(kind), list) for kind in kinds):
        raise UnexpectedShape("it is neither an entry nor an empty answer")
    images, dropped = _images(answer, kinds, base_url)
    return Pictures(True, images, _external_ids(answer), dropped)


def map_album(
    data: object, release_groups: Iterable[str], kinds: Mapping[str, Kind], *, base_url: str
) -> Pictures:
    """Return the pictures of one album out of the answer about it, or about its artist.

    Albums come as an object by release group, or as an array whose items name theirs.  An answer about one album
    only is taken as the one asked for: two entries of MusicBrainz may have been merged since.

    Raises:
        UnexpectedShape: as :func:`map_pictures`.
    """
    answer = expect_object(data)
    if not answer or (answer.get("status") == "error" and not answer.get("albums")):
        return Pictures(is_known=False)
    albums, dropped = _albums(answer.get("albums"))
    if not albums and dropped:
        raise UnexpectedShape("its albums are neither an object nor an array of objects")
    if not albums and not _is_entry(answer):
        raise UnexpectedShape("it is neither an entry nor an empty answer")
    wanted = {group.lower() for group in release_groups}
    found = next((album for group, album in albums if group in wanted), None)
    if found is None and len(albums) == 1:
        found = albums[0][1]
    images, bad = _images(found or {}, kinds, base_url)
    # whose album it is says MusicBrainz, by the first name in its credit
    return Pictures(True, images, dropped=dropped + bad)


def _albums(value: object) -> tuple[list[tuple[str, JsonObject]], int]:
    """Return (release group, album) of either form, and the number of items left out."""
    if isinstance(value, dict):
        found = [(str(group).lower(), album) for group, album in value.items() if isinstance(album, dict)]
        return found, len(value) - len(found)
    items, dropped = fields.objects(value)
    return [(fields.text(item.get("release_group_id")).lower(), item) for item in items], dropped


def _is_entry(answer: JsonObject) -> bool:
    return any(isinstance(answer.get(name), (str, int)) for name in _NAMES)


def _images(
    answer: JsonObject, kinds: Mapping[str, Kind], base_url: str
) -> tuple[tuple[ProviderImage, ...], int]:
    images: list[ProviderImage] = []
    dropped = 0
    for name, kind in kinds.items():
        items, bad = fields.objects(answer.get(name))
        dropped += bad
        for item in items:
            image = _image(item, name, kind, base_url)
            if image is None:
                dropped += 1
                continue
            images.append(image)
            if image.asset_type is AssetType.POSTER and image.language is None:
                images.append(replace(image, asset_type=AssetType.KEYART))
    if dropped and not images:  # an answer like this must not pass for "there are no pictures any more"
        raise UnexpectedShape(f"none of its {dropped} pictures has a usable address")
    return tuple(images), dropped


def _external_ids(answer: JsonObject) -> ExternalIds:
    artist = fields.text(answer.get("mbid_id")).lower()
    return ExternalIds(
        tmdb=fields.positive(answer.get("tmdb_id")),
        imdb=fields.imdb_title(answer.get("imdb_id")),
        tvdb=fields.positive(answer.get("thetvdb_id")),
        musicbrainz_artist=artist if _MBID.fullmatch(artist) else None,
    )


def _image(item: JsonObject, name: str, kind: Kind, base_url: str) -> ProviderImage | None:
    try:
        url = clean_address(item.get("url"), base_url=base_url)
    except ValueError:
        return None
    metadata: dict[str, object] = {"kind": name, "likes": fields.count(item.get("likes"))}
    if kind.is_hd is not None:
        metadata["is_hd"] = kind.is_hd
    disc_type = fields.text(item.get("disc_type"), max_length=40)
    if disc_type:
        metadata["disc_type"] = disc_type
    if (disc := fields.positive(item.get("disc"))) is not None:
        metadata["disc"] = disc
    if added := fields.text(item.get("added"), max_length=40):
        metadata["added"] = added  # the service names no zone, so it stays a text
    season = _season(item.get("season")) if kind.is_seasonal else None
    return ProviderImage(
        asset_type=kind.season_type if kind.season_type and season is not None else kind.asset_type,
        url=url,
        thumb_url=preview_address(url),
        width=fields.pixels(item.get("width")),
        height=fields.pixels(item.get("height")),
        language=normalise_language(item.get("lang")) if kind.has_language else None,
        season_number=season,
        metadata=metadata,
    )


def _season(value: object) -> int | None:
    """Return the number of a season (0: specials), ``None`` for "all" and whatever else is no number."""
    number = fields.integer(value)
    return number if number is not None and 0 <= number <= _LAST_SEASON else None


def preview_address(url: str) -> str | None:
    """Return the small rendition (the first ``/fanart/`` becomes ``/preview/``), ``None`` without one."""
    parts = urlsplit(url)
    if "/fanart/" not in parts.path:
        return None
    return urlunsplit(parts._replace(path=parts.path.replace("/fanart/", "/preview/", 1)))
