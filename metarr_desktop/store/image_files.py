"""Which originals are on the disk, and what looking at them told of the pictures they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from metarr_desktop.domain.asset import ScoreParts
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.original import Original
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.serialise import score_to_json

UNREADABLE_FOR = timedelta(days=7)
"""How long an original that was no usable picture is not tried again: as long as the answer that named it is fresh."""

_AT_ONCE = 500
_ENTITY = "entity_type = ? AND entity_id = ?"


class ImageFiles:
    """Tables ``cache_image_files`` and ``image_addresses``, and the columns of an analysis.

    ``is_downloaded`` is true exactly where the file of ``content_hash`` is in ``cache_image_files``.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, original: Original, path: str, address: str) -> None:
        """Note that *original*, of this address, lies at *path* (relative to the folder of originals)."""
        with self._database.transaction():
            self._database.run(
                "INSERT INTO cache_image_files (sha256, path, bytes, width, height, mime, created_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
                (original.sha256, path, original.byte_count, original.width, original.height, original.mime_type,
                 to_utc_text(self._clock())),
            )  # fmt: skip
            self._database.run(
                "INSERT INTO image_addresses (address, sha256) VALUES (?, ?) "
                "ON CONFLICT (address) DO UPDATE SET sha256 = excluded.sha256",
                (address, original.sha256),
            )

    def at_address(self, address: str) -> str | None:
        """Return the SHA-256 of the file the address led to, ``None`` if none is on the disk."""
        row = self._database.row(
            "SELECT f.sha256 FROM image_addresses AS a JOIN cache_image_files AS f ON f.sha256 = a.sha256 "
            "WHERE a.address = ?",
            (address,),
        )
        return None if row is None else str(row[0])

    def has(self, sha256: str) -> bool:
        """Tell whether the file is on the disk, as far as is known."""
        return self._database.row("SELECT 1 FROM cache_image_files WHERE sha256 = ?", (sha256,)) is not None

    def of_title(self, key: EntityKey) -> dict[str, int]:
        """Return the files the pictures of a title are said to have: SHA-256 and size in bytes."""
        return {
            sha256: int(size)
            for sha256, size in self._database.rows(
                "SELECT DISTINCT f.sha256, f.bytes FROM provider_assets AS a JOIN cache_image_files AS f "
                "ON f.sha256 = a.content_hash WHERE a.entity_type = ? AND a.entity_id = ? ORDER BY f.sha256",
                (key.entity_type, key.entity_id),
            )
        }

    def total(self) -> tuple[int, int]:
        """Return how many files there are, and their bytes."""
        row = self._database.row("SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM cache_image_files")
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def forget(self, files: Sequence[str]) -> None:
        """Note that these files are gone or damaged; what was learnt from them stays with the pictures."""
        for start in range(0, len(files), _AT_ONCE):
            some = tuple(files[start : start + _AT_ONCE])
            marks = ", ".join("?" * len(some))
            with self._database.transaction():
                self._database.run(f"DELETE FROM cache_image_files WHERE sha256 IN ({marks})", some)
                self._database.run(
                    "UPDATE provider_assets SET is_downloaded = 0, content_hash = NULL "
                    f"WHERE content_hash IN ({marks})",
                    some,
                )

    def dispensable(self, max_bytes: int) -> list[str]:
        """Return the oldest files no selected picture needs, so many that the rest is at most *max_bytes*."""
        _, total = self.total()
        if total <= max_bytes:
            return []
        found = []
        for sha256, size in self._database.rows(
            "SELECT sha256, bytes FROM cache_image_files WHERE sha256 NOT IN (SELECT content_hash "
            "FROM provider_assets WHERE is_selected = 1 AND content_hash IS NOT NULL) ORDER BY created_at, sha256"
        ):
            if total <= max_bytes:
                break
            found.append(str(sha256))
            total -= int(size)
        return found

    def note_analysis(self, asset_id: int, original: Original, score: ScoreParts) -> None:
        """Give a picture the real size, kind and hashes of its original, and the score they lead to."""
        self._database.run(
            "UPDATE provider_assets SET analyzed = 1, is_downloaded = 1, width = ?, height = ?, has_alpha = ?, "
            "mime_type = ?, file_size = ?, content_hash = ?, perceptual_hash = ?, unreadable_since = NULL, "
            "score = ?, score_parts = ? WHERE id = ?",
            (original.width, original.height, int(original.has_alpha), original.mime_type, original.byte_count,
             original.sha256, f"{original.hash.perceptual:016x}", score.total, score_to_json(score), asset_id),
        )  # fmt: skip

    def note_unreadable(self, asset_id: int) -> None:
        """Remember that the original is no usable picture, or not there for good."""
        self._database.run(
            "UPDATE provider_assets SET unreadable_since = ? WHERE id = ?",
            (to_utc_text(self._clock()), asset_id),
        )

    def note_readable(self, asset_ids: Sequence[int]) -> None:
        """Take that back: it was their service that was broken."""
        self._database.run_many(
            "UPDATE provider_assets SET unreadable_since = NULL WHERE id = ?", [(each,) for each in asset_ids]
        )

    def unreadable(self, key: EntityKey) -> frozenset[int]:
        """Return the pictures of a title whose originals were found to be unusable lately."""
        since = to_utc_text(self._clock() - UNREADABLE_FOR)
        rows = self._database.rows(
            f"SELECT id FROM provider_assets WHERE {_ENTITY} AND unreadable_since > ?",
            (key.entity_type, key.entity_id, since),
        )
        return frozenset(row[0] for row in rows)

    def content_hashes(self, key: EntityKey) -> dict[int, str]:
        """Return the SHA-256 of the originals that are known, by the number of the picture."""
        rows = self._database.rows(
            f"SELECT id, content_hash FROM provider_assets WHERE {_ENTITY} AND content_hash IS NOT NULL",
            (key.entity_type, key.entity_id),
        )
        return dict(rows)

    def set_scores(self, scores: Mapping[int, ScoreParts]) -> None:
        """Give pictures that were analysed another score, for the same size by other preferences or votes."""
        self._database.run_many(
            "UPDATE provider_assets SET score = ?, score_parts = ? WHERE id = ? AND analyzed = 1",
            [(parts.total, score_to_json(parts), asset_id) for asset_id, parts in scores.items()],
        )
