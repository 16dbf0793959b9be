"""What pictures look like, by the address of the rendition that was looked at; shared by all titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.picture_hash import PictureHash
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.provider_assets import CURRENT


@dataclass(frozen=True, slots=True)
class Look:
    """One candidate and what it looks like.

    ``picture_url`` is the rendition to look at; ``hash`` is ``None`` until somebody did. ``is_lifted``: a person
    took back the rejection of this very picture, whatever it looks like.
    """

    asset_id: int
    url: str
    picture_url: str
    language: str | None
    season_number: int | None
    is_rejected: bool
    is_selected: bool
    is_lifted: bool
    content_hash: str | None
    hash: PictureHash | None


class PictureHashes:
    """Tables ``picture_hashes`` and ``lifted_rejections``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def looks(self, key: EntityKey, asset_type: AssetType) -> list[Look]:
        """Return the candidates of one type, missing ones only if rejected, best score first."""
        entity = (key.entity_type, key.entity_id)
        rows = self._database.rows(
            "SELECT id, provider_url, COALESCE(thumb_url, provider_url), language, season_number, "
            "is_rejected, is_selected, EXISTS (SELECT 1 FROM lifted_rejections AS l WHERE "
            "l.entity_type = provider_assets.entity_type AND l.entity_id = provider_assets.entity_id "
            "AND l.asset_type = provider_assets.asset_type AND l.provider_url = provider_assets.provider_url), "
            "content_hash, perceptual, difference, mask, ratio, is_plain, tint "
            "FROM provider_assets LEFT JOIN picture_hashes AS h "
            "ON h.picture_url = COALESCE(thumb_url, provider_url) "
            f"WHERE entity_type = ? AND entity_id = ? AND asset_type = ? AND {CURRENT} "
            "AND (missing_since IS NULL OR is_rejected = 1) ORDER BY score DESC NULLS LAST, id",
            (*entity, asset_type, *entity),
        )
        return [
            Look(
                number, url, picture_url, language, season_number,
                bool(is_rejected), bool(is_selected), bool(is_lifted), content_hash, _hash(tuple(seen)),
            )
            for (
                number, url, picture_url, language, season_number,
                is_rejected, is_selected, is_lifted, content_hash, *seen,
            ) in rows
        ]  # fmt: skip

    def save(self, hashes: Mapping[str, PictureHash]) -> None:
        """Keep what was seen, by the address of the rendition; what was known before is replaced."""
        now = to_utc_text(self._clock())
        self._database.run_many(
            "INSERT INTO picture_hashes "
            "(picture_url, perceptual, difference, mask, ratio, is_plain, tint, hashed_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (picture_url) DO UPDATE SET "
            "perceptual = excluded.perceptual, difference = excluded.difference, mask = excluded.mask, "
            "ratio = excluded.ratio, is_plain = excluded.is_plain, tint = excluded.tint, "
            "hashed_at = excluded.hashed_at",
            [
                (url, _text(each.perceptual), _text(each.difference),
                 None if each.mask is None else _text(each.mask), each.ratio, int(each.is_plain),
                 each.tint.hex(), now)
                for url, each in hashes.items()
            ],
        )  # fmt: skip

    def save_new(self, url: str, seen: PictureHash) -> None:
        """Keep what was seen, unless somebody looked at this rendition before."""
        with self._database.transaction():
            if self._database.row("SELECT 1 FROM picture_hashes WHERE picture_url = ?", (url,)) is None:
                self.save({url: seen})

    def set_lifted(self, key: EntityKey, asset_type: AssetType, url: str, *, is_lifted: bool) -> None:
        """Note that a person took back the rejection of this picture, or rejected it after all."""
        address = (key.entity_type, key.entity_id, asset_type, url)
        if is_lifted:
            self._database.run(
                "INSERT INTO lifted_rejections (entity_type, entity_id, asset_type, provider_url) "
                "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                address,
            )
        else:
            self._database.run(
                "DELETE FROM lifted_rejections WHERE entity_type = ? AND entity_id = ? AND asset_type = ? "
                "AND provider_url = ?",
                address,
            )


def _text(number: int) -> str:
    return f"{number:016x}"  # 64 bits without a sign fit no INTEGER column


def _hash(row: tuple[object, ...]) -> PictureHash | None:
    perceptual, difference, mask, ratio, is_plain, tint = row
    if perceptual is None or difference is None:
        return None
    try:
        return PictureHash(
            int(str(perceptual), 16),
            int(str(difference), 16),
            None if mask is None else int(str(mask), 16),
            float(str(ratio)) or 1.0,
            bool(is_plain),
            bytes.fromhex(str(tint or "")),
        )
    except ValueError:  # written by hand: it counts as never looked at
        return None
