"""What is remembered of asking: one row per title, identity revision, provider and part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.fetch import Outcome
from metarr_desktop.domain.fetch_record import FetchBasis, FetchRecord
from metarr_desktop.domain.provider import METADATA
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Database

_REVISION = "COALESCE((SELECT identity_revision FROM entities WHERE entity_type = ? AND entity_id = ?), 0)"

_SUCCESS = """
INSERT INTO provider_fetches (entity_type, entity_id, identity_revision, provider_name, part, last_attempt_at,
  last_success_at, outcome, item_count, id_kind, id_value, generation, language)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (entity_type, entity_id, identity_revision, provider_name, part) DO UPDATE SET
  last_attempt_at = excluded.last_attempt_at, last_success_at = excluded.last_success_at,
  outcome = excluded.outcome, error_kind = '', message = '', item_count = excluded.item_count,
  id_kind = excluded.id_kind, id_value = excluded.id_value, generation = excluded.generation,
  language = excluded.language, failures = 0, next_retry_at = NULL
"""

_FAILURE = """
INSERT INTO provider_fetches (entity_type, entity_id, identity_revision, provider_name, part, last_attempt_at,
  outcome, error_kind, message, failures, next_retry_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
ON CONFLICT (entity_type, entity_id, identity_revision, provider_name, part) DO UPDATE SET
  last_attempt_at = excluded.last_attempt_at, outcome = excluded.outcome, error_kind = excluded.error_kind,
  message = excluded.message, failures = provider_fetches.failures + 1, next_retry_at = excluded.next_retry_at
"""


class ProviderFetches:
    """Table ``provider_fetches``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self, key: EntityKey) -> int | None:
        """Return the identity revision of the title now, ``None`` if there is no such title."""
        row = self._database.row(
            "SELECT identity_revision FROM entities WHERE entity_type = ? AND entity_id = ?",
            (key.entity_type, key.entity_id),
        )
        return None if row is None else int(row[0])

    def records(self, key: EntityKey) -> dict[tuple[str, str], FetchRecord]:
        """Return what is known per (provider, part) for the current identity, live rows counted."""
        entity = (key.entity_type, key.entity_id)
        rows = self._database.rows(
            "SELECT provider_name, part, identity_revision, last_attempt_at, last_success_at, outcome, "
            "error_kind, message, item_count, id_kind, id_value, generation, language, failures, next_retry_at "
            f"FROM provider_fetches WHERE entity_type = ? AND entity_id = ? AND identity_revision = {_REVISION}",
            (*entity, *entity),
        )
        live = self.live_rows(key) if rows else {}
        return {(row[0], row[1]): _record(row, live.get((row[0], row[1]), 0)) for row in rows}

    def live_rows(self, key: EntityKey) -> dict[tuple[str, str], int]:
        """Return per (provider, part) how many rows of the current identity are stored and not missing."""
        entity = (key.entity_type, key.entity_id)
        return {
            (provider, part): count
            for provider, part, count in self._database.rows(
                "SELECT provider_name, asset_type, COUNT(*) FROM provider_assets "
                "WHERE entity_type = ? AND entity_id = ? AND missing_since IS NULL "
                f"AND identity_revision = {_REVISION} GROUP BY provider_name, asset_type "
                f"UNION ALL SELECT provider_name, '{METADATA}', COUNT(*) FROM provider_metadata "
                "WHERE entity_type = ? AND entity_id = ? AND missing_since IS NULL "
                f"AND identity_revision = {_REVISION} GROUP BY provider_name",
                (*entity, *entity, *entity, *entity),
            )
        }

    def save_success(
        self,
        key: EntityKey,
        revision: int,
        provider: str,
        part: str,
        *,
        outcome: Outcome,
        item_count: int,
        basis: FetchBasis,
        now: datetime,
    ) -> None:
        """Remember an answer; called within the transaction that stored its rows."""
        moment = to_utc_text(now)
        self._database.run(
            _SUCCESS,
            (key.entity_type, key.entity_id, revision, provider, part, moment, moment, outcome, item_count,
             basis.id_kind, basis.id_value, basis.generation, basis.language),
        )  # fmt: skip

    def save_failure(
        self,
        key: EntityKey,
        provider: str,
        parts: Iterable[str],
        outcome: Outcome,
        error_kind: str,
        message: str,
        *,
        now: datetime,
        next_retry_at: datetime | None = None,
        identity_revision: int | None = None,
    ) -> None:
        """Remember that asking failed; earlier success, its basis and its rows stay as they are.

        *identity_revision* ``None`` is the current one. A failure of a title that is gone, or of an
        identity it no longer has, is forgotten.
        """
        if outcome.is_success or outcome in (Outcome.CANCELLED, Outcome.SKIPPED):
            raise ValueError(f"{outcome} is no failure to remember")
        with self._database.transaction():
            current = self.revision(key)
            if current is None or identity_revision not in (None, current):
                return
            retry = None if next_retry_at is None else to_utc_text(next_retry_at)
            self._database.run_many(
                _FAILURE,
                [
                    (key.entity_type, key.entity_id, current, provider, part, to_utc_text(now), outcome,
                     error_kind, _sentence(message), retry)
                    for part in sorted(parts)
                ],
            )  # fmt: skip

    def titles_in_other_language(self, language: str, providers: Sequence[str]) -> int:
        """Return how many titles have descriptions or trailers of *providers* fetched for another language."""
        names = tuple(providers) or ("",)
        row = self._database.row(
            "SELECT COUNT(*) FROM (SELECT DISTINCT f.entity_type, f.entity_id FROM provider_fetches AS f "
            "JOIN entities AS e ON e.entity_type = f.entity_type AND e.entity_id = f.entity_id "
            "AND e.identity_revision = f.identity_revision "
            f"WHERE f.part IN ('{METADATA}', '{AssetType.TRAILER}') AND f.last_success_at IS NOT NULL "
            f"AND f.language <> ? AND f.provider_name IN ({', '.join('?' * len(names))})) AS titles",
            (language, *names),
        )
        return int(row[0]) if row else 0

    def clear_resting(self, provider: str) -> int:
        """Let everything of *provider* that failed be asked again at once, after a new key; returns how many."""
        return self._database.run(
            "UPDATE provider_fetches SET next_retry_at = NULL, failures = 0 "
            "WHERE provider_name = ? AND failures > 0",
            (provider,),
        )


def _sentence(message: str) -> str:
    return message.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[:1000]


def _time(value: Any) -> datetime | None:
    return None if value is None else from_utc_text(value)


def _record(row: tuple[Any, ...], live_rows: int) -> FetchRecord:
    (provider, part, revision, attempt_at, success_at, outcome, error_kind, message, item_count,
     id_kind, id_value, generation, language, failures, retry_at) = row  # fmt: skip
    return FetchRecord(
        provider=provider, part=part, identity_revision=revision,
        last_attempt_at=from_utc_text(attempt_at), last_success_at=_time(success_at),
        outcome=Outcome(outcome), error_kind=error_kind, message=message,
        item_count=item_count, live_rows=live_rows,
        basis=None if id_kind is None else FetchBasis(id_kind, id_value, generation, language),
        failures=failures, next_retry_at=_time(retry_at),
    )  # fmt: skip
