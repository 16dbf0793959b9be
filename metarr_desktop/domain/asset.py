"""Artwork and trailers: types, what a provider offers, what the store remembers of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from metarr_desktop.domain.entity import EntityType


class AssetType(StrEnum):
    """The slot a picture or trailer can fill."""

    POSTER = "poster"
    KEYART = "keyart"
    FANART = "fanart"
    CLEARLOGO = "clearlogo"
    CLEARART = "clearart"
    CHARACTERART = "characterart"
    DISCART = "discart"
    BANNER = "banner"
    LANDSCAPE = "landscape"
    TRAILER = "trailer"
    SEASONPOSTER = "seasonposter"
    SEASONFANART = "seasonfanart"
    SEASONBANNER = "seasonbanner"
    SEASONLANDSCAPE = "seasonlandscape"
    THUMB = "thumb"
    COVER = "cover"
    ARTISTART = "artistart"
    ARTISTTHUMB = "artistthumb"


_T = AssetType

ASSET_TYPES: Mapping[EntityType, tuple[AssetType, ...]] = {
    EntityType.MOVIE: (
        _T.POSTER, _T.KEYART, _T.FANART, _T.CLEARLOGO, _T.CLEARART, _T.DISCART, _T.BANNER, _T.LANDSCAPE,
        _T.TRAILER,
    ),
    EntityType.COLLECTION: (
        _T.POSTER, _T.KEYART, _T.FANART, _T.CLEARLOGO, _T.CLEARART, _T.BANNER, _T.LANDSCAPE,
    ),
    EntityType.TV: (
        _T.POSTER, _T.KEYART, _T.FANART, _T.CLEARLOGO, _T.CLEARART, _T.CHARACTERART, _T.BANNER, _T.LANDSCAPE,
        _T.TRAILER, _T.SEASONPOSTER, _T.SEASONFANART, _T.SEASONBANNER, _T.SEASONLANDSCAPE,
    ),
    EntityType.EPISODE: (_T.THUMB,),
    EntityType.MUSIC: (_T.COVER, _T.DISCART, _T.ARTISTART, _T.ARTISTTHUMB, _T.CLEARLOGO, _T.BANNER),
}  # fmt: skip
"""Per entity type, in tab order: what "no asset type given" means."""


@dataclass(frozen=True, slots=True)
class AssetShape:
    """How a type looks: ideal size in pixels and how it is to be shown.

    ``title`` is the word on tabs and in sentences, ``plural`` its plural.
    """

    title: str
    plural: str
    ideal_width: int
    ideal_height: int
    has_alpha: bool = False

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        return self.ideal_width / self.ideal_height


ASSET_SHAPES: Mapping[AssetType, AssetShape] = {
    _T.POSTER: AssetShape("Poster", "posters", 2000, 3000),
    _T.KEYART: AssetShape("Keyart", "keyart pictures", 2000, 3000),
    _T.FANART: AssetShape("Fanart", "fanart pictures", 1920, 1080),
    _T.CLEARLOGO: AssetShape("Clearlogo", "clearlogos", 800, 310, has_alpha=True),
    _T.CLEARART: AssetShape("Clearart", "clearart pictures", 1000, 562, has_alpha=True),
    _T.CHARACTERART: AssetShape("Characterart", "characterart pictures", 512, 512, has_alpha=True),
    _T.DISCART: AssetShape("Disc", "discs", 1000, 1000, has_alpha=True),
    _T.BANNER: AssetShape("Banner", "banners", 1000, 185),
    _T.LANDSCAPE: AssetShape("Landscape", "landscapes", 1000, 562),
    _T.TRAILER: AssetShape("Trailer", "trailers", 1280, 720),
    _T.SEASONPOSTER: AssetShape("Season poster", "season posters", 2000, 3000),
    _T.SEASONFANART: AssetShape("Season fanart", "season fanart pictures", 1920, 1080),
    _T.SEASONBANNER: AssetShape("Season banner", "season banners", 1000, 185),
    _T.SEASONLANDSCAPE: AssetShape("Season landscape", "season landscapes", 1000, 562),
    _T.THUMB: AssetShape("Thumb", "thumbs", 1000, 562),
    _T.COVER: AssetShape("Cover", "covers", 1000, 1000),
    _T.ARTISTART: AssetShape("Artist art", "artist pictures", 1920, 1080),
    _T.ARTISTTHUMB: AssetShape("Artist thumb", "artist thumbs", 1000, 1000),
}

MULTIPLE_BY_DEFAULT = frozenset({AssetType.FANART})
"""Slots that hold several selected pictures in an order; all others hold one."""

USER_PROVIDER = "user"
"""Provider name of own pictures (address ``metarr:own/<sha256>``): never fetched, never missing."""


@dataclass(frozen=True, slots=True)
class ProviderImage:
    """One picture as a provider offers it.

    Attributes:
        url: absolute https address of the original (unique key within entity and type).
        thumb_url: the provider's small rendition, ``None`` where it has none.
        width, height: pixels of the original as stated, ``None`` if unknown.
        language: two-letter code, ``None`` for textless.
        season_number: for season types only.
        metadata: small JSON values kept with the row: ``kind`` (the provider's own name of the type),
            ``votes``, ``voteAverage``, ``likes``, ``disc_type``, ``rank_share`` …
    """

    asset_type: AssetType
    url: str
    thumb_url: str | None = None
    width: int | None = None
    height: int | None = None
    language: str | None = None
    season_number: int | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProviderVideo:
    """One trailer as a provider offers it; ``url`` opens in a browser."""

    asset_type: AssetType
    url: str
    name: str = ""
    site: str = ""
    language: str | None = None
    size: int | None = None
    is_official: bool = False
    published_at: datetime | None = None
    thumb_url: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScoreParts:
    """The five parts of a score in points, and as fractions 0..1 that other weights re-rank by."""

    resolution: int
    shape: int
    language: int
    votes: int
    provider: int
    fractions: tuple[float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0)
    is_size_assumed: bool = False
    version: int = 1

    @property
    def total(self) -> int:
        """0-100."""
        return self.resolution + self.shape + self.language + self.votes + self.provider


@dataclass(frozen=True)
class CachedAsset:
    """One row of ``provider_assets``, as every consumer sees it.

    ``provider_metadata`` and ``score_parts`` are parsed on first use: a page of 400 rows costs no JSON until
    a cell needs it. ``selected_by`` is ``user``, ``auto`` or ``None``; ``missing_since`` is set while the
    provider no longer offers the address. Times are aware UTC.
    """

    id: int
    asset_type: AssetType
    provider_name: str
    url: str
    thumb_url: str | None
    width: int | None
    height: int | None
    language: str | None
    season_number: int | None
    score: int | None
    analyzed: bool
    is_selected: bool
    is_rejected: bool
    is_downloaded: bool
    selected_by: str | None
    selection_order: int | None
    fetched_at: datetime
    first_seen_at: datetime
    missing_since: datetime | None = None
    metadata_json: str = "{}"
    score_json: str | None = None

    @cached_property
    def provider_metadata(self) -> dict[str, Any]:
        """Votes, vote average, likes, the provider's own kind …; ``{}`` if the stored text is no object."""
        return _json_object(self.metadata_json)

    @cached_property
    def score_parts(self) -> ScoreParts | None:
        """The parts of ``score``, ``None`` for a row that was never scored."""
        stored = _json_object(self.score_json or "")
        if not stored:
            return None
        try:
            return ScoreParts(**{**stored, "fractions": tuple(stored.get("fractions", ()))})
        except TypeError:  # parts of another version
            return None

    @property
    def pixels(self) -> int:
        """Width times height; 0 if unknown."""
        return (self.width or 0) * (self.height or 0)


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text) if text else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
