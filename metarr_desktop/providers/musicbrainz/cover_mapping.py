"""An index of the Cover Art Archive as pictures of the domain.  Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from metarr_desktop.domain.asset import AssetType, ProviderImage
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import JsonObject, UnexpectedShape, expect_object
from metarr_desktop.providers.musicbrainz.mapping import mbid
from metarr_desktop.providers.url_rules import clean_address

_SLOTS = {"Front": AssetType.COVER, "Medium": AssetType.DISCART}
_UNFIT = frozenset({"Watermark", "Raw/Unedited"})
_SIZES = (("1200", ("1200",)), ("500", ("500", "large")), ("250", ("250", "small")))
_THUMB_SIZES = ("500", "250", "1200")
_NO_PICTURES = (".pdf", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Covers:
    """The pictures of an index; ``other`` counts those without a slot (backs, booklets, spines …)."""

    images: tuple[ProviderImage, ...] = ()
    other: int = 0
    dropped: int = 0


def map_covers(data: object, *, base_url: str) -> Covers:
    """Return front covers and printed discs, the approved ones first, else in the archive's order.

    One picture that shows both is there twice.  Scans of a page or file nobody can show are represented by their
    largest rendition.

    Raises:
        UnexpectedShape: no object with a list of pictures, or one with pictures of which not one is usable.
    """
    index = expect_object(data)
    if not isinstance(index.get("images"), list):
        raise UnexpectedShape("it has no list of pictures")
    items, dropped = fields.objects(index["images"])
    release = mbid(str(index.get("release")).rstrip("/").rpartition("/")[2])
    images: list[ProviderImage] = []
    other = 0
    for item in sorted(items, key=lambda item: item.get("approved") is False):
        types = _types(item)
        if not types and item.get("types", []) != []:  # it says what it is, in a way nobody can read
            dropped += 1
            continue
        slots = [name for name in _SLOTS if name in types]
        if not slots or _UNFIT & set(types):
            other += 1
            continue
        sizes = _renditions(item, base_url)
        url = _address(item.get("image"), base_url, sizes)
        if url is None:
            dropped += 1
            continue
        images += [_image(item, name, types, url, sizes, release) for name in slots]
    if dropped and not images and not other:
        raise UnexpectedShape(f"none of its {dropped} pictures can be used")
    return Covers(tuple(images), other, dropped)


def _image(
    item: JsonObject, slot: str, types: list[str], url: str, sizes: dict[str, str], release: str | None
) -> ProviderImage:
    metadata: dict[str, object] = {
        "kind": slot,
        "types": types,
        "approved": item.get("approved") is not False,
    }
    number = fields.integer(item.get("id"))  # a number today, a text in older answers
    metadata |= {"id": str(number)} if number is not None else {}
    metadata |= {"comment": comment} if (comment := fields.text(item.get("comment"), max_length=300)) else {}
    metadata |= {"sizes": sizes} if sizes else {}
    metadata |= {"release": release} if release else {}
    return ProviderImage(
        asset_type=_SLOTS[slot],
        url=url,
        thumb_url=next((sizes[size] for size in _THUMB_SIZES if size in sizes), None),
        metadata=metadata,
    )


def _types(item: JsonObject) -> list[str]:
    """Return what a picture shows; old answers say of some fronts only that they are one."""
    listed = item.get("types")
    types = [word for word in map(fields.text, listed) if word] if isinstance(listed, list) else []
    return types if types or item.get("front") is not True else ["Front"]


def _renditions(item: JsonObject, base_url: str) -> dict[str, str]:
    """Return the small pictures by the length of their longer side in pixels; 1200 may be missing."""
    offered = fields.part(item.get("thumbnails"))
    found = {}
    for size, names in _SIZES:
        for name in names:
            try:
                found[size] = clean_address(offered.get(name), base_url=base_url)
            except ValueError:
                continue
            break
    return found


def _address(value: object, base_url: str, sizes: dict[str, str]) -> str | None:
    try:
        url = clean_address(value, base_url=base_url)
    except ValueError:
        return None
    if urlsplit(url).path.lower().endswith(_NO_PICTURES):
        return next(iter(sizes.values()), None)
    return url
