"""How far the enrichment of each title came: its phase, how it ended, its report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from metarr_desktop.domain.asset import AssetType
from metarr_desktop.domain.enrichment import EnrichmentOutcome, EnrichmentPhase
from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Clock, Database
from metarr_desktop.store.serialise import compact_json, json_object

RUNNING = "running"
"""State of a title whose enrichment began and did not end: it runs, or its program was killed."""

_PICTURES_OF_NOW = """
FROM provider_assets AS a JOIN entities AS e ON e.entity_type = a.entity_type AND e.entity_id = a.entity_id
  AND e.identity_revision = a.identity_revision
WHERE a.entity_type = ? AND a.entity_id = ? AND a.missing_since IS NULL
"""

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EnrichmentState:
    """The last enrichment of a title; ``state`` is ``running`` or one of ``EnrichmentOutcome``."""

    key: EntityKey
    phase: EnrichmentPhase
    state: str
    started_at: datetime
    changed_at: datetime
    report: Mapping[str, Any]


class Enrichments:
    """Table ``enrichments``: one row a title."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def reach(self, key: EntityKey, phase: EnrichmentPhase) -> None:
        """Note that the title is in *phase* now; the first one begins a run and clears the last report."""
        now = to_utc_text(self._clock())
        begins = phase is EnrichmentPhase.FETCH
        self._database.run(
            "INSERT INTO enrichments (entity_type, entity_id, phase, state, started_at, changed_at, report) "
            "VALUES (?, ?, ?, 'running', ?, ?, '{}') ON CONFLICT (entity_type, entity_id) DO UPDATE SET "
            "phase = excluded.phase, state = 'running', changed_at = excluded.changed_at"
            + (", started_at = excluded.started_at, report = '{}'" if begins else ""),
            (key.entity_type, key.entity_id, phase, now, now),
        )

    def finish(self, key: EntityKey, state: str, report: Mapping[str, Any]) -> None:
        """Note how the run ended; the phase stays the last one that was reached."""
        self._database.run(
            "UPDATE enrichments SET state = ?, changed_at = ?, report = ? WHERE entity_type = ? AND entity_id = ?",
            (state, to_utc_text(self._clock()), compact_json(report), key.entity_type, key.entity_id),
        )

    def find(self, key: EntityKey) -> EnrichmentState | None:
        """Return the last enrichment of the title, ``None`` if there never was one."""
        found = self._where("entity_type = ? AND entity_id = ?", (key.entity_type, key.entity_id))
        return found[0] if found else None

    def ended_since(self, moment: datetime, state: str) -> set[EntityKey]:
        """Return the titles whose last enrichment ended in *state* at *moment* (aware) or later."""
        rows = self._database.rows(
            "SELECT entity_type, entity_id FROM enrichments WHERE state = ? AND changed_at >= ?",
            (str(state), to_utc_text(moment)),
        )
        return {EntityKey(EntityType(entity_type), entity_id) for entity_type, entity_id in rows}

    def news_of(self, key: EntityKey, since: datetime) -> set[AssetType]:
        """Return the types of which the title has pictures it had not before *since*, or its last enrichment.

        All that have pictures where the last enrichment failed: a better moment may have come.
        """
        last = self.find(key)
        if last is not None and last.state == EnrichmentOutcome.FAILED:
            bound = _EVER
        elif last is not None and since < last.started_at <= self._clock():
            bound = last.started_at
        else:
            bound = since
        rows = self._database.rows(
            f"SELECT DISTINCT a.asset_type {_PICTURES_OF_NOW} AND a.first_seen_at >= ?",
            (key.entity_type, key.entity_id, to_utc_text(bound)),
        )
        return {AssetType(name) for (name,) in rows}

    def pictures_came_after(self, key: EntityKey, moment: datetime) -> bool:
        """Tell whether the title has pictures, as it is identified now, that were first seen after *moment*."""
        row = self._database.row(
            f"SELECT 1 {_PICTURES_OF_NOW} AND a.first_seen_at > ?",
            (key.entity_type, key.entity_id, to_utc_text(moment)),
        )
        return row is not None

    def interrupted(self) -> list[EnrichmentState]:
        """Return those that began and did not end, the oldest first."""
        return self._where("state = ?", (RUNNING,))

    def _where(self, condition: str, values: tuple[object, ...]) -> list[EnrichmentState]:
        return [
            EnrichmentState(
                EntityKey(EntityType(entity_type), entity_id), EnrichmentPhase(phase), state,
                from_utc_text(started_at), from_utc_text(changed_at), json_object(report),
            )
            for entity_type, entity_id, phase, state, started_at, changed_at, report in self._database.rows(
                "SELECT entity_type, entity_id, phase, state, started_at, changed_at, report FROM enrichments "
                f"WHERE {condition} ORDER BY started_at, entity_type, entity_id",
                values,
            )
        ]  # fmt: skip
