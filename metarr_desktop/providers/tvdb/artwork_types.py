"""What the numbers of TheTVDB's artwork types mean: its own table, asked once a week."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.errors import ProviderError
from metarr_desktop.domain.fetch import Priority
from metarr_desktop.providers import json_fields as fields
from metarr_desktop.providers.json_fields import UnexpectedShape

if TYPE_CHECKING:
    from metarr_desktop.providers.tvdb.api import TvdbApi

log = logging.getLogger(__name__)

KEPT_S = 7 * 24 * 3600.0
RETRY_S = 600.0
_PATH = "artwork/types"
_VIDEO_FORMATS = frozenset({"mp4", "webm", "mov"})

_SLOTS: Mapping[tuple[str, str], AssetType] = {
    ("series", "banner"): AssetType.BANNER,
    ("series", "poster"): AssetType.POSTER,
    ("series", "background"): AssetType.FANART,
    ("series", "clearart"): AssetType.CLEARART,
    ("series", "clearlogo"): AssetType.CLEARLOGO,
    ("season", "banner"): AssetType.SEASONBANNER,
    ("season", "poster"): AssetType.SEASONPOSTER,
    ("season", "background"): AssetType.SEASONFANART,
    ("movie", "banner"): AssetType.BANNER,
    ("movie", "poster"): AssetType.POSTER,
    ("movie", "background"): AssetType.FANART,
    ("movie", "clearart"): AssetType.CLEARART,
    ("movie", "clearlogo"): AssetType.CLEARLOGO,
    ("episode", "16:9 screencap"): AssetType.THUMB,
    ("episode", "4:3 screencap"): AssetType.THUMB,
}


@dataclass(frozen=True, slots=True)
class ArtworkType:
    """One row of the table.

    Attributes:
        record: ``series``, ``season``, ``movie``, ``episode`` …, in lower case.
        name: ``poster``, ``background`` …, in lower case.
        is_video: cinemagraphs are films and no pictures.
    """

    record: str
    name: str
    is_video: bool = False

    @property
    def kind(self) -> str:
        """The service's own name of the type, as kept with every picture: "series poster"."""
        return f"{self.record} {self.name}"

    @property
    def slot(self) -> AssetType | None:
        """The slot such a picture fills, ``None`` for icons, photographs and films."""
        return None if self.is_video else _SLOTS.get((self.record, self.name))


ArtworkTypes = Mapping[int, ArtworkType]

_DOCUMENTED: Mapping[str, Mapping[int, str]] = {
    "series": {
        1: "banner", 2: "poster", 3: "background", 5: "icon", 20: "cinemagraph", 22: "clearart", 23: "clearlogo",
    },
    "season": {6: "banner", 7: "poster", 8: "background", 10: "icon"},
    "episode": {11: "16:9 screencap", 12: "4:3 screencap"},
    "actor": {13: "photo"},
    "movie": {
        14: "poster", 15: "background", 16: "banner", 18: "icon", 21: "cinemagraph", 24: "clearart",
        25: "clearlogo",
    },
    "company": {19: "icon"},
    "award": {26: "icon"},
    "list": {27: "poster"},
}  # fmt: skip

DOCUMENTED_TYPES: ArtworkTypes = {
    number: ArtworkType(record, name, is_video=name == "cinemagraph")
    for record, names in _DOCUMENTED.items()
    for number, name in names.items()
}
"""The 24 types known since years, for when the service's table cannot be asked."""


def read_artwork_types(data: object) -> ArtworkTypes:
    """Return the table of an answer; rows it lacks or spells in a new way are as documented.

    Raises:
        UnexpectedShape: not one usable row.
    """
    rows, _ = fields.objects(data)
    found: dict[int, ArtworkType] = {}
    for row in rows:
        number = fields.positive(row.get("id"))
        record = fields.text(row.get("recordType"), max_length=40).lower()
        name = fields.text(row.get("name"), max_length=40).lower()
        if number is None or not record or not name:
            continue
        is_video = fields.text(row.get("imageFormat")).lower() in _VIDEO_FORMATS or name == "cinemagraph"
        read = ArtworkType(record, name, is_video)
        known = DOCUMENTED_TYPES.get(number)
        is_respelt = known is not None and known.record == record and read.slot is None and not is_video
        found[number] = known if known is not None and is_respelt else read
    if not found:
        raise UnexpectedShape("it lists no types of artwork")
    return {**DOCUMENTED_TYPES, **found}


class TypeTable:
    """The service's table, in memory for a week; one request however many ask at once.

    When it cannot be had, the documented one is used and the question is put again ten minutes later.
    """

    def __init__(self, api: TvdbApi, *, monotonic_s: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._monotonic_s = monotonic_s
        self._types: ArtworkTypes | None = None
        self._valid_until_s = 0.0
        self._lock = asyncio.Lock()

    async def types(self, priority: Priority) -> ArtworkTypes:
        """Return the table to use now; never fails."""
        async with self._lock:
            if self._types is not None and self._monotonic_s() < self._valid_until_s:
                return self._types
            try:
                envelope = await self._api.get(_PATH, priority=priority)
                with self._api.http.reading(_PATH):
                    self._types = read_artwork_types(envelope.data)
                kept_s = KEPT_S
            except ProviderError as error:
                log.warning("The documented types of artwork are used for now. %s", error)
                self._types = self._types or DOCUMENTED_TYPES
                kept_s = RETRY_S
            self._valid_until_s = self._monotonic_s() + kept_s
            return self._types
