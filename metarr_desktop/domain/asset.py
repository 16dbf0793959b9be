"""Artwork and trailers: types, what a provider offers, what the store remembers of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import Any

from metarr_desktop.domain.entity import EntityType
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text


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

WITHOUT_LANGUAGE = frozenset({EntityType.MUSIC})
"""Of the pictures of these no service tells the language: none is known, and "no text" is not what that means."""

SEASON_TYPES = frozenset({_T.SEASONPOSTER, _T.SEASONFANART, _T.SEASONBANNER, _T.SEASONLANDSCAPE})
"""Types of a series that have a slot for each season."""

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


def _at(index: int) -> Any:
    return property(itemgetter(index))


def _type_at(index: int) -> Any:
    return property(lambda row: AssetType(tuple.__getitem__(row, index)))


def _flag_at(index: int) -> Any:
    return property(lambda row: bool(tuple.__getitem__(row, index)))


def _time_at(index: int) -> Any:
    def read(row: tuple[Any, ...]) -> datetime | None:
        value = tuple.__getitem__(row, index)
        return None if value is None else from_utc_text(value)

    return property(read)


@dataclass(frozen=True, init=False, eq=False, repr=False)
class CachedAsset(tuple[Any, ...]):
    """One row of ``provider_assets``, as every consumer sees it.

    ``provider_metadata`` and ``score_parts`` are parsed on first use: a page of 400 rows costs no JSON
    until a cell needs it. ``selected_by`` is ``user``, ``auto`` or ``None``; ``missing_since`` is set while
    the provider no longer offers the address. Times are aware UTC.

    It is the database row itself (a tuple, so equal rows are equal and nothing can be assigned) read through
    names: 400 of them cost a tenth of reading them from SQLite. Its times stay text until looked at.
    Make one by keywords, a changed copy by :func:`dataclasses.replace`, and of a row by :meth:`from_row`.
    """

    id: int = _at(0)
    asset_type: AssetType = _type_at(1)  # noqa: RUF009 - a property, not a default
    provider_name: str = _at(2)
    url: str = _at(3)
    thumb_url: str | None = _at(4)
    width: int | None = _at(5)
    height: int | None = _at(6)
    language: str | None = _at(7)
    season_number: int | None = _at(8)
    score: int | None = _at(9)
    analyzed: bool = _flag_at(10)
    is_selected: bool = _flag_at(11)
    is_rejected: bool = _flag_at(12)
    is_downloaded: bool = _flag_at(13)
    selected_by: str | None = _at(14)
    selection_order: int | None = _at(15)
    fetched_at: datetime = _time_at(16)  # noqa: RUF009 - a property, not a default
    first_seen_at: datetime = _time_at(17)  # noqa: RUF009 - a property, not a default
    missing_since: datetime | None = _time_at(18)  # noqa: RUF009 - a property, not a default
    metadata_json: str = _at(19)
    score_json: str | None = _at(20)

    def __new__(
        cls,
        id: int,
        asset_type: AssetType,
        provider_name: str,
        url: str,
        thumb_url: str | None,
        width: int | None,
        height: int | None,
        language: str | None,
        season_number: int | None,
        score: int | None,
        analyzed: bool,
        is_selected: bool,
        is_rejected: bool,
        is_downloaded: bool,
        selected_by: str | None,
        selection_order: int | None,
        fetched_at: datetime,
        first_seen_at: datetime,
        missing_since: datetime | None = None,
        metadata_json: str = "{}",
        score_json: str | None = None,
    ) -> CachedAsset:
        return tuple.__new__(
            cls,
            (
                id, asset_type, provider_name, url, thumb_url, width, height, language, season_number, score,
                analyzed, is_selected, is_rejected, is_downloaded, selected_by, selection_order,
                to_utc_text(fetched_at), to_utc_text(first_seen_at),
                None if missing_since is None else to_utc_text(missing_since), metadata_json, score_json,
            ),
        )  # fmt: skip

    @classmethod
    def from_row(cls, row: Iterable[Any]) -> CachedAsset:
        """Return the asset of a database row: columns in the order of the fields, times as text."""
        return tuple.__new__(cls, row)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(getattr(self, each.name) for each in fields(self))

    def __repr__(self) -> str:
        values = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
        return f"CachedAsset({values})"

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
