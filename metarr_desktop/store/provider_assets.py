"""Reading ``provider_assets``: the pictures and trailers of a title as the windows show them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from metarr_desktop.domain.asset import AssetType, CachedAsset, ScoreParts
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.errors import AssetUnknown, InvalidInput
from metarr_desktop.domain.own_picture import OWN_PREFIX
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.serialise import compact_json, score_to_json

Rows = list  # inside the class the name `list` is the method
_log = logging.getLogger(__name__)

ASSET_COLUMNS = (
    "id, asset_type, provider_name, provider_url, thumb_url, width, height, language, season_number, score, "
    "analyzed, is_selected, is_rejected, is_downloaded, selected_by, selection_order, fetched_at, "
    "COALESCE(first_seen_at, fetched_at), missing_since, "
    "COALESCE(provider_metadata, '{}'), score_parts"
)
"""In the order of the fields of :class:`CachedAsset`, which is made of such a row without looking at it."""

CURRENT = (
    "(identity_revision = COALESCE((SELECT e.identity_revision FROM entities AS e "
    "WHERE e.entity_type = ? AND e.entity_id = ?), 0) OR provider_name = 'user')"
)
"""Only the current identity of a title is read; own pictures belong to the title whatever it is."""

_SHOWN = "(missing_since IS NULL OR is_selected = 1 OR is_downloaded = 1 OR is_rejected = 1)"
_SLUG = re.compile(r"[a-z0-9_]{2,32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")

# What CachedAsset.from_row does, without a Python call per row: a third of its cost on a page of 400.
_asset: Callable[[tuple[Any, ...]], CachedAsset] = partial(tuple.__new__, CachedAsset)
_fetched_at, _first_seen_at, _missing_since = itemgetter(16), itemgetter(17), itemgetter(18)
_width, _height, _score = itemgetter(5), itemgetter(6), itemgetter(9)
_NUMBER = frozenset({int, type(None)})


class ProviderAssets:
    """The rows of ``provider_assets``.

    ``skipped_rows`` counts the malformed rows met so far, such as a time that is none.
    """

    def __init__(self, database: Database, clock: Clock, provider_order: Callable[[], Sequence[str]]) -> None:
        self._database = database
        self._clock = clock
        self._provider_order = provider_order
        self._text_for: tuple[tuple[str, ...], str] | None = None
        self.skipped_rows = 0

    def list(
        self, key: EntityKey, asset_type: AssetType, *, include_hidden: bool = False
    ) -> Rows[CachedAsset]:
        """Return the rows of one type: best score first, then votes, pixels, the user's providers, id.

        Rows a provider no longer offers are hidden unless selected, downloaded or rejected, or
        *include_hidden*. Rows of an earlier identity are never returned.
        """
        entity = (key.entity_type, key.entity_id)
        shown = "" if include_hidden else f" AND {_SHOWN}"
        rows = self._database.rows(
            f"SELECT {ASSET_COLUMNS} FROM provider_assets WHERE entity_type = ? AND entity_id = ? "
            f"AND asset_type = ? AND {CURRENT}{shown} {self._order()}",
            (*entity, asset_type, *entity),
        )
        return [*map(_asset, self._sound(rows))]

    def list_all(
        self, key: EntityKey, types: Iterable[AssetType], *, include_hidden: bool = False
    ) -> dict[AssetType, Rows[CachedAsset]]:
        """Return :meth:`list` for each of *types*, types without rows included."""
        return {each: self.list(key, each, include_hidden=include_hidden) for each in types}

    def get(self, asset_id: int) -> tuple[EntityKey, CachedAsset]:
        """Return one row, also of an earlier identity, and the title it belongs to.

        Raises:
            AssetUnknown: there is none with this number.
        """
        row = self._database.row(
            f"SELECT {ASSET_COLUMNS}, entity_type, entity_id FROM provider_assets WHERE id = ?", (asset_id,)
        ) if 0 < asset_id < 2**31 else None  # fmt: skip
        if row is None or not self._sound([row]):
            raise AssetUnknown(f"There is no picture with the number {asset_id}; it may have been removed.")
        return EntityKey(EntityType(row[-2]), row[-1]), CachedAsset.from_row(row[:-2])

    def counts(self, key: EntityKey) -> dict[AssetType, int]:
        """Return how many candidates each type has: not missing, rejected ones included."""
        entity = (key.entity_type, key.entity_id)
        known = {str(each) for each in AssetType}
        return {
            AssetType(asset_type): count
            for asset_type, count in self._database.rows(
                "SELECT asset_type, COUNT(*) FROM provider_assets WHERE entity_type = ? AND entity_id = ? "
                f"AND missing_since IS NULL AND {CURRENT} GROUP BY asset_type ORDER BY asset_type",
                (*entity, *entity),
            )
            if asset_type in known
        }

    def total(self) -> int:
        """Return how many rows the whole table has."""
        row = self._database.row("SELECT COUNT(*) FROM provider_assets")
        return int(row[0]) if row else 0

    def add_own(
        self,
        key: EntityKey,
        asset_type: AssetType,
        sha256: str,
        *,
        width: int | None = None,
        height: int | None = None,
        season_number: int | None = None,
        provenance: Mapping[str, Any] | None = None,
    ) -> int:
        """Store a picture of the user's own, known by the SHA-256 of its bytes; returns its number.

        It belongs to provider ``user``, is never fetched and never missing. Adding it again changes nothing.
        *provenance* (small JSON values: where it came from) is kept with it. For another season its address
        ends in ``#season=N``, as those of providers do.
        """
        if not _SHA256.fullmatch(sha256):
            raise InvalidInput(f"{sha256!r} is no SHA-256 in hexadecimal.")
        now = to_utc_text(self._clock())
        season = "" if season_number is None else f"#season={season_number}"
        address = (key.entity_type, key.entity_id, asset_type, f"{OWN_PREFIX}{sha256}{season}")
        with self._database.transaction():
            self._database.run(
                "INSERT INTO provider_assets (entity_type, entity_id, asset_type, provider_url, provider_name, "
                "provider_metadata, width, height, season_number, fetched_at, first_seen_at) "
                "VALUES (?, ?, ?, ?, 'user', ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (entity_type, entity_id, asset_type, provider_url) DO NOTHING",
                (*address, compact_json(provenance or {}), width, height, season_number, now, now),
            )
            row = self._database.row(
                "SELECT id FROM provider_assets WHERE entity_type = ? AND entity_id = ? AND asset_type = ? "
                "AND provider_url = ?",
                address,
            )
        assert row is not None  # inserted above, or there before
        return int(row[0])

    def set_scores(self, scores: Mapping[int, ScoreParts]) -> None:
        """Give rows, by their number, another score; what was measured from the bytes themselves stays."""
        self._database.run_many(
            "UPDATE provider_assets SET score = ?, score_parts = ? WHERE id = ? AND analyzed = 0",
            [(parts.total, score_to_json(parts), asset_id) for asset_id, parts in scores.items()],
        )

    def prune_missing(self, older_than_days: int = 90) -> int:
        """Delete rows missing for so long that nobody decided anything about; returns how many.

        The row of the highest number stays: SQLite would give its number to another picture.
        """
        return self._database.run(
            "DELETE FROM provider_assets WHERE missing_since < ? AND is_selected = 0 AND is_rejected = 0 "
            "AND is_downloaded = 0 AND id < (SELECT MAX(id) FROM provider_assets)",
            (to_utc_text(self._clock() - timedelta(days=older_than_days)),),
        )

    def _order(self) -> str:
        order = tuple(self._provider_order())
        if self._text_for is None or self._text_for[0] != order:
            ranks = " ".join(
                f"WHEN '{name}' THEN {rank}" for rank, name in enumerate(order) if _SLUG.fullmatch(name)
            )
            provider = f"CASE provider_name {ranks} ELSE 99 END, " if ranks else ""
            text = (
                "ORDER BY score DESC NULLS LAST, votes DESC NULLS LAST, "
                f"CAST(width AS BIGINT) * height DESC NULLS LAST, {provider}id"
            )
            self._text_for = (order, text)
        return self._text_for[1]

    def _sound(self, rows: Rows[tuple[Any, ...]]) -> Rows[tuple[Any, ...]]:
        """Leave malformed rows out and count them.

        Columns are looked at as wholes: the rows of one fetch share their times, so a page of 400 costs a few
        comparisons. Only a page with a malformed row is looked at row by row.
        """
        times = {*map(_fetched_at, rows), *map(_first_seen_at, rows), *map(_missing_since, rows)}
        times.discard(None)
        numbers = {
            *map(type, map(_width, rows)),
            *map(type, map(_height, rows)),
            *map(type, map(_score, rows)),
        }
        if numbers <= _NUMBER and all(map(_is_time, times)) and None not in map(_fetched_at, rows):
            return rows
        sound = [row for row in rows if _is_sound(row)]
        self.skipped_rows += len(rows) - len(sound)
        if len(sound) < len(rows):
            _log.warning("skipped %d malformed rows of provider_assets", len(rows) - len(sound))
        return sound


def _is_time(value: Any) -> bool:
    try:
        from_utc_text(value)
    except (ValueError, TypeError):
        return False
    return True


def _is_sound(row: tuple[Any, ...]) -> bool:
    times = (row[16], row[17], row[18])
    return (
        row[16] is not None
        and all(each is None or _is_time(each) for each in times)
        and {type(row[5]), type(row[6]), type(row[9])} <= _NUMBER
    )
