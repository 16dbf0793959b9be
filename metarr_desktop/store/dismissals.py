"""What a person does not want proposed: pictures by their address, and by their content under any other one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.database import Clock, Database


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A picture of a slot and whether it is dismissed; ``season_number`` -1: of no season."""

    asset_type: str
    season_number: int
    url: str
    content_hash: str | None
    is_dismissed: bool = True

    def is_of_one_picture(self, other: Dismissal) -> bool:
        """Tell whether both are one picture of a slot: one address, or the same bytes."""
        if (self.asset_type, self.season_number) != (other.asset_type, other.season_number):
            return False
        return self.url == other.url or (
            self.content_hash is not None and self.content_hash == other.content_hash
        )

    def to_list(self) -> list[Any]:
        return [getattr(self, each.name) for each in fields(self)]


_PICTURE = "entity_type = ? AND entity_id = ? AND asset_type = ? AND provider_url = ?"


class Dismissals:
    """Table ``dismissed_proposals``. Written by ``Curator`` only."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of_title(self, key: EntityKey) -> list[Dismissal]:
        """Return what is dismissed for the title."""
        return [
            Dismissal(*row)
            for row in self._database.rows(
                "SELECT asset_type, season_number, provider_url, content_hash FROM dismissed_proposals "
                "WHERE entity_type = ? AND entity_id = ? ORDER BY asset_type, provider_url",
                (key.entity_type, key.entity_id),
            )
        ]

    def of_picture(self, asset_id: int) -> Dismissal:
        """Return how it would be noted that this picture is dismissed; it must be stored."""
        row = self._database.row(
            "SELECT asset_type, COALESCE(season_number, -1), provider_url, content_hash FROM provider_assets "
            "WHERE id = ?",
            (asset_id,),
        )
        assert row is not None  # the caller has read it in this transaction
        return Dismissal(*row)

    def write(self, key: EntityKey, dismissals: Iterable[Dismissal]) -> None:
        """Note each as it says: dismissed, or not any more."""
        now = to_utc_text(self._clock())
        for each in dismissals:
            picture = (key.entity_type, key.entity_id, each.asset_type, each.url)
            if not each.is_dismissed:
                self._database.run(f"DELETE FROM dismissed_proposals WHERE {_PICTURE}", picture)
                continue
            self._database.run(
                "INSERT INTO dismissed_proposals (entity_type, entity_id, asset_type, provider_url, "
                "season_number, content_hash, dismissed_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (*picture, each.season_number, each.content_hash, now),
            )
