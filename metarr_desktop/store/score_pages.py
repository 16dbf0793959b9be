"""All stored pictures page by page, for scoring them anew; never a whole library at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from metarr_desktop.domain.asset import AssetType, CachedAsset, ScoreParts
from metarr_desktop.store.database import Database
from metarr_desktop.store.provider_assets import ASSET_COLUMNS
from metarr_desktop.store.serialise import json_object, score_to_json

_TYPES = frozenset(str(each) for each in AssetType if each is not AssetType.TRAILER)
_NUMBER = frozenset({int, type(None)})


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """One picture with the language of the work it belongs to, as its title knows it now."""

    asset: CachedAsset
    original_language: str | None


class StoredScore(NamedTuple):
    """A score as its two columns hold it."""

    total: int
    parts_json: str

    @classmethod
    def of(cls, parts: ScoreParts) -> StoredScore:
        return cls(parts.total, score_to_json(parts))


@dataclass(frozen=True, slots=True)
class ScorePage:
    """Some pictures in the order of their numbers; ``last`` is the highest number looked at."""

    pictures: tuple[StoredPicture, ...]
    last: int


class ScorePages:
    """Pictures in the order of their numbers; those that were analysed have their real size, which they keep."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def highest(self) -> int:
        """Return the highest number there is, 0 if there are no rows."""
        row = self._database.row("SELECT COALESCE(MAX(id), 0) FROM provider_assets")
        return int(row[0]) if row else 0

    def read(self, after: int, upto: int, limit: int) -> ScorePage:
        """Return the next rows, *limit* at most, with numbers above *after*; malformed ones are passed over."""
        rows = self._database.rows(
            f"SELECT {ASSET_COLUMNS}, entity_type, entity_id FROM provider_assets "
            "WHERE id > ? AND id <= ? ORDER BY id LIMIT ?",
            (after, upto, limit),
        )
        sound = [row for row in rows if row[1] in _TYPES and {type(row[5]), type(row[6])} <= _NUMBER]
        languages = {title: self._language(*title) for title in {row[-2:] for row in sound}}
        pictures = tuple(StoredPicture(CachedAsset.from_row(row[:-2]), languages[row[-2:]]) for row in sound)
        return ScorePage(pictures, rows[-1][0] if rows else upto)

    def write(self, scored: Iterable[tuple[CachedAsset, StoredScore, str | None]]) -> int:
        """Write the scores that differ, and nothing else that is shown of any row; returns how many did.

        *scored* are pictures with their scores and, where the notes of other providers changed, their metadata.
        """
        found = list(scored)
        changes = [
            (*score, asset.id) for asset, score, _ in found if (asset.score, asset.score_json) != score
        ]
        noted = [(metadata, asset.id) for asset, _, metadata in found if metadata is not None]
        if noted:
            self._database.run_many("UPDATE provider_assets SET provider_metadata = ? WHERE id = ?", noted)
        if changes:
            self._database.run_many(
                "UPDATE provider_assets SET score = ?, score_parts = ? WHERE id = ?", changes
            )
        return len(changes)

    def _language(self, entity_type: str, entity_id: int) -> str | None:
        row = self._database.row(
            "SELECT metadata FROM entities WHERE entity_type = ? AND entity_id = ?", (entity_type, entity_id)
        )
        language: Any = json_object(row[0]).get("original_language") if row else None
        return language if isinstance(language, str) else None
