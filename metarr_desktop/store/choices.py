"""The flags people and automation set on rows, read and written as wholes so that an act can be taken back.

The rules are in ``metarr_desktop.curation``; here are the columns. A state is addressed by type and address
of the picture, not by its number: a row deleted and fetched again has another number and the same history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from metarr_desktop.domain.asset import AssetType, CachedAsset
from metarr_desktop.domain.entity import EntityKey
from metarr_desktop.domain.utc_text import to_utc_text
from metarr_desktop.store.database import Database
from metarr_desktop.store.provider_assets import ASSET_COLUMNS


@dataclass(frozen=True, slots=True)
class ChoiceState:
    """What was decided about one picture; ``selected_at`` is UTC text."""

    asset_type: str
    url: str
    is_selected: bool = False
    is_rejected: bool = False
    selected_at: str | None = None
    selected_by: str | None = None
    selection_order: int | None = None

    def to_list(self) -> list[Any]:
        return [getattr(self, each.name) for each in fields(self)]


@dataclass(frozen=True, slots=True)
class Lock:
    """A slot closed to automation; ``season_number`` -1 is the whole type, ``source`` is ``pick`` or ``user``."""

    asset_type: str
    season_number: int
    source: str

    def to_list(self) -> list[Any]:
        return [self.asset_type, self.season_number, self.source]


_STATE = "asset_type, provider_url, is_selected, is_rejected, selected_at, selected_by, selection_order"
_ENTITY = "entity_type = ? AND entity_id = ?"


class Choices:
    """Columns ``is_selected``, ``is_rejected``, ``selected_*``, ``selection_order`` and the locks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_asset(self, key: EntityKey, asset_type: str, url: str) -> ChoiceState | None:
        """Return the state of one picture, ``None`` if the store no longer has it."""
        rows = self._database.rows(
            f"SELECT {_STATE} FROM provider_assets WHERE {_ENTITY} AND asset_type = ? AND provider_url = ?",
            (key.entity_type, key.entity_id, asset_type, url),
        )
        return _state(rows[0]) if rows else None

    def selected_in(self, key: EntityKey, asset_type: str, season_number: int | None) -> list[ChoiceState]:
        """Return what is selected in a slot of the current identity, in its order."""
        return [
            _state(row)
            for row in self._database.rows(
                f"SELECT {_STATE} FROM provider_assets WHERE {_ENTITY} AND asset_type = ? "
                "AND COALESCE(season_number, -1) = ? AND is_selected = 1 AND (provider_name = 'user' OR "
                "identity_revision = COALESCE((SELECT identity_revision FROM entities AS e WHERE "
                "e.entity_type = provider_assets.entity_type AND e.entity_id = provider_assets.entity_id), 0)) "
                "ORDER BY COALESCE(selection_order, 1000000), id",
                (key.entity_type, key.entity_id, asset_type, -1 if season_number is None else season_number),
            )
        ]

    def selected_of(self, key: EntityKey) -> list[ChoiceState]:
        """Return what is selected of a title, of earlier identities, too."""
        return [
            _state(row)
            for row in self._database.rows(
                f"SELECT {_STATE} FROM provider_assets WHERE {_ENTITY} AND is_selected = 1 ORDER BY id",
                (key.entity_type, key.entity_id),
            )
        ]

    def selected_at_revision(self, key: EntityKey, revision: int) -> list[ChoiceState]:
        """Return what is selected among the rows of one identity, own pictures left out."""
        return [
            _state(row)
            for row in self._database.rows(
                f"SELECT {_STATE} FROM provider_assets WHERE {_ENTITY} AND is_selected = 1 "
                "AND identity_revision = ? AND provider_name <> 'user' ORDER BY id",
                (key.entity_type, key.entity_id, revision),
            )
        ]

    def write(self, key: EntityKey, states: Iterable[ChoiceState]) -> None:
        """Give the pictures these states; pictures the store no longer has are passed over."""
        self._database.run_many(
            "UPDATE provider_assets SET is_selected = ?, is_rejected = ?, selected_at = ?, selected_by = ?, "
            f"selection_order = ? WHERE {_ENTITY} AND asset_type = ? AND provider_url = ?",
            [
                (int(state.is_selected), int(state.is_rejected), state.selected_at, state.selected_by,
                 state.selection_order, key.entity_type, key.entity_id, state.asset_type, state.url)
                for state in states
            ],
        )  # fmt: skip

    def of_revision(
        self, key: EntityKey, states: Iterable[ChoiceState], revision: int
    ) -> list[tuple[str, str]]:
        """Return (type, address) of those of *states* whose rows count to the identity *revision*."""
        there = {
            (asset_type, url)
            for asset_type, url in self._database.rows(
                f"SELECT asset_type, provider_url FROM provider_assets WHERE {_ENTITY} AND identity_revision = ? "
                "AND provider_name <> 'user'",
                (key.entity_type, key.entity_id, revision),
            )
        }
        return [(each.asset_type, each.url) for each in states if (each.asset_type, each.url) in there]

    def move_to_revision(self, key: EntityKey, states: Iterable[ChoiceState], revision: int) -> None:
        """Count the rows of these pictures to the identity *revision*."""
        self._database.run_many(
            f"UPDATE provider_assets SET identity_revision = ? WHERE {_ENTITY} AND asset_type = ? "
            "AND provider_url = ? AND provider_name <> 'user'",
            [(revision, key.entity_type, key.entity_id, each.asset_type, each.url) for each in states],
        )

    def assets(self, key: EntityKey, addresses: Sequence[tuple[str, str]]) -> tuple[CachedAsset, ...]:
        """Return the rows of these (type, address) pairs as they are now, in that order."""
        found = []
        for asset_type, url in dict.fromkeys(addresses):
            row = self._database.row(
                f"SELECT {ASSET_COLUMNS} FROM provider_assets "
                f"WHERE {_ENTITY} AND asset_type = ? AND provider_url = ?",
                (key.entity_type, key.entity_id, asset_type, url),
            )
            if row is not None:
                found.append(CachedAsset.from_row(row))
        return tuple(found)

    def is_current(self, asset_id: int) -> bool:
        """Tell whether the row belongs to the title as it is identified now, or is the user's own."""
        row = self._database.row(
            "SELECT 1 FROM provider_assets AS a LEFT JOIN entities AS e ON e.entity_type = a.entity_type "
            "AND e.entity_id = a.entity_id WHERE a.id = ? AND (a.provider_name = 'user' "
            "OR a.identity_revision = COALESCE(e.identity_revision, 0))",
            (asset_id,),
        )
        return row is not None

    def locks_of(self, key: EntityKey) -> set[Lock]:
        """Return the locked slots of a title, each with who locked it; empty without any."""
        return {
            Lock(*row)
            for row in self._database.rows(
                f"SELECT asset_type, season_number, source FROM slot_locks WHERE {_ENTITY}",
                (key.entity_type, key.entity_id),
            )
        }

    def sync_pick_lock(
        self, key: EntityKey, asset_type: str, season_number: int | None, now: datetime
    ) -> None:
        """Lock the slot as long as something selected by the user is in it."""
        season = -1 if season_number is None else season_number
        lock = Lock(asset_type, season, "pick")
        is_picked = self._is_picked(key, asset_type, season_number)
        locks = self.locks_of(key)
        self.set_locks(key, locks | {lock} if is_picked else locks - {lock}, now)

    def drop_stale_pick_locks(self, key: EntityKey, now: datetime) -> None:
        """Remove the locks of picks that are gone: an identification cleared them, or their rows are forgotten."""
        locks = self.locks_of(key)
        stale = set()
        for lock in locks:
            season = None if lock.season_number == -1 else lock.season_number
            if lock.source == "pick" and not self._is_picked(key, lock.asset_type, season):
                stale.add(lock)
        if stale:
            self.set_locks(key, locks - stale, now)

    def _is_picked(self, key: EntityKey, asset_type: str, season_number: int | None) -> bool:
        return any(each.selected_by == "user" for each in self.selected_in(key, asset_type, season_number))

    def set_locks(self, key: EntityKey, locks: set[Lock], now: datetime) -> None:
        """Make *locks* the locks of the title."""
        before = self.locks_of(key)
        entity = (key.entity_type, key.entity_id)
        self._database.run_many(
            f"DELETE FROM slot_locks WHERE {_ENTITY} AND asset_type = ? AND season_number = ? AND source = ?",
            [(*entity, each.asset_type, each.season_number, each.source) for each in before - locks],
        )
        self._database.run_many(
            "INSERT INTO slot_locks (entity_type, entity_id, asset_type, season_number, source, locked_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (*entity, each.asset_type, each.season_number, each.source, to_utc_text(now))
                for each in locks - before
            ],
        )


class Locks:
    """Which slots automation must leave alone; set by ``Curator`` only."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices

    def is_locked(self, key: EntityKey, asset_type: AssetType, season_number: int | None = None) -> bool:
        """Tell whether the slot, or its whole type, is locked."""
        seasons = {-1} if season_number is None else {-1, season_number}
        return any(
            lock.asset_type == asset_type and lock.season_number in seasons
            for lock in self._choices.locks_of(key)
        )

    def all(self, key: EntityKey) -> frozenset[AssetType]:
        """Return the types with a locked slot."""
        return frozenset(AssetType(lock.asset_type) for lock in self._choices.locks_of(key))


def _state(row: tuple[Any, ...]) -> ChoiceState:
    asset_type, url, is_selected, is_rejected, selected_at, selected_by, order = row
    moment = selected_at.isoformat(sep=" ") if isinstance(selected_at, datetime) else selected_at
    return ChoiceState(asset_type, url, bool(is_selected), bool(is_rejected), moment, selected_by, order)
