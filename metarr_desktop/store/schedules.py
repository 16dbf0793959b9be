"""Table ``schedules``: what a person set, when the next run is due and how the last one went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from metarr_desktop.domain.entity import EntityKey, EntityType
from metarr_desktop.domain.schedule import QuietHours, ScheduleSettings, ScheduleState, TitleAge
from metarr_desktop.domain.utc_text import from_utc_text, to_utc_text
from metarr_desktop.store.database import Database

_TIMES = ("slice_begun_at", "next_run_at", "last_started_at", "last_finished_at")


class Schedules:
    """One row per schedule, made when it is first written; for the worker thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> ScheduleState:
        """Return the schedule, with its defaults if nothing was ever set."""
        row = self._database.row(
            f"SELECT settings, feeds, last_result, {', '.join(_TIMES)} FROM schedules WHERE name = ?", (name,)
        )
        if row is None:
            return ScheduleState()
        settings, feeds, result, *times = row
        begun, due, started, finished = (None if each is None else from_utc_text(each) for each in times)
        return ScheduleState(
            settings=_settings(json.loads(settings)),
            feeds={each: from_utc_text(moment) for each, moment in json.loads(feeds).items()},
            slice_begun_at=begun, next_run_at=due, last_started_at=started, last_finished_at=finished,
            last_result=json.loads(result),
        )  # fmt: skip

    def save_settings(self, name: str, settings: ScheduleSettings, *, next_run_at: datetime | None) -> None:
        """Keep what a person set, and when the next run is due by it (aware UTC; ``None``: never)."""
        quiet = settings.quiet
        self._set(
            name,
            settings=json.dumps({
                "is_on": settings.is_on, "enriches": settings.enriches, "at": settings.at.isoformat("minutes"),
                "budgets": dict(settings.budgets),
                "quiet": None if quiet is None else [each.isoformat("minutes") for each in (quiet.start, quiet.end)],
            }),
            next_run_at=_text(next_run_at),
        )  # fmt: skip

    def save_begun(self, name: str, *, now: datetime, next_run_at: datetime | None) -> None:
        """Note that a slice begins; called in the transaction that writes its job."""
        self._set(
            name,
            slice_begun_at=_text(now),
            last_started_at=_text(now),
            last_finished_at=None,
            next_run_at=_text(next_run_at),
        )

    def save_ended(self, name: str, result: Mapping[str, Any], *, now: datetime) -> None:
        """Note that a run ended at *now* (aware UTC); *result* is its report, JSON values without NaN."""
        self._set(name, last_finished_at=_text(now), last_result=json.dumps(dict(result), allow_nan=False))

    def save_feed(self, name: str, provider: str, read_until: datetime) -> None:
        """Note until when the changes a provider announced are dealt with."""
        with self._database.transaction():
            feeds = {**self.get(name).feeds, provider: read_until}
            self._set(name, feeds=json.dumps({each: to_utc_text(moment) for each, moment in feeds.items()}))

    def ages(self, providers: frozenset[str], *, now: datetime) -> list[TitleAge]:
        """Return every monitored title that some provider could know, with its oldest success among *providers*.

        What rests after a failure does not count: a run could not refresh it.
        """
        names = tuple(sorted(providers)) or ("",)
        rows = self._database.rows(
            "SELECT e.entity_type, e.entity_id, MIN(f.last_success_at) FROM entities AS e "
            "LEFT JOIN provider_fetches AS f ON f.entity_type = e.entity_type AND f.entity_id = e.entity_id "
            "AND f.identity_revision = e.identity_revision AND (f.next_retry_at IS NULL OR f.next_retry_at <= ?) "
            f"AND f.provider_name IN ({', '.join('?' * len(names))}) "
            "WHERE e.is_monitored = 1 AND EXISTS (SELECT 1 FROM entity_external_ids AS x "
            "WHERE x.entity_type = e.entity_type AND x.entity_id = e.entity_id) "
            "GROUP BY e.entity_type, e.entity_id ORDER BY e.entity_type, e.entity_id",
            (to_utc_text(now), *names),
        )
        return [
            TitleAge(EntityKey(EntityType(kind), number), None if moment is None else from_utc_text(moment))
            for kind, number, moment in rows
        ]

    def is_kept_current(self, key: EntityKey) -> bool:
        """Tell whether the library has the title and it is monitored."""
        row = self._database.row(
            "SELECT is_monitored FROM entities WHERE entity_type = ? AND entity_id = ?",
            (key.entity_type, key.entity_id),
        )
        return row is not None and bool(row[0])

    def titles_by_ids(self) -> dict[tuple[str, str, str], list[EntityKey]]:
        """Return the monitored titles behind each (entity type, kind of id, id) of the library."""
        found: dict[tuple[str, str, str], list[EntityKey]] = {}
        for entity_type, number, kind, value in self._database.rows(
            "SELECT x.entity_type, x.entity_id, x.id_kind, x.id_value FROM entity_external_ids AS x "
            "JOIN entities AS e ON e.entity_type = x.entity_type AND e.entity_id = x.entity_id "
            "WHERE e.is_monitored = 1"
        ):
            found.setdefault((entity_type, kind, value), []).append(
                EntityKey(EntityType(entity_type), number)
            )
        return found

    def _set(self, name: str, **values: object) -> None:
        columns = ", ".join(values)
        self._database.run(
            f"INSERT INTO schedules (name, {columns}) VALUES ({', '.join('?' * (len(values) + 1))}) "
            f"ON CONFLICT (name) DO UPDATE SET {', '.join(f'{each} = excluded.{each}' for each in values)}",
            (name, *values.values()),
        )


def _settings(kept: Mapping[str, Any]) -> ScheduleSettings:
    if not kept:
        return ScheduleSettings()
    quiet = kept.get("quiet")
    return ScheduleSettings(
        is_on=bool(kept["is_on"]),
        enriches=bool(kept.get("enriches", True)),
        at=time.fromisoformat(kept["at"]),
        quiet=None if quiet is None else QuietHours(*map(time.fromisoformat, quiet)),
        budgets={str(name): int(limit) for name, limit in kept.get("budgets", {}).items()},
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else to_utc_text(moment)
