"""Forgetting what providers said, so that they are asked anew; never what people decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from metarr_desktop.domain.asset import USER_PROVIDER, AssetType
from metarr_desktop.domain.cache_report import CachePair
from metarr_desktop.domain.provider import METADATA
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.answer_rows import AnswerRows
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.provider_fetches import ProviderFetches

_PAIR = "entity_type = ? AND entity_id = ? AND identity_revision = ? AND provider_name = ? AND part = ?"
_FAILED = "outcome IN ('failed', 'timed_out')"
_FREE_PAGES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Forgotten:
    """``pairs`` that were known, ``deleted`` rows, and rows ``kept`` because somebody decided about them."""

    pairs: int = 0
    deleted: int = 0
    kept: int = 0

    def __add__(self, other: Forgotten) -> Forgotten:
        return Forgotten(self.pairs + other.pairs, self.deleted + other.deleted, self.kept + other.kept)


class Forgetting:
    """Deletes from ``provider_assets``, ``provider_metadata`` and ``provider_fetches``; gives room back.

    Each call is one short transaction. A flight under way saves its answer as ever: what it brings is newer than what
    was forgotten.
    """

    def __init__(self, database: Database, clock: Clock, fetches: ProviderFetches) -> None:
        self._database = database
        self._clock = clock
        self._fetches = fetches
        self._rows = AnswerRows(database)

    def pairs(self, pairs: Sequence[CachePair]) -> Forgotten:
        """Forget these pairs as their titles are identified now."""
        total = Forgotten()
        with self._database.transaction():
            for pair in pairs:
                total += self._pair(pair)
        return total

    def failures(self, limit: int) -> int:
        """Forget that up to *limit* last attempts failed; returns how many did.

        A pair that succeeded before is as it was after that; one that never did is unknown again.
        """
        with self._database.transaction():
            rows = self._database.rows(
                "SELECT last_success_at, entity_type, entity_id, identity_revision, provider_name, part "
                f"FROM provider_fetches WHERE {_FAILED} LIMIT ?",
                (limit,),
            )
            self._database.run_many(
                "UPDATE provider_fetches SET outcome = CASE WHEN item_count > 0 THEN 'ok' ELSE 'empty' END, "
                "error_kind = '', message = '', failures = 0, next_retry_at = NULL, "
                f"last_attempt_at = last_success_at WHERE {_PAIR}",
                [key for success, *key in rows if success is not None],
            )
            self._database.run_many(
                f"DELETE FROM provider_fetches WHERE {_PAIR}",
                [key for success, *key in rows if success is None],
            )
        return len(rows)

    def give_back(self) -> bool | None:
        """Give a few free pages of the file back to the disk; tells whether there are more of them.

        ``None``: the database is not made for that and has to be written anew (:meth:`rewrite`), or does it by itself.
        """
        if not self._database.is_sqlite or self._number("PRAGMA auto_vacuum") != 2:
            return None
        if self._number("PRAGMA freelist_count"):
            self._database.rows(f"PRAGMA incremental_vacuum({_FREE_PAGES_AT_ONCE})")
        return self._number("PRAGMA freelist_count") > 0

    def settle(self) -> None:
        """Write into the file what waits in its journal, as far as nobody reads that; the file gets its true size."""
        if self._database.is_sqlite:
            self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def rewrite(self) -> None:
        """Write the whole database anew, once: from then on it gives its room back in small steps."""
        self._database.rows("PRAGMA auto_vacuum = 2")
        self._database.run("VACUUM")

    @property
    def file(self) -> Path | None:
        """The file of the database, ``None`` on a server."""
        return self._database.file

    def numbers(self) -> tuple[int, int, int, int]:
        """Return pairs, pictures and trailers, pairs whose last attempt failed, and bytes of originals."""
        return (
            self._number("SELECT COUNT(*) FROM provider_fetches"),
            self._number("SELECT COUNT(*) FROM provider_assets"),
            self._number(f"SELECT COUNT(*) FROM provider_fetches WHERE {_FAILED}"),
            self._number("SELECT COALESCE(SUM(bytes), 0) FROM cache_image_files"),
        )

    def _pair(self, pair: CachePair) -> Forgotten:
        revision = self._fetches.revision(pair.key)
        if revision is None or pair.provider == USER_PROVIDER:
            return Forgotten()
        title = (pair.key.entity_type, pair.key.entity_id)
        deleted = kept = 0
        if pair.part == METADATA:
            self._database.run(
                "DELETE FROM provider_metadata WHERE entity_type = ? AND entity_id = ? "
                "AND identity_revision = ? AND provider_name = ?",
                (*title, revision, pair.provider),
            )
        else:
            now = to_utc_text(self._clock())
            deleted, kept = self._rows.forget(pair.key, revision, pair.provider, AssetType(pair.part), now)
            # All of it will be first seen again, which is no news to whoever looked at it before.
            self._database.run(
                "DELETE FROM asset_views WHERE entity_type = ? AND entity_id = ? AND asset_type = ?",
                (*title, pair.part),
            )
        known = self._database.run(
            f"DELETE FROM provider_fetches WHERE {_PAIR}", (*title, revision, pair.provider, pair.part)
        )
        return Forgotten(known, deleted, kept)

    def _number(self, text: str) -> int:
        row = self._database.row(text)
        return int(row[0]) if row else 0
