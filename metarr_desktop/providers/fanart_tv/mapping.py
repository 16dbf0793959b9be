"""An answer of Fanart.tv (v3, v3.1, v3.2) as pictures of the domain.  Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.domain.entity import ExternalIds
from metarr_desktop.domain.language import normalise_language
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object
from metarr_desktop.providers.url_rules import clean_address


@dataclass(frozen=True, slots=True)
class Kind:
    """How one of the service's kinds is read.

    Attributes:
        has_language: false for backgrounds, whose ``lang`` means nothing (old answers say "en" for all).
        is_hd: for kinds that come in two qualities; the older one is listed after the better one.
    """

    asset_type: AssetType
    has_language: bool = True
    is_hd: bool | None = None


MOVIE_KINDS: Mapping[str, Kind] = {
    "movieposter": Kind(AssetType.POSTER),
    "movie4kbackground": Kind(AssetType.FANART, has_language=False, is_hd=True),
    "moviebackground": Kind(AssetType.FANART, has_language=False, is_hd=False),
    "hdmovielogo": Kind(AssetType.CLEARLOGO, is_hd=True),
    "movielogo": Kind(AssetType.CLEARLOGO, is_hd=False),
    "hdmovieclearart": Kind(AssetType.CLEARART, is_hd=True),
    "movieart": Kind(AssetType.CLEARART, is_hd=False),
    "moviedisc": Kind(AssetType.DISCART),
    "moviebanner": Kind(AssetType.BANNER),
    "moviethumb": Kind(AssetType.LANDSCAPE),
}
"""The kinds of films and film sets, better quality first.  Whatever else an answer holds (counts beside the
lists, new kinds, squares) is no picture of ours."""


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
    if not any(
        isinstance(answer.get(name), (str, int)) for name in ("name", "tmdb_id", "imdb_id")
    ) and not any(isinstance(answer.get(kind), list) for kind in kinds):
        raise UnexpectedShape("it is neither an entry nor an empty answer")
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
    return Pictures(True, tuple(images), _external_ids(answer), dropped)


def _external_ids(answer: JsonObject) -> ExternalIds:
    return ExternalIds(
        tmdb=fields.positive(answer.get("tmdb_id")), imdb=fields.imdb_title(answer.get("imdb_id"))
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
    return ProviderImage(
        asset_type=kind.asset_type,
        url=url,
        thumb_url=preview_address(url),
        width=fields.pixels(item.get("width")),
        height=fields.pixels(item.get("height")),
        language=normalise_language(item.get("lang")) if kind.has_language else None,
        metadata=metadata,
    )


def preview_address(url: str) -> str | None:
    """Return the small rendition (the first ``/fanart/`` becomes ``/preview/``), ``None`` without one."""
    parts = urlsplit(url)
    if "/fanart/" not in parts.path:
        return None
    return urlunsplit(parts._replace(path=parts.path.replace("/fanart/", "/preview/", 1)))
