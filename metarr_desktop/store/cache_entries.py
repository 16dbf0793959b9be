"""The cache as a table: what each provider said of each part of each title; sorted, filtered and paged in SQL.

Beside hundreds of thousands of pairs a page costs milliseconds, since every order is that of an index
(``performance.md``). Nothing is joined before the page is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
_SAME_TITLE = (
    "f.entity_type = e.entity_type AND f.entity_id = e.entity_id "
    "AND f.identity_revision = e.identity_revision"
)
_TYPE, _NUMBER = "{entity_type}", "{entity_id}"  # stand for the columns, hidden or not
_FEW = 5_000
"""So many entries are sorted in some milliseconds; the order of more has to come from an index."""

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


@dataclass(frozen=True, slots=True)
class _Sieve:
    """What an entry has to be: *equal* columns, then *others* with its *values*, and of a current identity."""

    revisions: Revisions
    equal: Mapping[str, str]
    others: str
    values: tuple[object, ...]

    def condition(self, *, hides: bool = False) -> tuple[str, list[object]]:
        """Return the condition on ``f``, but for the identity, and its values.

        *hides* keeps the equal columns and titles from the planner, which else leaves the index that is in the wanted
        order, or that has all columns, for one of theirs.
        """
        columns = (f"(f.{column} || '')" if hides else f"f.{column}" for column in self.equal)
        others = self.others.replace(_TYPE, "(f.entity_type || '')" if hides else "f.entity_type")
        others = others.replace(_NUMBER, "+f.entity_id" if hides else "f.entity_id")
        text = " AND ".join([*(f"{column} = ?" for column in columns), others])
        return text, [*self.equal.values(), *self.values]


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
        states: list[PairState | None] = [query.state]
        if query.order is CacheOrder.STATE:
            states = [each for each in _STATES if query.state in (None, each)]
            if query.is_descending:
                states.reverse()
        revisions = Revisions.read(self._database)
        sieves = [self._sieve(query, state, revisions) for state in states]
        counts = self._counts(query, states, sieves)
        skipped, keys = query.offset, list[_Key]()
        for sieve, count in zip(sieves, counts, strict=True):
            wanted = query.limit - len(keys)
            if skipped < count and wanted > 0:
                keys += self._keys(query, sieve, count, skipped, min(wanted, count - skipped))
            skipped = max(0, skipped - count)
        return sum(counts), self._entries(keys)

    def _counts(
        self, query: CacheQuery, states: Sequence[PairState | None], sieves: Sequence[_Sieve]
    ) -> list[int]:
        """Return how many each of *sieves* lets through; where all states are, the fresh ones are the rest."""
        if len(states) < len(_STATES):
            return [self._count(sieve) for sieve in sieves]
        others: dict[PairState | None, int] = {
            state: self._count(sieve)
            for state, sieve in zip(states, sieves, strict=True)
            if state is not PairState.FRESH
        }
        fresh = self._count(self._sieve(query, None, sieves[0].revisions)) - sum(others.values())
        return [others.get(state, fresh) for state in states]

    def _sieve(self, query: CacheQuery, state: PairState | None, revisions: Revisions) -> _Sieve:
        equal = {"provider_name": query.provider, "part": query.part}
        conditions, values = self._in_state(state) if state is not None else ("", ())
        titled = self._titled(query.text) if query.text.strip() else ""
        return _Sieve(
            revisions, {column: wanted for column, wanted in equal.items() if wanted},
            " AND ".join(filter(None, (conditions, titled))) or "1 = 1", values,
        )  # fmt: skip

    def _in_state(self, state: PairState) -> tuple[str, tuple[object, ...]]:
        now = self._clock()
        fresh = (to_utc_text(now - MAX_AGE), to_utc_text(now + SKEW_TOLERANCE))
        rest = (to_utc_text(now), to_utc_text(now + LONGEST_REST + SKEW_TOLERANCE))
        is_fresh = "(f.last_success_at > ? AND f.last_success_at <= ?)"
        is_resting = "(f.next_retry_at > ? AND f.next_retry_at <= ?)"
        if state is PairState.FRESH:
            return is_fresh, fresh
        if state is PairState.STALE:
            if not self._number("SELECT COUNT(*) FROM provider_fetches WHERE last_success_at > ?", fresh[1:]):
                return f"f.last_success_at <= ? AND NOT {FAILED}", fresh[:1]
            return f"(f.last_success_at <= ? OR f.last_success_at > ?) AND NOT {FAILED}", fresh
        has_rested = "" if state is PairState.RESTING else "NOT "
        return f"{FAILED} AND {is_fresh} IS NOT TRUE AND {is_resting} IS {has_rested}TRUE", (*fresh, *rest)

    def _titled(self, text: str) -> str:
        """Return the condition that the title holds *text*; folded here, for SQLite folds only ASCII."""
        wanted = text.strip().casefold()
        found: dict[str, list[str]] = {}
        for kind, number, title in self._database.rows("SELECT entity_type, entity_id, title FROM entities"):
            if wanted in title.casefold():
                found.setdefault(kind, []).append(str(number))
        each = (
            f"({_TYPE} = '{EntityType(kind)}' AND {_NUMBER} IN ({', '.join(numbers)}))"
            for kind, numbers in found.items()
        )
        return f"({' OR '.join(each)})" if found else "1 = 0"

    def _count(self, sieve: _Sieve) -> int:
        where, values = sieve.condition(hides=bool(sieve.values))
        count = self._number(f"SELECT COUNT(*) FROM provider_fetches AS f WHERE {where}", values)
        if (
            sieve.revisions.current
        ):  # to look at these few titles is cheaper than to look at the revision of each row
            count -= self._number(
                "SELECT COUNT(*) FROM entities AS e CROSS JOIN provider_fetches AS f WHERE e.highest_revision > 0 "
                "AND f.entity_type = e.entity_type AND f.entity_id = e.entity_id "
                f"AND f.identity_revision <> e.identity_revision AND {where}",
                values,
            )
        return count

    def _number(self, text: str, values: Sequence[object]) -> int:
        row = self._database.row(text, values)
        return int(row[0]) if row else 0

    def _keys(self, query: CacheQuery, sieve: _Sieve, count: int, offset: int, limit: int) -> list[_Key]:
        order = CacheOrder.FETCHED if query.order is CacheOrder.STATE else query.order
        if count <= _FEW:
            return self._of_few(order, sieve, offset, limit, is_descending=query.is_descending)
        if order is CacheOrder.TITLE:
            return self._by_title(sieve, offset, limit, is_descending=query.is_descending)
        # An index has them in their order; it is walked from its nearer end.
        is_late = offset > count // 2
        where, values = sieve.condition(hides=True)
        columns = _sorted_by(_ORDERS[order], is_descending=query.is_descending is not is_late)
        source = f"provider_fetches AS f WHERE {where} AND {sieve.revisions.condition()} ORDER BY {columns}"
        if is_late:
            return self._some(source, values, count - offset - limit, limit)[::-1]
        return self._some(source, values, offset, limit)

    def _of_few(
        self, order: CacheOrder, sieve: _Sieve, offset: int, limit: int, *, is_descending: bool
    ) -> list[_Key]:
        """Find all of them by whatever index fits, and sort them."""
        where, values = sieve.condition(hides=bool(sieve.values))
        rows = (
            ", f.item_count" if order is CacheOrder.ROWS else ""
        )  # in no index but one: costs a look at each row
        source = (
            f"(SELECT {_KEY}, f.last_success_at{rows} FROM provider_fetches AS f "
            f"WHERE {where} AND {sieve.revisions.condition()} LIMIT {_FEW}) AS f"
        )
        if order is CacheOrder.TITLE:
            columns = f"{self._title_order(is_descending=is_descending)}, f.provider_name, f.part"
            source += f" JOIN entities AS e ON {_SAME_TITLE}"
        else:
            columns = _sorted_by(_ORDERS[order], is_descending=is_descending)
        return self._some(f"{source} ORDER BY {columns}", values, offset, limit)

    def _by_title(self, sieve: _Sieve, offset: int, limit: int, *, is_descending: bool) -> list[_Key]:
        """Walk the titles in their order. Within one SQLite keeps to the key of ``provider_fetches`` by itself.

        Saying so would make it sort the pairs of every title it passes by, six times as slow on a late page.
        """
        where, values = sieve.condition(hides=True)
        within = "" if self._database.is_sqlite else ", f.provider_name, f.part"
        return self._some(
            f"entities AS e CROSS JOIN provider_fetches AS f WHERE {_SAME_TITLE} AND {where} "
            f"ORDER BY {self._title_order(is_descending=is_descending)}{within}",
            values,
            offset,
            limit,
        )

    def _title_order(self, *, is_descending: bool) -> str:
        title = "e.title COLLATE NOCASE" if self._database.is_sqlite else "lower(e.title)"
        way = " DESC" if is_descending else ""
        return f"{title}{way}, e.entity_type{way}, e.entity_id{way}"

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


def _sorted_by(columns: Sequence[str], *, is_descending: bool) -> str:
    """Return the order; what never succeeded is the oldest, which PostgreSQL has to be told."""
    way, nulls = (" DESC", " NULLS LAST") if is_descending else ("", " NULLS FIRST")
    return ", ".join(f"f.{each}{way}{nulls if each == 'last_success_at' else ''}" for each in columns)


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
