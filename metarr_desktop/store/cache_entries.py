"""The cache as a table: what each provider said of each part of each title; sorted, filtered and paged in SQL.

Beside hundreds of thousands of pairs a page costs milliseconds, since every order is that of an index
(``performance.md``). Nothing is joined before the page is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from metarr_desktop.domain.cache_policy import LONGEST_REST, SKEW_TOLERANCE
from metarr_desktop.domain.cache_report import CacheEntry, CacheOrder, CacheQuery, PairState
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.fetch import MAX_AGE
from metarr_desktop.domain.provider import METADATA
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.revisions import Revisions

FAILED = "f.outcome IN ('failed', 'timed_out')"

_KEY = "f.entity_type, f.entity_id, f.identity_revision, f.provider_name, f.part"
_STATES = (PairState.FRESH, PairState.STALE, PairState.RESTING, PairState.FAILED)
_ORDERS = {
    CacheOrder.PROVIDER: ("provider_name", "entity_type", "entity_id", "part"),
    CacheOrder.PART: ("part", "entity_type", "entity_id", "provider_name"),
    CacheOrder.ROWS: ("item_count", "entity_type", "entity_id", "provider_name", "part"),
    CacheOrder.FETCHED: ("last_success_at", "entity_type", "entity_id", "provider_name", "part"),
    CacheOrder.EXPIRES: ("last_success_at", "entity_type", "entity_id", "provider_name", "part"),
}
_DETAILS = """
WITH wanted(entity_type, entity_id, identity_revision, provider_name, part) AS (VALUES {values})
SELECT f.entity_type, f.entity_id, f.identity_revision, f.provider_name, f.part, e.title, e.year, f.item_count,
  f.outcome, f.message, f.last_success_at, f.next_retry_at
FROM wanted AS w JOIN provider_fetches AS f ON f.entity_type = w.entity_type AND f.entity_id = w.entity_id
  AND f.identity_revision = w.identity_revision AND f.provider_name = w.provider_name AND f.part = w.part
JOIN entities AS e ON e.entity_type = w.entity_type AND e.entity_id = w.entity_id
"""
_PICTURES = """
WITH wanted(entity_type, entity_id, identity_revision, provider_name, part) AS (VALUES {values})
SELECT a.entity_type, a.entity_id, a.identity_revision, a.provider_name, a.asset_type, a.provider_url, a.thumb_url
FROM wanted AS w JOIN provider_assets AS a ON a.entity_type = w.entity_type AND a.entity_id = w.entity_id
  AND a.asset_type = w.part AND a.provider_name = w.provider_name AND a.identity_revision = w.identity_revision
  AND a.missing_since IS NULL
"""

_Key = tuple[str, int, int, str, str]


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry without what lies outside the database; ``addresses``: those its thumbnails may be kept under."""

    entry: CacheEntry
    addresses: frozenset[str] = field(default_factory=frozenset)


class CacheEntries:
    """Reads ``provider_fetches`` by pages."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def page(self, query: CacheQuery) -> tuple[int, list[StoredEntry]]:
        """Return how many entries *query* lets through, and those of its page.

        States go by age and by how the last attempt ended; that a title got another id since, or rows were deleted,
        is seen of the entries on the page alone.
        """
        where, values = self._filtered(query)
        segments = [(where, values)]
        if query.order is CacheOrder.STATE:
            states = [each for each in _STATES if query.state in (None, each)]
            segments = [self._filtered(query, each) for each in states]
            if query.is_descending:
                segments.reverse()
        total, skipped, keys = 0, query.offset, list[_Key]()
        for where, values in segments:
            count = self._count(where, values)
            total += count
            wanted = query.limit - len(keys)
            if skipped < count and wanted > 0:
                keys += self._keys(query, where, values, skipped, min(wanted, count - skipped))
            skipped = max(0, skipped - count)
        return total, self._entries(keys)

    def _filtered(self, query: CacheQuery, state: PairState | None = None) -> tuple[str, list[object]]:
        conditions, values = [Revisions.read(self._database).condition()], list[object]()
        for column, wanted in (("provider_name", query.provider), ("part", query.part)):
            if wanted:
                conditions.append(f"f.{column} = ?")
                values.append(wanted)
        if (state := state or query.state) is not None:
            condition, moments = self._in_state(state)
            conditions.append(condition)
            values += moments
        if query.text.strip():
            conditions.append(self._titled(query.text))
        return " AND ".join(conditions), values

    def _in_state(self, state: PairState) -> tuple[str, list[object]]:
        now = self._clock()
        fresh = [to_utc_text(now - MAX_AGE), to_utc_text(now + SKEW_TOLERANCE)]
        rest = [to_utc_text(now), to_utc_text(now + LONGEST_REST + SKEW_TOLERANCE)]
        is_fresh = "f.last_success_at > ? AND f.last_success_at <= ?"
        is_old = "(f.last_success_at IS NULL OR f.last_success_at <= ? OR f.last_success_at > ?)"
        is_resting = "(f.next_retry_at > ? AND f.next_retry_at <= ?)"
        is_due = "(f.next_retry_at IS NULL OR f.next_retry_at <= ? OR f.next_retry_at > ?)"
        if state is PairState.FRESH:
            return is_fresh, [*fresh]
        if state is PairState.STALE:
            return f"{is_old} AND NOT {FAILED}", [*fresh]
        if state is PairState.RESTING:
            return f"{is_old} AND {FAILED} AND {is_resting}", [*fresh, *rest]
        return f"{is_old} AND {FAILED} AND {is_due}", [*fresh, *rest]

    def _titled(self, text: str) -> str:
        """Return the condition that the title holds *text*; folded here, for SQLite folds only ASCII."""
        wanted = text.strip().casefold()
        found: dict[str, list[str]] = {}
        for kind, number, title in self._database.rows("SELECT entity_type, entity_id, title FROM entities"):
            if wanted in title.casefold():
                found.setdefault(kind, []).append(str(number))
        each = (
            f"(f.entity_type = '{EntityType(kind)}' AND f.entity_id IN ({', '.join(numbers)}))"
            for kind, numbers in found.items()
        )
        return f"({' OR '.join(each)})" if found else "1 = 0"

    def _count(self, where: str, values: Sequence[object]) -> int:
        row = self._database.row(f"SELECT COUNT(*) FROM provider_fetches AS f WHERE {where}", values)
        return int(row[0]) if row else 0

    def _keys(
        self, query: CacheQuery, where: str, values: Sequence[object], offset: int, limit: int
    ) -> list[_Key]:
        way = " DESC" if query.is_descending else ""
        if query.order is CacheOrder.TITLE:
            return self._by_title(where, values, way, offset, limit)
        order = CacheOrder.FETCHED if query.order is CacheOrder.STATE else query.order
        columns = ", ".join(f"f.{column}{way}" for column in _ORDERS[order])
        return self._some(f"provider_fetches AS f WHERE {where} ORDER BY {columns}", values, offset, limit)

    def _by_title(
        self, where: str, values: Sequence[object], way: str, offset: int, limit: int
    ) -> list[_Key]:
        """Walk the titles in their order. Within one SQLite keeps to the key of ``provider_fetches`` by itself.

        Saying so would make it sort the pairs of every title it passes by, six times as slow on a late page.
        """
        title = "e.title COLLATE NOCASE" if self._database.is_sqlite else "lower(e.title)"
        within = "" if self._database.is_sqlite else ", f.provider_name, f.part"
        return self._some(
            "entities AS e CROSS JOIN provider_fetches AS f WHERE f.entity_type = e.entity_type "
            f"AND f.entity_id = e.entity_id AND f.identity_revision = e.identity_revision AND {where} "
            f"ORDER BY {title}{way}, e.entity_type{way}, e.entity_id{way}{within}",
            values, offset, limit,
        )  # fmt: skip

    def _some(self, source: str, values: Sequence[object], offset: int, limit: int) -> list[_Key]:
        rows = self._database.rows(f"SELECT {_KEY} FROM {source} LIMIT ? OFFSET ?", (*values, limit, offset))
        return [(kind, number, revision, provider, part) for kind, number, revision, provider, part in rows]

    def _entries(self, keys: Sequence[_Key]) -> list[StoredEntry]:
        if not keys:
            return []
        values = ", ".join(["(?, ?, ?, ?, ?)"] * len(keys))
        flat = [each for key in keys for each in key]
        details = {row[:5]: row[5:] for row in self._database.rows(_DETAILS.format(values=values), flat)}
        pictures: dict[_Key, list[tuple[str, str | None]]] = {}
        for *key, url, thumb_url in self._database.rows(_PICTURES.format(values=values), flat):
            kind, number, revision, provider, part = key
            pictures.setdefault((kind, number, revision, provider, part), []).append((url, thumb_url))
        now = self._clock()
        return [_entry(key, details[key], pictures.get(key, []), now) for key in keys if key in details]


def _entry(
    key: _Key, details: tuple[Any, ...], pictures: Sequence[tuple[str, str | None]], now: datetime
) -> StoredEntry:
    kind, number, _, provider, part = key
    title, year, item_count, outcome, message, success, retry = details
    fetched_at = None if success is None else from_utc_text(success)
    rows = item_count if part == METADATA else len(pictures)
    has_failed = outcome in ("failed", "timed_out")
    state = _state(fetched_at, None if retry is None else from_utc_text(retry), now, has_failed=has_failed)
    if state is PairState.FRESH and rows < item_count:
        state = PairState.STALE  # rows were deleted: the next fetch asks again
    entry = CacheEntry(
        EntityKey(EntityType(kind), number), title if year is None else f"{title} ({year})", provider, part, rows,
        state, fetched_at, None if fetched_at is None else fetched_at + MAX_AGE, outcome, message,
    )  # fmt: skip
    addresses = {each.partition("#")[0] for pair in pictures for each in pair if each}
    return StoredEntry(entry, frozenset(addresses))


def _state(
    fetched_at: datetime | None, retry_at: datetime | None, now: datetime, *, has_failed: bool
) -> PairState:
    if fetched_at is not None and now - MAX_AGE < fetched_at <= now + SKEW_TOLERANCE:
        return PairState.FRESH
    if not has_failed:
        return PairState.STALE
    latest: timedelta = LONGEST_REST + SKEW_TOLERANCE
    is_resting = retry_at is not None and now < retry_at <= now + latest
    return PairState.RESTING if is_resting else PairState.FAILED
