"""From what a provider offers to a row of ``provider_assets``, and back.

Pure: the rules of one offer, of addresses shared by seasons, and of addresses two providers offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from metarr_desktop.domain.asset import AssetType, CachedAsset, ProviderImage, ProviderVideo, ScoreParts
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.serialise import compact_json, json_object, score_to_json

ALSO_OFFERED_BY = "also_offered_by"
"""Key in a row's metadata: providers that offer the same address, with what they say of it."""

_SEASON_FRAGMENT = "#season="
_VIDEO_FIELDS = ("name", "site", "size", "is_official", "published_at")
_MAX_INTEGER = 2**31 - 1  # of PostgreSQL, where SQLite would take more


class BadRow(ValueError):
    """An offer that cannot be stored; it is skipped and counted."""


class Offer(NamedTuple):
    """One picture or trailer, checked and ready to be written; the metadata without other providers' notes."""

    url: str
    thumb_url: str | None
    width: int | None
    height: int | None
    language: str | None
    season_number: int | None
    votes: int | None
    score: int | None
    score_json: str | None
    metadata_json: str

    def note(self, now: datetime) -> dict[str, Any]:
        """Return what is kept of this offer in the row of the provider that came first."""
        return {
            "thumb_url": self.thumb_url, "width": self.width, "height": self.height,
            "language": self.language, "votes": self.votes, "score": self.score,
            "score_json": self.score_json, "metadata": json_object(self.metadata_json), "fetched_at": to_utc_text(now),
        }  # fmt: skip


def offer_of(
    item: ProviderImage | ProviderVideo, scores: Mapping[tuple[AssetType, str], ScoreParts]
) -> Offer:
    """Return *item* as it is stored.

    Raises:
        BadRow: the database would not take it, such as an address that is empty or no text.
    """
    url = _text(item.url, "address")
    if not url or url.startswith("metarr:"):
        raise BadRow("no address of a provider")
    metadata: dict[str, Any] = {**item.metadata}
    width = height = season = None
    if isinstance(item, ProviderVideo):
        published = None if item.published_at is None else to_utc_text(item.published_at)
        metadata |= {
            "name": item.name, "site": item.site, "size": item.size, "is_official": item.is_official,
            "published_at": published,
        }  # fmt: skip
    else:
        width, height = _pixels(item.width), _pixels(item.height)
        season = _season(item.season_number)
    metadata.pop(ALSO_OFFERED_BY, None)
    try:
        metadata_json = compact_json(metadata)
    except (TypeError, ValueError) as error:
        raise BadRow(f"metadata that JSON cannot hold ({error})") from error
    score = scores.get((item.asset_type, item.url))
    return Offer(
        url, _optional_text(item.thumb_url, "preview address"), width, height,
        _optional_text(item.language, "language"), season, _votes(item.metadata),
        None if score is None else score.total, None if score is None else score_to_json(score), metadata_json,
    )  # fmt: skip


def with_season_fragments(
    offers: Iterable[Offer], plain_season: Mapping[str, int | None]
) -> dict[str, Offer]:
    """Return the offers by the address they are stored under, each address once.

    A picture offered for two seasons fills two slots, but an address is unique within type and title: the
    first season keeps the address itself, further ones get the fragment ``#season=N``. *plain_season* says
    which season holds an address already, so that a slot never changes hands between two fetches.
    """
    stored: dict[str, Offer] = {}
    for offer in offers:
        url, season = offer.url, offer.season_number
        if season is not None:
            holder = stored[url].season_number if url in stored else plain_season.get(url, season)
            if holder != season:
                url = f"{url}{_SEASON_FRAGMENT}{season}"
        if url not in stored:  # the same picture twice in one answer is one picture
            stored[url] = offer if url == offer.url else offer._replace(url=url)
    return stored


def address_of(stored_url: str) -> str:
    """Return the address to request or to cache by: *stored_url* without the season fragment."""
    return stored_url.split(_SEASON_FRAGMENT, 1)[0]


def image_of(asset: CachedAsset) -> ProviderImage:
    """Return a stored picture as its provider offered it; a hit and a miss then agree."""
    metadata = {name: value for name, value in asset.provider_metadata.items() if name != ALSO_OFFERED_BY}
    return ProviderImage(
        asset.asset_type, address_of(asset.url), asset.thumb_url, asset.width, asset.height, asset.language,
        asset.season_number, metadata,
    )  # fmt: skip


def with_notes_scored(asset: CachedAsset, score: Callable[[str, ProviderImage], ScoreParts]) -> str | None:
    """Return the metadata of *asset* with the scores its other providers' offers have now; ``None``: as before.

    One of them may take the row over, and brings its score along.
    """
    if ALSO_OFFERED_BY not in asset.metadata_json:  # almost always: spares parsing
        return None
    metadata = json_object(asset.metadata_json)
    notes = metadata.get(ALSO_OFFERED_BY)
    for name, note in notes.items() if isinstance(notes, dict) else ():
        if not isinstance(note, dict):  # written by hand
            continue
        width, height = note.get("width"), note.get("height")
        if not {type(width), type(height)} <= {int, type(None)}:
            continue
        offered = ProviderImage(
            asset.asset_type, address_of(asset.url), note.get("thumb_url"), width, height, note.get("language"),
            asset.season_number, note.get("metadata") or {},
        )  # fmt: skip
        parts = score(name, offered)
        note |= {"score": parts.total, "score_json": score_to_json(parts)}
    text = compact_json(metadata)
    return None if text == asset.metadata_json else text


def video_of(asset: CachedAsset) -> ProviderVideo:
    """Return a stored trailer as its provider offered it."""
    stored = asset.provider_metadata
    left_out = (*_VIDEO_FIELDS, ALSO_OFFERED_BY)
    size = stored.get("size")
    return ProviderVideo(
        asset.asset_type, asset.url, name=str(stored.get("name") or ""), site=str(stored.get("site") or ""),
        language=asset.language, size=size if isinstance(size, int) else None,
        is_official=bool(stored.get("is_official")), published_at=_moment(stored.get("published_at")),
        thumb_url=asset.thumb_url,
        metadata={name: value for name, value in stored.items() if name not in left_out},
    )  # fmt: skip


def _moment(value: object) -> datetime | None:
    try:
        return from_utc_text(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise BadRow(f"{what} is no text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadRow(f"{what} is no Unicode text") from error
    if "\0" in value:
        raise BadRow(f"{what} contains NUL")
    return value


def _optional_text(value: object, what: str) -> str | None:
    return None if value is None else _text(value, what)


def _pixels(value: object) -> int | None:
    if value is None or value == 0:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _MAX_INTEGER:
        raise BadRow(f"{value!r} is no size in pixels")
    return value


def _season(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_INTEGER:
        raise BadRow(f"{value!r} is no season")
    return value


def _votes(metadata: Mapping[str, Any]) -> int | None:
    value = metadata.get("votes", metadata.get("likes"))
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_INTEGER
    return value if is_count else None
