"""Whether a database keeps what the store promises, told from the file alone, whoever wrote it.

``violations`` returns sentences, each with the rows that break the rule; ``decisions`` returns what people decided,
to be compared across whatever must not change it.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

_UTC_TEXT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?")
_SHOWN = 3
_TITLE = "e.entity_type = a.entity_type AND e.entity_id = a.entity_id"
_ASSETS = f"FROM provider_assets AS a JOIN entities AS e ON {_TITLE}"
_PICKED = "a.is_selected = 1 AND a.selected_by = 'user'"
_SLOT = "a.entity_type, a.entity_id, a.asset_type, COALESCE(a.season_number, -1)"
_SUCCESS = "outcome IN ('ok', 'empty', 'not_found')"

# Counting holds for titles that were never re-identified: rows move between identities, and what is then missing
# from one is asked for again.
_COUNTED = f"""
FROM provider_fetches AS f JOIN entities AS e ON e.entity_type = f.entity_type AND e.entity_id = f.entity_id
  AND e.highest_revision = 0
LEFT JOIN provider_assets AS a ON a.entity_type = f.entity_type AND a.entity_id = f.entity_id
  AND a.asset_type = f.part AND a.provider_name = f.provider_name AND a.missing_since IS NULL
WHERE f.part <> 'metadata' AND f.{_SUCCESS}
"""

_RULES: tuple[tuple[str, str], ...] = (
    (
        "a row belongs to a title of the library",
        f"SELECT a.id FROM provider_assets AS a LEFT JOIN entities AS e ON {_TITLE} WHERE e.entity_id IS NULL",
    ),
    (
        "no row is of an identity that was never given",
        f"SELECT a.id, a.identity_revision {_ASSETS} WHERE a.identity_revision > e.highest_revision",
    ),
    (
        "no title is of an identity above its highest",
        "SELECT entity_type, entity_id FROM entities WHERE identity_revision > highest_revision",
    ),
    (
        "an identified title has an id",
        "SELECT e.entity_type, e.entity_id FROM entities AS e WHERE e.state = 'identified' AND NOT EXISTS "
        "(SELECT 1 FROM entity_external_ids AS a WHERE a.entity_type = e.entity_type "
        "AND a.entity_id = e.entity_id)",
    ),
    (
        "nothing is selected and rejected at once",
        "SELECT id FROM provider_assets WHERE is_selected = 1 AND is_rejected = 1",
    ),
    (
        "what is selected says by whom, when and at which place; what is not says nothing",
        "SELECT id, is_selected, selected_by, selected_at, selection_order FROM provider_assets WHERE CASE "
        "WHEN is_selected = 1 THEN selected_by IS NULL OR selected_by NOT IN ('user', 'auto') "
        "OR selected_at IS NULL OR selection_order IS NULL "
        "ELSE selected_by IS NOT NULL OR selected_at IS NOT NULL OR selection_order IS NOT NULL END",
    ),
    (
        "nothing of an earlier identity is selected",
        f"SELECT a.id {_ASSETS} WHERE a.is_selected = 1 AND a.provider_name <> 'user' "
        "AND a.identity_revision <> e.identity_revision",
    ),
    (
        "a slot for one has at most one selected",
        f"SELECT {_SLOT}, COUNT(*) FROM provider_assets AS a WHERE a.is_selected = 1 AND a.asset_type <> 'fanart' "
        f"GROUP BY {_SLOT} HAVING COUNT(*) > 1",
    ),
    (
        "no two selected pictures of a slot have one place",
        f"SELECT {_SLOT}, a.selection_order FROM provider_assets AS a WHERE a.is_selected = 1 "
        f"GROUP BY {_SLOT}, a.selection_order HAVING COUNT(*) > 1",
    ),
    (
        "a slot with a pick of the user is locked",
        f"SELECT {_SLOT} FROM provider_assets AS a WHERE {_PICKED} AND NOT EXISTS (SELECT 1 FROM slot_locks AS l "
        "WHERE l.entity_type = a.entity_type AND l.entity_id = a.entity_id AND l.asset_type = a.asset_type "
        "AND l.season_number IN (-1, COALESCE(a.season_number, -1)))",
    ),
    (
        "a lock by a pick has its pick",
        "SELECT l.entity_type, l.entity_id, l.asset_type FROM slot_locks AS l WHERE l.source = 'pick' "
        f"AND NOT EXISTS (SELECT 1 FROM provider_assets AS a WHERE {_PICKED} AND l.entity_type = a.entity_type "
        "AND l.entity_id = a.entity_id AND l.asset_type = a.asset_type "
        "AND l.season_number = COALESCE(a.season_number, -1))",
    ),
    (
        "own pictures, and only they, have own addresses and are never missing",
        "SELECT id FROM provider_assets WHERE (provider_name = 'user') <> (provider_url LIKE 'metarr:own/%') "
        "OR (provider_name = 'user' AND missing_since IS NOT NULL)",
    ),
    (
        # Of two programs the one that was answered first may write last: by the time both take to save, no more.
        "first seen, last offered and missing follow each other",
        "SELECT id, first_seen_at, fetched_at, missing_since FROM provider_assets WHERE first_seen_at IS NULL "
        "OR (julianday(first_seen_at) - julianday(fetched_at)) * 86400 > 30 "
        "OR (julianday(fetched_at) - julianday(missing_since)) * 86400 > 30",
    ),
    (
        "is_downloaded is true to the files",
        "SELECT a.id FROM provider_assets AS a LEFT JOIN cache_image_files AS c ON c.sha256 = a.content_hash "
        "WHERE a.is_downloaded <> (c.sha256 IS NOT NULL)",
    ),
    (
        "a score lies between 0 and 100",
        "SELECT id, score FROM provider_assets WHERE score NOT BETWEEN 0 AND 100",
    ),
    (
        "an outcome that is remembered is a success or a failure",
        "SELECT entity_id, provider_name, part, outcome FROM provider_fetches "
        f"WHERE NOT ({_SUCCESS} OR outcome IN ('failed', 'timed_out'))",
    ),
    (
        "a success has its time and basis, and no failure left over",
        "SELECT entity_id, provider_name, part FROM provider_fetches WHERE "
        f"{_SUCCESS} AND (last_success_at IS NULL OR last_success_at <> last_attempt_at OR failures <> 0 "
        "OR next_retry_at IS NOT NULL OR error_kind <> '' OR id_kind IS NULL OR id_value IS NULL)",
    ),
    (
        "a failure has its reason in words and a time to try again",
        f"SELECT entity_id, provider_name, part FROM provider_fetches WHERE NOT {_SUCCESS} AND (failures < 1 "
        "OR error_kind = '' OR message = '' OR next_retry_at IS NULL OR next_retry_at <= last_attempt_at)",
    ),
    (
        "a part has at least the rows that were counted",
        "SELECT f.entity_id, f.provider_name, f.part, f.item_count, COUNT(a.id) "
        f"{_COUNTED} GROUP BY f.entity_type, f.entity_id, f.identity_revision, f.provider_name, f.part "
        "HAVING COUNT(a.id) < f.item_count",
    ),
    (
        "every row a success offered carries its time",
        f"SELECT a.id, a.fetched_at, f.last_success_at {_COUNTED} AND a.fetched_at <> f.last_success_at",
    ),
    (
        "texts that were received are there",
        "SELECT f.entity_id, f.provider_name FROM provider_fetches AS f WHERE f.part = 'metadata' "
        "AND f.outcome = 'ok' AND NOT EXISTS (SELECT 1 FROM provider_metadata AS m WHERE "
        "m.entity_type = f.entity_type AND m.entity_id = f.entity_id AND m.provider_name = f.provider_name "
        "AND m.identity_revision = f.identity_revision AND m.missing_since IS NULL)",
    ),
    (
        "no person did anything after what can be redone",
        "SELECT id FROM history WHERE is_undone = 1 AND can_redo = 1 "
        "AND id < (SELECT MAX(id) FROM history WHERE is_undone = 0 AND is_automatic = 0)",
    ),
    (
        "a conflict names two ids that differ",
        "SELECT entity_id, provider_name, id_kind FROM id_conflicts WHERE stored = given OR stored = '' OR given = ''",
    ),
    (
        "no number of the statistics is negative",
        "SELECT day, measure FROM daily_statistics WHERE amount < 0",
    ),
    (
        "stored JSON is JSON",
        "SELECT id FROM provider_assets WHERE json_valid(COALESCE(provider_metadata, '{}')) = 0 "
        "UNION ALL SELECT id FROM history WHERE json_valid(before) = 0 OR json_valid(after) = 0 "
        "UNION ALL SELECT entity_id FROM provider_metadata WHERE json_valid(data) = 0",
    ),
)

_TIMES = {
    "provider_assets": ("fetched_at", "first_seen_at", "selected_at", "missing_since"),
    "provider_fetches": ("last_attempt_at", "last_success_at", "next_retry_at"),
    "entities": ("added_at",),
    "history": ("happened_at",),
    "slot_locks": ("locked_at",),
    "id_conflicts": ("seen_at",),
}


def violations(path: Path) -> list[str]:
    """Return every promise the database at *path* breaks, in words; ``[]`` for a sound one."""
    with closing(sqlite3.connect(path, timeout=10)) as database:
        database.execute("BEGIN")  # one look, also while another program writes
        try:
            return [
                *_damage(database),
                *_broken_rules(database),
                *_bad_times(database),
                *_bad_scores(database),
            ]
        except sqlite3.DatabaseError as error:
            return [f"the file is damaged: {error}"]


def assert_sound(path: Path) -> None:
    """Fail with all broken promises of the database at *path*."""
    found = violations(path)
    assert not found, "\n".join(found)


def decisions(path: Path) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Return what people decided: per picture its flags, per slot its locks."""
    with closing(sqlite3.connect(path, timeout=10)) as database:
        chosen = database.execute(
            "SELECT entity_type, entity_id, asset_type, provider_url, is_selected, is_rejected, selected_at, "
            "selected_by, selection_order FROM provider_assets WHERE is_selected = 1 OR is_rejected = 1"
        )
        found = {row[:4]: row[4:] for row in chosen}
        locks = database.execute(
            "SELECT 'lock', entity_type, entity_id, asset_type, season_number, source FROM slot_locks"
        )
        return found | dict.fromkeys(locks, ())


def _damage(database: sqlite3.Connection) -> Iterator[str]:
    for (said,) in database.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for row in database.execute("PRAGMA foreign_key_check"):
        yield f"a row points nowhere: {row}"


def _broken_rules(database: sqlite3.Connection) -> Iterator[str]:
    for rule, question in _RULES:
        rows = database.execute(question).fetchall()
        if rows:
            yield f"broken: {rule} ({len(rows)} times, such as {rows[:_SHOWN]})"


def _bad_times(database: sqlite3.Connection) -> Iterator[str]:
    for table, columns in _TIMES.items():
        for column in columns:
            for (value,) in database.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
            ):
                if not _UTC_TEXT.fullmatch(str(value)):
                    yield f"{table}.{column} has a time that is none: {value!r}"


def _bad_scores(database: sqlite3.Connection) -> Iterator[str]:
    names = ("resolution", "shape", "language", "votes", "provider")
    for asset_id, score, text in database.execute(
        "SELECT id, score, score_parts FROM provider_assets WHERE score_parts IS NOT NULL"
    ):
        parts = json.loads(text)
        if sum(parts[name] for name in names) != score:
            yield f"the parts of the score of row {asset_id} do not add up: {parts} is not {score}"
